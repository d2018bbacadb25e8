using Microsoft.Spark;
using Microsoft.Spark.Sql;
using Spark.Testing;
using Xunit;
using static Microsoft.Spark.Sql.Functions;

namespace Delta.Sql.Tests;

/// <summary>What the fluent API does to Delta tables, on a real Spark server. Without Spark the tests are skipped.</summary>
[Trait("Speed", "Slow")]
public sealed class DeltaTableTests(SparkServer server) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private SparkSession? _spark;

    private SparkSession Spark => _spark!;

    private string Path => _folder["table"];

    public async ValueTask InitializeAsync() => _spark = SparkSession.Builder().Remote(await server.ConnectionStringAsync()).Create();

    public ValueTask DisposeAsync()
    {
        _spark?.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Rows_are_updated_deleted_and_merged()
    {
        var table = Range(5, 10);
        table.Update(Expr("id % 2 == 0"), new() { ["id"] = Expr("id + 100") });
        Assert.Equal([5, 7, 9, 106, 108], Ids(table));
        table.Delete(Col("id") % 2 == 0);
        Assert.Equal([5, 7, 9], Ids(table));

        var news = Spark.Range(0, 20).As("news").ToDF();
        table
            .As("old")
            .Merge(news, "old.id = news.id")
            .WhenMatched()
            .Update(new() { ["id"] = Col("news.id") })
            .WhenNotMatched()
            .InsertExpr(new() { ["id"] = "news.id" })
            .Execute();
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (long)i), Ids(table));
        Assert.False(Spark.Catalog.ListTables().Collect().Any(), "the merge leaves no view behind");

        table.UpdateExpr("id = 3", new() { ["id"] = "-3" });
        table.Delete("id > 0");
        Assert.Equal([-3, 0], Ids(table));
    }

    [Fact]
    public void Columns_of_the_two_sides_are_told_apart_by_their_DataFrames()
    {
        Spark.Sql($"CREATE TABLE delta.`{Path}` (id BIGINT, `the-value` STRING) USING delta");
        var table = DeltaTable.ForPath(Spark, Path).As("t");
        Spark.Sql("SELECT 1L id, 'a' `the-value` UNION ALL SELECT 2L, 'b'").Write().Format("delta").Mode("append").Save(Path);
        var source = Spark.Sql("SELECT 2L id, 'B' `the-value` UNION ALL SELECT 3L, 'c'");
        var target = table.ToDF();
        table
            .Merge(source, target["id"] == source["id"])
            .WhenMatched(source["`the-value`"] != target["`the-value`"])
            .Update(new() { ["the-value"] = Concat(source["`the-value`"], Lit("'\\")) })
            .WhenNotMatched(source["id"] > 2)
            .InsertAll()
            .WhenNotMatchedBySource()
            .UpdateExpr(new() { ["the-value"] = "'gone'" })
            .Execute();
        Assert.Equal(["[1,gone]", "[2,B'\\]", "[3,c]"], target.OrderBy("id").Collect().Select(row => row.ToString()));
    }

    [Fact]
    public void A_folder_is_a_table_or_is_not()
    {
        Spark.Range(5).Write().Parquet(_folder["parquet"]);
        Range(0, 5);
        Assert.True(DeltaTable.IsDeltaTable(Spark, Path));
        Assert.False(DeltaTable.IsDeltaTable(Spark, _folder["parquet"]));
        Assert.False(DeltaTable.IsDeltaTable(Spark, _folder["nothing"]));
        Assert.ThrowsAny<AnalysisException>(() => DeltaTable.ForPath(Spark, _folder["nothing"]).ToDF().Count());
    }

    [Fact]
    public void History_tells_the_commits_and_restore_goes_back()
    {
        var table = Range(0, 5);
        table.Delete("id < 3");
        Assert.Equal(["DELETE", "WRITE"], table.History().Collect().Select(row => row.GetAs<string>("operation")));
        Assert.Equal(1L, table.History(1).Collect().Single().GetAs<long>("version"));
        Assert.Equal("delta", table.Detail().First().GetAs<string>("format"));
        Assert.True(table.RestoreToVersion(0).First().GetAs<long>("num_restored_files") > 0);
        Assert.Equal([0, 1, 2, 3, 4], Ids(table));
        Assert.Equal("RESTORE", table.History(1).First().GetAs<string>("operation"));
    }

    [Fact]
    public void A_table_with_a_checkpoint_is_compacted_altered_restored_and_vacuumed()
    {
        var table = Range(0, 1);
        for (var i = 1; i < 12; i++)
            Spark.Range(i, i + 1).Write().Format("delta").Mode("append").Save(Path);
        Assert.True(File.Exists($"{Path}/_delta_log/_last_checkpoint"));

        Assert.Equal(1, table.Optimize().ExecuteCompaction().Select("metrics.numFilesAdded").First().GetAs<long>(0));
        Spark.Sql($"ALTER TABLE delta.`{Path}` ADD COLUMNS (name STRING)");
        Spark.Sql($"INSERT INTO delta.`{Path}` VALUES (12, 'twelve')");
        Assert.Equal(["id", "name"], table.ToDF().Columns());
        table.Optimize().ExecuteZOrderBy("id");
        Assert.Equal(Enumerable.Range(0, 13).Select(i => (long)i), Ids(table));

        table.RestoreToVersion(5);
        table.Vacuum();
        Assert.Equal([0, 1, 2, 3, 4, 5], Ids(table));
    }

    [Fact]
    public void A_folder_of_Parquet_files_becomes_a_table()
    {
        Spark.Range(3).Write().Parquet(Path);

        var table = DeltaTable.ConvertToDelta(Spark, $"parquet.`{Path}`");

        Assert.Equal([0, 1, 2], Ids(table));
        Assert.Equal("CONVERT", table.History(1).First().GetAs<string>("operation"));
    }

    [Fact]
    public void Tables_are_created_by_name_and_by_path()
    {
        var created = DeltaTable
            .CreateIfNotExists(Spark)
            .Location(Path)
            .AddColumn("id", "BIGINT", nullable: false)
            .AddColumn(DeltaTable.ColumnBuilder("day").DataType("DATE").Comment("when it's"))
            .PartitionedBy("day")
            .Property("app", "it's")
            .Execute();
        var schema = created.ToDF().Schema();
        Assert.Equal("struct<id:bigint,day:date>", schema.CatalogString);
        Assert.Equal(("when it's", false), (schema["day"].Comment, schema["id"].IsNullable));
        var detail = created.Detail().First();
        Assert.Equal(["day"], detail.GetAs<string[]>("partitionColumns"));
        Assert.Equal("it's", detail.GetAs<Dictionary<string, string>>("properties")["app"]);
        Assert.ThrowsAny<AnalysisException>(() => DeltaTable.Create(Spark).Location(Path).AddColumn("id", "BIGINT").Execute());
        Assert.Throws<InvalidOperationException>(() => DeltaTable.Create(Spark).AddColumn("id", "BIGINT").Execute());
    }

    [Fact]
    public void A_vacuum_that_would_lose_versions_is_refused()
    {
        var table = Range(0, 5);
        Assert.Equal(
            "DELTA_VACUUM_RETENTION_PERIOD_TOO_SHORT",
            Assert.Throws<SparkIllegalArgumentException>(() => table.Vacuum(0)).ErrorClass
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Vacuum(-1));
        Assert.Throws<ArgumentException>(() => table.Generate("anything"));
    }

    private DeltaTable Range(long start, long end)
    {
        Spark.Range(start, end).Write().Format("delta").Save(Path);
        return DeltaTable.ForPath(Spark, Path);
    }

    private static long[] Ids(DeltaTable table) => [.. table.ToDF().Select("id").Collect().Select(row => row.GetAs<long>(0)).Order()];
}
