using Delta.Log;

namespace Spark.Embedded.Delta;

/// <summary>How data that is written meets the schema of the table: enforcement, and growth where it is allowed.</summary>
internal static class SchemaEvolution
{
    /// <summary>The schema after a write.</summary>
    /// <param name="table">The table's.</param>
    /// <param name="data">That of the rows.</param>
    /// <returns>The table's schema with the columns and fields that only the data has behind its own.</returns>
    /// <exception cref="Microsoft.Spark.AnalysisException">A column has another type (<c>DELTA_FAILED_TO_MERGE_FIELDS</c>).</exception>
    public static StructType Merge(StructType table, StructType data) => (StructType)MergeTypes(table, data, null)!;

    /// <summary>SQL of a value of the data's type in the table's: missing fields are null, others are put in their places.</summary>
    public static string Adapt(string value, DeltaType from, DeltaType to, int depth = 0)
    {
        if (SameShape(from, to))
            return value;
        var item = $"a{depth}";
        return (from, to) switch
        {
            (StructType source, StructType target) =>
                $"CASE WHEN {value} IS NULL THEN NULL ELSE struct_pack({Sql.List(target.Fields.Select(field =>
                $"{Sql.Name(field.Name)} := {(source.Find(field.Name) is { } given ? Adapt($"struct_extract({value}, {Sql.Text(given.Name)})", given.Type, field.Type, depth) : Null(field.Type))}"))}) END",
            (ArrayType source, ArrayType target) =>
                $"list_transform({value}, lambda {item}: {Adapt(item, source.ElementType, target.ElementType, depth + 1)})",
            (MapType source, MapType target) =>
                $"map_from_entries(list_transform(map_entries({value}), lambda {item}: struct_pack(k := {Adapt($"{item}.key", source.KeyType, target.KeyType, depth + 1)}, "
                    + $"v := {Adapt($"{item}.value", source.ValueType, target.ValueType, depth + 1)})))",
            _ => $"CAST({value} AS {DeltaSchemas.ToSpark(to).DuckDb})",
        };
    }

    /// <summary>A null of a type.</summary>
    public static string Null(DeltaType type) => $"CAST(NULL AS {DeltaSchemas.ToSpark(type).DuckDb})";

    /// <summary>A schema in which everything may be null, as tables that a DataFrame creates have.</summary>
    public static DeltaType AsNullable(DeltaType type) =>
        type switch
        {
            StructType structure => new StructType([
                .. structure.Fields.Select(field => field with { Nullable = true, Type = AsNullable(field.Type) }),
            ]),
            ArrayType array => new ArrayType(AsNullable(array.ElementType), true),
            MapType map => new MapType(AsNullable(map.KeyType), AsNullable(map.ValueType), true),
            _ => type,
        };

    private static DeltaType MergeTypes(DeltaType table, DeltaType data, string? path)
    {
        switch (table, data)
        {
            case (StructType target, StructType source):
                var fields = target
                    .Fields.Select(field =>
                        source.Find(field.Name) is { } given ? field with { Type = MergeTypes(field.Type, given.Type, field.Name) } : field
                    )
                    .ToList();
                fields.AddRange(
                    source
                        .Fields.Where(field => target.Find(field.Name) is null)
                        .Select(field => field with { Nullable = true, Type = AsNullable(field.Type) })
                );
                return new StructType(fields);
            case (ArrayType target, ArrayType source):
                return new ArrayType(MergeTypes(target.ElementType, source.ElementType, path), target.ContainsNull);
            case (MapType target, MapType source):
                return new MapType(
                    MergeTypes(target.KeyType, source.KeyType, path),
                    MergeTypes(target.ValueType, source.ValueType, path),
                    target.ValueContainsNull
                );
            case (_, PrimitiveType { Name: "void" }):
                return table;
            case (PrimitiveType { Name: "void" }, _):
                return data;
            case (PrimitiveType target, PrimitiveType source) when target.Equals(source):
                return table;
            case (PrimitiveType target, PrimitiveType source)
                when Bytes(target) is > 0 and <= 4 and var to && Bytes(source) is > 0 and <= 4 and var from && from <= to:
                return table; // The small integers are one type in Parquet; Delta lets the narrower into the wider.
            case (DecimalType target, DecimalType source):
                throw DeltaErrors.Analysis(
                    "DELTA_MERGE_INCOMPATIBLE_DECIMAL_TYPE",
                    $"Failed to merge decimal types with incompatible precision {target.Precision} and {source.Precision} & scale {target.Scale} and {source.Scale} (column {path}).",
                    "42806"
                );
            default:
                throw DeltaErrors.Analysis(
                    "DELTA_FAILED_TO_MERGE_FIELDS",
                    $"Failed to merge fields '{path}' and '{path}': the table has {table}, the data {data}.",
                    "22005"
                );
        }
    }

    private static int Bytes(PrimitiveType type) =>
        type.Name switch
        {
            "byte" => 1,
            "short" => 2,
            "integer" => 4,
            _ => 0,
        };

    private static bool SameShape(DeltaType from, DeltaType to) =>
        (from, to) switch
        {
            (StructType source, StructType target) => source.Fields.Count == target.Fields.Count
                && source
                    .Fields.Zip(target.Fields)
                    .All(pair => pair.First.Name == pair.Second.Name && SameShape(pair.First.Type, pair.Second.Type)),
            (ArrayType source, ArrayType target) => SameShape(source.ElementType, target.ElementType),
            (MapType source, MapType target) => SameShape(source.KeyType, target.KeyType) && SameShape(source.ValueType, target.ValueType),
            _ => from.Equals(to),
        };
}
