using System.Globalization;
using System.Numerics;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Types.DatetimeArithmetic;

namespace Spark.Embedded.Functions;

/// <summary>What date and timestamp functions share, and those that run in C#.</summary>
internal static class DatetimeForms
{
    /// <summary>The wall clock of an argument in the session's time zone.</summary>
    public static string Local(Operands a, int index) =>
        a.TypeOf(index) == SparkType.Timestamp ? ZoneSql.Local(a[index], a.Call.TimeZone) : a[index];

    /// <summary>The wall clock that a zone shows at an instant, both as microseconds.</summary>
    public static NativeFunction FromUtc { get; } =
        FunctionBuilder.Native(
            "from_utc",
            [SparkType.Long, SparkType.String],
            SparkType.Long,
            static (a, result) => result.Set(Zones.ToLocal(a.Long(0), Zones.Find(a.Text(1))))
        );

    /// <summary>The instant at which a zone shows a wall clock, both as microseconds.</summary>
    public static NativeFunction ToUtc { get; } =
        FunctionBuilder.Native(
            "to_utc",
            [SparkType.Long, SparkType.String],
            SparkType.Long,
            static (a, result) => result.Set(Zones.ToInstant(a.Long(0), Zones.Find(a.Text(1))))
        );

    /// <summary>The DuckDB name of a unit to which timestamps are truncated; null for one that Spark does not know.</summary>
    public static string? TruncUnit(string unit) =>
        unit.ToUpperInvariant() switch
        {
            "YEAR" or "YYYY" or "YY" => "year",
            "QUARTER" => "quarter",
            "MONTH" or "MM" or "MON" => "month",
            "WEEK" => "week",
            "DAY" or "DD" => "day",
            "HOUR" => "hour",
            "MINUTE" => "minute",
            "SECOND" => "second",
            "MILLISECOND" => "millisecond",
            "MICROSECOND" => "microsecond",
            _ => null,
        };

    public static readonly NativeFunction AddMonthsToDate = FunctionBuilder.Native(
        "add_months",
        [SparkType.Date, SparkType.Integer],
        SparkType.Date,
        (a, result) => result.Set(AddMonths(a.Int(0), a.Int(1)))
    );

    public static NativeFunction NextDay(EvalMode mode) =>
        FunctionBuilder.Native(
            $"next_day_{mode}",
            [SparkType.Date, SparkType.String],
            SparkType.Date,
            (a, result) =>
            {
                int? weekday = a.Text(1).Trim().ToUpperInvariant() switch
                {
                    "MO" or "MON" or "MONDAY" => 0,
                    "TU" or "TUE" or "TUESDAY" => 1,
                    "WE" or "WED" or "WEDNESDAY" => 2,
                    "TH" or "THU" or "THURSDAY" => 3,
                    "FR" or "FRI" or "FRIDAY" => 4,
                    "SA" or "SAT" or "SATURDAY" => 5,
                    "SU" or "SUN" or "SUNDAY" => 6,
                    _ => null,
                };
                if (weekday is { } day)
                    result.Set(a.Int(0) + 1 + (int)FloorDivRem(day - (a.Int(0) + 4L), 7).Remainder);
                else if (mode == EvalMode.Ansi)
                    throw SparkErrors.Runtime("ILLEGAL_DAY_OF_WEEK", [("string", a.Text(1))]);
            }
        );

    public static readonly NativeFunction MonthsBetween = FunctionBuilder.Native(
        "months_between",
        [SparkType.TimestampNtz, SparkType.TimestampNtz, SparkType.Boolean],
        SparkType.Double,
        (a, result) =>
        {
            var (day1, time1) = FloorDivRem(a.Long(0), MicrosPerDay);
            var (day2, time2) = FloorDivRem(a.Long(1), MicrosPerDay);
            var (y1, m1, d1) = CivilDate.FromDays(day1);
            var (y2, m2, d2) = CivilDate.FromDays(day2);
            double months = ((y1 - y2) * 12) + m1 - m2;

            // Equal days of the month, or two last days, are whole months apart whatever the time.
            if (d1 == d2 || (d1 == CivilDate.DaysInMonth(y1, m1) && d2 == CivilDate.DaysInMonth(y2, m2)))
            {
                result.Set(months);
                return;
            }

            var seconds = ((d1 - d2) * 86400L) + (time1 / MicrosPerSecond) - (time2 / MicrosPerSecond);
            var difference = months + (seconds / (31.0 * 86400));
            result.Set(a.Boolean(2) ? Math.Round(difference * 1e8, MidpointRounding.AwayFromZero) / 1e8 : difference);
        }
    );

    public static readonly NativeFunction TruncDate = FunctionBuilder.Native(
        "trunc",
        [SparkType.Date, SparkType.String],
        SparkType.Date,
        (a, result) =>
        {
            var (year, month, _) = CivilDate.FromDays(a.Int(0));
            switch (TruncUnit(a.Text(1)))
            {
                case "year":
                    result.Set((int)CivilDate.ToDays(year, 1, 1));
                    break;
                case "quarter":
                    result.Set((int)CivilDate.ToDays(year, ((month - 1) / 3 * 3) + 1, 1));
                    break;
                case "month":
                    result.Set((int)CivilDate.ToDays(year, month, 1));
                    break;
                case "week":
                    result.Set(a.Int(0) - (int)FloorDivRem(a.Int(0) + 3L, 7).Remainder);
                    break;
            }
        }
    );

    /// <summary>Truncates a wall clock; null for a unit that is none.</summary>
    public static readonly NativeFunction TruncTimestamp = FunctionBuilder.Native(
        "date_trunc",
        [SparkType.String, SparkType.TimestampNtz],
        SparkType.TimestampNtz,
        (a, result) =>
        {
            var local = a.Long(1);
            var day = FloorDivRem(local, MicrosPerDay).Quotient;
            var (year, month, _) = CivilDate.FromDays(day);
            long? truncated = TruncUnit(a.Text(0)) switch
            {
                "year" => CivilDate.ToDays(year, 1, 1) * MicrosPerDay,
                "quarter" => CivilDate.ToDays(year, ((month - 1) / 3 * 3) + 1, 1) * MicrosPerDay,
                "month" => CivilDate.ToDays(year, month, 1) * MicrosPerDay,
                "week" => (day - FloorDivRem(day + 3, 7).Remainder) * MicrosPerDay,
                "day" => day * MicrosPerDay,
                "hour" => local - FloorDivRem(local, MicrosPerHour).Remainder,
                "minute" => local - FloorDivRem(local, 60 * MicrosPerSecond).Remainder,
                "second" => local - FloorDivRem(local, MicrosPerSecond).Remainder,
                "millisecond" => local - FloorDivRem(local, 1000).Remainder,
                "microsecond" => local,
                _ => null,
            };
            if (truncated is { } value)
                result.Set(value);
        }
    );

    /// <summary>TIMESTAMPADD on an instant in microseconds.</summary>
    public static NativeFunction AddUnits(string timeZone)
    {
        var zone = Zones.Find(timeZone);
        return FunctionBuilder.Native(
            $"timestampadd_{timeZone}",
            [SparkType.String, SparkType.Long, SparkType.Long],
            SparkType.Long,
            (a, result) =>
            {
                var (count, start) = (a.Long(1), a.Long(2));
                try
                {
                    result.Set(
                        a.Text(0).ToUpperInvariant() switch
                        {
                            "MICROSECOND" => checked(start + count),
                            "MILLISECOND" => checked(start + (count * 1000)),
                            "SECOND" => checked(start + (count * MicrosPerSecond)),
                            "MINUTE" => checked(start + (count * 60 * MicrosPerSecond)),
                            "HOUR" => checked(start + (count * MicrosPerHour)),
                            "DAY" or "DAYOFYEAR" => AddInterval(start, 0, checked((int)count), 0, zone),
                            "WEEK" => AddInterval(start, 0, checked((int)count * 7), 0, zone),
                            "MONTH" => AddInterval(start, checked((int)count), 0, 0, zone),
                            "QUARTER" => AddInterval(start, checked((int)count * 3), 0, 0, zone),
                            "YEAR" => AddInterval(start, checked((int)count * 12), 0, 0, zone),
                            var unit => throw InvalidUnit("TIMESTAMPADD", unit),
                        }
                    );
                }
                catch (OverflowException)
                {
                    throw SparkErrors.Runtime("DATETIME_OVERFLOW", [("operation", $"add {count} {a.Text(0)} to a timestamp")]);
                }
            }
        );
    }

    /// <summary>TIMESTAMPDIFF of instants in microseconds: whole units on the zone's wall clock.</summary>
    public static NativeFunction DiffUnits(string timeZone)
    {
        var zone = Zones.Find(timeZone);
        return FunctionBuilder.Native(
            $"timestampdiff_{timeZone}",
            [SparkType.String, SparkType.Long, SparkType.Long],
            SparkType.Long,
            (a, result) =>
            {
                var (start, end) = (Zones.ToLocal(a.Long(1), zone), Zones.ToLocal(a.Long(2), zone));
                result.Set(
                    a.Text(0).ToUpperInvariant() switch
                    {
                        "MICROSECOND" => end - start,
                        "MILLISECOND" => (end - start) / 1000,
                        "SECOND" => (end - start) / MicrosPerSecond,
                        "MINUTE" => (end - start) / (60 * MicrosPerSecond),
                        "HOUR" => (end - start) / MicrosPerHour,
                        "DAY" or "DAYOFYEAR" => (end - start) / MicrosPerDay,
                        "WEEK" => (end - start) / (7 * MicrosPerDay),
                        "MONTH" => Months(start, end),
                        "QUARTER" => Months(start, end) / 3,
                        "YEAR" => Months(start, end) / 12,
                        var unit => throw InvalidUnit("TIMESTAMPDIFF", unit),
                    }
                );
            }
        );

        static long Months(long start, long end)
        {
            var ((day1, time1), (day2, time2)) = (FloorDivRem(start, MicrosPerDay), FloorDivRem(end, MicrosPerDay));
            var ((y1, m1, d1), (y2, m2, d2)) = (CivilDate.FromDays(day1), CivilDate.FromDays(day2));
            var months = ((y2 - y1) * 12) + m2 - m1;
            var rest = (d2, time2).CompareTo((d1, time1));
            return months > 0 && rest < 0 ? months - 1
                : months < 0 && rest > 0 ? months + 1
                : months;
        }
    }

    private static Microsoft.Spark.SparkException InvalidUnit(string function, string unit) =>
        SparkErrors.Runtime(
            "INVALID_PARAMETER_VALUE.DATETIME_UNIT",
            [("functionName", $"`{function}`"), ("parameter", "`unit`"), ("invalidValue", $"'{unit}'")]
        );

    public static NativeFunction MakeDate(EvalMode mode) =>
        FunctionBuilder.Native(
            $"make_date_{mode}",
            [SparkType.Integer, SparkType.Integer, SparkType.Integer],
            SparkType.Date,
            (a, result) =>
            {
                if (Day(a.Int(0), a.Int(1), a.Int(2), mode) is { } day)
                    result.Set((int)day);
            }
        );

    /// <summary>The wall clock of its fields.</summary>
    public static NativeFunction MakeLocal(EvalMode mode) =>
        FunctionBuilder.Native(
            $"make_timestamp_{mode}",
            [SparkType.Integer, SparkType.Integer, SparkType.Integer, SparkType.Integer, SparkType.Integer, new DecimalType(16, 6)],
            SparkType.TimestampNtz,
            (a, result) =>
            {
                var micros = (long)(BigInteger)a.Value(5)!;
                var (seconds, fraction) = FloorDivRem(micros, MicrosPerSecond);

                // Second 60 without a fraction is the next minute.
                if (seconds == 60 && fraction != 0 && mode == EvalMode.Ansi)
                    throw SparkErrors.Runtime(
                        "INVALID_FRACTION_OF_SECOND",
                        [("secAndMicros", ValueText.Decimal(micros, 6)), ("ansiConfig", "\"spark.sql.ansi.enabled\"")]
                    );
                if (
                    Day(a.Int(0), a.Int(1), a.Int(2), mode) is { } day
                    && InRange("HourOfDay", a.Int(3), 0, 23, mode)
                    && InRange("MinuteOfHour", a.Int(4), 0, 59, mode)
                    && ((seconds == 60 && fraction == 0) || InRange("SecondOfMinute", seconds, 0, 59, mode))
                )
                    result.Set((day * MicrosPerDay) + (a.Int(3) * MicrosPerHour) + (a.Int(4) * 60 * MicrosPerSecond) + micros);
            }
        );

    private static long? Day(int year, int month, int day, EvalMode mode)
    {
        if (!InRange("MonthOfYear", month, 1, 12, mode) || !InRange("DayOfMonth", day, 1, 31, mode))
            return null;
        if (day <= CivilDate.DaysInMonth(year, month))
            return CivilDate.ToDays(year, month, day);
        return mode != EvalMode.Ansi
            ? null
            : throw Bounds(
                day == 29
                    ? $"Invalid date 'February 29' as '{year}' is not a leap year"
                    : $"Invalid date '{CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month).ToUpperInvariant()} {day}'"
            );
    }

    private static bool InRange(string field, long value, long least, long most, EvalMode mode) =>
        (value >= least && value <= most)
        || (mode == EvalMode.Ansi ? throw Bounds($"Invalid value for {field} (valid values {least} - {most}): {value}") : false);

    private static Microsoft.Spark.SparkException Bounds(string message) =>
        SparkErrors.Runtime(
            "DATETIME_FIELD_OUT_OF_BOUNDS.WITH_SUGGESTION",
            [("rangeMessage", message), ("ansiConfig", "\"spark.sql.ansi.enabled\"")]
        );

    public static readonly NativeFunction MakeYearMonth = FunctionBuilder.Native(
        "make_ym_interval",
        [SparkType.Integer, SparkType.Integer],
        new YearMonthIntervalType(),
        (a, result) =>
        {
            var months = (a.Int(0) * 12L) + a.Int(1);
            result.Set(months == (int)months ? (int)months : throw IntervalOverflow("make_ym_interval"));
        }
    );

    public static readonly NativeFunction MakeDayTime = FunctionBuilder.Native(
        "make_dt_interval",
        [SparkType.Integer, SparkType.Integer, SparkType.Integer, new DecimalType(18, 6)],
        new DayTimeIntervalType(),
        (a, result) =>
        {
            var micros =
                ((Int128)a.Int(0) * MicrosPerDay)
                + ((Int128)a.Int(1) * MicrosPerHour)
                + ((Int128)a.Int(2) * 60 * MicrosPerSecond)
                + (Int128)(BigInteger)a.Value(3)!;
            result.Set(micros == (long)micros ? (long)micros : throw IntervalOverflow("make_dt_interval"));
        }
    );

    public static NativeFunction MakeInterval(bool attempt) =>
        FunctionBuilder.Native(
            attempt ? "try_make_interval" : "make_interval",
            [.. Enumerable.Repeat(SparkType.Integer, 6), new DecimalType(18, 6)],
            SparkType.CalendarInterval,
            (a, result) =>
            {
                try
                {
                    var months = checked((a.Int(0) * 12) + a.Int(1));
                    var days = checked((a.Int(2) * 7) + a.Int(3));
                    var micros = checked((a.Int(4) * MicrosPerHour) + (a.Int(5) * 60L * MicrosPerSecond) + (long)(BigInteger)a.Value(6)!);
                    result.SetValue((months, days, micros));
                }
                catch (OverflowException) when (attempt) { }
                catch (OverflowException)
                {
                    throw SparkErrors.Runtime("INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION", [("functionName", "`try_make_interval`")]);
                }
            }
        );

    private static Microsoft.Spark.SparkException IntervalOverflow(string function) =>
        SparkErrors.Runtime("INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION", [("functionName", function)]);

    /// <summary>One field of an interval.</summary>
    public static NativeFunction PartOfInterval(SparkType interval, string unit, SparkType type) =>
        FunctionBuilder.Native(
            $"extract_{unit}_{interval.Name}",
            [interval],
            type,
            (a, result) =>
            {
                var (months, days, micros) = a.Value(0) switch
                {
                    int m => (m, 0, 0L),
                    long duration => (0, (int)(duration / MicrosPerDay), duration % MicrosPerDay),
                    var parts => (ValueTuple<int, int, long>)parts!,
                };
                result.SetValue(
                    unit switch
                    {
                        "year" => months / 12,
                        "month" => (sbyte)(months % 12),
                        "day" => days,
                        "hour" => (object)(sbyte)(micros / MicrosPerHour % (interval == SparkType.CalendarInterval ? 256 : 24)),
                        "minute" => (sbyte)(micros / (60 * MicrosPerSecond) % 60),
                        _ => (BigInteger)(micros % (60 * MicrosPerSecond)),
                    }
                );
            }
        );
}
