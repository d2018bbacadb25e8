using Spark.Embedded.Types;
using static Spark.Embedded.Run.DuckDbNative;

namespace Spark.Embedded.Run;

/// <summary>DuckDB's type objects for Spark's types.</summary>
internal static unsafe class DuckDbTypes
{
    /// <summary>Makes the type object; the caller destroys it.</summary>
    internal static nint Create(SparkType type)
    {
        switch (type)
        {
            case DecimalType number:
                return duckdb_create_decimal_type((byte)number.Precision, (byte)number.Scale);
            case ArrayType array:
                var element = Create(array.Element);
                var list = duckdb_create_list_type(element);
                duckdb_destroy_logical_type(ref element);
                return list;
            case MapType map:
                var (key, value) = (Create(map.Key), Create(map.Value));
                var result = duckdb_create_map_type(key, value);
                duckdb_destroy_logical_type(ref key);
                duckdb_destroy_logical_type(ref value);
                return result;
            case StructType { Fields.Count: > 0 } fields:
                var types = fields.Fields.Select(field => Create(field.Type)).ToArray();
                var names = fields
                    .Fields.Select(field => System.Runtime.InteropServices.Marshal.StringToCoTaskMemUTF8(field.Name))
                    .ToArray();
                try
                {
                    fixed (nint* typesPointer = types)
                    fixed (nint* namesPointer = names)
                        return duckdb_create_struct_type(typesPointer, namesPointer, (ulong)types.Length);
                }
                finally
                {
                    for (var i = 0; i < types.Length; i++)
                    {
                        duckdb_destroy_logical_type(ref types[i]);
                        System.Runtime.InteropServices.Marshal.FreeCoTaskMem(names[i]);
                    }
                }

            default:
                return duckdb_create_logical_type(Number(type.DuckDb));
        }
    }

    /// <summary><c>duckdb_type</c> of a type without parameters.</summary>
    private static int Number(string name) =>
        name switch
        {
            "BOOLEAN" => 1,
            "TINYINT" => 2,
            "SMALLINT" => 3,
            "INTEGER" => 4,
            "BIGINT" => 5,
            "FLOAT" => 10,
            "DOUBLE" => 11,
            "TIMESTAMP" => 12,
            "DATE" => 13,
            "TIME" => 14,
            "INTERVAL" => 15,
            "VARCHAR" or "JSON" => 17,
            "BLOB" => 18,
            "TIMESTAMPTZ" => 31,
            _ => throw new InvalidOperationException($"DuckDB's {name} has no type object here."),
        };
}
