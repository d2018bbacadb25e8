using Spark.Emr.Errors;
using Spark.Emr.Targets;

namespace Spark.Emr.Commands;

/// <summary>The end of <c>submit --wait</c> and of <c>attach</c>: follow the run and tell how it went.</summary>
internal static class Following
{
    public static async Task<ExitCode> RunAsync(
        LauncherServices services,
        IRunTarget target,
        SubmittedRun run,
        FollowLimits limits,
        ConsoleSignals signals
    )
    {
        var result = await target.FollowAsync(run, limits, signals.First, signals.Second);
        services.Show(
            new Dictionary<string, object?>(Ids(target, run))
            {
                ["state"] = result.State,
                ["exitCode"] = (int)result.Code,
                ["reason"] = result.Reason,
                ["durationSeconds"] = result.Duration?.TotalSeconds,
                ["cause"] = result.Cause is { } cause ? new { cause.Exception, cause.Place } : null,
            },
            _ => { }
        );
        if (result.Code != ExitCode.Success)
            services.Error.WriteLine($"error: {result.LastWord}");
        else if (result.LastWord is { } word)
            services.Tell(word);
        return result.Code;
    }

    /// <summary>A run's ids under the names that JSON results give them.</summary>
    public static Dictionary<string, object?> Ids(IRunTarget target, SubmittedRun run) =>
        new()
        {
            ["runId"] = run.Run.Value,
            [target.FieldNames.Host] = run.HostId,
            [target.FieldNames.Id] = run.Id,
        };
}
