namespace Spark.Jobs.Quality;

/// <summary>Rules that judge single rows by one column: <c>IsComplete</c>, <c>ColumnValues</c>, <c>ColumnLength</c>.</summary>
internal static class RowRules
{
    public static Dictionary<string, Func<DqdlReader, DqdlRule>> Types { get; } =
        new()
        {
            ["IsComplete"] = reader => reader.OfRows($"{reader.Column()} is not null"),
            ["ColumnValues"] = reader =>
            {
                var column = reader.Column();
                return reader.OfRows(DqdlExpectation.Read(reader, nullPassesNegations: true)(column));
            },
            ["ColumnLength"] = reader =>
            {
                var column = reader.Column();
                return reader.OfRows(DqdlExpectation.Read(reader)($"length({column})"));
            },
        };
}
