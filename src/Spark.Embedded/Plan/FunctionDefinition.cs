using Spark.Embedded.Types;

namespace Spark.Embedded.Plan;

/// <summary>How a function is evaluated.</summary>
public enum FunctionKind
{
    /// <summary>One value a row.</summary>
    Scalar,

    /// <summary>One value a group; usable over a window too.</summary>
    Aggregate,

    /// <summary>Over a window only.</summary>
    Window,

    /// <summary>
    /// Several rows a row (<c>explode</c>). Its type is the struct of the columns it makes; its SQL is a DuckDB list of such structs, null or
    /// empty for no rows.
    /// </summary>
    Generator,
}

/// <summary>A row of the function table: a Spark name, how its arguments are typed, and its DuckDB form.</summary>
/// <param name="Name">Spark's name, lower case.</param>
/// <param name="Kind">How it is evaluated.</param>
/// <param name="Bind">
/// Checks and coerces the arguments and settles type and form. Throws Spark's error classes (<c>WRONG_NUM_ARGS</c>,
/// <c>DATATYPE_MISMATCH.*</c>) for calls that Spark refuses, and <see cref="Microsoft.Spark.SparkUnsupportedOperationException"/> for
/// calls that Spark knows and this engine does not.
/// </param>
public sealed record FunctionDefinition(string Name, FunctionKind Kind, Func<FunctionCall, BoundFunction> Bind)
{
    /// <summary>What the stages must know of it.</summary>
    public FunctionFlags Flags { get; init; }

    /// <summary>The row of a call that only the resolver makes, already bound.</summary>
    internal static FunctionDefinition Internal(string name, FunctionKind kind) =>
        new(name, kind, _ => throw new InvalidOperationException($"{name} is bound by the resolver alone."));
}

/// <summary>A call before binding.</summary>
/// <param name="Name">The name as the user wrote it.</param>
/// <param name="Arguments">Resolved arguments; a lambda is an <see cref="UnresolvedLambda"/>, which the binder resolves with the types of its parameters.</param>
/// <param name="Session">The session's settings.</param>
public sealed record FunctionCall(string Name, IReadOnlyList<Expr> Arguments, SessionContext Session)
{
    /// <summary><see cref="EvalMode.Ansi"/> or <see cref="EvalMode.Legacy"/>.</summary>
    public EvalMode Mode { get; init; } = Session.Mode;

    /// <summary>The session's time zone.</summary>
    public string TimeZone => Session.TimeZone;

    /// <summary>Whether DISTINCT was written.</summary>
    public bool Distinct { get; init; }

    /// <summary>Whether IGNORE NULLS was written.</summary>
    public bool IgnoreNulls { get; init; }

    /// <summary>The order of WITHIN GROUP (ORDER BY ...); empty for none.</summary>
    public IReadOnlyList<WithinGroupOrder> WithinGroup { get; init; } = [];
}

/// <summary>A key of WITHIN GROUP (ORDER BY ...).</summary>
public sealed record WithinGroupOrder(Expr Key, bool Descending, bool NullsFirst);

/// <summary>A function bound to coerced arguments.</summary>
/// <param name="Definition">The row of the table.</param>
/// <param name="Arguments">The arguments after implicit casts.</param>
/// <param name="Type">The type of the result.</param>
/// <param name="Nullable">Whether the result may be null.</param>
/// <param name="ToSql">The DuckDB form.</param>
public sealed record BoundFunction(
    FunctionDefinition Definition,
    IReadOnlyList<Expr> Arguments,
    SparkType Type,
    bool Nullable,
    Func<SqlArguments, string> ToSql
)
{
    /// <summary>Whether equal arguments always give equal results (<c>rand</c> and <c>uuid</c> do not).</summary>
    public bool Deterministic { get; init; } = true;

    /// <summary>How Spark prints the call in a generated column name, given the printed arguments; null for <c>name(a, b)</c>.</summary>
    public Func<IReadOnlyList<string>, string>? Print { get; init; }
}

/// <summary>The lowered arguments of a call, and what surrounds an aggregate or window function.</summary>
/// <param name="Sql">DuckDB SQL of every argument, each safe to stand as an operand. A lambda is <c>lambda x, y: body</c>.</param>
/// <param name="Filter">For aggregates: the condition of the FILTER clause; null for none.</param>
/// <param name="Over">The OVER clause, beginning with <c>OVER</c>; null for none.</param>
/// <param name="Distinct">For aggregates: over distinct values.</param>
public sealed record SqlArguments(IReadOnlyList<string> Sql, string? Filter = null, string? Over = null, bool Distinct = false)
{
    public string this[int index] => Sql[index];

    /// <summary>Receives the native functions that the SQL calls; they are registered with DuckDB before it runs.</summary>
    public ICollection<NativeFunction> Natives { get; init; } = new List<NativeFunction>();

    /// <summary>A call of a native function.</summary>
    public string Native(NativeFunction function, params IReadOnlyList<string> arguments)
    {
        Natives.Add(function);
        return $"\"{function.Name.Replace("\"", "\"\"")}\"({string.Join(", ", arguments)})";
    }

    /// <summary>One DuckDB aggregate call with DISTINCT, FILTER and OVER where they belong; a form may make several.</summary>
    public string Aggregate(string function, params IReadOnlyList<string> arguments) => AggregateWhere(null, function, arguments);

    /// <summary>The same over the rows that <paramref name="condition"/> holds for, besides the call's own FILTER.</summary>
    public string AggregateWhere(string? condition, string function, params IReadOnlyList<string> arguments)
    {
        var filter = (Filter, condition) switch
        {
            (null, null) => "",
            ({ } one, null) => $" FILTER (WHERE {one})",
            (null, { } two) => $" FILTER (WHERE {two})",
            ({ } one, { } two) => $" FILTER (WHERE ({one}) AND ({two}))",
        };
        return $"{function}({(Distinct ? "DISTINCT " : "")}{string.Join(", ", arguments)}){filter}{(Over is null ? "" : " " + Over)}";
    }
}
