using Microsoft.Spark.Sql;
using Spark.Jobs.Lakes;

namespace Spark.Jobs.Raw;

/// <summary>Finds the raw files under a folder or URL: <c>.csv</c> and <c>.csv.gz</c> at any depth.</summary>
public static class RawFiles
{
    /// <summary>The files in the order of their paths. Names that start with a dot or an underscore are passed over, as Spark does.</summary>
    public static IReadOnlyList<RawFile> List(SparkSession spark, string input)
    {
        var files = Location.IsUrl(input) ? ListUrl(spark, input) : ListFolder(new DirectoryInfo(input), new HashSet<string>());
        return [.. files.Where(file => IsRaw(file.Path[input.Length..])).OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    /// <summary>The files of a folder as they are now; a link to nothing is among them, and fails when it is looked at.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="above">The real paths of the folders above, by which a link that leads back to one of them is known.</param>
    private static IEnumerable<RawFile> ListFolder(DirectoryInfo folder, IReadOnlySet<string> above)
    {
        var real = (folder.LinkTarget is null ? null : folder.ResolveLinkTarget(returnFinalTarget: true))?.FullName ?? folder.FullName;
        if (above.Contains(real))
            yield break;
        var within = new HashSet<string>(above, StringComparer.Ordinal) { real };
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo inner)
            {
                foreach (var file in ListFolder(inner, within))
                    yield return file;
            }
            else
            {
                yield return Now(entry.FullName);
            }
        }
    }

    /// <summary>The file as it is now.</summary>
    public static RawFile Now(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
            file = target;
        return new RawFile(path, file.Exists ? file.Length : 0, file.LastWriteTimeUtc);
    }

    private static IEnumerable<RawFile> ListUrl(SparkSession spark, string url) =>
        spark
            .Read()
            .Format("binaryFile")
            .Option("recursiveFileLookup", "true")
            .Load(url)
            .Select("path", "length", "modificationTime")
            .Collect()
            .Select(row => new RawFile(
                row.GetAs<string>("path"),
                row.GetAs<long>("length"),
                row.GetAs<Microsoft.Spark.Sql.Types.Timestamp>("modificationTime").ToDateTime()
            ));

    private static bool IsRaw(string relativePath) =>
        (
            relativePath.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
            || relativePath.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase)
        ) && relativePath.Split('/', '\\').All(part => !part.StartsWith('.') && !part.StartsWith('_'));
}
