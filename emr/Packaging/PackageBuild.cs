using System.Diagnostics;
using Spark.Emr.Errors;
using Spark.Launch;

namespace Spark.Emr.Packaging;

/// <summary>Makes a package from the sources.</summary>
internal static class PackageBuild
{
    /// <summary>
    /// Publishes the jobs app for a platform and packs it. The same sources give the same bytes, so that an unchanged app is not uploaded
    /// again: entries are sorted and carry no time.
    /// </summary>
    public static async Task<AppPackage> RunAsync(
        string repository,
        string folder,
        string runtime,
        Action<string> tell,
        CancellationToken cancellationToken
    )
    {
        var published = Path.Combine(folder, runtime);
        if (Directory.Exists(published))
            Directory.Delete(published, recursive: true);
        Directory.CreateDirectory(folder);
        tell($"Publishing the jobs app for {runtime} ...");
        await PublishAsync(repository, Path.Combine(folder, "build"), runtime, published, cancellationToken);
        var (runtimeLayer, appLayer) = (Path.Combine(folder, $"dotnet-{runtime}.zip"), Path.Combine(folder, $"jobs-{runtime}.zip"));
        LayerArchive.Pack(published, runtimeLayer, file => LayerArchive.IsOfOthers(published, file));
        LayerArchive.Pack(published, appLayer, file => !LayerArchive.IsOfOthers(published, file));

        var runner = Path.Combine(folder, "dotnet-runner.jar");
        tell("Building the runner ...");
        await ProcessAsync(repository, "bash", [Path.Combine("bootstrap", "build-runner.sh"), runner], cancellationToken);

        var package = new AppPackage(
            PackagedFile.Of(runtimeLayer),
            PackagedFile.Of(appLayer),
            PackagedFile.Of(runner),
            JobsApp.Program,
            runtime
        );
        package.Save(folder);
        return package;
    }

    /// <summary>
    /// Builds in a folder of its own, beside whatever the developer builds at the same time, and leaves out what differs between two builds of the
    /// same sources: the folders' names and the commit.
    /// </summary>
    private static Task PublishAsync(string repository, string build, string runtime, string target, CancellationToken cancellationToken) =>
        ProcessAsync(
            repository,
            "dotnet",
            [
                "publish",
                "jobs",
                "-c",
                "Release",
                "-r",
                runtime,
                "--self-contained",
                "--artifacts-path",
                build,
                "-o",
                target,
                $"-p:PathMap={build}=/build%2C{repository}=/src",
                "-p:EnableSourceControlManagerQueries=false",
                "-p:EmbedUntrackedSources=false",
                "-p:PublishDocumentationFiles=false",
                "--nologo",
                "-v",
                "quiet",
            ],
            cancellationToken
        );

    private static async Task ProcessAsync(string directory, string program, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new LauncherException(
                ExitCode.Missing,
                $"'{program}' cannot be started: {missing.Message}. It is needed to package the app.",
                missing
            );
        }

        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
                throw new LauncherException(
                    ExitCode.Failure,
                    $"'{program} {string.Join(' ', arguments)}' failed with exit code {process.ExitCode}:\n{(await output + await error).Trim()}"
                );
        }
    }
}
