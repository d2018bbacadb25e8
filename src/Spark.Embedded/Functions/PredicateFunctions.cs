using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;
using static Spark.Embedded.Functions.Parameter;

namespace Spark.Embedded.Functions;

/// <summary>Predicates that are no operators.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-functions-builtin.html#predicate-functions</remarks>
internal static class PredicateFunctions
{
    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(
                ["isnan"],
                "SELECT isnan(cast('NaN' as double))",
                name =>
                    Scalar(
                            name,
                            [AnyOf(Real, Where("FLOAT", t => t == SparkType.Float))],
                            SparkType.Boolean,
                            a => $"coalesce(isnan({a[0]}), false)"
                        )
                        .NeverNull()
            ),
            new(["equal_null"], "SELECT equal_null(3, 3)", name => Bound(name, FunctionKind.Scalar, EqualNull)),
        ];

    private static BoundFunction EqualNull(FunctionCall call)
    {
        if (call.Arguments.Count != 2)
            throw SparkErrors.WrongNumberOfArguments(call.Name, "2", call.Arguments.Count);
        var type =
            TypeCoercion.ComparisonType(call.Arguments[0].Type, call.Arguments[1].Type, call.Mode) ?? throw BindError.DifferentTypes(call);
        return Result(
            call,
            [.. call.Arguments.Select(a => ImplicitTypeCasts.CastTo(a, type, call.Mode))],
            SparkType.Boolean,
            false,
            a => $"({a[0]} IS NOT DISTINCT FROM {a[1]})"
        );
    }
}
