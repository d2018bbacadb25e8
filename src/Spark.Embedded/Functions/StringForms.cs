using System.Buffers.Text;
using System.Text;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions;

/// <summary>String functions that run in C#: positions count Unicode code points, as Spark's UTF8String does.</summary>
internal static class StringForms
{
    public static readonly NativeFunction UnBase64 = FunctionBuilder.Native(
        "unbase64",
        [SparkType.String],
        SparkType.Binary,
        (a, result) =>
        {
            // Java's MIME decoder passes over what is outside the alphabet.
            Span<byte> kept = new byte[a.Bytes(0).Length + 3];
            var count = 0;
            foreach (var b in a.Bytes(0))
            {
                if (b == '=')
                    break;
                if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'+' or (byte)'/')
                    kept[count++] = b;
            }

            if (count % 4 == 1)
                throw SparkErrors.Runtime(
                    "CONVERSION_INVALID_INPUT",
                    [("str", $"'{a.Text(0)}'"), ("fmt", "'BASE64'"), ("targetType", "\"BINARY\""), ("suggestion", "`try_to_binary`")]
                );
            while (count % 4 != 0)
                kept[count++] = (byte)'=';
            var bytes = new byte[count];
            Base64.DecodeFromUtf8(kept[..count], bytes, out _, out var written);
            result.Set(bytes.AsSpan(0, written));
        }
    );

    public static readonly NativeFunction ContainsBytes = FunctionBuilder.Native(
        "contains_bytes",
        [SparkType.Binary, SparkType.Binary],
        SparkType.Boolean,
        (a, result) => result.Set(a.Bytes(0).IndexOf(a.Bytes(1)) >= 0)
    );

    public static readonly NativeFunction StartsWithBytes = FunctionBuilder.Native(
        "startswith_bytes",
        [SparkType.Binary, SparkType.Binary],
        SparkType.Boolean,
        (a, result) => result.Set(a.Bytes(0).StartsWith(a.Bytes(1)))
    );

    public static readonly NativeFunction EndsWithBytes = FunctionBuilder.Native(
        "endswith_bytes",
        [SparkType.Binary, SparkType.Binary],
        SparkType.Boolean,
        (a, result) => result.Set(a.Bytes(0).EndsWith(a.Bytes(1)))
    );

    public static readonly NativeFunction Encode = FunctionBuilder.Native(
        "encode",
        [SparkType.String, SparkType.String],
        SparkType.Binary,
        (a, result) =>
        {
            try
            {
                var charset = a.Text(1);
                var encoding = Charset(charset, "encode");
                var bytes = encoding.GetBytes(a.Text(0));

                // Java writes a byte order mark for UTF-16 without a direction.
                result.Set(
                    charset.Equals("UTF-16", StringComparison.OrdinalIgnoreCase) && bytes.Length > 0 ? [0xFE, 0xFF, .. bytes] : bytes
                );
            }
            catch (EncoderFallbackException)
            {
                throw Malformed("encode", a.Text(1));
            }
        }
    );

    public static readonly NativeFunction Decode = FunctionBuilder.Native(
        "decode",
        [SparkType.Binary, SparkType.String],
        SparkType.String,
        (a, result) =>
        {
            try
            {
                var bytes = a.Bytes(0);
                var charset = a.Text(1);
                var encoding = Charset(charset, "decode");
                if (charset.Equals("UTF-16", StringComparison.OrdinalIgnoreCase) && bytes.Length >= 2)
                {
                    if (bytes[0] == 0xFE && bytes[1] == 0xFF)
                        bytes = bytes[2..];
                    else if (bytes[0] == 0xFF && bytes[1] == 0xFE)
                    {
                        encoding = new UnicodeEncoding(false, false, true);
                        bytes = bytes[2..];
                    }
                }

                result.Set(encoding.GetString(bytes));
            }
            catch (DecoderFallbackException)
            {
                throw Malformed("decode", a.Text(1));
            }
        }
    );

    public static readonly NativeFunction FindInSet = FunctionBuilder.Native(
        "find_in_set",
        [SparkType.String, SparkType.String],
        SparkType.Integer,
        (a, result) =>
        {
            var word = a.Bytes(0);
            if (word.Contains((byte)','))
            {
                result.Set(0);
                return;
            }

            var set = a.Bytes(1);
            var position = 1;
            foreach (var range in set.Split((byte)','))
            {
                if (set[range].SequenceEqual(word))
                {
                    result.Set(position);
                    return;
                }

                position++;
            }

            result.Set(0);
        }
    );

    public static readonly NativeFunction InitCap = FunctionBuilder.Native(
        "initcap",
        [SparkType.String],
        SparkType.String,
        (a, result) =>
        {
            var text = CaseMapping.ToLower(a.Text(0));
            var words = new StringBuilder(text.Length);
            var first = true;
            foreach (var rune in text.EnumerateRunes())
            {
                words.Append((first ? CaseMapping.ToTitle(rune) : rune).ToString());
                first = rune.Value == ' ';
            }

            result.Set(words.ToString());
        }
    );

    public static readonly NativeFunction Levenshtein = FunctionBuilder.Native(
        "levenshtein",
        [SparkType.String, SparkType.String],
        SparkType.Integer,
        (a, result) => result.Set(Distance(Points(a.Text(0)), Points(a.Text(1))))
    );

    public static readonly NativeFunction LevenshteinThreshold = FunctionBuilder.Native(
        "levenshtein_within",
        [SparkType.String, SparkType.String, SparkType.Integer],
        SparkType.Integer,
        (a, result) =>
        {
            var distance = Distance(Points(a.Text(0)), Points(a.Text(1)));
            result.Set(distance <= a.Int(2) ? distance : -1);
        }
    );

    public static readonly NativeFunction Locate = FunctionBuilder.Native(
        "locate",
        [SparkType.String, SparkType.String, SparkType.Integer],
        SparkType.Integer,
        (a, result) =>
        {
            if (a.IsNull(2))
                result.Set(0);
            else if (!a.IsNull(0) && !a.IsNull(1))
            {
                var start = a.Int(2);
                var part = a.Bytes(0);
                var text = a.Bytes(1);
                if (start < 1)
                    result.Set(0);
                else if (part.IsEmpty)
                    result.Set(1);
                else
                {
                    var skipped = ByteIndex(text, start - 1);
                    var found = text[skipped..].IndexOf(part);
                    result.Set(found < 0 ? 0 : CountPoints(text[..(skipped + found)]) + 1);
                }
            }
        }
    ) with
    {
        SeesNulls = true,
    };

    public static readonly NativeFunction LeftPad = FunctionBuilder.Native(
        "lpad",
        [SparkType.String, SparkType.Integer, SparkType.String],
        SparkType.String,
        (a, result) => Pad(a, result, true)
    );

    public static readonly NativeFunction RightPad = FunctionBuilder.Native(
        "rpad",
        [SparkType.String, SparkType.Integer, SparkType.String],
        SparkType.String,
        (a, result) => Pad(a, result, false)
    );

    public static readonly NativeFunction LeftPadBytes = FunctionBuilder.Native(
        "lpad_bytes",
        [SparkType.Binary, SparkType.Integer, SparkType.Binary],
        SparkType.Binary,
        (a, result) => PadBytes(a, result, true)
    );

    public static readonly NativeFunction RightPadBytes = FunctionBuilder.Native(
        "rpad_bytes",
        [SparkType.Binary, SparkType.Integer, SparkType.Binary],
        SparkType.Binary,
        (a, result) => PadBytes(a, result, false)
    );

    public static readonly NativeFunction LuhnCheck = FunctionBuilder.Native(
        "luhn_check",
        [SparkType.String],
        SparkType.Boolean,
        (a, result) =>
        {
            var digits = a.Bytes(0);
            var sum = 0;
            for (var i = 0; i < digits.Length; i++)
            {
                if (!char.IsAsciiDigit((char)digits[^(i + 1)]))
                {
                    result.Set(false);
                    return;
                }

                var digit = digits[^(i + 1)] - '0';
                var doubled = i % 2 == 1 ? digit * 2 : digit;
                sum += doubled > 9 ? doubled - 9 : doubled;
            }

            result.Set(digits.Length > 0 && sum % 10 == 0);
        }
    );

    public static readonly NativeFunction Mask = FunctionBuilder.Native(
        "mask",
        [SparkType.String, SparkType.String, SparkType.String, SparkType.String, SparkType.String],
        SparkType.String,
        (a, result) =>
        {
            if (a.IsNull(0))
                return;
            string? upper = Character(1),
                lower = Character(2),
                digit = Character(3),
                other = Character(4);
            var masked = new StringBuilder();
            foreach (var rune in a.Text(0).EnumerateRunes())
                masked.Append(
                    (
                        Rune.IsUpper(rune) ? upper
                        : Rune.IsLower(rune) ? lower
                        : Rune.IsDigit(rune) ? digit
                        : other
                    ) ?? rune.ToString()
                );
            result.Set(masked.ToString());

            string? Character(int index) => a.IsNull(index) ? null : a.Text(index);
        }
    ) with
    {
        SeesNulls = true,
    };

    public static readonly NativeFunction Overlay = FunctionBuilder.Native(
        "overlay",
        [SparkType.String, SparkType.String, SparkType.Integer, SparkType.Integer],
        SparkType.String,
        (a, result) =>
        {
            var text = a.Bytes(0);
            var replacement = a.Bytes(1);
            var (position, length) = (a.Int(2), a.Int(3));
            if (length < 0)
                length = CountPoints(replacement);
            var before = Slice(text, 1, position - 1);
            var after = Slice(text, position + length, int.MaxValue);
            byte[] whole = [.. before, .. replacement, .. after];
            result.Set(whole);
        }
    );

    public static readonly NativeFunction Reverse = FunctionBuilder.Native(
        "reverse",
        [SparkType.String],
        SparkType.String,
        (a, result) =>
        {
            var text = a.Bytes(0);
            var reversed = new byte[text.Length];
            for (var at = 0; at < text.Length; )
            {
                var width = Math.Min(PointWidth(text[at]), text.Length - at);
                text.Slice(at, width).CopyTo(reversed.AsSpan(text.Length - at - width));
                at += width;
            }

            result.Set(reversed);
        }
    );

    public static readonly NativeFunction Soundex = FunctionBuilder.Native(
        "soundex",
        [SparkType.String],
        SparkType.String,
        (a, result) =>
        {
            var text = a.Bytes(0);
            if (text.IsEmpty || !char.IsAsciiLetter((char)text[0]))
            {
                result.Set(text);
                return;
            }

            //                     ABCDEFGHIJKLMNOPQRSTUVWXYZ; 7 marks H and W, which do not part equal codes.
            const string Codes = "01230127022455012623017202";
            Span<byte> code = [(byte)char.ToUpperInvariant((char)text[0]), (byte)'0', (byte)'0', (byte)'0'];
            var last = Codes[code[0] - 'A'];
            for (int i = 1, filled = 1; i < text.Length && filled < 4; i++)
            {
                var c = (char)text[i];
                if (!char.IsAsciiLetter(c))
                {
                    last = '0';
                    continue;
                }

                var next = Codes[char.ToUpperInvariant(c) - 'A'];
                if (next == '7')
                    continue;
                if (next != '0' && next != last)
                    code[filled++] = (byte)next;
                last = next;
            }

            result.Set(code);
        }
    );

    public static readonly NativeFunction SplitPart = FunctionBuilder.Native(
        "split_part",
        [SparkType.String, SparkType.String, SparkType.Integer],
        SparkType.String,
        (a, result) =>
        {
            var (text, separator, index) = (a.Text(0), a.Text(1), a.Int(2));
            if (index == 0)
                throw SparkErrors.Runtime("INVALID_INDEX_OF_ZERO", []);
            var parts = separator.Length == 0 ? [text] : text.Split(separator);
            var at = index > 0 ? index - 1 : parts.Length + index;
            result.Set(at >= 0 && at < parts.Length ? parts[at] : "");
        }
    );

    public static readonly NativeFunction Substring = FunctionBuilder.Native(
        "substring",
        [SparkType.String, SparkType.Integer, SparkType.Integer],
        SparkType.String,
        (a, result) => result.Set(Slice(a.Bytes(0), a.Int(1), a.Int(2)))
    );

    public static readonly NativeFunction SubstringBytes = FunctionBuilder.Native(
        "substring_bytes",
        [SparkType.Binary, SparkType.Integer, SparkType.Integer],
        SparkType.Binary,
        (a, result) =>
        {
            var bytes = a.Bytes(0);
            var (start, end) = Bounds(bytes.Length, a.Int(1), a.Int(2));
            result.Set(bytes[start..end]);
        }
    );

    public static readonly NativeFunction SubstringIndex = FunctionBuilder.Native(
        "substring_index",
        [SparkType.String, SparkType.String, SparkType.Integer],
        SparkType.String,
        (a, result) =>
        {
            var text = a.Bytes(0);
            var separator = a.Bytes(1);
            var count = a.Int(2);
            if (separator.IsEmpty || count == 0)
            {
                result.Set("");
                return;
            }

            // Occurrences overlap when counted one by one, from whichever end.
            if (count > 0)
            {
                var at = -1;
                while (count-- > 0)
                {
                    var next = text[(at + 1)..].IndexOf(separator);
                    if (next < 0)
                    {
                        result.Set(text);
                        return;
                    }

                    at += next + 1;
                }

                result.Set(text[..at]);
                return;
            }

            var end = text.Length - separator.Length + 1;
            while (count++ < 0)
            {
                end = end <= 0 ? -1 : text[..Math.Min(text.Length, end - 1 + separator.Length)].LastIndexOf(separator);
                if (end < 0)
                {
                    result.Set(text);
                    return;
                }
            }

            result.Set(text[(end + separator.Length)..]);
        }
    );

    public static readonly NativeFunction Translate = FunctionBuilder.Native(
        "translate",
        [SparkType.String, SparkType.String, SparkType.String],
        SparkType.String,
        (a, result) =>
        {
            var (from, to) = (Points(a.Text(1)), Points(a.Text(2)));
            var text = new StringBuilder();
            foreach (var rune in a.Text(0).EnumerateRunes())
            {
                var at = from.AsSpan().IndexOf(rune.Value);
                if (at < 0)
                    text.Append(rune.ToString());
                else if (at < to.Length && to[at] != 0)
                    text.Append(new Rune(to[at]).ToString());
            }

            result.Set(text.ToString());
        }
    );

    /// <summary>The bytes of the code points at <paramref name="position"/> (1-based, negative from the end), at most <paramref name="length"/> of them.</summary>
    internal static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> text, int position, int length)
    {
        if (position > 0 && Ascii.IsValid(text))
        {
            var (from, to) = Bounds(text.Length, position, length);
            return text[from..to];
        }

        var (start, end) = Bounds(CountPoints(text), position, length);
        var first = ByteIndex(text, start);
        return text.Slice(first, ByteIndex(text[first..], end - start));
    }

    /// <summary>Where a substring begins and ends, from 0, by Spark's rules: position 0 is 1, and what lies before the text uses up the length.</summary>
    internal static (int Start, int End) Bounds(int count, int position, int length)
    {
        var start =
            position > 0 ? position - 1L
            : position < 0 ? count + (long)position
            : 0;
        var end = length == int.MaxValue ? int.MaxValue : start + length;
        var from = (int)Math.Clamp(start, 0, count);
        return (from, (int)Math.Clamp(end, from, count));
    }

    internal static int CountPoints(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var b in text)
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        return count;
    }

    /// <summary>The code points of text.</summary>
    internal static int[] Points(string text) => [.. text.EnumerateRunes().Select(rune => rune.Value)];

    private static int PointWidth(byte lead) =>
        lead switch
        {
            < 0x80 => 1,
            < 0xE0 => 2,
            < 0xF0 => 3,
            _ => 4,
        };

    /// <summary>Where the code point of an index begins.</summary>
    private static int ByteIndex(ReadOnlySpan<byte> text, int point)
    {
        var at = 0;
        while (point-- > 0 && at < text.Length)
            at += PointWidth(text[at]);
        return Math.Min(at, text.Length);
    }

    private static void Pad(NativeArguments a, NativeResult result, bool left)
    {
        var text = a.Bytes(0);
        var length = a.Int(1);
        var pad = a.Bytes(2);
        var missing = length - CountPoints(text);
        if (missing <= 0 || pad.IsEmpty)
        {
            result.Set(Slice(text, 1, Math.Max(length, 0)));
            return;
        }

        var padPoints = CountPoints(pad);
        var padded = new List<byte>(text.Length + (missing * pad.Length));
        if (!left)
            padded.AddRange(text);
        for (var i = 0; i < missing / padPoints; i++)
            padded.AddRange(pad);
        padded.AddRange(Slice(pad, 1, missing % padPoints));
        if (left)
            padded.AddRange(text);
        result.Set(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(padded));
    }

    private static void PadBytes(NativeArguments a, NativeResult result, bool left)
    {
        var bytes = a.Bytes(0);
        var length = Math.Max(a.Int(1), 0);
        var pad = a.Bytes(2);
        if (length <= bytes.Length || pad.IsEmpty)
        {
            result.Set(bytes[..Math.Min(length, bytes.Length)]);
            return;
        }

        var padded = new byte[length];
        bytes.CopyTo(padded.AsSpan(left ? length - bytes.Length : 0));
        for (var i = 0; i < length - bytes.Length; i++)
            padded[left ? i : bytes.Length + i] = pad[i % pad.Length];
        result.Set(padded);
    }

    private static int Distance(int[] a, int[] b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }

    private static Encoding Charset(string name, string function) =>
        name.ToUpperInvariant() switch
        {
            "US-ASCII" => Encoding.GetEncoding("us-ascii", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
            "ISO-8859-1" => Encoding.GetEncoding("iso-8859-1", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
            "UTF-8" => new UTF8Encoding(false, true),
            "UTF-16BE" or "UTF-16" => new UnicodeEncoding(true, false, true),
            "UTF-16LE" => new UnicodeEncoding(false, false, true),
            "UTF-32" => new UTF32Encoding(true, false, true),
            _ => throw SparkErrors.Runtime(
                "INVALID_PARAMETER_VALUE.CHARSET",
                [
                    ("functionName", $"`{function}`"),
                    ("parameter", "`charset`"),
                    ("charset", name),
                    ("charsets", "iso-8859-1, us-ascii, utf-16, utf-16be, utf-16le, utf-32, utf-8"),
                ]
            ),
        };

    private static Microsoft.Spark.SparkException Malformed(string function, string charset) =>
        SparkErrors.Runtime("MALFORMED_CHARACTER_CODING", [("function", $"`{function}`"), ("charset", charset)]);
}
