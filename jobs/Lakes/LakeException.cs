namespace Spark.Jobs.Lakes;

/// <summary>A table that is not as its writer left it.</summary>
public sealed class LakeException(string message) : Exception(message);
