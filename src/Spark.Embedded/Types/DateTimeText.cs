using System.Text;

namespace Spark.Embedded.Types;

/// <summary>
/// Dates and timestamps as Spark's casts read them: <c>yyyy[-M[-d]]</c>, then a blank or T and <c>H:m:s.SSSSSS</c> with an optional zone.
/// </summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-datatypes.html</remarks>
internal static class DateTimeText
{
    private const long MicrosPerDay = 86_400_000_000;

    /// <summary>A control character too, and trimmed like the others.</summary>
    private const byte Delete = 0x7f;

    /// <summary>Days since 1970-01-01; whatever follows a blank or T behind the day is not looked at.</summary>
    public static bool TryDate(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        text = Trim(text);
        if (!Date(ref text, 7, out var year, out var month, out var day) || (text.Length > 0 && text[0] is not ((byte)' ' or (byte)'T')))
            return false;
        return CivilDate.TryToDays(year, month, day, out days);
    }

    /// <summary>Microseconds since 1970-01-01T00:00:00Z; a text without a zone is a wall clock in <paramref name="zone"/>.</summary>
    public static bool TryTimestamp(ReadOnlySpan<byte> text, TimeZoneInfo zone, out long micros)
    {
        if (!TryParts(text, out var local, out var zoneText, out var timeOnly))
        {
            micros = 0;
            return false;
        }

        micros = local;
        if (zoneText.Length > 0 && !Zones.TryFind(Encoding.UTF8.GetString(zoneText), out zone!))
            return false;
        if (timeOnly)
            micros += Zones.Now(zone) / MicrosPerDay * MicrosPerDay;
        return Zones.TryToInstant(micros, zone, out micros);
    }

    /// <summary>Microseconds of a wall clock; a text with a zone is none unless <paramref name="allowZone"/>, which then goes unread.</summary>
    public static bool TryTimestampNtz(ReadOnlySpan<byte> text, bool allowZone, out long micros) =>
        TryParts(text, out micros, out var zone, out var timeOnly) && !timeOnly && (zone.Length == 0 || allowZone);

    /// <summary>Microseconds since midnight: <c>H:m:s.SSSSSS</c>.</summary>
    public static bool TryTime(ReadOnlySpan<byte> text, out long micros)
    {
        text = Trim(text);
        return Clock(ref text, out micros) && text.Length == 0;
    }

    private static bool TryParts(ReadOnlySpan<byte> text, out long micros, out ReadOnlySpan<byte> zone, out bool timeOnly)
    {
        micros = 0;
        zone = default;
        timeOnly = false;
        text = Trim(text);
        if (text.Length == 0)
            return false;
        if (text[0] == 'T' || (text.IndexOf((byte)':') is var colon and > 0 and <= 2))
        {
            timeOnly = true;
            if (text[0] == 'T')
                text = text[1..];
        }
        else
        {
            if (
                !Date(ref text, 6, out var year, out var month, out var day)
                || !CivilDate.TryToDays(year, month, day, out var days)
                || Math.Abs((long)days) > long.MaxValue / MicrosPerDay
            )
                return false;
            micros = days * MicrosPerDay;
            if (text.Length == 0)
                return true;
            if (text[0] is not ((byte)' ' or (byte)'T'))
                return false;
            text = text[1..];
        }

        if (!Clock(ref text, out var clock))
            return false;
        zone = Trim(text);
        return TryAdd(ref micros, clock);
    }

    private static bool Date(ref ReadOnlySpan<byte> text, int maxYearDigits, out long year, out int month, out int day)
    {
        (year, month, day) = (0, 1, 1);
        var sign = 1;
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
        {
            sign = text[0] == '-' ? -1 : 1;
            text = text[1..];
        }

        if (!Number(ref text, 4, maxYearDigits, out var number))
            return false;
        year = sign * number;
        if (text.Length == 0)
            return true;
        if (text[0] != '-')
            return false;
        text = text[1..];
        if (!Number(ref text, 1, 2, out month))
            return false;
        if (text.Length == 0)
            return true;
        if (text[0] != '-')
            return false;
        text = text[1..];
        return Number(ref text, 1, 2, out day);
    }

    /// <summary>Adds where the sum is one of Spark's timestamps, which end in the year 294247.</summary>
    private static bool TryAdd(ref long micros, long more)
    {
        var sum = micros + more;
        if (sum < micros)
            return false;
        micros = sum;
        return true;
    }

    private static bool Clock(ref ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (!Number(ref text, 1, 2, out var hour) || hour > 23)
            return false;
        micros = hour * 3_600_000_000;
        if (text.Length == 0)
            return true;
        if (text[0] != ':')
            return false;
        text = text[1..];
        if (!Number(ref text, 1, 2, out var minute) || minute > 59)
            return false;
        micros += minute * 60_000_000L;
        if (text.Length == 0)
            return true;
        if (text[0] != ':')
            return false;
        text = text[1..];
        if (!Number(ref text, 1, 2, out var second) || second > 59)
            return false;
        micros += second * 1_000_000L;
        if (text.Length == 0 || text[0] != '.')
            return true;
        text = text[1..];
        var fraction = 0;
        var digits = 0;
        for (; text.Length > 0 && text[0] is >= (byte)'0' and <= (byte)'9'; text = text[1..], digits++)
        {
            // What is finer than a microsecond is cut off.
            if (digits < 6)
                fraction = fraction * 10 + text[0] - '0';
        }

        for (; digits < 6; digits++)
            fraction *= 10;
        micros += fraction;
        return true;
    }

    private static bool Number(ref ReadOnlySpan<byte> text, int minDigits, int maxDigits, out int number)
    {
        number = 0;
        var digits = 0;
        while (digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9')
        {
            if (digits == maxDigits)
                return false;
            number = number * 10 + text[digits++] - '0';
        }

        text = text[digits..];
        return digits >= minDigits;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (text.Length > 0 && text[0] is <= (byte)' ' or Delete)
            text = text[1..];
        while (text.Length > 0 && text[^1] is <= (byte)' ' or Delete)
            text = text[..^1];
        return text;
    }
}
