using Amazon.S3;
using Spark.Emr.Submission;
using Spark.Emr.Watching;

namespace Spark.Emr.Commands;

/// <summary>The end of <c>submit --wait</c> and of <c>attach</c>: follow the step and tell how it went.</summary>
internal static class Following
{
    public static async Task<ExitCode> RunAsync(
        LauncherServices services,
        EmrGateway emr,
        IAmazonS3 s3,
        ClusterDirectory clusters,
        Submitter submitter,
        SubmittedStep step,
        FollowLimits limits,
        ConsoleSignals signals
    )
    {
        // With --json the step's output goes to stderr: stdout belongs to the result.
        var output = services.AsJson ? services.Error : services.Out;
        var follower = new RunFollower(emr, s3, clusters, submitter, services.Tell, output.WriteLine);
        var (result, cause) = await follower.FollowAsync(step, limits, signals.First, signals.Second);
        services.Show(
            new
            {
                runId = step.Run.Value,
                step.ClusterId,
                step.StepId,
                result.State,
                exitCode = (int)result.Code,
                result.Reason,
                durationSeconds = result.Duration?.TotalSeconds,
                cause = cause is null ? null : new { cause.Exception, cause.Place },
            },
            _ => { }
        );
        if (result.Code == ExitCode.Success)
        {
            services.Tell($"{step.StepId} COMPLETED{(result.Duration is { } duration ? $" in {duration:hh\\:mm\\:ss}" : "")}");
            return ExitCode.Success;
        }

        services.Error.WriteLine($"error: {Advice(step, result, cause)}");
        return result.Code;
    }

    private static string Advice(SubmittedStep step, StepResult result, Logs.RootCause? cause)
    {
        var why = cause is not null ? $"{cause.Exception}{(cause.Place is { } place ? $"\n  at {place}" : "")}" : result.Reason;
        var logs = $"'steps logs {step.StepId} --cluster {step.ClusterId}' shows its logs.";
        return result.Code switch
        {
            ExitCode.StepFailed => $"{step.StepId} FAILED: {(why.Length > 0 ? why : "EMR gives no reason.")}\n{logs}",
            ExitCode.StepCancelled => $"{step.StepId} was CANCELLED by somebody, or because a step before it failed. Submit it again.",
            ExitCode.StepInterrupted =>
                $"{step.StepId} was INTERRUPTED: its cluster went away. {why} Submit it again; the job goes on where it was.",
            ExitCode.BootstrapFailed =>
                $"The cluster did not start. {result.Reason}\n{why}\nCorrect the bootstrap action and submit again.",
            ExitCode.ClusterLost => $"{why} {step.StepId} did not finish. Submit it again; the job goes on where it was.",
            ExitCode.TimedOut => $"{step.StepId} took longer than --timeout and is {result.State}. {result.Reason}",
            ExitCode.Interrupted => $"Interrupted; {step.StepId} is {result.State}. {result.Reason}",
            _ => $"{step.StepId} is {result.State}: {why}",
        };
    }
}
