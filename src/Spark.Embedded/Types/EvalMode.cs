namespace Spark.Embedded.Types;

/// <summary>What happens when an operation has no value in its type.</summary>
public enum EvalMode
{
    /// <summary>Spark's default: an error.</summary>
    Ansi,

    /// <summary>With <c>spark.sql.ansi.enabled=false</c>: null, or integers that wrap.</summary>
    Legacy,

    /// <summary>The <c>try_</c> functions: null.</summary>
    Try,
}
