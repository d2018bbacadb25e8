namespace Spark.Emr.Errors;

/// <summary>The launcher's exit codes. They are part of its interface: scripts and schedulers branch on them.</summary>
internal enum ExitCode
{
    /// <summary>Done; with <c>--wait</c>, every step completed.</summary>
    Success = 0,

    /// <summary>Something that is a defect of the launcher or of this machine.</summary>
    Failure = 1,

    /// <summary>A wrong option, environment file or argument.</summary>
    Usage = 2,

    /// <summary>The step ended FAILED: the job itself failed.</summary>
    StepFailed = 10,

    /// <summary>The step was cancelled.</summary>
    StepCancelled = 11,

    /// <summary>The step was interrupted: the cluster went away under it.</summary>
    StepInterrupted = 12,

    /// <summary>A bootstrap action failed, so the cluster never ran.</summary>
    BootstrapFailed = 13,

    /// <summary>The cluster ended, or could not start, with the step unfinished.</summary>
    ClusterLost = 14,

    /// <summary>AWS kept throttling beyond all patience.</summary>
    Throttled = 15,

    /// <summary>No credentials, expired ones, or no permission.</summary>
    Credentials = 16,

    /// <summary>AWS refused the request as invalid.</summary>
    Refused = 17,

    /// <summary>AWS cannot be reached.</summary>
    Unreachable = 18,

    /// <summary>Not deployed, or something in the account is missing.</summary>
    Missing = 19,

    /// <summary><c>--timeout</c> ran out and the step was cancelled, as <c>timeout(1)</c> exits.</summary>
    TimedOut = 124,

    /// <summary>Ctrl-C.</summary>
    Interrupted = 130,
}
