using System.Text.Json;
using System.Text.Json.Serialization;
using Spark.Emr.Errors;

namespace Spark.Emr.Packaging;

/// <summary>
/// What <c>package</c> made: the jobs app in two layers, and the runner's jar. Both archives are unpacked into one folder.
/// </summary>
/// <param name="Base">The .NET runtime and the libraries of others: the same from build to build, until a version changes.</param>
/// <param name="App">The project's own assemblies and contracts.</param>
/// <param name="Program">The program inside the archive.</param>
/// <param name="Runtime">The platform it runs on: <c>linux-x64</c> or <c>linux-arm64</c>.</param>
internal sealed record AppPackage(PackagedFile Base, PackagedFile App, PackagedFile Runner, string Program, string Runtime)
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
}
