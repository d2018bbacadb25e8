using Spark.Jobs.Spelling;

namespace Spark.Jobs.Quality;

/// <summary>
/// Parses a rule set, <c>Rules = [ rule, ... ]</c>, and turns its rules into Spark SQL. Rule types:
/// ColumnLength, ColumnValues, Completeness, CustomSql, DistinctValuesCount, IsComplete, IsPrimaryKey, IsUnique, Mean, RowCount, Sum,
/// Uniqueness; joined by <c>and</c> and <c>or</c>; filtered by <c>where "..."</c>. Whatever else the language has is refused by name.
/// </summary>
public sealed class DqdlParser
{
    private const string RuleTypes =
        "ColumnLength, ColumnValues, Completeness, CustomSql, DistinctValuesCount, IsComplete, IsPrimaryKey, "
        + "IsUnique, Mean, RowCount, Sum, Uniqueness";

    private readonly string _source;
    private readonly List<DqdlToken> _tokens;
    private readonly List<string> _columns = [];
    private int _at;

    private DqdlParser(string source)
    {
        _source = source;
        _tokens = DqdlTokens.Of(source);
    }

    private DqdlToken Next => _tokens[_at];

    /// <summary>The rules of a rule set.</summary>
    /// <exception cref="DqdlException">The text is not DQDL, or uses what is not evaluated here.</exception>
    public static IReadOnlyList<DqdlRule> Parse(string ruleset)
    {
        ArgumentNullException.ThrowIfNull(ruleset);
        var parser = new DqdlParser(ruleset);
        if (parser.Next is not { Kind: DqdlTokenKind.Word, Value: "Rules" })
            throw parser.Unexpected("Rules = [ ... ]");
        parser._at++;
        parser.Expect("=");
        parser.Expect("[");
        var rules = new List<DqdlRule>();
        do rules.Add(parser.Rule());
        while (parser.Take(","));
        parser.Expect("]");
        return parser.Next.Kind == DqdlTokenKind.End ? rules : throw parser.Unexpected("the end of the rule set");
    }

    private DqdlRule Rule()
    {
        var start = _at;
        var rule = Operand();
        while (Next is { Kind: DqdlTokenKind.Word, Value: "and" or "or" or "AND" or "OR" })
        {
            var @operator = _tokens[_at++].Value.ToLowerInvariant();
            var line = Next.Line;
            var right = Operand();
            if (rule.CustomSql is not null || right.CustomSql is not null)
                throw new DqdlException(line, "CustomSql cannot be joined with other rules.");
            rule = DqdlRule.Join(TextFrom(start), rule, @operator, right);
        }

        return rule;
    }

    private DqdlRule Operand()
    {
        if (!Take("("))
            return SimpleRule();
        var rule = Rule();
        Expect(")");
        return rule;
    }

    private DqdlRule SimpleRule()
    {
        var start = _at;
        _columns.Clear();
        if (Next.Kind != DqdlTokenKind.Word)
            throw Unexpected("a rule");
        var type = _tokens[_at++];
        switch (type.Value)
        {
            case "IsComplete":
                return OfRows(start, $"{Column()} is not null");
            case "ColumnValues":
                var column = Column();
                return OfRows(start, Expectation(nullPassesNegations: true)(column));
            case "ColumnLength":
                column = Column();
                return OfRows(start, Expectation(nullPassesNegations: false)($"length({column})"));
            case "RowCount":
                return OfTable(start, Rows);
            case "Completeness":
                column = Column();
                return OfTable(start, where => Share($"count({Only(where, column)})", Rows(where)));
            case "Uniqueness":
                column = Column();
                return OfTable(start, where => Share($"count(distinct {Only(where, column)})", $"count({Only(where, column)})"));
            case "DistinctValuesCount":
                column = Column();
                return OfTable(start, where => $"count(distinct {Only(where, column)})");
            case "Mean":
                column = Column();
                return OfTable(start, where => $"avg({Only(where, column)})");
            case "Sum":
                column = Column();
                return OfTable(start, where => $"sum({Only(where, column)})");
            case "IsUnique":
                column = Column();
                var filter = Where();
                var repeats = $"count({Only(filter, column)}) - count(distinct {Only(filter, column)})";
                return DqdlRule.OfTable(TextFrom(start), [.. _columns], repeats, $"{repeats} = 0");
            case "IsPrimaryKey":
                var key = new List<string> { Column() };
                while (Next.Kind == DqdlTokenKind.Text)
                    key.Add(Column());
                repeats = $"count(*) - count(distinct {string.Join(", ", key)})";
                return DqdlRule.OfTable(TextFrom(start), [.. _columns], repeats, $"{repeats} = 0");
            case "CustomSql":
                var sql = Text("an SQL query in quotation marks");
                var passes = Expectation(nullPassesNegations: false)("value");
                return new DqdlRule
                {
                    Text = TextFrom(start),
                    Columns = [],
                    CustomSql = sql,
                    CustomSqlPasses = passes,
                };
            default:
                var near = NearestName.Of(type.Value, RuleTypes.Split(", "));
                throw new DqdlException(
                    type.Line,
                    near is null
                        ? $"the rule type {type.Value} is not evaluated here; {RuleTypes} are."
                        : $"the rule type {type.Value} is not evaluated here; did you mean {near}?"
                );
        }
    }

    private DqdlRule OfRows(int start, string predicate) =>
        Where() is { } where
            ? DqdlRule.OfRows(TextFrom(start), [.. _columns], $"not coalesce({where}, false) or coalesce({predicate}, false)")
            : DqdlRule.OfRows(TextFrom(start), [.. _columns], $"coalesce({predicate}, false)");

    /// <summary>A rule that compares an aggregate, which depends on the <c>where</c> that follows the comparison.</summary>
    private DqdlRule OfTable(int start, Func<string?, string> aggregate)
    {
        var passes = Expectation(nullPassesNegations: false);
        var observed = aggregate(Where());
        return DqdlRule.OfTable(TextFrom(start), [.. _columns], observed, $"coalesce({passes(observed)}, false)");
    }

    /// <summary>A share of rows, from 0 to 1; an empty table has the share 1.</summary>
    private static string Share(string part, string whole) => $"case when {whole} = 0 then 1 else {part} / {whole} end";

    private static string Only(string? where, string column) => where is null ? column : $"case when {where} then {column} end";

    private static string Rows(string? where) => where is null ? "count(*)" : $"count_if({where})";

    private string? Where() => TakeWord("where") ? $"({Text("an SQL condition in quotation marks")})" : null;

    /// <summary>
    /// What stands behind a column or measure: <c>= 1</c>, <c>between 1 and 5</c> (both ends excluded, as DQDL has it), <c>in [...]</c>,
    /// <c>matches "..."</c> and their negations. The result makes the condition over the SQL of the subject.
    /// </summary>
    private Func<string, string> Expectation(bool nullPassesNegations)
    {
        var negated = TakeWord("not");
        if (TakeWord("between"))
        {
            var low = Value();
            if (!TakeWord("and"))
                throw Unexpected("and");
            var high = Value();
            var not = negated ? "not " : "";
            return subject => $"{not}({subject} > {low} and {subject} < {high})";
        }

        if (TakeWord("matches"))
        {
            var pattern = SqlText($"^(?:{Text("a regular expression in quotation marks")})$");
            var not = negated ? "not " : "";
            return subject => $"{not}{subject} rlike {pattern}";
        }

        if (TakeWord("in"))
            return InList(negated, nullPassesNegations);
        if (negated)
            throw Unexpected("between, in or matches");
        if (Next is not { Kind: DqdlTokenKind.Symbol, Value: "=" or "!=" or "<" or "<=" or ">" or ">=" })
            throw Unexpected("a comparison");
        var comparison = _tokens[_at++].Value;
        if (comparison is "=" or "!=" && Keyword() is { } keyword)
            return comparison == "=" ? keyword : subject => $"not ({keyword(subject)})";
        var value = Value();
        if (comparison != "!=")
            return subject => $"{subject} {comparison} {value}";
        return nullPassesNegations ? subject => $"({subject} is null or {subject} <> {value})" : subject => $"{subject} <> {value}";
    }

    private Func<string, string> InList(bool negated, bool nullPassesNegations)
    {
        Expect("[");
        var values = new List<string>();
        var keywords = new List<Func<string, string>>();
        do
        {
            nullPassesNegations &= Next is not { Kind: DqdlTokenKind.Word, Value: "NULL" };
            if (Keyword() is { } keyword)
                keywords.Add(keyword);
            else
                values.Add(Value());
        } while (Take(","));
        Expect("]");

        string Any(string subject)
        {
            var alternatives = keywords.Select(keyword => keyword(subject));
            if (values.Count > 0)
                alternatives = alternatives.Prepend($"coalesce({subject} in ({string.Join(", ", values)}), false)");
            return string.Join(" or ", alternatives);
        }

        if (!negated)
            return subject => $"({Any(subject)})";
        return nullPassesNegations
            ? subject => $"({subject} is null or not ({Any(subject)}))"
            : subject => $"({subject} is not null and not ({Any(subject)}))";
    }

    /// <summary>The condition of NULL, EMPTY or WHITESPACES_ONLY, when one of them comes next.</summary>
    private Func<string, string>? Keyword()
    {
        if (Next.Kind != DqdlTokenKind.Word)
            return null;
        Func<string, string>? condition = Next.Value switch
        {
            "NULL" => subject => $"{subject} is null",
            "EMPTY" => subject => $"coalesce({subject} = '', false)",
            "WHITESPACES_ONLY" => subject => $"coalesce({subject} <> '' and trim({subject}) = '', false)",
            _ => null,
        };
        if (condition is not null)
            _at++;
        return condition;
    }

    /// <summary>A number, a text, or a time: <c>now()</c>, <c>(now() - 3 days)</c>.</summary>
    private string Value()
    {
        var token = Next;
        if (token.Kind is DqdlTokenKind.Number or DqdlTokenKind.Text)
        {
            _at++;
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
            var count = _tokens[_at++].Value;
            var unit = Next.Value;
            if (!TakeWord("days") && !TakeWord("hours"))
                throw Unexpected("days or hours");
            value = $"{value} {sign} interval {count} {unit}";
            Expect(")");
        }

        return value;
    }

    private string Column()
    {
        var name = Text("a column in quotation marks");
        _columns.Add(name);
        return $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";
    }

    private string Text(string expected) => Next.Kind == DqdlTokenKind.Text ? _tokens[_at++].Value : throw Unexpected(expected);

    private static string SqlText(string value) =>
        $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    private bool Take(string symbol)
    {
        var found = Next.Kind == DqdlTokenKind.Symbol && Next.Value == symbol;
        if (found)
            _at++;
        return found;
    }

    private bool TakeWord(string word)
    {
        var found = Next.Kind == DqdlTokenKind.Word && Next.Value.Equals(word, StringComparison.OrdinalIgnoreCase);
        if (found)
            _at++;
        return found;
    }

    private void Expect(string symbol)
    {
        if (!Take(symbol))
            throw Unexpected(symbol);
    }

    private DqdlException Unexpected(string expected) => new(Next.Line, $"{expected} was expected, not {Next}.");

    private string TextFrom(int start) => _source[_tokens[start].Start.._tokens[_at - 1].End];
}
