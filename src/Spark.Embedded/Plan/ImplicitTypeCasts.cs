using Spark.Embedded.Types;

namespace Spark.Embedded.Plan;

/// <summary>The casts that <see cref="TypeCoercion"/> inserts.</summary>
public static class ImplicitTypeCasts
{
    /// <summary>The expression in a type: itself when it has the type, else an implicit cast.</summary>
    public static Expr CastTo(Expr expression, SparkType type, EvalMode mode) =>
        expression.Type == type ? expression
        : TypeCoercion.SameType(expression.Type, type) && expression.Type.DuckDb == type.DuckDb ? expression
        : expression is Literal { Value: null } ? new Literal(null, type)
        : new Cast(expression, type, mode == EvalMode.Try ? EvalMode.Ansi : mode);

    /// <summary>
    /// The argument as a parameter takes it, with an implicit cast if the rules allow one; null when they do not.
    /// </summary>
    public static Expr? ImplicitCast(Expr argument, TypeFamily expected, EvalMode mode) =>
        TypeCoercion.ImplicitType(argument.Type, expected, mode) is { } type ? CastTo(argument, type, mode) : null;

    /// <inheritdoc cref="ImplicitCast(Expr, TypeFamily, EvalMode)"/>
    public static Expr? ImplicitCast(Expr argument, SparkType expected, EvalMode mode) =>
        ImplicitCast(argument, TypeFamily.Of(expected), mode);
}
