using System.Globalization;
using System.Text;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions;

/// <summary>Upper and lower case by Unicode's full mappings, in which a letter may become several.</summary>
/// <remarks>https://www.unicode.org/Public/UCD/latest/ucd/SpecialCasing.txt</remarks>
internal static class CaseMapping
{
    private static readonly NativeFunction UpperNative = FunctionBuilder.Native(
        "upper",
        [SparkType.String],
        SparkType.String,
        (a, result) => result.Set(ToUpper(a.Text(0)))
    );
    private static readonly NativeFunction LowerNative = FunctionBuilder.Native(
        "lower",
        [SparkType.String],
        SparkType.String,
        (a, result) => result.Set(ToLower(a.Text(0)))
    );

    /// <summary>The form of <c>upper</c>: DuckDB's for plain ASCII, where it agrees.</summary>
    public static string Upper(Operands a) =>
        $"CASE WHEN octet_length(encode({a[0]})) = length({a[0]}) THEN upper({a[0]}) ELSE {a.Native(UpperNative, a[0])} END";

    public static string Lower(Operands a) =>
        $"CASE WHEN octet_length(encode({a[0]})) = length({a[0]}) THEN lower({a[0]}) ELSE {a.Native(LowerNative, a[0])} END";

    public static string ToUpper(string text)
    {
        var upper = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii || Special(rune.Value) is not { } several)
                upper.Append(Rune.ToUpperInvariant(rune).ToString());
            else
                upper.Append(several);
        }

        return upper.ToString();
    }

    public static string ToLower(string text)
    {
        var lower = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\u0130':
                    lower.Append("i\u0307");
                    break;
                case '\u03A3':
                    // Sigma at the end of a word has its own form.
                    lower.Append(HasLetter(text, i, -1) && !HasLetter(text, i, 1) ? '\u03C2' : '\u03C3');
                    break;
                case var high when char.IsHighSurrogate(high) && i + 1 < text.Length:
                    lower.Append(Rune.ToLowerInvariant(new Rune(high, text[++i])).ToString());
                    break;
                case var c:
                    lower.Append(char.ToLowerInvariant(c));
                    break;
            }
        }

        return lower.ToString();
    }

    /// <summary>Title case, which differs from upper case in four digraphs.</summary>
    public static Rune ToTitle(Rune rune) =>
        rune.Value switch
        {
            >= 0x1C4 and <= 0x1C6 => new Rune(0x1C5),
            >= 0x1C7 and <= 0x1C9 => new Rune(0x1C8),
            >= 0x1CA and <= 0x1CC => new Rune(0x1CB),
            >= 0x1F1 and <= 0x1F3 => new Rune(0x1F2),
            _ => Rune.ToUpperInvariant(rune),
        };

    private static bool HasLetter(string text, int index, int step)
    {
        for (var i = index + step; i >= 0 && i < text.Length; i += step)
        {
            if (char.IsLetter(text[i]))
                return true;
            var category = char.GetUnicodeCategory(text[i]);
            if (
                category is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.ModifierSymbol)
                && text[i] is not ('\'' or '.' or ':' or '\u00B7' or '\u2019')
            )
                return false;
        }

        return false;
    }

    private static string? Special(int point) =>
        point switch
        {
            0xDF => "SS",
            0x149 => "\u02BCN",
            0x1F0 => "J\u030C",
            0x390 => "\u0399\u0308\u0301",
            0x3B0 => "\u03A5\u0308\u0301",
            0x587 => "\u0535\u0552",
            0x1E96 => "H\u0331",
            0x1E97 => "T\u0308",
            0x1E98 => "W\u030A",
            0x1E99 => "Y\u030A",
            0x1E9A => "A\u02BE",
            0xFB00 => "FF",
            0xFB01 => "FI",
            0xFB02 => "FL",
            0xFB03 => "FFI",
            0xFB04 => "FFL",
            0xFB05 or 0xFB06 => "ST",
            0xFB13 => "\u0544\u0546",
            0xFB14 => "\u0544\u0535",
            0xFB15 => "\u0544\u053B",
            0xFB16 => "\u054E\u0546",
            0xFB17 => "\u0544\u053D",
            >= 0x1F80 and <= 0x1FFC => GreekIota(point),
            0x1F50 => "\u03A5\u0313",
            0x1F52 => "\u03A5\u0313\u0300",
            0x1F54 => "\u03A5\u0313\u0301",
            0x1F56 => "\u03A5\u0313\u0342",
            _ => null,
        };

    /// <summary>Greek vowels with an iota below, which becomes a letter of its own.</summary>
    private static string? GreekIota(int point) =>
        point switch
        {
            <= 0x1FAF => (char)(
                (point & ~0xF) switch
                {
                    0x1F80 => 0x1F08,
                    0x1F90 => 0x1F28,
                    _ => 0x1F68,
                } + (point & 7)
            ) + "\u0399",
            0x1FB2 => "\u1FBA\u0399",
            0x1FB3 or 0x1FBC => "\u0391\u0399",
            0x1FB4 => "\u0386\u0399",
            0x1FB6 => "\u0391\u0342",
            0x1FB7 => "\u0391\u0342\u0399",
            0x1FC2 => "\u1FCA\u0399",
            0x1FC3 or 0x1FCC => "\u0397\u0399",
            0x1FC4 => "\u0389\u0399",
            0x1FC6 => "\u0397\u0342",
            0x1FC7 => "\u0397\u0342\u0399",
            0x1FD2 => "\u0399\u0308\u0300",
            0x1FD3 => "\u0399\u0308\u0301",
            0x1FD6 => "\u0399\u0342",
            0x1FD7 => "\u0399\u0308\u0342",
            0x1FE2 => "\u03A5\u0308\u0300",
            0x1FE3 => "\u03A5\u0308\u0301",
            0x1FE4 => "\u03A1\u0313",
            0x1FE6 => "\u03A5\u0342",
            0x1FE7 => "\u03A5\u0308\u0342",
            0x1FF2 => "\u1FFA\u0399",
            0x1FF3 or 0x1FFC => "\u03A9\u0399",
            0x1FF4 => "\u038F\u0399",
            0x1FF6 => "\u03A9\u0342",
            0x1FF7 => "\u03A9\u0342\u0399",
            _ => null,
        };
}
