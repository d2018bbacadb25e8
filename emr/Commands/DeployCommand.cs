using System.CommandLine;
using Spark.Emr.Deployment;
using Spark.Emr.Errors;
using Spark.Emr.Packaging;
using Spark.Emr.Settings;
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
                using var aws = services.Connect(loaded);
                var package = AppPackage.Open(parsed.GetValue(folder)!);
                var objects = await new ArtifactsBucket(aws.S3, loaded).UploadAsync(package, cancellationToken);
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
