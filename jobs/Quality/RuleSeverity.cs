namespace Spark.Jobs.Quality;

/// <summary>What happens when a rule is broken.</summary>
public enum RuleSeverity
{
    /// <summary>Row rules: the row goes to quarantine.</summary>
    Quarantine,

    /// <summary>Table rules: the run fails.</summary>
    Error,

    /// <summary>Table rules: the outcome is recorded.</summary>
    Warning,
}
