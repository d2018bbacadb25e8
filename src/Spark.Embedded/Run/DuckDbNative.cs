using System.Runtime.InteropServices;

namespace Spark.Embedded.Run;

/// <summary>DuckDB's C API, as far as the engine calls it.</summary>
/// <remarks>https://duckdb.org/docs/stable/clients/c/api; the result structs are passed by value as the header has them.</remarks>
internal static unsafe partial class DuckDbNative
{
    private const string Library = "duckdb";

    static DuckDbNative() => NativeLibrary.SetDllImportResolver(typeof(DuckDbNative).Assembly, DuckDbLibrary.Resolve);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int duckdb_open_ext(string? path, out nint database, nint config, out nint error);

    [LibraryImport(Library)]
    internal static partial void duckdb_close(ref nint database);

    [LibraryImport(Library)]
    internal static partial int duckdb_connect(nint database, out nint connection);

    [LibraryImport(Library)]
    internal static partial void duckdb_disconnect(ref nint connection);

    [LibraryImport(Library)]
    internal static partial void duckdb_interrupt(nint connection);

    [LibraryImport(Library)]
    internal static partial QueryProgress duckdb_query_progress(nint connection);

    [LibraryImport(Library)]
    internal static partial nint duckdb_library_version();

    [LibraryImport(Library)]
    internal static partial int duckdb_create_config(out nint config);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int duckdb_set_config(nint config, string name, string option);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_config(ref nint config);

    [LibraryImport(Library)]
    internal static partial void duckdb_free(nint memory);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int duckdb_query(nint connection, string sql, out Result result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int duckdb_prepare(nint connection, string sql, out nint statement);

    [LibraryImport(Library)]
    internal static partial nint duckdb_prepare_error(nint statement);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_prepare(ref nint statement);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_prepared_statement_column_count(nint statement);

    [LibraryImport(Library)]
    internal static partial nint duckdb_prepared_statement_column_name(nint statement, ulong column);

    [LibraryImport(Library)]
    internal static partial nint duckdb_prepared_statement_column_logical_type(nint statement, ulong column);

    [LibraryImport(Library)]
    internal static partial int duckdb_pending_prepared_streaming(nint statement, out nint pending);

    [LibraryImport(Library)]
    internal static partial nint duckdb_pending_error(nint pending);

    [LibraryImport(Library)]
    internal static partial int duckdb_execute_pending(nint pending, out Result result);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_pending(ref nint pending);

    [LibraryImport(Library)]
    internal static partial nint duckdb_result_error(ref Result result);

    [LibraryImport(Library)]
    internal static partial int duckdb_result_error_type(ref Result result);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_rows_changed(ref Result result);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_result(ref Result result);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_column_count(ref Result result);

    [LibraryImport(Library)]
    internal static partial nint duckdb_column_name(ref Result result, ulong column);

    [LibraryImport(Library)]
    internal static partial nint duckdb_column_logical_type(ref Result result, ulong column);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_logical_type(ref nint type);

    [LibraryImport(Library)]
    internal static partial nint duckdb_fetch_chunk(Result result);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_data_chunk(ref nint chunk);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_data_chunk_get_size(nint chunk);

    [LibraryImport(Library)]
    internal static partial nint duckdb_result_get_arrow_options(ref Result result);

    [LibraryImport(Library)]
    internal static partial void duckdb_connection_get_arrow_options(nint connection, out nint options);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_arrow_options(ref nint options);

    [LibraryImport(Library)]
    internal static partial nint duckdb_to_arrow_schema(nint options, nint* types, nint* names, ulong count, ArrowSchema* schema);

    [LibraryImport(Library)]
    internal static partial nint duckdb_data_chunk_to_arrow(nint options, nint chunk, ArrowArray* array);

    [LibraryImport(Library)]
    internal static partial nint duckdb_schema_from_arrow(nint connection, ArrowSchema* schema, out nint converted);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_arrow_converted_schema(ref nint converted);

    [LibraryImport(Library)]
    internal static partial nint duckdb_data_chunk_from_arrow(nint connection, ArrowArray* array, nint converted, out nint chunk);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int duckdb_appender_create_ext(
        nint connection,
        string? catalog,
        string? schema,
        string table,
        out nint appender
    );

    [LibraryImport(Library)]
    internal static partial int duckdb_append_data_chunk(nint appender, nint chunk);

    [LibraryImport(Library)]
    internal static partial nint duckdb_appender_error_data(nint appender);

    [LibraryImport(Library)]
    internal static partial int duckdb_appender_close(nint appender);

    [LibraryImport(Library)]
    internal static partial int duckdb_appender_destroy(ref nint appender);

    [LibraryImport(Library)]
    internal static partial int duckdb_error_data_error_type(nint error);

    [LibraryImport(Library)]
    internal static partial nint duckdb_error_data_message(nint error);

    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool duckdb_error_data_has_error(nint error);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_error_data(ref nint error);

    /// <summary><c>duckdb_result</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Result
    {
        private readonly ulong _columnCount;
        private readonly ulong _rowCount;
        private readonly ulong _rowsChanged;
        private readonly nint _columns;
        private readonly nint _errorMessage;
        private readonly nint _internalData;
    }

    /// <summary><c>duckdb_query_progress_type</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct QueryProgress
    {
        public double Percentage;
        public ulong RowsProcessed;
        public ulong TotalRows;
    }

    internal static string Text(nint utf8) => Marshal.PtrToStringUTF8(utf8) ?? "";
}
