using System.Runtime.InteropServices;

namespace Spark.Embedded.Run;

/// <summary>The part of DuckDB's C API that defines scalar functions and reads and fills their vectors.</summary>
internal static unsafe partial class DuckDbNative
{
    [LibraryImport(Library)]
    internal static partial nint duckdb_create_logical_type(int type);

    [LibraryImport(Library)]
    internal static partial nint duckdb_create_decimal_type(byte width, byte scale);

    [LibraryImport(Library)]
    internal static partial nint duckdb_create_list_type(nint element);

    [LibraryImport(Library)]
    internal static partial nint duckdb_create_map_type(nint key, nint value);

    [LibraryImport(Library)]
    internal static partial nint duckdb_create_struct_type(nint* types, nint* names, ulong count);

    [LibraryImport(Library)]
    internal static partial nint duckdb_create_scalar_function();

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_scalar_function(ref nint function);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void duckdb_scalar_function_set_name(nint function, string name);

    [LibraryImport(Library)]
    internal static partial void duckdb_scalar_function_set_varargs(nint function, nint type);

    [LibraryImport(Library)]
    internal static partial void duckdb_scalar_function_set_special_handling(nint function);

    [LibraryImport(Library)]
    internal static partial void duckdb_scalar_function_set_volatile(nint function);

    [LibraryImport(Library)]
    internal static partial void duckdb_scalar_function_add_parameter(nint function, nint type);

    [LibraryImport(Library)]
    internal static partial void duckdb_scalar_function_set_return_type(nint function, nint type);

    [LibraryImport(Library)]
    internal static partial void duckdb_scalar_function_set_extra_info(
        nint function,
        nint info,
        delegate* unmanaged[Cdecl]<nint, void> destroy
    );

    [LibraryImport(Library)]
    internal static partial nint duckdb_scalar_function_get_extra_info(nint info);

    [LibraryImport(Library)]
    internal static partial void duckdb_scalar_function_set_function(
        nint function,
        delegate* unmanaged[Cdecl]<nint, nint, nint, void> body
    );

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void duckdb_scalar_function_set_error(nint info, string error);

    [LibraryImport(Library)]
    internal static partial int duckdb_register_scalar_function(nint connection, nint function);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_data_chunk_get_column_count(nint chunk);

    [LibraryImport(Library)]
    internal static partial nint duckdb_data_chunk_get_vector(nint chunk, ulong column);

    [LibraryImport(Library)]
    internal static partial void* duckdb_vector_get_data(nint vector);

    [LibraryImport(Library)]
    internal static partial ulong* duckdb_vector_get_validity(nint vector);

    [LibraryImport(Library)]
    internal static partial void duckdb_vector_ensure_validity_writable(nint vector);

    /// <summary>Copies text into the vector; it must be UTF-8 when the vector is VARCHAR.</summary>
    [LibraryImport(Library), SuppressGCTransition]
    internal static partial void duckdb_unsafe_vector_assign_string_element_len(nint vector, ulong row, byte* text, ulong length);

    [LibraryImport(Library)]
    internal static partial nint duckdb_list_vector_get_child(nint vector);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_list_vector_get_size(nint vector);

    [LibraryImport(Library)]
    internal static partial int duckdb_list_vector_set_size(nint vector, ulong size);

    [LibraryImport(Library)]
    internal static partial int duckdb_list_vector_reserve(nint vector, ulong capacity);

    [LibraryImport(Library)]
    internal static partial nint duckdb_struct_vector_get_child(nint vector, ulong field);
}
