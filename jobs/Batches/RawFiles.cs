using Microsoft.Spark.Sql;
using Spark.Jobs.Lakes;

namespace Spark.Jobs.Batches;

/// <summary>Finds the raw files under a folder or URL: <c>.csv</c> and <c>.csv.gz</c> at any depth.</summary>
public static class RawFiles
{
    /// <summary>The files in the order of their paths. Names that start with a dot or an underscore are passed over, as Spark does.</summary>
    public static IReadOnlyList<RawFile> List(SparkSession spark, string input)
    {
        var files = Location.IsUrl(input) ? ListUrl(spark, input) : ListFolder(input);
        return [.. files.Where(file => IsRaw(file.Path[input.Length..])).OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    private static IEnumerable<RawFile> ListFolder(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Select(file => new RawFile(file.FullName, file.Length));

    private static IEnumerable<RawFile> ListUrl(SparkSession spark, string url) =>
        spark
            .Read()
            .Format("binaryFile")
            .Option("recursiveFileLookup", "true")
            .Load(url)
            .Select("path", "length")
            .Collect()
            .Select(row => new RawFile(row.GetAs<string>("path"), row.GetAs<long>("length")));

    private static bool IsRaw(string relativePath) =>
        (
            relativePath.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
            || relativePath.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase)
        ) && relativePath.Split('/', '\\').All(part => !part.StartsWith('.') && !part.StartsWith('_'));
}
