using System.Globalization;
using System.Numerics;

namespace Spark.Embedded.Types;

/// <summary>Numbers in text, as Spark's casts read them.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-datatypes.html and the sources of Spark's casts</remarks>
internal static class NumberText
{
    /// <summary>A whole number; with <paramref name="fractions"/>, digits behind a point are cut off.</summary>
    public static BigInteger? Whole(string text, bool fractions)
    {
        var span = Trim(text);
        if (fractions && span.IndexOf('.') is var point and >= 0)
        {
            foreach (var c in span[(point + 1)..])
            {
                if (!char.IsAsciiDigit(c))
                    return null;
            }

            span = span[..point];
            if (span.Length == 0 || span is "-" or "+")
                return point + 1 < Trim(text).Length ? BigInteger.Zero : null;
        }

        var digits = span.Length > 0 && span[0] is '-' or '+' ? span[1..] : span;
        if (digits.Length == 0)
            return null;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
                return null;
        }

        return BigInteger.Parse(span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    /// <summary>A whole number of ASCII digits with at most a sign, read without an allocation; false says nothing about other forms.</summary>
    public static bool TryPlainWhole(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        var start = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        if (text.Length == start || text.Length - start > 18)
            return false;
        foreach (var c in text[start..])
        {
            var digit = (uint)(c - '0');
            if (digit > 9)
                return false;
            value = value * 10 + digit;
        }

        if (text[0] == '-')
            value = -value;
        return true;
    }

    /// <summary>A floating-point number, as Java reads it.</summary>
    public static double? Fractional(string text)
    {
        var span = Trim(text);
        switch (span.ToString().ToLowerInvariant())
        {
            case "inf" or "+inf" or "infinity" or "+infinity":
                return double.PositiveInfinity;
            case "-inf" or "-infinity":
                return double.NegativeInfinity;
            case "nan":
                return double.NaN;
        }

        if (span.Length > 1 && span[^1] is 'd' or 'D' or 'f' or 'F' && (char.IsAsciiDigit(span[^2]) || span[^2] == '.'))
            span = span[..^1];
        foreach (var c in span)
        {
            if (!char.IsAsciiDigit(c) && c is not ('+' or '-' or '.' or 'e' or 'E'))
                return null;
        }

        return double.TryParse(
            span,
            NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture,
            out var value
        )
            ? value
            : null;
    }

    /// <summary>An unscaled decimal of any size.</summary>
    public static BigInteger? Decimal(string text, out int scale)
    {
        scale = 0;
        var span = Trim(text);
        var exponent = 0;
        if (span.IndexOfAny('e', 'E') is var e and >= 0)
        {
            if (
                !int.TryParse(span[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
                || Math.Abs(exponent) > 1000
            )
                return null;
            span = span[..e];
        }

        var point = span.IndexOf('.');
        var digits = point < 0 ? span.ToString() : string.Concat(span[..point], span[(point + 1)..]);
        if (digits.Length == 0 || digits is "-" or "+" || digits.AsSpan(digits[0] is '-' or '+' ? 1 : 0).ContainsAnyExceptInRange('0', '9'))
            return null;
        var value = BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        scale = (point < 0 ? 0 : span.Length - point - 1) - exponent;
        if (scale < 0)
        {
            value *= BigInteger.Pow(10, -scale);
            scale = 0;
        }

        return value;
    }

    /// <summary>Text without the white space and control characters around it.</summary>
    private static ReadOnlySpan<char> Trim(string text)
    {
        var span = text.AsSpan();
        while (span.Length > 0 && (span[0] <= ' ' || span[0] == '\u007f'))
            span = span[1..];
        while (span.Length > 0 && (span[^1] <= ' ' || span[^1] == '\u007f'))
            span = span[..^1];
        return span;
    }
}
