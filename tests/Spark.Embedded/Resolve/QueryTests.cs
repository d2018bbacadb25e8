using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using Xunit;

namespace Spark.Embedded.Tests.Resolve;

/// <summary>Queries give Spark's rows under Spark's names and types.</summary>
public sealed class QueryTests : IDisposable
{
    private readonly CompilerFixture _spark = new();

    public void Dispose() => _spark.Dispose();

    [Theory]
    [InlineData("SELECT 1 + 1", "(1 + 1):int", "2")]
    [InlineData("SELECT 3 / 2, 3 div 2, -7 % 3", "(3 / 2):double,(3 div 2):bigint,(-7 % 3):int", "1.5|1|-1")]
    [InlineData("SELECT 1.0 / 3, 1.5 * 2", "(1.0 / 3):decimal(7,6),(1.5 * 2):decimal(4,1)", "0.333333|3.0")]
    [InlineData("SELECT CAST('12' AS INT), try_cast('x' AS INT)", "CAST(12 AS INT):int,TRY_CAST(x AS INT):int", "12|NULL")]
    [InlineData(
        "SELECT 'a' || 'b', NOT true, 1 IN (1, 2), null <=> null",
        "concat(a, b):string,(NOT true):boolean,(1 IN (1, 2)):boolean,(NULL <=> NULL):boolean",
        "ab|false|true|true"
    )]
    [InlineData(
        "SELECT struct(1 AS a, 'x' AS b).b, array(1, 2)[1], map('k', 5)['k']",
        "struct(1, x).b:string,array(1, 2)[1]:int,map(k, 5)[k]:int",
        "x|2|5"
    )]
    [InlineData("SELECT date '2020-01-31' + interval 1 month", "DATE '2020-01-31' + INTERVAL '1' MONTH:date", "2020-02-29")]
    [InlineData(
        "SELECT date '2020-03-01' - date '2020-02-01'",
        "(DATE '2020-03-01' - DATE '2020-02-01'):interval day",
        "INTERVAL '29' DAY"
    )]
    [InlineData("SELECT CASE WHEN 1 > 2 THEN 1 ELSE 2.5 END", "CASE WHEN (1 > 2) THEN 1 ELSE 2.5 END:decimal(11,1)", "2.5")]
    public void Expressions(string sql, string schema, string row)
    {
        Assert.Equal($"struct<{schema}>", _spark.Compile(sql).Schema.Name);
        Assert.Equal([row], _spark.Rows(sql));
    }

    [Fact]
    public void Nulls_sort_first_ascending_and_last_descending()
    {
        _spark.View("t", "SELECT * FROM VALUES (2), (null), (1) AS t(a)");
        Assert.Equal(["NULL", "1", "2"], _spark.Rows("SELECT a FROM t ORDER BY a"));
        Assert.Equal(["2", "1", "NULL"], _spark.Rows("SELECT a FROM t ORDER BY a DESC"));
    }

    [Fact]
    public void Not_in_is_unknown_beside_a_null()
    {
        _spark.View("t", "SELECT * FROM VALUES (1), (2) AS t(a)").View("n", "SELECT * FROM VALUES (1), (null) AS n(b)");
        Assert.Empty(_spark.Rows("SELECT a FROM t WHERE a NOT IN (SELECT b FROM n)"));
        Assert.Equal(["1"], _spark.Rows("SELECT a FROM t WHERE a IN (SELECT b FROM n)"));
        Assert.Equal(["NULL"], _spark.Rows("SELECT (2, 2) IN (SELECT b, b FROM n) FROM VALUES (1) AS one(x)"));
    }

    [Fact]
    public void Groups_have_totals_filters_and_sort_keys_of_their_own()
    {
        _spark.View("t", "SELECT * FROM VALUES ('a', 1), ('a', 2), ('b', 3) AS t(k, v)");
        Assert.Equal(["b|3", "a|3"], _spark.Rows("SELECT k, sum(v) FROM t GROUP BY k ORDER BY max(v) DESC"));
        Assert.Equal(["a"], _spark.Rows("SELECT k FROM t GROUP BY k HAVING count(*) > 1"));
        Assert.Equal(["NULL|6|1", "a|3|0", "b|3|0"], _spark.Rows("SELECT k, sum(v), grouping(k) FROM t GROUP BY ROLLUP(k) ORDER BY k"));
        Assert.Equal(["0|NULL"], _spark.Rows("SELECT count(*), max(v) FROM t WHERE v > 100"));
    }

    [Fact]
    public void Grouping_sets_null_the_groups_that_they_leave_out()
    {
        _spark.View("t", "SELECT * FROM VALUES ('a', 1), ('b', 1) AS t(k, v)");
        Assert.Equal(["NULL|1|2|2"], _spark.Rows("SELECT k, v, count(*), grouping_id(k, v) FROM t GROUP BY k, v GROUPING SETS ((v))"));
        Assert.Equal(
            ["2|1", "2|1"],
            _spark.Rows("SELECT v + 1, count(*) FROM t GROUP BY GROUPING SETS ((v + 1, k), (1 + v, k)) ORDER BY k LIMIT 2")
        );
    }

    [Fact]
    public void A_sort_key_that_begins_with_a_literal_still_sorts() =>
        Assert.Equal(["2", "1"], _spark.Rows("SELECT a FROM VALUES (1), (2) AS t(a) ORDER BY CAST(array(a) AS STRING) DESC"));

    [Fact]
    public void A_number_that_is_sorted_by_is_no_position() =>
        Assert.Equal(["2"], _spark.Rows("SELECT 2 FROM VALUES (7) AS t(`2`) ORDER BY `2`"));

    [Fact]
    public void Aliases_serve_later_in_the_select_list_and_in_group_by()
    {
        _spark.View("t", "SELECT * FROM VALUES (1), (2) AS t(a)");
        Assert.Equal(["2|4", "3|6"], _spark.Rows("SELECT a + 1 AS b, b * 2 AS c FROM t ORDER BY b"));
        Assert.Equal(["0|1", "1|1"], _spark.Rows("SELECT a % 2 AS m, count(*) FROM t GROUP BY m ORDER BY m"));
    }

    [Fact]
    public void Using_merges_the_columns_and_keeps_the_sides_by_their_names()
    {
        _spark
            .View("l", "SELECT * FROM VALUES (1, 'x'), (2, 'y') AS l(k, a)")
            .View("r", "SELECT * FROM VALUES (2, 'p'), (3, 'q') AS r(k, b)");
        Assert.Equal(["1|x|NULL", "2|y|p", "3|NULL|q"], _spark.Rows("SELECT * FROM l FULL JOIN r USING (k) ORDER BY k"));
        Assert.Equal(["NULL|3", "1|NULL", "2|2"], _spark.Rows("SELECT l.k, r.k FROM l FULL JOIN r USING (k) ORDER BY l.k"));
        Assert.Equal(["2|y"], _spark.Rows("SELECT * FROM l LEFT SEMI JOIN r USING (k)"));
        Assert.Equal(["1|x"], _spark.Rows("SELECT * FROM l LEFT ANTI JOIN r ON l.k = r.k"));
    }

    [Fact]
    public void A_recursive_query_sees_its_own_rows() =>
        Assert.Equal(
            ["1", "2", "3"],
            _spark.Rows("WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t WHERE n < 3) SELECT n FROM t ORDER BY n")
        );

    [Fact]
    public void A_recursion_without_end_is_stopped_at_its_level()
    {
        var error = Assert.ThrowsAny<Microsoft.Spark.SparkException>(() =>
            _spark.Rows("WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t) SELECT n FROM t")
        );
        Assert.Equal(("RECURSION_LEVEL_LIMIT_EXCEEDED", "100"), (error.ErrorClass, error.MessageParameters["levelLimit"]));
        error = Assert.ThrowsAny<Microsoft.Spark.SparkException>(() =>
            _spark.Rows(
                "WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t CROSS JOIN VALUES (1), (2), (3), (4)) SELECT count(*) FROM t"
            )
        );
        Assert.Equal("RECURSION_ROW_LIMIT_EXCEEDED", error.ErrorClass);
    }

    [Fact]
    public void A_common_table_serves_several_places() =>
        Assert.Equal(
            ["1|1", "2|2"],
            _spark.Rows(
                "WITH a AS (SELECT * FROM VALUES (1), (2) AS v(x)), b AS (SELECT x FROM a) SELECT a.x, b.x FROM a JOIN b ON a.x = b.x ORDER BY 1"
            )
        );

    [Fact]
    public void Generators_make_rows_and_outer_ones_keep_empty_ones()
    {
        _spark.View("t", "SELECT * FROM VALUES (1, array(10, 20)), (2, array()) AS t(id, xs)");
        Assert.Equal(["1|10", "1|20"], _spark.Rows("SELECT id, explode(xs) FROM t"));
        Assert.Equal(["1|10", "1|20", "2|NULL"], _spark.Rows("SELECT id, x FROM t LATERAL VIEW OUTER explode(xs) e AS x"));
    }

    [Fact]
    public void Set_operations_meet_in_a_common_type()
    {
        Assert.Equal("struct<1:decimal(11,1)>", _spark.Compile("SELECT 1 UNION ALL SELECT 2.5").Schema.Name);
        Assert.Equal(["1", "1"], _spark.Rows("SELECT * FROM VALUES (1), (1), (2) EXCEPT ALL SELECT 2"));
    }

    [Fact]
    public void A_scan_reads_the_columns_it_needs_and_hears_of_the_conditions()
    {
        var table = new MemoryTable(
            new StructType([
                new StructField("a", SparkType.Integer),
                new StructField("b", SparkType.String),
                new StructField("c", SparkType.Integer),
            ]),
            "(1, 'x', 10)",
            "(2, 'y', 20)"
        )
        {
            MetadataColumns = [new StructField("_file", SparkType.String)],
        };
        _spark.Tables.Relations["t"] = new TableRelation(["spark_catalog", "default", "t"], table);
        Assert.Equal(["20"], _spark.Rows("SELECT total FROM (SELECT a AS n, c AS total FROM t) WHERE n >= 2"));
        Assert.Equal([0, 2], table.Asked!.Columns);
        var predicate = Assert.Single(table.Asked.Predicates);
        Assert.Equal((0, ScanComparison.GreaterThanOrEqual), (predicate.Column, predicate.Comparison));
        Assert.Equal(["1|file", "2|file"], _spark.Rows("SELECT default.t.a, _file FROM t ORDER BY a"));
        Assert.Equal(["1|x|10", "2|y|20"], _spark.Rows("SELECT * FROM t ORDER BY a"));
    }
}
