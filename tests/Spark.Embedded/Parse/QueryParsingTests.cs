using Microsoft.Spark;
using Spark.Connect;
using Spark.Embedded.Parse;
using Xunit;

namespace Spark.Embedded.Tests.Parse;

public sealed class QueryParsingTests
{
    private static Relation Parse(string sql) => SqlParser.ParseQuery(sql);

    [Fact]
    public void SelectWithoutFromReadsOneRow()
    {
        var project = Parse("SELECT 1 AS a").Project;
        Assert.Null(project.Input);
        Assert.Equal("a", Assert.Single(project.Expressions).Alias.Name.Single());
    }

    [Fact]
    public void ClausesNestInTheirOrder()
    {
        var limit = Parse("SELECT a FROM t WHERE b > 1 ORDER BY a DESC LIMIT 3 OFFSET 2").Limit;
        Assert.Equal(3, limit.Limit_);
        Assert.Equal(2, limit.Input.Offset.Offset_);
        var sort = limit.Input.Offset.Input.Sort;
        Assert.True(sort.IsGlobal);
        Assert.Equal(Expression.Types.SortOrder.Types.NullOrdering.SortNullsLast, sort.Order[0].NullOrdering);
        var filter = sort.Input.Project.Input.Filter;
        Assert.Equal(">", filter.Condition.UnresolvedFunction.FunctionName);
        Assert.Equal("t", filter.Input.Read.NamedTable.UnparsedIdentifier);
    }

    [Theory]
    [InlineData("SELECT 1 from", "from")]
    [InlineData("SELECT 1 limit", "limit")]
    [InlineData("SELECT 1 AS select", "select")]
    [InlineData("SELECT 1 left", "left")]
    public void KeywordsAreNamesWhereNothingElseFits(string sql, string alias) =>
        Assert.Equal(alias, Parse(sql).Project.Expressions[0].Alias.Name.Single());

    [Fact]
    public void CommaBindsAsTightlyAsJoinUnlessAnsiPrecedenceIsOn()
    {
        const string Sql = "SELECT * FROM a, b JOIN c ON x = y";
        Assert.NotNull(Parse(Sql).Project.Input.Join.Left.Join);
        var ansi = SqlParser.ParseQuery(Sql, new ParserOptions { AnsiRelationPrecedence = true });
        Assert.NotNull(ansi.Project.Input.Join.Right.Join);
    }

    [Fact]
    public void IntersectBindsTighterThanUnion()
    {
        var union = Parse("SELECT 1 UNION SELECT 2 INTERSECT SELECT 3").SetOp;
        Assert.Equal(SetOperation.Types.SetOpType.Union, union.SetOpType);
        Assert.False(union.IsAll);
        Assert.Equal(SetOperation.Types.SetOpType.Intersect, union.RightInput.SetOp.SetOpType);
    }

    [Fact]
    public void CommonTableExpressionsKeepTheirNamesAndColumns()
    {
        var with = Parse("WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r), s AS (SELECT 2) SELECT * FROM r, s")
            .Extension.Unpack<With>();
        Assert.True(with.Recursive);
        Assert.Equal(["r", "s"], with.Expressions.Select(e => e.Name));
        Assert.Equal(["n"], with.Expressions[0].ColumnNames);
    }

    [Fact]
    public void RollupAndCubeMultiplyOutWhenTheyAreMixed()
    {
        var aggregate = Parse("SELECT 1 FROM t GROUP BY a, ROLLUP(b, c)").Project is null
            ? Parse("SELECT 1 FROM t GROUP BY a, ROLLUP(b, c)").Aggregate
            : null;
        Assert.NotNull(aggregate);
        Assert.Equal(Aggregate.Types.GroupType.GroupingSets, aggregate.GroupType);
        Assert.Equal([3, 2, 1], aggregate.GroupingSets.Select(set => set.GroupingSet.Count));
        Assert.Equal(3, aggregate.GroupingExpressions.Count);
    }

    [Fact]
    public void NamedWindowsAreFilledIn()
    {
        var window = Parse("SELECT sum(a) OVER w FROM t HAVING true WINDOW w AS (PARTITION BY b ORDER BY c ROWS 2 PRECEDING)")
            .Extension.Unpack<Having>()
            .Input.Aggregate.AggregateExpressions[0]
            .Window;
        Assert.Single(window.PartitionSpec);
        Assert.Single(window.OrderSpec);
        Assert.Equal("-", window.FrameSpec.Lower.Value.UnresolvedFunction.FunctionName);
    }

    [Fact]
    public void AWindowWithoutDefinitionIsAnAnalysisError() =>
        Assert.Equal(
            "MISSING_WINDOW_SPECIFICATION",
            Assert.Throws<AnalysisException>(() => Parse("SELECT sum(a) OVER w FROM t")).ErrorClass
        );

    [Fact]
    public void PlacesInTheTextComeAlong()
    {
        var read = Parse("SELECT a\nFROM db.t").Project.Input;
        var place = read.Common.Origin.JvmOrigin;
        Assert.Equal((2, 5, 14, 17), (place.Line, place.StartPosition, place.StartIndex, place.StopIndex));
    }

    [Fact]
    public void SubqueriesStandInline()
    {
        var condition = Parse("SELECT * FROM t WHERE (a, b) NOT IN (SELECT 1, 2)").Project.Input.Filter.Condition;
        Assert.Equal("not", condition.UnresolvedFunction.FunctionName);
        var subquery = condition.UnresolvedFunction.Arguments[0].Extension.Unpack<Subquery>();
        Assert.Equal(SubqueryExpression.Types.SubqueryType.In, subquery.Type);
        Assert.Equal(2, subquery.InValues.Count);
    }

    [Theory]
    [InlineData("SELECT 1 +", "PARSE_SYNTAX_ERROR", "42601")]
    [InlineData("", "PARSE_EMPTY_STATEMENT", "42617")]
    [InlineData("SELECT 1 /* open", "UNCLOSED_BRACKETED_COMMENT", "42601")]
    [InlineData("SELECT * FROM test-table", "INVALID_IDENTIFIER", "42602")]
    [InlineData("WITH a AS (SELECT 1), a AS (SELECT 2) SELECT 3", "DUPLICATED_CTE_NAMES", "42602")]
    [InlineData("SELECT :name", "UNBOUND_SQL_PARAMETER", "42P02")]
    public void ErrorsCarrySparksClassAndState(string sql, string errorClass, string state)
    {
        var error = Assert.Throws<ParseException>(() => Parse(sql));
        Assert.Equal((errorClass, state), (error.ErrorClass, error.SqlState));
    }

    [Fact]
    public void SyntaxErrorsMarkThePlace()
    {
        var error = Assert.Throws<ParseException>(() => Parse("SELECT a\nFROM t WHERE )"));
        Assert.Equal("')'", error.MessageParameters["error"]);
        Assert.Contains("(line 2, pos 13)\n\n== SQL ==\nSELECT a\nFROM t WHERE )\n-------------^^^\n", error.Message);
    }

    [Fact]
    public void ParametersArePutIn()
    {
        var parameters = new ParameterValues(
            new Dictionary<string, Expression> { ["n"] = new() { Literal = new Expression.Types.Literal { Integer = 7 } } },
            []
        );
        var query = SqlParser.ParseQuery("SELECT :n FROM t LIMIT :n", parameters: parameters);
        Assert.Equal(7, query.Limit.Limit_);
        Assert.Equal(7, query.Limit.Input.Project.Expressions[0].Literal.Integer);
    }
}
