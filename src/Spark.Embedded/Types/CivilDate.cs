namespace Spark.Embedded.Types;

/// <summary>The proleptic Gregorian calendar over Spark's whole range of years; days count from 1970-01-01.</summary>
public static class CivilDate
{
    // Eras of 400 years that begin on 0000-03-01, so that the leap day ends the year.
    private const int DaysPerEra = 146_097;
    private const int DaysToEpoch = 719_468;

    /// <summary>Year, month and day of a day.</summary>
    public static (long Year, int Month, int Day) FromDays(long days)
    {
        var z = days + DaysToEpoch;
        var era = (z >= 0 ? z : z - (DaysPerEra - 1)) / DaysPerEra;
        var dayOfEra = z - era * DaysPerEra;
        var yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var shifted = (5 * dayOfYear + 2) / 153;
        var month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, (int)(dayOfYear - (153 * shifted + 2) / 5 + 1));
    }

    /// <summary>The day of a year, month and day, which is not checked.</summary>
    public static long ToDays(long year, int month, int day)
    {
        var y = month <= 2 ? year - 1 : year;
        var era = (y >= 0 ? y : y - 399) / 400;
        var yearOfEra = y - era * 400;
        var dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * DaysPerEra + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - DaysToEpoch;
    }

    /// <summary>The day of a year, month and day; false when there is no such day, or it is out of Spark's range.</summary>
    public static bool TryToDays(long year, int month, int day, out int days)
    {
        days = 0;
        if (month is < 1 or > 12 || day < 1 || day > DaysInMonth(year, month))
            return false;
        var total = ToDays(year, month, day);
        days = (int)total;
        return total is >= int.MinValue and <= int.MaxValue;
    }

    public static bool IsLeap(long year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    public static int DaysInMonth(long year, int month) =>
        month switch
        {
            2 => IsLeap(year) ? 29 : 28,
            4 or 6 or 9 or 11 => 30,
            _ => 31,
        };
}
