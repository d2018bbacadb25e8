using System.Globalization;

namespace Microsoft.Spark.Sql.Types;

/// <summary>A value of <see cref="DateType"/>: a day, without a time or a zone.</summary>
public class Date : IComparable<Date>, IEquatable<Date>, IFormattable
{
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;
    private readonly DateOnly _date;

    /// <summary>The day of <paramref name="dateTime"/>, its time left out.</summary>
    public Date(DateTime dateTime) => _date = DateOnly.FromDateTime(dateTime);

    /// <summary>The day of the calendar.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such day.</exception>
    public Date(int year, int month, int day) => _date = new DateOnly(year, month, day);

    /// <summary>The same day.</summary>
    public Date(DateOnly date) => _date = date;

    public int Year => _date.Year;

    public int Month => _date.Month;

    public int Day => _date.Day;

    /// <summary>Midnight of the day.</summary>
    public DateTime ToDateTime() => _date.ToDateTime(TimeOnly.MinValue);

    public DateOnly ToDateOnly() => _date;

    /// <summary>The day as <c>yyyy-MM-dd</c>.</summary>
    public override string ToString() => _date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public string ToString(string? format, IFormatProvider? formatProvider) => _date.ToString(format ?? "yyyy-MM-dd", formatProvider);

    public int CompareTo(Date? other) => other is null ? 1 : _date.CompareTo(other._date);

    public bool Equals(Date? other) => other is not null && _date == other._date;

    public override bool Equals(object? obj) => Equals(obj as Date);

    public override int GetHashCode() => _date.GetHashCode();

    /// <summary>Days since 1970-01-01.</summary>
    internal int DaysSinceEpoch => _date.DayNumber - Epoch;

    /// <summary>The day that lies <paramref name="days"/> after 1970-01-01.</summary>
    /// <exception cref="SparkDateTimeException">Outside the years 1 to 9999.</exception>
    internal static DateOnly FromDaysSinceEpoch(int days)
    {
        var number = (long)Epoch + days;
        return number >= DateOnly.MinValue.DayNumber && number <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber((int)number)
            : throw new SparkDateTimeException(
                $"The date {days} days from 1970-01-01 lies outside the years 1 to 9999 that .NET can hold; cast it to a string."
            );
    }
}
