namespace Spark.Jobs.Quality;

/// <summary>Reads a rule set token by token: the parts that rules are made of, as Spark SQL.</summary>
internal sealed class DqdlReader(string source)
{
    private readonly List<DqdlToken> _tokens = DqdlTokens.Of(source);
    private readonly List<string> _columns = [];
    private int _start;

    /// <summary>How many tokens have been read.</summary>
    public int At { get; private set; }

    public DqdlToken Next => _tokens[At];

    /// <summary>The text of the tokens from a place to here.</summary>
    public string TextFrom(int start) => source[_tokens[start].Start.._tokens[At - 1].End];

    /// <summary>Begins a rule: its text and its columns are collected from here.</summary>
    public void BeginRule()
    {
        _start = At;
        _columns.Clear();
    }

    /// <summary>The rule that was read, about single rows, with the <c>where</c> that may follow.</summary>
    public DqdlRule OfRows(string predicate) =>
        Where() is { } where
            ? DqdlRule.OfRows(TextFrom(_start), [.. _columns], $"not coalesce({where}, false) or coalesce({predicate}, false)")
            : DqdlRule.OfRows(TextFrom(_start), [.. _columns], $"coalesce({predicate}, false)");

    /// <summary>The rule that was read, about a measured value.</summary>
    public DqdlRule OfTable(string observed, string passes) => DqdlRule.OfTable(TextFrom(_start), [.. _columns], observed, passes);

    /// <summary>The rule that was read, about the result of a query.</summary>
    public DqdlRule OfQuery(string sql, string passes) =>
        new()
        {
            Text = TextFrom(_start),
            Columns = [],
            CustomSql = sql,
            CustomSqlPasses = passes,
        };

    /// <summary>A column's name, which the rule is then known to use, as SQL.</summary>
    public string Column()
    {
        var name = Text("a column in quotation marks");
        _columns.Add(name);
        return $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";
    }

    /// <summary>The condition behind <c>where</c>, as SQL; null when there is none.</summary>
    public string? Where() => TakeWord("where") ? $"({Text("an SQL condition in quotation marks")})" : null;

    /// <summary>A number, a text, or a time: <c>now()</c>, <c>(now() - 3 days)</c>.</summary>
    public string Value()
    {
        var token = Next;
        if (token.Kind is DqdlTokenKind.Number or DqdlTokenKind.Text)
        {
            Take();
            return token.Kind == DqdlTokenKind.Number ? token.Value : SqlText(token.Value);
        }

        var nested = Take("(");
        if (!TakeWord("now"))
            throw Unexpected("a number, a text in quotation marks, or now()");
        Expect("(");
        Expect(")");
        var value = "current_timestamp()";
        if (nested)
        {
            var sign = Next.Value;
            if (!Take("-") && !Take("+"))
                throw Unexpected("+ or -");
            if (Next.Kind != DqdlTokenKind.Number)
                throw Unexpected("a number");
            var count = Take().Value;
            var unit = Next.Value;
            if (!TakeWord("days") && !TakeWord("hours"))
                throw Unexpected("days or hours");
            value = $"{value} {sign} interval {count} {unit}";
            Expect(")");
        }

        return value;
    }

    /// <summary>A text in quotation marks.</summary>
    public string Text(string expected) => Next.Kind == DqdlTokenKind.Text ? Take().Value : throw Unexpected(expected);

    public static string SqlText(string value) =>
        $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    /// <summary>Reads the next token, whatever it is.</summary>
    public DqdlToken Take() => _tokens[At++];

    /// <summary>Reads a symbol when it comes next.</summary>
    public bool Take(string symbol)
    {
        var found = Next.Kind == DqdlTokenKind.Symbol && Next.Value == symbol;
        if (found)
            At++;
        return found;
    }

    /// <summary>Reads a word, in whatever case, when it comes next.</summary>
    public bool TakeWord(string word)
    {
        var found = Next.Kind == DqdlTokenKind.Word && Next.Value.Equals(word, StringComparison.OrdinalIgnoreCase);
        if (found)
            At++;
        return found;
    }

    public void Expect(string symbol)
    {
        if (!Take(symbol))
            throw Unexpected(symbol);
    }

    public DqdlException Unexpected(string expected) => new(Next.Line, $"{expected} was expected, not {Next}.");
}
