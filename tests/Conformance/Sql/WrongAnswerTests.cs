using Xunit;

namespace Conformance.Tests.Sql;

/// <summary>A wrong answer is the worst that an engine can give, so their number only falls.</summary>
public sealed class WrongAnswerTests
{
    /// <summary>May be lowered and never raised.</summary>
    private const int EmbeddedBudget = 606;

    [Fact]
    public void TheEmbeddedEngineHasNoMoreWrongAnswersThanItsBudget()
    {
        var listed = KnownGaps.Count("embedded", Verdict.WrongAnswer);

        Assert.True(listed <= EmbeddedBudget, $"{listed} wrong answers are listed; the budget is {EmbeddedBudget} and may not be raised.");
        Assert.True(listed == EmbeddedBudget, $"{listed} wrong answers are listed: lower the budget from {EmbeddedBudget} to that.");
    }
}
