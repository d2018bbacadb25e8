using System.Runtime.InteropServices;
using DuckDB.NET.Native;
using Spark.Connect.Columnar;
using Spark.Embedded.Plan;
using static Spark.Embedded.Run.DuckDbNative;

namespace Spark.Embedded.Run;

/// <summary>A connection: it runs one statement at a time. Not safe for threads, but for <see cref="Interrupt"/>.</summary>
internal sealed class DuckDbConnection(DuckDBNativeConnection handle) : IDisposable
{
    private readonly Lock _lock = new();
    private string? _timeZone;

    internal DuckDBNativeConnection Handle => handle;

    /// <summary>Sets the zone in which instants are shown and read.</summary>
    public void UseTimeZone(string zone)
    {
        zone = ZoneSql.ForDuckDb(zone);
        if (zone == _timeZone)
            return;
        Execute($"SET TimeZone = {Sql.Text(zone)}");
        _timeZone = zone;
    }

    /// <summary>Runs one or several statements to the end and tells how many rows the last one changed.</summary>
    public long Execute(string sql)
    {
        var state = NativeMethods.Query.DuckDBQuery(handle, sql, out var result);
        try
        {
            return state.IsSuccess() ? NativeMethods.Query.DuckDBRowsChanged(ref result) : throw DuckDbException.Of(ref result, sql);
        }
        finally
        {
            NativeMethods.Query.DuckDBDestroyResult(ref result);
        }
    }

    /// <summary>Checks a query and tells its columns without running it.</summary>
    public IReadOnlyList<ColumnField> Describe(string sql)
    {
        using var statement = Prepare(sql);
        duckdb_connection_get_arrow_options(handle, out var options);
        using (options)
        {
            return ArrowImport.Fields(
                options,
                duckdb_prepared_statement_column_count(statement),
                i => (NameOf(statement, i), duckdb_prepared_statement_column_logical_type(statement, i))
            );
        }
    }

    /// <summary>Starts a query. Rows come as they are made; the connection is busy until the result is disposed.</summary>
    public DuckDbResult Query(string sql)
    {
        using var statement = Prepare(sql);
        if (NativeMethods.PreparedStatements.DuckDBExecutePreparedStreaming(statement, out var result).IsSuccess())
            return new DuckDbResult(result, sql);
        var error = DuckDbException.Of(ref result, sql);
        NativeMethods.Query.DuckDBDestroyResult(ref result);
        throw error;
    }

    /// <summary>Stops the running statement, from any thread; it fails with <see cref="DuckDBErrorType.Interrupt"/>.</summary>
    public void Interrupt()
    {
        lock (_lock)
        {
            if (!handle.IsClosed)
                handle.Interrupt();
        }
    }

    public void Dispose()
    {
        lock (_lock)
            handle.Dispose();
    }

    private DuckDBPreparedStatement Prepare(string sql)
    {
        if (NativeMethods.PreparedStatements.DuckDBPrepare(handle, sql, out var statement).IsSuccess())
            return statement;
        using (statement)
        {
            var message = NativeMethods.PreparedStatements.DuckDBPrepareError(statement);
            throw new DuckDbException(DuckDbErrors.TypeOf(message), message) { Sql = sql };
        }
    }

    private static string NameOf(DuckDBPreparedStatement statement, ulong column)
    {
        var name = duckdb_prepared_statement_column_name(statement, column);
        try
        {
            return Marshal.PtrToStringUTF8(name) ?? "";
        }
        finally
        {
            NativeMethods.Helpers.DuckDBFree(name);
        }
    }
}
