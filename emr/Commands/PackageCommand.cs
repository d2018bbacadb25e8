using System.CommandLine;
using Spark.Emr.Errors;
using Spark.Emr.Packaging;
using Spectre.Console;

namespace Spark.Emr.Commands;

/// <summary><c>package</c>: the jobs app, the runtime beneath it, and the runner's jar.</summary>
internal static class PackageCommand
{
    public static readonly string DefaultFolder = Path.Combine("artifacts", "package");

    public static Option<string> FolderOption() =>
        new("--package") { Description = "The folder of the package.", DefaultValueFactory = _ => DefaultFolder };

    public static Command Create(LauncherServices services)
    {
        var folder = FolderOption();
        var runtime = new Option<string>("--runtime", "-r")
        {
            Description = "The platform of the cluster's instances.",
            DefaultValueFactory = _ => "linux-x64",
        };
        runtime.AcceptOnlyFromAmong("linux-x64", "linux-arm64");
        var command = new Command(
            "package",
            "Build the self-contained jobs app in two layers, and the runner's jar.\nExample: package --runtime linux-arm64"
        )
        {
            folder,
            runtime,
        };
        command.Run(
            services,
            async (parsed, cancellationToken) =>
            {
                var package = await PackageBuild.RunAsync(
                    Repository(),
                    Path.GetFullPath(parsed.GetValue(folder)!),
                    parsed.GetValue(runtime)!,
                    services.Tell,
                    cancellationToken
                );
                services.Show(
                    package,
                    console =>
                    {
                        var table = new Table().AddColumns("file", "size", "sha256").Border(TableBorder.Simple);
                        foreach (var file in package.Files)
                            table.AddRow(Markup.Escape(file.Path), Sizes.Show(file.Length), file.Sha256[..16]);
                        console.Write(table);
                    }
                );
                return ExitCode.Success;
            }
        );
        return command;
    }

    /// <summary>The folder above this one that holds the solution.</summary>
    private static string Repository()
    {
        for (var folder = new DirectoryInfo(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Spark.sln")))
                return folder.FullName;
        }

        throw new LauncherException(ExitCode.Usage, "There is no Spark.sln here or above: call 'package' in the repository.");
    }
}
