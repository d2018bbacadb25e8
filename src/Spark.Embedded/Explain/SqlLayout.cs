using System.Globalization;
using System.Text;
using Spark.Embedded.Plan;

namespace Spark.Embedded.Explain;

/// <summary>Generated SQL for people: a line for each clause, subqueries indented, columns by their names in Spark.</summary>
internal static class SqlLayout
{
    /// <summary>Lists that are longer stand one item a line.</summary>
    private const int Width = 100;

    private static readonly HashSet<string> Clauses = new(StringComparer.Ordinal)
    {
        "SELECT",
        "FROM",
        "WHERE",
        "GROUP BY",
        "HAVING",
        "QUALIFY",
        "ORDER BY",
        "LIMIT",
        "OFFSET",
        "WITH",
        "UNION",
        "INTERSECT",
        "EXCEPT",
        "JOIN",
    };

    /// <summary>What may stand before JOIN, in any mix.</summary>
    private static readonly HashSet<string> JoinKinds = new(StringComparer.Ordinal)
    {
        "NATURAL",
        "ASOF",
        "INNER",
        "CROSS",
        "LEFT",
        "RIGHT",
        "FULL",
        "OUTER",
        "SEMI",
        "ANTI",
        "POSITIONAL",
    };

    /// <summary>
    /// Replaces the names that the lowering gives to columns, <c>a17</c>, by <c>"total#17"</c>, and those of the result, <c>c0</c>, by
    /// Spark's; the SQL stays one that runs.
    /// </summary>
    public static string WithNames(string sql, AnalyzedPlan plan)
    {
        var text = new StringBuilder(sql.Length * 2);
        var depth = 0;
        var before = "";
        foreach (var token in Tokens(sql))
        {
            depth += token.Text switch
            {
                "(" => 1,
                ")" => -1,
                _ => 0,
            };
            text.Append(token.SpaceBefore ? " " : "");
            if (Number(token.Text, 'a') is { } id && plan.Names.TryGetValue(id, out var name))
                text.Append(SqlText.Name(string.Create(CultureInfo.InvariantCulture, $"{name}#{id}")));
            else if (depth == 0 && before == "AS" && Number(token.Text, 'c') is { } column && column < plan.Columns.Count)
                text.Append(SqlText.Name(plan.Columns[(int)column]));
            else
                text.Append(token.Text);
            before = token.Text;
        }

        return text.ToString();
    }

    /// <summary>The SQL on several lines.</summary>
    public static string Indented(string sql)
    {
        var tokens = Tokens(sql).ToList();
        var position = 0;
        return Query(Group(tokens, ref position), 0).TrimStart('\n');
    }

    // ---------------------------------------------------------------- layout

    /// <summary>A query: its clauses, each on a line of its own.</summary>
    private static string Query(IReadOnlyList<Part> parts, int indent)
    {
        var text = new StringBuilder();
        var clause = new List<Part>();
        foreach (var part in parts.Append(Part.End))
        {
            if (clause.Count > 0 && (part == Part.End || StartsClause(part, clause)))
            {
                if (text.Length > 0)
                    text.Append('\n');
                text.Append(' ', indent).Append(Clause(clause, indent));
                clause = [];
            }

            clause.Add(part);
        }

        return text.ToString();
    }

    private static bool StartsClause(Part part, List<Part> before)
    {
        if (part.Keyword is not { } keyword)
            return false;
        if (JoinKinds.Contains(keyword))
            return before[^1].Keyword is not { } last || !JoinKinds.Contains(last);
        // IS DISTINCT FROM is an operator.
        if (keyword == "FROM" && before[^1].Text == "DISTINCT")
            return false;
        return Clauses.Contains(keyword) && !(keyword == "JOIN" && before[^1].Keyword is { } kind && JoinKinds.Contains(kind));
    }

    private static string Clause(List<Part> parts, int indent)
    {
        var keywords = parts.TakeWhile(part => part.Keyword is not null || part.Text is "DISTINCT" or "ALL").ToList();
        var head = Inline(keywords, indent);
        if (keywords.Count == parts.Count)
            return head;
        var separator = keywords.Count > 0 && keywords[0].Keyword is "WHERE" or "HAVING" ? "AND" : ",";
        var items = Split(parts[keywords.Count..], separator).Select(item => Inline(item, indent)).ToList();
        var joined = string.Join(separator == "," ? ", " : " AND ", items);
        if (items.Count == 1 || joined.Length + head.Length <= Width && !joined.Contains('\n'))
            return $"{head} {joined}".TrimStart();
        items = [.. Split(parts[keywords.Count..], separator).Select(item => Inline(item, indent + 2))];
        var space = new string(' ', indent + 2);
        return separator == ","
            ? $"{head}\n{space}{string.Join($",\n{space}", items)}"
            : $"{head}\n{space}{string.Join($"\n{space}AND ", items)}";
    }

    private static IEnumerable<List<Part>> Split(List<Part> parts, string separator)
    {
        var item = new List<Part>();
        var betweens = 0;
        foreach (var part in parts)
        {
            betweens += part.Text == "BETWEEN" ? 1 : 0;
            if (part.Text != separator || separator == "AND" && betweens-- > 0)
            {
                item.Add(part);
                continue;
            }

            betweens = Math.Max(0, betweens);
            yield return item;
            item = [];
        }

        yield return item;
    }

    /// <summary>Parts one after another, on one line where they fit; queries in parentheses begin lines of their own.</summary>
    private static string Inline(IReadOnlyList<Part> parts, int indent, bool broken = false)
    {
        var text = new StringBuilder();
        var within = indent;
        var joins = false;
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            var isJoin = part.Text == "|" && i > 0 && parts[i - 1].Text != "|";
            int? line =
                !broken || !part.SpaceBefore
                    ? null
                    : part.Text switch
                    {
                        "WHEN" or "ELSE" => indent + 2,
                        "THEN" when LastLine(text) > Width - 20 => indent + 4,
                        "END" => indent,
                        _ => isJoin ? within + (joins ? 0 : 2) : null,
                    };
            if (line is { } column)
            {
                within = column;
                joins = isJoin;
                text.Append('\n').Append(' ', column);
            }
            else if (i > 0 && part.SpaceBefore)
            {
                text.Append(' ');
            }

            text.Append(part.Inner is { } inner ? Enclosed(part, inner, within) : part.Text);
        }

        return broken || indent + LongestLine(text) <= Width + 20 ? text.ToString() : Inline(parts, indent, broken: true);
    }

    private static string Enclosed(Part part, List<Part> inner, int indent)
    {
        var close = part.Text switch
        {
            "[" => ']',
            "{" => '}',
            _ => ')',
        };
        if (IsQuery(inner))
            return $"{part.Text}\n{Query(inner, indent + 2)}\n{new string(' ', indent)}{close}";
        var line = Inline(inner, indent);
        if (line.Length <= Width && !line.Contains('\n'))
            return $"{part.Text}{line}{close}";
        var space = new string(' ', indent + 2);
        var items = Split(inner, ",").Select(item => Inline(item, indent + 2));
        return $"{part.Text}\n{space}{string.Join($",\n{space}", items)}\n{new string(' ', indent)}{close}";
    }

    private static int LongestLine(StringBuilder text) => text.ToString().Split('\n').Max(line => line.Length);

    private static int LastLine(StringBuilder text) => text.ToString().Split('\n')[^1].Length;

    /// <summary>Whether it is a SELECT, perhaps in parentheses or with others in a set operation.</summary>
    private static bool IsQuery(List<Part> parts) =>
        parts.Count > 0
        && (
            parts[0].Keyword is "SELECT" or "WITH" or "FROM"
            || parts[0].Inner is { } first && IsQuery(first) && (parts.Count == 1 || parts[1].Keyword is "UNION" or "INTERSECT" or "EXCEPT")
        );

    // ---------------------------------------------------------------- reading

    private static List<Part> Group(List<Token> tokens, ref int position)
    {
        var parts = new List<Part>();
        while (position < tokens.Count)
        {
            var token = tokens[position++];
            switch (token.Text)
            {
                case ")" or "]" or "}":
                    return parts;
                case "(" or "[" or "{":
                    parts.Add(new Part(token.Text, token.SpaceBefore, Group(tokens, ref position)));
                    break;
                case "GROUP" or "ORDER" when position < tokens.Count && tokens[position].Text == "BY":
                    parts.Add(new Part($"{token.Text} BY", token.SpaceBefore));
                    position++;
                    break;
                default:
                    parts.Add(new Part(token.Text, token.SpaceBefore));
                    break;
            }
        }

        return parts;
    }

    private static long? Number(string name, char letter) =>
        name[0] == letter && long.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static IEnumerable<Token> Tokens(string sql)
    {
        var space = false;
        for (var i = 0; i < sql.Length; )
        {
            if (char.IsWhiteSpace(sql[i]))
            {
                space = true;
                i++;
                continue;
            }

            var start = i;
            if (sql[i] is '\'' or '"')
                i = EndOfQuoted(sql, i);
            else if (char.IsLetterOrDigit(sql[i]) || sql[i] == '_')
                while (i < sql.Length && (char.IsLetterOrDigit(sql[i]) || sql[i] == '_'))
                    i++;
            else
                i++;
            yield return new Token(sql[start..i], space);
            space = false;
        }
    }

    private static int EndOfQuoted(string sql, int start)
    {
        var i = start + 1;
        while (i < sql.Length && (sql[i] != sql[start] || i + 1 < sql.Length && sql[i + 1] == sql[start]))
            i += sql[i] == sql[start] ? 2 : 1;
        return i + 1;
    }

    private readonly record struct Token(string Text, bool SpaceBefore);

    /// <summary>A word, or with <paramref name="Inner"/> what stands between parentheses, brackets or braces.</summary>
    private sealed record Part(string Text, bool SpaceBefore, List<Part>? Inner = null)
    {
        public static readonly Part End = new("", false);

        /// <summary>The word, when a clause of a query may begin with it.</summary>
        public string? Keyword => Inner is null && (Clauses.Contains(Text) || JoinKinds.Contains(Text)) ? Text : null;
    }
}
