using Delta.Log;
using Microsoft.Spark;
using Spark.Embedded.Tests.Session;
using Spark.Testing;
using Xunit;

namespace Spark.Embedded.Tests.Delta;

/// <summary>Nothing that deletes or writes leaves the table's folder, whatever links lie in it and whatever paths the log holds.</summary>
public sealed class TableFolderTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ExecutorBench _bench;

    public TableFolderTests() =>
        _bench = new([
            KeyValuePair.Create("spark.sql.warehouse.dir", _folder["warehouse"]),
            KeyValuePair.Create("spark.databricks.delta.retentionDurationCheck.enabled", "false"),
        ]);

    private string Table => _folder["warehouse/t"];

    private string Outside => _folder["outside"];

    public async ValueTask InitializeAsync()
    {
        await _bench.Sql("CREATE TABLE t(id INT, p STRING) USING delta PARTITIONED BY (p)");
        await _bench.Sql("INSERT INTO t VALUES (1, 'a'), (2, 'b c')");
        Directory.CreateDirectory(Path.Combine(Outside, "empty"));
        File.WriteAllText(Path.Combine(Outside, "precious.parquet"), "x");
    }

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Vacuum_leaves_alone_what_links_lead_to()
    {
        File.WriteAllText(Path.Combine(Table, "stray.parquet"), "x");
        File.CreateSymbolicLink(Path.Combine(Table, "file.parquet"), Path.Combine(Outside, "precious.parquet"));
        File.CreateSymbolicLink(Path.Combine(Table, "nowhere.parquet"), Path.Combine(Outside, "missing"));
        Directory.CreateSymbolicLink(Path.Combine(Table, "p=z"), Outside);
        Directory.CreateSymbolicLink(Path.Combine(Table, "p=a", "loop"), Table);
        Directory.CreateSymbolicLink(Path.Combine(Table, "self"), Path.Combine(Table, "self"));
        await Vacuum();
        Assert.False(File.Exists(Path.Combine(Table, "stray.parquet")));
        Assert.True(File.Exists(Path.Combine(Outside, "precious.parquet")));
        Assert.True(Directory.Exists(Path.Combine(Outside, "empty")));
        Assert.Equal(["1", "2"], await _bench.Sql("SELECT id FROM t ORDER BY id"));
    }

    [Theory]
    [InlineData("p=a/../{0}")]
    [InlineData("./{0}")]
    [InlineData("p%3Da/%2E%2E/{0}")]
    [InlineData("{1}/{0}")]
    [InlineData("file:{1}/{0}")]
    [InlineData("file://{1}/p=a/../{0}")]
    [InlineData("{2}/{0}")] // By way of a link to the whole table.
    [InlineData("linked/{0}")] // By way of a link in the table.
    public async Task A_live_file_stays_whatever_the_log_calls_it(string form)
    {
        Directory.CreateSymbolicLink(_folder["alias"], Table);
        Directory.CreateSymbolicLink(Path.Combine(Table, "linked"), Table);
        var log = new DeltaLog(new LocalLogStore(Table));
        var file = log.Current().Files.First(file => file.PartitionValues["p"] == "a");
        var name = string.Format(null, form, file.Path, Table, _folder["alias"]);
        log.StartTransaction()
            .Commit([file.Remove(0), file with { Path = name, PartitionValues = file.PartitionValues }], new Operation("WRITE"));
        await Vacuum();
        Assert.True(File.Exists(Path.Combine(Table, file.Path)));
        Assert.Equal(["1", "2"], await _bench.Sql("SELECT id FROM t ORDER BY id"));
    }

    [Fact]
    public async Task A_file_of_another_folder_is_read_and_never_deleted()
    {
        var log = new DeltaLog(new LocalLogStore(Table));
        var file = log.Current().Files.First(file => file.PartitionValues["p"] == "a");
        File.Copy(Path.Combine(Table, file.Path), Path.Combine(Outside, "other.parquet"));
        log.StartTransaction().Commit([file with { Path = "../../outside/other.parquet" }], new Operation("WRITE"));
        Assert.Equal(["1", "1", "2"], await _bench.Sql("SELECT id FROM t ORDER BY id"));
        await _bench.Sql("DELETE FROM t");
        await Vacuum();
        Assert.True(File.Exists(Path.Combine(Outside, "other.parquet")));
        Assert.Empty(Directory.GetFiles(Table, "*.parquet", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_partition_that_is_a_link_is_not_written_to()
    {
        Directory.CreateSymbolicLink(Path.Combine(Table, "p=z"), Outside);
        var error = await Assert.ThrowsAsync<AnalysisException>(() => _bench.Sql("INSERT INTO t VALUES (3, 'y'), (4, 'z')"));
        Assert.Equal("DELTA_INVALID_PATHS", error.ErrorClass);
        Assert.Equal([Path.Combine(Outside, "precious.parquet")], Directory.GetFiles(Outside));
        Assert.Equal(["1", "2"], await _bench.Sql("SELECT id FROM t ORDER BY id"));
        await _bench.Sql("INSERT INTO t VALUES (3, 'y')");
        Assert.Equal(["1", "2", "3"], await _bench.Sql("SELECT id FROM t ORDER BY id"));
    }

    [Fact]
    public async Task A_failed_write_takes_away_its_own_files_only()
    {
        Directory.CreateSymbolicLink(Path.Combine(Table, "self"), Table);
        Directory.CreateSymbolicLink(Path.Combine(Table, "elsewhere"), Outside);
        var before = Directory.GetFiles(Path.Combine(Table, "p=a")).Length;
        await Assert.ThrowsAnyAsync<SparkException>(() => _bench.Sql("INSERT INTO t SELECT id / (id - 5000), 'a' FROM range(10000)"));
        Assert.Equal(before, Directory.GetFiles(Path.Combine(Table, "p=a")).Length);
        Assert.True(File.Exists(Path.Combine(Outside, "precious.parquet")));
    }

    [Fact]
    public async Task A_table_is_converted_without_what_links_lead_to()
    {
        await _bench.Sql($"INSERT OVERWRITE DIRECTORY '{_folder["plain"]}' USING parquet SELECT 1 AS id");
        Directory.CreateSymbolicLink(_folder["plain/again"], _folder["plain"]);
        await _bench.Sql($"CONVERT TO DELTA parquet.`{_folder["plain"]}`");
        Assert.Equal(["1"], await _bench.Sql($"SELECT id FROM delta.`{_folder["plain"]}`"));
    }

    [Fact]
    public async Task Dropping_a_table_leaves_what_links_lead_to()
    {
        Directory.CreateSymbolicLink(Path.Combine(Table, "elsewhere"), Outside);
        await _bench.Sql("DROP TABLE t");
        Assert.False(Directory.Exists(Table));
        Assert.True(File.Exists(Path.Combine(Outside, "precious.parquet")));
    }

    private async Task Vacuum()
    {
        Thread.Sleep(10);
        await _bench.Sql("VACUUM t RETAIN 0 HOURS");
    }
}
