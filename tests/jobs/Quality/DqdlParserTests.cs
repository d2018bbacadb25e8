using Spark.Jobs.Quality;
using Xunit;

namespace Spark.Jobs.Tests.Quality;

public class DqdlParserTests
{
    [Fact]
    public void A_rule_set_is_split_into_its_rules_as_they_were_written()
    {
        var rules = DqdlParser.Parse(
            """
            Rules = [
                IsComplete "id",   # every order has one
                RowCount > 10,
                (ColumnValues "a" > 1) and (ColumnValues "b" in ["x", "y"])
            ]
            """
        );

        Assert.Equal(
            ["IsComplete \"id\"", "RowCount > 10", "(ColumnValues \"a\" > 1) and (ColumnValues \"b\" in [\"x\", \"y\"])"],
            rules.Select(r => r.Text)
        );
        Assert.Equal(["a", "b"], rules[2].Columns);
    }

    [Theory]
    [InlineData("IsComplete \"a\"", true)]
    [InlineData("ColumnValues \"a\" between 1 and 5", true)]
    [InlineData("ColumnLength \"a\" <= 3", true)]
    [InlineData("(IsComplete \"a\") or (ColumnValues \"b\" = 1)", true)]
    [InlineData("RowCount > 0", false)]
    [InlineData("IsUnique \"a\"", false)]
    [InlineData("(IsComplete \"a\") and (RowCount > 0)", false)]
    [InlineData("CustomSql \"select count(*) from primary\" > 0", false)]
    public void Rules_know_whether_they_judge_rows(string rule, bool judgesRows) =>
        Assert.Equal(judgesRows, DqdlParser.Parse($"Rules = [ {rule} ]").Single().RowPredicate is not null);

    [Theory]
    [InlineData("Rules = [ ]", 1, "a rule was expected")]
    [InlineData("IsComplete \"a\"", 1, "Rules = [ ... ] was expected")]
    [InlineData("Rules = [\n IsComplete \"a\"\n ColumnValues \"b\" > 1 ]", 3, "] was expected, not ColumnValues")]
    [InlineData("Rules = [\n\n IsCompleet \"a\" ]", 3, "IsCompleet is not evaluated here; did you mean IsComplete?")]
    [InlineData("Rules = [ DatasetMatch \"a\" ]", 1, "DatasetMatch is not evaluated here; ColumnLength,")]
    [InlineData("Rules = [ ColumnValues \"a\" > ]", 1, "a number, a text in quotation marks, or now() was expected")]
    [InlineData("Rules = [ ColumnValues \"a ]", 1, "a quotation mark is not closed")]
    [InlineData("Rules = [ (RowCount > 0) and (CustomSql \"select 1\" = 1) ]", 1, "CustomSql cannot be joined")]
    [InlineData("Rules = [ RowCount > 0 ] x", 1, "the end of the rule set was expected, not x")]
    public void What_is_not_evaluated_is_refused_by_name_and_line(string ruleset, int line, string message)
    {
        var error = Assert.Throws<DqdlException>(() => DqdlParser.Parse(ruleset));

        Assert.Equal(line, error.Line);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
