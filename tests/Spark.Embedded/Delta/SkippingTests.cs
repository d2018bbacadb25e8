using FsCheck;
using FsCheck.Fluent;
using Spark.Connect;
using Spark.Connect.Client;
using Spark.Connect.Columnar;
using Spark.Embedded.Tests.Session;
using Spark.Testing;
using Xunit;

namespace Spark.Embedded.Tests.Delta;

/// <summary>
/// Files are skipped by statistics and partition values, and no row is lost by it: a filter gives the same rows from a table, from the table without
/// skipping, from the rows themselves, and from Spark's reading of the table.
/// </summary>
public sealed class SkippingTests(SparkServer server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A table of one column and a key in some files, and a filter on it.</summary>
    private sealed record Case(
        TypeRange Range,
        bool IsPartitioned,
        IReadOnlyList<IReadOnlyList<string>> Files,
        IReadOnlyList<string> Filters
    )
    {
        /// <summary>The rows as SQL, with the values that a partitioned table cannot hold as it will hold them.</summary>
        public string Rows
        {
            get
            {
                var rows = string.Join(
                    ", ",
                    Files.SelectMany(file => file).Select((value, id) => $"({id}, CAST({value} AS {Range.Type}))")
                );
                var value = (IsPartitioned, Range.Type) switch
                {
                    (true, "string") => "nullif(nullif(c, ''), '__HIVE_DEFAULT_PARTITION__')",
                    _ => "c",
                };
                return $"SELECT id, {value} AS c FROM VALUES {rows} AS v(id, c)";
            }
        }

        public override string ToString() =>
            $"{Range.Type}{(IsPartitioned ? " partitioned" : "")}: {string.Join(" / ", Files.Select(file => string.Join(", ", file)))} WHERE {string.Join(" ; ", Filters)}";
    }

    private static Gen<Case> Cases(bool ofSpark) =>
        from range in Gen.Elements(TypeRange.All.Where(range => !ofSpark || range.Type != "binary"))
        let value = Gen.Frequency((8, Gen.Elements<string>(range.Literals)), (1, Gen.Constant("NULL")))
        from partitioned in Gen.Elements(false, false, true)
        from files in Gen.Choose(1, 4).SelectMany(count => value.ListOf(3).Select(file => (IReadOnlyList<string>)[.. file]).ListOf(count))
        from filters in Filter(range).ListOf(6)
        select new Case(range, partitioned, [.. files], [.. filters]);

    private static Gen<string> Filter(TypeRange range)
    {
        var literal = Gen.Elements<string>(range.Literals);
        var simple = Gen.OneOf(
            from op in Gen.Elements("=", "<", "<=", ">", ">=", "<=>", "!=")
            from value in literal
            select $"c {op} {value}",
            from op in Gen.Elements("=", "<", "<=", ">", ">=")
            from value in literal
            select $"{value} {op} c",
            from values in literal.ListOf(3)
            select $"c IN ({string.Join(", ", values)})",
            from low in literal
            from high in literal
            select $"c BETWEEN {low} AND {high}",
            Gen.Elements("c IS NULL", "c IS NOT NULL", "c <=> NULL", "c = c"),
            range.Type == "string"
                ? from value in literal
                from length in Gen.Choose(0, 34)
                select $"startswith(c, left({value}, {length}))"
                : from value in literal
                select $"NOT (c < {value})"
        );
        return Gen.Frequency(
            (4, simple),
            (1, from left in simple from right in simple select $"({left}) AND ({right})"),
            (1, from left in simple from right in simple select $"({left}) OR ({right})"),
            (1, from one in simple select $"NOT ({one})")
        );
    }

    [Fact]
    public Task A_filter_gives_the_same_rows_with_and_without_skipping() => Check(examples: 25);

    [Fact]
    [Trait("Speed", "Slow")]
    public Task Many_filters_give_the_same_rows_with_and_without_skipping() => Check(examples: 300);

    private async Task Check(int examples)
    {
        await using var bench = Bench();
        var number = 0;
        Prop.ForAll(
                Cases(ofSpark: false).ToArbitrary(),
                example =>
                {
                    Check(bench, example, $"t{number++}").GetAwaiter().GetResult();
                    return true;
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(examples));
    }

    [Theory]
    [InlineData("id = 25", 1)]
    [InlineData("id IN (5, 25)", 2)]
    [InlineData("id > 100", 0)]
    [InlineData("day = date'2024-01-02'", 1)]
    [InlineData("at >= timestamp'2024-01-03 00:00:00'", 1)]
    [InlineData("x < 10D", 1)]
    [InlineData("x > 100D", 3)] // A NaN is above every number, and foreign statistics do not tell of it.
    [InlineData("x = 100D", 0)]
    [InlineData("name LIKE 'n2%'", 1)]
    [InlineData("name IS NULL", 0)]
    public async Task Files_without_a_row_are_not_read(string filter, int files)
    {
        await using var bench = Bench();
        await bench.Sql("CREATE TABLE t(id INT, x DOUBLE, name STRING, day DATE, at TIMESTAMP) USING delta PARTITIONED BY (day, at)");
        for (var i = 0; i < 3; i++)
            await bench.Sql(
                $"INSERT INTO t SELECT {i * 10} + id, {i * 10} + id, 'n{i}' || id, date'2024-01-0{i + 1}', timestamp'2024-01-0{i + 1} 12:00:00' FROM range(10)"
            );
        var answer = await bench.Executor.AnalyzeAsync(
            new AnalyzePlanRequest
            {
                InputFiles = new()
                {
                    Plan = new Connect.Plan { Root = new Relation { Sql = new SQL { Query = $"SELECT * FROM t WHERE {filter}" } } },
                },
            }
        );
        Assert.Equal(files, answer.InputFiles.Files.Count);
    }

    private static async Task Check(ExecutorBench bench, Case example, string table)
    {
        await Fill(bench, example, table);
        await bench.Sql($"CREATE OR REPLACE TEMPORARY VIEW expected AS {example.Rows}");
        foreach (var filter in example.Filters)
        {
            var expected = await bench.Sql($"SELECT id FROM expected WHERE {filter} ORDER BY id");
            Assert.Equal(expected, await bench.Sql($"SELECT id FROM {table} WHERE {filter} ORDER BY id"));
            await bench.Sql("SET spark.databricks.delta.stats.skipping = false");
            Assert.Equal(expected, await bench.Sql($"SELECT id FROM {table} WHERE {filter} ORDER BY id"));
            await bench.Sql("SET spark.databricks.delta.stats.skipping = true");
        }

        Assert.Equal(await bench.Sql("SELECT id, c FROM expected ORDER BY id"), await bench.Sql($"SELECT id, c FROM {table} ORDER BY id"));
    }

    [Fact]
    [Trait("Speed", "Long")]
    public async Task Spark_finds_the_same_rows_in_what_is_written_here()
    {
        await using var spark = await ConnectExecutor.OpenAsync(
            await server.ConnectionStringAsync(),
            new Dictionary<string, string> { ["spark.sql.session.timeZone"] = "UTC" }
        );
        await using var bench = Bench();
        var examples = Cases(ofSpark: true).Sample(60, 60).ToList();
        // Every type is among them, in files and as a partition.
        foreach (var range in TypeRange.All.Where(range => range.Type != "binary"))
        {
            var filters = range.Literals.SelectMany(value => new[] { $"c = {value}", $"c >= {value}", $"c < {value}" }).ToList();
            IReadOnlyList<IReadOnlyList<string>> files = [.. range.Literals.Chunk(2)];
            examples.Add(new Case(range, false, files, filters));
            examples.Add(new Case(range, true, files, filters));
        }

        for (var i = 0; i < examples.Count; i++)
        {
            var (example, table) = (examples[i], $"t{i}");
            await Fill(bench, example, table);
            var path = _folder[$"warehouse/{table}"];
            // One query for all filters of a table: Spark takes its time for each.
            string Union(string from) =>
                string.Join(" UNION ALL ", example.Filters.Select((filter, n) => $"SELECT {n} AS n, id FROM {from} WHERE {filter}"))
                + " ORDER BY n, id";
            var expected = await bench.Sql(Union($"({example.Rows})"));
            Assert.True(expected.SequenceEqual(await Rows(spark, Union($"delta.`{path}`"))), example.ToString());
        }
    }

    private static async Task Fill(ExecutorBench bench, Case example, string table)
    {
        await bench.Sql(
            $"CREATE TABLE {table}(id INT, c {example.Range.Type}) USING delta{(example.IsPartitioned ? " PARTITIONED BY (c)" : "")}"
        );
        var id = 0;
        foreach (var file in example.Files)
            await bench.Sql($"INSERT INTO {table} VALUES {string.Join(", ", file.Select(value => $"({id++}, {value})"))}");
    }

    private ExecutorBench Bench() =>
        new([
            KeyValuePair.Create("spark.sql.warehouse.dir", _folder["warehouse"]),
            KeyValuePair.Create("spark.sql.session.timeZone", "UTC"),
        ]);

    private static async Task<List<string>> Rows(ConnectExecutor spark, string sql)
    {
        var batches = new List<ColumnBatch>();
        await foreach (var part in spark.ExecuteAsync(new Connect.Plan { Root = new Relation { Sql = new SQL { Query = sql } } }))
        {
            if (part.Batch is { } batch)
                batches.Add(batch);
        }

        return BatchText.Rows(batches);
    }
}
