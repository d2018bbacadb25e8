using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace Spark.Embedded.Run;

/// <summary>
/// The calls of DuckDB's C API that <see cref="NativeMethods"/> does not declare: types of maps and structs, the columns of a statement before it
/// runs, Arrow data on its way in, and table functions that several threads read.
/// </summary>
/// <remarks>https://duckdb.org/docs/stable/clients/c/api</remarks>
internal static unsafe partial class DuckDbNative
{
    private const string Library = "duckdb";

    [LibraryImport(Library)]
    internal static partial DuckDBLogicalType duckdb_create_map_type(DuckDBLogicalType key, DuckDBLogicalType value);

    [LibraryImport(Library)]
    internal static partial DuckDBLogicalType duckdb_create_struct_type(nint* types, nint* names, ulong count);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_prepared_statement_column_count(DuckDBPreparedStatement statement);

    /// <summary>The caller frees the name.</summary>
    [LibraryImport(Library)]
    internal static partial nint duckdb_prepared_statement_column_name(DuckDBPreparedStatement statement, ulong column);

    [LibraryImport(Library)]
    internal static partial DuckDBLogicalType duckdb_prepared_statement_column_logical_type(
        DuckDBPreparedStatement statement,
        ulong column
    );

    [LibraryImport(Library)]
    internal static partial void duckdb_connection_get_arrow_options(DuckDBNativeConnection connection, out DuckDBArrowOptions options);

    [LibraryImport(Library)]
    internal static partial DuckDBErrorData duckdb_schema_from_arrow(
        DuckDBNativeConnection connection,
        ArrowSchema* schema,
        out nint converted
    );

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_arrow_converted_schema(ref nint converted);

    [LibraryImport(Library)]
    internal static partial DuckDBErrorData duckdb_data_chunk_from_arrow(
        DuckDBNativeConnection connection,
        ArrowArray* array,
        nint converted,
        out DuckDBDataChunk chunk
    );

    [LibraryImport(Library)]
    internal static partial void duckdb_table_function_set_local_init(nint function, delegate* unmanaged[Cdecl]<nint, void> init);

    [LibraryImport(Library)]
    internal static partial void duckdb_init_set_max_threads(nint info, ulong threads);

    [LibraryImport(Library)]
    internal static partial nint duckdb_function_get_local_init_data(nint info);
}
