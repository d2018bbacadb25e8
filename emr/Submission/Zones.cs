using Spark.Emr.Environments;
using Spark.Launch;

namespace Spark.Emr.Submission;

/// <summary>Completes the arguments of a run with the environment's zones, so that nobody types bucket names.</summary>
public static class Zones
{
    /// <summary>
    /// <c>run retail</c> becomes <c>run retail --input s3://RAW/retail --lake s3://PROCESSED</c>; what is given stays, and other commands too.
    /// </summary>
    public static IReadOnlyList<string> Complete(IReadOnlyList<string> arguments, LaunchEnvironment environment)
    {
        if (arguments is not [JobsApp.RunCommand, var pipeline, ..])
            return arguments;
        var complete = new List<string>(arguments);
        if (!Given(arguments, JobsApp.InputOption))
            complete.AddRange([JobsApp.InputOption, $"s3://{environment.Buckets.Raw}/{pipeline}"]);
        if (!Given(arguments, JobsApp.LakeOption))
            complete.AddRange([JobsApp.LakeOption, $"s3://{environment.Buckets.Processed}"]);
        return complete;
    }

    private static bool Given(IReadOnlyList<string> arguments, string option) =>
        arguments.Any(argument => argument == option || argument.StartsWith(option + "=", StringComparison.Ordinal));
}
