using System.CommandLine;
using Spark.Emr.Environments;
using Spark.Emr.Packaging;
using Spectre.Console;

namespace Spark.Emr.Commands;

/// <summary><c>deploy</c>: the package into the artifacts bucket; what is there already stays.</summary>
internal static class DeployCommand
{
    public static Command Create(LauncherServices services)
    {
        var (environment, set, folder) = (LauncherCommand.EnvironmentOption(), LauncherCommand.SetOption(), PackageCommand.FolderOption());
        var command = new Command(
            "deploy",
            "Upload the package to the environment's artifacts bucket; only what is not there yet.\nExample: deploy --env dev"
        )
        {
            environment,
            set,
            folder,
        };
        command.Run(
            services,
            async (parsed, cancellationToken) =>
            {
                var loaded = EnvironmentFile.Load(parsed.GetValue(environment)!, parsed.GetValue(set)!);
                var package = AppPackage.Open(parsed.GetValue(folder)!);
                using var s3 = services.S3(loaded);
                var objects = await new Deployment.Deployment(s3, loaded).DeployAsync(package, cancellationToken);
                services.Show(
                    new { environment = loaded.Name, objects },
                    console =>
                    {
                        var table = new Table().AddColumns("object", "size", "").Border(TableBorder.Simple);
                        foreach (var item in objects)
                            table.AddRow(Markup.Escape(item.Uri), Sizes.Show(item.Length), item.Uploaded ? "uploaded" : "unchanged");
                        console.Write(table);
                    }
                );
                return ExitCode.Success;
            }
        );
        return command;
    }
}
