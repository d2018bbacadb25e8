namespace Spark.Jobs.Quality;

/// <summary>
/// Rules that compare an aggregate of the table: <c>RowCount</c>, <c>Completeness</c>, <c>Uniqueness</c>, <c>DistinctValuesCount</c>, <c>Mean</c>,
/// <c>Sum</c>. A <c>where</c> behind the comparison says which rows count.
/// </summary>
internal static class AggregateRules
{
    public static Dictionary<string, Func<DqdlReader, DqdlRule>> Types { get; } =
        new()
        {
            ["RowCount"] = reader => Compare(reader, Rows),
            ["Completeness"] = reader => OfColumn(reader, (column, where) => Share($"count({Only(where, column)})", Rows(where))),
            ["Uniqueness"] = reader =>
                OfColumn(reader, (column, where) => Share($"count(distinct {Only(where, column)})", $"count({Only(where, column)})")),
            ["DistinctValuesCount"] = reader => OfColumn(reader, (column, where) => $"count(distinct {Only(where, column)})"),
            ["Mean"] = reader => OfColumn(reader, (column, where) => $"avg({Only(where, column)})"),
            ["Sum"] = reader => OfColumn(reader, (column, where) => $"sum({Only(where, column)})"),
        };

    /// <summary>The column where a condition holds, and null elsewhere.</summary>
    public static string Only(string? where, string column) => where is null ? column : $"case when {where} then {column} end";

    private static DqdlRule OfColumn(DqdlReader reader, Func<string, string?, string> aggregate)
    {
        var column = reader.Column();
        return Compare(reader, where => aggregate(column, where));
    }

    private static DqdlRule Compare(DqdlReader reader, Func<string?, string> aggregate)
    {
        var passes = DqdlExpectation.Read(reader);
        var observed = aggregate(reader.Where());
        return reader.OfTable(observed, $"coalesce({passes(observed)}, false)");
    }

    private static string Rows(string? where) => where is null ? "count(*)" : $"count_if({where})";

    /// <summary>A share of rows, from 0 to 1; an empty table has the share 1.</summary>
    private static string Share(string part, string whole) => $"case when {whole} = 0 then 1 else {part} / {whole} end";
}
