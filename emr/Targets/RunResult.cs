using Spark.Emr.Errors;
using Spark.Emr.Logs;

namespace Spark.Emr.Targets;

/// <summary>How a run ended.</summary>
/// <param name="State">AWS's word for it.</param>
/// <param name="Code">What it means for the launcher's exit.</param>
/// <param name="Reason">What AWS says of it, in one line; empty or null when it says nothing.</param>
/// <param name="Duration">How long it ran; null when AWS does not tell.</param>
internal sealed record RunResult(SubmittedRun Run, string State, ExitCode Code, string? Reason, TimeSpan? Duration)
{
    /// <summary>Why it failed, as its logs tell; null when it did not, or when they tell nothing.</summary>
    public RootCause? Cause { get; init; }

    /// <summary>The last word to the user: how it went, and what to do when it did not go well; null when nothing is left to say.</summary>
    public string? LastWord { get; init; }
}
