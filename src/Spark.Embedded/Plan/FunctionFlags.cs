namespace Spark.Embedded.Plan;

/// <summary>What the stages must know of a function beyond its type and form.</summary>
[Flags]
public enum FunctionFlags
{
    None = 0,

    /// <summary>An aggregate whose result depends on the order of its input.</summary>
    OrderSensitive = 1,

    /// <summary>A window function that looks at rows by itself: it needs an order and takes no frame but its own.</summary>
    IgnoresFrame = 2,

    /// <summary>A window function whose own frame is <c>ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW</c>.</summary>
    RowsToCurrent = 4,

    /// <summary>A window function whose default frame must be written out, for DuckDB's differs.</summary>
    WritesFrame = 8,

    /// <summary>A function of two arguments whose order does not matter.</summary>
    Commutative = 16,
}
