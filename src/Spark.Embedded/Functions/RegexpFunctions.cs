using System.Text;
using System.Text.RegularExpressions;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;
using static Spark.Embedded.Functions.Parameter;

namespace Spark.Embedded.Functions;

/// <summary>Functions of regular expressions: <c>regexp_*</c>, <c>rlike</c>, <c>split</c>, <c>str_to_map</c>.</summary>
internal static class RegexpFunctions
{
    private static readonly SparkType TextArray = new ArrayType(SparkType.String, false);

    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(
                ["rlike", "regexp", "regexp_like"],
                "SELECT rlike('%SystemDrive%\\Users\\John', '%SystemDrive%\\\\Users.*')",
                name => Scalar(name, [Text, Text], Matches(name)).PrintedAs(name.ToUpperInvariant())
            ),
            new(
                ["regexp_count"],
                "SELECT regexp_count('Steven Jones and Stephen Smith are the best players', 'Ste(v|ph)en')",
                name => Scalar(name, [Text, Text], Count)
            ),
            new(
                ["regexp_extract"],
                "SELECT regexp_extract('100-200', '(\\\\d+)-(\\\\d+)', 1)",
                name => Scalar(name, [Text, Text, Int.Or(1)], Extract)
            ),
            new(
                ["regexp_extract_all"],
                "SELECT regexp_extract_all('100-200, 300-400', '(\\\\d+)-(\\\\d+)', 1)",
                name => Scalar(name, [Text, Text, Int.Or(1)], ExtractAll)
            ),
            new(["regexp_instr"], "SELECT regexp_instr(r\"\\abc\", r\"^\\\\abc$\")", name => Scalar(name, [Text, Text, Int.Or(0)], InStr)),
            new(
                ["regexp_replace"],
                "SELECT regexp_replace('100-200', '(\\\\d+)', 'num')",
                name => Scalar(name, [Text, Text, Text, Int.Or(1).Foldable()], Replace)
            ),
            new(
                ["regexp_substr"],
                "SELECT regexp_substr('Steven Jones and Stephen Smith are the best players', 'Ste(v|ph)en')",
                name => Scalar(name, [Text, Text], SubStr).MayBeNull()
            ),
            new(["split"], "SELECT split('oneAtwoBthreeC', '[ABC]')", name => Scalar(name, [Text, Text, Int.Or(-1)], Split)),
            new(
                ["str_to_map"],
                "SELECT str_to_map('a:1,b:2,c:3', ',', ':')",
                name => Scalar(name, [Text, Text.Or(","), Text.Or(":")], StrToMap)
            ),
        ];

    private static NativeFunction Matches(string name) =>
        FunctionBuilder.Native(
            name,
            [SparkType.String, SparkType.String],
            SparkType.Boolean,
            (a, result) => result.Set(JavaRegex.Compile(a.Text(1), name).IsMatch(a.Text(0)))
        );

    private static readonly NativeFunction Count = FunctionBuilder.Native(
        "regexp_count",
        [SparkType.String, SparkType.String],
        SparkType.Integer,
        (a, result) => result.Set(JavaRegex.Compile(a.Text(1), "regexp_count").Count(a.Text(0)))
    );

    private static readonly NativeFunction Extract = FunctionBuilder.Native(
        "regexp_extract",
        [SparkType.String, SparkType.String, SparkType.Integer],
        SparkType.String,
        (a, result) =>
        {
            var regex = JavaRegex.Compile(a.Text(1), "regexp_extract");
            var match = regex.Match(a.Text(0));

            // As in Spark, a group that does not exist is an error only where the pattern matches.
            if (match.Success)
                CheckGroup(regex, a.Int(2), "regexp_extract");
            result.Set(match.Success ? match.Groups[a.Int(2)].Value : "");
        }
    );

    private static readonly NativeFunction ExtractAll = FunctionBuilder.Native(
        "regexp_extract_all",
        [SparkType.String, SparkType.String, SparkType.Integer],
        TextArray,
        (a, result) =>
        {
            var regex = JavaRegex.Compile(a.Text(1), "regexp_extract_all");
            var group = a.Int(2);
            var matches = regex.Matches(a.Text(0));
            if (matches.Count > 0)
                CheckGroup(regex, group, "regexp_extract_all");
            result.SetValue(matches.Select(match => (object?)match.Groups[group].Value).ToArray());
        }
    );

    private static readonly NativeFunction InStr = FunctionBuilder.Native(
        "regexp_instr",
        [SparkType.String, SparkType.String, SparkType.Integer],
        SparkType.Integer,
        (a, result) =>
        {
            var text = a.Text(0);
            var match = JavaRegex.Compile(a.Text(1), "regexp_instr").Match(text);
            result.Set(match.Success ? match.Index + 1 : 0);
        }
    );

    private static readonly NativeFunction SubStr = FunctionBuilder.Native(
        "regexp_substr",
        [SparkType.String, SparkType.String],
        SparkType.String,
        (a, result) =>
        {
            var match = JavaRegex.Compile(a.Text(1), "regexp_substr").Match(a.Text(0));
            if (match.Success && match.Length > 0)
                result.Set(match.Value);
        }
    );

    private static readonly NativeFunction Replace = FunctionBuilder.Native(
        "regexp_replace",
        [SparkType.String, SparkType.String, SparkType.String, SparkType.Integer],
        SparkType.String,
        (a, result) =>
        {
            var (text, replacement, position) = (a.Text(0), a.Text(2), a.Int(3));
            if (position < 1)
                throw SparkErrors.Runtime(
                    "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE",
                    [("exprName", "position"), ("valueRange", "(0, 2147483647]"), ("currentValue", $"{position}")]
                );
            var start = position - 1;
            if (start != 0 && start >= text.Length)
            {
                result.Set(text);
                return;
            }

            result.Set(JavaRegex.Compile(a.Text(1), "regexp_replace").Replace(text, match => Expand(match, replacement), -1, start));
        }
    );

    private static readonly NativeFunction Split = FunctionBuilder.Native(
        "split",
        [SparkType.String, SparkType.String, SparkType.Integer],
        TextArray,
        (a, result) =>
        {
            var (text, pattern, limit) = (a.Text(0), a.Text(1), a.Int(2));
            if (pattern.Length == 0)
            {
                // Spark splits on nothing into code points.
                var points = text.Length == 0 ? [""] : text.EnumerateRunes().Select(rune => rune.ToString()).ToArray();
                result.SetValue(
                    limit > 0 && limit < points.Length
                        ? (object?[])[.. points[..(limit - 1)], string.Concat(points[(limit - 1)..])]
                        : [.. points]
                );
                return;
            }

            var parts = new List<object?>();
            var at = 0;
            var matches =
                pattern.Length == 1 && !@".$|()[{^?*+\".Contains(pattern[0])
                    ? Regex.Matches(text, Regex.Escape(pattern), RegexOptions.CultureInvariant)
                    : JavaRegex.Compile(pattern, "split").Matches(text);
            foreach (Match match in matches)
            {
                if (limit > 0 && parts.Count == limit - 1)
                    break;

                // Java leaves out an empty part at the start that an empty match makes.
                if (match.Length == 0 && match.Index == 0)
                    continue;
                parts.Add(text[at..match.Index]);
                at = match.Index + match.Length;
            }

            parts.Add(text[at..]);
            result.SetValue(parts.ToArray());
        }
    );

    private static readonly NativeFunction StrToMap = FunctionBuilder.Native(
        "str_to_map",
        [SparkType.String, SparkType.String, SparkType.String],
        new MapType(SparkType.String, SparkType.String),
        (a, result) =>
        {
            var pairs = Parts(JavaRegex.Compile(a.Text(1), "str_to_map"), a.Text(0), -1);
            var entries = new List<KeyValuePair<object, object?>>();
            var keys = new HashSet<string>(StringComparer.Ordinal);
            foreach (var pair in pairs)
            {
                var parts = Parts(JavaRegex.Compile(a.Text(2), "str_to_map"), pair, 2);
                if (!keys.Add(parts[0]))
                    throw SparkErrors.Runtime(
                        "DUPLICATED_MAP_KEY",
                        [("key", parts[0]), ("mapKeyDedupPolicy", "\"spark.sql.mapKeyDedupPolicy\"")]
                    );
                entries.Add(new(parts[0], parts.Count > 1 ? parts[1] : null));
            }

            result.SetValue(entries.ToArray());
        }
    );

    private static List<string> Parts(Regex regex, string text, int limit)
    {
        var parts = new List<string>();
        var at = 0;
        foreach (Match match in regex.Matches(text))
        {
            if (limit > 0 && parts.Count == limit - 1)
                break;
            if (match.Length == 0 && match.Index == 0)
                continue;
            parts.Add(text[at..match.Index]);
            at = match.Index + match.Length;
        }

        parts.Add(text[at..]);
        return parts;
    }

    private static void CheckGroup(Regex regex, int group, string function)
    {
        var groups = regex.GetGroupNumbers().Length - 1;
        if (group < 0 || group > groups)
            throw SparkErrors.Runtime(
                "INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX",
                [("parameter", "`idx`"), ("functionName", $"`{function}`"), ("groupCount", $"{groups}"), ("groupIndex", $"{group}")]
            );
    }

    /// <summary>A replacement in Java's syntax: <c>$1</c>, <c>${name}</c>, and a backslash before a literal character.</summary>
    private static string Expand(Match match, string replacement)
    {
        if (replacement.AsSpan().IndexOfAny('$', '\\') < 0)
            return replacement;
        var text = new StringBuilder();
        for (var i = 0; i < replacement.Length; i++)
        {
            if (replacement[i] == '\\' && i + 1 < replacement.Length)
            {
                text.Append(replacement[++i]);
            }
            else if (replacement[i] == '$' && i + 1 < replacement.Length && replacement[i + 1] == '{')
            {
                var close = replacement.IndexOf('}', i);
                text.Append(match.Groups[replacement[(i + 2)..close]].Value);
                i = close;
            }
            else if (replacement[i] == '$' && i + 1 < replacement.Length && char.IsAsciiDigit(replacement[i + 1]))
            {
                var group = replacement[++i] - '0';
                if (group >= match.Groups.Count)
                    throw SparkErrors.Runtime(
                        "INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX",
                        [
                            ("parameter", "`rep`"),
                            ("functionName", "`regexp_replace`"),
                            ("groupCount", $"{match.Groups.Count - 1}"),
                            ("groupIndex", $"{group}"),
                        ]
                    );

                // More digits belong to the number as long as there is such a group.
                while (
                    i + 1 < replacement.Length
                    && char.IsAsciiDigit(replacement[i + 1])
                    && (group * 10) + replacement[i + 1] - '0' < match.Groups.Count
                )
                    group = (group * 10) + replacement[++i] - '0';
                text.Append(match.Groups[group].Value);
            }
            else if (replacement[i] == '$')
            {
                throw SparkErrors.Runtime("INTERNAL_ERROR", [("message", "Illegal group reference")]);
            }
            else
            {
                text.Append(replacement[i]);
            }
        }

        return text.ToString();
    }
}
