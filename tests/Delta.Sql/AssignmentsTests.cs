using Xunit;

namespace Delta.Sql.Tests;

public sealed class AssignmentsTests
{
    [Theory]
    [InlineData("id", "`id`")]
    [InlineData("the value", "`the value`")]
    [InlineData("t.id", "`t`.`id`")]
    [InlineData("`a.b`.c", "`a.b`.`c`")]
    [InlineData("`tick``ed`", "`tick``ed`")]
    public void Names_of_columns_are_quoted_part_by_part(string name, string expected) =>
        Assert.Equal(expected, Assignments.QuoteName(name));

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("`open")]
    public void What_is_no_name_is_refused(string name) => Assert.Throws<ArgumentException>(() => Assignments.QuoteName(name));
}
