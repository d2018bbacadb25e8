using System.CommandLine;
using Spark.Emr.Deployment;
using Spark.Emr.Errors;
using Spark.Emr.Packaging;
using Spark.Emr.Settings;
using Spark.Emr.Targets;
using Spark.Emr.Targets.ClusterStep;
using Spark.Emr.Targets.Serverless;

namespace Spark.Emr.Commands;

/// <summary><c>submit</c>: one run of the jobs app as a step.</summary>
internal static class SubmitCommand
{
    private const string Serverless = "serverless";

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
        on.AcceptOnlyFromAmong("ec2", Serverless);
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
                var run = new RunRequest(
                    RunId.New(services.Clock),
                    ArtifactsBucket.Locate(package, loaded),
                    RunDefaults.Complete(parsed.GetValue(arguments)!, loaded),
                    Settings(parsed.GetValue(conf)!)
                );
                using var aws = services.Connect(loaded);
                IRunTarget target =
                    parsed.GetValue(on) == Serverless
                        ? new ServerlessTarget(aws, loaded, PlanOf(loaded), services.RunConsole(), services.Clock)
                        : new ClusterStepTarget(
                            aws,
                            services.Clusters(aws),
                            loaded,
                            new StepOptions
                            {
                                Cluster = parsed.GetValue(cluster),
                                ClusterMode = parsed.GetValue(mode) == "cluster",
                                ActionOnFailure = parsed.GetValue(onFailure)!,
                            },
                            services.RunConsole()
                        );
                var requests = target.Requests(run);
                if (parsed.GetValue(dryRun))
                    return DryRun.Show(services, requests);

                using var signals = new ConsoleSignals(cancellationToken);
                await new ArtifactsBucket(aws.S3, loaded).RequireAsync(package, signals.First);
                var submitted = await target.SubmitAsync(run, signals.First, signals.Second);
                // Interrupted in between, it must not go on unseen.
                if (!parsed.GetValue(wait) && !signals.First.IsCancellationRequested)
                {
                    services.Show(Following.Ids(target, submitted), _ => services.Out.WriteLine(run.Id.Value));
                    return ExitCode.Success;
                }

                var limits = services.Limits with { Timeout = parsed.GetValue(timeout) };
                return await Following.RunAsync(services, target, submitted, limits, signals);
            }
        );
        return command;
    }

    private static Dictionary<string, string> Settings(IEnumerable<string> conf) =>
        conf.Select(setting => setting.Split('=', 2))
            .ToDictionary(
                pair => pair[0],
                pair => pair.Length == 2 ? pair[1] : throw new LauncherException(ExitCode.Usage, $"--conf {pair[0]}: expected name=value.")
            );

    private static ServerlessPlan PlanOf(LaunchEnvironment environment) =>
        environment.Serverless
        ?? throw new LauncherException(
            ExitCode.Usage,
            $"The environment {environment.Name} has no section 'serverless' with applicationId and executionRole."
        );
}
