using System.Globalization;
using System.Numerics;
using System.Text;

namespace Spark.Embedded.Types;

/// <summary>Values as Spark prints them.</summary>
public static class ValueText
{
    private const long MicrosPerSecond = 1_000_000;
    private const long MicrosPerDay = 86_400 * MicrosPerSecond;

    /// <summary>An unscaled decimal with its point.</summary>
    public static string Decimal(BigInteger unscaled, int scale)
    {
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture);
        if (scale > 0)
        {
            digits = digits.PadLeft(scale + 1, '0');
            digits = $"{digits[..^scale]}.{digits[^scale..]}";
        }

        return unscaled.Sign < 0 ? "-" + digits : digits;
    }

    /// <summary>The unscaled value of a decimal constant at a scale.</summary>
    public static BigInteger Unscaled(object value, int scale)
    {
        if (value is BigInteger unscaled)
            return unscaled;
        var number = (decimal)value;
        var bits = decimal.GetBits(number);
        var digits = new BigInteger((uint)bits[2]) << 64 | new BigInteger((uint)bits[1]) << 32 | (uint)bits[0];
        var own = (bits[3] >> 16) & 0xff;
        digits = own <= scale ? digits * BigInteger.Pow(10, scale - own) : digits / BigInteger.Pow(10, own - scale);
        return number < 0 ? -digits : digits;
    }

    /// <summary>A double as Java's <c>Double.toString</c> prints it.</summary>
    public static string Double(double value) =>
        double.IsNaN(value) ? "NaN"
        : double.IsInfinity(value) ? (value > 0 ? "Infinity" : "-Infinity")
        : value == 0 ? (double.IsNegative(value) ? "-0.0" : "0.0")
        : Floating(value.ToString("R", CultureInfo.InvariantCulture), Math.Abs(value));

    /// <summary>A float as Java's <c>Float.toString</c> prints it.</summary>
    public static string Float(float value) =>
        float.IsNaN(value) ? "NaN"
        : float.IsInfinity(value) ? (value > 0 ? "Infinity" : "-Infinity")
        : value == 0 ? (float.IsNegative(value) ? "-0.0" : "0.0")
        : Floating(value.ToString("R", CultureInfo.InvariantCulture), Math.Abs((double)value));

    /// <summary>A date: <c>2020-01-31</c>.</summary>
    public static string Date(int days)
    {
        var (year, month, day) = CivilDate.FromDays(days);
        return string.Create(CultureInfo.InvariantCulture, $"{Year(year)}-{month:00}-{day:00}");
    }

    /// <summary>A wall clock: <c>2020-01-31 10:00:00.5</c>.</summary>
    public static string Timestamp(long micros)
    {
        var days = (int)Math.DivRem(micros, MicrosPerDay, out var rest);
        if (rest < 0)
        {
            days--;
            rest += MicrosPerDay;
        }

        return $"{Date(days)} {Time(rest)}";
    }

    /// <summary>A time of day: <c>10:00:00.5</c>.</summary>
    public static string Time(long microsOfDay)
    {
        var seconds = microsOfDay / MicrosPerSecond;
        var text = string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
        var fraction = microsOfDay % MicrosPerSecond;
        return fraction == 0 ? text : text + "." + fraction.ToString("000000", CultureInfo.InvariantCulture).TrimEnd('0');
    }

    /// <summary>An interval of months as SQL: <c>INTERVAL '1-2' YEAR TO MONTH</c>.</summary>
    public static string YearMonthInterval(int months, YearMonthIntervalType type)
    {
        var sign = months < 0 ? "-" : "";
        var absolute = Math.Abs((long)months);
        var (text, unit) = (type.Start, type.End) switch
        {
            (0, 0) => (string.Create(CultureInfo.InvariantCulture, $"{absolute / 12}"), "YEAR"),
            (1, 1) => (string.Create(CultureInfo.InvariantCulture, $"{absolute}"), "MONTH"),
            _ => (string.Create(CultureInfo.InvariantCulture, $"{absolute / 12}-{absolute % 12}"), "YEAR TO MONTH"),
        };
        return $"INTERVAL '{sign}{text}' {unit}";
    }

    /// <summary>An interval of microseconds as SQL: <c>INTERVAL '1 02:03:04' DAY TO SECOND</c>.</summary>
    public static string DayTimeInterval(long micros, DayTimeIntervalType type)
    {
        var rest = BigInteger.Abs(micros);
        var text = new StringBuilder(micros < 0 ? "-" : "");
        ReadOnlySpan<long> units = [MicrosPerDay, 3600 * MicrosPerSecond, 60 * MicrosPerSecond, MicrosPerSecond];
        for (var field = type.Start; field <= type.End; field++)
        {
            var value = BigInteger.DivRem(rest, units[field], out rest);
            if (field > type.Start)
                text.Append(field == 1 ? ' ' : ':');
            text.Append(field == 0 ? value.ToString(CultureInfo.InvariantCulture) : value.ToString("00", CultureInfo.InvariantCulture));
            if (field == 3 && !rest.IsZero)
                text.Append('.').Append(rest.ToString("000000", CultureInfo.InvariantCulture).TrimEnd('0'));
        }

        return $"INTERVAL '{text}' {type.Name["interval ".Length..].ToUpperInvariant()}";
    }

    /// <summary>A calendar interval: <c>1 years 2 months 3 days 4 hours</c>.</summary>
    public static string CalendarInterval(CalendarIntervalValue value)
    {
        var parts = new List<string>();
        Add(value.Months / 12, "years");
        Add(value.Months % 12, "months");
        Add(value.Days, "days");
        var rest = value.Microseconds;
        Add(rest / (3600 * MicrosPerSecond), "hours");
        rest %= 3600 * MicrosPerSecond;
        Add(rest / (60 * MicrosPerSecond), "minutes");
        rest %= 60 * MicrosPerSecond;
        if (rest != 0)
        {
            var seconds = Decimal(rest, 6).TrimEnd('0').TrimEnd('.');
            parts.Add($"{seconds} seconds");
        }

        return parts.Count == 0 ? "0 seconds" : string.Join(" ", parts);

        void Add(long number, string unit)
        {
            if (number != 0)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{number} {unit}"));
        }
    }

    private static string Year(long year) =>
        year switch
        {
            > 9999 => "+" + year.ToString(CultureInfo.InvariantCulture),
            < 0 => "-" + (-year).ToString("0000", CultureInfo.InvariantCulture),
            _ => year.ToString("0000", CultureInfo.InvariantCulture),
        };

    private static string Floating(string shortest, double magnitude)
    {
        // The shortest digits that read back as the same value; Java differs in layout only: plain from 1e-3 to 1e7, else d.dddE±x.
        var negative = shortest[0] == '-';
        var mantissa = negative ? shortest[1..] : shortest;
        var exponent = 0;
        if (mantissa.IndexOf('E') is var e and >= 0)
        {
            exponent = int.Parse(mantissa.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            mantissa = mantissa[..e];
        }

        var point = mantissa.IndexOf('.');
        var digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        var position = (point < 0 ? mantissa.Length : point) + exponent;
        var leading = digits.Length - digits.TrimStart('0').Length;
        digits = digits[leading..].TrimEnd('0');
        position -= leading;
        string text;
        if (magnitude is >= 1e-3 and < 1e7)
        {
            text =
                position <= 0 ? "0." + new string('0', -position) + digits
                : position >= digits.Length ? digits.PadRight(position, '0') + ".0"
                : $"{digits[..position]}.{digits[position..]}";
        }
        else
        {
            text = string.Create(CultureInfo.InvariantCulture, $"{digits[0]}.{(digits.Length > 1 ? digits[1..] : "0")}E{position - 1}");
        }

        return negative ? "-" + text : text;
    }
}
