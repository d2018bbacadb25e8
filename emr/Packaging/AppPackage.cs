using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spark.Launch;

namespace Spark.Emr.Packaging;

/// <summary>A file of a package and the SHA-256 of its content, in hexadecimal.</summary>
public sealed record PackagedFile(string Path, string Sha256, long Length)
{
    public static PackagedFile Of(string path)
    {
        using var content = File.OpenRead(path);
        return new PackagedFile(path, Convert.ToHexStringLower(SHA256.HashData(content)), content.Length);
    }
}

/// <summary>
/// What <c>package</c> made: the jobs app in two layers, and the runner's jar. Both archives are unpacked into one folder.
/// </summary>
/// <param name="Base">The .NET runtime and the libraries of others: the same from build to build, until a version changes.</param>
/// <param name="App">The project's own assemblies and contracts.</param>
/// <param name="Program">The program inside the archive.</param>
/// <param name="Runtime">The platform it runs on: <c>linux-x64</c> or <c>linux-arm64</c>.</param>
public sealed record AppPackage(PackagedFile Base, PackagedFile App, PackagedFile Runner, string Program, string Runtime)
{
    private const string ManifestName = "package.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>All that has to be deployed.</summary>
    [JsonIgnore]
    public IReadOnlyList<PackagedFile> Files => [Base, App, Runner];

    /// <summary>The package in a folder.</summary>
    /// <exception cref="LauncherException">There is none, or its files are not those that were packaged.</exception>
    public static AppPackage Open(string folder)
    {
        var manifest = Path.Combine(folder, ManifestName);
        if (!File.Exists(manifest))
            throw new LauncherException(ExitCode.Missing, $"There is no package in {folder}. Run 'package' first.");
        var package = JsonSerializer.Deserialize<AppPackage>(File.ReadAllBytes(manifest), Json)!;
        if (package.Files.Contains(null))
            throw new LauncherException(ExitCode.Missing, $"The package in {folder} is of an older launcher. Run 'package' again.");
        package = package.WithPaths(path => Path.Combine(folder, path));
        foreach (var file in package.Files)
        {
            if (!File.Exists(file.Path) || new FileInfo(file.Path).Length != file.Length)
                throw new LauncherException(ExitCode.Missing, $"{file.Path} is not the file that was packaged. Run 'package' again.");
        }

        return package;
    }

    /// <summary>
    /// Publishes the jobs app for a platform and packs it. The same sources give the same bytes, so that an unchanged app is not uploaded
    /// again: entries are sorted and carry no time.
    /// </summary>
    public static async Task<AppPackage> BuildAsync(
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
        Pack(published, runtimeLayer, file => IsOfOthers(published, file));
        Pack(published, appLayer, file => !IsOfOthers(published, file));

        var runner = Path.Combine(folder, "dotnet-runner.jar");
        tell("Building the runner ...");
        await RunAsync(repository, "bash", [Path.Combine("bootstrap", "build-runner.sh"), runner], cancellationToken);

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

    /// <summary>Writes down, beside its files, what the package holds; from then on it can be opened.</summary>
    public void Save(string folder) =>
        File.WriteAllBytes(
            Path.Combine(folder, ManifestName),
            JsonSerializer.SerializeToUtf8Bytes(WithPaths(path => Path.GetFileName(path)), Json)
        );

    private AppPackage WithPaths(Func<string, string> change) =>
        this with
        {
            Base = Base with { Path = change(Base.Path) },
            App = App with { Path = change(App.Path) },
            Runner = Runner with { Path = change(Runner.Path) },
        };

    /// <summary>
    /// Builds in a folder of its own, beside whatever the developer builds at the same time, and leaves out what differs between two builds of the
    /// same sources: the folders' names and the commit.
    /// </summary>
    private static Task PublishAsync(string repository, string build, string runtime, string target, CancellationToken cancellationToken) =>
        RunAsync(
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

    /// <summary>Packs the files of a folder that <paramref name="takes"/> chooses; the archive appears whole or not at all.</summary>
    public static void Pack(string folder, string archive, Func<string, bool> takes)
    {
        const int executable = 0b111_101_101 | 0x8000;
        const int plain = 0b110_100_100 | 0x8000;
        var unfinished = archive + ".part";
        using (var zip = new ZipArchive(File.Create(unfinished), ZipArchiveMode.Create))
        {
            foreach (
                var file in Directory
                    .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                    .Where(file => takes(file) && (!file.EndsWith(".pdb", StringComparison.Ordinal) || IsOwn(file)))
                    .Order(StringComparer.Ordinal)
            )
            {
                var entry = zip.CreateEntry(Path.GetRelativePath(folder, file).Replace('\\', '/'), CompressionLevel.Optimal);
                // The earliest time that a zip can hold: the real one would make two builds of the same sources differ.
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                entry.ExternalAttributes =
                    (Path.GetExtension(file).Length == 0 || Path.GetFileName(file) == JobsApp.Program ? executable : plain) << 16;
                using var from = File.OpenRead(file);
                using var to = entry.Open();
                from.CopyTo(to);
            }
        }

        File.Move(unfinished, archive, overwrite: true);
    }

    /// <summary>The project's own assemblies and program, by name; their symbols travel along, for source lines in stack traces.</summary>
    private static bool IsOwn(string file) =>
        Path.GetFileName(file) is { } name
        && (
            name.StartsWith("Spark.", StringComparison.Ordinal)
            || name.StartsWith("Delta.", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.Spark", StringComparison.Ordinal)
        );

    /// <summary>Whether a published file comes with the .NET runtime or a library. All of them lie at the top.</summary>
    private static bool IsOfOthers(string folder, string file) =>
        Path.GetDirectoryName(file) == folder && !IsOwn(file) && Path.GetExtension(file) is ".dll" or ".so" or "";

    private static async Task RunAsync(string directory, string program, string[] arguments, CancellationToken cancellationToken)
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
