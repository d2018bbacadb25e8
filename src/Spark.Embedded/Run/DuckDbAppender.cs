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
    private nint _appender;

    /// <summary>Opens an appender on a table of the database's main schema; values are cast to the table's types.</summary>
    public DuckDbAppender(DuckDbConnection connection, string table)
    {
        _connection = connection;
        _table = table;
        if (duckdb_appender_create_ext(connection.Handle, null, null, table, out _appender) != 0)
            Throw();
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
                var state = duckdb_append_data_chunk(_appender, chunk);
                duckdb_destroy_data_chunk(ref chunk);
                if (state != 0)
                    Throw();
            }
        }
        finally
        {
            duckdb_destroy_arrow_converted_schema(ref converted);
        }
    }

    /// <summary>Flushes what was appended.</summary>
    public void Complete()
    {
        if (duckdb_appender_close(_appender) != 0)
            Throw();
    }

    public void Dispose()
    {
        if (_appender != 0)
            duckdb_appender_destroy(ref _appender);
        _appender = 0;
    }

    private void Throw()
    {
        var error = duckdb_appender_error_data(_appender);
        var exception = new DuckDbException((DuckDbErrorType)duckdb_error_data_error_type(error), Text(duckdb_error_data_message(error)))
        {
            Sql = $"append to {_table}",
        };
        duckdb_destroy_error_data(ref error);
        throw exception;
    }
}
