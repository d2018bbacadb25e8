using System.Globalization;
using System.Text;

namespace Delta.Log;

/// <summary>
/// Values of partition columns and statistics in one normal form per type, so that they compare: <see cref="long"/> for the integers, dates (days since
/// the epoch) and timestamps (microseconds since the epoch), <see cref="double"/>, <see cref="decimal"/>, <see cref="string"/>, <see cref="bool"/>.
/// </summary>
public static class DeltaValue
{
    /// <summary>Reads a serialised partition value or a statistic.</summary>
    /// <returns>False when this type or value has no normal form here, and then nothing may be concluded from it.</returns>
    /// <remarks>https://github.com/delta-io/delta/blob/master/PROTOCOL.md#partition-value-serialization</remarks>
    public static bool TryParse(string text, DeltaType type, out IComparable value)
    {
        value = text;
        switch ((type as PrimitiveType)?.Name)
        {
            case "string":
                return true;
            case "long" or "integer" or "short" or "byte":
                return Take(
                    long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer),
                    integer,
                    ref value
                );
            case "float":
                return Take(
                    float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var single) && !float.IsNaN(single),
                    (double)single,
                    ref value
                );
            case "double":
                return Take(
                    double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && !double.IsNaN(real),
                    real,
                    ref value
                );
            case "boolean":
                return Take(bool.TryParse(text, out var flag), flag, ref value);
            case "date":
                return Take(TryParseDate(text, out var days), days, ref value);
            case "timestamp" or "timestamp_ntz":
                return Take(TryParseTimestamp(text, out var micros), micros, ref value);
            default:
                // Decimals of more digits than the CLR's are left alone.
                return type is DecimalType { Precision: <= 28 }
                    && Take(decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact), exact, ref value);
        }
    }

    /// <summary>Compares two values in normal form, text by its UTF-8 bytes as Spark does; null when they are of different kinds.</summary>
    public static int? Compare(IComparable left, IComparable right) =>
        (left, right) switch
        {
            (string a, string b) => CompareUtf8(a, b),
            (long a, double b) => ((double)a).CompareTo(b),
            (double a, long b) => a.CompareTo(b),
            (long a, decimal b) => ((decimal)a).CompareTo(b),
            (decimal a, long b) => a.CompareTo(b),
            _ => left.GetType() == right.GetType() ? left.CompareTo(right) : null,
        };

    /// <summary>Days since the epoch of a date such as <c>2024-02-29</c>, of any year.</summary>
    public static bool TryParseDate(string text, out long days) => IsoText.TryDate(text.AsSpan().Trim(), out days);

    /// <summary>
    /// Microseconds since the epoch of <c>2024-02-29 12:30:00[.123456]</c> or ISO 8601, of any year; without a zone it counts as UTC.
    /// </summary>
    public static bool TryParseTimestamp(string text, out long micros) => IsoText.TryTimestamp(text.AsSpan().Trim(), out micros, out _);

    private static bool Take(bool read, IComparable parsed, ref IComparable value)
    {
        if (read)
            value = parsed;
        return read;
    }

    private static int CompareUtf8(string left, string right)
    {
        // Ordinal order of UTF-16 differs from that of UTF-8 only where surrogates meet other characters.
        foreach (var c in left)
        {
            if (char.IsSurrogate(c))
                return Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
        }

        foreach (var c in right)
        {
            if (char.IsSurrogate(c))
                return Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
        }

        return string.CompareOrdinal(left, right);
    }
}
