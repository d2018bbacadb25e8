using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Spark;

namespace Spark.Embedded.Parse;

/// <summary>A span of months, days and microseconds, each of them with a sign of its own.</summary>
internal readonly record struct CalendarInterval(int Months, int Days, long Microseconds)
{
    public const long MicrosPerDay = 86_400_000_000;

    public static CalendarInterval OfDuration(long micros) => new(0, (int)(micros / MicrosPerDay), micros % MicrosPerDay);

    /// <summary>Days and microseconds together, a day of 24 hours.</summary>
    /// <exception cref="SparkArithmeticException">The sum does not fit.</exception>
    public long DurationMicros
    {
        get
        {
            try
            {
                return checked(Days * MicrosPerDay + Microseconds);
            }
            catch (OverflowException error)
            {
                throw new SparkArithmeticException(
                    "[INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION] Integer overflow while operating with intervals. SQLSTATE: 22015",
                    error
                )
                {
                    ErrorClass = "INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION",
                    SqlState = "22015",
                };
            }
        }
    }

    /// <summary>Reads <c>[interval] 1 year -2 days 3.5 seconds ...</c>.</summary>
    /// <exception cref="SparkIllegalArgumentException">The text is no interval, or it is too long.</exception>
    public static CalendarInterval Parse(string text)
    {
        var words = text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToList();
        if (words.Count > 0 && words[0] == "interval")
            words.RemoveAt(0);
        if (words.Count == 0)
            throw Invalid("INPUT_IS_EMPTY", text, "the text is empty");
        var interval = default(CalendarInterval);
        for (var i = 0; i < words.Count; )
        {
            var number = words[i++];
            // A sign may stand apart from its number.
            if (number is "+" or "-" && i < words.Count)
                number += words[i++];
            if (i >= words.Count)
                throw Invalid("MISSING_UNIT", text, $"a unit is expected after '{number}'", ("word", number));
            interval = interval.Plus(text, number, words[i++]);
        }
        return interval;
    }

    private CalendarInterval Plus(string text, string number, string unit)
    {
        var negative = number.StartsWith('-');
        var digits = number.TrimStart('+', '-');
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? "" : digits[(point + 1)..];
        if (number.Length - digits.Length > 1 || digits.Length == 0 || digits == "." || !(whole + fraction).All(char.IsAsciiDigit))
            throw char.IsAsciiDigit(digits.FirstOrDefault('x'))
                ? Invalid("INVALID_VALUE", text, $"'{number}' is no value", ("value", number))
                : Invalid("UNRECOGNIZED_NUMBER", text, $"'{number}' is no number", ("number", number));
        var name = unit.Length > 1 && unit.EndsWith('s') ? unit[..^1] : unit;
        if (point >= 0 && name != "second")
            throw Invalid("INVALID_FRACTION", text, $"'{unit}' cannot have a fraction", ("unit", unit));
        if (fraction.Length > 9)
            throw Invalid("INVALID_PRECISION", text, $"'{number}' is finer than a nanosecond", ("value", number));
        try
        {
            checked
            {
                var value = whole.Length == 0 ? 0 : long.Parse((negative ? "-" : "") + whole, CultureInfo.InvariantCulture);
                switch (name)
                {
                    case "year":
                        return this with { Months = Months + (int)(value * 12) };
                    case "month":
                        return this with { Months = Months + (int)value };
                    case "week":
                        return this with { Days = Days + (int)(value * 7) };
                    case "day":
                        return this with { Days = Days + (int)value };
                    case "hour":
                        return this with { Microseconds = Microseconds + value * 3_600_000_000 };
                    case "minute":
                        return this with { Microseconds = Microseconds + value * 60_000_000 };
                    case "millisecond":
                        return this with { Microseconds = Microseconds + value * 1000 };
                    case "microsecond":
                        return this with { Microseconds = Microseconds + value };
                    case "second":
                        var micros = int.Parse(fraction.PadRight(9, '0')[..6], CultureInfo.InvariantCulture);
                        return this with { Microseconds = Microseconds + value * 1_000_000 + (negative ? -micros : micros) };
                }
            }
        }
        catch (OverflowException)
        {
            throw Invalid("ARITHMETIC_EXCEPTION", text, "it is too long");
        }
        throw Invalid("INVALID_UNIT", text, $"'{unit}' is no unit", ("unit", unit));
    }

    private static SparkIllegalArgumentException Invalid(
        string reason,
        string text,
        string explanation,
        params ReadOnlySpan<(string Name, string Value)> parameters
    )
    {
        var byName = new Dictionary<string, string> { ["input"] = text };
        foreach (var (name, value) in parameters)
            byName[name] = value;
        return new SparkIllegalArgumentException(
            $"[INVALID_INTERVAL_FORMAT.{reason}] Error parsing '{text}' to interval: {explanation}. SQLSTATE: 22006"
        )
        {
            ErrorClass = "INVALID_INTERVAL_FORMAT." + reason,
            SqlState = "22006",
            MessageParameters = byName,
        };
    }
}

/// <summary>Text that is no interval of the wanted fields.</summary>
internal sealed class IntervalFormatException(string errorClass, params (string Name, string Value)[] parameters) : Exception(errorClass)
{
    public string ErrorClass { get; } = errorClass;

    public (string Name, string Value)[] Parameters { get; } = parameters;
}

/// <summary>The fields of interval types, numbered as in Spark: YEAR 0, MONTH 1, and DAY 0, HOUR 1, MINUTE 2, SECOND 3.</summary>
internal static partial class IntervalFields
{
    private static readonly string[] DayTimeNames = ["day", "hour", "minute", "second"];

    public static bool IsUnit(string word) =>
        word.ToLowerInvariant()
            is "nanosecond"
                or "nanoseconds"
                or "microsecond"
                or "microseconds"
                or "millisecond"
                or "milliseconds"
                or "second"
                or "seconds"
                or "minute"
                or "minutes"
                or "hour"
                or "hours"
                or "day"
                or "days"
                or "week"
                or "weeks"
                or "month"
                or "months"
                or "year"
                or "years";

    /// <summary>The field of a unit; weeks count as days and fractions of a second as seconds.</summary>
    public static (bool IsYearMonth, int Field) Of(string unit)
    {
        var name = unit.EndsWith('s') ? unit[..^1] : unit;
        return name switch
        {
            "year" => (true, 0),
            "month" => (true, 1),
            "day" or "week" => (false, 0),
            "hour" => (false, 1),
            "minute" => (false, 2),
            _ => (false, 3),
        };
    }

    /// <summary><c>[+|-]y-m</c> as months.</summary>
    public static int YearToMonth(string text)
    {
        var match = YearMonthPattern().Match(text.Trim());
        if (!match.Success)
        {
            throw new IntervalFormatException(
                "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING",
                ("intervalStr", "year-month"),
                ("supportedFormat", "`[+|-]y-m`, `INTERVAL [+|-]'[+|-]y-m' YEAR TO MONTH`"),
                ("typeName", "interval year to month"),
                ("input", text)
            );
        }
        var years = long.Parse(match.Groups["y"].Value, CultureInfo.InvariantCulture);
        var months = long.Parse(match.Groups["m"].Value, CultureInfo.InvariantCulture);
        Require("year", years, int.MaxValue / 12);
        Require("month", months, 11);
        var total = (match.Groups["sign"].Value == "-" ? -1 : 1) * (years * 12 + months);
        return total is >= int.MinValue and <= int.MaxValue
            ? (int)total
            : throw new IntervalFormatException(
                "INVALID_INTERVAL_FORMAT.INTERVAL_PARSING",
                ("input", text.Trim()),
                ("interval", "year-month")
            );
    }

    /// <summary><c>[+|-]d h:m:s.n</c>, or the part of it between the two fields, as microseconds.</summary>
    public static long DayToSecond(string text, int from, int to)
    {
        var match = DayTimePattern(from, to).Match(text.Trim());
        if (!match.Success)
        {
            var format = "[+|-]" + Format(from, to);
            var (fromName, toName) = (DayTimeNames[from], DayTimeNames[to]);
            throw new IntervalFormatException(
                "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING_WITH_NOTICE",
                ("intervalStr", "day-time"),
                ("supportedFormat", $"`{format}`, `INTERVAL [+|-]'{format}' {fromName.ToUpperInvariant()} TO {toName.ToUpperInvariant()}`"),
                ("typeName", $"interval {fromName} to {toName}"),
                ("input", text)
            );
        }
        var sign = match.Groups["sign"].Value == "-" ? -1 : 1;
        long micros = 0;
        ReadOnlySpan<long> sizes = [CalendarInterval.MicrosPerDay, 3_600_000_000, 60_000_000, 1_000_000];
        ReadOnlySpan<long> inner = [0, 23, 59, 59];
        try
        {
            for (var field = from; field <= to; field++)
            {
                var value = long.Parse(match.Groups[DayTimeNames[field]].Value, CultureInfo.InvariantCulture);
                // The first field may be as long as the type holds.
                Require(DayTimeNames[field], value, field == from ? long.MaxValue / sizes[field] : inner[field]);
                micros = checked(micros + sign * value * sizes[field]);
            }
            if (match.Groups["fraction"].Value is { Length: > 0 } fraction)
                micros = checked(micros + sign * long.Parse(fraction.PadRight(9, '0').AsSpan(0, 6), CultureInfo.InvariantCulture));
        }
        catch (OverflowException)
        {
            throw new IntervalFormatException("_LEGACY_ERROR_TEMP_0063", ("msg", "long overflow"));
        }
        return micros;
    }

    private static void Require(string field, long value, long maximum)
    {
        if (value > maximum)
            throw new IntervalFormatException(
                "_LEGACY_ERROR_TEMP_0063",
                ("msg", $"requirement failed: {field} {value} outside range [0, {maximum}]")
            );
    }

    private static string Format(int from, int to) =>
        string.Concat(
            Enumerable
                .Range(from, to - from + 1)
                .Select(field =>
                    (
                        field == from ? ""
                        : field == 1 ? " "
                        : ":"
                    ) + (field == 3 ? "s.n" : DayTimeNames[field][..1])
                )
        );

    private static Regex DayTimePattern(int from, int to)
    {
        ReadOnlySpan<int> digits = [9, 10, 12, 13];
        var pattern = "^(?<sign>[+|-])?";
        for (var field = from; field <= to; field++)
        {
            var length = field == from ? digits[field] : 2;
            pattern +=
                (
                    field == from ? ""
                    : field == 1 ? " "
                    : ":"
                ) + $@"(?<{DayTimeNames[field]}>\d{{1,{length}}})";
        }
        return new Regex(pattern + (to == 3 ? @"(\.(?<fraction>\d{1,9}))?$" : "$"));
    }

    [GeneratedRegex(@"^(?<sign>[+|-])?(?<y>\d+)-(?<m>\d+)$")]
    private static partial Regex YearMonthPattern();
}
