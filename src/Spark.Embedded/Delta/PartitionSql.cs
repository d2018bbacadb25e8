using Delta.Log;

namespace Spark.Embedded.Delta;

/// <summary>Partition values between their text in the log and DuckDB's types.</summary>
/// <remarks>https://github.com/delta-io/delta/blob/master/PROTOCOL.md#partition-value-serialization</remarks>
internal static class PartitionSql
{
    /// <summary>The folder of null values, which a text of these letters cannot be told from.</summary>
    public const string NullFolder = "__HIVE_DEFAULT_PARTITION__";

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
            // Years of five digits have a sign in Java, which DuckDB does not read.
            PrimitiveType { Name: "date" or "timestamp" or "timestamp_ntz" } =>
                $"CAST(ltrim({value}, '+') AS {DeltaSchemas.PhysicalDuckDb(type)})",
            _ => $"CAST({value} AS {DeltaSchemas.PhysicalDuckDb(type)})",
        };
    }

    /// <summary>SQL of a value whose text is that of the log, as Spark writes it, instants adjusted to UTC.</summary>
    /// <param name="value">SQL of the value.</param>
    public static string Format(string value, DeltaType type) =>
        type switch
        {
            PrimitiveType { Name: "string" } => $"nullif(nullif({value}, ''), '{NullFolder}')",
            PrimitiveType { Name: "binary" } => $"nullif(decode({value}), '')",
            PrimitiveType { Name: "float" or "double" } =>
                $"CASE WHEN isnan({value}) THEN 'NaN' WHEN isinf({value}) THEN if({value} > 0, 'Infinity', '-Infinity') ELSE CAST({value} AS VARCHAR) END",
            PrimitiveType { Name: "date" } => Date($"CAST({value} AS DATE)"),
            PrimitiveType { Name: "timestamp" } => Time($"(CAST({value} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')", "T%H:%M:%S.%fZ"),
            PrimitiveType { Name: "timestamp_ntz" } => Time($"CAST({value} AS TIMESTAMP)", " %H:%M:%S.%f"),
            // DuckDB leaves out the zero before the point.
            DecimalType => $"regexp_replace(CAST({value} AS VARCHAR), '^(-?)\\.', '\\10.')",
            _ => value, // DuckDB's own text of whole numbers and booleans is that of the protocol.
        };

    private static string Time(string value, string format) => $"{Date(value)} || strftime({value}, '{format}')";

    /// <summary>Years of more or less than four digits, and those before the year 0, have a sign.</summary>
    private static string Date(string value) =>
        $"CASE WHEN year({value}) > 9999 THEN '+' WHEN year({value}) < 0 THEN '-' ELSE '' END || printf('%04d', abs(year({value}))) || strftime({value}, '-%m-%d')";
}
