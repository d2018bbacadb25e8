using Microsoft.Spark.Sql;
using Xunit;
using static Microsoft.Spark.Sql.Functions;
using Literal = Spark.Connect.Expression.Types.Literal;
using SortOrder = Spark.Connect.Expression.Types.SortOrder;
using WindowFrame = Spark.Connect.Expression.Types.Window.Types.WindowFrame;
using WindowFrom = Microsoft.Spark.Sql.Expressions.Window;

namespace Microsoft.Spark.Tests.Plans;

public sealed class ColumnPlanTests
{
    [Fact]
    public void Operators_are_functions_of_their_SQL_names()
    {
        AssertFunction(Col("a") + 1, "+");
        AssertFunction(Col("a") - 1, "-");
        AssertFunction(Col("a") * 1, "*");
        AssertFunction(Col("a") / 1, "/");
        AssertFunction(Col("a") % 1, "%");
        AssertFunction(Col("a") == 1, "==");
        AssertFunction(Col("a") > 1, ">");
        AssertFunction(Col("a") <= 1, "<=");
        AssertFunction(Col("a").EqNullSafe(1), "<=>");
        AssertFunction(Col("a") & Col("b"), "and");
        AssertFunction(Col("a") | Col("b"), "or");
        AssertFunction(!Col("a"), "not");
        AssertFunction(-Col("a"), "negative");
        AssertFunction(Col("a").BitwiseXOR(1), "^");
        AssertFunction(Col("a").IsIn(1, 2, 3), "in", 4);
        AssertFunction(Functions.Pow(Col("a"), 2.0), "power");
        AssertFunction(Functions.Log(Col("a")), "ln");
    }

    [Fact]
    public void Not_equal_is_the_negation_of_equal()
    {
        var not = (Col("a") != 1).Expression.UnresolvedFunction;
        Assert.Equal("not", not.FunctionName);
        Assert.Equal("==", not.Arguments.Single().UnresolvedFunction.FunctionName);
    }

    [Fact]
    public void Stars_are_stars_and_other_names_are_attributes()
    {
        Assert.False(Col("*").Expression.UnresolvedStar.HasUnparsedTarget);
        Assert.Equal("t.*", Col("t.*").Expression.UnresolvedStar.UnparsedTarget);
        Assert.Equal("t.a", Col("t.a").Expression.UnresolvedAttribute.UnparsedIdentifier);
        Assert.Equal(1, Count("*").Expression.UnresolvedFunction.Arguments.Single().Literal.Integer);
    }

    [Fact]
    public void A_column_of_a_DataFrame_carries_the_id_of_its_plan()
    {
        using var spark = PlanSession.Create();
        var (left, right) = (spark.Range(1), spark.Range(1));
        Assert.Equal(left.PlanId, left["id"].Expression.UnresolvedAttribute.PlanId);
        Assert.NotEqual(left["id"].Expression.UnresolvedAttribute.PlanId, right["id"].Expression.UnresolvedAttribute.PlanId);
        Assert.False(Col("id").Expression.UnresolvedAttribute.HasPlanId);
    }

    [Fact]
    public void Sort_orders_put_nulls_where_Spark_puts_them()
    {
        AssertOrder(Col("a").Asc(), SortOrder.Types.SortDirection.Ascending, SortOrder.Types.NullOrdering.SortNullsFirst);
        AssertOrder(Col("a").Desc(), SortOrder.Types.SortDirection.Descending, SortOrder.Types.NullOrdering.SortNullsLast);
        AssertOrder(Col("a").AscNullsLast(), SortOrder.Types.SortDirection.Ascending, SortOrder.Types.NullOrdering.SortNullsLast);
        AssertOrder(DescNullsFirst("a"), SortOrder.Types.SortDirection.Descending, SortOrder.Types.NullOrdering.SortNullsFirst);
    }

    [Fact]
    public void Cases_grow_branch_by_branch_and_end_with_otherwise()
    {
        var cases = When(Col("a") == 1, "x").When(Col("a") == 2, "y");
        AssertFunction(cases, "when", 4);
        AssertFunction(cases.Otherwise(null), "when", 5);
        Assert.Throws<InvalidOperationException>(() => cases.Otherwise(null).Otherwise(1));
        Assert.Throws<InvalidOperationException>(() => cases.Otherwise(null).When(Col("a") == 3, "z"));
        Assert.Throws<InvalidOperationException>(() => Col("a").Otherwise(1));
    }

    [Fact]
    public void Lambdas_inside_lambdas_have_variables_of_their_own()
    {
        var outer = Transform(Col("a"), x => Transform(x, y => x + y)).Expression.UnresolvedFunction.Arguments[1].LambdaFunction;
        var inner = outer.Function.UnresolvedFunction.Arguments[1].LambdaFunction;
        var sum = inner.Function.UnresolvedFunction.Arguments;
        Assert.NotEqual(outer.Arguments.Single(), inner.Arguments.Single());
        Assert.Equal(outer.Arguments.Single(), sum[0].UnresolvedNamedLambdaVariable);
        Assert.Equal(inner.Arguments.Single(), sum[1].UnresolvedNamedLambdaVariable);
    }

    [Theory]
    [InlineData("1", Literal.LiteralTypeOneofCase.Integer)]
    [InlineData("1L", Literal.LiteralTypeOneofCase.Long)]
    [InlineData("text", Literal.LiteralTypeOneofCase.String)]
    [InlineData("null", Literal.LiteralTypeOneofCase.Null)]
    [InlineData("date", Literal.LiteralTypeOneofCase.Date)]
    [InlineData("instant", Literal.LiteralTypeOneofCase.Timestamp)]
    [InlineData("span", Literal.LiteralTypeOneofCase.DayTimeInterval)]
    [InlineData("list", Literal.LiteralTypeOneofCase.Array)]
    [InlineData("map", Literal.LiteralTypeOneofCase.Map)]
    public void Values_become_literals_of_their_type(string value, Literal.LiteralTypeOneofCase kind)
    {
        object? clr = value switch
        {
            "1" => 1,
            "1L" => 1L,
            "null" => null,
            "date" => new DateOnly(2024, 2, 29),
            "instant" => DateTimeOffset.UnixEpoch,
            "span" => TimeSpan.FromHours(30),
            "list" => new[] { 1, 2 },
            "map" => new Dictionary<string, int> { ["a"] = 1 },
            _ => value,
        };
        Assert.Equal(kind, Lit(clr).Expression.Literal.LiteralTypeCase);
    }

    [Theory]
    [InlineData("0.05", 2, 2)]
    [InlineData("-12.340", 5, 3)]
    [InlineData("1000", 4, 0)]
    [InlineData("0", 1, 0)]
    public void A_decimal_literal_has_just_the_digits_it_needs(string text, int precision, int scale)
    {
        var literal = Lit(decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).Expression.Literal.Decimal;
        Assert.Equal((text, precision, scale), (literal.Value, literal.Precision, literal.Scale));
    }

    [Fact]
    public void What_is_no_value_of_Spark_is_no_literal() => Assert.Throws<ArgumentException>(() => Lit(new Version(1, 0)));

    [Fact]
    public void Frames_of_windows_are_counted_from_the_current_row()
    {
        var frame = Sum("a").Over(WindowFrom.OrderBy("b").RowsBetween(WindowFrom.UnboundedPreceding, 0)).Expression.Window.FrameSpec;
        Assert.Equal(WindowFrame.Types.FrameType.Row, frame.FrameType);
        Assert.True(frame.Lower.Unbounded);
        Assert.True(frame.Upper.CurrentRow);

        frame = Sum("a").Over(WindowFrom.OrderBy("b").RangeBetween(-5, 5)).Expression.Window.FrameSpec;
        Assert.Equal(WindowFrame.Types.FrameType.Range, frame.FrameType);
        Assert.Equal((-5, 5), (frame.Lower.Value.Literal.Long, frame.Upper.Value.Literal.Long));

        Assert.Throws<ArgumentOutOfRangeException>(() => WindowFrom.OrderBy("b").RowsBetween(long.MaxValue - 1, 0));
    }

    [Fact]
    public void Columns_read_as_SQL()
    {
        Assert.Equal("a", Col("a").ToString());
        Assert.Equal("((a + 1) = b)", (Col("a") + 1 == Col("b")).ToString());
        Assert.Equal("CASE WHEN (a IS NULL) THEN 0 ELSE a END AS x", When(Col("a").IsNull(), 0).Otherwise(Col("a")).As("x").ToString());
        Assert.Equal("count(DISTINCT a, b)", CountDistinct("a", "b").ToString());
        Assert.Equal(
            "rank() OVER (PARTITION BY a ORDER BY b DESC NULLS LAST)",
            Rank().Over(WindowFrom.PartitionBy("a").OrderBy(Col("b").Desc())).ToString()
        );
        Assert.Equal("TRY_CAST(a AS INT)", Col("a").TryCast("int").ToString());
    }

    [Fact]
    public void A_function_in_NET_can_be_made_but_not_queried()
    {
        using var spark = PlanSession.Create();
        var plusOne = Udf<int, int>(x => x + 1);
        var column = plusOne(Col("id")).As("y") * 2;
        var error = Assert.Throws<SparkUnsupportedOperationException>(() => spark.Range(3).Select(column));
        Assert.Contains("RegisterJava", error.Message);
        spark.Range(3).Select(Col("id") + 1);
    }

    private static void AssertFunction(Column column, string name, int? arguments = null)
    {
        var function = column.Expression.UnresolvedFunction;
        Assert.Equal(name, function.FunctionName);
        if (arguments is { } count)
            Assert.Equal(count, function.Arguments.Count);
    }

    private static void AssertOrder(Column column, SortOrder.Types.SortDirection direction, SortOrder.Types.NullOrdering nulls) =>
        Assert.Equal((direction, nulls), (column.Expression.SortOrder.Direction, column.Expression.SortOrder.NullOrdering));
}
