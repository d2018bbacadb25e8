namespace Microsoft.Spark.Sql;

/// <summary>Code that handles each row of a stream, for <see cref="Streaming.DataStreamWriter.Foreach"/>.</summary>
public interface IForeachWriter
{
    /// <summary>Begins a partition of a batch.</summary>
    /// <returns>Whether to process its rows.</returns>
    bool Open(long partitionId, long epochId);

    /// <summary>Handles a row.</summary>
    void Process(Row row);

    /// <summary>Ends the partition.</summary>
    /// <param name="errorOrNull">What went wrong; null for nothing.</param>
    void Close(Exception? errorOrNull);
}
