using Spark.Connect.Columnar;
using static Spark.Embedded.Run.DuckDbNative;

namespace Spark.Embedded.Run;

/// <summary>A connection: it runs one statement at a time. Not safe for threads, but for <see cref="Interrupt"/>.</summary>
internal sealed class DuckDbConnection : IDisposable
{
    private readonly Lock _lock = new();
    private nint _handle;
    private string? _timeZone;

    internal DuckDbConnection(nint handle) => _handle = handle;

    internal nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            return _handle;
        }
    }

    /// <summary>How far the running statement is, 0 to 100; -1 when DuckDB cannot tell.</summary>
    public double ProgressPercent
    {
        get
        {
            lock (_lock)
                return _handle == 0 ? -1 : duckdb_query_progress(_handle).Percentage;
        }
    }

    /// <summary>Sets the zone in which instants are shown and read.</summary>
    public void UseTimeZone(string zone)
    {
        if (zone == _timeZone)
            return;
        Execute($"SET TimeZone = {Sql.Text(zone)}");
        _timeZone = zone;
    }

    /// <summary>Runs one or several statements to the end and tells how many rows the last one changed.</summary>
    public long Execute(string sql)
    {
        var state = duckdb_query(Handle, sql, out var result);
        try
        {
            if (state != 0)
                throw new DuckDbException((DuckDbErrorType)duckdb_result_error_type(ref result), Text(duckdb_result_error(ref result)))
                {
                    Sql = sql,
                };
            return (long)duckdb_rows_changed(ref result);
        }
        finally
        {
            duckdb_destroy_result(ref result);
        }
    }

    /// <summary>Checks a query and tells its columns without running it.</summary>
    public IReadOnlyList<ColumnField> Describe(string sql)
    {
        var statement = Prepare(sql);
        try
        {
            duckdb_connection_get_arrow_options(Handle, out var options);
            try
            {
                return ArrowImport.Fields(
                    options,
                    (int)duckdb_prepared_statement_column_count(statement),
                    i => duckdb_prepared_statement_column_logical_type(statement, i),
                    i => duckdb_prepared_statement_column_name(statement, i),
                    freeNames: true
                );
            }
            finally
            {
                duckdb_destroy_arrow_options(ref options);
            }
        }
        finally
        {
            duckdb_destroy_prepare(ref statement);
        }
    }

    /// <summary>Starts a query. Rows come as they are made; the connection is busy until the result is disposed.</summary>
    public DuckDbResult Query(string sql)
    {
        var statement = Prepare(sql);
        nint pending = 0;
        try
        {
            if (duckdb_pending_prepared_streaming(statement, out pending) != 0)
                throw new DuckDbException(DuckDbErrorType.Invalid, Text(duckdb_pending_error(pending))) { Sql = sql };
            if (duckdb_execute_pending(pending, out var result) == 0)
                return new DuckDbResult(result, sql);
            var error = new DuckDbException((DuckDbErrorType)duckdb_result_error_type(ref result), Text(duckdb_result_error(ref result)))
            {
                Sql = sql,
            };
            duckdb_destroy_result(ref result);
            throw error;
        }
        finally
        {
            duckdb_destroy_pending(ref pending);
            duckdb_destroy_prepare(ref statement);
        }
    }

    /// <summary>Stops the running statement, from any thread; it fails with <see cref="DuckDbErrorType.Interrupt"/>.</summary>
    public void Interrupt()
    {
        lock (_lock)
        {
            if (_handle != 0)
                duckdb_interrupt(_handle);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_handle != 0)
                duckdb_disconnect(ref _handle);
            _handle = 0;
        }
    }

    private nint Prepare(string sql)
    {
        if (duckdb_prepare(Handle, sql, out var statement) == 0)
            return statement;
        var message = Text(duckdb_prepare_error(statement));
        duckdb_destroy_prepare(ref statement);
        throw new DuckDbException(DuckDbErrors.TypeOf(message), message) { Sql = sql };
    }
}
