using System.Globalization;
using System.Numerics;
using System.Text;
using Spark.Embedded.Types;

namespace Spark.Embedded.Plan;

/// <summary>Names and constants in DuckDB SQL.</summary>
public static class SqlText
{
    /// <summary>A string constant.</summary>
    public static string String(string text) =>
        text.Contains('\0', StringComparison.Ordinal)
            ? $"({string.Join(" || chr(0) || ", text.Split('\0').Select(Quoted))})"
            : Quoted(text);

    /// <summary>A name.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A constant in the DuckDB type of its Spark type.</summary>
    public static string Constant(Literal literal) => Constant(literal.Value, literal.Type);

    private static string Constant(object? value, SparkType type)
    {
        if (value is null)
            return type == SparkType.Null ? "NULL" : $"CAST(NULL AS {type.DuckDb})";
        switch (type)
        {
            case IntegralType { Bytes: 4 }:
                var whole = Convert.ToInt32(value, CultureInfo.InvariantCulture);
                return whole >= 0 ? Number(whole)
                    : whole == int.MinValue ? $"CAST({Number(whole)} AS INTEGER)"
                    : $"({Number(whole)})";
            case IntegralType:
                return $"CAST({Number(Convert.ToInt64(value, CultureInfo.InvariantCulture))} AS {type.DuckDb})";
            case DecimalType d:
                return $"CAST('{ValueText.Decimal(ValueText.Unscaled(value, d.Scale), d.Scale)}' AS {d.DuckDb})";
            case FractionalType:
                return type == SparkType.Float
                    ? $"CAST('{((float)value).ToString("R", CultureInfo.InvariantCulture)}' AS FLOAT)"
                    : $"CAST('{((double)value).ToString("R", CultureInfo.InvariantCulture)}' AS DOUBLE)";
            case StringType:
                return String((string)value);
            case YearMonthIntervalType:
                return $"CAST({Number((int)value)} AS INTEGER)";
            case DayTimeIntervalType:
                return $"CAST({Number((long)value)} AS BIGINT)";
            case TimeType:
                return $"CAST('{ValueText.Time((long)value)}' AS TIME)";
            case ArrayType array:
                return $"CAST([{string.Join(", ", ((object?[])value).Select(element => Constant(element, array.Element)))}] AS {type.DuckDb})";
            case MapType map:
                return Map((KeyValuePair<object, object?>[])value, map);
            case StructType structure:
                return Struct((object?[])value, structure);
        }

        if (type == SparkType.Boolean)
            return (bool)value ? "true" : "false";
        if (type == SparkType.Binary)
            return Blob((byte[])value);
        if (type == SparkType.Date)
            return $"(DATE '1970-01-01' + CAST({Number((int)value)} AS INTEGER))";
        if (type == SparkType.Timestamp)
            return $"make_timestamptz(CAST({Number((long)value)} AS BIGINT))";
        if (type == SparkType.TimestampNtz)
            return $"make_timestamp(CAST({Number((long)value)} AS BIGINT))";
        if (type == SparkType.CalendarInterval && value is CalendarIntervalValue interval)
            return $"(to_months({Number(interval.Months)}) + to_days({Number(interval.Days)}) + to_microseconds({Number(interval.Microseconds)}))";
        throw Errors.SparkErrors.Unsupported($"a constant of type {type.Name}");
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Map(KeyValuePair<object, object?>[] entries, MapType map) =>
        $"CAST(map([{string.Join(", ", entries.Select(entry => Constant(entry.Key, map.Key)))}], [{string.Join(", ", entries.Select(entry => Constant(entry.Value, map.Value)))}]) AS {map.DuckDb})";

    private static string Struct(object?[] values, StructType structure) =>
        $"{{{string.Join(", ", values.Select((value, i) => $"{String(structure.Fields[i].Name)}: {Constant(value, structure.Fields[i].Type)}"))}}}";

    private static string Blob(byte[] bytes)
    {
        var text = new StringBuilder("'", bytes.Length * 4 + 8);
        foreach (var b in bytes)
            text.Append("\\x").Append(b.ToString("X2", CultureInfo.InvariantCulture));
        return text.Append("'::BLOB").ToString();
    }

    private static string Number(BigInteger value) => value.ToString(CultureInfo.InvariantCulture);
}
