using DuckDB.NET.Native;
using Spark.Connect.Columnar;
using static Spark.Embedded.Run.DuckDbNative;

namespace Spark.Embedded.Run;

/// <summary>Appends column batches to a table: the way of local data into DuckDB.</summary>
internal sealed unsafe class DuckDbAppender : IDisposable
{
    /// <summary>Rows that DuckDB takes at once.</summary>
    private const int VectorSize = 2048;

    private readonly DuckDbConnection _connection;
    private readonly string _table;
    private readonly DuckDBAppender _appender;

    /// <summary>Opens an appender on a table of the database's main schema; values are cast to the table's types.</summary>
    public DuckDbAppender(DuckDbConnection connection, string table)
    {
        _connection = connection;
        _table = table;
        Check(NativeMethods.Appender.DuckDBAppenderCreateExt(connection.Handle, null, null, table, out _appender));
    }

    /// <summary>Appends all rows of a batch. They are in the table after <see cref="Complete"/>.</summary>
    public void Append(ColumnBatch batch)
    {
        using var export = new ArrowExport();
        var schema = export.Schema(batch.Fields);
        ArrowImport.Check(duckdb_schema_from_arrow(_connection.Handle, schema, out var converted));
        try
        {
            for (var start = 0; start < batch.RowCount; start += VectorSize)
            {
                var array = export.Array(batch, start, Math.Min(VectorSize, batch.RowCount - start));
                ArrowImport.Check(duckdb_data_chunk_from_arrow(_connection.Handle, array, converted, out var chunk));
                using (chunk)
                    Check(NativeMethods.Appender.DuckDBAppendDataChunk(_appender, chunk));
            }
        }
        finally
        {
            duckdb_destroy_arrow_converted_schema(ref converted);
        }
    }

    /// <summary>Flushes what was appended.</summary>
    public void Complete() => Check(NativeMethods.Appender.DuckDBAppenderClose(_appender));

    public void Dispose() => _appender.Dispose();

    private void Check(DuckDBState state)
    {
        if (state.IsSuccess())
            return;
        using var error = NativeMethods.Appender.DuckDBAppenderErrorData(_appender);
        throw new DuckDbException(NativeMethods.ErrorData.DuckDBErrorDataErrorType(error), error.Message ?? "")
        {
            Sql = $"append to {_table}",
        };
    }
}
