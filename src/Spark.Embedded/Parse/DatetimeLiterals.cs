using System.Text;
using Spark.Embedded.Types;

namespace Spark.Embedded.Parse;

/// <summary>
/// Reads the text of datetime literals: what casts read, and the words epoch, now, today, tomorrow and yesterday.
/// https://spark.apache.org/docs/latest/sql-ref-literals.html#datetime-literal. Every method gives null for text that is none.
/// </summary>
/// <param name="sessionTimeZone">The zone of text that names none: a region, or an offset such as <c>+02:00</c>.</param>
internal sealed class DatetimeLiterals(string sessionTimeZone)
{
    private const long MicrosPerDay = 86_400_000_000;

    private enum SpecialDay
    {
        Yesterday = -1,
        Today = 0,
        Tomorrow = 1,
        Now,
        Epoch,
    }

    /// <summary>Days since 1970-01-01.</summary>
    public int? Date(string text)
    {
        if (Special(text) is { } special)
            return (int)Math.DivRem(LocalTime(special.Day, special.Zone), MicrosPerDay, out _);
        return DateTimeText.TryDate(Encoding.UTF8.GetBytes(text), out var days) ? days : null;
    }

    /// <summary>Microseconds since the epoch, in UTC.</summary>
    public long? Timestamp(string text)
    {
        if (Special(text) is not { } special)
            return DateTimeText.TryTimestamp(Encoding.UTF8.GetBytes(text), Zones.Find(sessionTimeZone), out var micros) ? micros : null;
        if (special.Day == SpecialDay.Epoch)
            return 0;
        return Zones.ToInstant(LocalTime(special.Day, special.Zone), special.Zone);
    }

    /// <summary>Microseconds since 1970-01-01 00:00:00 without a zone.</summary>
    public long? TimestampNtz(string text)
    {
        if (Special(text) is { } special)
            return LocalTime(special.Day, special.Zone);
        return DateTimeText.TryTimestampNtz(Encoding.UTF8.GetBytes(text), allowZone: true, out var micros) ? micros : null;
    }

    /// <summary>Whether the text of a timestamp ends with a time zone.</summary>
    public static bool NamesZone(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return DateTimeText.TryTimestampNtz(bytes, allowZone: true, out _) && !DateTimeText.TryTimestampNtz(bytes, allowZone: false, out _);
    }

    /// <summary>Nanoseconds since midnight.</summary>
    public static long? Time(string text) => DateTimeText.TryTime(Encoding.UTF8.GetBytes(text), out var micros) ? micros * 1000 : null;

    /// <summary>One of the words, with a zone behind it or not.</summary>
    private (SpecialDay Day, TimeZoneInfo Zone)? Special(string text)
    {
        text = text.Trim();
        var length = 0;
        while (length < text.Length && char.IsAsciiLetter(text[length]))
            length++;
        if (length == 0 || !Enum.TryParse<SpecialDay>(text[..length], ignoreCase: true, out var day))
            return null;
        var zone = text[length..].Trim();
        return Zones.TryFind(zone.Length == 0 ? sessionTimeZone : zone, out var found) ? (day, found) : null;
    }

    /// <summary>The microseconds of the wall clock.</summary>
    private static long LocalTime(SpecialDay day, TimeZoneInfo zone)
    {
        var now = Zones.Now(zone);
        return day switch
        {
            SpecialDay.Epoch => 0,
            SpecialDay.Now => now,
            _ => (now / MicrosPerDay + (int)day) * MicrosPerDay,
        };
    }
}
