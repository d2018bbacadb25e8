using Spark.Emr.Environments;

namespace Spark.Emr.Submission;

/// <summary>Completes the arguments of a run with the environment's zones, so that nobody types bucket names.</summary>
public static class Zones
{
    /// <summary>
    /// <c>run retail</c> becomes <c>run retail --input s3://RAW/retail --lake s3://PROCESSED</c>; what is given stays, and other commands too.
    /// </summary>
    public static IReadOnlyList<string> Complete(IReadOnlyList<string> arguments, LaunchEnvironment environment)
    {
        if (arguments is not ["run", var pipeline, ..])
            return arguments;
        var complete = new List<string>(arguments);
        if (!Given(arguments, "--input"))
            complete.AddRange(["--input", $"s3://{environment.Buckets.Raw}/{pipeline}"]);
        if (!Given(arguments, "--lake"))
            complete.AddRange(["--lake", $"s3://{environment.Buckets.Processed}"]);
        return complete;
    }

    private static bool Given(IReadOnlyList<string> arguments, string option) =>
        arguments.Any(argument => argument == option || argument.StartsWith(option + "=", StringComparison.Ordinal));
}
