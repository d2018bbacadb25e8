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
public sealed class RunFollower(EmrGateway emr, IAmazonS3 s3, ClusterDirectory clusters, Submitter submitter, Action<string> tell, Action<string> output)
{
    private static readonly TimeSpan CancelPatience = TimeSpan.FromMinutes(5);

    /// <param name="interrupt">Cancelled at the first Ctrl-C: the step is asked to stop, and its end awaited.</param>
    /// <param name="kill">Cancelled at the second: the step's process is killed.</param>
    public async Task<(StepResult Result, RootCause? Cause)> FollowAsync(SubmittedStep step, FollowLimits limits, CancellationToken interrupt, CancellationToken kill)
    {
        var cluster = await clusters.DescribeAsync(step.ClusterId, interrupt);
        var logs = cluster.LogUri is { } uri ? new StepLogs(s3, uri, step.ClusterId, step.StepId, emr.Clock) : null;
        if (logs is null)
            tell($"{step.ClusterId} has no LogUri: nothing of the step's output can be shown.");
        var watcher = new StepWatcher(emr, clusters);
        StepResult result;
        var cancelled = ExitCode.Success;
        using (var limit = limits.Timeout is { } timeout ? new CancellationTokenSource(timeout, emr.Clock) : new CancellationTokenSource())
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, interrupt))
        {
            try
            {
                result = await WatchAsync(watcher, step, logs, either.Token);
            }
            catch (OperationCanceledException)
            {
                cancelled = interrupt.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.TimedOut;
                result = await CancelAsync(watcher, step, cancelled, kill);
            }
        }

        var failed = result.Code is not (ExitCode.Success or ExitCode.StepCancelled) && cancelled == ExitCode.Success;
        var (lines, cause) = logs is null ? ([], null) : await logs.LastAsync(failed && result.Code == ExitCode.StepFailed, cancelled == ExitCode.Success ? limits.LogPatience : TimeSpan.Zero, kill);
        foreach (var line in lines)
            output(line);
        if (result.Code == ExitCode.BootstrapFailed && logs is not null && await logs.BootstrapErrorAsync(result.Reason, limits.LogPatience, kill) is var (place, text))
            cause = new RootCause(text, place, 2);
        return (cancelled == ExitCode.Success ? result : result with { Code = cancelled }, cause);
    }

    private async Task<StepResult> WatchAsync(StepWatcher watcher, SubmittedStep step, StepLogs? logs, CancellationToken cancellationToken)
    {
        var results = await watcher.WatchAsync(
            [step],
            (_, state) => tell($"{step.StepId} is {state}"),
            logs is null ? null : async () =>
            {
                foreach (var line in await logs.NextAsync(toTheEnd: false, cancellationToken))
                    output(line);
            },
            cancellationToken);
        return results[0];
    }

    private async Task<StepResult> CancelAsync(StepWatcher watcher, SubmittedStep step, ExitCode why, CancellationToken kill)
    {
        tell($"{(why == ExitCode.TimedOut ? "The time is up" : "Interrupted")}: cancelling {step.StepId} on {step.ClusterId} (SEND_INTERRUPT). {(why == ExitCode.Interrupted ? "Ctrl-C again kills it." : "")}".TrimEnd());
        if (await submitter.CancelAsync(step, kill: false, CancellationToken.None) is { } refusal)
            tell($"EMR does not cancel it: {refusal}");
        using var patience = new CancellationTokenSource(CancelPatience, emr.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, kill);
        try
        {
            return await WatchAsync(watcher, step, null, either.Token);
        }
        catch (OperationCanceledException)
        {
            tell($"{step.StepId} is still running; killing it (TERMINATE_PROCESS).");
            await submitter.CancelAsync(step, kill: true, CancellationToken.None);
            using var last = new CancellationTokenSource(CancelPatience, emr.Clock);
            try
            {
                return await WatchAsync(watcher, step, null, last.Token);
            }
            catch (OperationCanceledException)
            {
                return new StepResult(step, "RUNNING", why, $"{step.StepId} still runs on {step.ClusterId} and costs money: 'cluster terminate {step.ClusterId}' ends it.", null);
            }
        }
    }
}
