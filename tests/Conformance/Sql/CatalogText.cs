using Spark.Connect;

namespace Conformance.Tests.Sql;

/// <summary>Types as Spark's <c>catalogString</c> prints them.</summary>
internal static class CatalogText
{
    private static readonly string[] YearMonth = ["year", "month"];
    private static readonly string[] DayTime = ["day", "hour", "minute", "second"];

    public static string Of(DataType type) =>
        type.KindCase switch
        {
            DataType.KindOneofCase.Null => "void",
            DataType.KindOneofCase.Boolean => "boolean",
            DataType.KindOneofCase.Byte => "tinyint",
            DataType.KindOneofCase.Short => "smallint",
            DataType.KindOneofCase.Integer => "int",
            DataType.KindOneofCase.Long => "bigint",
            DataType.KindOneofCase.Float => "float",
            DataType.KindOneofCase.Double => "double",
            DataType.KindOneofCase.Decimal => $"decimal({type.Decimal.Precision},{type.Decimal.Scale})",
            DataType.KindOneofCase.String => type.String.Collation is "" or "UTF8_BINARY"
                ? "string"
                : $"string collate {type.String.Collation}",
            DataType.KindOneofCase.Char => $"char({type.Char.Length})",
            DataType.KindOneofCase.VarChar => $"varchar({type.VarChar.Length})",
            DataType.KindOneofCase.Binary => "binary",
            DataType.KindOneofCase.Date => "date",
            DataType.KindOneofCase.Time => $"time({type.Time.Precision})",
            DataType.KindOneofCase.Timestamp => "timestamp",
            DataType.KindOneofCase.TimestampNtz => "timestamp_ntz",
            DataType.KindOneofCase.CalendarInterval => "interval",
            DataType.KindOneofCase.YearMonthInterval => Interval(
                YearMonth,
                type.YearMonthInterval.StartField,
                type.YearMonthInterval.EndField
            ),
            DataType.KindOneofCase.DayTimeInterval => Interval(DayTime, type.DayTimeInterval.StartField, type.DayTimeInterval.EndField),
            DataType.KindOneofCase.Array => $"array<{Of(type.Array.ElementType)}>",
            DataType.KindOneofCase.Map => $"map<{Of(type.Map.KeyType)},{Of(type.Map.ValueType)}>",
            DataType.KindOneofCase.Struct =>
                $"struct<{string.Join(',', type.Struct.Fields.Select(field => $"{field.Name}:{Of(field.DataType)}"))}>",
            DataType.KindOneofCase.Variant => "variant",
            _ => type.KindCase.ToString().ToLowerInvariant(),
        };

    private static string Interval(string[] names, int from, int to) =>
        from == to ? $"interval {names[from]}" : $"interval {names[from]} to {names[to]}";
}
