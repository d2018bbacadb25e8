using System.Diagnostics;
using System.Text.Json;
using Spark.Jobs.CommandLine;

namespace Spark.Jobs.Tests;

/// <summary>The program, as a process of its own or in this one.</summary>
internal static class JobsProgram
{
    public sealed record Outcome(int ExitCode, string Output, string Error)
    {
        /// <summary>The JSON object on the last line of standard output.</summary>
        public JsonElement Json => JsonDocument.Parse(Output.TrimEnd().Split('\n')[^1]).RootElement;
    }

    /// <summary>Runs the command line in this process, whose folder is not the test's.</summary>
    public static Outcome RunHere(params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        var exitCode = JobsCommandLine.Run(args, output, error);
        return new Outcome(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs the program as a user starts it, to its end.</summary>
    public static Outcome Run(string folder, params string[] args) => Run(folder, new Dictionary<string, string?>(), args);

    /// <summary>Runs the program to its end, with variables set, or taken away when null.</summary>
    public static Outcome Run(string folder, IReadOnlyDictionary<string, string?> environment, params string[] args)
    {
        using var process = Start(folder, environment, args);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output, error.Result);
    }

    /// <summary>Starts the program.</summary>
    public static Process Start(string folder, IReadOnlyDictionary<string, string?> environment, params string[] args)
    {
        // Started from a shell's background, this process may ignore SIGINT, which its children would inherit.
        var start = new ProcessStartInfo(
            "env",
            ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "Spark.Jobs.dll"), .. args]
        )
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("SPARK_REMOTE");
        foreach (var (name, value) in environment)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
