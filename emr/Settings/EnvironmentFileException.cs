namespace Spark.Emr.Settings;

/// <summary>A wrong environment file: which file, line and field, and what is expected there.</summary>
internal sealed class EnvironmentFileException(string message) : Exception(message);
