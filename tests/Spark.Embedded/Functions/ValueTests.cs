using Spark.Embedded.Tests.Session;
using Xunit;

namespace Spark.Embedded.Tests.Functions;

/// <summary>Values where Java and .NET differ; the answers are those of Spark 4.1.</summary>
public sealed class ValueTests
{
    [Theory]
    [InlineData("interval '10' hour * 2.5", "1 01:00:00")]
    [InlineData("interval '10' hour / 2.5", "0 04:00:00")]
    [InlineData("2.5 * interval '10' hour", "1 01:00:00")]
    [InlineData("interval '3' second * 0.0000005", "0 00:00:00.000002")]
    [InlineData("interval '3' second * 0.0000001", "0 00:00:00")]
    [InlineData("interval '1' day * 1.123456789012345678", "1 02:57:46.666571")]
    [InlineData("interval '1' second / 3.0", "0 00:00:00.333333")]
    [InlineData("interval '1' second * cast(0.5 as decimal(38,20))", "0 00:00:00.5")]
    [InlineData("interval '1-1' year to month * 1.5", "1-8")]
    [InlineData("interval '1-1' year to month / 2.5", "0-5")]
    [InlineData("interval '1' month * 0.5", "0-1")]
    [InlineData("interval '1' month * 2.5", "0-3")]
    [InlineData("interval '-1' month * 0.5", "-0-1")]
    [InlineData("interval '-1' month * 2.5", "-0-3")]
    public async Task Intervals_are_scaled_by_decimals(string expression, string expected)
    {
        await using var bench = new ExecutorBench();
        var qualifier = expected.Contains(':') ? "DAY TO SECOND" : "YEAR TO MONTH";
        Assert.Equal([$"'INTERVAL '{expected}' {qualifier}'"], await bench.Sql($"SELECT CAST({expression} AS STRING)"));
    }

    [Theory]
    [InlineData("interval '10' hour / 0.0", "INTERVAL_DIVIDED_BY_ZERO")]
    [InlineData("interval '106751991' day * 2.5", "INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION")]
    [InlineData("interval '178956970-7' year to month * 1.5", "INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION")]
    public async Task Scaled_intervals_have_limits(string expression, string condition)
    {
        await using var bench = new ExecutorBench();
        var error = await Assert.ThrowsAnyAsync<Microsoft.Spark.SparkException>(() => bench.Sql($"SELECT {expression}"));
        Assert.Equal(condition, error.ErrorClass);
    }

    [Theory]
    [InlineData("regexp_extract('abcd', '(?<x>a)(b)(?<y>c)(d)', 1)", "a")]
    [InlineData("regexp_extract('abcd', '(?<x>a)(b)(?<y>c)(d)', 2)", "b")]
    [InlineData("regexp_extract('abcd', '(?<x>a)(b)(?<y>c)(d)', 3)", "c")]
    [InlineData("regexp_extract('abcd', '(?<x>a)(b)(?<y>c)(d)', 4)", "d")]
    [InlineData("regexp_replace('abcd', '(?<x>a)(b)(?<y>c)(d)', '$1-$2-$3-$4')", "a-b-c-d")]
    [InlineData("regexp_extract_all('a1b2', '(?<l>[a-z])([0-9])', 2)[1]", "2")]
    [InlineData("'aba' rlike '(?<a1>a)b\\\\k<a1>'", "true")]
    [InlineData("'ÄÖ' rlike '(?i)äö'", "false")]
    [InlineData("'ÄÖ' rlike '(?iu)äö'", "true")]
    [InlineData("'É' rlike '(?i)[é]'", "false")]
    [InlineData("'X' rlike '(?i)[^x]'", "false")]
    [InlineData("'K' rlike '(?i)k'", "true")]
    [InlineData("'\\u212a' rlike '(?i)k'", "false")]
    [InlineData("'\\u212a' rlike '(?iu)k'", "true")]
    [InlineData("'ſ' rlike '(?i)s'", "false")]
    [InlineData("'aB' rlike '^(?i)ab$'", "true")]
    [InlineData("'aB' rlike '^(?i:a)b$'", "false")]
    [InlineData("'AB' rlike '^((?i)a)B$'", "true")]
    [InlineData("'Ab' rlike '^((?i)a)B$'", "false")]
    [InlineData("'AbA' rlike '(?i)^(a)b\\\\1$'", "true")]
    [InlineData("regexp_count('ÄäÄ', '(?i)ä')", "1")]
    [InlineData("regexp_replace('ÄBÄ', '(?i)äb', 'x')", "ÄBÄ")]
    [InlineData("split('aÄbäc', '(?i)ä')[0]", "aÄb")]
    [InlineData("'٣' rlike '\\\\d'", "false")]
    [InlineData("'é' rlike '\\\\w'", "false")]
    public async Task Regular_expressions_are_Javas(string expression, string expected)
    {
        await using var bench = new ExecutorBench();
        Assert.Equal([$"'{expected}'"], await bench.Sql($"SELECT CAST({expression} AS STRING)"));
    }

    [Fact]
    public async Task Columns_are_called_as_the_query_writes_them()
    {
        await using var bench = new ExecutorBench();
        await bench.Sql("CREATE TEMPORARY VIEW cc AS SELECT 1 AS FooBar, named_struct('Xy', 1) AS St");
        foreach (
            var (query, names) in new[]
            {
                ("SELECT foobar, FOOBAR, cc.fooBar, st.XY, ST.xy FROM cc", "foobar,FOOBAR,fooBar,XY,xy"),
                ("SELECT foobar FROM (SELECT * FROM cc) ORDER BY FOOBAR", "foobar"),
                ("SELECT foobar FROM cc GROUP BY FooBar", "foobar"),
                ("SELECT * FROM cc", "FooBar,St"),
                ("WITH t AS (SELECT foobar FROM cc) SELECT * FROM t", "foobar"),
                ("SELECT foobar + 1, max(FOOBAR) FROM cc GROUP BY foobar", "(foobar + 1),max(FOOBAR)"),
            }
        )
            Assert.Equal(
                names.Split(','),
                (await bench.Show(query, truncate: 0)).Split("\n")[1].Trim('|').Split('|').Select(name => name.Trim())
            );
    }
}
