namespace Spark.Emr.Errors;

/// <summary>An end of the launcher that is explained in one line: what happened and what to do.</summary>
internal sealed class LauncherException(ExitCode code, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public ExitCode Code { get; } = code;
}
