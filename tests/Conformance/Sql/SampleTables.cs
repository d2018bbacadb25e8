using Spark.Connect;
using Spark.Connect.Execution;
using Spark.Testing;

namespace Conformance.Tests.Sql;

/// <summary>The tables that Spark's SQL suite makes before it runs.</summary>
internal static class SampleTables
{
    private const string Wide =
        "unique1 int, unique2 int, two int, four int, ten int, twenty int, hundred int, thousand int, twothousand int, fivethous int, "
        + "tenthous int, odd int, even int, stringu1 string, stringu2 string, string4 string";

    public static async Task CreateAsync(IPlanExecutor session)
    {
        var data = Repository.RequireShared("spark-sql-tests/test-data/postgresql");
        foreach (
            var statement in (string[])
                [
                    "CREATE TEMPORARY VIEW testdata AS SELECT CAST(id AS INT) AS key, CAST(id AS STRING) AS value FROM range(1, 101)",
                    "CREATE TEMPORARY VIEW arraydata AS SELECT * FROM VALUES (array(1, 2, 3), array(array(1, 2, 3))), (array(2, 3, 4), array(array(2, 3, 4))) "
                        + "AS t(arraycol, nestedarraycol)",
                    "CREATE TEMPORARY VIEW mapdata AS SELECT * FROM VALUES (map(1, 'a1', 2, 'b1', 3, 'c1', 4, 'd1', 5, 'e1')), "
                        + "(map(1, 'a2', 2, 'b2', 3, 'c2', 4, 'd2')), (map(1, 'a3', 2, 'b3', 3, 'c3')), (map(1, 'a4', 2, 'b4')), (map(1, 'a5')) AS t(mapcol)",
                    View("aggtest", "a int, b float", data, "agg.data"),
                    View("onek", Wide, data, "onek.data"),
                    View("tenk1", Wide, data, "tenk.data"),
                ]
        )
        {
            var plan = new Plan
            {
                Command = new Command { SqlCommand = new SqlCommand { Input = new Relation { Sql = new SQL { Query = statement } } } },
            };
            try
            {
                await foreach (var answer in session.ExecuteAsync(plan))
                    answer.Batch?.Dispose();
            }
            catch (Microsoft.Spark.SparkException)
            {
                // The statements that need the table then fail for themselves.
            }
        }
    }

    private static string View(string name, string schema, string folder, string file) =>
        $"CREATE TEMPORARY VIEW {name} ({schema}) USING csv OPTIONS (path '{Path.Combine(folder, file)}', delimiter '\\t', header 'false')";
}
