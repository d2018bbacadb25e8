using Spark.Emr.Errors;

namespace Spark.Emr.Targets;

/// <summary>Where a run of the jobs app takes place.</summary>
internal interface IRunTarget
{
    /// <summary>What JSON results call the two ids of a <see cref="SubmittedRun"/>: <c>clusterId</c> and <c>stepId</c>, for example.</summary>
    (string Host, string Id) FieldNames { get; }

    /// <summary>The requests that submitting a run would send, in order; sends none.</summary>
    /// <exception cref="LauncherException">The run cannot be asked for in this way.</exception>
    IReadOnlyList<PlannedRequest> Requests(RunRequest run);

    /// <summary>Submits a run exactly once, whatever becomes of the answers, and tells its ids.</summary>
    /// <param name="interrupt">Cancelled at the first Ctrl-C: from then on it is only found out whether AWS has taken the run.</param>
    /// <param name="kill">Cancelled at the second: that is not awaited either.</param>
    Task<SubmittedRun> SubmitAsync(RunRequest run, CancellationToken interrupt, CancellationToken kill);

    /// <summary>
    /// Follows a run to its end: tells its states, prints its output, cancels it after its time or at Ctrl-C, and finds out why it failed.
    /// </summary>
    /// <param name="interrupt">Cancelled at the first Ctrl-C: the run is asked to stop, and its end awaited.</param>
    /// <param name="kill">Cancelled at the second: the run is ended by force where that can be done.</param>
    Task<RunResult> FollowAsync(SubmittedRun run, FollowLimits limits, CancellationToken interrupt, CancellationToken kill);

    /// <summary>Asks AWS to cancel a run.</summary>
    /// <param name="kill">By force, where that can be done.</param>
    /// <returns>Why AWS does not; null when it does.</returns>
    Task<string?> CancelAsync(SubmittedRun run, bool kill, CancellationToken cancellationToken);
}
