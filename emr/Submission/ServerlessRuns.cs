using Amazon.EMRServerless;
using Amazon.EMRServerless.Model;
using Amazon.S3;
using Spark.Emr.Deployment;
using Spark.Emr.Environments;
using Spark.Emr.Logs;
using Spark.Emr.Watching;
using Spark.Launch;

namespace Spark.Emr.Submission;

/// <summary>
/// Runs the jobs app on EMR Serverless: the same archive, runner and arguments as a step, without a cluster. Every request may be repeated,
/// StartJobRun through its client token, so lost answers are the SDK's retries' matter.
/// </summary>
public sealed class ServerlessRuns(
    AmazonEMRServerlessClient client,
    IAmazonS3 s3,
    ServerlessPlan plan,
    TimeProvider clock,
    Action<string> tell,
    Action<string> output
)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);
    private static readonly string[] LastStates = ["SUCCESS", "FAILED", "CANCELLED"];

    /// <summary>The request that starts a run; its token is the run's id, so that repeating it anywhere starts nothing new.</summary>
    public static StartJobRunRequest Request(
        LaunchEnvironment environment,
        ServerlessPlan plan,
        RunId run,
        DeployedApp app,
        IReadOnlyList<string> jobArguments,
        IReadOnlyDictionary<string, string> settings
    )
    {
        var (runnerArguments, runnerSettings) = StepArguments.Runner(app, jobArguments);
        var parameters = new List<string> { "--class", RunnerSettings.RunnerClass };
        foreach (var (name, value) in settings.Concat(runnerSettings).OrderBy(setting => setting.Key, StringComparer.Ordinal))
            parameters.AddRange(["--conf", value.Contains(' ', StringComparison.Ordinal) ? $"{name}=\"{value}\"" : $"{name}={value}"]);
        return new StartJobRunRequest
        {
            ApplicationId = plan.ApplicationId,
            ClientToken = run.Value,
            Name = run.StepName("jobs " + string.Join(' ', jobArguments.Take(2))),
            ExecutionRoleArn = plan.ExecutionRole,
            JobDriver = new JobDriver
            {
                SparkSubmit = new SparkSubmit
                {
                    EntryPoint = app.RunnerUri,
                    EntryPointArguments = [.. runnerArguments],
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

    public async Task<string> StartAsync(StartJobRunRequest request, CancellationToken cancellationToken) =>
        (await client.StartJobRunAsync(request, cancellationToken)).JobRunId!;

    /// <summary>Follows a run to its end; on <paramref name="interrupt"/> or after its time limit it is cancelled and its end awaited.</summary>
    public async Task<(ExitCode Code, JobRun Run, RootCause? Cause)> FollowAsync(
        LaunchEnvironment environment,
        string jobRunId,
        FollowLimits limits,
        CancellationToken interrupt
    )
    {
        var uri = new Uri(LogUri(environment));
        var prefix = $"{uri.AbsolutePath.Trim('/')}/applications/{plan.ApplicationId}/jobs/{jobRunId}/SPARK_DRIVER/";
        var (stdout, stderr) = (new LogTail(s3, uri.Host, prefix + "stdout.gz"), new LogTail(s3, uri.Host, prefix + "stderr.gz"));
        var cancelled = ExitCode.Success;
        JobRun run;
        using (var limit = limits.Timeout is { } timeout ? new CancellationTokenSource(timeout, clock) : new CancellationTokenSource())
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, interrupt))
        {
            try
            {
                run = await WatchAsync(jobRunId, stdout, either.Token);
            }
            catch (OperationCanceledException)
            {
                cancelled = interrupt.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.TimedOut;
                tell($"Cancelling {jobRunId} on {plan.ApplicationId}.");
                await client.CancelJobRunAsync(
                    new CancelJobRunRequest { ApplicationId = plan.ApplicationId, JobRunId = jobRunId },
                    CancellationToken.None
                );
                run = await WatchAsync(jobRunId, stdout, CancellationToken.None);
            }
        }

        var failed = cancelled == ExitCode.Success && run.State == JobRunState.FAILED;
        var deadline = clock.GetUtcNow() + (failed ? limits.LogPatience : TimeSpan.FromSeconds(30));
        RootCause? cause = null;
        while (true)
        {
            foreach (var line in await stdout.NextAsync(toTheEnd: true, CancellationToken.None))
                output(line);
            await stderr.NextAsync(toTheEnd: true, CancellationToken.None);
            cause = failed ? RootCause.Find(stderr.Text) : null;
            if (
                cause is not null
                || (!failed && stdout.Text.Length > 0)
                || clock.GetUtcNow() > deadline
                || interrupt.IsCancellationRequested
            )
                break;
            await Task.Delay(TimeSpan.FromSeconds(5), clock, CancellationToken.None);
        }

        var code =
            cancelled != ExitCode.Success
                ? cancelled
                : run.State?.Value switch
                {
                    "SUCCESS" => ExitCode.Success,
                    "CANCELLED" => ExitCode.StepCancelled,
                    _ => ExitCode.StepFailed,
                };
        return (code, run, cause ?? (failed ? RootCause.LastLines(stderr.Text) : null));
    }

    private async Task<JobRun> WatchAsync(string jobRunId, LogTail stdout, CancellationToken cancellationToken)
    {
        var (pause, before) = (ShortestPause, "");
        while (true)
        {
            var run = (
                await client.GetJobRunAsync(
                    new GetJobRunRequest { ApplicationId = plan.ApplicationId, JobRunId = jobRunId },
                    cancellationToken
                )
            ).JobRun!;
            var state = run.State?.Value ?? "SUBMITTED";
            if (state != before)
                tell($"{jobRunId} is {state}{(state == "QUEUED" ? ": the application has no capacity free" : "")}");
            pause = state != before ? ShortestPause : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 3 / 2));
            before = state;
            foreach (var line in await stdout.NextAsync(toTheEnd: false, cancellationToken))
                output(line);
            if (LastStates.Contains(state))
                return run;
            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    private static string LogUri(LaunchEnvironment environment) => $"s3://{environment.Buckets.Logs}/emr-serverless";
}
