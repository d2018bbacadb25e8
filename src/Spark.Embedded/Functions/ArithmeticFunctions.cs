using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;

namespace Spark.Embedded.Functions;

/// <summary>Arithmetic operators under the names of functions, and the <c>try_</c> forms that give null where the operator fails.</summary>
internal static class ArithmeticFunctions
{
    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(["mod"], "SELECT 2 % 1.8", name => Operator(name, "%")),
            new(["try_add"], "SELECT try_add(1, 2)", name => Attempt(name, "+")),
            new(["try_subtract"], "SELECT try_subtract(2, 1)", name => Attempt(name, "-")),
            new(["try_multiply"], "SELECT try_multiply(2, 3)", name => Attempt(name, "*")),
            new(["try_divide"], "SELECT try_divide(3, 2)", name => Attempt(name, "/")),
            new(["try_mod"], "SELECT try_mod(3, 2)", name => Attempt(name, "%")),
            new(["pmod"], "SELECT pmod(10, 3)", name => Bound(name, FunctionKind.Scalar, PositiveModulo)),
        ];

    private static FunctionDefinition Operator(string name, string symbol) =>
        Bound(
            name,
            FunctionKind.Scalar,
            call =>
            {
                if (call.Arguments.Count != 2)
                    throw Errors.SparkErrors.WrongNumberOfArguments(call.Name, "2", call.Arguments.Count);
                return FunctionTable.Instance.Find(symbol)!.Bind(call) with { Print = printed => $"{name}({string.Join(", ", printed)})" };
            }
        );

    /// <summary>The operator, null where it raises an error. Errors of its operands are raised all the same: they are computed outside.</summary>
    private static FunctionDefinition Attempt(string name, string symbol) =>
        Bound(
            name,
            FunctionKind.Scalar,
            call =>
            {
                if (call.Arguments.Count != 2)
                    throw Errors.SparkErrors.WrongNumberOfArguments(call.Name, "2", call.Arguments.Count);
                var bound = FunctionTable.Instance.Find(symbol)!.Bind(call with { Mode = EvalMode.Ansi });
                return Result(
                    call,
                    bound.Arguments,
                    bound.Type,
                    true,
                    a =>
                    {
                        var operation = RuntimeError.Silence(
                            bound.ToSql(a.Sql with { Sql = ["spark_x", "spark_y"], Natives = a.Sql.Natives })
                        );
                        return $"list_transform([{a[0]}], lambda spark_x: list_transform([{a[1]}], lambda spark_y: TRY({operation}))[1])[1]";
                    }
                ) with
                {
                    Print = printed => $"{name}({string.Join(", ", printed)})",
                };
            }
        );

    /// <summary>The remainder, made positive by adding the divisor to a negative one.</summary>
    private static BoundFunction PositiveModulo(FunctionCall call)
    {
        if (call.Arguments.Count != 2)
            throw Errors.SparkErrors.WrongNumberOfArguments(call.Name, "2", call.Arguments.Count);
        var remainder = FunctionTable.Instance.Find("%")!.Bind(call);
        if (remainder.Type is not NumericType)
            throw BindError.Unsupported(call, $"of {remainder.Type.Name} values");
        var divisor = ImplicitTypeCasts.CastTo(call.Arguments[1], remainder.Arguments[1].Type, call.Mode);
        return Result(
            call,
            [.. remainder.Arguments, divisor],
            remainder.Type,
            true,
            a =>
            {
                var rest = remainder.ToSql(a.Sql with { Sql = [a[0], a[1]], Natives = a.Sql.Natives });
                var wide = a.Type switch
                {
                    IntegralType => "HUGEINT",
                    DecimalType d => $"DECIMAL(38,{d.Scale})",
                    _ => a.Type.DuckDb,
                };
                return $"list_transform([{rest}], lambda spark_r: CASE WHEN spark_r < 0 THEN CAST((CAST(spark_r AS {wide}) + {a[2]}) % {a[2]} AS {a.Type.DuckDb}) ELSE spark_r END)[1]";
            }
        ) with
        {
            Print = printed => $"pmod({printed[0]}, {printed[1]})",
        };
    }
}
