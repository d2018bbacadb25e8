namespace Spark.Jobs.Quality;

/// <summary><c>CustomSql "select ..." = 0</c>: compares the one value of a query over the view <c>primary</c>.</summary>
internal static class CustomSqlRules
{
    public static Dictionary<string, Func<DqdlReader, DqdlRule>> Types { get; } =
        new()
        {
            ["CustomSql"] = reader =>
            {
                var sql = reader.Text("an SQL query in quotation marks");
                return reader.OfQuery(sql, DqdlExpectation.Read(reader)("value"));
            },
        };
}
