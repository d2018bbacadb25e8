using System.Text;
using System.Text.RegularExpressions;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;
using static Spark.Embedded.Functions.Parameter;

namespace Spark.Embedded.Functions;

/// <summary>URL functions.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-functions-builtin.html#url-functions</remarks>
internal static class UrlFunctions
{
    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(
                ["url_encode"],
                "SELECT url_encode('https://spark.apache.org')",
                name =>
                    Scalar(
                        name,
                        [Text],
                        FunctionBuilder.Native(name, [SparkType.String], SparkType.String, (a, result) => result.Set(Encode(a.Bytes(0))))
                    )
            ),
            new(
                ["url_decode"],
                "SELECT url_decode('https%3A%2F%2Fspark.apache.org')",
                name =>
                    Scalar(
                        name,
                        [Text],
                        FunctionBuilder.Native(
                            name,
                            [SparkType.String],
                            SparkType.String,
                            (a, result) =>
                                result.Set(Decode(a.Text(0)) ?? throw SparkErrors.Runtime("CANNOT_DECODE_URL", [("url", a.Text(0))]))
                        )
                    )
            ),
            new(
                ["try_url_decode"],
                "SELECT try_url_decode('https%3A%2F%2Fspark.apache.org')",
                name =>
                    Scalar(
                            name,
                            [Text],
                            FunctionBuilder.Native(name, [SparkType.String], SparkType.String, (a, result) => result.Set(Decode(a.Text(0))))
                        )
                        .MayBeNull()
            ),
            new(
                ["parse_url"],
                "SELECT parse_url('http://spark.apache.org/path?query=1', 'HOST')",
                name =>
                    Scalar(
                            name,
                            [Text, Text, Text.OrNull()],
                            SparkType.String,
                            a => a.Native(ParseNative(false), a.Call.Arguments.Count == 3 ? [a[0], a[1], a[2]] : [a[0], a[1]])
                        )
                        .MayBeNull()
                        .PrintedAsWritten()
            ),
            new(
                ["try_parse_url"],
                "SELECT try_parse_url('http://spark.apache.org/path?query=1', 'HOST')",
                name =>
                    Scalar(
                            name,
                            [Text, Text, Text.OrNull()],
                            SparkType.String,
                            a => a.Native(ParseNative(true), a.Call.Arguments.Count == 3 ? [a[0], a[1], a[2]] : [a[0], a[1]])
                        )
                        .MayBeNull()
                        .PrintedAsWritten()
            ),
        ];

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var b in bytes)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'*')
                text.Append((char)b);
            else if (b == ' ')
                text.Append('+');
            else
                text.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static string? Decode(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%')
            {
                if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                    return null;
                bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 2;
            }
            else if (text[i] == '+')
            {
                bytes.Add((byte)' ');
            }
            else if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length)
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(i++, 2)));
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[i].ToString()));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    // RFC 3986, appendix B, with the characters that java.net.URI takes.
    private static readonly Regex Url = new(
        @"\A(?:([A-Za-z][A-Za-z0-9+.\-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?\z",
        RegexOptions.CultureInvariant
    );
    private static readonly Regex Illegal = new("[\\s\"<>\\\\^`{|}]|%(?![0-9A-Fa-f]{2})|[\\x00-\\x1F\\x7F]", RegexOptions.CultureInvariant);

    private static NativeFunction ParseNative(bool attempt) =>
        new(
            attempt ? "spark_try_parse_url" : "spark_parse_url",
            [SparkType.String, SparkType.String, SparkType.String],
            SparkType.String,
            (a, result) =>
            {
                var url = a.Text(0);
                var match = Url.Match(url);
                if (!match.Success || Illegal.IsMatch(url))
                {
                    if (!attempt)
                        throw SparkErrors.Runtime("INVALID_URL", [("url", url)]);
                    return;
                }

                var (authority, path) = (Part(match, 2), match.Groups[3].Value);
                var at = authority?.LastIndexOf('@') ?? -1;
                if (a.Count == 3)
                {
                    if (
                        a.Text(1) == "QUERY"
                        && Part(match, 4) is { } query
                        && Regex.Match(query, $"(?:&|^){Regex.Escape(a.Text(2))}=([^&]*)") is { Success: true } value
                    )
                        result.Set(value.Groups[1].Value);
                    return;
                }

                result.Set(
                    a.Text(1) switch
                    {
                        "HOST" => Host(authority is null ? null : authority[(at + 1)..]),
                        "PATH" => path,
                        "QUERY" => Part(match, 4),
                        "REF" => Part(match, 5),
                        "PROTOCOL" => Part(match, 1),
                        "FILE" => Part(match, 4) is { } given ? $"{path}?{given}" : path,
                        "AUTHORITY" => authority,
                        "USERINFO" => at >= 0 ? authority![..at] : null,
                        _ => null,
                    }
                );
            }
        )
        {
            Variadic = true,
        };

    private static string? Part(Match match, int group) => match.Groups[group].Success ? match.Groups[group].Value : null;

    private static string? Host(string? authority)
    {
        if (string.IsNullOrEmpty(authority))
            return null;
        var colon = authority.LastIndexOf(':');
        var host = colon > authority.LastIndexOf(']') ? authority[..colon] : authority;
        return host.Length == 0 || host.Contains('_') && !host.Contains('[') ? null : host;
    }
}
