using System.Globalization;

namespace Microsoft.Spark.Sql.Types;

/// <summary>A value of <see cref="TimestampType"/>: an instant, to the microsecond, in UTC.</summary>
public class Timestamp : IComparable<Timestamp>, IEquatable<Timestamp>, IFormattable
{
    private const string Format = "yyyy-MM-dd HH:mm:ss.ffffffZ";
    private readonly DateTime _dateTime;

    /// <summary>The instant that <paramref name="dateTime"/> stands for; one that names no zone is taken as local time, as .NET does.</summary>
    public Timestamp(DateTime dateTime)
    {
        var instant = dateTime.ToUniversalTime();
        _dateTime = new DateTime(instant.Ticks - (instant.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
    }

    /// <summary>The same instant.</summary>
    public Timestamp(DateTimeOffset instant)
        : this(instant.UtcDateTime) { }

    /// <summary>The instant, in UTC.</summary>
    /// <param name="microsecond">0 to 999999.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such instant.</exception>
    public Timestamp(int year, int month, int day, int hour, int minute, int second, int microsecond)
    {
        if (microsecond is < 0 or > 999_999)
            throw new ArgumentOutOfRangeException(nameof(microsecond), microsecond, "A second has the microseconds 0 to 999999.");
        _dateTime = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).AddTicks(
            microsecond * TimeSpan.TicksPerMicrosecond
        );
    }

    public int Year => _dateTime.Year;

    public int Month => _dateTime.Month;

    public int Day => _dateTime.Day;

    public int Hour => _dateTime.Hour;

    public int Minute => _dateTime.Minute;

    public int Second => _dateTime.Second;

    /// <summary>Microseconds of the second, 0 to 999999.</summary>
    public int Microsecond => (int)(_dateTime.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond);

    /// <summary>The instant in UTC.</summary>
    public DateTime ToDateTime() => _dateTime;

    /// <summary>The instant as <c>yyyy-MM-dd HH:mm:ss.ffffffZ</c>.</summary>
    public override string ToString() => _dateTime.ToString(Format, CultureInfo.InvariantCulture);

    public string ToString(string? format, IFormatProvider? formatProvider) => _dateTime.ToString(format ?? Format, formatProvider);

    public int CompareTo(Timestamp? other) => other is null ? 1 : _dateTime.CompareTo(other._dateTime);

    public bool Equals(Timestamp? other) => other is not null && _dateTime == other._dateTime;

    public override bool Equals(object? obj) => Equals(obj as Timestamp);

    public override int GetHashCode() => _dateTime.GetHashCode();

    /// <summary>Microseconds since 1970-01-01T00:00:00Z.</summary>
    internal long MicrosecondsSinceEpoch => (_dateTime.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The date and time that lie <paramref name="microseconds"/> after 1970-01-01T00:00:00.</summary>
    /// <exception cref="SparkDateTimeException">Outside the years 1 to 9999.</exception>
    internal static DateTime FromMicrosecondsSinceEpoch(long microseconds, DateTimeKind kind)
    {
        const long Epoch = 719_162L * TimeSpan.TicksPerDay;
        var lowest = -Epoch / TimeSpan.TicksPerMicrosecond;
        var highest = (DateTime.MaxValue.Ticks - Epoch) / TimeSpan.TicksPerMicrosecond;
        return microseconds >= lowest && microseconds <= highest
            ? new DateTime(Epoch + (microseconds * TimeSpan.TicksPerMicrosecond), kind)
            : throw new SparkDateTimeException(
                $"The timestamp {microseconds} microseconds from 1970-01-01 lies outside the years 1 to 9999 that .NET can hold; cast it to a string."
            );
    }
}
