namespace Spark.Embedded.Delta;

/// <summary>
/// The folder of a table as far as it is the table's own: symbolic links lead out of it, and what lies behind one is neither listed, nor deleted, nor
/// written to.
/// </summary>
/// <param name="root">The folder, absolute.</param>
internal sealed class TableFolder(string root)
{
    private readonly Dictionary<string, string> _realFolders = new(StringComparer.Ordinal);

    /// <summary>Whether the last walk through the folder came upon a link.</summary>
    public bool HasLinks { get; private set; }

    /// <summary>The files that may be data of the table, by paths relative to it; hidden ones and those of the log are left out.</summary>
    public IEnumerable<(string Path, FileInfo Info)> DataFiles() => Files(new DirectoryInfo(root), "");

    /// <summary>The table's own folders, inner ones first; hidden ones and the log are left out.</summary>
    public IEnumerable<DirectoryInfo> Folders() => Folders(new DirectoryInfo(root));

    /// <summary>
    /// The path relative to the table of a file that the log names, however it does: with <c>..</c>, absolute, by way of links. A file outside of the
    /// table keeps its own path.
    /// </summary>
    /// <param name="path">Decoded.</param>
    public string Resolve(string path)
    {
        var full = Path.GetFullPath(Path.Combine(root, path));
        var real = Path.Combine(RealFolder(Path.GetDirectoryName(full)!), Path.GetFileName(full));
        return Path.GetRelativePath(RealFolder(root), real).Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>Refuses a folder of the table that is a link or lies behind one.</summary>
    /// <exception cref="Microsoft.Spark.AnalysisException">It is, or does.</exception>
    public void CheckOwn(string folder)
    {
        var relative = Path.GetRelativePath(root, folder);
        if (RealFolder(folder) == Path.GetFullPath(Path.Combine(RealFolder(root), relative)))
            return;
        throw DeltaErrors.Analysis(
            "DELTA_INVALID_PATHS",
            $"The folder {relative} of the Delta table {root} is a symbolic link or lies behind one: data is not written there.",
            "42K03"
        );
    }

    private IEnumerable<(string Path, FileInfo Info)> Files(DirectoryInfo folder, string prefix)
    {
        foreach (var entry in Own(folder))
        {
            if (entry is FileInfo file)
            {
                yield return (prefix + file.Name, file);
                continue;
            }

            foreach (var inner in Files((DirectoryInfo)entry, prefix + entry.Name + "/"))
                yield return inner;
        }
    }

    private IEnumerable<DirectoryInfo> Folders(DirectoryInfo folder)
    {
        foreach (var inner in Own(folder).OfType<DirectoryInfo>())
        {
            foreach (var deeper in Folders(inner))
                yield return deeper;
            yield return inner;
        }
    }

    private List<FileSystemInfo> Own(DirectoryInfo folder)
    {
        var own = new List<FileSystemInfo>();
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            // A partition folder may begin with an underscore; then it has an equals sign. Change data files are data.
            var hidden =
                entry.Name.StartsWith('.')
                || (
                    entry.Name.StartsWith('_')
                    && !entry.Name.Contains('=', StringComparison.Ordinal)
                    && entry.Name != DataFileWriter.ChangeFolder
                );
            if (entry.LinkTarget is not null)
                HasLinks = true;
            else if (!hidden)
                own.Add(entry);
        }

        return own;
    }

    /// <summary>A folder with all links on the way to it followed; as much of it as there is.</summary>
    private string RealFolder(string folder)
    {
        if (_realFolders.TryGetValue(folder, out var known))
            return known;
        var parent = Path.GetDirectoryName(folder);
        if (parent is null)
            return folder;
        var path = Path.Combine(RealFolder(parent), Path.GetFileName(folder));
        string real;
        try
        {
            real = new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName is { } target ? RealFolder(target) : path;
        }
        catch (IOException)
        {
            real = path; // A link to itself leads nowhere.
        }

        return _realFolders[folder] = real;
    }
}
