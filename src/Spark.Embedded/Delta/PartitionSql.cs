using Delta.Log;

namespace Spark.Embedded.Delta;

/// <summary>Partition values between their text in the log and DuckDB's types.</summary>
/// <remarks>https://github.com/delta-io/delta/blob/master/PROTOCOL.md#partition-value-serialization</remarks>
internal static class PartitionSql
{
    /// <summary>SQL that reads a serialised value; the empty text is null for every type.</summary>
    /// <param name="text">SQL of the text.</param>
    public static string Parse(string text, DeltaType type)
    {
        var value = $"nullif({text}, '')";
        return type switch
        {
            PrimitiveType { Name: "string" } => value,
            PrimitiveType { Name: "binary" } => $"encode({value})",
            PrimitiveType { Name: "void" } => "NULL",
            _ => $"CAST({value} AS {DeltaSchemas.PhysicalDuckDb(type)})",
        };
    }

    /// <summary>SQL of a value whose text is that of the log, instants adjusted to UTC.</summary>
    /// <param name="value">SQL of the value.</param>
    public static string Format(string value, DeltaType type) =>
        type switch
        {
            PrimitiveType { Name: "string" } => $"nullif({value}, '')",
            PrimitiveType { Name: "binary" } => $"nullif(decode({value}), '')",
            PrimitiveType { Name: "timestamp" } => $"strftime(CAST({value} AS TIMESTAMPTZ) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')",
            PrimitiveType { Name: "timestamp_ntz" } => $"strftime({value}, '%Y-%m-%d %H:%M:%S.%f')",
            _ => value, // DuckDB's own text of numbers, dates and booleans is that of the protocol.
        };
}
