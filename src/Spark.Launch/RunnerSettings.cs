namespace Spark.Launch;

/// <summary>
/// The spark-submit runner's names. <c>bootstrap/runner/.../RunnerSettings.java</c> holds the same, and a test compares the two.
/// </summary>
public static class RunnerSettings
{
    /// <summary>The class for <c>spark-submit --class</c>, which starts the .NET program.</summary>
    public const string RunnerClass = "org.apache.spark.deploy.dotnet.DotnetRunner";

    /// <summary>Names the archives beneath the app's, separated by commas: the runner unpacks them first, into the same folder.</summary>
    public const string Layers = "spark.dotnet.layers";

    /// <summary>Says that arguments beginning with <see cref="EncodedPrefix"/> are to be decoded; by default they are the program's own.</summary>
    public const string ArgumentsEncoded = "spark.dotnet.arguments.encoded";

    /// <summary>Begins an encoded argument; behind it comes the URL-safe Base64 of its UTF-8.</summary>
    public const string EncodedPrefix = "base64:";

    /// <summary>The environment variable that names the Spark Connect server to the .NET program, as PySpark has it.</summary>
    public const string RemoteVariable = "SPARK_REMOTE";
}
