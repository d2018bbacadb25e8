using Spark.Jobs.Spelling;

namespace Spark.Jobs.Quality;

/// <summary>
/// Parses a rule set, <c>Rules = [ rule, ... ]</c>, and turns its rules into Spark SQL. Rules are joined by <c>and</c> and <c>or</c>, and filtered by
/// <c>where "..."</c>; their types are those of the rule families. Whatever else the language has is refused by name.
/// </summary>
public sealed class DqdlParser
{
    private static readonly Dictionary<string, Func<DqdlReader, DqdlRule>> RuleTypes = new(
        [.. RowRules.Types, .. AggregateRules.Types, .. KeyRules.Types, .. CustomSqlRules.Types],
        StringComparer.Ordinal
    );

    private readonly DqdlReader _reader;

    private DqdlParser(string source) => _reader = new DqdlReader(source);

    /// <summary>The rules of a rule set.</summary>
    /// <exception cref="DqdlException">The text is not DQDL, or uses what is not evaluated here.</exception>
    public static IReadOnlyList<DqdlRule> Parse(string ruleset)
    {
        ArgumentNullException.ThrowIfNull(ruleset);
        return new DqdlParser(ruleset).RuleSet();
    }

    private List<DqdlRule> RuleSet()
    {
        if (_reader.Next is not { Kind: DqdlTokenKind.Word, Value: "Rules" })
            throw _reader.Unexpected("Rules = [ ... ]");
        _reader.Take();
        _reader.Expect("=");
        _reader.Expect("[");
        var rules = new List<DqdlRule>();
        do rules.Add(Rule());
        while (_reader.Take(","));
        _reader.Expect("]");
        return _reader.Next.Kind == DqdlTokenKind.End ? rules : throw _reader.Unexpected("the end of the rule set");
    }

    private DqdlRule Rule()
    {
        var start = _reader.At;
        var rule = Operand();
        while (_reader.Next is { Kind: DqdlTokenKind.Word, Value: "and" or "or" or "AND" or "OR" })
        {
            var @operator = _reader.Take().Value.ToLowerInvariant();
            var line = _reader.Next.Line;
            var right = Operand();
            if (rule.CustomSql is not null || right.CustomSql is not null)
                throw new DqdlException(line, "CustomSql cannot be joined with other rules.");
            rule = DqdlRule.Join(_reader.TextFrom(start), rule, @operator, right);
        }

        return rule;
    }

    private DqdlRule Operand()
    {
        if (!_reader.Take("("))
            return SimpleRule();
        var rule = Rule();
        _reader.Expect(")");
        return rule;
    }

    private DqdlRule SimpleRule()
    {
        if (_reader.Next.Kind != DqdlTokenKind.Word)
            throw _reader.Unexpected("a rule");
        _reader.BeginRule();
        var type = _reader.Take();
        if (RuleTypes.TryGetValue(type.Value, out var read))
            return read(_reader);
        var known = RuleTypes.Keys.Order(StringComparer.Ordinal);
        var near = NearestName.Of(type.Value, known);
        throw new DqdlException(
            type.Line,
            $"the rule type {type.Value} is not evaluated here; "
                + (near is null ? $"{string.Join(", ", known)} are." : $"did you mean {near}?")
        );
    }
}
