using Spark.Emr.Environments;
using Spark.Emr.Packaging;
using Spark.Emr.Submission;
using Spark.Emr.Watching;

namespace Spark.Emr.Commands;

/// <summary><c>submit --target serverless</c>.</summary>
internal static class ServerlessSubmission
{
    public static async Task<ExitCode> RunAsync(
        LauncherServices services,
        LaunchEnvironment environment,
        AppPackage package,
        RunId run,
        IReadOnlyList<string> jobArguments,
        IReadOnlyDictionary<string, string> settings,
        bool dryRun,
        bool wait,
        FollowLimits limits,
        CancellationToken cancellationToken
    )
    {
        var plan =
            environment.Serverless
            ?? throw new LauncherException(
                ExitCode.Usage,
                $"The environment {environment.Name} has no section 'serverless' with applicationId and executionRole."
            );
        var request = ServerlessRuns.Request(
            environment,
            plan,
            run,
            Deployment.Deployment.Locate(package, environment),
            jobArguments,
            settings
        );
        if (dryRun)
            return DryRun.Show(services, [(request, null)]);
        using var s3 = services.S3(environment);
        using var client = services.Serverless(environment);
        await new Deployment.Deployment(s3, environment).RequireAsync(package, cancellationToken);
        using var signals = new ConsoleSignals(cancellationToken);
        var output = services.AsJson ? services.Error : services.Out;
        var runs = new ServerlessRuns(client, s3, plan, services.Clock, services.Tell, output.WriteLine);
        var id = await runs.StartAsync(request, signals.First);
        services.Tell($"Submitted job run {id} to {plan.ApplicationId}, run {run}.");
        if (!wait)
        {
            services.Show(
                new
                {
                    runId = run.Value,
                    plan.ApplicationId,
                    jobRunId = id,
                },
                _ => services.Out.WriteLine(run.Value)
            );
            return ExitCode.Success;
        }

        var (code, ended, cause) = await runs.FollowAsync(environment, id, limits, signals.First);
        services.Show(
            new
            {
                runId = run.Value,
                plan.ApplicationId,
                jobRunId = id,
                state = ended.State?.Value,
                exitCode = (int)code,
                reason = ended.StateDetails,
                cause = cause is null ? null : new { cause.Exception, cause.Place },
            },
            _ => { }
        );
        if (code != ExitCode.Success)
            services.Error.WriteLine(
                $"error: {id} is {ended.State?.Value}: {cause?.Exception ?? ended.StateDetails ?? "EMR Serverless gives no reason."}{(cause?.Place is { } place ? $"\n  at {place}" : "")}"
            );
        return code;
    }
}
