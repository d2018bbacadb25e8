using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Spark.Embedded.Types;

/// <summary>Reads intervals from text: <c>1-2</c>, <c>INTERVAL '1-2' YEAR TO MONTH</c>, <c>1 10:00:00</c>.</summary>
internal static partial class IntervalText
{
    private static readonly long[] Units = [86_400_000_000, 3_600_000_000, 60_000_000, 1_000_000];

    /// <summary>Months or microseconds; null for text that is no interval of the type.</summary>
    public static long? Parse(string text, SparkType type)
    {
        var body = text.Trim();
        var negative = false;
        var match = Literal().Match(body);
        if (match.Success)
        {
            if (
                !match
                    .Groups["unit"]
                    .Value.ToUpperInvariant()
                    .Equals(type.Name["interval ".Length..].ToUpperInvariant(), StringComparison.Ordinal)
            )
                return null;
            negative = match.Groups["sign"].Value == "-";
            body = match.Groups["value"].Value.Trim();
        }

        if (body.StartsWith('-') || body.StartsWith('+'))
        {
            negative ^= body[0] == '-';
            body = body[1..];
        }

        var value = type is YearMonthIntervalType months ? Months(body, months) : Micros(body, (DayTimeIntervalType)type);
        if (value is not { } magnitude)
            return null;
        var signed = negative ? -magnitude : magnitude;
        return type is YearMonthIntervalType
            ? signed >= int.MinValue && signed <= int.MaxValue
                ? (long)signed
                : null
            : signed >= long.MinValue && signed <= long.MaxValue
                ? (long)signed
                : null;
    }

    private static BigInteger? Months(string body, YearMonthIntervalType type)
    {
        var parts = body.Split('-');
        if (parts.Length != (type.Start == type.End ? 1 : 2) || parts.Any(part => part.Length == 0 || part.Any(c => !char.IsAsciiDigit(c))))
            return null;
        if (parts.Length == 1)
            return BigInteger.Parse(parts[0], CultureInfo.InvariantCulture) * (type.Start == 0 ? 12 : 1);
        var month = BigInteger.Parse(parts[1], CultureInfo.InvariantCulture);
        return month > 11 ? null : BigInteger.Parse(parts[0], CultureInfo.InvariantCulture) * 12 + month;
    }

    private static BigInteger? Micros(string body, DayTimeIntervalType type)
    {
        var fields = body.Split(' ', ':');
        if (fields.Length != type.End - type.Start + 1)
            return null;
        BigInteger total = 0;
        for (var i = 0; i < fields.Length; i++)
        {
            var field = fields[i];
            var unit = type.Start + i;
            var fraction = "";
            if (unit == 3 && field.IndexOf('.') is var point and >= 0)
            {
                fraction = field[(point + 1)..];
                field = field[..point];
            }

            if (field.Length == 0 || field.Any(c => !char.IsAsciiDigit(c)) || fraction.Any(c => !char.IsAsciiDigit(c)))
                return null;
            var value = BigInteger.Parse(field, CultureInfo.InvariantCulture);
            if (i > 0 && value >= (unit == 1 ? 24 : 60))
                return null;
            total += value * Units[unit];
            if (fraction.Length > 0)
                total += BigInteger.Parse(fraction.Length > 6 ? fraction[..6] : fraction.PadRight(6, '0'), CultureInfo.InvariantCulture);
        }

        return total;
    }

    [GeneratedRegex(@"^INTERVAL\s+(?<sign>[+-]?)\s*'(?<value>[^']*)'\s+(?<unit>\w+(\s+TO\s+\w+)?)$", RegexOptions.IgnoreCase)]
    private static partial Regex Literal();
}
