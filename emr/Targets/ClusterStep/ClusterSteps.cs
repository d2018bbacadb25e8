using Amazon.ElasticMapReduce;
using Amazon.ElasticMapReduce.Model;
using Spark.Emr.Aws;
using Spark.Emr.Errors;

namespace Spark.Emr.Targets.ClusterStep;

/// <summary>The steps of clusters: adds each exactly once, finds those of a run, and cancels them.</summary>
internal sealed class ClusterSteps(EmrGateway emr, Action<string> tell)
{
    private static readonly TimeSpan QueuePause = TimeSpan.FromSeconds(30);

    /// <summary>Adds a step to a running cluster. When 256 steps are active already, it waits for a place.</summary>
    public async Task<SubmittedRun> AddAsync(string clusterId, RunId run, StepConfig step, CancellationToken cancellationToken)
    {
        var queued = false;
        for (var lost = 0; ; )
        {
            try
            {
                var added = await emr.OnceAsync(
                    (client, ct) => client.AddJobFlowStepsAsync(new AddJobFlowStepsRequest { JobFlowId = clusterId, Steps = [step] }, ct),
                    cancellationToken
                );
                return new SubmittedRun(run, clusterId, added.StepIds![0]);
            }
            catch (AnswerLostException exception)
            {
                tell("The answer to AddJobFlowSteps was lost; looking for the step by its run id.");
                await Task.Delay(TimeSpan.FromSeconds(3), emr.Clock, cancellationToken);
                if (await FindAsync(clusterId, run, cancellationToken) is { } found)
                    return found;
                if (++lost == 3)
                    throw new LauncherException(
                        ExitCode.Unreachable,
                        "EMR accepted no AddJobFlowSteps in three attempts; each time the connection was lost.",
                        exception
                    );
            }
            catch (LauncherException full)
                when (full.Code == ExitCode.Refused && full.Message.Contains("active steps", StringComparison.Ordinal))
            {
                if (!queued)
                    tell($"{clusterId} has 256 active steps, as many as EMR allows; waiting for a place.");
                queued = true;
                await Task.Delay(QueuePause, emr.Clock, cancellationToken);
            }
        }
    }

    /// <summary>The step of a run on a cluster; null when it is not there.</summary>
    public async Task<SubmittedRun?> FindAsync(string clusterId, RunId run, CancellationToken cancellationToken)
    {
        string? marker = null;
        do
        {
            var page = await emr.RepeatableAsync(
                (client, ct) => client.ListStepsAsync(new ListStepsRequest { ClusterId = clusterId, Marker = marker }, ct),
                cancellationToken
            );
            if (page.Steps?.Find(step => RunId.FromStepName(step.Name) == run) is { } found)
                return new SubmittedRun(run, clusterId, found.Id!);
            marker = page.Marker;
        } while (marker is not null);
        return null;
    }

    /// <summary>The step of a run on any cluster of the last two weeks, the living ones first.</summary>
    public async Task<SubmittedRun?> FindAnywhereAsync(RunId run, CancellationToken cancellationToken)
    {
        string? marker = null;
        var clusters = new List<ClusterSummary>();
        do
        {
            var page = await emr.RepeatableAsync(
                (client, ct) =>
                    client.ListClustersAsync(
                        new ListClustersRequest { CreatedAfter = emr.Clock.GetUtcNow().UtcDateTime.AddDays(-14), Marker = marker },
                        ct
                    ),
                cancellationToken
            );
            clusters.AddRange(page.Clusters ?? []);
            marker = page.Marker;
        } while (marker is not null);

        foreach (var cluster in clusters.OrderBy(cluster => cluster.Status?.State is { Value: "TERMINATED" or "TERMINATED_WITH_ERRORS" }))
        {
            if (await FindAsync(cluster.Id!, run, cancellationToken) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>Asks EMR to cancel a step.</summary>
    /// <param name="kill">TERMINATE_PROCESS instead of SEND_INTERRUPT.</param>
    /// <returns>Why EMR does not; null when it does.</returns>
    public async Task<string?> CancelAsync(string clusterId, string stepId, bool kill, CancellationToken cancellationToken)
    {
        var answer = await emr.RepeatableAsync(
            (client, ct) =>
                client.CancelStepsAsync(
                    new CancelStepsRequest
                    {
                        ClusterId = clusterId,
                        StepIds = [stepId],
                        StepCancellationOption = kill ? StepCancellationOption.TERMINATE_PROCESS : StepCancellationOption.SEND_INTERRUPT,
                    },
                    ct
                ),
            cancellationToken
        );
        return answer.CancelStepsInfoList is [{ Status.Value: "FAILED" } refused, ..] ? refused.Reason ?? "EMR gives no reason." : null;
    }
}
