using System.Globalization;

namespace Delta.Log;

/// <summary>
/// Reads dates and timestamps of any year as the protocol and Java's ISO formats write them: <c>2024-02-29</c>, <c>+12000-01-01T00:00:00.5Z</c>,
/// <c>-0044-03-15 00:00:00</c>. .NET's own types end with the year 9999.
/// </summary>
internal static class IsoText
{
    public const long MicrosPerSecond = 1_000_000;

    private const long SecondsPerDay = 86_400;
    private const int DaysPerEra = 146_097;
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>Days since the epoch.</summary>
    public static bool TryDate(ReadOnlySpan<char> text, out long days) => TakeDate(ref text, out days) && text.IsEmpty;

    /// <summary>Microseconds since the epoch; without a zone the text counts as UTC, finer digits are cut off.</summary>
    /// <param name="isUtc">Whether the text says that it is in UTC.</param>
    public static bool TryTimestamp(ReadOnlySpan<char> text, out long micros, out bool isUtc)
    {
        (micros, isUtc) = (0, false);
        if (!TakeDate(ref text, out var days))
            return false;
        long seconds = 0,
            fraction = 0;
        if (text is ['T' or ' ', ..])
        {
            text = text[1..];
            if (!TakeTime(ref text, out seconds) || !TakeFraction(ref text, out fraction))
                return false;
        }

        if (text is ['Z'])
        {
            isUtc = true;
        }
        else if (text is ['+' or '-', ..])
        {
            var sign = text[0] == '-' ? -1 : 1;
            text = text[1..];
            if (!TakeTime(ref text, out var offset) || !text.IsEmpty)
                return false;
            seconds -= sign * offset;
            isUtc = offset == 0;
        }
        else if (!text.IsEmpty)
        {
            return false;
        }

        var total = ((Int128)days * SecondsPerDay + seconds) * MicrosPerSecond + fraction;
        if (total < long.MinValue || total > long.MaxValue)
            return false;
        micros = (long)total;
        return true;
    }

    private static bool TakeDate(ref ReadOnlySpan<char> text, out long days)
    {
        days = 0;
        var sign = text is ['-', ..] ? -1 : 1;
        if (text is ['+' or '-', ..])
            text = text[1..];
        if (
            !TakeDigits(ref text, 4, 7, out var year)
            || !Take(ref text, '-')
            || !TakeDigits(ref text, 2, 2, out var month)
            || !Take(ref text, '-')
            || !TakeDigits(ref text, 2, 2, out var day)
        )
            return false;
        year *= sign;
        // The calendar repeats itself every 400 years.
        var era = Math.DivRem(year, 400, out var within);
        if (within < 0)
            (era, within) = (era - 1, within + 400);
        const int Base = 2000;
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(Base + within, month))
            return false;
        days = new DateOnly(Base + within, month, day).DayNumber - EpochDay + (long)(era - (Base / 400)) * DaysPerEra;
        return true;
    }

    /// <summary>Hours, and perhaps minutes and seconds, with or without colons.</summary>
    private static bool TakeTime(ref ReadOnlySpan<char> text, out long seconds)
    {
        seconds = 0;
        if (!TakeDigits(ref text, 2, 2, out var hours) || hours > 23)
            return false;
        seconds = hours * 3600;
        for (var unit = 60; unit >= 1; unit /= 60)
        {
            var colon = text is [':', ..];
            if (!colon && text is not [>= '0' and <= '9', ..])
                return true;
            if (colon)
                text = text[1..];
            if (!TakeDigits(ref text, 2, 2, out var count) || count > 59)
                return false;
            seconds += count * unit;
        }

        return true;
    }

    private static bool TakeFraction(ref ReadOnlySpan<char> text, out long micros)
    {
        micros = 0;
        if (!Take(ref text, '.'))
            return true;
        var length = text.IndexOfAnyExceptInRange('0', '9');
        var digits = length < 0 ? text : text[..length];
        text = text[digits.Length..];
        for (var (i, unit) = (0, MicrosPerSecond / 10); i < digits.Length && unit > 0; i++, unit /= 10)
            micros += (digits[i] - '0') * unit;
        return digits.Length > 0;
    }

    private static bool Take(ref ReadOnlySpan<char> text, char expected)
    {
        if (text.IsEmpty || text[0] != expected)
            return false;
        text = text[1..];
        return true;
    }

    private static bool TakeDigits(ref ReadOnlySpan<char> text, int least, int most, out int number)
    {
        var length = text.IndexOfAnyExceptInRange('0', '9');
        length = Math.Min(length < 0 ? text.Length : length, most);
        number = 0;
        if (length < least)
            return false;
        number = int.Parse(text[..length], NumberStyles.None, CultureInfo.InvariantCulture);
        text = text[length..];
        return true;
    }
}
