using System.Text;
using Spark.Embedded.Types;

namespace Spark.Embedded.Sources.Csv;

/// <summary>The narrowest type of a CSV column: integer, bigint, decimal, double, date, timestamp, boolean, and text when nothing else holds.</summary>
internal sealed class CsvTypeInference(CsvOptions options, TimeZoneInfo zone)
{
    private readonly string _nullValue = Encoding.UTF8.GetString(options.NullValue);
    private readonly TimePattern _date = TimePattern.Parse(options.DateFormat ?? "yyyy-MM-dd");
    private readonly TimePattern? _timestamp = options.TimestampFormat is null ? null : TimePattern.Parse(options.TimestampFormat);
    private readonly TimePattern? _timestampNtz = options.TimestampNtzFormat is null ? null : TimePattern.Parse(options.TimestampNtzFormat);

    /// <summary>The type that holds the values so far and one more.</summary>
    public SparkType Widen(SparkType soFar, string? field)
    {
        if (string.IsNullOrEmpty(field) || field == _nullValue || soFar is StringType)
            return soFar;
        var bytes = Encoding.UTF8.GetBytes(field);
        return Compatible(soFar, TypeOf(bytes, Rank(soFar)));
    }

    /// <summary>The type of one value, among those that are no narrower than what came before.</summary>
    private SparkType TypeOf(byte[] field, int rank)
    {
        if (rank <= 2 && TextValueParser.TryLong(field, out var number))
            return rank <= 1 && number == (int)number ? SparkType.Integer : SparkType.Long;
        if (
            rank <= 3
            && TextValueParser.TryDecimalShape(field, out var precision, out var scale)
            && scale == 0
            && precision <= DecimalType.MaxPrecision
        )
            return new DecimalType(precision, 0);
        if (
            rank <= 4
            && (
                TextValueParser.TryDouble(field, out _)
                || field.AsSpan().SequenceEqual(options.NanValue)
                || field.AsSpan().SequenceEqual(options.PositiveInf)
                || field.AsSpan().SequenceEqual(options.NegativeInf)
            )
        )
            return SparkType.Double;
        if (rank <= 5 && options.PreferDate && _date.TryDate(field, out _))
            return SparkType.Date;
        if (rank <= 6 && (IsTimestamp(field) || (_timestampNtz is not null && _timestampNtz.TryTimestampNtz(field, out _))))
            return SparkType.Timestamp;
        return TextValueParser.TryBoolean(field, out _) ? SparkType.Boolean : SparkType.String;
    }

    private bool IsTimestamp(byte[] field) =>
        _timestamp is null ? DateTimeText.TryTimestamp(field, zone, out _) : _timestamp.TryTimestamp(field, zone, out _);

    private static int Rank(SparkType type) =>
        type switch
        {
            NullType => 0,
            IntegralType { Bytes: 4 } => 1,
            IntegralType => 2,
            DecimalType => 3,
            FractionalType => 4,
            _ when type == SparkType.Date => 5,
            _ when type == SparkType.Timestamp => 6,
            _ => 7,
        };

    private SparkType Compatible(SparkType a, SparkType b) =>
        (a, b) switch
        {
            (NullType, _) => b,
            _ when a == b => a,
            (IntegralType x, IntegralType y) => x.Bytes > y.Bytes ? x : y,
            (DecimalType x, DecimalType y) => x.Precision > y.Precision ? x : y,
            (IntegralType x, DecimalType y) => new DecimalType(Math.Max(x.Bytes == 4 ? 10 : 20, y.Precision), 0),
            (DecimalType x, IntegralType y) => new DecimalType(Math.Max(y.Bytes == 4 ? 10 : 20, x.Precision), 0),
            (NumericType, FractionalType) or (FractionalType, NumericType) => SparkType.Double,
            // A date is a timestamp too, unless a pattern says otherwise.
            _ when _timestamp is null
                    && (a, b) is var pair
                    && (pair == (SparkType.Date, SparkType.Timestamp) || pair == (SparkType.Timestamp, SparkType.Date)) =>
                SparkType.Timestamp,
            _ => SparkType.String,
        };
}
