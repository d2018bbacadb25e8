using System.Collections.Concurrent;
using System.Globalization;
using Spark.Embedded.Errors;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions;

/// <summary>Calendar arithmetic on microseconds, as java.time does it.</summary>
internal static class DatetimeArithmetic
{
    public const long MicrosPerSecond = 1_000_000;
    public const long MicrosPerHour = 3600 * MicrosPerSecond;
    public const long MicrosPerDay = 24 * MicrosPerHour;

    public static bool IsLeap(long year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    public static int DaysOf(long year, int month) => month == 2 ? (IsLeap(year) ? 29 : 28) : month is 4 or 6 or 9 or 11 ? 30 : 31;

    /// <summary>Adds months to a day; a day that the month does not have becomes its last.</summary>
    public static int AddMonths(int days, int months)
    {
        var (year, month, day) = CivilDate.FromDays(days);
        var total = (year * 12) + (month - 1) + months;
        var newYear = Math.DivRem(total, 12, out var newMonth);
        if (newMonth < 0)
            (newYear, newMonth) = (newYear - 1, newMonth + 12);
        return checked((int)CivilDate.ToDays(newYear, (int)newMonth + 1, Math.Min(day, DaysOf(newYear, (int)newMonth + 1))));
    }

    /// <summary>Adds an interval to an instant: months and days on the zone's calendar, then microseconds on the time line.</summary>
    public static long AddInterval(long instant, int months, int days, long micros, TimeZoneInfo zone)
    {
        if (months == 0 && days == 0)
            return checked(instant + micros);
        var local = Zones.ToLocal(instant, zone);
        var (day, time) = FloorDivRem(local, MicrosPerDay);
        var shifted = AddMonths((int)day, months) + days;
        return checked(Zones.ToInstant((shifted * MicrosPerDay) + time, zone) + micros);
    }

    public static (long Quotient, long Remainder) FloorDivRem(long dividend, long divisor)
    {
        var (quotient, remainder) = Math.DivRem(dividend, divisor);
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder);
    }
}

/// <summary>Time zones by the names that Java knows.</summary>
internal static class Zones
{
    private const long UnixTicks = 621_355_968_000_000_000;

    private static readonly ConcurrentDictionary<string, TimeZoneInfo> Cached = new(StringComparer.Ordinal);

    /// <summary>The zone of an id: a region, <c>UTC</c>, <c>Z</c>, or an offset such as <c>+01:00</c>, <c>GMT-8</c>.</summary>
    public static TimeZoneInfo Find(string id) => Cached.GetOrAdd(id, static id =>
    {
        var name = id switch
        {
            "Z" or "UT" or "GMT" => "UTC",
            "PST" => "America/Los_Angeles",
            "MST" => "America/Denver",
            "CST" => "America/Chicago",
            "EST" => "America/New_York",
            "CET" => "Europe/Paris",
            "JST" => "Asia/Tokyo",
            "CTT" => "Asia/Shanghai",
            "IST" => "Asia/Kolkata",
            _ => id,
        };
        if (name == "UTC")
            return TimeZoneInfo.Utc;
        if (Offset(name) is { } offset)
            return TimeZoneInfo.CreateCustomTimeZone(id, offset, id, id);
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw SparkErrors.Runtime("INVALID_TIMEZONE", [("timeZone", id)]);
        }
    });

    /// <summary>The wall clock of an instant.</summary>
    public static long ToLocal(long instant, TimeZoneInfo zone) => instant + Micros(zone.GetUtcOffset(Utc(instant)));

    /// <summary>The instant of a wall clock: of two the earlier, and after a gap the time as far behind it as the clock was set.</summary>
    public static long ToInstant(long local, TimeZoneInfo zone)
    {
        var before = Micros(zone.GetUtcOffset(Utc(local - DatetimeArithmetic.MicrosPerDay)));
        var earlier = local - before;
        if (ToLocal(earlier, zone) == local)
            return earlier;
        var after = Micros(zone.GetUtcOffset(Utc(local + DatetimeArithmetic.MicrosPerDay)));
        return ToLocal(local - after, zone) == local ? local - after : earlier;
    }

    private static long Micros(TimeSpan span) => span.Ticks / 10;

    private static DateTime Utc(long micros) =>
        new(Math.Clamp(UnixTicks + (micros * 10), DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc);

    private static TimeSpan? Offset(string id)
    {
        var text = id.StartsWith("UTC", StringComparison.Ordinal) || id.StartsWith("GMT", StringComparison.Ordinal) ? id[3..]
            : id.StartsWith("UT", StringComparison.Ordinal) ? id[2..] : id;
        if (text.Length < 2 || text[0] is not ('+' or '-'))
            return null;
        var parts = text[1..].Split(':');
        if (parts.Length == 1 && parts[0].Length == 4)
            parts = [parts[0][..2], parts[0][2..]];
        var total = 0;
        for (var i = 0; i < 3; i++)
        {
            var part = 0;
            if (i < parts.Length && !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out part))
                return null;
            total = (total * 60) + part;
        }

        return total <= 18 * 3600 && total % 60 == 0 ? TimeSpan.FromSeconds(text[0] == '-' ? -total : total) : null;
    }
}
