using Amazon.ElasticMapReduce.Model;
using Spark.Emr.Aws;
using Spark.Emr.Clusters;
using Spark.Emr.Errors;

namespace Spark.Emr.Targets.ClusterStep;

/// <summary>
/// Watches steps to their end. All steps of a cluster share their requests, ten ids at a time, and the pauses grow while nothing changes.
/// </summary>
internal sealed class StepWatcher(EmrGateway emr, ClusterDirectory clusters)
{
    private const int MostIdsPerCall = 10;
    private static readonly string[] LastStates = ["COMPLETED", "CANCELLED", "FAILED", "INTERRUPTED"];

    /// <summary>Watches until every step has ended.</summary>
    /// <param name="changed">Told of every state that is new.</param>
    /// <param name="polled">Called between polls, to fetch logs for example.</param>
    public async Task<IReadOnlyList<RunResult>> WatchAsync(
        IReadOnlyList<SubmittedRun> steps,
        Action<SubmittedRun, string> changed,
        Func<Task>? polled,
        CancellationToken cancellationToken
    )
    {
        var results = new Dictionary<SubmittedRun, RunResult>();
        var states = new Dictionary<SubmittedRun, string>();
        await Watch.UntilEndAsync(
            async () =>
            {
                var isNews = false;
                foreach (var cluster in steps.Where(step => !results.ContainsKey(step)).GroupBy(step => step.HostId))
                    isNews |= await LookAsync(cluster.Key, [.. cluster], states, results, changed, cancellationToken);
                if (polled is not null)
                    await polled();
                return results.Count == steps.Count ? Sight.Ended
                    : isNews ? Sight.Changed
                    : Sight.Unchanged;
            },
            emr.Clock,
            cancellationToken
        );
        return [.. steps.Select(step => results[step])];
    }

    /// <summary>Looks at the steps of one cluster; says whether one of their states is new.</summary>
    private async Task<bool> LookAsync(
        string clusterId,
        IReadOnlyList<SubmittedRun> steps,
        Dictionary<SubmittedRun, string> states,
        Dictionary<SubmittedRun, RunResult> results,
        Action<SubmittedRun, string> changed,
        CancellationToken cancellationToken
    )
    {
        var isNews = false;
        foreach (var (step, summary) in await PollAsync(clusterId, steps, cancellationToken))
        {
            var state = StateOf(summary);
            if (!states.TryGetValue(step, out var before) || before != state)
            {
                states[step] = state;
                isNews = true;
                changed(step, state);
            }

            if (LastStates.Contains(state))
                results[step] = await ResultAsync(step, summary, state, cancellationToken);
        }

        var unfinished = steps.Where(step => !results.ContainsKey(step)).ToList();
        if (unfinished.Count > 0)
            await EndWithClusterAsync(clusterId, unfinished, results, cancellationToken);
        return isNews;
    }

    /// <summary>The steps as EMR has them now, ten to a request.</summary>
    private async Task<IReadOnlyList<(SubmittedRun Step, StepSummary Summary)>> PollAsync(
        string clusterId,
        IReadOnlyList<SubmittedRun> steps,
        CancellationToken cancellationToken
    )
    {
        var found = new List<(SubmittedRun, StepSummary)>();
        foreach (var some in steps.Chunk(MostIdsPerCall))
        {
            var request = new ListStepsRequest { ClusterId = clusterId, StepIds = [.. some.Select(step => step.Id)] };
            var page = await emr.RepeatableAsync((client, ct) => client.ListStepsAsync(request, ct), cancellationToken);
            found.AddRange((page.Steps ?? []).Select(summary => (some.First(step => step.Id == summary.Id), summary)));
        }

        return found;
    }

    private static string StateOf(StepSummary summary) => summary.Status?.State?.Value ?? "PENDING";

    private async Task<RunResult> ResultAsync(SubmittedRun step, StepSummary summary, string state, CancellationToken cancellationToken)
    {
        var timeline = summary.Status?.Timeline;
        var duration = timeline?.EndDateTime - timeline?.StartDateTime;
        var failure = summary.Status?.FailureDetails;
        var reason =
            failure?.Message ?? (failure?.Reason is { } text && !text.StartsWith("Unknown", StringComparison.Ordinal) ? text : null) ?? "";
        if (state == "CANCELLED" && timeline?.StartDateTime is null)
        {
            // A step that never ran is cancelled by EMR itself when its cluster dies: then the cluster's reason is the answer.
            var cluster = await clusters.DescribeAsync(step.HostId, cancellationToken);
            if (ClusterEnd.Of(cluster) is { Code: not ExitCode.Success } end)
                return new RunResult(step, state, end.Code, end.Reason, duration);
        }

        var code = state switch
        {
            "COMPLETED" => ExitCode.Success,
            "CANCELLED" => ExitCode.StepCancelled,
            "INTERRUPTED" => ExitCode.StepInterrupted,
            _ => ExitCode.StepFailed,
        };
        return new RunResult(step, state, code, reason, duration);
    }

    /// <summary>Steps without an end on a cluster that has ended never get one.</summary>
    private async Task EndWithClusterAsync(
        string clusterId,
        IReadOnlyList<SubmittedRun> unfinished,
        Dictionary<SubmittedRun, RunResult> results,
        CancellationToken cancellationToken
    )
    {
        var cluster = await clusters.DescribeAsync(clusterId, cancellationToken);
        if (ClusterEnd.Of(cluster) is not { } end)
            return;
        // The steps' last states may be newer than the poll before.
        foreach (var (step, summary) in await PollAsync(clusterId, unfinished, cancellationToken))
        {
            var state = StateOf(summary);
            results[step] = LastStates.Contains(state)
                ? await ResultAsync(step, summary, state, cancellationToken)
                : new RunResult(step, state, end.Code == ExitCode.Success ? ExitCode.ClusterLost : end.Code, end.Reason, null);
        }
    }
}
