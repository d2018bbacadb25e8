namespace Spark.Embedded.Types;

/// <summary>What may be done with the values of a type.</summary>
internal static class TypeTraits
{
    /// <summary>Whether values can be compared: anything but maps, variants and calendar intervals, or what holds them.</summary>
    public static bool IsOrderable(this SparkType type) =>
        type switch
        {
            MapType => false,
            ArrayType array => array.Element.IsOrderable(),
            StructType s => s.Fields.All(f => f.Type.IsOrderable()),
            _ => type != SparkType.Variant && type != SparkType.CalendarInterval,
        };

    /// <summary>Whether a null may stand inside a value. DuckDB orders such values with nulls last, Spark with nulls first.</summary>
    public static bool HoldsNulls(this SparkType type) =>
        type switch
        {
            ArrayType array => array.ContainsNull || array.Element.HoldsNulls(),
            MapType map => map.ValueContainsNull || map.Value.HoldsNulls(),
            StructType s => s.Fields.Any(f => f.Nullable || f.Type.HoldsNulls()),
            _ => false,
        };
}
