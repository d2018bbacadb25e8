using Amazon.S3;
using Spark.Emr.Logs;
using Spark.Emr.Submission;

namespace Spark.Emr.Watching;

/// <summary>How long a launcher waits for what.</summary>
/// <param name="Timeout">For the step's end; null for ever.</param>
/// <param name="LogPatience">For logs that come after the end.</param>
public sealed record FollowLimits(TimeSpan? Timeout, TimeSpan LogPatience)
{
    /// <summary>EMR uploads logs every five minutes.</summary>
    public static readonly TimeSpan DefaultLogPatience = TimeSpan.FromMinutes(6);
}

/// <summary>
/// Follows one submitted step to its end: tells its states, streams its output, cancels it on a time limit or Ctrl-C, and finds out why it
/// failed.
/// </summary>
public sealed class RunFollower(
    EmrGateway emr,
    IAmazonS3 s3,
    ClusterDirectory clusters,
    Submitter submitter,
    Action<string> tell,
    Action<string> output
)
{
    private static readonly TimeSpan CancelPatience = TimeSpan.FromMinutes(5);

    /// <param name="interrupt">Cancelled at the first Ctrl-C: the step is asked to stop, and its end awaited.</param>
    /// <param name="kill">Cancelled at the second: the step's process is killed.</param>
    public async Task<(StepResult Result, RootCause? Cause)> FollowAsync(
        SubmittedStep step,
        FollowLimits limits,
        CancellationToken interrupt,
        CancellationToken kill
    )
    {
        StepLogs? logs = null;
        var watcher = new StepWatcher(emr, clusters);
        using (var limit = limits.Timeout is { } timeout ? new CancellationTokenSource(timeout, emr.Clock) : new CancellationTokenSource())
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, interrupt))
        {
            try
            {
                logs = await OpenLogsAsync(step, either.Token);
                var result = await WatchAsync(watcher, step, logs, either.Token);
                return (result, await ExplainAsync(step, result, logs, limits.LogPatience, interrupt));
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested)
            {
                var why = interrupt.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.TimedOut;
                var result = await CancelAsync(watcher, step, why, kill);
                // What it has printed so far; nobody waits for more.
                if (logs is not null)
                    Print((await logs.LastAsync(failed: false, TimeSpan.Zero, CancellationToken.None)).Lines);
                return (result, null);
            }
        }
    }

    private async Task<StepLogs?> OpenLogsAsync(SubmittedStep step, CancellationToken cancellationToken)
    {
        var cluster = await clusters.DescribeAsync(step.ClusterId, cancellationToken);
        if (cluster.LogUri is { } uri)
            return new StepLogs(s3, uri, step.ClusterId, step.StepId, emr.Clock);
        tell($"{step.ClusterId} has no LogUri: nothing of the step's output can be shown.");
        return null;
    }

    private async Task<StepResult> WatchAsync(StepWatcher watcher, SubmittedStep step, StepLogs? logs, CancellationToken cancellationToken)
    {
        var results = await watcher.WatchAsync(
            [step],
            (_, state) => tell($"{step.StepId} is {state}"),
            logs is null ? null : async () => Print(await logs.NextAsync(toTheEnd: false, cancellationToken)),
            cancellationToken
        );
        return results[0];
    }

    /// <summary>The rest of the output of a step that has ended, and why it failed; Ctrl-C ends the wait for late logs.</summary>
    private async Task<RootCause?> ExplainAsync(
        SubmittedStep step,
        StepResult result,
        StepLogs? logs,
        TimeSpan patience,
        CancellationToken interrupt
    )
    {
        if (logs is null)
            return null;
        try
        {
            var (lines, cause) = await logs.LastAsync(result.Code == ExitCode.StepFailed, patience, interrupt);
            Print(lines);
            return
                result.Code == ExitCode.BootstrapFailed
                && await logs.BootstrapErrorAsync(result.Reason, patience, interrupt) is var (place, text)
                ? new RootCause(text, place, 2)
                : cause;
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            tell($"Interrupted: {step.StepId} has ended, its last logs are not awaited.");
            return null;
        }
    }

    private async Task<StepResult> CancelAsync(StepWatcher watcher, SubmittedStep step, ExitCode why, CancellationToken kill)
    {
        tell(
            $"{(why == ExitCode.TimedOut ? "The time is up" : "Interrupted")}: cancelling {step.StepId} on {step.ClusterId} (SEND_INTERRUPT). {(why == ExitCode.Interrupted ? "Ctrl-C again kills it." : "")}".TrimEnd()
        );
        if (await submitter.CancelAsync(step, kill: false, CancellationToken.None) is { } refusal)
            tell($"EMR does not cancel it: {refusal}");
        var state = await EndAsync(watcher, step, kill);
        if (state is null)
        {
            tell($"{step.StepId} is still running; killing it (TERMINATE_PROCESS).");
            await submitter.CancelAsync(step, kill: true, CancellationToken.None);
            state = await EndAsync(watcher, step, CancellationToken.None);
        }

        return new StepResult(step, state ?? "RUNNING", why, await StillRunningAsync(step, state is null), null);
    }

    /// <summary>The state in which a cancelled step ended; null when it has not after some minutes, or when <paramref name="insist"/> is cancelled.</summary>
    private async Task<string?> EndAsync(StepWatcher watcher, SubmittedStep step, CancellationToken insist)
    {
        using var patience = new CancellationTokenSource(CancelPatience, emr.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, insist);
        try
        {
            return (await WatchAsync(watcher, step, null, either.Token)).State;
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>What goes on, and costs money, after a launcher stopped following a step.</summary>
    private async Task<string> StillRunningAsync(SubmittedStep step, bool stepRuns)
    {
        var cluster = await clusters.DescribeAsync(step.ClusterId, CancellationToken.None);
        var (id, state) = (step.ClusterId, cluster.Status?.State?.Value);
        if (stepRuns)
            return $"Still running: {step.StepId} on {id}. 'cluster terminate {id}' ends both.";
        return state switch
        {
            "TERMINATING" or "TERMINATED" or "TERMINATED_WITH_ERRORS" => $"Nothing is left running: {id} is {state}.",
            _ when cluster.AutoTerminate == true => $"Still running: {id}, which ends by itself.",
            _ => $"Still running: the cluster {id} ({cluster.Name}), {state}. 'cluster terminate {id}' ends it.",
        };
    }

    private void Print(IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
            output(line);
    }
}
