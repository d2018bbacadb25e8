using Microsoft.Spark;
using Spark.Connect;
using Spark.Embedded.Tests.Session;
using Spark.Testing;
using Xunit;

namespace Spark.Embedded.Tests.Sources;

/// <summary>What is written comes back, in every format and mode, and Spark reads it as well.</summary>
public sealed class FileFormatTests(SparkServer server)
{
    private const string Rows =
        "SELECT CAST(id AS INT) AS i, concat('t', id) AS s, CAST(id / 2 AS DOUBLE) AS d, CAST(id AS DECIMAL(10,2)) AS n, id % 2 = 0 AS b, "
        + "date_add(DATE '2020-01-01', CAST(id AS INT)) AS dt, timestamp_seconds(id * 1000) AS ts, CASE WHEN id = 3 THEN NULL ELSE 'a b=c/é' END AS p FROM range(5)";

    [Theory]
    [InlineData("parquet")]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task Rows_come_back_partitioned_and_not(string format)
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        foreach (var partitioned in (bool[])[false, true])
        {
            var path = folder[$"{format}{partitioned}"];
            await bench.Command(Write(format, path, partitioned ? ["p"] : [], WriteOperation.Types.SaveMode.ErrorIfExists));
            Assert.True(File.Exists(Path.Combine(path, "_SUCCESS")));
            var read = new Read.Types.DataSource
            {
                Format = format,
                Paths = { path },
                Schema = "i INT, s STRING, d DOUBLE, n DECIMAL(10,2), b BOOLEAN, dt DATE, ts TIMESTAMP, p STRING",
                Options = { ["header"] = "true" },
            };
            var expected = (await bench.Sql(Rows)).Order(StringComparer.Ordinal);
            Assert.Equal(
                expected,
                (await bench.Rows(new Relation { Read = new Read { DataSource = read } })).Order(StringComparer.Ordinal)
            );
            await Assert.ThrowsAsync<AnalysisException>(() =>
                bench.Command(Write(format, path, [], WriteOperation.Types.SaveMode.ErrorIfExists))
            );
            await bench.Command(Write(format, path, partitioned ? ["p"] : [], WriteOperation.Types.SaveMode.Append));
            Assert.Equal(10, (await bench.Rows(new Relation { Read = new Read { DataSource = read } })).Count);
            await bench.Command(Write(format, path, partitioned ? ["p"] : [], WriteOperation.Types.SaveMode.Overwrite));
            Assert.Equal(5, (await bench.Rows(new Relation { Read = new Read { DataSource = read } })).Count);
        }

        Assert.DoesNotContain(Directory.GetFileSystemEntries(folder.Path), entry => Path.GetFileName(entry).StartsWith('.'));
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("parquet")]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task Spark_reads_what_is_written(string format)
    {
        await using var spark = await SparkReader.OpenAsync(server);
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        var path = folder[format];
        await bench.Command(Write(format, path, ["p"], WriteOperation.Types.SaveMode.Overwrite));
        var (_, rows) = await spark.Read(
            format,
            path,
            "i INT, s STRING, d DOUBLE, n DECIMAL(10,2), b BOOLEAN, dt DATE, ts TIMESTAMP, p STRING",
            [KeyValuePair.Create("header", "true")]
        );
        Assert.Equal((await bench.Sql(Rows)).Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_failed_write_leaves_what_was_there()
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        var path = folder["t"];
        await bench.Command(Write("csv", path, [], WriteOperation.Types.SaveMode.Overwrite));
        var before = Directory.GetFiles(path).Order(StringComparer.Ordinal).ToList();
        var failing = Write("csv", path, [], WriteOperation.Types.SaveMode.Overwrite);
        failing.WriteOperation.Input = new Relation { Sql = new SQL { Query = "SELECT 1 / (id - 2000) AS x FROM range(5000)" } };
        await Assert.ThrowsAsync<SparkArithmeticException>(() => bench.Command(failing));
        Assert.Equal(before, Directory.GetFiles(path).Order(StringComparer.Ordinal));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Partition_folders_and_metadata_are_columns_and_skip_files()
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        foreach (
            var (day, name, text) in new[]
            {
                ("2020-01-01", "a", "1\n2\n"),
                ("2020-01-02", "b", "3\n"),
                ("__HIVE_DEFAULT_PARTITION__", "c", "4\n"),
            }
        )
        {
            Directory.CreateDirectory(folder[$"t/day={day}/n=7"]);
            File.WriteAllText(folder[$"t/day={day}/n=7/{name}.csv"], text);
            File.WriteAllText(folder[$"t/day={day}/n=7/_{name}.csv"], "hidden\n");
        }

        await bench.Sql($"CREATE TEMPORARY VIEW t (v INT) USING csv OPTIONS (path '{folder["t"]}')");
        Assert.Equal(
            ["1 | 18262 | 7", "2 | 18262 | 7", "3 | 18263 | 7", "4 | ∅ | 7"],
            await bench.Sql("SELECT v, day, n FROM t ORDER BY v")
        );
        Assert.Equal(["4"], await bench.Sql("SELECT count(*) FROM t"));
        Assert.Equal(["3"], await bench.Sql("SELECT v FROM t WHERE day = DATE '2020-01-02'"));
        Assert.Equal(
            await bench.Sql($"SELECT DISTINCT _metadata.file_path FROM csv.`{folder["t"]}` ORDER BY 1"),
            await bench.Sql($"SELECT DISTINCT input_file_name() FROM csv.`{folder["t"]}` ORDER BY 1")
        );
        await Assert.ThrowsAsync<SparkUnsupportedOperationException>(() => bench.Sql("SELECT input_file_name() FROM range(3)"));
        Assert.Equal(
            ["'a.csv' | 4", "'b.csv' | 2", "'c.csv' | 2"],
            await bench.Sql($"SELECT DISTINCT _metadata.file_name, _metadata.file_size FROM csv.`{folder["t"]}` ORDER BY 1")
        );
    }

    [Fact]
    public async Task Json_schemas_are_inferred_and_broken_records_kept()
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        File.WriteAllText(
            folder["j.json"],
            "{\"b\": 1, \"a\": [1, null, 2.5], \"s\": {\"x\": true}}\nbroken\n{\"b\": 3000000000, \"t\": \"u\"}\n"
        );
        var rows = await bench.Rows(
            new Relation
            {
                Read = new Read
                {
                    DataSource = new Read.Types.DataSource { Format = "json", Paths = { folder["j.json"] } },
                },
            }
        );
        Assert.Equal(["∅ | [1, ∅, 2.5] | 1 | (true) | ∅", "'broken' | ∅ | ∅ | ∅ | ∅", "∅ | ∅ | 3000000000 | ∅ | 'u'"], rows);
    }

    [Fact]
    public async Task Unknown_and_missing_sources_are_named()
    {
        await using var bench = new ExecutorBench();
        Assert.Equal(
            "DATA_SOURCE_NOT_FOUND",
            (await Assert.ThrowsAnyAsync<SparkException>(() => bench.Rows(Source("nonsense", "/tmp/x")))).ErrorClass
        );
        Assert.Equal(
            "PATH_NOT_FOUND",
            (await Assert.ThrowsAsync<AnalysisException>(() => bench.Rows(Source("csv", "/no/such/path")))).ErrorClass
        );
        Assert.Contains(
            "orc",
            (await Assert.ThrowsAsync<SparkUnsupportedOperationException>(() => bench.Rows(Source("orc", "/tmp/x")))).Message
        );
        Assert.Contains(
            "s3",
            (await Assert.ThrowsAsync<SparkUnsupportedOperationException>(() => bench.Rows(Source("csv", "s3://bucket/x")))).Message
        );

        static Relation Source(string format, string path) =>
            new()
            {
                Read = new Read
                {
                    DataSource = new Read.Types.DataSource { Format = format, Paths = { path } },
                },
            };
    }

    private static Command Write(string format, string path, string[] partitions, WriteOperation.Types.SaveMode mode)
    {
        var write = new WriteOperation
        {
            Input = new Relation { Sql = new SQL { Query = Rows } },
            Source = format,
            Path = path,
            Mode = mode,
            Options = { ["header"] = "true" },
        };
        write.PartitioningColumns.AddRange(partitions);
        return new Command { WriteOperation = write };
    }
}
