using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Streaming;
using Spark.Testing;
using Xunit;
using static Microsoft.Spark.Sql.Functions;

namespace Microsoft.Spark.Tests.Engine;

[Trait("Speed", "Slow")]
public sealed class SourceTests(SparkServer server) : SparkTests(server), IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Broken_lines_of_CSV_are_kept_beside_the_file_they_come_from()
    {
        File.WriteAllText(_folder["a.csv"], "a,b\n1,x\nz,y\n");
        var df = Spark
            .Read()
            .Schema("a INT, b STRING, _corrupt_record STRING")
            .Option("header", true)
            .Csv(_folder["a.csv"])
            .Select(Col("a"), Col("_corrupt_record"), Col("_metadata.file_path").As("file"));
        var rows = df.OrderBy(Col("a").AscNullsLast()).Collect().ToList();
        Assert.Equal((1, null), (rows[0].GetAs<int?>("a"), rows[0].GetAs<string?>("_corrupt_record")));
        Assert.Equal((null, "z,y"), (rows[1].GetAs<int?>("a"), rows[1].GetAs<string?>("_corrupt_record")));
        Assert.EndsWith("a.csv", rows[1].GetAs<string>("file"));
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("json")]
    [InlineData("orc")]
    public void Files_read_back_as_they_were_written(string format)
    {
        People.Write().Format(format).PartitionBy("name").Save(_folder[format]);
        Assert.Equal(Rows(People), Rows(Spark.Read().Format(format).Schema("age INT, name STRING").Load(_folder[format])));
        Assert.Throws<AnalysisException>(() => People.Write().Format(format).Save(_folder[format]));
        People.Write().Format(format).Mode(SaveMode.Ignore).Save(_folder[format]);
        People.Limit(1).Write().Format(format).Mode("overwrite").Save(_folder[format]);
        Assert.Equal(1, Spark.Read().Format(format).Load(_folder[format]).Count());
    }

    [Fact]
    public void Delta_tables_take_their_options()
    {
        var path = _folder["delta"];
        var writer = People.Write().Format("delta").Mode("append").PartitionBy("name").Option("txnAppId", "app").Option("txnVersion", 1L);
        writer.Save(path);
        writer.Save(path);
        Assert.Equal(3, Spark.Table($"delta.`{path}`").Count());

        People
            .Where("name = 'Andy'")
            .WithColumn("age", Lit(31))
            .Write()
            .Format("delta")
            .Mode("overwrite")
            .Option("replaceWhere", "name = 'Andy'")
            .Save(path);
        Assert.Equal(["[,Michael]", "[19,Justin]", "[31,Andy]"], Rows(Spark.Read().Format("delta").Load(path)));
        Assert.Equal(Rows(People), Rows(Spark.Read().Format("delta").Option("versionAsOf", 0L).Load(path)));

        People.WithColumn("extra", Lit(true)).Write().Format("delta").Mode("append").Option("mergeSchema", true).Save(path);
        Assert.Equal(["age", "name", "extra"], Spark.Sql($"SELECT * FROM delta.`{path}`").Columns());
        People.Select("name").Write().Format("delta").Mode("overwrite").Option("overwriteSchema", true).Save(path);
        Assert.Equal(["name"], Spark.Read().Format("delta").Load(path).Columns());
    }

    [Fact]
    public void Tables_of_the_catalog_are_created_filled_and_merged()
    {
        Spark.Sql("DROP TABLE IF EXISTS people_table");
        try
        {
            People.WriteTo("people_table").Using("delta").Create();
            People.Write().InsertInto("people_table");
            Assert.Equal(6, Spark.Table("people_table").Count());
            People.WriteTo("people_table").Using("delta").CreateOrReplace();
            People
                .WithColumn("age", Lit(7))
                .As("s")
                .MergeInto("people_table", Col("s.name") == Col("people_table.name"))
                .WhenMatched(Col("people_table.age") > 20)
                .Update(new Dictionary<string, Column> { ["age"] = Col("s.age") })
                .WhenMatched(Col("people_table.age").IsNull())
                .Delete()
                .WhenNotMatched()
                .InsertAll()
                .Merge();
            Assert.Equal(["[19,Justin]", "[7,Andy]"], Rows(Spark.Table("people_table")));
        }
        finally
        {
            Spark.Sql("DROP TABLE people_table");
        }
    }

    [Fact]
    public void A_stream_brings_what_is_new()
    {
        Spark.Range(5).Write().Format("delta").Save(_folder["in"]);
        var writer = Spark
            .ReadStream()
            .Format("delta")
            .Load(_folder["in"])
            .WriteStream()
            .Format("delta")
            .OutputMode(OutputMode.Append)
            .Option("checkpointLocation", _folder["checkpoint"])
            .Trigger(Trigger.AvailableNow());
        var query = writer.Start(_folder["out"]);
        query.AwaitTermination();
        Assert.False(query.IsActive());
        Assert.Null(query.Exception());
        Spark.Range(5, 8).Write().Format("delta").Mode("append").Save(_folder["in"]);
        writer.Start(_folder["out"]).AwaitTermination();
        Assert.Equal(
            Enumerable.Range(0, 8).Select(i => (long)i),
            Spark.Read().Format("delta").Load(_folder["out"]).Collect().Select(row => row.GetAs<long>(0)).Order()
        );
    }
}
