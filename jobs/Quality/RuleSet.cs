namespace Spark.Jobs.Quality;

/// <summary>Rules under one name.</summary>
/// <param name="Name">The name, as results tell it.</param>
/// <param name="Severity">What happens when one of the rules is broken.</param>
/// <param name="Rules">The rules, in the order of their text.</param>
public sealed record RuleSet(string Name, RuleSeverity Severity, IReadOnlyList<DqdlRule> Rules);
