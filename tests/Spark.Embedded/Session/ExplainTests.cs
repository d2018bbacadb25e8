using Microsoft.Spark;
using Spark.Testing;
using Xunit;
using Mode = Spark.Connect.AnalyzePlanRequest.Types.Explain.Types.ExplainMode;

namespace Spark.Embedded.Tests.Session;

/// <summary>EXPLAIN and <c>DataFrame.Explain</c>: Spark's headings and trees, over the engine's own plans.</summary>
public sealed class ExplainTests
{
    private const string Query = "SELECT id % 2 AS odd, count(*) AS n FROM range(10) WHERE id > 3 GROUP BY id % 2";

    [Theory]
    [InlineData(Mode.Unspecified, "== Physical Plan ==")]
    [InlineData(Mode.Simple, "== Physical Plan ==")]
    [InlineData(Mode.Formatted, "== Physical Plan ==")]
    [InlineData(Mode.Cost, "== Optimized Logical Plan ==", "== Physical Plan ==")]
    [InlineData(
        Mode.Extended,
        "== Parsed Logical Plan ==",
        "== Analyzed Logical Plan ==",
        "== DuckDB SQL ==",
        "== Optimized Logical Plan ==",
        "== Physical Plan =="
    )]
    [InlineData(Mode.Codegen)]
    public async Task Every_mode_has_its_sections(Mode mode, params string[] headings)
    {
        await using var bench = new ExecutorBench();
        var text = await bench.Explain(Query, mode);
        Assert.Equal(headings, text.Split('\n').Where(line => line.StartsWith("== ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Extended_shows_the_plan_before_and_after_analysis()
    {
        await using var bench = new ExecutorBench();
        var text = await bench.Explain(Query, Mode.Extended);
        Assert.StartsWith(
            """
            == Parsed Logical Plan ==
            'Aggregate [('id % 2)], [('id % 2) AS odd, 'count(1) AS n]
            +- 'Filter ('id > 3)
               +- 'UnresolvedTableValuedFunction 'range(10)

            == Analyzed Logical Plan ==
            odd: bigint, n: bigint
            Project [(id % 2)#2L AS odd#4L, count(1)#3L AS n#5L]
            +- Aggregate [(id#1L % CAST(2 AS BIGINT))], [(id#1L % CAST(2 AS BIGINT)) AS (id % 2)#2L, count(1) AS count(1)#3L]
               +- Filter (id#1L > CAST(3 AS BIGINT))
                  +- Range (0, 10, step=1)

            == DuckDB SQL ==
            SELECT
            """.ReplaceLineEndings("\n"),
            text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Formatted_numbers_the_operators_and_tells_their_details()
    {
        await using var bench = new ExecutorBench();
        var text = await bench.Explain("SELECT id FROM range(10) ORDER BY id DESC LIMIT 3", Mode.Formatted);
        Assert.Contains("(1)\n\n\n(1) ", text, StringComparison.Ordinal);
        Assert.Contains("+- ", text, StringComparison.Ordinal);
        Assert.Contains("Order By [1]: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cost_tells_how_many_rows_are_expected()
    {
        await using var bench = new ExecutorBench();
        Assert.Contains("Statistics(rowCount=", await bench.Explain(Query, Mode.Cost), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subqueries_and_common_tables_stand_in_the_tree()
    {
        await using var bench = new ExecutorBench();
        var text = await bench.Explain(
            "WITH big AS (SELECT id FROM range(9)) SELECT id FROM big WHERE id = (SELECT max(id) FROM big)",
            Mode.Extended
        );
        Assert.Contains("\nWithCTE\n:- CTERelationDef 0, big\n:  +- ", text, StringComparison.Ordinal);
        Assert.Contains("CTERelationRef 0, [id#", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_are_explained_and_not_done()
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        var table = $"delta.`{folder["t"]}`";
        await bench.Sql($"CREATE TABLE {table} (id INT, name STRING) USING delta");
        var insert = (await bench.Sql($"EXPLAIN INSERT INTO {table} SELECT 1, 'a'"))[0];
        Assert.Contains("Execute AppendData", insert, StringComparison.Ordinal);
        var overwrite = (await bench.Sql($"EXPLAIN INSERT OVERWRITE {table} SELECT 1, 'a'"))[0];
        Assert.Contains("Execute OverwriteByExpression true", overwrite, StringComparison.Ordinal);
        var merge = (
            await bench.Sql(
                $"""
                EXPLAIN EXTENDED
                MERGE INTO {table} t USING (SELECT 1 AS id, 'b' AS name) s ON t.id = s.id
                WHEN MATCHED AND s.id > 0 THEN UPDATE SET name = s.name
                WHEN NOT MATCHED THEN INSERT *
                """
            )
        )[0];
        Assert.Contains(
            "MergeIntoTable ('t.id == 's.id), [Update(('s.id > 0), ['name = 's.name])], [InsertStar()], []",
            merge,
            StringComparison.Ordinal
        );
        Assert.Contains("+- Join RightOuter, (id#", merge, StringComparison.Ordinal);
        var delete = (await bench.Sql($"EXPLAIN FORMATTED DELETE FROM {table} WHERE id = 1"))[0];
        Assert.Contains("Execute DeleteFromTable ('id == 1) (", delete, StringComparison.Ordinal);
        Assert.Empty(await bench.Sql($"SELECT * FROM {table}"));
    }

    [Fact]
    public async Task What_reads_no_rows_is_refused_and_names_are_looked_up()
    {
        await using var bench = new ExecutorBench();
        await Assert.ThrowsAsync<SparkUnsupportedOperationException>(() => bench.Sql("EXPLAIN DROP TABLE t"));
        await Assert.ThrowsAsync<AnalysisException>(() => bench.Sql("EXPLAIN SELECT * FROM no_such_table"));
    }
}
