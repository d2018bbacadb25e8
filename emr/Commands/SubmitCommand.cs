using System.CommandLine;
using Amazon.ElasticMapReduce.Model;
using Amazon.Runtime;
using Spark.Emr.Environments;
using Spark.Emr.Packaging;
using Spark.Emr.Submission;
using Spark.Emr.Watching;
using Command = System.CommandLine.Command;

namespace Spark.Emr.Commands;

/// <summary><c>submit</c>: one run of the jobs app as a step.</summary>
internal static class SubmitCommand
{
    private const string NewCluster = "new";

    public static Command Create(LauncherServices services)
    {
        var (environment, set, folder) = (LauncherCommand.EnvironmentOption(), LauncherCommand.SetOption(), PackageCommand.FolderOption());
        var cluster = new Option<string?>("--cluster", "-c")
        {
            Description =
                "A cluster's id or name, or 'new' for one of its own that ends with the step. Default: the environment's shared cluster, created when there is none.",
        };
        var wait = new Option<bool>("--wait", "-w") { Description = "Stay until the step ends, show its output, and exit as it did." };
        var timeout = new Option<TimeSpan?>("--timeout")
        {
            Description = "With --wait: cancel the step after this time (90m, 2h, 45s) and exit 124.",
            CustomParser = Durations.Parse,
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Print the requests that would be sent, and send none." };
        var mode = new Option<string>("--deploy-mode")
        {
            Description = "Where the driver runs: on the primary node (client) or in a YARN container (cluster).",
            DefaultValueFactory = _ => "client",
        };
        mode.AcceptOnlyFromAmong("client", "cluster");
        var conf = new Option<string[]>("--conf")
        {
            Description = "A Spark setting, name=value. May be repeated.",
            DefaultValueFactory = _ => [],
        };
        var onFailure = new Option<string>("--on-failure")
        {
            Description = "What the cluster does when the step fails.",
            DefaultValueFactory = _ => "CONTINUE",
        };
        onFailure.AcceptOnlyFromAmong("CONTINUE", "CANCEL_AND_WAIT", "TERMINATE_CLUSTER");
        var on = new Option<string>("--target")
        {
            Description = "Where it runs: a cluster (ec2) or the environment's serverless application.",
            DefaultValueFactory = _ => "ec2",
        };
        on.AcceptOnlyFromAmong("ec2", "serverless");
        var arguments = new Argument<string[]>("arguments")
        {
            Description = "The arguments of the jobs app, after --.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command(
            "submit",
            "Run the jobs app as a step.\nExample: submit --env dev --cluster new --wait -- run retail --input s3://raw/retail --lake s3://lake"
        )
        {
            environment,
            set,
            folder,
            cluster,
            wait,
            timeout,
            dryRun,
            mode,
            conf,
            onFailure,
            on,
            arguments,
        };
        command.Run(
            services,
            async (parsed, cancellationToken) =>
            {
                var loaded = EnvironmentFile.Load(parsed.GetValue(environment)!, parsed.GetValue(set)!);
                var package = AppPackage.Open(parsed.GetValue(folder)!);
                var app = Deployment.Deployment.Locate(package, loaded);
                var run = RunId.New(services.Clock);
                var settings = parsed
                    .GetValue(conf)!
                    .Select(setting => setting.Split('=', 2))
                    .ToDictionary(
                        pair => pair[0],
                        pair =>
                            pair.Length == 2
                                ? pair[1]
                                : throw new LauncherException(ExitCode.Usage, $"--conf {pair[0]}: expected name=value.")
                    );
                var jobArguments = Zones.Complete(parsed.GetValue(arguments)!, loaded);
                var limits = new FollowLimits(parsed.GetValue(timeout), FollowLimits.DefaultLogPatience);
                if (parsed.GetValue(on) == "serverless")
                    return await ServerlessSubmission.RunAsync(
                        services,
                        loaded,
                        package,
                        run,
                        jobArguments,
                        settings,
                        parsed.GetValue(dryRun),
                        parsed.GetValue(wait),
                        limits,
                        cancellationToken
                    );
                var step = StepArguments.Build(
                    run,
                    app,
                    jobArguments,
                    parsed.GetValue(mode) == "cluster",
                    settings,
                    parsed.GetValue(onFailure)!
                );
                var target = parsed.GetValue(cluster) ?? loaded.Cluster.Name;
                if (parsed.GetValue(dryRun))
                    return DryRun.Show(services, Requests(loaded, target, run, step));

                using var signals = new ConsoleSignals(cancellationToken);
                using var s3 = services.S3(loaded);
                var emr = services.Emr(loaded);
                var clusters = services.Clusters(loaded, emr);
                var submitter = new Submitter(emr, services.Tell);
                await new Deployment.Deployment(s3, loaded).RequireAsync(package, signals.First);
                var submitted = await SubmitAsync(services, loaded, target, run, step, clusters, submitter, signals);
                services.Tell(
                    $"Submitted {submitted.StepId} to {submitted.ClusterId}, run {run}. 'attach {run} --env {loaded.Name}' follows it."
                );
                // Interrupted in between, it must not go on unseen.
                if (!parsed.GetValue(wait) && !signals.First.IsCancellationRequested)
                {
                    services.Show(
                        new
                        {
                            runId = run.Value,
                            submitted.ClusterId,
                            submitted.StepId,
                        },
                        _ => services.Out.WriteLine(run.Value)
                    );
                    return ExitCode.Success;
                }

                return await Following.RunAsync(services, emr, s3, clusters, submitter, submitted, limits, signals);
            }
        );
        return command;
    }

    private static async Task<SubmittedStep> SubmitAsync(
        LauncherServices services,
        LaunchEnvironment environment,
        string target,
        RunId run,
        StepConfig step,
        ClusterDirectory clusters,
        Submitter submitter,
        ConsoleSignals signals
    )
    {
        try
        {
            if (target == NewCluster)
            {
                var id = await clusters.CreateAsync(OwnCluster(environment, run, step), signals.First);
                return await submitter.FindAsync(id, run, signals.First)
                    ?? throw new LauncherException(
                        ExitCode.ClusterLost,
                        $"{id} was created without its step. 'cluster terminate {id}' ends it."
                    );
            }

            var cluster =
                target == environment.Cluster.Name
                    ? await clusters.FindOrCreateAsync(environment, target, signals.First)
                    : await clusters.ResolveAsync(target, signals.First);
            return await submitter.AddAsync(cluster, run, step, signals.First);
        }
        catch (OperationCanceledException) when (signals.First.IsCancellationRequested)
        {
            services.Tell("Interrupted; looking whether EMR has taken the step.");
            return await submitter.FindAnywhereAsync(run, signals.Second)
                ?? throw new LauncherException(
                    ExitCode.Interrupted,
                    "Interrupted before EMR took the step. 'cluster list' shows whether a cluster runs."
                );
        }
    }

    private static RunJobFlowRequest OwnCluster(LaunchEnvironment environment, RunId run, StepConfig step) =>
        ClusterRequests.Create(environment, run.StepName(environment.Cluster.Name), keepAlive: false, [step]);

    /// <summary>What would be sent. For a shared cluster it depends on whether it lives: then both requests are told, with the condition.</summary>
    private static IEnumerable<(AmazonWebServiceRequest Request, string? Condition)> Requests(
        LaunchEnvironment environment,
        string target,
        RunId run,
        StepConfig step
    )
    {
        if (target == NewCluster)
            return [(OwnCluster(environment, run, step), null)];
        var add = (AmazonWebServiceRequest)new AddJobFlowStepsRequest { JobFlowId = target, Steps = [step] };
        return ClusterDirectory.IsId(target)
            ? [(add, null)]
            :
            [
                (ClusterRequests.Create(environment, target, keepAlive: true), $"when no cluster named '{target}' is alive"),
                (add, $"JobFlowId is the id of the cluster named '{target}'"),
            ];
    }
}
