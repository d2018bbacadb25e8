namespace Spark.Jobs.CommandLine;

/// <summary>A user's mistake on the command line: one line on standard error, and the exit code 2.</summary>
public sealed class UsageException(string message) : Exception(message);
