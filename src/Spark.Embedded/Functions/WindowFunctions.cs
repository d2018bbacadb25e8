using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;
using static Spark.Embedded.Functions.Parameter;

namespace Spark.Embedded.Functions;

/// <summary>Functions that need an OVER clause.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-syntax-qry-select-window.html</remarks>
internal static class WindowFunctions
{
    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(
                ["row_number"],
                "SELECT a, b, row_number() OVER (PARTITION BY a ORDER BY b) FROM VALUES ('A1', 2), ('A1', 1), ('"
                    + "A2', 3), ('A1', 1) tab(a, b)",
                name => Window(name, [], SparkType.Integer, a => Rank(a, "row_number()"))
            )
            {
                Flags = FunctionFlags.IgnoresFrame | FunctionFlags.RowsToCurrent,
            },
            new(
                ["rank"],
                "SELECT a, b, rank(b) OVER (PARTITION BY a ORDER BY b) FROM VALUES ('A1', 2), ('A1', 1), ('A2', "
                    + "3), ('A1', 1) tab(a, b)",
                name => Window(name, [Any.Repeated()], SparkType.Integer, a => Rank(a, "rank()")).Printed(_ => "RANK()")
            )
            {
                Flags = FunctionFlags.IgnoresFrame | FunctionFlags.RowsToCurrent,
            },
            new(
                ["dense_rank"],
                "SELECT a, b, dense_rank(b) OVER (PARTITION BY a ORDER BY b) FROM VALUES ('A1', 2), ('A1', 1), ("
                    + "'A2', 3), ('A1', 1) tab(a, b)",
                name => Window(name, [Any.Repeated()], SparkType.Integer, a => Rank(a, "dense_rank()")).Printed(_ => "DENSE_RANK()")
            )
            {
                Flags = FunctionFlags.IgnoresFrame | FunctionFlags.RowsToCurrent,
            },
            new(
                ["percent_rank"],
                "SELECT a, b, percent_rank(b) OVER (PARTITION BY a ORDER BY b) FROM VALUES ('A1', 2), ('A1', 1),"
                    + " ('A2', 3), ('A1', 1) tab(a, b)",
                name => Window(name, [Any.Repeated()], SparkType.Double, a => $"percent_rank() {a.Sql.Over}").Printed(_ => "PERCENT_RANK()")
            )
            {
                Flags = FunctionFlags.IgnoresFrame | FunctionFlags.RowsToCurrent,
            },
            new(
                ["cume_dist"],
                "SELECT a, b, cume_dist() OVER (PARTITION BY a ORDER BY b) FROM VALUES ('A1', 2), ('A1', 1), ('A"
                    + "2', 3), ('A1', 1) tab(a, b)",
                name => Window(name, [], SparkType.Double, a => $"cume_dist() {a.Sql.Over}")
            )
            {
                Flags = FunctionFlags.IgnoresFrame,
            },
            new(
                ["ntile"],
                "SELECT a, b, ntile(2) OVER (PARTITION BY a ORDER BY b) FROM VALUES ('A1', 2), ('A1', 1), ('A2',"
                    + " 3), ('A1', 1) tab(a, b)",
                name => Window(name, [Int.Or(1).Foldable()], SparkType.Integer, a => Rank(a, $"ntile({a[0]})"))
            )
            {
                Flags = FunctionFlags.IgnoresFrame | FunctionFlags.RowsToCurrent,
            },
            new(
                ["lag", "lead"],
                "SELECT a, b, lag(b) OVER (PARTITION BY a ORDER BY b) FROM VALUES ('A1', 2), ('A1', 1), ('A2', 3"
                    + "), ('A1', 1) tab(a, b)",
                name => Bound(name, FunctionKind.Window, Offset)
            )
            {
                Flags = FunctionFlags.IgnoresFrame,
            },
            new(
                ["nth_value"],
                "SELECT a, b, nth_value(b, 2) OVER (PARTITION BY a ORDER BY b) FROM VALUES ('A1', 2), ('A1', 1),"
                    + " ('A2', 3), ('A1', 1) tab(a, b)",
                name =>
                    Of(
                        name,
                        FunctionKind.Window,
                        [Any, Int.Foldable()],
                        a => a[0].Type,
                        _ => true,
                        a => $"nth_value({a[0]}, {a[1]}{(a.Call.IgnoreNulls ? " IGNORE NULLS" : "")}) {a.Sql.Over}"
                    )
            )
            {
                Flags = FunctionFlags.WritesFrame,
            },
        ];

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
