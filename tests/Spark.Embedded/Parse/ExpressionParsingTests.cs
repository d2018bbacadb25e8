using FsCheck;
using FsCheck.Fluent;
using Spark.Connect;
using Spark.Embedded.Parse;
using Xunit;

namespace Spark.Embedded.Tests.Parse;

public sealed class ExpressionParsingTests
{
    private static Expression Parse(string sql) => SqlParser.ParseExpression(sql);

    /// <summary>The tree as nested calls, to compare precedence.</summary>
    private static string Show(Expression expression) =>
        expression.ExprTypeCase switch
        {
            Expression.ExprTypeOneofCase.UnresolvedFunction =>
                $"{expression.UnresolvedFunction.FunctionName}({string.Join(",", expression.UnresolvedFunction.Arguments.Select(Show))})",
            Expression.ExprTypeOneofCase.UnresolvedAttribute => expression.UnresolvedAttribute.UnparsedIdentifier,
            Expression.ExprTypeOneofCase.Cast => $"cast({Show(expression.Cast.Expr)})",
            Expression.ExprTypeOneofCase.Literal => expression.Literal.LiteralTypeCase switch
            {
                Expression.Types.Literal.LiteralTypeOneofCase.Integer => $"{expression.Literal.Integer}",
                Expression.Types.Literal.LiteralTypeOneofCase.String => $"'{expression.Literal.String}'",
                var other => other.ToString(),
            },
            var other => other.ToString(),
        };

    [Theory]
    [InlineData("1 + 2 * 3", "+(1,*(2,3))")]
    [InlineData("a - 1 - 2", "-(-(a,1),2)")]
    [InlineData("-a * b", "*(-(a),b)")]
    [InlineData("- 1", "-1")]
    [InlineData("a & b | c ^ d << 1", "|(&(a,b),^(c,<<(d,1)))")]
    [InlineData("NOT a = b AND c OR d", "or(and(not(==(a,b)),c),d)")]
    [InlineData("a AND b AND c AND d", "and(and(a,b),and(c,d))")]
    [InlineData("a <> b", "not(==(a,b))")]
    [InlineData("a NOT BETWEEN 1 AND 2 + 3", "not(between(a,1,+(2,3)))")]
    [InlineData("a IS NOT DISTINCT FROM b", "<=>(a,b)")]
    [InlineData("a::int + 1", "+(cast(a),1)")]
    [InlineData("a LIKE 'x' ESCAPE '/'", "like(a,'x','/')")]
    [InlineData("CASE a WHEN 1 THEN 2 ELSE 3 END", "when(==(a,1),2,3)")]
    [InlineData("count(*)", "count(1)")]
    [InlineData("trim(LEADING 'x' FROM a)", "ltrim('x',a)")]
    [InlineData("substring(a FROM 2 FOR 3)", "substring(a,2,3)")]
    [InlineData("extract(year FROM a)", "extract('year',a)")]
    [InlineData("timestampadd(MONTH, 1, a)", "timestampadd('MONTH',1,a)")]
    [InlineData("a.`b c`.d", "a.`b c`.d")]
    public void OperatorsNestAsInSpark(string sql, string tree) => Assert.Equal(tree, Show(Parse(sql)));

    [Theory]
    [InlineData("2147483647", Expression.Types.Literal.LiteralTypeOneofCase.Integer)]
    [InlineData("-2147483648", Expression.Types.Literal.LiteralTypeOneofCase.Integer)]
    [InlineData("2147483648", Expression.Types.Literal.LiteralTypeOneofCase.Long)]
    [InlineData("9223372036854775808", Expression.Types.Literal.LiteralTypeOneofCase.Decimal)]
    [InlineData("1.5", Expression.Types.Literal.LiteralTypeOneofCase.Decimal)]
    [InlineData("1e2", Expression.Types.Literal.LiteralTypeOneofCase.Double)]
    [InlineData("1.5f", Expression.Types.Literal.LiteralTypeOneofCase.Float)]
    [InlineData("127Y", Expression.Types.Literal.LiteralTypeOneofCase.Byte)]
    [InlineData("X'1A'", Expression.Types.Literal.LiteralTypeOneofCase.Binary)]
    [InlineData("DATE '2020-02-29'", Expression.Types.Literal.LiteralTypeOneofCase.Date)]
    [InlineData("INTERVAL '1-2' YEAR TO MONTH", Expression.Types.Literal.LiteralTypeOneofCase.YearMonthInterval)]
    [InlineData("INTERVAL 1 DAY 2 HOURS", Expression.Types.Literal.LiteralTypeOneofCase.DayTimeInterval)]
    public void LiteralsHaveSparksTypes(string sql, Expression.Types.Literal.LiteralTypeOneofCase type) =>
        Assert.Equal(type, Parse(sql).Literal.LiteralTypeCase);

    [Theory]
    [InlineData("0.010", "0.010", 3, 3)]
    [InlineData("-12.5", "-12.5", 3, 1)]
    [InlineData("1E3BD", "1000", 4, 0)]
    [InlineData(".5", "0.5", 1, 1)]
    public void DecimalsKeepTheirDigits(string sql, string value, int precision, int scale)
    {
        var literal = Parse(sql).Literal.Decimal;
        Assert.Equal((value, precision, scale), (literal.Value, literal.Precision, literal.Scale));
    }

    [Theory]
    [InlineData(@"'a\tb\u0041\101'", "a\tbAA")]
    [InlineData(@"'50\%'", @"50\%")]
    [InlineData(@"r'a\tb'", @"a\tb")]
    [InlineData("'it''s' ' ok'", "it's ok")]
    [InlineData("\"double\"", "double")]
    public void StringsAreUnescaped(string sql, string value) => Assert.Equal(value, Parse(sql).Literal.String);

    [Theory]
    [InlineData("1970-01-02", "UTC", 86_400_000_000)]
    [InlineData("1970-01-01 00:00:00", "America/Los_Angeles", 28_800_000_000)]
    [InlineData("1970-01-01T00:00:01.5Z", "America/Los_Angeles", 1_500_000)]
    [InlineData("1970-01-01 02:00:00+02:00", "UTC", 0)]
    // The clocks skip 02:00 to 03:00 on this day: the time moves on by the gap.
    [InlineData("2019-03-10 02:30:00", "America/Los_Angeles", 1_552_213_800_000_000)]
    public void TimestampsAreReadInTheSessionsZone(string text, string zone, long micros)
    {
        var literal = SqlParser.ParseExpression($"TIMESTAMP '{text}'", new ParserOptions { SessionTimeZone = zone }).Literal;
        Assert.Equal(micros, literal.Timestamp);
    }

    [Fact]
    public void LambdaParametersAreVariablesAndOthersColumns()
    {
        var lambda = Parse("transform(xs, (x, i) -> x.f + i + y)").UnresolvedFunction.Arguments[1].LambdaFunction;
        var sum = lambda.Function.UnresolvedFunction;
        Assert.Equal("y", sum.Arguments[1].UnresolvedAttribute.UnparsedIdentifier);
        Assert.Equal(["x", "f"], sum.Arguments[0].UnresolvedFunction.Arguments[0].UnresolvedNamedLambdaVariable.NameParts);
    }

    [Fact]
    public void FunctionModifiersAreKept()
    {
        var call = Parse("listagg(DISTINCT a, ',') WITHIN GROUP (ORDER BY b) FILTER (WHERE c)").Extension.Unpack<FunctionCall>();
        Assert.True(call.Function.IsDistinct);
        Assert.Single(call.WithinGroup);
        Assert.NotNull(call.Filter);
    }

    [Fact]
    public void NamesSurviveQuotingAndParsing() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<string[]>().Filter(parts => parts.Length > 0 && parts.All(part => !string.IsNullOrEmpty(part))),
                parts =>
                {
                    Assert.Equal(parts, SqlParser.ParseMultipartIdentifier(SqlNames.Join(parts)));
                    Assert.Equal(parts, SqlParser.ParseMultipartIdentifier(SqlNames.Quote(parts)));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void IntegersOfAnySizeKeepTheirValue() =>
        Prop.ForAll<long>(value =>
            {
                var literal = Parse($"{value}L").Literal;
                Assert.Equal(value, literal.Long);
            })
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("array<map<string,struct<a:int,b:array<int>>>>")]
    [InlineData("decimal(38, 18)")]
    [InlineData("interval day to second")]
    [InlineData("struct<>")]
    public void TypesAreRead(string text) => Assert.NotNull(SqlParser.ParseDataType(text));

    [Fact]
    public void SchemasCarryNullabilityAndComments()
    {
        var fields = SqlParser.ParseTableSchema("a INT NOT NULL, `b c` STRING COMMENT 'it\"s'").Struct.Fields;
        Assert.False(fields[0].Nullable);
        Assert.Equal("b c", fields[1].Name);
        Assert.Equal("""{"comment":"it\"s"}""", fields[1].Metadata);
    }
}
