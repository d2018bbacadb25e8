using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spark.Emr.Aws;
using Spark.Emr.Clusters;
using Spark.Emr.Settings;
using Spark.Emr.Targets;
using Spectre.Console;

namespace Spark.Emr.Commands;

/// <summary>
/// What one call of the launcher works with: AWS, the clock, and where things are told. Results go to stdout, progress to stderr, so that
/// <c>--json</c> can be piped.
/// </summary>
internal sealed class LauncherServices
{
    public static readonly JsonSerializerOptions JsonLayout = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How AWS is reached; by default as the process's environment says.</summary>
    public AwsSettings Aws { get; init; } = AwsSettings.OfProcess();

    /// <summary>How long runs are followed.</summary>
    public FollowLimits Limits { get; init; } = FollowLimits.Default;

    public TextWriter Out { get; init; } = Console.Out;

    public TextWriter Error { get; init; } = Console.Error;

    /// <summary>The option that all commands have.</summary>
    public Option<bool> Json { get; } =
        new("--json") { Description = "Print the result as JSON on stdout and nothing else there.", Recursive = true };

    /// <summary>Whether only JSON goes to stdout; set from <see cref="Json"/>.</summary>
    public bool AsJson { get; set; }

    /// <summary>The clients of an environment's region.</summary>
    public AwsClients Connect(LaunchEnvironment environment) => new(Aws, environment.Region, Clock);

    public ClusterDirectory Clusters(AwsClients aws) => new(aws.Emr, new CreationLease(aws.S3, Clock), Tell);

    /// <summary>With <c>--json</c> what a run prints goes to stderr: stdout belongs to the result.</summary>
    public RunConsole RunConsole() => new(Tell, (AsJson ? Error : Out).WriteLine);

    /// <summary>Progress, for people.</summary>
    public void Tell(string line)
    {
        if (!AsJson)
            Error.WriteLine(line);
    }

    /// <summary>The result: as JSON when asked for, else as <paramref name="shown"/> shows it.</summary>
    public void Show(object json, Action<IAnsiConsole> shown)
    {
        if (AsJson)
        {
            Out.WriteLine(JsonSerializer.Serialize(json, JsonLayout));
            return;
        }

        var toTerminal = ReferenceEquals(Out, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Out), Ansi = toTerminal ? AnsiSupport.Detect : AnsiSupport.No }
        );
        if (!toTerminal)
            console.Profile.Width = 200;
        shown(console);
    }
}
