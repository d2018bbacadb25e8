using Spark.Embedded.Types;

namespace Spark.Embedded.Sources;

/// <summary>The hidden column <c>_metadata</c> of file sources.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-data-sources-generic-options.html</remarks>
internal static class FileMetadata
{
    public static readonly StructType Type = new([
        new("file_path", SparkType.String, false),
        new("file_name", SparkType.String, false),
        new("file_size", SparkType.Long, false),
        new("file_block_start", SparkType.Long, false),
        new("file_block_length", SparkType.Long, false),
        new("file_modification_time", SparkType.Timestamp, false),
    ]);

    public static readonly StructField Column = new("_metadata", Type, false);

    /// <summary>The value for a part of a file.</summary>
    public static object?[] Value(FilePart part) =>
        [
            part.File.Uri,
            Path.GetFileName(part.File.Path),
            part.File.Size,
            part.Start,
            Math.Min(part.End, part.File.Size) - part.Start,
            part.File.ModifiedMicros / 1000 * 1000,
        ];
}
