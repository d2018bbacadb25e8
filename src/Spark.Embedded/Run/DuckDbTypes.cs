using DuckDB.NET.Native;
using Spark.Embedded.Types;
using static Spark.Embedded.Run.DuckDbNative;

namespace Spark.Embedded.Run;

/// <summary>DuckDB's type objects for Spark's types.</summary>
internal static unsafe class DuckDbTypes
{
    /// <summary>Makes the type object; the caller destroys it.</summary>
    internal static DuckDBLogicalType Create(SparkType type)
    {
        switch (type)
        {
            case DecimalType number:
                return NativeMethods.LogicalType.DuckDBCreateDecimalType((byte)number.Precision, (byte)number.Scale);
            case ArrayType array:
                using (var element = Create(array.Element))
                    return NativeMethods.LogicalType.DuckDBCreateListType(element);
            case MapType map:
                using (var key = Create(map.Key))
                using (var value = Create(map.Value))
                    return duckdb_create_map_type(key, value);
            case StructType { Fields.Count: > 0 } fields:
                using (var columns = new DuckDbColumns(fields.Fields.Select(field => (field.Name, Create(field.Type)))))
                    return duckdb_create_struct_type(columns.Types, columns.Names, columns.Count);
            default:
                return NativeMethods.LogicalType.DuckDBCreateLogicalType(Simple(type.DuckDb));
        }
    }

    private static DuckDBType Simple(string name) =>
        name switch
        {
            "BOOLEAN" => DuckDBType.Boolean,
            "TINYINT" => DuckDBType.TinyInt,
            "SMALLINT" => DuckDBType.SmallInt,
            "INTEGER" => DuckDBType.Integer,
            "BIGINT" => DuckDBType.BigInt,
            "FLOAT" => DuckDBType.Float,
            "DOUBLE" => DuckDBType.Double,
            "TIMESTAMP" => DuckDBType.Timestamp,
            "DATE" => DuckDBType.Date,
            "TIME" => DuckDBType.Time,
            "INTERVAL" => DuckDBType.Interval,
            "VARCHAR" or "JSON" => DuckDBType.Varchar,
            "BLOB" => DuckDBType.Blob,
            "TIMESTAMPTZ" => DuckDBType.TimestampTz,
            _ => throw new InvalidOperationException($"DuckDB's {name} has no type object here."),
        };
}
