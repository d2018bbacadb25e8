using System.Globalization;
using System.Numerics;
using Spark.Embedded.Types;

namespace Spark.Embedded.Lower;

/// <summary>A wall clock read from text.</summary>
/// <param name="Micros">Microseconds since 1970-01-01T00:00:00 of the wall clock.</param>
/// <param name="Zone">The zone that the text names; null for none.</param>
internal readonly record struct WallClock(long Micros, TimeZoneInfo? Zone);

/// <summary>Reads numbers, dates and timestamps from text by the rules of Spark's casts.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-datatypes.html and the sources of Spark's casts</remarks>
internal static class TextParsing
{
    private const long MicrosPerSecond = 1_000_000;
    private const long MicrosPerDay = 86_400 * MicrosPerSecond;

    /// <summary>A whole number; with <paramref name="fractions"/>, digits behind a point are cut off.</summary>
    public static BigInteger? Whole(string text, bool fractions)
    {
        var span = Trim(text);
        if (fractions && span.IndexOf('.') is var point and >= 0)
        {
            foreach (var c in span[(point + 1)..])
            {
                if (!char.IsAsciiDigit(c))
                    return null;
            }

            span = span[..point];
            if (span.Length == 0 || span is "-" or "+")
                return point + 1 < Trim(text).Length ? BigInteger.Zero : null;
        }

        var digits = span.Length > 0 && span[0] is '-' or '+' ? span[1..] : span;
        if (digits.Length == 0)
            return null;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
                return null;
        }

        return BigInteger.Parse(span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    /// <summary>A floating-point number, as Java reads it.</summary>
    public static double? Fractional(string text)
    {
        var span = Trim(text);
        switch (span.ToString().ToLowerInvariant())
        {
            case "inf" or "+inf" or "infinity" or "+infinity":
                return double.PositiveInfinity;
            case "-inf" or "-infinity":
                return double.NegativeInfinity;
            case "nan":
                return double.NaN;
        }

        if (span.Length > 1 && span[^1] is 'd' or 'D' or 'f' or 'F' && (char.IsAsciiDigit(span[^2]) || span[^2] == '.'))
            span = span[..^1];
        foreach (var c in span)
        {
            if (!char.IsAsciiDigit(c) && c is not ('+' or '-' or '.' or 'e' or 'E'))
                return null;
        }

        return double.TryParse(span, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    /// <summary>An unscaled decimal of any size.</summary>
    public static BigInteger? Decimal(string text, out int scale)
    {
        scale = 0;
        var span = Trim(text);
        var exponent = 0;
        if (span.IndexOfAny('e', 'E') is var e and >= 0)
        {
            if (!int.TryParse(span[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > 1000)
                return null;
            span = span[..e];
        }

        var point = span.IndexOf('.');
        var digits = point < 0 ? span.ToString() : string.Concat(span[..point], span[(point + 1)..]);
        if (digits.Length == 0 || digits is "-" or "+" || digits.AsSpan(digits[0] is '-' or '+' ? 1 : 0).ContainsAnyExceptInRange('0', '9'))
            return null;
        var value = BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        scale = (point < 0 ? 0 : span.Length - point - 1) - exponent;
        if (scale < 0)
        {
            value *= BigInteger.Pow(10, -scale);
            scale = 0;
        }

        return value;
    }

    /// <summary>Days since 1970-01-01: <c>yyyy</c>, <c>yyyy-M</c>, <c>yyyy-M-d</c>, and anything after a space or T.</summary>
    public static int? Date(string text)
    {
        var span = Trim(text);
        var at = 0;
        if (!DatePart(span, ref at, out var year, out var month, out var day, out var parts))
            return null;
        if (at < span.Length && (parts < 3 || span[at] is not (' ' or 'T')))
            return null;
        return Days(year, month, day) is { } days and >= int.MinValue and <= int.MaxValue ? (int)days : null;
    }

    /// <summary>A timestamp: a date, then <c>[T| ]h:m:s.ffffff</c> as far as given, then a zone. A time alone is of today.</summary>
    public static WallClock? Timestamp(string text)
    {
        var span = Trim(text);
        if (span.Length == 0)
            return null;
        var at = 0;
        long days;
        var hasTime = false;
        if (span[0] == 'T' || span.IndexOf(':') is var colon and > 0 and <= 2 && span[..colon].IndexOf('-') < 0)
        {
            days = (long)(DateTime.UtcNow.Date - DateTime.UnixEpoch).TotalDays;
            at = span[0] == 'T' ? 1 : 0;
            hasTime = true;
        }
        else
        {
            if (!DatePart(span, ref at, out var year, out var month, out var day, out var parts) || Days(year, month, day) is not { } found)
                return null;
            days = found;
            if (at < span.Length)
            {
                if (parts < 3 || span[at] is not (' ' or 'T'))
                    return null;
                at++;
                hasTime = at < span.Length || span[at - 1] == ' ';
                if (at == span.Length)
                    return null;
            }
        }

        long micros = 0;
        if (hasTime && !TimePart(span, ref at, out micros))
            return null;
        TimeZoneInfo? zone = null;
        if (at < span.Length)
        {
            zone = Zone(span[at..].Trim().ToString());
            if (zone is null)
                return null;
        }

        var total = (BigInteger)days * MicrosPerDay + micros;
        return total >= long.MinValue && total <= long.MaxValue ? new WallClock((long)total, zone) : null;
    }

    /// <summary>The instant of a wall clock, in the zone that its text names or else in the given one.</summary>
    public static long ToInstant(WallClock wall, TimeZoneInfo session)
    {
        var zone = wall.Zone ?? session;
        if (zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime)
            return wall.Micros;
        return wall.Micros - OffsetMicros(zone, wall.Micros);
    }

    /// <summary>A zone by its name or offset, in the forms that Spark reads; null for none.</summary>
    public static TimeZoneInfo? Zone(string name)
    {
        if (name is "Z" or "UTC" or "GMT" or "UT")
            return TimeZoneInfo.Utc;
        var offset = name.StartsWith("UTC", StringComparison.Ordinal) || name.StartsWith("GMT", StringComparison.Ordinal) ? name[3..]
            : name.StartsWith("UT", StringComparison.Ordinal) ? name[2..]
            : name;
        if (offset.Length > 1 && offset[0] is '+' or '-')
            return Offset(offset) is { } span ? TimeZoneInfo.CreateCustomTimeZone(name, span, name, name) : null;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
    }

    private static TimeSpan? Offset(string text)
    {
        var sign = text[0] == '-' ? -1 : 1;
        var parts = text[1..].Split(':');
        if (parts.Length == 1 && parts[0].Length is 4 or 6)
            parts = [.. parts[0].Chunk(2).Select(chunk => new string(chunk))];
        var numbers = new int[3];
        if (parts.Length > 3)
            return null;
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Length is 0 or > 2 || !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                return null;
        }

        var minutes = numbers[0] * 60 + numbers[1];
        return numbers[1] < 60 && minutes <= 18 * 60 && numbers[2] == 0 ? TimeSpan.FromMinutes(sign * minutes) : null;
    }

    private static long OffsetMicros(TimeZoneInfo zone, long wallMicros)
    {
        // Outside the years that DateTime holds, the offset is that of its ends.
        var ticks = (BigInteger)wallMicros * 10 + DateTime.UnixEpoch.Ticks;
        var clamped = new DateTime((long)BigInteger.Min(BigInteger.Max(ticks, DateTime.MinValue.Ticks), DateTime.MaxValue.Ticks), DateTimeKind.Unspecified);

        // A time that is skipped counts with the offset before the gap, one that comes twice is the earlier.
        if (zone.IsInvalidTime(clamped))
            return zone.GetUtcOffset(clamped.AddHours(-3)).Ticks / 10;
        if (zone.IsAmbiguousTime(clamped))
            return zone.GetAmbiguousTimeOffsets(clamped).Max().Ticks / 10;
        return zone.GetUtcOffset(clamped).Ticks / 10;
    }

    /// <summary>Microseconds by which a zone's wall clock is ahead of UTC at an instant.</summary>
    public static long OffsetAt(TimeZoneInfo zone, long micros)
    {
        var ticks = (BigInteger)micros * 10 + DateTime.UnixEpoch.Ticks;
        var instant = new DateTime((long)BigInteger.Min(BigInteger.Max(ticks, DateTime.MinValue.Ticks), DateTime.MaxValue.Ticks), DateTimeKind.Utc);
        return zone.GetUtcOffset(instant).Ticks / 10;
    }

    private static bool DatePart(ReadOnlySpan<char> span, ref int at, out long year, out int month, out int day, out int parts)
    {
        (year, month, day, parts) = (0, 1, 1, 0);
        var sign = 1;
        if (span.Length > 0 && span[0] is '-' or '+')
        {
            sign = span[0] == '-' ? -1 : 1;
            at = 1;
        }

        if (!Number(span, ref at, 4, 7, out var value))
            return false;
        year = sign * (long)value;
        parts = 1;
        if (at >= span.Length || span[at] != '-')
            return true;
        at++;
        if (!Number(span, ref at, 1, 2, out month))
            return false;
        parts = 2;
        if (at >= span.Length || span[at] != '-')
            return true;
        at++;
        if (!Number(span, ref at, 1, 2, out day))
            return false;
        parts = 3;
        return true;
    }

    private static bool TimePart(ReadOnlySpan<char> span, ref int at, out long micros)
    {
        micros = 0;
        if (!Number(span, ref at, 1, 2, out var hour) || hour > 23)
            return false;
        int minute = 0, second = 0;
        long fraction = 0;
        if (at < span.Length && span[at] == ':')
        {
            at++;
            if (!Number(span, ref at, 1, 2, out minute) || minute > 59)
                return false;
            if (at < span.Length && span[at] == ':')
            {
                at++;
                if (!Number(span, ref at, 1, 2, out second) || second > 59)
                    return false;
                if (at < span.Length && span[at] == '.')
                {
                    at++;
                    var digits = 0;
                    for (; at < span.Length && char.IsAsciiDigit(span[at]); at++)
                    {
                        if (digits++ < 6)
                            fraction = fraction * 10 + (span[at] - '0');
                    }

                    for (; digits < 6; digits++)
                        fraction *= 10;
                }
            }
        }

        micros = ((hour * 60L + minute) * 60 + second) * MicrosPerSecond + fraction;
        return true;
    }

    private static bool Number(ReadOnlySpan<char> span, ref int at, int least, int most, out int value)
    {
        value = 0;
        var start = at;
        for (; at < span.Length && char.IsAsciiDigit(span[at]) && at - start < most; at++)
            value = value * 10 + (span[at] - '0');
        return at - start >= least && (at == span.Length || !char.IsAsciiDigit(span[at]));
    }

    private static long? Days(long year, int month, int day)
    {
        if (month is < 1 or > 12 || day < 1)
            return null;
        var days = CivilDate.ToDays(year, month, day);
        return CivilDate.FromDays(days) == (year, month, day) ? days : null;
    }

    /// <summary>Text without the white space and control characters around it.</summary>
    private static ReadOnlySpan<char> Trim(string text)
    {
        var span = text.AsSpan();
        while (span.Length > 0 && (span[0] <= ' ' || span[0] == '\u007f'))
            span = span[1..];
        while (span.Length > 0 && (span[^1] <= ' ' || span[^1] == '\u007f'))
            span = span[..^1];
        return span;
    }
}
