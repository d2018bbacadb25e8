using Amazon.ElasticMapReduce.Model;
using Spark.Emr.Aws;
using Spark.Emr.Clusters;
using Spark.Emr.Errors;
using Spark.Emr.Settings;

namespace Spark.Emr.Targets.ClusterStep;

/// <summary>Runs the jobs app as a step of a cluster: of a shared one, or of one of its own.</summary>
internal sealed class ClusterStepTarget(
    AwsClients aws,
    ClusterDirectory clusters,
    LaunchEnvironment environment,
    StepOptions options,
    RunConsole console
) : IRunTarget
{
    private readonly string _cluster = options.Cluster ?? environment.Cluster.Name;
    private readonly ClusterSteps _steps = new(aws.Emr, console.Tell);

    public (string Host, string Id) FieldNames => ("clusterId", "stepId");

    /// <summary>For a shared cluster it depends on whether it lives: then both requests are told, with the condition.</summary>
    public IReadOnlyList<PlannedRequest> Requests(RunRequest run)
    {
        var step = StepRequests.Step(run, options);
        if (_cluster == StepOptions.NewCluster)
            return [new PlannedRequest(OwnCluster(run, step))];
        var add = new AddJobFlowStepsRequest { JobFlowId = _cluster, Steps = [step] };
        return ClusterDirectory.IsId(_cluster)
            ? [new PlannedRequest(add)]
            :
            [
                new PlannedRequest(
                    ClusterRequests.Create(environment, _cluster, keepAlive: true),
                    $"when no cluster named '{_cluster}' is alive"
                ),
                new PlannedRequest(add, $"JobFlowId is the id of the cluster named '{_cluster}'"),
            ];
    }

    public async Task<SubmittedRun> SubmitAsync(RunRequest run, CancellationToken interrupt, CancellationToken kill)
    {
        var submitted = await AddAsync(run, interrupt, kill);
        console.Tell(
            $"Submitted {submitted.Id} to {submitted.HostId}, run {run.Id}. 'attach {run.Id} --env {environment.Name}' follows it."
        );
        return submitted;
    }

    /// <summary>The step of a run that any launcher submitted; null when no cluster of the last two weeks has it.</summary>
    public Task<SubmittedRun?> FindAsync(RunId run, CancellationToken cancellationToken) =>
        _steps.FindAnywhereAsync(run, cancellationToken);

    public Task<RunResult> FollowAsync(SubmittedRun run, FollowLimits limits, CancellationToken interrupt, CancellationToken kill) =>
        new StepFollower(aws, clusters, _steps, console).FollowAsync(run, limits, interrupt, kill);

    /// <summary>SEND_INTERRUPT, or TERMINATE_PROCESS when <paramref name="kill"/>.</summary>
    public Task<string?> CancelAsync(SubmittedRun run, bool kill, CancellationToken cancellationToken) =>
        _steps.CancelAsync(run.HostId, run.Id, kill, cancellationToken);

    private async Task<SubmittedRun> AddAsync(RunRequest run, CancellationToken interrupt, CancellationToken kill)
    {
        var step = StepRequests.Step(run, options);
        try
        {
            if (_cluster == StepOptions.NewCluster)
            {
                var id = await clusters.CreateAsync(OwnCluster(run, step), interrupt);
                return await _steps.FindAsync(id, run.Id, interrupt)
                    ?? throw new LauncherException(
                        ExitCode.ClusterLost,
                        $"{id} was created without its step. 'cluster terminate {id}' ends it."
                    );
            }

            var cluster =
                _cluster == environment.Cluster.Name
                    ? await clusters.FindOrCreateAsync(environment, _cluster, interrupt)
                    : await clusters.ResolveAsync(_cluster, interrupt);
            return await _steps.AddAsync(cluster, run.Id, step, interrupt);
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            console.Tell("Interrupted; looking whether EMR has taken the step.");
            return await _steps.FindAnywhereAsync(run.Id, kill)
                ?? throw new LauncherException(
                    ExitCode.Interrupted,
                    "Interrupted before EMR took the step. 'cluster list' shows whether a cluster runs."
                );
        }
    }

    private RunJobFlowRequest OwnCluster(RunRequest run, StepConfig step) =>
        ClusterRequests.Create(environment, run.Id.StepName(environment.Cluster.Name), keepAlive: false, [step]);
}
