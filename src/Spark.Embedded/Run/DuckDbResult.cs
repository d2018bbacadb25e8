using DuckDB.NET.Native;
using Spark.Connect.Columnar;

namespace Spark.Embedded.Run;

/// <summary>A running query: its columns and, batch by batch, its rows.</summary>
internal sealed class DuckDbResult : IDisposable
{
    private readonly string _sql;
    private readonly DuckDBArrowOptions _options;
    private DuckDBResult _result;
    private bool _disposed;

    internal DuckDbResult(DuckDBResult result, string sql)
    {
        _result = result;
        _sql = sql;
        _options = NativeMethods.Arrow.DuckDBResultGetArrowOptions(ref _result);
        Fields = ArrowImport.Fields(
            _options,
            NativeMethods.Query.DuckDBColumnCount(ref _result),
            i =>
                (
                    NativeMethods.Query.DuckDBColumnName(ref _result, (long)i),
                    NativeMethods.Query.DuckDBColumnLogicalType(ref _result, (long)i)
                )
        );
    }

    public IReadOnlyList<ColumnField> Fields { get; }

    /// <summary>The next rows, at most DuckDB's vector size; null after the last. The receiver disposes the batch.</summary>
    public ColumnBatch? Next()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var chunk = NativeMethods.Query.DuckDBFetchChunk(_result);
        if (!chunk.IsInvalid)
            return NativeMethods.DataChunks.DuckDBDataChunkGetSize(chunk) == 0 ? null : ArrowImport.Batch(_options, chunk, Fields);
        return string.IsNullOrEmpty(NativeMethods.Query.DuckDBResultError(ref _result))
            ? null
            : throw DuckDbException.Of(ref _result, _sql);
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _options.Dispose();
        NativeMethods.Query.DuckDBDestroyResult(ref _result);
    }
}
