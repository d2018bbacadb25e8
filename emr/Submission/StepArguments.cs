using System.Text;
using System.Text.RegularExpressions;
using Amazon.ElasticMapReduce.Model;
using Spark.Emr.Deployment;
using Spark.Launch;

namespace Spark.Emr.Submission;

/// <summary>Builds the step that runs the jobs app: <c>command-runner.jar spark-submit ... DotnetRunner</c>.</summary>
public static partial class StepArguments
{
    /// <summary>EMR's limit on a step's arguments together, in characters.</summary>
    public const int LongestArguments = 10_240;

    /// <summary>The step as AddJobFlowSteps and RunJobFlow take it.</summary>
    /// <param name="jobArguments">The arguments of the jobs app, which reach it identical.</param>
    /// <param name="settings">Spark settings, <c>--conf</c>.</param>
    /// <exception cref="LauncherException">The arguments are longer than EMR takes.</exception>
    public static StepConfig Build(
        RunId run,
        DeployedApp app,
        IReadOnlyList<string> jobArguments,
        bool clusterMode,
        IReadOnlyDictionary<string, string> settings,
        string actionOnFailure
    )
    {
        var (runnerArguments, runnerSettings) = Runner(app, jobArguments);
        List<string> arguments =
        [
            "spark-submit",
            "--deploy-mode",
            clusterMode ? "cluster" : "client",
            "--class",
            RunnerSettings.RunnerClass,
        ];
        foreach (var (name, value) in settings.Concat(runnerSettings).OrderBy(setting => setting.Key, StringComparer.Ordinal))
            arguments.AddRange(["--conf", $"{name}={value}"]);
        arguments.Add(app.RunnerUri);
        arguments.AddRange(runnerArguments);

        var length = arguments.Sum(argument => argument.Length + 1);
        if (length > LongestArguments)
            throw new LauncherException(
                ExitCode.Usage,
                $"The step's arguments have {length:N0} characters, EMR takes {LongestArguments:N0}. Put the long ones into a file in S3 and pass its address."
            );
        return new StepConfig
        {
            Name = run.StepName("jobs " + string.Join(' ', jobArguments.Take(2))),
            ActionOnFailure = actionOnFailure,
            HadoopJarStep = new HadoopJarStepConfig { Jar = "command-runner.jar", Args = arguments },
        };
    }

    /// <summary>
    /// What the runner is given: the archive, the program in it, and the app's arguments, encoded when one of them needs it; and the settings
    /// that tell it of the other layers and of the encoding.
    /// </summary>
    public static (IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Settings) Runner(
        DeployedApp app,
        IReadOnlyList<string> jobArguments
    )
    {
        var encode = jobArguments.Any(argument =>
            !TravelsUnchanged().IsMatch(argument) || argument.StartsWith(RunnerSettings.EncodedPrefix, StringComparison.Ordinal)
        );
        var settings = new Dictionary<string, string> { [RunnerSettings.Layers] = app.BaseUri };
        if (encode)
            settings[RunnerSettings.ArgumentsEncoded] = "true";
        return ([app.AppUri, app.Program, .. encode ? jobArguments.Select(Encode) : jobArguments], settings);
    }

    /// <summary>
    /// The step's own shell and YARN rewrite some arguments: they lose empty ones and <c>{{</c>, <c>}}</c>, and split or unquote others.
    /// Text outside this alphabet therefore travels as Base64 of its UTF-8 and is decoded by the runner.
    /// </summary>
    private static string Encode(string argument) =>
        TravelsUnchanged().IsMatch(argument) && !argument.StartsWith(RunnerSettings.EncodedPrefix, StringComparison.Ordinal)
            ? argument
            : RunnerSettings.EncodedPrefix
                + Convert.ToBase64String(Encoding.UTF8.GetBytes(argument)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    [GeneratedRegex(@"^[A-Za-z0-9_./:=@%+-]+$")]
    private static partial Regex TravelsUnchanged();
}
