using Amazon.ElasticMapReduce.Model;
using Spark.Emr.Submission;

namespace Spark.Emr.Watching;

/// <summary>How a watched step ended, and what it means for the exit code.</summary>
/// <param name="Reason">What EMR says of it, in one line; empty when it says nothing.</param>
public sealed record StepResult(SubmittedStep Step, string State, ExitCode Code, string Reason, TimeSpan? Duration);

/// <summary>
/// Watches steps to their end. All steps of a cluster share their requests, ten ids at a time, and the pauses grow while nothing changes.
/// </summary>
public sealed class StepWatcher(EmrGateway emr, ClusterDirectory clusters)
{
    private const int MostIdsPerCall = 10;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);
    private static readonly string[] LastStates = ["COMPLETED", "CANCELLED", "FAILED", "INTERRUPTED"];

    /// <summary>Watches until every step has ended.</summary>
    /// <param name="changed">Told of every state that is new.</param>
    /// <param name="polled">Called between polls, to fetch logs for example.</param>
    public async Task<IReadOnlyList<StepResult>> WatchAsync(
        IReadOnlyList<SubmittedStep> steps,
        Action<SubmittedStep, string> changed,
        Func<Task>? polled,
        CancellationToken cancellationToken
    )
    {
        var results = new Dictionary<SubmittedStep, StepResult>();
        var states = new Dictionary<SubmittedStep, string>();
        var pause = ShortestPause;
        while (true)
        {
            var news = false;
            foreach (var cluster in steps.Where(step => !results.ContainsKey(step)).GroupBy(step => step.ClusterId))
            {
                foreach (var some in cluster.Chunk(MostIdsPerCall))
                {
                    foreach (var (step, summary) in await PollAsync(cluster.Key, some, cancellationToken))
                    {
                        var state = summary.Status?.State?.Value ?? "PENDING";
                        if (!states.TryGetValue(step, out var before) || before != state)
                        {
                            states[step] = state;
                            news = true;
                            changed(step, state);
                        }

                        if (LastStates.Contains(state))
                            results[step] = await ResultAsync(step, summary, state, cancellationToken);
                    }
                }

                if (cluster.Any(step => !results.ContainsKey(step)))
                    await EndWithClusterAsync(cluster.Key, cluster.Where(step => !results.ContainsKey(step)), results, cancellationToken);
            }

            if (polled is not null)
                await polled();
            if (results.Count == steps.Count)
                return [.. steps.Select(step => results[step])];
            pause = news ? ShortestPause : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 3 / 2));
            // A third of jitter keeps launchers that started together from asking together.
            await Task.Delay(pause * (0.67 + Random.Shared.NextDouble() / 3), emr.Clock, cancellationToken);
        }
    }

    private async Task<IEnumerable<(SubmittedStep Step, StepSummary Summary)>> PollAsync(
        string clusterId,
        SubmittedStep[] steps,
        CancellationToken cancellationToken
    )
    {
        var page = await emr.RepeatableAsync(
            (client, ct) =>
                client.ListStepsAsync(new ListStepsRequest { ClusterId = clusterId, StepIds = [.. steps.Select(step => step.StepId)] }, ct),
            cancellationToken
        );
        return (page.Steps ?? []).Select(summary => (steps.First(step => step.StepId == summary.Id), summary));
    }

    private async Task<StepResult> ResultAsync(SubmittedStep step, StepSummary summary, string state, CancellationToken cancellationToken)
    {
        var timeline = summary.Status?.Timeline;
        var duration = timeline?.EndDateTime - timeline?.StartDateTime;
        var failure = summary.Status?.FailureDetails;
        var reason =
            failure?.Message ?? (failure?.Reason is { } text && !text.StartsWith("Unknown", StringComparison.Ordinal) ? text : null) ?? "";
        if (state == "CANCELLED" && timeline?.StartDateTime is null)
        {
            // A step that never ran is cancelled by EMR itself when its cluster dies: then the cluster's reason is the answer.
            var cluster = await clusters.DescribeAsync(step.ClusterId, cancellationToken);
            if (ClusterEnd.Of(cluster) is { Code: not ExitCode.Success } end)
                return new StepResult(step, state, end.Code, end.Reason, duration);
        }

        var code = state switch
        {
            "COMPLETED" => ExitCode.Success,
            "CANCELLED" => ExitCode.StepCancelled,
            "INTERRUPTED" => ExitCode.StepInterrupted,
            _ => ExitCode.StepFailed,
        };
        return new StepResult(step, state, code, reason, duration);
    }

    /// <summary>Steps without an end on a cluster that has ended never get one.</summary>
    private async Task EndWithClusterAsync(
        string clusterId,
        IEnumerable<SubmittedStep> unfinished,
        Dictionary<SubmittedStep, StepResult> results,
        CancellationToken cancellationToken
    )
    {
        var cluster = await clusters.DescribeAsync(clusterId, cancellationToken);
        if (ClusterEnd.Of(cluster) is not { } end)
            return;
        // The steps' last states may be newer than the poll before.
        foreach (var some in unfinished.ToList().Chunk(MostIdsPerCall))
        {
            foreach (var (step, summary) in await PollAsync(clusterId, some, cancellationToken))
            {
                var state = summary.Status?.State?.Value ?? "PENDING";
                results[step] = LastStates.Contains(state)
                    ? await ResultAsync(step, summary, state, cancellationToken)
                    : new StepResult(step, state, end.Code == ExitCode.Success ? ExitCode.ClusterLost : end.Code, end.Reason, null);
            }
        }
    }
}

/// <summary>The end of a cluster as a launcher tells it.</summary>
/// <param name="Code">Success for an end that somebody wanted.</param>
public sealed record ClusterEnd(ExitCode Code, string Reason)
{
    /// <summary>How the cluster ended; null when it lives.</summary>
    public static ClusterEnd? Of(Cluster cluster)
    {
        if (cluster.Status?.State?.Value is not ("TERMINATED" or "TERMINATED_WITH_ERRORS"))
            return null;
        var reason = cluster.Status.StateChangeReason;
        var text =
            $"The cluster {cluster.Id} ended: {reason?.Message ?? "EMR gives no reason"}{(reason?.Code is { } code ? $" ({code})" : "")}.";
        return reason?.Code?.Value switch
        {
            "BOOTSTRAP_FAILURE" => new ClusterEnd(ExitCode.BootstrapFailed, text),
            "ALL_STEPS_COMPLETED" => new ClusterEnd(ExitCode.Success, text),
            _ => new ClusterEnd(ExitCode.ClusterLost, text),
        };
    }
}
