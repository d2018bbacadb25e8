using Spark.Embedded.Types;

namespace Spark.Embedded.Plan;

/// <summary>An expression whose names, functions and types are settled. Trees are immutable.</summary>
/// <param name="Type">The type of its value.</param>
/// <param name="Nullable">Whether its value may be null.</param>
public abstract record Expr(SparkType Type, bool Nullable);

/// <summary>A column of a relation below, known by an id that survives renames and joins of a table with itself.</summary>
public sealed record AttributeReference(long Id, string Name, SparkType Type, bool Nullable) : Expr(Type, Nullable);

/// <summary>
/// A constant. <paramref name="Value"/> is null, bool, sbyte, short, int, long, float, double, decimal or
/// <see cref="System.Numerics.BigInteger"/> (an unscaled decimal of more than 28 digits), string, byte[], int (date: days; year-month
/// interval: months), long (timestamps, times and day-time intervals: microseconds), <see cref="CalendarIntervalValue"/>, and as in
/// <see cref="NativeArguments.Value"/> <c>object?[]</c> (arrays and structs) and <c>KeyValuePair&lt;object, object?&gt;[]</c> (maps).
/// </summary>
public sealed record Literal(object? Value, SparkType Type) : Expr(Type, Value is null)
{
    /// <summary>How it prints, where that depends on the session: an instant in the session's zone. Null for the common form.</summary>
    public string? Text { get; init; }
}

/// <summary>A conversion, written by the user or inserted by type coercion.</summary>
/// <param name="Explicit">Whether the user wrote it, which shows in generated column names.</param>
public sealed record Cast(Expr Child, SparkType Type, EvalMode Mode, bool Explicit = false)
    : Expr(Type, Child.Nullable || Mode != EvalMode.Ansi);

/// <summary>An expression to sort by.</summary>
public sealed record SortKey(Expr Child, bool Ascending, bool NullsFirst);

/// <summary>A call of a built-in function, bound to its arguments.</summary>
/// <param name="Distinct">For aggregates: over distinct values.</param>
/// <param name="Filter">For aggregates: the FILTER (WHERE ...) condition.</param>
public sealed record Call(BoundFunction Function, bool Distinct = false, Expr? Filter = null) : Expr(Function.Type, Function.Nullable);

/// <summary>A parameter of a lambda function.</summary>
public sealed record LambdaVariable(long Id, string Name, SparkType Type, bool Nullable) : Expr(Type, Nullable);

/// <summary>An anonymous function, argument of higher-order functions. Its type is its body's.</summary>
public sealed record LambdaFunction(IReadOnlyList<LambdaVariable> Parameters, Expr Body) : Expr(Body.Type, Body.Nullable);

/// <summary>
/// A lambda as an argument of a call that is not bound yet: the function tells the types of its parameters, then its body is resolved.
/// </summary>
/// <param name="ParameterNames">The names of its parameters; what is no lambda at all is one of none.</param>
/// <param name="Resolve">Resolves the body, given a type and a nullability for every parameter.</param>
public sealed record UnresolvedLambda(
    IReadOnlyList<string> ParameterNames,
    Func<IReadOnlyList<(SparkType Type, bool Nullable)>, LambdaFunction> Resolve
) : Expr(SparkType.Null, true);

/// <summary>A function over a window.</summary>
/// <param name="Function">The aggregate or window function.</param>
/// <param name="Frame">The frame as written; null for Spark's default.</param>
public sealed record WindowExpression(Call Function, IReadOnlyList<Expr> Partition, IReadOnlyList<SortKey> Order, WindowFrame? Frame)
    : Expr(Function.Type, Function.Nullable);

/// <summary>The rows of a partition that a window function sees.</summary>
public sealed record WindowFrame(bool IsRows, FrameBound Lower, FrameBound Upper);

/// <summary>An end of a frame: CURRENT ROW, UNBOUNDED, or a number of rows or a distance from the current row.</summary>
/// <param name="Offset">Rows or distance after the current row, or before it when negative; null for the other two.</param>
/// <param name="Unbounded">Whether the frame has no end on this side.</param>
public sealed record FrameBound(Expr? Offset, bool Unbounded)
{
    public static readonly FrameBound CurrentRow = new(null, false);
    public static readonly FrameBound Limitless = new(null, true);
}

/// <summary>A query of one column that gives one value, null for no rows.</summary>
public sealed record ScalarSubquery(LogicalPlan Plan) : Expr(Plan.Output[0].Type, true);

/// <summary>Whether a query has rows.</summary>
public sealed record ExistsSubquery(LogicalPlan Plan) : Expr(SparkType.Boolean, false);

/// <summary>Whether a value, or a row of values, is among the rows of a query.</summary>
public sealed record InSubquery(IReadOnlyList<Expr> Values, LogicalPlan Plan) : Expr(SparkType.Boolean, true);

/// <summary>Which grouping expressions a row of a rollup, cube or grouping set aggregates over, as bits, the last expression the lowest.</summary>
/// <param name="Groups">Ordinals of the aggregate's groups.</param>
public sealed record GroupingBits(IReadOnlyList<AttributeReference> Groups, SparkType Type, string Text) : Expr(Type, false);
