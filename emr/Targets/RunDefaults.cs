using Spark.Emr.Settings;
using Spark.Launch;

namespace Spark.Emr.Targets;

/// <summary>Completes the arguments of a run with the environment's buckets, so that nobody types their names.</summary>
internal static class RunDefaults
{
    /// <summary>
    /// <c>run retail</c> becomes <c>run retail --input s3://RAW/retail --lake s3://PROCESSED</c>; what is given stays, and other commands too.
    /// </summary>
    public static IReadOnlyList<string> Complete(IReadOnlyList<string> arguments, LaunchEnvironment environment)
    {
        if (arguments is not [JobsApp.RunCommand, var pipeline, ..])
            return arguments;
        var complete = new List<string>(arguments);
        if (!IsGiven(arguments, JobsApp.InputOption))
            complete.AddRange([JobsApp.InputOption, $"s3://{environment.Buckets.Raw}/{pipeline}"]);
        if (!IsGiven(arguments, JobsApp.LakeOption))
            complete.AddRange([JobsApp.LakeOption, $"s3://{environment.Buckets.Processed}"]);
        return complete;
    }

    private static bool IsGiven(IReadOnlyList<string> arguments, string option) =>
        arguments.Any(argument => argument == option || argument.StartsWith(option + "=", StringComparison.Ordinal));
}
