using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;
using Spark.Testing;
using Xunit;
using static Microsoft.Spark.Sql.Functions;
using WindowFrom = Microsoft.Spark.Sql.Expressions.Window;

namespace Microsoft.Spark.Tests.Engine;

[Trait("Speed", "Slow")]
public sealed class QueryTests(SparkServer server) : SparkTests(server)
{
    [Fact]
    public void Rows_are_filtered_computed_and_ordered()
    {
        var df = People;
        var result = df.Select(df["name"], (df["age"] + 1).As("next")).Where(Col("next") > 10).OrderBy(Desc("next"));
        Assert.Equal(["[Andy,31]", "[Justin,20]"], result.Collect().Select(row => row.ToString()));
        Assert.Equal(3, df.Count());
        Assert.False(df.IsEmpty());
        Assert.True(df.Where("age > 100").IsEmpty());
        Assert.Equal("Michael", df.First().GetAs<string>("name"));
        Assert.Throws<InvalidOperationException>(() => df.Where("false").Head());
    }

    [Fact]
    public void Groups_are_aggregated_rolled_up_and_pivoted()
    {
        var sales = Spark.CreateDataFrame(new[] { ("a", 1, 10.0), ("a", 2, 20.0), ("b", 1, 5.0) }).ToDF("shop", "month", "amount");
        Assert.Equal(["[a,2,30]", "[b,1,5]"], Rows(sales.GroupBy("shop").Agg(Functions.Count("*"), Sum("amount"))));
        Assert.Equal(["[,35]", "[a,30]", "[b,5]"], Rows(sales.Rollup("shop").Sum("amount")));
        Assert.Equal(["[a,10,20]", "[b,5,]"], Rows(sales.GroupBy("shop").Pivot("month", [1, 2]).Sum("amount")));
        Assert.Equal(
            ["[,35]", "[a,30]", "[b,5]"],
            Rows(
                sales
                    .GroupingSets(
                        [
                            [Col("shop")],
                            [],
                        ],
                        Col("shop")
                    )
                    .Agg(Sum("amount"))
            )
        );
    }

    [Fact]
    public void A_self_join_tells_its_two_sides_apart()
    {
        var left = People;
        var right = left.WithColumn("other", Lit(1));
        Assert.Equal(2, left.Join(right, left["age"] == right["age"]).Count());
        Assert.Equal(3, left.Join(right, ["name"], "full").Count());
        Assert.Equal(["[,Michael]"], Rows(left.Join(right, left["age"] == right["age"], "left_anti")));
        Assert.Equal(["age", "name"], left.Join(right, left["age"] == right["age"], "left_anti").Columns());
        Assert.Equal(["name", "age"], left.Join(right, ["name"], "left_anti").Columns());
        Assert.Equal(["name", "age"], left.Join(right, ["name"], "left_semi").Columns());
        Assert.Equal(2, left.As("a").Join(left.As("b"), Col("a.age") == Col("b.age")).Select("a.name", "b.name").Count());
    }

    [Fact]
    public void Windows_and_lambdas_see_what_they_should()
    {
        var result = People.Select(
            Col("name"),
            RowNumber().Over(WindowFrom.OrderBy(Col("age").Desc())).As("rank"),
            Lag("age", 1, -1).Over(WindowFrom.OrderBy(Col("age").Desc())).As("before"),
            Transform(Functions.Array(Lit(1), Lit(2)), x => x * 10).As("tens"),
            Aggregate(Functions.Array(Lit(1), Lit(2)), Lit(0), (sum, x) => sum + x).As("sum")
        );
        var rows = result.OrderBy("rank").Collect().ToList();
        Assert.Equal(["Andy", "Justin", "Michael"], rows.Select(row => row.GetAs<string>("name")));
        Assert.Equal([-1, 30, 19], rows.Select(row => row.GetAs<int>("before")));
        Assert.Equal([10, 20], rows[0].GetAs<int[]>("tens"));
        Assert.Equal(3, rows[0].GetAs<int>("sum"));
    }

    [Fact]
    public void Subqueries_answer_within_queries()
    {
        var df = People;
        Assert.Equal(["[30,Andy]"], Rows(df.Where(Col("age") == df.Agg(Functions.Max("age")).Scalar())));
        Assert.Equal(2, df.Where(Col("age").IsIn(df.Select("age").Where("age IS NOT NULL"))).Count());
        Assert.Equal(0, df.Where(df.Where("age > 99").Exists()).Count());
    }

    [Fact]
    public void Values_of_every_type_come_back_as_the_CLR_types_of_Row()
    {
        var row = Spark
            .Sql(
                """
                SELECT true b, 1Y y, 2S s, 3 i, 4L l, 1.5F f, 2.5D d, 12.34BD dec, 'x' str, X'0102' bin, DATE'2020-01-02' dt,
                  TIMESTAMP'2020-01-02 03:04:05.678901Z' ts, TIMESTAMP_NTZ'2020-01-02 03:04:05' ntz, array(1, null) arr, map('k', 1) m,
                  named_struct('a', 1, 'b', 'z') st, INTERVAL '1 02:00:00' DAY TO SECOND di, INTERVAL '2' MONTH ym, make_interval(1, 2, 0, 3) ci, null n
                """
            )
            .First();
        Assert.Equal(
            [
                typeof(bool),
                typeof(sbyte),
                typeof(short),
                typeof(int),
                typeof(long),
                typeof(float),
                typeof(double),
                typeof(decimal),
                typeof(string),
                typeof(byte[]),
                typeof(Date),
                typeof(Timestamp),
                typeof(DateTime),
                typeof(System.Collections.ArrayList),
                typeof(System.Collections.Hashtable),
                typeof(Row),
                typeof(TimeSpan),
                typeof(int),
                typeof(CalendarInterval),
                null,
            ],
            row.Values.Select(value => value?.GetType())
        );
        Assert.Equal(12.34m, row.GetAs<decimal>("dec"));
        Assert.Equal(new Timestamp(2020, 1, 2, 3, 4, 5, 678901), row.GetAs<Timestamp>("ts"));
        Assert.Equal("z", row.GetAs<Row>("st").GetAs<string>("b"));
        Assert.Equal(TimeSpan.FromHours(26), row.GetAs<TimeSpan>("di"));
        Assert.Equal(new CalendarInterval(14, 3, 0), row.GetAs<CalendarInterval>("ci"));
    }

    [Fact]
    public void Local_data_keeps_its_values_and_schema()
    {
        var schema = StructType.FromDdl(
            "id INT NOT NULL, d DECIMAL(10,2), a ARRAY<STRING>, m MAP<STRING,BIGINT>, s STRUCT<q: DOUBLE>, t TIMESTAMP, b BINARY"
        );
        object?[] values =
        [
            1,
            1.25m,
            new[] { "x", null },
            new Dictionary<string, long> { ["k"] = 5 },
            new GenericRow([1.5]),
            new Timestamp(2020, 1, 2, 3, 4, 5, 6),
            new byte[] { 7 },
        ];
        var df = Spark.CreateDataFrame([new GenericRow(values), new GenericRow([2, null, null, null, null, null, null])], schema);
        Assert.Equal(schema.Json, df.Select("*").Schema().Json);
        var row = df.Where(df["id"] == 1).First();
        Assert.Equal(
            (1.25m, 5L, 1.5),
            (row.GetAs<decimal>("d"), row.GetAs<Dictionary<string, long>>("m")["k"], row.GetAs<Row>("s").GetAs<double>(0))
        );
        Assert.Equal(new Timestamp(2020, 1, 2, 3, 4, 5, 6), row.Get("t"));
        Assert.Equal(6, df.Where(df["id"] == 2).First().Values.Count(value => value is null));
        Assert.Equal(0, Spark.CreateDataFrame(System.Array.Empty<int>()).Count());
    }

    [Fact]
    public void Large_local_data_and_large_results_are_whole()
    {
        const int Count = 200_000;
        var df = Spark.CreateDataFrame(
            Enumerable.Range(0, Count).Select(i => new GenericRow([(long)i, i * 0.5, $"name{i}"])),
            StructType.FromDdl("id BIGINT, v DOUBLE, n STRING")
        );
        var sum = df.Agg(Sum("id"), CountDistinct("n")).First();
        Assert.Equal((Count * (Count - 1L) / 2, (long)Count), (sum.GetAs<long>(0), sum.GetAs<long>(1)));
        Assert.Equal(Enumerable.Range(0, Count).Select(i => (long)i), df.Collect().Select(row => row.GetAs<long>(0)).Order());
        Assert.Equal(Count, df.ToLocalIterator().Count());
    }

    [Fact]
    public void Missing_values_and_statistics_are_handled()
    {
        var df = People;
        Assert.Equal(2, df.Na().Drop().Count());
        Assert.Equal(["[0,Michael]", "[19,Justin]", "[30,Andy]"], Rows(df.Na().Fill(0)));
        Assert.Equal(1, df.Na().Replace("name", new Dictionary<string, string> { ["Andy"] = "Bob" }).Where("name = 'Bob'").Count());
        Assert.Equal([19.0, 30.0], df.Stat().ApproxQuantile("age", [0.0, 1.0], 0));
        Assert.Equal(1.0, df.Na().Drop().Stat().Corr("age", "age"), 6);
        Assert.Equal("[mean,24.5]", df.Summary("mean").Select("summary", "age").First().ToString());
        Assert.Equal(3, df.Unpivot([Col("name")], [Col("age")], "what", "value").Count());
    }

    [Fact]
    public void Observed_metrics_arrive_with_the_first_action()
    {
        var observation = new Observation();
        Assert.Throws<InvalidOperationException>(() => observation.Get);
        People.Observe(observation, Functions.Count(Lit(1)).As("rows"), Functions.Max("age").As("oldest")).Collect();
        Assert.Equal((3L, 30), (observation.Get["rows"], observation.Get["oldest"]));
    }

    [Fact]
    public void Errors_are_typed_and_name_their_class()
    {
        Assert.Equal("PARSE_SYNTAX_ERROR", Assert.Throws<ParseException>(() => Spark.Sql("SELEC 1")).ErrorClass);
        Assert.StartsWith("UNRESOLVED_COLUMN", Assert.Throws<AnalysisException>(() => People.Select("nobody").Collect()).ErrorClass);
        Assert.Equal("DIVIDE_BY_ZERO", Assert.Throws<SparkArithmeticException>(() => People.Select(Col("age") / 0).Collect()).ErrorClass);
    }

    [Fact]
    public void Settings_views_and_the_catalog_belong_to_the_session()
    {
        var conf = Spark.Conf();
        conf.Set("my.key", 5L);
        Assert.Equal("5", conf.Get("my.key"));
        conf.Unset("my.key");
        Assert.Equal(("other", null), (conf.Get("my.key", "other"), conf.GetOption("my.key")));
        Assert.True(conf.IsModifiable("spark.sql.shuffle.partitions"));

        People.CreateOrReplaceTempView("people");
        Assert.Throws<AnalysisException>(() => People.CreateTempView("people"));
        Assert.Equal(3, Spark.Sql("SELECT * FROM people").Count());
        Assert.True(Spark.Catalog.GetTable("people").IsTemporary);
        Assert.Equal("abs", Spark.Catalog.GetFunction("abs").Name);
        using var other = Spark.NewSession();
        Assert.False(other.Catalog.TableExists("people"));
        Assert.True(Spark.Catalog.DropTempView("people"));
        Assert.False(Spark.Catalog.DropTempView("people"));
    }

    [Fact]
    public void Rows_can_be_shown_and_explained()
    {
        Assert.Equal(
            """
            +----+-------+
            | age|   name|
            +----+-------+
            |NULL|Michael|
            |  30|   Andy|
            +----+-------+
            only showing top 2 rows

            """.ReplaceLineEndings("\n"),
            People.ShowString(2) + "\n"
        );
        Assert.Contains("Physical Plan", People.ExplainString());
    }
}
