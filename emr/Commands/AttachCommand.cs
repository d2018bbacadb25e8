using System.CommandLine;
using Spark.Emr.Environments;
using Spark.Emr.Submission;
using Spark.Emr.Watching;

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
                using var s3 = services.S3(loaded);
                var emr = services.Emr(loaded);
                var submitter = new Submitter(emr, services.Tell);
                var id = new RunId(parsed.GetValue(run)!);
                var step =
                    await submitter.FindAnywhereAsync(id, signals.First)
                    ?? throw new LauncherException(ExitCode.Missing, $"No cluster of the last two weeks has a step of run '{id}'.");
                services.Tell($"Found {step.StepId} on {step.ClusterId}.");
                return await Following.RunAsync(
                    services,
                    emr,
                    s3,
                    services.Clusters(loaded, emr),
                    submitter,
                    step,
                    new FollowLimits(parsed.GetValue(timeout), FollowLimits.DefaultLogPatience),
                    signals
                );
            }
        );
        return command;
    }
}
