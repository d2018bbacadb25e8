using System.Globalization;
using System.Numerics;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using Message = Spark.Connect.Expression.Types.Literal;

namespace Spark.Embedded.Resolve;

/// <summary>Reads the literals of the protocol.</summary>
internal static class LiteralReader
{
    /// <summary>A constant with its type.</summary>
    /// <param name="zone">The session's time zone, in which instants print.</param>
    public static Literal Read(Message message, ISqlParser parser, string zone)
    {
        var declared = message.DataType is null ? null : ProtocolTypes.FromProtocol(message.DataType, parser.ParseDataType);
        return message.LiteralTypeCase switch
        {
            Message.LiteralTypeOneofCase.Null => new Literal(
                null,
                declared ?? ProtocolTypes.FromProtocol(message.Null, parser.ParseDataType)
            ),
            Message.LiteralTypeOneofCase.Binary => new Literal(message.Binary.ToByteArray(), SparkType.Binary),
            Message.LiteralTypeOneofCase.Boolean => new Literal(message.Boolean, SparkType.Boolean),
            Message.LiteralTypeOneofCase.Byte => new Literal((sbyte)message.Byte, SparkType.Byte),
            Message.LiteralTypeOneofCase.Short => new Literal((short)message.Short, SparkType.Short),
            Message.LiteralTypeOneofCase.Integer => new Literal(message.Integer, SparkType.Integer),
            Message.LiteralTypeOneofCase.Long => new Literal(message.Long, SparkType.Long),
            Message.LiteralTypeOneofCase.Float => new Literal(message.Float, SparkType.Float),
            Message.LiteralTypeOneofCase.Double => new Literal(message.Double, SparkType.Double),
            Message.LiteralTypeOneofCase.Decimal => Decimal(message.Decimal),
            Message.LiteralTypeOneofCase.String => new Literal(message.String, declared ?? SparkType.String),
            Message.LiteralTypeOneofCase.Date => new Literal(message.Date, SparkType.Date),
            Message.LiteralTypeOneofCase.Timestamp => Instant(message.Timestamp, zone),
            Message.LiteralTypeOneofCase.TimestampNtz => new Literal(message.TimestampNtz, SparkType.TimestampNtz),
            Message.LiteralTypeOneofCase.CalendarInterval => new Literal(
                new CalendarIntervalValue(
                    message.CalendarInterval.Months,
                    message.CalendarInterval.Days,
                    message.CalendarInterval.Microseconds
                ),
                SparkType.CalendarInterval
            ),
            Message.LiteralTypeOneofCase.YearMonthInterval => new Literal(
                message.YearMonthInterval,
                declared ?? new YearMonthIntervalType()
            ),
            Message.LiteralTypeOneofCase.DayTimeInterval => new Literal(message.DayTimeInterval, declared ?? new DayTimeIntervalType()),
            Message.LiteralTypeOneofCase.Time => new Literal(
                message.Time.Nano / 1000,
                declared ?? new TimeType(message.Time.HasPrecision ? message.Time.Precision : 6)
            ),
            Message.LiteralTypeOneofCase.Array => Array(message, declared, parser, zone),
            Message.LiteralTypeOneofCase.Map => Map(message, declared, parser, zone),
            Message.LiteralTypeOneofCase.Struct => Struct(message, declared, parser, zone),
            Message.LiteralTypeOneofCase.SpecializedArray => Specialized(message.SpecializedArray),
            _ => throw SparkErrors.Unsupported($"the literal {message.LiteralTypeCase}"),
        };
    }

    private static Literal Instant(long micros, string zone) =>
        new(micros, SparkType.Timestamp)
        {
            Text = Zones.TryFind(zone, out var session) ? $"TIMESTAMP '{ValueText.Timestamp(Zones.ToLocal(micros, session))}'" : null,
        };

    private static Literal Decimal(Message.Types.Decimal message)
    {
        var value = BigDecimal(message.Value, out var digits, out var scale);
        var type = new DecimalType(
            message.HasPrecision ? message.Precision : Math.Max(digits, Math.Max(scale, 1)),
            message.HasScale ? message.Scale : Math.Max(scale, 0)
        );
        value = type.Scale >= scale ? value * BigInteger.Pow(10, type.Scale - scale) : value / BigInteger.Pow(10, scale - type.Scale);
        return new Literal(value, type);
    }

    private static BigInteger BigDecimal(string text, out int digits, out int scale)
    {
        var exponent = 0;
        if (text.IndexOfAny(['e', 'E']) is var e and >= 0)
        {
            exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..e];
        }

        var point = text.IndexOf('.');
        scale = (point < 0 ? 0 : text.Length - point - 1) - exponent;
        var value = BigInteger.Parse(point < 0 ? text : text.Remove(point, 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (scale < 0)
        {
            value *= BigInteger.Pow(10, -scale);
            scale = 0;
        }

        digits = BigInteger.Abs(value).ToString(CultureInfo.InvariantCulture).Length;
        return value;
    }

    private static Literal Array(Message message, SparkType? declared, ISqlParser parser, string zone)
    {
        var elements = message.Array.Elements.Select(element => Read(element, parser, zone)).ToList();
        var type =
            declared as ArrayType
            ?? new ArrayType(elements.FirstOrDefault(e => e.Value is not null)?.Type ?? SparkType.Null, elements.Any(e => e.Value is null));
        return new Literal(elements.Select(e => e.Value).ToArray(), type);
    }

    private static Literal Map(Message message, SparkType? declared, ISqlParser parser, string zone)
    {
        var keys = message.Map.Keys.Select(key => Read(key, parser, zone)).ToList();
        var values = message.Map.Values.Select(value => Read(value, parser, zone)).ToList();
        var type =
            declared as MapType
            ?? new MapType(
                keys.FirstOrDefault()?.Type ?? SparkType.Null,
                values.FirstOrDefault(v => v.Value is not null)?.Type ?? SparkType.Null,
                values.Any(v => v.Value is null)
            );
        return new Literal(keys.Zip(values, (k, v) => new KeyValuePair<object, object?>(k.Value!, v.Value)).ToArray(), type);
    }

    private static Literal Struct(Message message, SparkType? declared, ISqlParser parser, string zone)
    {
        var elements = message.Struct.Elements.Select(element => Read(element, parser, zone)).ToList();
        var type =
            declared as StructType
            ?? new StructType([.. elements.Select((e, i) => new StructField($"col{i + 1}", e.Type, e.Value is null))]);
        return new Literal(elements.Select(e => e.Value).ToArray(), type);
    }

    private static Literal Specialized(Message.Types.SpecializedArray array) =>
        array.ValueTypeCase switch
        {
            Message.Types.SpecializedArray.ValueTypeOneofCase.Bools => Of(array.Bools.Values, SparkType.Boolean),
            Message.Types.SpecializedArray.ValueTypeOneofCase.Ints => Of(array.Ints.Values, SparkType.Integer),
            Message.Types.SpecializedArray.ValueTypeOneofCase.Longs => Of(array.Longs.Values, SparkType.Long),
            Message.Types.SpecializedArray.ValueTypeOneofCase.Floats => Of(array.Floats.Values, SparkType.Float),
            Message.Types.SpecializedArray.ValueTypeOneofCase.Doubles => Of(array.Doubles.Values, SparkType.Double),
            Message.Types.SpecializedArray.ValueTypeOneofCase.Strings => Of(array.Strings.Values, SparkType.String),
            _ => throw SparkErrors.Unsupported($"the literal {array.ValueTypeCase}"),
        };

    private static Literal Of<T>(IEnumerable<T> values, SparkType type) =>
        new(values.Select(value => (object?)value).ToArray(), new ArrayType(type, false));
}
