using System.CommandLine;
using Spark.Emr.Errors;
using Spark.Emr.Settings;
using Spark.Emr.Targets;
using Spark.Emr.Targets.ClusterStep;

namespace Spark.Emr.Commands;

/// <summary><c>attach</c>: follow a run that this or another launcher submitted.</summary>
internal static class AttachCommand
{
    public static Command Create(LauncherServices services)
    {
        var (environment, set) = (LauncherCommand.EnvironmentOption(), LauncherCommand.SetOption());
        var run = new Argument<string>("run") { Description = "The run's id, as 'submit' printed it; it stands in the step's name." };
        var timeout = new Option<TimeSpan?>("--timeout")
        {
            Description = "Cancel the step after this time (90m, 2h, 45s) and exit 124.",
            CustomParser = Durations.Parse,
        };
        var command = new Command(
            "attach",
            "Follow a run to its end, whoever submitted it.\nExample: attach 20261121T013300-1a2b3c4d5e --env dev"
        )
        {
            run,
            environment,
            set,
            timeout,
        };
        command.Run(
            services,
            async (parsed, cancellationToken) =>
            {
                var loaded = EnvironmentFile.Load(parsed.GetValue(environment)!, parsed.GetValue(set)!);
                using var signals = new ConsoleSignals(cancellationToken);
                using var aws = services.Connect(loaded);
                var target = new ClusterStepTarget(aws, services.Clusters(aws), loaded, new StepOptions(), services.RunConsole());
                var id = new RunId(parsed.GetValue(run)!);
                var step =
                    await target.FindAsync(id, signals.First)
                    ?? throw new LauncherException(ExitCode.Missing, $"No cluster of the last two weeks has a step of run '{id}'.");
                services.Tell($"Found {step.Id} on {step.HostId}.");
                var limits = services.Limits with { Timeout = parsed.GetValue(timeout) };
                return await Following.RunAsync(services, target, step, limits, signals);
            }
        );
        return command;
    }
}
