using System.Globalization;
using Delta.Log;
using Spark.Connect;
using Spark.Embedded.Session;
using Spark.Embedded.Tests.Session;
using Spark.Testing;
using Xunit;

namespace Spark.Embedded.Tests.Delta;

/// <summary>
/// Many write to one table at the same time, from one process and from several: every statement succeeds, and the versions of the table are what the
/// statements would have made one after the other.
/// </summary>
public sealed class ConcurrencyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private readonly DeltaFixture _reader = new();

    public void Dispose()
    {
        _reader.Dispose();
        _folder.Dispose();
    }

    private string Table => $"delta.`{_folder["t"]}`";

    private DeltaLog Log => _reader.Tables.Open(_folder["t"]);

    [Fact]
    public async Task Merges_of_other_rows_all_succeed()
    {
        const int Writers = 61;
        await using var bench = Bench();
        await bench.Sql($"CREATE TABLE {Table} USING delta AS SELECT id, 0L AS n FROM range({Writers})");
        await Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(i =>
                    bench.Sql(
                        $"MERGE INTO {Table} t USING (SELECT {i}L AS id) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET n = t.n + 1 WHEN NOT MATCHED THEN INSERT (id, n) VALUES (s.id, -1)"
                    )
                )
        );
        Assert.Equal([$"{Writers} | {Writers}"], await bench.Sql($"SELECT count(*), sum(n) FROM {Table}"));
    }

    [Fact]
    public async Task The_first_appends_create_the_table_and_none_is_lost()
    {
        await using var one = Bench();
        await using var other = Bench();
        await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    (i % 2 == 0 ? one : other).Command(
                        new Command
                        {
                            WriteOperation = new WriteOperation
                            {
                                Input = new Relation { Sql = new SQL { Query = $"SELECT {i} AS id" } },
                                Source = "delta",
                                Path = _folder["t"],
                                Mode = WriteOperation.Types.SaveMode.Append,
                            },
                        }
                    )
                )
        );
        Assert.Equal(["20 | 190"], await one.Sql($"SELECT count(DISTINCT id), sum(id) FROM {Table}"));
    }

    /// <summary>The file-level view: each adds a file and removes none, so only what was read tells that the second must look again.</summary>
    [Fact]
    public async Task Two_merges_that_insert_the_same_key_leave_one_row()
    {
        await using var one = Bench();
        await using var other = Bench();
        await one.Sql($"CREATE TABLE {Table}(id INT, by STRING) USING delta");
        await one.Sql($"INSERT INTO {Table} VALUES (-1, 'first')");
        for (var id = 0; id < 10; id++)
        {
            string Merge(string by) =>
                $"MERGE INTO {Table} t USING (SELECT {id} AS id, '{by}' AS by) s ON t.id = s.id WHEN NOT MATCHED THEN INSERT *";
            await Task.WhenAll(one.Sql(Merge("one")), other.Sql(Merge("other")), one.Sql(Merge("third")));
        }

        Assert.Equal(["11 | 11"], await one.Sql($"SELECT count(*), count(DISTINCT id) FROM {Table}"));
    }

    [Theory]
    [InlineData(6, 8)]
    public Task Versions_are_those_of_a_serial_order(int writers, int statements) => Race(writers, statements);

    [Fact]
    [Trait("Speed", "Slow")]
    public Task Versions_of_a_long_race_are_those_of_a_serial_order() => Race(writers: 12, statements: 60);

    /// <summary>Writers of two processes change rows at random; the history tells their order, and a model follows it.</summary>
    private async Task Race(int writers, int statements)
    {
        await using var first = Bench();
        await using var second = Bench();
        await first.Sql($"CREATE TABLE {Table}(k INT, n BIGINT) USING delta PARTITIONED BY (k)");
        var operations = new Dictionary<string, Action<SortedDictionary<int, long>>>();
        await Task.WhenAll(
            Enumerable
                .Range(0, writers)
                .Select(writer =>
                    Task.Run(async () =>
                    {
                        await using var session = (EmbeddedExecutor)
                            await (writer % 2 == 0 ? first : second).Executor.NewSessionAsync(
                                cancellationToken: TestContext.Current.CancellationToken
                            );
                        var bench = new ExecutorBench(session);
                        var random = new Random(writer);
                        for (var i = 0; i < statements; i++)
                        {
                            var name = $"{writer}.{i}";
                            var (sql, effect) = Statement(random);
                            lock (operations)
                                operations[name] = effect;
                            await bench.Sql($"SET spark.databricks.delta.commitInfo.userMetadata = {name}");
                            await bench.Sql(sql);
                        }
                    })
                )
        );

        var model = new SortedDictionary<int, long>();
        var history = History.Read(Log).Reverse().Skip(1).ToList();
        foreach (var entry in history)
        {
            var name = entry.CommitInfo!.UserMetadata!;
            Assert.True(operations.Remove(name, out var effect), $"{name} is in the history twice.");
            // A commit of nothing stands where it was written, and not where it was found that there is nothing to do.
            if (Log.ReadCommit(entry.Version)!.Any(action => action is FileAction { DataChange: true }))
                effect(model);
            if (entry.Version % 7 == 0 || entry.Version == history[^1].Version)
                Assert.Equal(
                    model.Select(row => $"{row.Key} | {row.Value}"),
                    await first.Sql($"SELECT k, n FROM {Table} VERSION AS OF {entry.Version} ORDER BY k")
                );
        }

        // What is not in the history changed nothing wherever it stood: a row that was not there, nothing to compact.
        Assert.Equal(history.Count, history.Select(entry => entry.CommitInfo!.UserMetadata).Distinct().Count());
    }

    private (string Sql, Action<SortedDictionary<int, long>> Effect) Statement(Random random)
    {
        var key = random.Next(8);
        var k = key.ToString(CultureInfo.InvariantCulture);
        return random.Next(7) switch
        {
            0 => ($"UPDATE {Table} SET n = n * 2 + 1 WHERE k = {k}", Change(row => row * 2 + 1)),
            1 => ($"DELETE FROM {Table} WHERE k = {k}", model => model.Remove(key)),
            2 => ($"UPDATE {Table} SET n = n + 100 WHERE n % 2 = 0", Everywhere(row => row % 2 == 0 ? row + 100 : row)),
            // What is inserted depends on what the table holds.
            3 => (
                $"INSERT INTO {Table} SELECT 100 + count(*), coalesce(sum(n), 0) FROM {Table} HAVING count(*) NOT IN (SELECT k - 100 FROM {Table})",
                model =>
                {
                    if (!model.ContainsKey(100 + model.Count))
                        model[100 + model.Count] = model.Values.Sum();
                }
            ),
            4 => ($"OPTIMIZE {Table}", _ => { }),
            _ => (
                $"MERGE INTO {Table} t USING (SELECT {k} AS k) s ON t.k = s.k WHEN MATCHED THEN UPDATE SET n = t.n + 1 WHEN NOT MATCHED THEN INSERT (k, n) VALUES (s.k, 1)",
                model => model[key] = model.TryGetValue(key, out var row) ? row + 1 : 1
            ),
        };

        Action<SortedDictionary<int, long>> Change(Func<long, long> change) =>
            model =>
            {
                if (model.TryGetValue(key, out var row))
                    model[key] = change(row);
            };

        static Action<SortedDictionary<int, long>> Everywhere(Func<long, long> change) =>
            model =>
            {
                foreach (var (row, value) in model.ToList())
                    model[row] = change(value);
            };
    }

    [Fact]
    public async Task Every_operation_carries_what_the_user_says_of_it()
    {
        await using var bench = Bench();
        await bench.Sql("SET spark.databricks.delta.commitInfo.userMetadata = mine");
        await bench.Sql($"CREATE TABLE {Table}(id INT) USING delta");
        await bench.Sql($"INSERT INTO {Table} VALUES (1)");
        await bench.Sql($"INSERT INTO {Table} VALUES (2)");
        await bench.Sql($"OPTIMIZE {Table}");
        await bench.Sql($"ALTER TABLE {Table} SET TBLPROPERTIES ('a' = 'b')");
        await bench.Sql($"DELETE FROM {Table} WHERE id = 1");
        await bench.Sql($"RESTORE TABLE {Table} TO VERSION AS OF 2");
        await bench.Sql($"VACUUM {Table}");
        var history = History.Read(Log);
        Assert.Equal(9, history.Count);
        Assert.All(history, entry => Assert.Equal("mine", entry.CommitInfo!.UserMetadata));
    }

    private ExecutorBench Bench() => new([KeyValuePair.Create("spark.sql.warehouse.dir", _folder["warehouse"])]);
}
