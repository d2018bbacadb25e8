namespace Conformance.Tests.Sql;

/// <summary>How an engine's answer compares with Spark's.</summary>
public enum Verdict
{
    Right,

    /// <summary>Rows or a schema that are not Spark's: the worst.</summary>
    WrongAnswer,

    /// <summary>An error where Spark answers, or another error than Spark's.</summary>
    WrongError,

    /// <summary>The engine said that it does not do this.</summary>
    Refused,
}

/// <summary>A verdict with what there is to say about it.</summary>
public sealed record Outcome(Verdict Verdict, string Reason = "");
