using System.Globalization;
using System.Text;

namespace Spark.Embedded.Parse;

/// <summary>What a string literal stands for.</summary>
internal static class StringText
{
    /// <summary>Takes the quotes off and resolves the escapes, as https://spark.apache.org/docs/latest/sql-ref-literals.html lists them.</summary>
    public static string Unquote(string token, ParserOptions options)
    {
        if (token[0] is 'r' or 'R')
            return token[2..^1];
        var body = token.AsSpan(1, token.Length - 2);
        if (options.EscapedStringLiterals)
            return body.ToString();
        var quote = token[0];
        if (body.IndexOfAny('\\', quote) < 0)
            return body.ToString();

        var value = new StringBuilder(body.Length);
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] == quote)
            {
                i++;
                if (!options.ConsecutiveStringLiterals)
                    value.Append(quote);
            }
            else if (body[i] == '\\' && i + 1 < body.Length)
                i += Escape(body[(i + 1)..], value);
            else
                value.Append(body[i]);
        }
        return value.ToString();
    }

    /// <summary>Resolves the escape whose backslash stands before <paramref name="rest"/>.</summary>
    /// <returns>How many characters it takes.</returns>
    private static int Escape(ReadOnlySpan<char> rest, StringBuilder value)
    {
        if (rest[0] == 'u' && TryHex(rest, 4, out var unit))
        {
            value.Append((char)unit);
            return 5;
        }
        if (rest[0] == 'U' && TryHex(rest, 8, out var scalar) && Rune.IsValid(scalar))
        {
            value.Append(new Rune(scalar).ToString());
            return 9;
        }
        if (rest.Length >= 3 && rest[0] is '0' or '1' && IsOctal(rest[1]) && IsOctal(rest[2]))
        {
            value.Append((char)(((rest[0] - '0') << 6) + ((rest[1] - '0') << 3) + (rest[2] - '0')));
            return 3;
        }
        _ = rest[0] switch
        {
            '0' => value.Append('\0'),
            'b' => value.Append('\b'),
            'n' => value.Append('\n'),
            'r' => value.Append('\r'),
            't' => value.Append('\t'),
            'Z' => value.Append('\u001A'),
            // The wildcards of LIKE stay escaped.
            '%' => value.Append("\\%"),
            '_' => value.Append("\\_"),
            var other => value.Append(other),
        };
        return 1;
    }

    private static bool IsOctal(char c) => c is >= '0' and <= '7';

    private static bool TryHex(ReadOnlySpan<char> rest, int digits, out int value)
    {
        value = 0;
        return rest.Length > digits
            && int.TryParse(rest.Slice(1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>The bytes of hexadecimal digits; an odd number of digits has a zero before it. Null for anything else.</summary>
    public static byte[]? Unhex(string digits)
    {
        if (!digits.All(char.IsAsciiHexDigit))
            return null;
        return Convert.FromHexString(digits.Length % 2 == 0 ? digits : "0" + digits);
    }
}
