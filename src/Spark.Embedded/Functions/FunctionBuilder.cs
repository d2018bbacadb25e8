using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions;

/// <summary>What a form is written from: the lowered arguments, and the call as it was bound.</summary>
/// <param name="Sql">The lowered arguments.</param>
/// <param name="Arguments">The bound arguments.</param>
/// <param name="Type">The type of the result.</param>
/// <param name="Call">The call before binding.</param>
internal readonly record struct Operands(SqlArguments Sql, IReadOnlyList<Expr> Arguments, SparkType Type, FunctionCall Call)
{
    /// <summary>The DuckDB SQL of an argument.</summary>
    public string this[int index] => Sql[index];

    public int Count => Sql.Sql.Count;

    public SparkType TypeOf(int index) => Arguments[index].Type;

    /// <summary>The SQL of all arguments from an index on, with commas between.</summary>
    public string List(int from = 0) => string.Join(", ", Sql.Sql.Skip(from));

    public string Native(NativeFunction function, params IReadOnlyList<string> arguments) => Sql.Native(function, arguments);

    public string Aggregate(string function, params IReadOnlyList<string> arguments) => Sql.Aggregate(function, arguments);
}

/// <summary>Makes definitions of functions.</summary>
internal static class FunctionBuilder
{
    /// <summary>A scalar function, null when an argument is null.</summary>
    public static FunctionDefinition Scalar(string name, Parameter[] parameters, SparkType type, Func<Operands, string> form) =>
        Scalar(name, parameters, _ => type, form);

    /// <summary>A scalar function whose type follows from its arguments.</summary>
    public static FunctionDefinition Scalar(
        string name,
        Parameter[] parameters,
        Func<IReadOnlyList<Expr>, SparkType> type,
        Func<Operands, string> form
    ) => Of(name, FunctionKind.Scalar, parameters, type, arguments => arguments.Any(a => a.Nullable), form);

    /// <summary>A scalar function that a native function computes.</summary>
    public static FunctionDefinition Scalar(string name, Parameter[] parameters, NativeFunction native) =>
        Scalar(name, parameters, native.Result, a => a.Native(native, a.Sql.Sql));

    /// <summary>A native function that computes one row of a Spark function.</summary>
    public static NativeFunction Native(
        string name,
        IReadOnlyList<SparkType> parameters,
        SparkType result,
        Action<NativeArguments, NativeResult> body
    ) => new("spark_" + name, parameters, result, body);

    /// <summary>An aggregate, which is null over no rows.</summary>
    public static FunctionDefinition Aggregate(string name, Parameter[] parameters, SparkType type, Func<Operands, string> form) =>
        Aggregate(name, parameters, _ => type, form);

    public static FunctionDefinition Aggregate(
        string name,
        Parameter[] parameters,
        Func<IReadOnlyList<Expr>, SparkType> type,
        Func<Operands, string> form
    ) => Of(name, FunctionKind.Aggregate, parameters, type, _ => true, form);

    /// <summary>A row from its parts.</summary>
    public static FunctionDefinition Of(
        string name,
        FunctionKind kind,
        Parameter[] parameters,
        Func<IReadOnlyList<Expr>, SparkType> type,
        Func<IReadOnlyList<Expr>, bool> nullable,
        Func<Operands, string> form
    ) =>
        Bound(
            name,
            kind,
            call =>
            {
                var arguments = Parameter.Match(call, parameters);
                return Result(call, arguments, type(arguments), nullable(arguments), form);
            }
        );

    /// <summary>A row that checks and casts its arguments itself.</summary>
    public static FunctionDefinition Bound(string name, FunctionKind kind, Func<FunctionCall, BoundFunction> bind)
    {
        FunctionDefinition? definition = null;
        definition = new FunctionDefinition(name, kind, call => bind(call) with { Definition = definition! });
        return definition;
    }

    /// <summary>What <see cref="Bound"/> binds to.</summary>
    public static BoundFunction Result(
        FunctionCall call,
        IReadOnlyList<Expr> arguments,
        SparkType type,
        bool nullable,
        Func<Operands, string> form
    ) => new(null!, arguments, type, nullable, sql => form(new Operands(sql, arguments, type, call)));

    /// <summary>The same row, whose result may be null whatever the arguments are.</summary>
    public static FunctionDefinition MayBeNull(this FunctionDefinition row) => row.With(bound => bound with { Nullable = true });

    /// <summary>The same row, whose result is never null.</summary>
    public static FunctionDefinition NeverNull(this FunctionDefinition row) => row.With(bound => bound with { Nullable = false });

    /// <summary>The same row, whose results differ from call to call.</summary>
    public static FunctionDefinition Indeterminate(this FunctionDefinition row) => row.With(bound => bound with { Deterministic = false });

    /// <summary>The same row, printed under another name in generated column names.</summary>
    public static FunctionDefinition PrintedAs(this FunctionDefinition row, string name) =>
        row.Printed(arguments => $"{name}({string.Join(", ", arguments)})");

    public static FunctionDefinition Printed(this FunctionDefinition row, Func<IReadOnlyList<string>, string> print) =>
        row.With(bound => bound with { Print = print });

    /// <summary>The same row, printed with the arguments that were written, not with defaults.</summary>
    public static FunctionDefinition PrintedAsWritten(this FunctionDefinition row) =>
        row with
        {
            Bind = call =>
                row.Bind(call) with
                {
                    Print = arguments => $"{call.Name.ToLowerInvariant()}({string.Join(", ", arguments.Take(call.Arguments.Count))})",
                },
        };

    /// <summary>The same row with a change to what it binds to.</summary>
    public static FunctionDefinition With(this FunctionDefinition row, Func<BoundFunction, BoundFunction> change) =>
        row with
        {
            Bind = call => change(row.Bind(call)),
        };
}
