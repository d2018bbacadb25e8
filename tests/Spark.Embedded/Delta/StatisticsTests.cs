using System.Text.Json;
using Delta.Log;
using Spark.Embedded.Tests.Session;
using Spark.Testing;
using Xunit;

namespace Spark.Embedded.Tests.Delta;

/// <summary>Statistics and partition values as they stand in the log: those of Delta 4.3.1 on Spark 4.1.3, but for what a test says.</summary>
public sealed class StatisticsTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ExecutorBench _bench;

    public StatisticsTests() => _bench = new([KeyValuePair.Create("spark.sql.warehouse.dir", _folder["warehouse"])]);

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("timestamp'2999-12-31 23:59:59.999999'", "\"2999-12-31T23:59:59.999Z\"", "\"3000-01-01T00:00:00.000Z\"")]
    [InlineData("timestamp'1500-01-01 00:00:00.000001'", "\"1500-01-01T00:00:00.000Z\"", "\"1500-01-01T00:00:00.001Z\"")]
    [InlineData("timestamp'1969-12-31 23:59:59.9995'", "\"1969-12-31T23:59:59.999Z\"", "\"1970-01-01T00:00:00.000Z\"")]
    [InlineData("timestamp'2024-02-29 12:00:00.5'", "\"2024-02-29T12:00:00.500Z\"", "\"2024-02-29T12:00:00.500Z\"")]
    [InlineData("timestamp'9999-12-31 23:59:59.999999'", "\"9999-12-31T23:59:59.999Z\"", null)]
    [InlineData("timestamp_ntz'9999-12-31 23:59:59.999'", "\"9999-12-31T23:59:59.999\"", "\"9999-12-31T23:59:59.999\"")]
    [InlineData("timestamp'+12000-01-01 00:00:00.5'", "\"+12000-01-01T00:00:00.500Z\"", "\"+12000-01-01T00:00:00.500Z\"")]
    [InlineData("timestamp_ntz'-0044-03-15 00:00:00.5'", "\"-0044-03-15T00:00:00.500\"", "\"-0044-03-15T00:00:00.500\"")]
    [InlineData("date'0000-03-15'", "\"0000-03-15\"", "\"0000-03-15\"")]
    [InlineData("date'+12000-01-01'", "\"+12000-01-01\"", "\"+12000-01-01\"")]
    [InlineData("CAST(0.05 AS decimal(2,2))", "0.05", "0.05")]
    [InlineData("CAST(-0.05 AS decimal(2,2))", "-0.05", "-0.05")]
    [InlineData(
        "12345678901234567890123456789012345.67BD",
        "12345678901234567890123456789012345.67",
        "12345678901234567890123456789012345.67"
    )]
    [InlineData("float('0.1')", "0.1", "0.1")]
    [InlineData("double('1e10')", "10000000000", "10000000000")]
    [InlineData("double('4.9E-324')", "5E-324", "5E-324")]
    [InlineData("double('-0.0')", "-0.0", "0.0")]
    [InlineData("double('nan')", null, null)]
    [InlineData("double('infinity')", null, null)]
    [InlineData("9007199254740993L", "9007199254740993", "9007199254740993")]
    [InlineData("''", "\"\"", "\"\"")]
    [InlineData("concat(repeat('a', 31), '😈b')", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa😈", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa😈\u007f")]
    [InlineData("concat(repeat('é', 31), '😈😈')", "ééééééééééééééééééééééééééééééé😈", "ééééééééééééééééééééééééééééééé😈\U0010FFFF")]
    [InlineData("concat(repeat('a', 32), chr(127))", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\U0010FFFF")]
    [InlineData("repeat('a', 20000)", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\u007f")]
    [InlineData("true", null, null)]
    [InlineData("X'00'", null, null)]
    public async Task Bounds_are_those_of_Delta(string value, string? least, string? greatest)
    {
        await _bench.Sql($"CREATE TABLE t USING delta AS SELECT {value} AS c");
        using var stats = Stats("t");
        Assert.Equal(least, Bound(stats, "minValues"));
        Assert.Equal(greatest, Bound(stats, "maxValues"));
        Assert.Equal(0, stats.RootElement.GetProperty("nullCount").GetProperty("c").GetInt64());

        static string? Bound(JsonDocument stats, string kind) =>
            !stats.RootElement.GetProperty(kind).TryGetProperty("c", out var bound) ? null
            : bound.ValueKind == JsonValueKind.String && bound.GetString() is { Length: > 31 } text && text[0] is 'a' or 'é' ? text
            : bound.GetRawText();
    }

    [Fact]
    public async Task The_last_moment_of_time_is_found_changed_and_deleted()
    {
        await _bench.Sql("CREATE TABLE t(id INT, ts TIMESTAMP) USING delta");
        await _bench.Sql("INSERT INTO t VALUES (1, timestamp'2999-12-31 23:59:59.999999')");
        await _bench.Sql("INSERT INTO t VALUES (2, timestamp'9999-12-31 23:59:59.999999')");
        Assert.Equal(["1"], await _bench.Sql("SELECT id FROM t WHERE ts < timestamp'3000-01-01'"));
        Assert.Equal(["1"], await _bench.Sql("SELECT id FROM t WHERE ts = timestamp'2999-12-31 23:59:59.999999'"));
        Assert.Equal(["1"], await _bench.Sql("UPDATE t SET id = 10 WHERE ts = timestamp'2999-12-31 23:59:59.999999'"));
        Assert.Equal(["1"], await _bench.Sql("DELETE FROM t WHERE ts >= timestamp'9999-12-31 23:59:59.999999'"));
        Assert.Equal(["10"], await _bench.Sql("SELECT id FROM t"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    [InlineData(299_999)]
    public async Task A_NaN_in_any_row_group_takes_the_upper_bound_away(int row)
    {
        await _bench.Sql(
            $"CREATE TABLE t USING delta AS SELECT id, if(id = {row}, double('nan'), id) AS x, named_struct('f', if(id = {row}, float('nan'), 1.5F)) AS s, CAST(id AS DOUBLE) AS y FROM range(300000)"
        );
        foreach (var file in Files("t"))
        {
            using var stats = JsonDocument.Parse(file.Stats!);
            var least = stats.RootElement.GetProperty("minValues");
            var greatest = stats.RootElement.GetProperty("maxValues");
            var (from, to) = (least.GetProperty("id").GetInt64(), greatest.GetProperty("id").GetInt64());
            Assert.Equal(from <= row && row <= to, !greatest.TryGetProperty("x", out _));
            Assert.Equal(from <= row && row <= to, !greatest.GetProperty("s").TryGetProperty("f", out _));
            Assert.Equal(to, greatest.GetProperty("y").GetDouble());
        }

        Assert.Equal(["1"], await _bench.Sql("SELECT count(*) FROM t WHERE x > 1e18D"));
    }

    [Fact]
    public async Task Wide_decimals_have_exact_bounds_over_several_row_groups()
    {
        await _bench.Sql(
            "CREATE TABLE t USING delta AS SELECT CAST(CASE WHEN id < 122880 THEN 9 WHEN id = 250000 THEN -99999999999999999999999999.5 WHEN id < 245760 THEN 10 ELSE 0 END AS DECIMAL(38,2)) AS d FROM range(300000)"
        );
        var bounds = Files("t").Select(file => JsonDocument.Parse(file.Stats!).RootElement).ToList();
        Assert.Contains("-99999999999999999999999999.50", bounds.Select(stats => Raw(stats, "minValues")));
        Assert.Contains("10.00", bounds.Select(stats => Raw(stats, "maxValues")));

        static string Raw(JsonElement stats, string kind) => stats.GetProperty(kind).GetProperty("d").GetRawText();
    }

    [Fact]
    public async Task Partition_values_are_those_of_Spark()
    {
        await _bench.Sql(
            "CREATE TABLE p(id INT, x DOUBLE, f FLOAT, s STRING, ts TIMESTAMP, tn TIMESTAMP_NTZ, d DATE, dec DECIMAL(5,2), small DECIMAL(2,2), b BOOLEAN) USING delta PARTITIONED BY (x, f, s, ts, tn, d, dec, small, b)"
        );
        await _bench.Sql(
            "INSERT INTO p VALUES (1, double('nan'), float('infinity'), '', timestamp'2999-12-31 23:59:59.999999', timestamp_ntz'2999-12-31 23:59:59.999999', date'+12000-01-01', 0.05, -0.05, true), "
                + "(2, double('-infinity'), float('-0.0'), ' a/b%:=?#é😈', timestamp'-0044-03-15 00:00:00.5', timestamp_ntz'+12000-03-15 00:00:00', date'-0044-03-15', -1.5, 0, false)"
        );
        var values = Files("p").Select(file => file.PartitionValues).OrderBy(file => file["x"]).ToList();
        Assert.Equal(
            [
                "-Infinity",
                "-0.0",
                " a/b%:=?#é😈",
                "-0044-03-15T00:00:00.500000Z",
                "+12000-03-15 00:00:00.000000",
                "-0044-03-15",
                "-1.50",
                "0.00",
                "false",
            ],
            Ordered(values[0])
        );
        Assert.Equal(
            ["NaN", "Infinity", null, "2999-12-31T23:59:59.999999Z", "2999-12-31 23:59:59.999999", "+12000-01-01", "0.05", "-0.05", "true"],
            Ordered(values[1])
        );
        Assert.Equal(["1"], await _bench.Sql("SELECT id FROM p WHERE isnan(x) AND f > 1F AND d > date'9999-12-31' AND small < 0"));
        Assert.Equal(["2"], await _bench.Sql("SELECT id FROM p WHERE ts < timestamp'0001-01-01' AND s LIKE ' a/b%'"));

        static IEnumerable<string?> Ordered(IReadOnlyDictionary<string, string?> values) =>
            new[] { "x", "f", "s", "ts", "tn", "d", "dec", "small", "b" }.Select(name => values[name]);
    }

    [Fact]
    public async Task Null_the_empty_text_and_the_name_of_the_null_folder_are_one_partition()
    {
        await _bench.Sql("CREATE TABLE t(id INT, p STRING) USING delta PARTITIONED BY (p)");
        await _bench.Sql("INSERT INTO t VALUES (1, NULL), (2, '__HIVE_DEFAULT_PARTITION__'), (3, '')");
        Assert.Equal(["1 | ∅", "2 | ∅", "3 | ∅"], await _bench.Sql("SELECT * FROM t ORDER BY id"));
    }

    [Fact]
    public async Task A_checkpoint_holds_what_no_column_of_its_own_can()
    {
        await _bench.Sql(
            "CREATE TABLE t(id INT, x DOUBLE, d DATE, p DOUBLE) USING delta PARTITIONED BY (p) TBLPROPERTIES ('delta.checkpointInterval' = '1', 'delta.checkpoint.writeStatsAsStruct' = 'true')"
        );
        await _bench.Sql(
            "INSERT INTO t VALUES (1, double('nan'), date'+12000-01-01', double('nan')), (2, 1, date'-0044-03-15', double('-infinity'))"
        );
        await _bench.Sql("INSERT INTO t VALUES (3, 5, date'2024-01-01', 1)");
        Assert.True(File.Exists(_folder[$"warehouse/t/{LogFileName.Checkpoint(2)}"]));
        for (var version = 0; version <= 2; version++)
            File.Delete(_folder[$"warehouse/t/{LogFileName.Commit(version)}"]);
        await using var other = new ExecutorBench();
        var path = _folder["warehouse/t"];
        Assert.Equal(["1", "2", "3"], await other.Sql($"SELECT id FROM delta.`{path}` ORDER BY id"));
        Assert.Equal(["1"], await other.Sql($"SELECT id FROM delta.`{path}` WHERE d > date'9999-12-31' AND isnan(p)"));
    }

    private JsonDocument Stats(string table) => JsonDocument.Parse(Files(table).Single().Stats!);

    private List<AddFile> Files(string table) => [.. new DeltaLog(new LocalLogStore(_folder[$"warehouse/{table}"])).Current().Files];
}
