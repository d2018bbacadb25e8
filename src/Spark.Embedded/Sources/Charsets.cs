using System.Text;
using Microsoft.Spark;

namespace Spark.Embedded.Sources;

/// <summary>The character sets of text files, by the names that Spark takes.</summary>
internal static class Charsets
{
    private const string Known = "iso-8859-1, us-ascii, utf-16, utf-16be, utf-16le, utf-32, utf-8";

    /// <summary>The longest byte order mark, in bytes.</summary>
    public const int LongestMark = 4;

    /// <summary>The character set of a name, in any case.</summary>
    /// <param name="owner">Whose option names it, for the error: <c>CSVOptions</c>.</param>
    public static Encoding Find(string name, string owner) =>
        name.ToUpperInvariant() switch
        {
            "UTF-8" => Encoding.UTF8,
            "ISO-8859-1" => Encoding.Latin1,
            "US-ASCII" => Encoding.GetEncoding("us-ascii", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD")),
            "UTF-16" or "UTF-16BE" => Encoding.BigEndianUnicode,
            "UTF-16LE" => Encoding.Unicode,
            "UTF-32" => BigEndian32,
            _ => throw new SparkIllegalArgumentException(
                $"[INVALID_PARAMETER_VALUE.CHARSET] The value of parameter(s) `charset` in `{owner}` is invalid: expects one of the {Known}, but got {name}. SQLSTATE: 22023"
            )
            {
                ErrorClass = "INVALID_PARAMETER_VALUE.CHARSET",
                SqlState = "22023",
                MessageParameters = new Dictionary<string, string>
                {
                    ["functionName"] = $"`{owner}`",
                    ["parameter"] = "`charset`",
                    ["charset"] = name,
                    ["charsets"] = Known,
                },
            },
        };

    /// <summary>The character set that files are written in: as Java's, with a mark before UTF-16 alone, and a question mark for what it lacks.</summary>
    public static Encoding ForWriting(string name, string owner)
    {
        var charset = Find(name, owner);
        return name.ToUpperInvariant() switch
        {
            "UTF-8" => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            "UTF-16" => charset,
            "UTF-16BE" => new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
            "UTF-16LE" => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
            "UTF-32" => new UTF32Encoding(bigEndian: true, byteOrderMark: false),
            _ => Encoding.GetEncoding(charset.CodePage, new EncoderReplacementFallback("?"), DecoderFallback.ReplacementFallback),
        };
    }

    /// <summary>The character set that the first bytes of a file tell by a byte order mark; null for UTF-8 and for no mark.</summary>
    public static Encoding? OfMark(ReadOnlySpan<byte> start) =>
        start switch
        {
            [0xFF, 0xFE, 0, 0, ..] => Encoding.UTF32,
            [0, 0, 0xFE, 0xFF, ..] => BigEndian32,
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            _ => null,
        };

    /// <summary>The character set that the NUL bytes of a JSON text tell, whose first two characters are ASCII; null for UTF-8.</summary>
    /// <remarks>RFC 4627, section 3.</remarks>
    public static Encoding? OfJson(ReadOnlySpan<byte> start) =>
        start switch
        {
            [0, 0, 0, not 0, ..] => BigEndian32,
            [not 0, 0, 0, 0, ..] => Encoding.UTF32,
            [0, not 0, 0, not 0, ..] => Encoding.BigEndianUnicode,
            [not 0, 0, not 0, 0, ..] => Encoding.Unicode,
            _ => null,
        };

    private static Encoding BigEndian32 { get; } = new UTF32Encoding(bigEndian: true, byteOrderMark: true);
}
