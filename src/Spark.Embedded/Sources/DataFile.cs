using Spark.Embedded.Errors;

namespace Spark.Embedded.Sources;

/// <summary>A file of a data source.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedMicros">When it was last written, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="PartitionValues">The values of the partition columns that its folders tell, as text; null for Hive's null.</param>
internal sealed record DataFile(string Path, long Size, long ModifiedMicros, IReadOnlyList<string?> PartitionValues)
{
    /// <summary>The path as Spark's <c>input_file_name()</c> and <c>_metadata.file_path</c> print it: a URI.</summary>
    public string Uri => FileErrors.UriOf(Path);
}
