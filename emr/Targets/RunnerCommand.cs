using System.Text;
using System.Text.RegularExpressions;
using Spark.Launch;

namespace Spark.Emr.Targets;

/// <summary>What spark-submit is given to start a run by the runner, wherever that is.</summary>
/// <param name="Jar">The runner's jar.</param>
/// <param name="Arguments">The archive, the program in it, and the app's arguments, encoded when one of them needs it.</param>
/// <param name="Settings">Spark's settings by name: the run's, and those that tell the runner of the other layers and of the encoding.</param>
internal sealed partial record RunnerCommand(
    string Jar,
    IReadOnlyList<string> Arguments,
    IReadOnlyList<KeyValuePair<string, string>> Settings
)
{
    public static RunnerCommand Of(RunRequest run)
    {
        var encode = run.Arguments.Any(argument => !TravelsUnchanged(argument));
        var settings = new Dictionary<string, string> { [RunnerSettings.Layers] = run.App.BaseUri };
        if (encode)
            settings[RunnerSettings.ArgumentsEncoded] = "true";
        return new RunnerCommand(
            run.App.RunnerUri,
            [run.App.AppUri, run.App.Program, .. encode ? run.Arguments.Select(Encode) : run.Arguments],
            [.. run.Settings.Concat(settings).OrderBy(setting => setting.Key, StringComparer.Ordinal)]
        );
    }

    /// <summary>
    /// A step's own shell and YARN rewrite some arguments: they lose empty ones and <c>{{</c>, <c>}}</c>, and split or unquote others.
    /// Text outside a narrow alphabet therefore travels as Base64 of its UTF-8 and is decoded by the runner.
    /// </summary>
    private static string Encode(string argument) =>
        TravelsUnchanged(argument)
            ? argument
            : RunnerSettings.EncodedPrefix
                + Convert.ToBase64String(Encoding.UTF8.GetBytes(argument)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static bool TravelsUnchanged(string argument) =>
        SafeText().IsMatch(argument) && !argument.StartsWith(RunnerSettings.EncodedPrefix, StringComparison.Ordinal);

    [GeneratedRegex(@"^[A-Za-z0-9_./:=@%+-]+$")]
    private static partial Regex SafeText();
}
