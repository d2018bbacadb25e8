using Spark.Connect.Columnar;
using static Spark.Embedded.Run.DuckDbNative;

namespace Spark.Embedded.Run;

/// <summary>A running query: its columns and, batch by batch, its rows.</summary>
internal sealed class DuckDbResult : IDisposable
{
    private readonly string _sql;
    private Result _result;
    private nint _options;
    private bool _disposed;

    internal DuckDbResult(Result result, string sql)
    {
        _result = result;
        _sql = sql;
        _options = duckdb_result_get_arrow_options(ref _result);
        Fields = ArrowImport.Fields(
            _options,
            (int)duckdb_column_count(ref _result),
            i => duckdb_column_logical_type(ref _result, i),
            i => duckdb_column_name(ref _result, i),
            freeNames: false
        );
    }

    public IReadOnlyList<ColumnField> Fields { get; }

    /// <summary>The next rows, at most DuckDB's vector size; null after the last. The receiver disposes the batch.</summary>
    public ColumnBatch? Next()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var chunk = duckdb_fetch_chunk(_result);
        if (chunk == 0)
        {
            var error = duckdb_result_error(ref _result);
            return error == 0 || Text(error).Length == 0
                ? null
                : throw new DuckDbException((DuckDbErrorType)duckdb_result_error_type(ref _result), Text(error)) { Sql = _sql };
        }

        try
        {
            return duckdb_data_chunk_get_size(chunk) == 0 ? null : ArrowImport.Batch(_options, chunk, Fields);
        }
        finally
        {
            duckdb_destroy_data_chunk(ref chunk);
        }
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        duckdb_destroy_arrow_options(ref _options);
        duckdb_destroy_result(ref _result);
    }
}
