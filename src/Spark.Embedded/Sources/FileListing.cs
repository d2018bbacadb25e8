using System.Text.RegularExpressions;
using Microsoft.Spark;
using Spark.Embedded.Errors;
using Spark.Embedded.Types;

namespace Spark.Embedded.Sources;

/// <summary>Finds the files that paths name, as Spark does: folders, globs, hidden files left out, partition folders walked.</summary>
internal sealed class FileListing
{
    private FileListing(IReadOnlyList<DataFile> files, IReadOnlyList<string> partitionColumns)
    {
        Files = files;
        PartitionColumns = partitionColumns;
    }

    /// <summary>The files, by path.</summary>
    public IReadOnlyList<DataFile> Files { get; }

    /// <summary>The columns that the names of folders (<c>column=value</c>) tell; their values stand in the files.</summary>
    public IReadOnlyList<string> PartitionColumns { get; }

    /// <summary>The same without the files that are not wanted.</summary>
    public FileListing Only(Func<DataFile, bool> isWanted) => new([.. Files.Where(isWanted)], PartitionColumns);

    /// <summary>A path as a local one: <c>file:</c> is taken off, a scheme that is not local is refused.</summary>
    public static string LocalPath(string path)
    {
        if (path.Length == 0)
            throw new SparkIllegalArgumentException(
                "[INVALID_EMPTY_LOCATION] The location name cannot be empty string, but `` was given. SQLSTATE: 42K05"
            )
            {
                ErrorClass = "INVALID_EMPTY_LOCATION",
                SqlState = "42K05",
                MessageParameters = new Dictionary<string, string> { ["location"] = "" },
            };
        if (path.Contains('\0'))
            throw SparkErrors.Analysis("PATH_NOT_FOUND", ("path", path));
        if (path.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            path = Uri.UnescapeDataString(path.StartsWith("file://", StringComparison.OrdinalIgnoreCase) ? path[7..] : path[5..]);
        else if (SchemePattern.Match(path) is { Success: true } match)
            throw SparkErrors.Unsupported(
                $"paths of the scheme {match.Groups[1].Value} ({path})",
                "It works on local folders. Run the job on Spark, or copy the data."
            );
        return Path.GetFullPath(path);
    }

    public static FileListing Find(IReadOnlyList<string> paths, SourceOptions options)
    {
        var recursive = options.Flag("recursiveFileLookup");
        var nameFilter = options["pathGlobFilter"] is { } glob ? Glob(glob) : null;
        var (after, before) = (Time(options, "modifiedAfter"), Time(options, "modifiedBefore"));
        var roots = paths.SelectMany(Expand).ToList();
        var found = new List<(FileInfo File, IReadOnlyList<(string Column, string? Value)> Partitions, bool Nested)>();
        var basePath = options["basePath"] is { } given ? LocalPath(given) : null;
        foreach (var root in roots)
        {
            if (IsFile(root))
                Add(new FileInfo(root), basePath is null ? [] : PartitionsBetween(basePath, Path.GetDirectoryName(root)!), false);
            else
                Walk(new DirectoryInfo(root), basePath is null ? [] : PartitionsBetween(basePath, root), false, [RealPath(root)]);
        }

        var columns = recursive ? [] : PartitionColumnsOf(found.Select(file => (file.File.DirectoryName!, file.Partitions)));
        var files = found
            // Without partition folders, only the files of the folder itself count.
            .Where(file => recursive || columns.Count > 0 || !file.Nested)
            .Select(file => new DataFile(
                file.File.FullName,
                file.File.Length,
                (file.File.LastWriteTimeUtc.Ticks - DateTime.UnixEpoch.Ticks) / 10,
                columns.Count == 0 ? [] : [.. file.Partitions.Select(partition => partition.Value)]
            ))
            .DistinctBy(file => file.Path)
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .ToList();
        return new FileListing(files, columns);

        // The real paths of the folders that lie around this one, itself last.
        void Walk(DirectoryInfo folder, IReadOnlyList<(string, string?)> partitions, bool nested, IReadOnlyList<string> around)
        {
            foreach (var entry in Entries(folder))
            {
                if (IsHidden(entry.Name))
                    continue;
                if (entry is FileInfo file)
                {
                    Add(file, partitions, nested);
                    continue;
                }

                var real = entry.LinkTarget is null ? Path.Combine(around[^1], entry.Name) : RealPath(entry.FullName);

                // A link back to a folder that is being walked has nothing new.
                if (
                    entry.LinkTarget is not null
                    && around.Any(outer => outer == real || outer.StartsWith(real + '/', StringComparison.Ordinal))
                )
                    continue;
                Walk(
                    (DirectoryInfo)entry,
                    Partition(entry.Name) is { } partition && !recursive ? [.. partitions, partition] : partitions,
                    true,
                    [.. around, real]
                );
            }
        }

        void Add(FileInfo file, IReadOnlyList<(string, string?)> partitions, bool nested)
        {
            if (
                !IsHidden(file.Name)
                && IsFile(file.FullName)
                && nameFilter?.IsMatch(file.Name) != false
                && (after is null || file.LastWriteTimeUtc > after)
                && (before is null || file.LastWriteTimeUtc < before)
            )
                found.Add((file, partitions, nested));
        }
    }

    /// <summary>Whether Spark overlooks a file or folder of this name.</summary>
    public static bool IsHidden(string name) =>
        (name.StartsWith('_') && !name.Contains('=')) || name.StartsWith('.') || name.EndsWith("._COPYING_", StringComparison.Ordinal);

    /// <summary>A folder's name of the form <c>column=value</c>, with Hive's escapes taken out.</summary>
    public static (string Column, string? Value)? Partition(string folder)
    {
        var equals = folder.IndexOf('=');
        if (equals <= 0)
            return null;
        var value = Unescape(folder[(equals + 1)..]);
        return (Unescape(folder[..equals]), value == PartitionDiscovery.HiveNull ? null : value);
    }

    /// <summary>Whether a path names a file; a link to nothing names none.</summary>
    private static bool IsFile(string path) =>
        File.Exists(path) && (File.ResolveLinkTarget(path, returnFinalTarget: true) is not { } target || target.Exists);

    private static IEnumerable<FileSystemInfo> Entries(DirectoryInfo folder)
    {
        try
        {
            return folder.GetFileSystemInfos();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw exception is UnauthorizedAccessException
                ? FileErrors.Failed(folder.FullName, "permission denied", "Give the user of this process the right to list the folder.")
                : FileErrors.From(exception, folder.FullName);
        }
    }

    /// <summary>The path with the link at its end followed.</summary>
    private static string RealPath(string path) => new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;

    private static List<(string, string?)> PartitionsBetween(string basePath, string folder)
    {
        var relative = Path.GetRelativePath(basePath, folder);
        if (relative == "." || relative.StartsWith("..", StringComparison.Ordinal))
            return [];
        return
        [
            .. relative.Split('/', '\\').Select(Partition).Where(partition => partition is not null).Select(partition => partition!.Value),
        ];
    }

    private static List<string> PartitionColumnsOf(
        IEnumerable<(string Folder, IReadOnlyList<(string Column, string? Value)> Partitions)> files
    )
    {
        List<string>? columns = null;
        string? first = null;
        foreach (var (folder, partitions) in files)
        {
            var names = partitions.Select(partition => partition.Column).ToList();
            if (columns is not null && !columns.SequenceEqual(names))
            {
                throw new SparkException(
                    $"[CONFLICTING_DIRECTORY_STRUCTURES] Conflicting directory structures detected. Suspicious paths:\n\t{first}\n\t{folder}\n"
                        + "If provided paths are partition directories, please set \"basePath\" in the options of the data source to specify the root directory of the table. SQLSTATE: KD009"
                )
                {
                    ErrorClass = "CONFLICTING_DIRECTORY_STRUCTURES",
                    SqlState = "KD009",
                    MessageParameters = new Dictionary<string, string> { ["discoveredBasePaths"] = $"{first}\n\t{folder}" },
                };
            }

            columns ??= names;
            first ??= folder;
        }

        return columns ?? [];
    }

    private static List<string> Expand(string path)
    {
        var local = LocalPath(path);
        if (IsFile(local) || Directory.Exists(local))
            return [local];
        var found = new List<string>();
        if (local.IndexOfAny(['*', '?', '[', '{']) >= 0)
        {
            var segments = local[Path.GetPathRoot(local)!.Length..]
                .Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
            Match(Path.GetPathRoot(local)!, segments, found);
            found.Sort(StringComparer.Ordinal);
        }

        if (found.Count == 0)
            throw SparkErrors.Analysis("PATH_NOT_FOUND", ("path", "file:" + local));
        return found;
    }

    private static void Match(string folder, ReadOnlySpan<string> segments, List<string> found)
    {
        if (segments.Length == 0)
        {
            found.Add(folder);
            return;
        }

        var segment = segments[0];
        var rest = segments[1..];
        if (segment.IndexOfAny(['*', '?', '[', '{']) < 0)
        {
            var path = Path.Combine(folder, segment);
            if (rest.Length == 0 ? Path.Exists(path) : Directory.Exists(path))
                Match(path, rest, found);
            return;
        }

        var pattern = Glob(segment);
        foreach (var entry in Entries(new DirectoryInfo(folder)))
        {
            if (pattern.IsMatch(entry.Name) && !IsHidden(entry.Name) && (rest.Length == 0 || entry is DirectoryInfo))
                Match(entry.FullName, rest, found);
        }
    }

    /// <summary>A glob of Hadoop: <c>*</c>, <c>?</c>, <c>[ab]</c>, <c>[^a]</c>, <c>{a,b}</c>.</summary>
    private static Regex Glob(string glob)
    {
        var pattern = new System.Text.StringBuilder("^");
        var braces = 0;
        for (var i = 0; i < glob.Length; i++)
        {
            pattern.Append(
                glob[i] switch
                {
                    '*' => ".*",
                    '?' => ".",
                    '{' when ++braces > 0 => "(?:",
                    '}' when braces-- > 0 => ")",
                    ',' when braces > 0 => "|",
                    '[' => "[",
                    ']' => "]",
                    '!' when i > 0 && glob[i - 1] == '[' => "^",
                    '^' when i > 0 && glob[i - 1] == '[' => "^",
                    '-' => "-",
                    '\\' when i + 1 < glob.Length => Regex.Escape(glob[++i].ToString()),
                    var other => Regex.Escape(other.ToString()),
                }
            );
        }

        try
        {
            return new Regex(pattern.Append('$').ToString(), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (ArgumentException)
        {
            throw new SparkIllegalArgumentException($"Illegal file pattern: {glob}");
        }
    }

    private static string Unescape(string text) => text.Contains('%') ? Uri.UnescapeDataString(text) : text;

    private static DateTime? Time(SourceOptions options, string name)
    {
        if (options[name] is not { } text)
            return null;
        return DateTimeText.TryTimestamp(System.Text.Encoding.UTF8.GetBytes(text), TimeZoneInfo.Utc, out var micros)
            ? DateTime.UnixEpoch.AddTicks(micros * 10)
            : throw SourceOptions.Wrong(name, text, "a timestamp of the form yyyy-MM-ddTHH:mm:ss");
    }

    private static Regex SchemePattern { get; } = new("^([A-Za-z][A-Za-z0-9+.-]+)://", RegexOptions.CultureInvariant);
}
