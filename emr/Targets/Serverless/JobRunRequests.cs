using Amazon.EMRServerless.Model;
using Spark.Emr.Settings;
using Spark.Launch;

namespace Spark.Emr.Targets.Serverless;

/// <summary>Builds the request that starts a job run.</summary>
internal static class JobRunRequests
{
    /// <summary>The request that starts a run; its token is the run's id, so that repeating it anywhere starts nothing new.</summary>
    public static StartJobRunRequest Start(RunRequest run, LaunchEnvironment environment, ServerlessPlan plan)
    {
        var command = RunnerCommand.Of(run);
        var parameters = new List<string> { "--class", RunnerSettings.RunnerClass };
        foreach (var (name, value) in command.Settings)
            parameters.AddRange(["--conf", value.Contains(' ', StringComparison.Ordinal) ? $"{name}=\"{value}\"" : $"{name}={value}"]);
        return new StartJobRunRequest
        {
            ApplicationId = plan.ApplicationId,
            ClientToken = run.Id.Value,
            Name = run.Name,
            ExecutionRoleArn = plan.ExecutionRole,
            JobDriver = new JobDriver
            {
                SparkSubmit = new SparkSubmit
                {
                    EntryPoint = command.Jar,
                    EntryPointArguments = [.. command.Arguments],
                    SparkSubmitParameters = string.Join(' ', parameters),
                },
            },
            ConfigurationOverrides = new ConfigurationOverrides
            {
                MonitoringConfiguration = new MonitoringConfiguration
                {
                    S3MonitoringConfiguration = new S3MonitoringConfiguration { LogUri = LogUri(environment) },
                },
            },
            Tags = environment.Tags.ToDictionary(tag => tag.Key, tag => tag.Value),
        };
    }

    /// <summary>Where the environment's job runs leave their logs.</summary>
    public static string LogUri(LaunchEnvironment environment) => $"s3://{environment.Buckets.Logs}/emr-serverless";
}
