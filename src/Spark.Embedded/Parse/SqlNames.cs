using System.Buffers;

namespace Spark.Embedded.Parse;

/// <summary>How names are written in SQL text.</summary>
public static class SqlNames
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
    );

    /// <summary>Joins the parts by dots, with backquotes only around those that need them: <c>a.`b c`</c>. The parser reads it back.</summary>
    public static string Join(IEnumerable<string> parts) => string.Join('.', parts.Select(part => IsPlain(part) ? part : QuotePart(part)));

    /// <summary>Joins the parts by dots, each in backquotes, as Spark's error messages show names.</summary>
    public static string Quote(IEnumerable<string> parts) => string.Join('.', parts.Select(QuotePart));

    private static string QuotePart(string part) => "`" + part.Replace("`", "``") + "`";

    // A leading digit needs quotes, so that `a.1b` is not read as a number after a name.
    private static bool IsPlain(string part) => part.Length > 0 && !char.IsAsciiDigit(part[0]) && !part.AsSpan().ContainsAnyExcept(Plain);
}
