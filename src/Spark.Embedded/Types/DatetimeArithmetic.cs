namespace Spark.Embedded.Types;

/// <summary>Calendar arithmetic on microseconds, as java.time does it.</summary>
internal static class DatetimeArithmetic
{
    public const long MicrosPerSecond = 1_000_000;
    public const long MicrosPerHour = 3600 * MicrosPerSecond;
    public const long MicrosPerDay = 24 * MicrosPerHour;

    /// <summary>Adds months to a day; a day that the month does not have becomes its last.</summary>
    public static int AddMonths(int days, int months)
    {
        var (year, month, day) = CivilDate.FromDays(days);
        var total = (year * 12) + (month - 1) + months;
        var newYear = Math.DivRem(total, 12, out var newMonth);
        if (newMonth < 0)
            (newYear, newMonth) = (newYear - 1, newMonth + 12);
        return checked((int)CivilDate.ToDays(newYear, (int)newMonth + 1, Math.Min(day, CivilDate.DaysInMonth(newYear, (int)newMonth + 1))));
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
