using Spark.Jobs.Pipelines;
using Spark.Jobs.Samples;
using Spark.Testing;
using Xunit;

namespace Spark.Jobs.Tests.Pipelines;

/// <summary>The same job on the embedded engine and on Spark: every table has the same rows and the same schema, as Spark reads them.</summary>
[Collection(PipelineFixture.Collection)]
public sealed class EngineEquivalenceTests(PipelineFixture embedded, SparkServer server) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Sales_in_two_batches_ends_in_the_same_tables()
    {
        using var spark = new PipelineFixture(await server.ConnectionStringAsync());
        new SalesGenerator(4_000, 11).Write(folder["all"]);
        Deliver(Directory.GetFiles(folder["all"]).Order().Take(9), "sales");
        embedded.Run("sales", folder["sales"], folder["embedded"]);
        spark.Run("sales", folder["sales"], folder["spark"]);
        Deliver(Directory.GetFiles(folder["all"]).Order().Skip(9), "sales");
        var here = embedded.Run("sales", folder["sales"], folder["embedded"]);
        var there = spark.Run("sales", folder["sales"], folder["spark"]);

        Assert.Equal(there.Rows, here.Rows);
        AssertSameTables(spark, "sales");
    }

    [Fact]
    public async Task Retail_ends_in_the_same_tables()
    {
        var days = Directory.GetFiles(Repository.RequireShared("data/retail")).Order().Where((_, i) => i % 12 == 0);
        using var spark = new PipelineFixture(await server.ConnectionStringAsync());
        Deliver(days, "retail");

        var here = embedded.Run("retail", folder["retail"], folder["embedded"]);
        var there = spark.Run("retail", folder["retail"], folder["spark"]);

        Assert.Equal(there.Rows, here.Rows);
        AssertSameTables(spark, "retail");
    }

    [Fact]
    public async Task Each_engine_goes_on_where_the_other_stopped()
    {
        using var spark = new PipelineFixture(await server.ConnectionStringAsync());
        new SalesGenerator(1_500, 12).Write(folder["all"]);
        var files = Directory.GetFiles(folder["all"]).Order().ToList();
        embedded.Run("sales", folder["all"], folder["expected"]);

        Deliver(files.Take(5), "sales");
        embedded.Run("sales", folder["sales"], folder["mixed"]);
        Deliver(files.Skip(5).Take(5), "sales");
        spark.Run("sales", folder["sales"], folder["mixed"]);
        Deliver(files.Skip(10), "sales");
        embedded.Run("sales", folder["sales"], folder["mixed"]);

        var mixed = embedded.Tables("sales", folder["mixed"]);
        foreach (var (table, rows) in embedded.Tables("sales", folder["expected"]))
            Assert.Equal(rows, mixed[table]);
        Assert.Equal(RowCounts.None, spark.Run("sales", folder["sales"], folder["mixed"]).Rows);
    }

    private void Deliver(IEnumerable<string> files, string target)
    {
        Directory.CreateDirectory(folder[target]);
        foreach (string file in files)
            File.Copy(file, Path.Combine(folder[target], Path.GetFileName(file)));
    }

    private void AssertSameTables(PipelineFixture spark, string pipeline)
    {
        foreach (var table in PipelineRun.TablesOf(PipelineFixture.Contract(pipeline), new Lake(folder["spark"])))
        {
            Assert.Equal(Schema(spark, table), Schema(spark, new Lake(folder["embedded"]).Table(table.Layer, table.Table)));
            Assert.Equal(spark.Rows(folder["spark"], table.Layer, table.Table), spark.Rows(folder["embedded"], table.Layer, table.Table));
        }
    }

    private static string Schema(PipelineFixture spark, LakeTable table) =>
        spark.Spark.Read().Format("delta").Load(table.Path).Schema().Json;
}
