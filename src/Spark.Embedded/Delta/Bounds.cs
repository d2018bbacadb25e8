using System.Globalization;
using System.Text;
using System.Text.Json;
using Delta.Log;
using Spark.Embedded.Types;
using DecimalType = Delta.Log.DecimalType;

namespace Spark.Embedded.Delta;

/// <summary>
/// Bounds of a file's column as JSON for the log, of the text that DuckDB gives for its least and greatest value. They are those of Delta, but for the
/// upper bound of times, which Delta cuts downwards to milliseconds like the lower one: here it is rounded up, so that readers which do not
/// allow for the cut skip nothing either.
/// </summary>
/// <remarks>https://github.com/delta-io/delta/blob/master/PROTOCOL.md#per-file-statistics</remarks>
internal static class Bounds
{
    /// <summary>Code points of text that bounds keep, as in Delta.</summary>
    private const int TextLength = 32;

    private const long MicrosPerMilli = 1000;

    /// <summary>Where years begin that have more than four digits: 10000-01-01 in microseconds.</summary>
    private const long FiveDigitYears = 253_402_300_800_000_000;

    /// <summary>A value that is not above any value of the column; null when the log has none.</summary>
    public static string? Lower(DeltaType type, string least) => Write(type, least, isUpper: false);

    /// <summary>A value that is not below any value of the column; null when the log has none.</summary>
    public static string? Upper(DeltaType type, string greatest) => Write(type, greatest, isUpper: true);

    private static string? Write(DeltaType type, string text, bool isUpper) =>
        (type as PrimitiveType)?.Name switch
        {
            "long" or "integer" or "short" or "byte" => text,
            "double" => double.TryParse(text, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)
                ? Number(real, real.ToString("R", CultureInfo.InvariantCulture), isUpper)
                : null,
            "float" => float.TryParse(text, CultureInfo.InvariantCulture, out var real) && float.IsFinite(real)
                ? Number(real, real.ToString("R", CultureInfo.InvariantCulture), isUpper)
                : null,
            "date" => DuckDbTime.TryDate(text, out var days) ? $"\"{ValueText.Date(days)}\"" : null,
            "timestamp" => DuckDbTime.TryTimestamp(text, out var micros) ? Time(micros, isUpper, "Z") : null,
            "timestamp_ntz" => DuckDbTime.TryTimestamp(text, out var micros) ? Time(micros, isUpper, "") : null,
            "string" => (isUpper ? UpperText(text) : Prefix(text)) is { } bound
                ? JsonSerializer.Serialize(bound, DeltaJson.Relaxed.String)
                : null,
            _ => type is DecimalType ? Decimal(text) : null, // Booleans and binary have no bounds in Delta.
        };

    /// <summary>DuckDB leaves out the zero before the point where JSON wants one.</summary>
    private static string Decimal(string text) =>
        text.StartsWith('.') ? "0" + text
        : text.StartsWith("-.", StringComparison.Ordinal) ? "-0" + text[1..]
        : text;

    /// <summary>Zero has two signs that are equal: the bound is that of both, for readers that tell them apart.</summary>
    private static string Number(double value, string text, bool isUpper) =>
        value != 0 ? text
        : isUpper ? "0.0"
        : "-0.0";

    /// <summary>A time in milliseconds; null beyond the year 9999 for one that rounding takes there.</summary>
    private static string? Time(long micros, bool isUpper, string zone)
    {
        var millis = Math.DivRem(micros, MicrosPerMilli, out var rest);
        if (rest < 0)
            (millis, rest) = (millis - 1, rest + MicrosPerMilli);
        if (isUpper && rest > 0)
            millis++;
        var rounded = (Int128)millis * MicrosPerMilli;
        if (rounded > long.MaxValue || rounded < long.MinValue || (micros < FiveDigitYears && rounded >= FiveDigitYears))
            return null;
        var text = ValueText.Timestamp((long)rounded);
        var point = text.LastIndexOf('.');
        var seconds = point < 0 ? text : text[..point];
        var fraction = (point < 0 ? "" : text[(point + 1)..]).PadRight(3, '0');
        return $"\"{seconds.Replace(' ', 'T')}.{fraction}{zone}\"";
    }

    /// <summary>The first code points of a text; the text itself when it has no more.</summary>
    private static string Prefix(string text)
    {
        if (text.Length <= TextLength)
            return text;
        var length = 0;
        foreach (var rune in text.EnumerateRunes().Take(TextLength))
            length += rune.Utf16SequenceLength;
        return text[..length];
    }

    /// <summary>A text of limited length that is not below the value: what was cut is replaced by a character above it.</summary>
    private static string? UpperText(string text)
    {
        var prefix = Prefix(text);
        if (prefix.Length == text.Length)
            return text;
        const char Delete = '\u007F';
        var highest = new Rune(0x10FFFF);
        Rune.DecodeFromUtf16(text.AsSpan(prefix.Length), out var next, out _);
        return next.Value < Delete ? prefix + Delete
            : next == highest ? null
            : prefix + highest;
    }
}

/// <summary>Reads what DuckDB prints of dates and timestamps: years before the first one are <c>(BC)</c>, instants have an offset.</summary>
internal static class DuckDbTime
{
    private const string BeforeChrist = " (BC)";

    /// <summary>Days since the epoch; false for DuckDB's infinities.</summary>
    public static bool TryDate(string text, out int days)
    {
        var read = DeltaValue.TryParseDate(Iso(text), out var day);
        days = (int)day;
        return read;
    }

    /// <summary>Microseconds since the epoch; false for DuckDB's infinities.</summary>
    public static bool TryTimestamp(string text, out long micros) => DeltaValue.TryParseTimestamp(Iso(text), out micros);

    private static string Iso(string text)
    {
        var mark = text.IndexOf(BeforeChrist, StringComparison.Ordinal);
        if (mark < 0)
            return text;
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        // The year before 1 is 1 BC, and 0 in ISO 8601.
        var year = 1 - int.Parse(text.AsSpan(0, dash), CultureInfo.InvariantCulture);
        var sign = year < 0 ? "-" : "";
        return $"{sign}{Math.Abs(year).ToString("0000", CultureInfo.InvariantCulture)}{text[dash..mark]}{text[(mark + BeforeChrist.Length)..]}";
    }
}
