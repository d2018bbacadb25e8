using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Spark.Embedded.Types;

/// <summary>Numbers and booleans in text files, as Java reads them.</summary>
internal static class TextValueParser
{
    /// <summary>A whole number as <c>Long.parseLong</c> reads it: an optional sign and digits, nothing around them.</summary>
    public static bool TryLong(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        var negative = false;
        var i = 0;
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
        {
            negative = text[0] == '-';
            i = 1;
        }

        if (i == text.Length || text.Length - i > 19)
            return TryLongOfManyDigits(text, out value);
        ulong number = 0;
        for (; i < text.Length; i++)
        {
            var digit = (uint)(text[i] - '0');
            if (digit > 9)
                return text[i] >= 0x80 && AsciiDigits(text) is { } ascii && TryLong(ascii, out value);
            number = number * 10 + digit;
        }

        if (number > (ulong)long.MaxValue + (negative ? 1UL : 0UL))
            return false;
        value = negative ? (long)(0 - number) : (long)number;
        return true;
    }

    /// <summary>A floating-point number as <c>Double.parseDouble</c> reads it.</summary>
    public static bool TryDouble(ReadOnlySpan<byte> text, out double value)
    {
        if (Utf8Parser.TryParse(text, out value, out var consumed) && consumed == text.Length && char.IsAsciiDigit((char)text[^1]))
            return true;
        var trimmed = text.Trim(" \t\r\n\f\v\0"u8);
        var sign = 1;
        if (trimmed.Length > 0 && trimmed[0] is (byte)'-' or (byte)'+')
        {
            sign = trimmed[0] == '-' ? -1 : 1;
            trimmed = trimmed[1..];
        }

        if (trimmed.SequenceEqual("NaN"u8))
        {
            value = double.NaN;
            return true;
        }

        if (trimmed.SequenceEqual("Infinity"u8))
        {
            value = sign * double.PositiveInfinity;
            return true;
        }

        if (trimmed.Length > 0 && trimmed[^1] is (byte)'d' or (byte)'D' or (byte)'f' or (byte)'F')
            trimmed = trimmed[..^1];
        if (TryHexadecimal(trimmed, out value))
        {
            value *= sign;
            return true;
        }

        if (
            trimmed.Length == 0
            || trimmed[0] is not ((byte)'.' or >= (byte)'0' and <= (byte)'9')
            || !double.TryParse(
                trimmed,
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out value
            )
        )
        {
            value = 0;
            return false;
        }

        value *= sign;
        return true;
    }

    /// <summary>true or false, in any case.</summary>
    public static bool TryBoolean(ReadOnlySpan<byte> text, out bool value)
    {
        value = Ascii.EqualsIgnoreCase(text, "true"u8);
        return value || Ascii.EqualsIgnoreCase(text, "false"u8);
    }

    /// <summary>
    /// A decimal as <c>java.math.BigDecimal</c> reads it, brought to <paramref name="scale"/> by rounding half up; false when it is no number or
    /// has more than <paramref name="precision"/> digits.
    /// </summary>
    /// <param name="ignoreCommas">Whether commas between digits are skipped, as in the CSV source.</param>
    public static bool TryDecimal(ReadOnlySpan<byte> text, int precision, int scale, bool ignoreCommas, out Int128 unscaled)
    {
        unscaled = 0;
        if (!TryParts(text, ignoreCommas, out var negative, out var digits, out var numberScale))
            return false;
        var shift = scale - numberScale;
        if (digits.IsZero)
            return true;
        if (shift > 100 || shift < -20000)
            return shift < 0;
        if (shift >= 0)
        {
            digits *= BigInteger.Pow(10, (int)shift);
        }
        else
        {
            var divisor = BigInteger.Pow(10, (int)-shift);
            var quotient = BigInteger.DivRem(digits, divisor, out var remainder);
            digits = remainder * 2 >= divisor ? quotient + 1 : quotient;
        }

        if (digits >= BigInteger.Pow(10, precision))
            return false;
        unscaled = (Int128)(negative ? -digits : digits);
        return true;
    }

    /// <summary>Like <see cref="TryDecimal"/> for numbers of few digits, without big integers; false says nothing about others.</summary>
    public static bool TryShortDecimal(ReadOnlySpan<byte> text, int precision, int scale, out long unscaled)
    {
        unscaled = 0;
        if (text.Length is 0 or > 18)
            return false;
        var i = text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        var (digits, behindPoint, number) = (0, -1, 0L);
        for (; i < text.Length; i++)
        {
            var digit = (uint)(text[i] - '0');
            if (digit <= 9)
            {
                number = number * 10 + digit;
                digits++;
                if (behindPoint >= 0)
                    behindPoint++;
            }
            else if (text[i] == '.' && behindPoint < 0)
            {
                behindPoint = 0;
            }
            else
            {
                return false;
            }
        }

        behindPoint = Math.Max(behindPoint, 0);
        if (digits == 0 || behindPoint > scale || digits - behindPoint + scale > 18)
            return false;
        for (; behindPoint < scale; behindPoint++)
            number *= 10;
        if (precision < 18 && number >= Powers[precision])
            return false;
        unscaled = text[0] == '-' ? -number : number;
        return true;
    }

    /// <summary>Precision and scale of a decimal as written; for schema inference.</summary>
    public static bool TryDecimalShape(ReadOnlySpan<byte> text, out int precision, out long scale)
    {
        precision = 0;
        if (!TryParts(text, false, out _, out var digits, out scale))
            return false;
        precision = digits.IsZero ? 1 : digits.ToString(CultureInfo.InvariantCulture).Length;
        return true;
    }

    private static readonly long[] Powers = [.. Enumerable.Range(0, 19).Select(n => (long)BigInteger.Pow(10, n))];

    private static bool TryParts(ReadOnlySpan<byte> text, bool ignoreCommas, out bool negative, out BigInteger digits, out long scale)
    {
        (negative, digits, scale) = (false, default, 0);
        var i = 0;
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
        {
            negative = text[0] == '-';
            i = 1;
        }

        var number = new StringBuilder();
        var point = false;
        for (; i < text.Length && text[i] is not ((byte)'e' or (byte)'E'); i++)
        {
            if (text[i] is >= (byte)'0' and <= (byte)'9')
            {
                number.Append((char)text[i]);
                scale += point ? 1 : 0;
            }
            else if (text[i] == '.' && !point)
            {
                point = true;
            }
            else if (text[i] != ',' || !ignoreCommas)
            {
                return false;
            }
        }

        if (number.Length == 0)
            return false;
        if (i < text.Length)
        {
            if (!TryLong(text[(i + 1)..], out var exponent) || exponent is > int.MaxValue or < int.MinValue)
                return false;
            scale -= exponent;
        }

        digits = BigInteger.Parse(number.ToString(), NumberStyles.None, CultureInfo.InvariantCulture);
        return true;
    }

    /// <summary>The text with the digits of all scripts as ASCII ones, which is how Java reads integers; null when other characters are in it.</summary>
    private static byte[]? AsciiDigits(ReadOnlySpan<byte> text)
    {
        var runes = Encoding
            .UTF8.GetString(text)
            .EnumerateRunes()
            .Select(rune =>
                rune.IsAscii ? rune.Value
                : Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber ? '0' + (int)Rune.GetNumericValue(rune)
                : -1
            )
            .ToList();
        return runes.Contains(-1) ? null : [.. runes.Select(rune => (byte)rune)];
    }

    /// <summary>A hexadecimal floating-point number, <c>0x1.8p3</c>.</summary>
    private static bool TryHexadecimal(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        if (text.Length < 4 || text[0] != '0' || text[1] is not ((byte)'x' or (byte)'X'))
            return false;
        var exponentAt = text.IndexOfAny((byte)'p', (byte)'P');
        if (exponentAt < 3 || !TryLong(text[(exponentAt + 1)..], out var exponent))
            return false;
        BigInteger mantissa = 0;
        var point = false;
        var digits = 0;
        foreach (var character in text[2..exponentAt])
        {
            if (character == '.' && !point)
            {
                point = true;
                continue;
            }

            if (!char.IsAsciiHexDigit((char)character))
                return false;
            mantissa = mantissa * 16 + Convert.ToInt32(((char)character).ToString(), 16);
            exponent -= point ? 4 : 0;
            digits++;
        }

        value = Math.ScaleB((double)mantissa, (int)Math.Clamp(exponent, -5000, 5000));
        return digits > 0;
    }

    private static bool TryLongOfManyDigits(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (
            !TryParts(text, false, out var negative, out var digits, out var scale)
            || scale != 0
            || text.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0
        )
            return false;
        var number = negative ? -digits : digits;
        if (number < long.MinValue || number > long.MaxValue)
            return false;
        value = (long)number;
        return true;
    }
}
