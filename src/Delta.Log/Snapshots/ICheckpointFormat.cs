namespace Delta.Log;

/// <summary>Reads and writes Parquet files whose rows are actions; done by whoever has a Parquet library.</summary>
public interface ICheckpointFormat
{
    /// <summary>Reads the rows of Parquet files, each as the JSON of an action.</summary>
    /// <param name="paths">Relative to the table.</param>
    /// <param name="row">Gets each row as UTF-8 JSON; columns without a value are absent or null, <c>stats</c> is text.</param>
    void Read(IReadOnlyList<string> paths, CheckpointRow row);

    /// <summary>Writes a Parquet file with the columns of <see cref="CheckpointSchema.For"/>: everybody sees all of it or nothing.</summary>
    /// <param name="path">Relative to the table.</param>
    /// <param name="actions">The rows.</param>
    /// <param name="metadata">The table's metadata, which says how statistics are written.</param>
    /// <returns>Bytes of the file.</returns>
    /// <exception cref="IOException">It could not be written; the commit that asked for it stands.</exception>
    long Write(string path, IEnumerable<LogAction> actions, TableMetadata metadata);
}

/// <summary>Receives a row of a checkpoint.</summary>
public delegate void CheckpointRow(ReadOnlySpan<byte> json);
