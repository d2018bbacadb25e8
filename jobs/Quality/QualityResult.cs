namespace Spark.Jobs.Quality;

/// <summary>What a table rule found.</summary>
/// <param name="RuleSet">The name of the rule set.</param>
/// <param name="Severity">Whether a broken rule fails the run.</param>
/// <param name="Rule">The rule as it was written.</param>
/// <param name="Passed">Whether it holds.</param>
/// <param name="Observed">What was measured.</param>
public sealed record QualityResult(string RuleSet, RuleSeverity Severity, string Rule, bool Passed, string? Observed);
