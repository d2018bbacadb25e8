using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Spark.Sql;
using Spark.Jobs.Lakes;
using Spark.Jobs.Spelling;
using Spark.Launch;

namespace Spark.Jobs.CommandLine;

/// <summary>
/// Where jobs run: <c>embedded</c>, in this process; <c>spark</c>, on local Spark under <c>spark-submit</c>; <c>sc://host:port</c>, on a Spark
/// Connect server. Without a choice, the server that <c>SPARK_REMOTE</c> names, which is how the spark-submit runner starts this program.
/// </summary>
internal sealed partial class Engine
{
    private readonly string? _remote;
    private readonly Dictionary<string, string> _limits = [];

    private Engine(string name, string? remote)
    {
        Name = name;
        _remote = remote;
    }

    /// <summary>The engine's name in results: <c>embedded</c>, <c>spark</c> or the <c>sc://</c> address without its parameters.</summary>
    public string Name { get; }

    /// <summary>Whether the program must first be started again under <c>spark-submit</c>.</summary>
    public bool NeedsSubmit => Name == "spark" && _remote is null;

    public static Option<string> Option() =>
        new("--engine")
        {
            Description =
                "embedded, spark (local Spark through spark-submit; needs SPARK_HOME), or sc://host:port (a Spark Connect server).",
            HelpName = "embedded|spark|sc://host:port",
        };

    public static Option<string> MemoryOption() =>
        new("--memory")
        {
            Description = "The embedded engine's memory, such as 4GB; beyond it data spills to disk. Default: 80 % of the machine's.",
            HelpName = "size",
        };

    public static Option<int?> ThreadsOption() =>
        new("--threads") { Description = "The embedded engine's threads. Default: one per processor.", HelpName = "n" };

    /// <summary>The engine of an option's value.</summary>
    /// <exception cref="UsageException">There is no such engine.</exception>
    public static Engine Of(string? option)
    {
        var environment = Environment.GetEnvironmentVariable(RunnerSettings.RemoteVariable);
        environment = string.IsNullOrEmpty(environment) ? null : environment;
        switch (option)
        {
            case null:
                return environment is null ? new Engine("embedded", null) : new Engine("spark", environment);
            case "embedded":
                Environment.SetEnvironmentVariable(RunnerSettings.RemoteVariable, null);
                return new Engine("embedded", null);
            case "spark":
                return new Engine("spark", environment);
            case var url
                when url.StartsWith("sc://", StringComparison.Ordinal)
                    && Uri.TryCreate(url, UriKind.Absolute, out var address)
                    && address.Host.Length > 0:
                return new Engine($"sc://{address.Authority.TrimEnd('/')}", url);
            default:
                var near = NearestName.Of(option, ["embedded", "spark"]);
                throw new UsageException(
                    $"There is no engine '{option}'; " + (near is null ? "use embedded, spark or sc://host:port." : $"did you mean {near}?")
                );
        }
    }

    /// <summary>Checks that the engine can reach a lake or an input.</summary>
    public void CheckReach(string location)
    {
        if (Name == "embedded" && Location.IsUrl(location))
            throw new UsageException(
                $"The embedded engine works on folders, not on {location}; use --engine spark or --engine sc://host:port."
            );
    }

    /// <summary>Limits what the embedded engine takes of the machine; a null leaves its default.</summary>
    /// <param name="memory">Memory such as <c>4GB</c>, beyond which data spills to disk. Default 80 % of the machine's.</param>
    /// <param name="threads">Threads. Default one per processor.</param>
    /// <exception cref="UsageException">A limit cannot be read, or another engine was chosen, which has settings of its own.</exception>
    public Engine With(string? memory, int? threads)
    {
        if ((memory ?? (object?)threads) is null)
            return this;
        if (Name != "embedded")
            throw new UsageException($"--memory and --threads limit the embedded engine; on {Name} its own settings do.");
        if (memory is not null && !MemorySize().IsMatch(memory))
            throw new UsageException($"--memory must be a size such as 500MB or 4GB, not '{memory}'.");
        if (threads is < 1 or > 1024)
            throw new UsageException($"--threads must be from 1 to 1024, not {threads}.");
        if (memory is not null)
            _limits["spark.embedded.memory"] = memory;
        if (threads is { } count)
            _limits["spark.embedded.threads"] = count.ToString(CultureInfo.InvariantCulture);
        return this;
    }

    [GeneratedRegex("^[0-9]+(\\.[0-9]+)? ?[KMGT]i?B$", RegexOptions.IgnoreCase)]
    private static partial Regex MemorySize();

    /// <summary>Opens a session.</summary>
    public SparkSession Open()
    {
        var builder = SparkSession
            .Builder()
            .AppName("spark-jobs")
            .Config("spark.sql.session.timeZone", "UTC")
            .Config("spark.sql.ansi.enabled", "true");
        foreach (var (key, value) in _limits)
            builder = builder.Config(key, value);
        return (_remote is null ? builder : builder.Remote(_remote)).Create();
    }

    /// <summary>Starts this program again under <c>spark-submit</c>, with the same arguments, and says what it exited with.</summary>
    public static int Submit(IEnumerable<string> args)
    {
        var script =
            FindSubmitScript()
            ?? throw new UsageException(
                "bootstrap/submit-local.sh was not found above this program or the current folder; run it from a clone of the repository."
            );
        using var process = Process.Start(new ProcessStartInfo("bash", [script, .. args]) { UseShellExecute = false })!;

        // The terminal sends Ctrl-C to the script too, which stops Spark; this process stays for its exit code.
        Console.CancelKeyPress += (_, e) => e.Cancel = true;
        process.WaitForExit();
        return process.ExitCode;
    }

    private static string? FindSubmitScript()
    {
        foreach (var start in new[] { AppContext.BaseDirectory, Environment.CurrentDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var script = Path.Combine(folder.FullName, "bootstrap", "submit-local.sh");
                if (File.Exists(script))
                    return script;
            }
        }

        return null;
    }
}
