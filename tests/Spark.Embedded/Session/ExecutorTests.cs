using Microsoft.Spark;
using Spark.Connect;
using Spark.Testing;
using Xunit;

namespace Spark.Embedded.Tests.Session;

/// <summary>The embedded engine as a whole: plans in, batches out.</summary>
public sealed class ExecutorTests
{
    [Fact]
    public async Task Queries_give_schema_and_rows()
    {
        await using var bench = new ExecutorBench();
        Assert.Equal(["1 | 'a' | ∅"], await bench.Sql("SELECT 1 AS n, 'a' AS s, CAST(NULL AS INT) AS x"));
        Assert.Equal(["0", "1", "2"], await bench.Sql("SELECT id FROM range(3) ORDER BY id"));
    }

    [Fact]
    public async Task Show_prints_as_Spark_does()
    {
        await using var bench = new ExecutorBench();
        Assert.Equal(
            """
            +---+-----+----+
            |  n|    s|   x|
            +---+-----+----+
            |  1|hello|NULL|
            +---+-----+----+

            """.ReplaceLineEndings("\n"),
            await bench.Show("SELECT 1 AS n, 'hello' AS s, CAST(NULL AS INT) AS x")
        );
        Assert.Equal(
            """
            +--------------------+
            |                   s|
            +--------------------+
            |aaaaaaaaaaaaaaaaa...|
            +--------------------+
            only showing top 1 row

            """.ReplaceLineEndings("\n"),
            await bench.Show("SELECT repeat('a', 30) AS s FROM range(2)", rows: 1)
        );
        Assert.Equal(
            "-RECORD 0---------------\n a   | 1.0              \n b   | [1, NULL]        \n c   | {x -> {1, NULL}} \n",
            await bench.Show("SELECT 1.0D AS a, array(1, NULL) AS b, map('x', struct(1, NULL)) AS c", truncate: 0, vertical: true)
        );
    }

    [Fact]
    public async Task Local_data_views_and_checkpoints_are_relations()
    {
        await using var bench = new ExecutorBench();
        await bench.Sql("CREATE TEMPORARY VIEW v AS SELECT id, id * 2 AS twice FROM range(3)");
        Assert.Equal(["0 | 0", "1 | 2", "2 | 4"], await bench.Sql("SELECT * FROM v ORDER BY id"));
        var checkpoint = await bench.Command(
            new Command
            {
                CheckpointCommand = new CheckpointCommand
                {
                    Relation = new Relation { Sql = new SQL { Query = "SELECT * FROM v" } },
                    Eager = true,
                },
            }
        );
        await bench.Sql("DROP VIEW v");
        Assert.Equal(3, (await bench.Rows(new Relation { CachedRemoteRelation = checkpoint!.CheckpointCommandResult.Relation })).Count);
        var error = await Assert.ThrowsAsync<AnalysisException>(() => bench.Sql("SELECT * FROM v"));
        Assert.Equal("TABLE_OR_VIEW_NOT_FOUND", error.ErrorClass);
    }

    /// <summary>Random values tell whether rows were computed once or again.</summary>
    [Fact]
    public async Task What_is_persisted_is_computed_once_also_for_what_is_persisted_above_it()
    {
        await using var bench = new ExecutorBench();
        var drawn = new Relation { Sql = new SQL { Query = "SELECT uuid() AS u FROM range(5)" } };
        var above = new Relation
        {
            Filter = new Filter
            {
                Input = drawn,
                Condition = new Expression { ExpressionString = new() { Expression = "u > ''" } },
            },
        };
        foreach (var relation in new[] { drawn, above })
            await bench.Executor.AnalyzeAsync(new AnalyzePlanRequest { Persist = new() { Relation = relation } });
        var rows = await bench.Rows(above);
        Assert.Equal(5, rows.Distinct().Count());
        Assert.Equal(rows.Order(), (await bench.Rows(drawn)).Order());
        Assert.Equal(rows.Order(), (await bench.Rows(above)).Order());
    }

    [Fact]
    public async Task Errors_at_run_time_are_typed()
    {
        await using var bench = new ExecutorBench();
        Assert.Equal(
            "DIVIDE_BY_ZERO",
            (await Assert.ThrowsAsync<SparkArithmeticException>(() => bench.Sql("SELECT id / 0 FROM range(3)"))).ErrorClass
        );
        Assert.Equal(
            "CAST_INVALID_INPUT",
            (
                await Assert.ThrowsAsync<SparkNumberFormatException>(() => bench.Sql("SELECT CAST(concat('x', id) AS INT) FROM range(3)"))
            ).ErrorClass
        );
        Assert.Equal("PARSE_SYNTAX_ERROR", (await Assert.ThrowsAsync<ParseException>(() => bench.Sql("SELEC 1"))).ErrorClass);
    }

    [Fact]
    public async Task An_interrupt_by_tag_stops_what_bears_the_tag()
    {
        await using var bench = new ExecutorBench();
        var plan = new Connect.Plan
        {
            Root = new Relation
            {
                Sql = new SQL { Query = "SELECT count(*) FROM range(1000000) a CROSS JOIN range(1000000) b WHERE (a.id * b.id) % 7 = 3" },
            },
        };
        var running = Assert.ThrowsAnyAsync<SparkException>(async () =>
        {
            await foreach (var part in bench.Executor.ExecuteAsync(plan, ["slow"]))
                part.Batch?.Dispose();
        });
        IReadOnlyList<string> interrupted = [];
        while (!running.IsCompleted)
        {
            var stopped = await bench.Executor.InterruptAsync(
                new InterruptRequest { InterruptType = InterruptRequest.Types.InterruptType.Tag, OperationTag = "slow" }
            );
            interrupted = stopped.Count > 0 ? stopped : interrupted;
            await Task.Delay(20);
        }

        Assert.Equal("OPERATION_CANCELED", (await running).ErrorClass);
        Assert.Single(interrupted);
        using var cancel = new CancellationTokenSource(200);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var part in bench.Executor.ExecuteAsync(plan, cancellationToken: cancel.Token))
                part.Batch?.Dispose();
        });
        Assert.Equal(["1"], await bench.Sql("SELECT 1"));
    }

    [Fact]
    public async Task Delta_tables_are_written_and_read_by_path_and_by_name()
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench(KeyValuePair.Create("spark.sql.warehouse.dir", folder["warehouse"]));
        var write = new WriteOperation
        {
            Input = new Relation { Sql = new SQL { Query = "SELECT id, id % 2 AS p FROM range(10)" } },
            Source = "delta",
            Path = folder["t"],
            Mode = WriteOperation.Types.SaveMode.ErrorIfExists,
            PartitioningColumns = { "p" },
        };
        await bench.Command(new Command { WriteOperation = write });
        Assert.Equal(["10 | 45"], await bench.Sql($"SELECT count(*), sum(id) FROM delta.`{folder["t"]}`"));
        await bench.Sql("CREATE TABLE named (a INT, b STRING)");
        await bench.Sql("INSERT INTO named VALUES (1, 'x'), (2, 'y')");
        await bench.Sql("UPDATE named SET b = 'z' WHERE a = 2");
        await bench.Sql("DELETE FROM named WHERE a = 1");
        Assert.Equal(["2 | 'z'"], await bench.Sql("SELECT * FROM named"));
        Assert.True(Directory.Exists(folder["warehouse/named/_delta_log"]));
        await bench.Sql("DROP TABLE named");
        Assert.False(Directory.Exists(folder["warehouse/named"]));
    }

    [Fact]
    public async Task The_configuration_has_Sparks_defaults_and_refuses_what_is_fixed()
    {
        await using var bench = new ExecutorBench();
        Assert.Equal(["'spark.sql.ansi.enabled' | 'true'"], await bench.Sql("SET spark.sql.ansi.enabled"));
        await bench.Sql("SET spark.sql.session.timeZone = Europe/Berlin");
        Assert.Equal(["'2020-07-01 02:00:00'"], await bench.Sql("SELECT CAST(timestamp_seconds(1593561600) AS STRING)"));
        Assert.Equal(
            "CANNOT_MODIFY_CONFIG",
            (await Assert.ThrowsAsync<AnalysisException>(() => bench.Sql("SET spark.sql.warehouse.dir = /tmp/x"))).ErrorClass
        );
        Assert.Equal(
            "INVALID_CONF_VALUE.TIME_ZONE",
            (
                await Assert.ThrowsAsync<SparkIllegalArgumentException>(() => bench.Sql("SET spark.sql.session.timeZone = Nowhere"))
            ).ErrorClass
        );
    }
}
