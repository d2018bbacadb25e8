using Spark.Embedded.Errors;
using SaveMode = Spark.Connect.WriteOperation.Types.SaveMode;

namespace Spark.Embedded.Sources;

/// <summary>
/// A write of files to a folder. They are written aside, on the same disk, and appear by renaming when all are complete, with <c>_SUCCESS</c>
/// last; a write that fails leaves nothing behind but what was there before.
/// </summary>
internal sealed class FileCommit : IDisposable
{
    private readonly string _target;
    private readonly SaveMode _mode;

    private FileCommit(string target, SaveMode mode)
    {
        _target = target;
        _mode = mode;
        Folder = Path.Combine(Path.GetDirectoryName(target) ?? target, $".{Path.GetFileName(target)}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Folder);
    }

    /// <summary>Where to write.</summary>
    public string Folder { get; }

    /// <summary>Begins; null when the mode says that there is nothing to do.</summary>
    public static FileCommit? Begin(string target, SaveMode mode)
    {
        target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        var exists = Path.Exists(target);
        if (exists && mode == SaveMode.Ignore)
            return null;
        if (exists && mode is SaveMode.ErrorIfExists or SaveMode.Unspecified && Directory.Exists(target))
            throw SparkErrors.Analysis("PATH_ALREADY_EXISTS", ("outputPath", "file:" + target));
        return new FileCommit(target, mode);
    }

    /// <summary>Makes the files visible.</summary>
    public void Complete()
    {
        if (_mode == SaveMode.Overwrite && Path.Exists(_target))
        {
            File.WriteAllBytes(Path.Combine(Folder, "_SUCCESS"), []);
            var old = Folder + "-old";
            Directory.Move(_target, old);
            Directory.Move(Folder, _target);
            Directory.Delete(old, recursive: true);
            return;
        }

        if (!Path.Exists(_target))
        {
            File.WriteAllBytes(Path.Combine(Folder, "_SUCCESS"), []);
            Directory.Move(Folder, _target);
            return;
        }

        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var place = Path.Combine(_target, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Move(file, place);
        }

        File.WriteAllBytes(Path.Combine(_target, "_SUCCESS"), []);
    }

    public void Dispose()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }
}
