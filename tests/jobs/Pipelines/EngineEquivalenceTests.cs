using Spark.Jobs.Batches;
using Spark.Jobs.Lakes;
using Spark.Jobs.Pipelines;
using Spark.Jobs.Samples;
using Spark.Testing;
using Xunit;

namespace Spark.Jobs.Tests.Pipelines;

/// <summary>The same job on the embedded engine and on Spark: every table has the same rows and the same schema, as Spark reads them.</summary>
[Collection(PipelineFixture.Collection)]
[Trait("Speed", "Slow")]
public sealed class EngineEquivalenceTests(PipelineFixture embedded, SparkServer server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sales_in_two_batches_ends_in_the_same_tables()
    {
        using var spark = new PipelineFixture(await server.ConnectionStringAsync());
        new SalesGenerator(4_000, 11).Write(_folder["all"]);
        Deliver(Directory.GetFiles(_folder["all"]).Order().Take(9), "sales");
        embedded.Run("sales", _folder["sales"], _folder["embedded"]);
        spark.Run("sales", _folder["sales"], _folder["spark"]);
        Deliver(Directory.GetFiles(_folder["all"]).Order().Skip(9), "sales");
        var here = embedded.Run("sales", _folder["sales"], _folder["embedded"]);
        var there = spark.Run("sales", _folder["sales"], _folder["spark"]);

        Assert.Equal(there.Rows, here.Rows);
        AssertSameTables(spark, "sales");
    }

    [Fact]
    public async Task Retail_ends_in_the_same_tables()
    {
        var days = Directory.GetFiles(Repository.RequireShared("data/retail")).Order().Where((_, i) => i % 12 == 0);
        using var spark = new PipelineFixture(await server.ConnectionStringAsync());
        Deliver(days, "retail");

        var here = embedded.Run("retail", _folder["retail"], _folder["embedded"]);
        var there = spark.Run("retail", _folder["retail"], _folder["spark"]);

        Assert.Equal(there.Rows, here.Rows);
        AssertSameTables(spark, "retail");
    }

    [Fact]
    public async Task Each_engine_goes_on_where_the_other_stopped()
    {
        using var spark = new PipelineFixture(await server.ConnectionStringAsync());
        new SalesGenerator(1_500, 12).Write(_folder["all"]);
        var files = Directory.GetFiles(_folder["all"]).Order().ToList();
        embedded.Run("sales", _folder["all"], _folder["expected"]);

        Deliver(files.Take(5), "sales");
        embedded.Run("sales", _folder["sales"], _folder["mixed"]);
        Deliver(files.Skip(5).Take(5), "sales");
        spark.Run("sales", _folder["sales"], _folder["mixed"]);
        Deliver(files.Skip(10), "sales");
        embedded.Run("sales", _folder["sales"], _folder["mixed"]);

        var mixed = embedded.Tables("sales", _folder["mixed"]);
        foreach (var (table, rows) in embedded.Tables("sales", _folder["expected"]))
            Assert.Equal(rows, mixed[table]);
        Assert.Equal(RowCounts.None, spark.Run("sales", _folder["sales"], _folder["mixed"]).Rows);
    }

    private void Deliver(IEnumerable<string> files, string target)
    {
        Directory.CreateDirectory(_folder[target]);
        foreach (var file in files)
            File.Copy(file, Path.Combine(_folder[target], Path.GetFileName(file)));
    }

    private void AssertSameTables(PipelineFixture spark, string pipeline)
    {
        foreach (var table in PipelineRun.TablesOf(PipelineFixture.Contract(pipeline), new Lake(_folder["spark"])))
        {
            Assert.Equal(Schema(spark, table), Schema(spark, new Lake(_folder["embedded"]).Table(table.Layer, table.Table)));
            Assert.Equal(spark.Rows(_folder["spark"], table.Layer, table.Table), spark.Rows(_folder["embedded"], table.Layer, table.Table));
        }
    }

    private static string Schema(PipelineFixture spark, LakeTable table) =>
        spark.Spark.Read().Format("delta").Load(table.Path).Schema().Json;
}
