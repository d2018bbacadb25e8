using Google.Protobuf;
using Microsoft.Spark;
using Spark.Connect.Arrow;
using Spark.Connect.Columnar;

namespace Spark.Connect.Client;

/// <summary>Puts the Arrow data of an execution's responses together, which may come in chunks, and checks that no row is missing.</summary>
internal sealed class ResultBatches
{
    private readonly List<ByteString> _chunks = [];
    private long _rows;

    /// <summary>The batches that are complete with this response; none while chunks are outstanding.</summary>
    public IReadOnlyList<ColumnBatch> Add(ExecutePlanResponse.Types.ArrowBatch message)
    {
        if (message.HasChunkIndex && message.ChunkIndex != _chunks.Count)
            throw Broken($"chunk {message.ChunkIndex} came where {_chunks.Count} is due");
        if (_chunks.Count == 0 && message.HasStartOffset && message.StartOffset != _rows)
            throw Broken($"a batch begins at row {message.StartOffset} where {_rows} is due");
        _chunks.Add(message.Data);
        if (message.HasNumChunksInBatch && _chunks.Count < message.NumChunksInBatch)
            return [];

        var data = _chunks.Count == 1 ? _chunks[0].Memory : Concatenated();
        _chunks.Clear();
        var batches = Read(data);
        var rows = batches.Sum(batch => (long)batch.RowCount);
        if (rows != message.RowCount)
            throw Broken($"a batch of {message.RowCount} rows came with {rows}");
        _rows += rows;
        return batches;
    }

    /// <summary>Checks, at the end of the responses, that the last batch was complete.</summary>
    public void EnsureWhole()
    {
        if (_chunks.Count > 0)
            throw Broken($"the last batch ended after {_chunks.Count} chunks");
    }

    private byte[] Concatenated()
    {
        var data = new byte[_chunks.Sum(chunk => chunk.Length)];
        var position = 0;
        foreach (var chunk in _chunks)
        {
            chunk.Span.CopyTo(data.AsSpan(position));
            position += chunk.Length;
        }

        return data;
    }

    private static IReadOnlyList<ColumnBatch> Read(ReadOnlyMemory<byte> data)
    {
        try
        {
            return ArrowStreamReader.ReadAll(data, out _);
        }
        catch (InvalidDataException e)
        {
            throw new SparkConnectException($"The server's result cannot be read: {e.Message}", e);
        }
    }

    private static SparkConnectException Broken(string what) => new($"The server's result is not whole: {what}.");
}
