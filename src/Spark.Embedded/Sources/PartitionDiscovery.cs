using System.Globalization;
using System.Numerics;
using System.Text;
using Spark.Embedded.Errors;
using Spark.Embedded.Types;

namespace Spark.Embedded.Sources;

/// <summary>The types of partition columns, found from the names of folders.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-data-sources-parquet.html#partition-discovery</remarks>
internal static class PartitionDiscovery
{
    /// <summary>The folder name of a null.</summary>
    public const string HiveNull = "__HIVE_DEFAULT_PARTITION__";

    /// <summary>The partition columns with their types: the user's where the user gave a schema.</summary>
    public static IReadOnlyList<StructField> Columns(FileListing listing, StructType? schema, ISourceContext context)
    {
        var infer = context.Config("spark.sql.sources.partitionColumnTypeInference.enabled") != "false";
        var fields = new List<StructField>();
        for (var i = 0; i < listing.PartitionColumns.Count; i++)
        {
            var name = listing.PartitionColumns[i];
            var given = schema?.Fields.FirstOrDefault(field => context.Names.Equals(field.Name, name));
            var type =
                given?.Type ?? (infer ? Common([.. listing.Files.Select(file => TypeOf(file.PartitionValues[i]))]) : SparkType.String);
            fields.Add(new StructField(given?.Name ?? name, type));
        }

        return fields;
    }

    /// <summary>A partition value in its type, as <see cref="Plan.Literal"/> holds values.</summary>
    public static object? Value(string? text, SparkType type, string timeZone)
    {
        if (text is null)
            return null;
        var bytes = Encoding.UTF8.GetBytes(text);
        object? value = type switch
        {
            StringType => text,
            IntegralType { Bytes: 8 } when TextValueParser.TryLong(bytes, out var number) => number,
            IntegralType { Bytes: 4 } when TextValueParser.TryLong(bytes, out var number) && number == (int)number => (int)number,
            IntegralType { Bytes: 2 } when TextValueParser.TryLong(bytes, out var number) && number == (short)number => (short)number,
            IntegralType { Bytes: 1 } when TextValueParser.TryLong(bytes, out var number) && number == (sbyte)number => (sbyte)number,
            FractionalType when TextValueParser.TryDouble(bytes, out var number) => type == SparkType.Float ? (float)number : number,
            DecimalType d when TextValueParser.TryDecimal(bytes, d.Precision, d.Scale, false, out var number) => (BigInteger)number,
            _ when type == SparkType.Boolean && TextValueParser.TryBoolean(bytes, out var flag) => flag,
            _ when type == SparkType.Date && DateTimeText.TryDate(bytes, out var days) => days,
            _ when type == SparkType.Timestamp && DateTimeText.TryTimestamp(bytes, Zones.Find(timeZone), out var micros) => micros,
            _ when type == SparkType.TimestampNtz && DateTimeText.TryTimestampNtz(bytes, false, out var micros) => micros,
            _ when type == SparkType.Binary => bytes,
            _ => null,
        };
        return value
            ?? throw SparkErrors.Runtime(
                "CAST_INVALID_INPUT",
                [("expression", $"'{text}'"), ("sourceType", "\"STRING\""), ("targetType", TypeText.Quoted(type))]
            );
    }

    private static SparkType TypeOf(string? text)
    {
        if (text is null)
            return SparkType.Null;
        var bytes = Encoding.UTF8.GetBytes(text);
        if (TextValueParser.TryLong(bytes, out var number))
            return number == (int)number ? SparkType.Integer : SparkType.Long;
        if (TextValueParser.TryDecimalShape(bytes, out var precision, out var scale) && scale == 0 && precision <= DecimalType.MaxPrecision)
            return new DecimalType(precision, 0);
        if (bytes.Length > 0 && char.IsAsciiDigit((char)bytes[^1]) && TextValueParser.TryDouble(bytes, out _))
            return SparkType.Double;
        if (TimePattern.Parse("yyyy-MM-dd HH:mm:ss[.S]").TryTimestampNtz(bytes, out _))
            return SparkType.Timestamp;
        return TimePattern.Parse("yyyy-MM-dd").TryDate(bytes, out _) ? SparkType.Date : SparkType.String;
    }

    /// <summary>The narrowest type that holds all values.</summary>
    private static SparkType Common(IReadOnlyList<SparkType> types)
    {
        var common = SparkType.Null;
        foreach (var type in types.Distinct())
        {
            common = (common, type) switch
            {
                (NullType, _) => type,
                (_, NullType) => common,
                _ when common == type => type,
                (IntegralType a, IntegralType b) => a.Bytes > b.Bytes ? a : b,
                (IntegralType or DecimalType, IntegralType or DecimalType) => new DecimalType(Math.Max(Digits(common), Digits(type)), 0),
                (FractionalType, IntegralType or DecimalType) or (IntegralType or DecimalType, FractionalType) => SparkType.Double,
                _ when (common, type) is var pair
                        && (pair == (SparkType.Date, SparkType.Timestamp) || pair == (SparkType.Timestamp, SparkType.Date)) =>
                    SparkType.Timestamp,
                _ => SparkType.String,
            };
        }

        return common is NullType ? SparkType.String : common;

        static int Digits(SparkType type) => type is DecimalType d ? d.Precision : 20;
    }

    /// <summary>A partition value as the name of a folder tells it.</summary>
    public static string FolderName(string column, string? value)
    {
        return $"{Escape(column)}={(string.IsNullOrEmpty(value) ? HiveNull : Escape(value))}";

        static string Escape(string text)
        {
            var result = new StringBuilder(text.Length);
            foreach (var c in text)
            {
                if (c < ' ' || "\"#%'*/:=?\\\u007F{[]^".Contains(c))
                    result.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
                else
                    result.Append(c);
            }

            return result.ToString();
        }
    }
}
