using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Spark.Embedded.Errors;
using Spark.Embedded.Functions;
using Spark.Embedded.Functions.Operators;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Lower;

/// <summary>Casts that DuckDB does not do as Spark does.</summary>
internal static class CastNatives
{
    public static readonly NativeFunction DoubleText = new(
        "spark_double_text",
        [SparkType.Double],
        SparkType.String,
        (a, r) => r.Set(ValueText.Double(a.Double(0)))
    );

    public static readonly NativeFunction FloatText = new(
        "spark_float_text",
        [SparkType.Double],
        SparkType.String,
        (a, r) => r.Set(ValueText.Float((float)a.Double(0)))
    );

    public static readonly NativeFunction DateText = new(
        "spark_date_text",
        [SparkType.Date],
        SparkType.String,
        (a, r) => r.Set(ValueText.Date(a.Int(0)))
    );

    public static readonly NativeFunction TimestampText = new(
        "spark_timestamp_text",
        [SparkType.TimestampNtz],
        SparkType.String,
        (a, r) => r.Set(ValueText.Timestamp(a.Long(0)))
    );

    public static readonly NativeFunction Utf8Text = new(
        "spark_utf8_text",
        [SparkType.Binary],
        SparkType.String,
        (a, r) => r.Set(Encoding.UTF8.GetString(a.Bytes(0)))
    );

    public static readonly NativeFunction CalendarIntervalText = new(
        "spark_calendar_interval_text",
        [SparkType.Long, SparkType.Long, SparkType.Long],
        SparkType.String,
        (a, r) => r.Set(ValueText.CalendarInterval(new CalendarIntervalValue((int)a.Long(0), (int)a.Long(1), a.Long(2))))
    );

    public static NativeFunction IntervalText(SparkType type) =>
        type is YearMonthIntervalType months
            ? new(
                Name("spark_interval_text", type),
                [SparkType.Integer],
                SparkType.String,
                (a, r) => r.Set(ValueText.YearMonthInterval(a.Int(0), months))
            )
            : new(
                Name("spark_interval_text", type),
                [SparkType.Long],
                SparkType.String,
                (a, r) => r.Set(ValueText.DayTimeInterval(a.Long(0), (DayTimeIntervalType)type))
            );

    /// <summary>The bytes of a whole number, the highest first.</summary>
    public static NativeFunction Bytes(IntegralType type) =>
        new(
            Name("spark_bytes", type),
            [SparkType.Long],
            SparkType.Binary,
            (a, r) =>
            {
                Span<byte> bytes = stackalloc byte[8];
                BinaryPrimitives.WriteInt64BigEndian(bytes, a.Long(0));
                r.Set(bytes[(8 - type.Bytes)..]);
            }
        );

    /// <summary>A floating-point number cut to a whole one as Java does it: NaN is 0, what is too large is the largest.</summary>
    public static NativeFunction Saturating(IntegralType type) =>
        new(
            Name("spark_saturating", type),
            [SparkType.Double],
            type,
            (a, r) =>
            {
                var value = a.Double(0);
                if (type.Bytes == 8)
                    r.Set(
                        double.IsNaN(value) ? 0L
                        : value >= long.MaxValue ? long.MaxValue
                        : value <= long.MinValue ? long.MinValue
                        : (long)value
                    );
                else
                    r.SetValue(
                        Narrow(
                            double.IsNaN(value) ? 0
                                : value >= int.MaxValue ? int.MaxValue
                                : value <= int.MinValue ? int.MinValue
                                : (int)value,
                            type
                        )
                    );
            }
        );

    public static NativeFunction Whole(IntegralType type, EvalMode mode) =>
        new(
            Name("spark_to_whole", type, mode),
            [SparkType.String],
            type,
            (a, r) =>
            {
                if (NumberText.TryPlainWhole(a.Bytes(0), out var plain) && Fits(plain, type))
                {
                    SetWhole(r, plain, type);
                    return;
                }

                var text = a.Text(0);
                if (NumberText.Whole(text, mode == EvalMode.Legacy) is { } value && Fits(value, type))
                    SetWhole(r, (long)value, type);
                else
                    Fail(text, type, mode);
            }
        );

    public static NativeFunction Fractional(SparkType type, EvalMode mode) =>
        new(
            Name("spark_to_fractional", type, mode),
            [SparkType.String],
            type,
            (a, r) =>
            {
                var text = a.Text(0);
                if (NumberText.Fractional(text) is not { } value)
                    Fail(text, type, mode);
                else if (type == SparkType.Float)
                    r.SetValue((float)value);
                else
                    r.Set(value);
            }
        );

    public static NativeFunction Decimal(DecimalType type, EvalMode mode) =>
        new(
            Name("spark_to_decimal", type, mode),
            [SparkType.String],
            type,
            (a, r) =>
            {
                if (TextValueParser.TryShortDecimal(a.Bytes(0), type.Precision, type.Scale, out var plain))
                {
                    r.SetUnscaled(plain);
                    return;
                }

                var text = a.Text(0);
                if (NumberText.Decimal(text, out var scale) is not { } unscaled)
                    Fail(text, type, mode);
                else if (DecimalForms.Fit(unscaled, scale, type) is { } fitting)
                    r.SetUnscaled((Int128)fitting);
                else if (mode == EvalMode.Ansi)
                    throw DecimalOperators.OutOfRange(unscaled, scale, type);
            }
        );

    /// <summary>A decimal with fewer digits behind the point; DuckDB divides 128-bit numbers bit by bit.</summary>
    public static NativeFunction Rounded(DecimalType from, DecimalType to, EvalMode mode) =>
        new(
            $"{Name("spark_round", from)}_{Name("to", to, mode)}",
            [from],
            to,
            (a, r) =>
            {
                var value = a.Unscaled(0);
                if (DecimalForms.TryRound(value, from.Scale - to.Scale, to.Precision, out var rounded))
                    r.SetUnscaled(rounded);
                else if (mode == EvalMode.Ansi)
                    throw DecimalOperators.OutOfRange(value, from.Scale, to);
            }
        );

    public static NativeFunction Date(EvalMode mode) =>
        new(
            Name("spark_to_date", SparkType.Date, mode),
            [SparkType.String],
            SparkType.Date,
            (a, r) =>
            {
                if (DateTimeText.TryDate(a.Bytes(0), out var days))
                    r.Set(days);
                else
                    Fail(a.Text(0), SparkType.Date, mode);
            }
        );

    public static NativeFunction TimestampNtz(EvalMode mode) =>
        new(
            Name("spark_to_timestamp_ntz", SparkType.TimestampNtz, mode),
            [SparkType.String],
            SparkType.TimestampNtz,
            (a, r) =>
            {
                if (DateTimeText.TryTimestampNtz(a.Bytes(0), allowZone: true, out var micros))
                    r.Set(micros);
                else
                    Fail(a.Text(0), SparkType.TimestampNtz, mode);
            }
        );

    public static NativeFunction Timestamp(EvalMode mode, string zone)
    {
        var session = new Lazy<TimeZoneInfo>(() => Zones.Find(zone));
        return new NativeFunction(
            $"{Name("spark_to_timestamp", SparkType.Timestamp, mode)}_{Convert.ToHexString(Encoding.UTF8.GetBytes(zone))}",
            [SparkType.String],
            SparkType.Timestamp,
            (a, r) =>
            {
                if (DateTimeText.TryTimestamp(a.Bytes(0), session.Value, out var micros))
                    r.Set(micros);
                else
                    Fail(a.Text(0), SparkType.Timestamp, mode);
            }
        );
    }

    public static NativeFunction Interval(SparkType type, EvalMode mode) =>
        new(
            Name("spark_to_interval", type, mode),
            [SparkType.String],
            type,
            (a, r) =>
            {
                var text = a.Text(0);
                var value = Types.IntervalText.Parse(text, type);
                if (value is null)
                {
                    if (mode == EvalMode.Ansi)
                        throw SparkErrors.Runtime(
                            "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING",
                            [
                                ("input", text),
                                ("typeName", type.Name),
                                ("intervalStr", type is YearMonthIntervalType ? "year-month" : "day-time"),
                                ("supportedFormat", ""),
                            ]
                        );
                }
                else if (type is YearMonthIntervalType)
                {
                    r.Set((int)value.Value);
                }
                else
                {
                    r.Set(value.Value);
                }
            }
        );

    private static void Fail(string text, SparkType type, EvalMode mode)
    {
        if (mode != EvalMode.Ansi)
            return;
        throw SparkErrors.Runtime(
            "CAST_INVALID_INPUT",
            [
                ("expression", $"'{text}'"),
                ("sourceType", "\"STRING\""),
                ("targetType", TypeText.Quoted(type)),
                ("ansiConfig", "\"spark.sql.ansi.enabled\""),
            ]
        );
    }

    private static bool Fits(BigInteger value, IntegralType type) =>
        value >= -(BigInteger.One << (type.Bytes * 8 - 1)) && value < BigInteger.One << (type.Bytes * 8 - 1);

    private static bool Fits(long value, IntegralType type) => type.Bytes == 8 || value >> (type.Bytes * 8 - 1) is 0 or -1;

    private static void SetWhole(NativeResult result, long value, IntegralType type)
    {
        if (type.Bytes == 8)
            result.Set(value);
        else
            result.Set((int)value);
    }

    private static object Narrow(int value, IntegralType type) =>
        type.Bytes switch
        {
            1 => (sbyte)value,
            2 => (short)value,
            _ => value,
        };

    private static string Name(string prefix, SparkType type, EvalMode? mode = null)
    {
        var text = new StringBuilder(prefix).Append('_');
        foreach (var c in type.Name)
            text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        if (mode is { } given)
            text.Append('_').Append(given.ToString().ToLowerInvariant());
        return text.ToString();
    }
}
