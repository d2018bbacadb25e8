using Spark.Emr.Aws;
using Spark.Emr.Clusters;
using Spark.Emr.Errors;
using Spark.Emr.Logs;

namespace Spark.Emr.Targets.ClusterStep;

/// <summary>
/// Follows one submitted step to its end: tells its states, streams its output, cancels it on a time limit or Ctrl-C, and finds out why it
/// failed.
/// </summary>
internal sealed class StepFollower(AwsClients aws, ClusterDirectory clusters, ClusterSteps steps, RunConsole console)
{
    private static readonly TimeSpan CancelPatience = TimeSpan.FromMinutes(5);
    private readonly StepWatcher _watcher = new(aws.Emr, clusters);

    /// <inheritdoc cref="IRunTarget.FollowAsync"/>
    public async Task<RunResult> FollowAsync(SubmittedRun step, FollowLimits limits, CancellationToken interrupt, CancellationToken kill)
    {
        StepLogs? logs = null;
        var result = await Watch.OrCancelAsync(
            async cancellationToken =>
            {
                logs = await OpenLogsAsync(step, cancellationToken);
                var ended = await WatchAsync(step, logs, cancellationToken);
                return ended with { Cause = await ExplainAsync(step, ended, logs, limits, interrupt) };
            },
            async why =>
            {
                var ended = await CancelAsync(step, why, kill);
                // What it has printed so far; nobody waits for more.
                if (logs is not null)
                    Print((await logs.LastAsync(failed: false, TimeSpan.Zero, CancellationToken.None)).Lines);
                return ended;
            },
            limits.Timeout,
            aws.Emr.Clock,
            interrupt
        );
        return result with { LastWord = LastWord(step, result) };
    }

    private async Task<StepLogs?> OpenLogsAsync(SubmittedRun step, CancellationToken cancellationToken)
    {
        var cluster = await clusters.DescribeAsync(step.HostId, cancellationToken);
        if (cluster.LogUri is { } uri)
            return new StepLogs(aws.S3, uri, step.HostId, step.Id, aws.Emr.Clock);
        console.Tell($"{step.HostId} has no LogUri: nothing of the step's output can be shown.");
        return null;
    }

    private async Task<RunResult> WatchAsync(SubmittedRun step, StepLogs? logs, CancellationToken cancellationToken)
    {
        var results = await _watcher.WatchAsync(
            [step],
            (_, state) => console.Tell($"{step.Id} is {state}"),
            logs is null ? null : async () => Print(await logs.NextAsync(toTheEnd: false, cancellationToken)),
            cancellationToken
        );
        return results[0];
    }

    /// <summary>The rest of the output of a step that has ended, and why it failed; Ctrl-C ends the wait for late logs.</summary>
    private async Task<RootCause?> ExplainAsync(
        SubmittedRun step,
        RunResult result,
        StepLogs? logs,
        FollowLimits limits,
        CancellationToken interrupt
    )
    {
        if (logs is null)
            return null;
        try
        {
            var failed = result.Code == ExitCode.StepFailed;
            var (lines, cause) = await logs.LastAsync(failed, failed ? limits.LogPatience : limits.OutputPatience, interrupt);
            Print(lines);
            return
                result.Code == ExitCode.BootstrapFailed
                && await logs.BootstrapErrorAsync(result.Reason ?? "", limits.LogPatience, interrupt) is var (place, text)
                ? new RootCause(text, place, 2)
                : cause;
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            console.Tell($"Interrupted: {step.Id} has ended, its last logs are not awaited.");
            return null;
        }
    }

    private async Task<RunResult> CancelAsync(SubmittedRun step, ExitCode why, CancellationToken kill)
    {
        console.Tell(
            $"{(why == ExitCode.TimedOut ? "The time is up" : "Interrupted")}: cancelling {step.Id} on {step.HostId} (SEND_INTERRUPT). {(why == ExitCode.Interrupted ? "Ctrl-C again kills it." : "")}".TrimEnd()
        );
        if (await steps.CancelAsync(step.HostId, step.Id, kill: false, CancellationToken.None) is { } refusal)
            console.Tell($"EMR does not cancel it: {refusal}");
        var state = await EndAsync(step, kill);
        if (state is null)
        {
            console.Tell($"{step.Id} is still running; killing it (TERMINATE_PROCESS).");
            await steps.CancelAsync(step.HostId, step.Id, kill: true, CancellationToken.None);
            state = await EndAsync(step, CancellationToken.None);
        }

        return new RunResult(step, state ?? "RUNNING", why, await StillRunningAsync(step, state is null), null);
    }

    /// <summary>The state in which a cancelled step ended; null when it has not after some minutes, or when <paramref name="insist"/> is cancelled.</summary>
    private async Task<string?> EndAsync(SubmittedRun step, CancellationToken insist)
    {
        using var patience = new CancellationTokenSource(CancelPatience, aws.Emr.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, insist);
        try
        {
            return (await WatchAsync(step, null, either.Token)).State;
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>What goes on, and costs money, after a launcher stopped following a step.</summary>
    private async Task<string> StillRunningAsync(SubmittedRun step, bool stepRuns)
    {
        var cluster = await clusters.DescribeAsync(step.HostId, CancellationToken.None);
        var (id, state) = (step.HostId, cluster.Status?.State?.Value);
        if (stepRuns)
            return $"Still running: {step.Id} on {id}. 'cluster terminate {id}' ends both.";
        return state switch
        {
            "TERMINATING" or "TERMINATED" or "TERMINATED_WITH_ERRORS" => $"Nothing is left running: {id} is {state}.",
            _ when cluster.AutoTerminate == true => $"Still running: {id}, which ends by itself.",
            _ => $"Still running: the cluster {id} ({cluster.Name}), {state}. 'cluster terminate {id}' ends it.",
        };
    }

    private static string LastWord(SubmittedRun step, RunResult result)
    {
        var why = result.Cause?.ToString() ?? result.Reason ?? "";
        var logs = $"'steps logs {step.Id} --cluster {step.HostId}' shows its logs.";
        return result.Code switch
        {
            ExitCode.Success => $"{step.Id} COMPLETED{(result.Duration is { } duration ? $" in {duration:hh\\:mm\\:ss}" : "")}",
            ExitCode.StepFailed => $"{step.Id} FAILED: {(why.Length > 0 ? why : "EMR gives no reason.")}\n{logs}",
            ExitCode.StepCancelled => $"{step.Id} was CANCELLED by somebody, or because a step before it failed. Submit it again.",
            ExitCode.StepInterrupted =>
                $"{step.Id} was INTERRUPTED: its cluster went away. {why} Submit it again; the job goes on where it was.",
            ExitCode.BootstrapFailed =>
                $"The cluster did not start. {result.Reason}\n{why}\nCorrect the bootstrap action and submit again.",
            ExitCode.ClusterLost => $"{why} {step.Id} did not finish. Submit it again; the job goes on where it was.",
            ExitCode.TimedOut => $"{step.Id} took longer than --timeout and is {result.State}. {result.Reason}",
            ExitCode.Interrupted => $"Interrupted; {step.Id} is {result.State}. {result.Reason}",
            _ => $"{step.Id} is {result.State}: {why}",
        };
    }

    private void Print(IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
            console.Print(line);
    }
}
