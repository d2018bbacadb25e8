using Spark.Embedded.Errors;
using Spark.Embedded.Run;
using Spark.Embedded.Types;

namespace Spark.Embedded.Sources.Csv;

/// <summary>Writes a CSV value into a column of its type; false when the value is none of the type.</summary>
internal delegate bool CsvValueWriter(ReadOnlySpan<byte> value, NativeVector vector, int row);

/// <summary>The conversions of CSV values to Spark's types.</summary>
internal static class CsvConverter
{
    public static CsvValueWriter For(StructField field, CsvOptions options, TimeZoneInfo zone)
    {
        var type = field.Type;
        switch (type)
        {
            case StringType or AtomicType { DuckDb: "BLOB" }:
                return static (value, vector, row) =>
                {
                    vector.SetBytes(row, value);
                    return true;
                };
            case IntegralType { Bytes: 8 }:
                return static (value, vector, row) =>
                {
                    if (!TextValueParser.TryLong(value, out var number))
                        return false;
                    vector.Set(row, number);
                    return true;
                };
            case IntegralType { Bytes: 4 }:
                return static (value, vector, row) =>
                {
                    if (!TextValueParser.TryLong(value, out var number) || number != (int)number)
                        return false;
                    vector.Set(row, (int)number);
                    return true;
                };
            case IntegralType { Bytes: 2 }:
                return static (value, vector, row) =>
                {
                    if (!TextValueParser.TryLong(value, out var number) || number != (short)number)
                        return false;
                    vector.Set(row, (short)number);
                    return true;
                };
            case IntegralType:
                return static (value, vector, row) =>
                {
                    if (!TextValueParser.TryLong(value, out var number) || number != (sbyte)number)
                        return false;
                    vector.Set(row, (sbyte)number);
                    return true;
                };
            case FractionalType:
                var single = type == SparkType.Float;
                return (value, vector, row) =>
                {
                    double number;
                    if (value.SequenceEqual(options.NanValue))
                        number = double.NaN;
                    else if (value.SequenceEqual(options.NegativeInf))
                        number = double.NegativeInfinity;
                    else if (value.SequenceEqual(options.PositiveInf))
                        number = double.PositiveInfinity;
                    else if (!TextValueParser.TryDouble(value, out number))
                        return false;
                    if (single)
                        vector.Set(row, double.IsFinite(number) ? FloatOf(value, number) : (float)number);
                    else
                        vector.Set(row, number);
                    return true;
                };
            case DecimalType { Precision: var precision, Scale: var scale }:
                return (value, vector, row) =>
                {
                    if (!TextValueParser.TryShortDecimal(value, precision, scale, out var unscaled))
                    {
                        if (!TextValueParser.TryDecimal(value, precision, scale, ignoreCommas: true, out var wide))
                            return false;
                        vector.SetUnscaled(row, wide, precision);
                        return true;
                    }

                    vector.SetUnscaled(row, unscaled, precision);
                    return true;
                };
            case TimeType:
                return static (value, vector, row) =>
                {
                    if (!DateTimeText.TryTime(value, out var micros))
                        return false;
                    vector.Set(row, micros);
                    return true;
                };
        }

        if (type == SparkType.Boolean)
        {
            return static (value, vector, row) =>
            {
                if (!TextValueParser.TryBoolean(value, out var flag))
                    return false;
                vector.Set(row, flag ? (byte)1 : (byte)0);
                return true;
            };
        }

        if (type == SparkType.Date)
        {
            var pattern = options.DateFormat is null ? null : TimePattern.Parse(options.DateFormat);
            return (value, vector, row) =>
            {
                int days;
                if (pattern is null ? !DateTimeText.TryDate(value, out days) : !pattern.TryDate(value, out days))
                    return false;
                vector.Set(row, days);
                return true;
            };
        }

        if (type == SparkType.Timestamp)
        {
            var pattern = options.TimestampFormat is null ? null : TimePattern.Parse(options.TimestampFormat);
            return (value, vector, row) =>
            {
                long micros;
                if (pattern is null ? !DateTimeText.TryTimestamp(value, zone, out micros) : !pattern.TryTimestamp(value, zone, out micros))
                    return false;
                vector.Set(row, micros);
                return true;
            };
        }

        if (type == SparkType.TimestampNtz)
        {
            var pattern = options.TimestampNtzFormat is null ? null : TimePattern.Parse(options.TimestampNtzFormat);
            return (value, vector, row) =>
            {
                long micros;
                if (pattern is null ? !DateTimeText.TryTimestampNtz(value, true, out micros) : !pattern.TryTimestampNtz(value, out micros))
                    return false;
                vector.Set(row, micros);
                return true;
            };
        }

        throw SparkErrors.Analysis(
            "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE",
            ("columnName", SparkErrors.Identifier(field.Name)),
            ("columnType", TypeText.Quoted(type)),
            ("format", "CSV")
        );
    }

    /// <summary>The float nearest to the text, which is not always the one nearest to the double.</summary>
    private static float FloatOf(ReadOnlySpan<byte> value, double number) =>
        float.TryParse(value, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var exact)
            ? exact
            : (float)number;
}
