using Microsoft.Spark;
using Xunit;

namespace Spark.Embedded.Tests.Resolve;

/// <summary>What Spark refuses is refused with Spark's condition, SQLSTATE and parameters.</summary>
public sealed class AnalysisErrorTests : IDisposable
{
    private readonly CompilerFixture _spark = new CompilerFixture().View("t", "SELECT * FROM VALUES (1, 'a') AS t(id, name)");

    public void Dispose() => _spark.Dispose();

    [Theory]
    [InlineData("SELECT * FROM nope", "TABLE_OR_VIEW_NOT_FOUND", "42P01")]
    [InlineData("SELECT nme FROM t", "UNRESOLVED_COLUMN.WITH_SUGGESTION", "42703")]
    [InlineData("SELECT a.id FROM t a JOIN t b ON id = 1", "AMBIGUOUS_REFERENCE", "42704")]
    [InlineData("SELECT name, count(*) FROM t GROUP BY id", "MISSING_AGGREGATION", "42803")]
    [InlineData("SELECT name, count(*) FROM t", "MISSING_GROUP_BY", "42803")]
    [InlineData("SELECT nofunction(1)", "UNRESOLVED_ROUTINE", "42883")]
    [InlineData("SELECT id + array(1) FROM t", "DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES", "42K09")]
    [InlineData("SELECT CAST(array(1) AS INT)", "DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION", "42K09")]
    [InlineData("SELECT CAST(1 AS BINARY)", "DATATYPE_MISMATCH.CAST_WITH_CONF_SUGGESTION", "42K09")]
    [InlineData("SELECT 1 UNION SELECT 1, 2", "NUM_COLUMNS_MISMATCH", "42826")]
    [InlineData("SELECT id FROM t UNION SELECT array(1)", "INCOMPATIBLE_COLUMN_TYPE", "42825")]
    [InlineData("SELECT id FROM t ORDER BY 2", "ORDER_BY_POS_OUT_OF_RANGE", "42805")]
    [InlineData("SELECT id FROM t GROUP BY 2", "GROUP_BY_POS_OUT_OF_RANGE", "42805")]
    [InlineData("SELECT id FROM t WHERE sum(id) > 0", "INVALID_WHERE_CONDITION", "42903")]
    [InlineData(
        "SELECT (SELECT id, name FROM t)",
        "INVALID_SUBQUERY_EXPRESSION.SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN",
        "42823"
    )]
    [InlineData("SELECT id FROM t LIMIT -1", "INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE", "42K0E")]
    public void Queries(string sql, string condition, string state)
    {
        var error = Assert.ThrowsAny<AnalysisException>(() => _spark.Compile(sql));
        Assert.Equal((condition, state), (error.ErrorClass, error.SqlState));
        Assert.StartsWith($"[{condition}] ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotMatch("<[a-z]", error.Message);
    }

    [Fact]
    public void A_missing_column_comes_with_the_nearest_names()
    {
        var error = Assert.Throws<AnalysisException>(() => _spark.Compile("SELECT nam FROM t"));
        Assert.Equal("`nam`", error.MessageParameters["objectName"]);
        Assert.Equal("`name`, `id`", error.MessageParameters["proposal"]);
    }

    [Theory]
    [InlineData("SELECT 1 / 0", "DIVIDE_BY_ZERO", typeof(SparkArithmeticException))]
    [InlineData("SELECT 5 % 0", "REMAINDER_BY_ZERO", typeof(SparkArithmeticException))]
    [InlineData("SELECT 2147483647 + 1", "ARITHMETIC_OVERFLOW", typeof(SparkArithmeticException))]
    [InlineData("SELECT CAST(300 AS TINYINT)", "CAST_OVERFLOW", typeof(SparkArithmeticException))]
    [InlineData("SELECT CAST('1.5' AS INT)", "CAST_INVALID_INPUT", typeof(SparkNumberFormatException))]
    [InlineData("SELECT CAST('2020-02-30' AS DATE)", "CAST_INVALID_INPUT", typeof(SparkDateTimeException))]
    [InlineData("SELECT CAST(123.45 AS DECIMAL(4,2))", "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION", typeof(SparkArithmeticException))]
    [InlineData("SELECT array(1)[5]", "INVALID_ARRAY_INDEX", typeof(SparkArrayIndexOutOfBoundsException))]
    public void Values(string sql, string condition, Type type)
    {
        var error = Assert.ThrowsAny<SparkException>(() => _spark.Rows(sql));
        Assert.Equal(condition, error.ErrorClass);
        Assert.IsType(type, error);
    }

    [Theory]
    [InlineData("SELECT 1 / 0", "NULL")]
    [InlineData("SELECT 2147483647 + 1", "-2147483648")]
    [InlineData("SELECT CAST(300 AS TINYINT)", "44")]
    [InlineData("SELECT CAST('1.9' AS INT)", "1")]
    [InlineData("SELECT CAST('x' AS DATE)", "NULL")]
    [InlineData("SELECT CAST(CAST('NaN' AS DOUBLE) AS INT)", "0")]
    public void Without_ansi_values_wrap_or_vanish(string sql, string value) =>
        Assert.Equal([value], _spark.With("spark.sql.ansi.enabled", "false").Rows(sql));
}
