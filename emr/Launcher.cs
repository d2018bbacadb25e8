using System.CommandLine;
using Spark.Emr.Commands;
using Spark.Emr.Errors;

namespace Spark.Emr;

/// <summary>The command line.</summary>
internal static class Launcher
{
    /// <summary>Runs a command line to its <see cref="ExitCode"/>.</summary>
    public static async Task<int> RunAsync(string[] args, LauncherServices services)
    {
        var root = new RootCommand(
            "Packages the jobs, deploys them, and runs them as steps of Amazon EMR.\nExit codes: 0 done, 2 usage, 10 step failed, 11 cancelled, 12 interrupted, 13 bootstrap failed, 14 cluster lost, 15 throttled, 16 credentials, 17 refused, 18 unreachable, 19 missing, 124 timed out, 130 Ctrl-C."
        )
        {
            services.Json,
            PackageCommand.Create(services),
            DeployCommand.Create(services),
            DoctorCommand.Create(services),
            ClusterCommand.Create(services),
            StepsCommand.Create(services),
            SubmitCommand.Create(services),
            AttachCommand.Create(services),
            SessionCommand.Create(services),
            CostCommand.Create(services),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                services.Error.WriteLine($"error: {error.Message}");
            services.Error.WriteLine("'--help' tells what there is.");
            return (int)ExitCode.Usage;
        }

        // Ctrl-C is the commands' own matter: they cancel steps before they end.
        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = services.Out,
                Error = services.Error,
                ProcessTerminationTimeout = null,
                EnableDefaultExceptionHandler = false,
            }
        );
    }
}
