using Amazon.EMRServerless;
using Amazon.EMRServerless.Model;
using Spark.Emr.Aws;
using Spark.Emr.Errors;
using Spark.Emr.Logs;
using Spark.Emr.Settings;

namespace Spark.Emr.Targets.Serverless;

/// <summary>
/// Runs the jobs app on EMR Serverless: the same archives, runner and arguments as a step, without a cluster. Every request may be
/// repeated, StartJobRun through its client token, so lost answers are the SDK's retries' matter.
/// </summary>
internal sealed class ServerlessTarget(
    AwsClients aws,
    LaunchEnvironment environment,
    ServerlessPlan plan,
    RunConsole console,
    TimeProvider clock
) : IRunTarget
{
    private static readonly TimeSpan LogPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OutputPatience = TimeSpan.FromSeconds(30);
    private static readonly string[] LastStates = ["SUCCESS", "FAILED", "CANCELLED"];

    public (string Host, string Id) FieldNames => ("applicationId", "jobRunId");

    public IReadOnlyList<PlannedRequest> Requests(RunRequest run) => [new PlannedRequest(JobRunRequests.Start(run, environment, plan))];

    public async Task<SubmittedRun> SubmitAsync(RunRequest run, CancellationToken interrupt, CancellationToken kill)
    {
        var started = await aws.Serverless.StartJobRunAsync(JobRunRequests.Start(run, environment, plan), interrupt);
        console.Tell($"Submitted job run {started.JobRunId} to {plan.ApplicationId}, run {run.Id}.");
        return new SubmittedRun(run.Id, plan.ApplicationId, started.JobRunId!);
    }

    public async Task<RunResult> FollowAsync(SubmittedRun run, FollowLimits limits, CancellationToken interrupt, CancellationToken kill)
    {
        var output = new JobRunLogs(aws.S3, JobRunRequests.LogUri(environment), run);
        ExitCode? cancelled = null;
        var ended = await Watch.OrCancelAsync(
            cancellationToken => WatchAsync(run, output, cancellationToken),
            async why =>
            {
                cancelled = why;
                console.Tell($"Cancelling {run.Id} on {run.HostId}.");
                await CancelAsync(run, kill: false, CancellationToken.None);
                return await WatchAsync(run, output, CancellationToken.None);
            },
            limits.Timeout,
            clock,
            interrupt
        );

        var failed = cancelled is null && ended.State == JobRunState.FAILED;
        var cause = await ExplainAsync(output, failed, failed ? limits.LogPatience : OutputPatience, interrupt);
        var code =
            cancelled
            ?? ended.State?.Value switch
            {
                "SUCCESS" => ExitCode.Success,
                "CANCELLED" => ExitCode.StepCancelled,
                _ => ExitCode.StepFailed,
            };
        var duration = ended.TotalExecutionDurationSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        return new RunResult(run, ended.State?.Value ?? "", code, ended.StateDetails, duration)
        {
            Cause = cause,
            LastWord =
                code == ExitCode.Success
                    ? null
                    : $"{run.Id} is {ended.State?.Value}: {cause?.ToString() ?? ended.StateDetails ?? "EMR Serverless gives no reason."}",
        };
    }

    /// <summary>EMR Serverless has one way to cancel, whether or not <paramref name="kill"/>.</summary>
    public async Task<string?> CancelAsync(SubmittedRun run, bool kill, CancellationToken cancellationToken)
    {
        await aws.Serverless.CancelJobRunAsync(
            new CancelJobRunRequest { ApplicationId = run.HostId, JobRunId = run.Id },
            cancellationToken
        );
        return null;
    }

    private async Task<JobRun> WatchAsync(SubmittedRun run, JobRunLogs output, CancellationToken cancellationToken)
    {
        JobRun? last = null;
        var before = "";
        await Watch.UntilEndAsync(
            async () =>
            {
                var request = new GetJobRunRequest { ApplicationId = run.HostId, JobRunId = run.Id };
                last = (await aws.Serverless.GetJobRunAsync(request, cancellationToken)).JobRun!;
                var state = last.State?.Value ?? "SUBMITTED";
                var isNew = state != before;
                before = state;
                if (isNew)
                    console.Tell($"{run.Id} is {state}{(state == "QUEUED" ? ": the application has no capacity free" : "")}");
                Print(await output.Stdout.NextAsync(toTheEnd: false, cancellationToken));
                return LastStates.Contains(state) ? Sight.Ended
                    : isNew ? Sight.Changed
                    : Sight.Unchanged;
            },
            clock,
            cancellationToken
        );
        return last!;
    }

    /// <summary>The rest of the output of a run that has ended, and why it failed; Ctrl-C ends the wait for late logs.</summary>
    private async Task<RootCause?> ExplainAsync(JobRunLogs output, bool failed, TimeSpan patience, CancellationToken interrupt)
    {
        var deadline = clock.GetUtcNow() + patience;
        while (true)
        {
            Print(await output.Stdout.NextAsync(toTheEnd: true, CancellationToken.None));
            await output.Stderr.NextAsync(toTheEnd: true, CancellationToken.None);
            var cause = failed ? RootCause.Find(output.Stderr.Text) : null;
            var isComplete = failed ? cause is not null : output.Stdout.Text.Length > 0;
            if (isComplete || clock.GetUtcNow() > deadline || interrupt.IsCancellationRequested)
                return cause ?? (failed ? RootCause.LastLines(output.Stderr.Text) : null);
            await Task.Delay(LogPause, clock, CancellationToken.None);
        }
    }

    private void Print(IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
            console.Print(line);
    }
}
