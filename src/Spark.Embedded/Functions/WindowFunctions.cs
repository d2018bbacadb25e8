using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.Parameter;
using static Spark.Embedded.Functions.Row;

namespace Spark.Embedded.Functions;

/// <summary>Functions that need an OVER clause.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-syntax-qry-select-window.html</remarks>
internal static class WindowFunctions
{
    public static FunctionDefinition? Find(string name) =>
        name switch
        {
            "row_number" => Window(name, [], SparkType.Integer, a => Rank(a, "row_number()")),
            "rank" => Window(name, [Any.Repeated()], SparkType.Integer, a => Rank(a, "rank()")).Printed(_ => "RANK()"),
            "dense_rank" => Window(name, [Any.Repeated()], SparkType.Integer, a => Rank(a, "dense_rank()")).Printed(_ => "DENSE_RANK()"),
            "percent_rank" => Window(name, [Any.Repeated()], SparkType.Double, a => $"percent_rank() {a.Sql.Over}")
                .Printed(_ => "PERCENT_RANK()"),
            "cume_dist" => Window(name, [], SparkType.Double, a => $"cume_dist() {a.Sql.Over}"),
            "ntile" => Window(name, [Int.Or(1).Foldable()], SparkType.Integer, a => Rank(a, $"ntile({a[0]})")),
            "lag" or "lead" => Bound(name, FunctionKind.Window, Offset),
            "nth_value" => Of(
                name,
                FunctionKind.Window,
                [Any, Int.Foldable()],
                a => a[0].Type,
                _ => true,
                a => $"nth_value({a[0]}, {a[1]}{(a.Call.IgnoreNulls ? " IGNORE NULLS" : "")}) {a.Sql.Over}"
            ),
            _ => null,
        };

    private static FunctionDefinition Window(string name, Parameter[] parameters, SparkType type, Func<Operands, string> form) =>
        Of(name, FunctionKind.Window, parameters, _ => type, _ => false, form);

    private static string Rank(Operands a, string call) => $"CAST({call} {a.Sql.Over} AS INTEGER)";

    private static BoundFunction Offset(FunctionCall call)
    {
        var matched = Match(call, [Any, Int.Or(1).Foldable(), Any.OrNull()]);
        var type = matched[0].Type;
        if (type is NullType)
            type = matched[2].Type;
        else if (TypeCoercion.CommonType(type, matched[2].Type, call.Mode) != type)
            throw BindError.DifferentTypes(call);
        var arguments = new[]
        {
            ImplicitTypeCasts.CastTo(matched[0], type, call.Mode),
            matched[1],
            ImplicitTypeCasts.CastTo(matched[2], type, call.Mode),
        };
        var function = call.Name.ToLowerInvariant();
        return Result(
            call,
            arguments,
            type,
            arguments[0].Nullable || arguments[2].Nullable,
            a => $"{function}({a[0]}, {a[1]}, {a[2]}{(a.Call.IgnoreNulls ? " IGNORE NULLS" : "")}) {a.Sql.Over}"
        );
    }
}
