namespace Spark.Jobs.Quality;

/// <summary>
/// A rule of the Data Quality Definition Language (https://docs.aws.amazon.com/glue/latest/dg/dqdl.html), turned into Spark SQL: over one
/// row where the rule judges rows, and always over a whole table.
/// </summary>
public sealed record DqdlRule
{
    /// <summary>The rule as it was written.</summary>
    public required string Text { get; init; }

    /// <summary>The columns that the rule names, its conditions' own SQL aside.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>SQL over one row, never null, that is true when the row passes; null for rules that judge a table.</summary>
    public string? RowPredicate { get; init; }

    /// <summary>An SQL aggregate that says whether the table passes. Null for <c>CustomSql</c>, which has a query of its own.</summary>
    public string? Passes { get; init; }

    /// <summary>An SQL aggregate of what was measured: the number of failing rows for a row rule, else the value that was compared.</summary>
    public string? Observed { get; init; }

    /// <summary>The query of a <c>CustomSql</c> rule: one row, one column, over the view <c>primary</c>.</summary>
    public string? CustomSql { get; init; }

    /// <summary>What the result of <see cref="CustomSql"/>, the column <c>value</c>, must satisfy.</summary>
    public string? CustomSqlPasses { get; init; }

    public override string ToString() => Text;

    /// <summary>A rule about single rows; a table passes when every row does.</summary>
    internal static DqdlRule OfRows(string text, IReadOnlyList<string> columns, string predicate) =>
        new()
        {
            Text = text,
            Columns = columns,
            RowPredicate = predicate,
            Passes = $"count_if(not ({predicate})) = 0",
            Observed = $"count_if(not ({predicate}))",
        };

    /// <summary>A rule about a measured value.</summary>
    internal static DqdlRule OfTable(string text, IReadOnlyList<string> columns, string observed, string passes) =>
        new()
        {
            Text = text,
            Columns = columns,
            Passes = passes,
            Observed = observed,
        };

    /// <summary>Two rules joined by <c>and</c> or <c>or</c>: about rows when both are.</summary>
    internal static DqdlRule Join(string text, DqdlRule left, string @operator, DqdlRule right)
    {
        IReadOnlyList<string> columns = [.. left.Columns.Union(right.Columns)];
        return left.RowPredicate is not null && right.RowPredicate is not null
            ? OfRows(text, columns, $"({left.RowPredicate}) {@operator} ({right.RowPredicate})")
            : OfTable(
                text,
                columns,
                $"concat_ws(', ', {left.Observed}, {right.Observed})",
                $"({left.Passes}) {@operator} ({right.Passes})"
            );
    }
}
