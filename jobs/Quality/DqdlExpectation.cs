namespace Spark.Jobs.Quality;

/// <summary>
/// What stands behind a column or measure: <c>= 1</c>, <c>between 1 and 5</c> (both ends excluded, as DQDL has it), <c>in [...]</c>,
/// <c>matches "..."</c> and their negations.
/// </summary>
internal static class DqdlExpectation
{
    /// <summary>Reads an expectation. The result makes the condition over the SQL of the subject.</summary>
    /// <param name="reader">Stands before the expectation.</param>
    /// <param name="nullPassesNegations">Whether a subject that is null passes <c>!=</c> and <c>not in</c>.</param>
    public static Func<string, string> Read(DqdlReader reader, bool nullPassesNegations = false)
    {
        var negated = reader.TakeWord("not");
        if (reader.TakeWord("between"))
        {
            var low = reader.Value();
            if (!reader.TakeWord("and"))
                throw reader.Unexpected("and");
            var high = reader.Value();
            var not = negated ? "not " : "";
            return subject => $"{not}({subject} > {low} and {subject} < {high})";
        }

        if (reader.TakeWord("matches"))
        {
            var pattern = DqdlReader.SqlText($"^(?:{reader.Text("a regular expression in quotation marks")})$");
            var not = negated ? "not " : "";
            return subject => $"{not}{subject} rlike {pattern}";
        }

        if (reader.TakeWord("in"))
            return InList(reader, negated, nullPassesNegations);
        if (negated)
            throw reader.Unexpected("between, in or matches");
        if (reader.Next is not { Kind: DqdlTokenKind.Symbol, Value: "=" or "!=" or "<" or "<=" or ">" or ">=" })
            throw reader.Unexpected("a comparison");
        var comparison = reader.Take().Value;
        if (comparison is "=" or "!=" && Keyword(reader) is { } keyword)
            return comparison == "=" ? keyword : subject => $"not ({keyword(subject)})";
        var value = reader.Value();
        if (comparison != "!=")
            return subject => $"{subject} {comparison} {value}";
        return nullPassesNegations ? subject => $"({subject} is null or {subject} <> {value})" : subject => $"{subject} <> {value}";
    }

    private static Func<string, string> InList(DqdlReader reader, bool negated, bool nullPassesNegations)
    {
        reader.Expect("[");
        var values = new List<string>();
        var keywords = new List<Func<string, string>>();
        do
        {
            nullPassesNegations &= reader.Next is not { Kind: DqdlTokenKind.Word, Value: "NULL" };
            if (Keyword(reader) is { } keyword)
                keywords.Add(keyword);
            else
                values.Add(reader.Value());
        } while (reader.Take(","));
        reader.Expect("]");

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
    private static Func<string, string>? Keyword(DqdlReader reader)
    {
        if (reader.Next.Kind != DqdlTokenKind.Word)
            return null;
        Func<string, string>? condition = reader.Next.Value switch
        {
            "NULL" => subject => $"{subject} is null",
            "EMPTY" => subject => $"coalesce({subject} = '', false)",
            "WHITESPACES_ONLY" => subject => $"coalesce({subject} <> '' and trim({subject}) = '', false)",
            _ => null,
        };
        if (condition is not null)
            reader.Take();
        return condition;
    }
}
