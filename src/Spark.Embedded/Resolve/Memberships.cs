using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Resolve;

/// <summary><c>value IN (query)</c>.</summary>
internal static class Memberships
{
    /// <summary>Values and columns in their common types.</summary>
    public static InSubquery Of(List<Expr> values, LogicalPlan plan, RelationResolver relations, EvalMode mode)
    {
        // A row on the left stands for its values.
        if (values is [Call { Function.Definition.Name: "named_struct" } row] && plan.Output.Count > 1)
            values = [.. row.Function.Arguments.Where((_, i) => i % 2 == 1)];
        if (values.Count != plan.Output.Count)
        {
            throw SparkErrors.Analysis(
                "DATATYPE_MISMATCH.IN_SUBQUERY_LENGTH_MISMATCH",
                ("sqlExpr", SparkErrors.Quote(ExprPrinter.Print(new InSubquery(values, plan)))),
                ("leftLength", values.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ("rightLength", plan.Output.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ("leftColumns", string.Join(", ", values.Select(value => SparkErrors.Quote(ExprPrinter.Print(value))))),
                ("rightColumns", string.Join(", ", plan.Output.Select(column => SparkErrors.Quote(column.Name))))
            );
        }

        var types = new SparkType[values.Count];
        for (var i = 0; i < types.Length; i++)
        {
            types[i] =
                TypeCoercion.CommonType(values[i].Type, plan.Output[i].Type, mode)
                ?? throw SparkErrors.Analysis(
                    "DATATYPE_MISMATCH.IN_SUBQUERY_DATA_TYPE_MISMATCH",
                    ("sqlExpr", SparkErrors.Quote(ExprPrinter.Print(new InSubquery(values, plan)))),
                    (
                        "mismatchedColumns",
                        $"{ExprPrinter.Print(values[i])}:{values[i].Type.Name}, {plan.Output[i].Name}:{plan.Output[i].Type.Name}"
                    ),
                    ("leftType", string.Join(", ", values.Select(value => TypeText.Quoted(value.Type)))),
                    ("rightType", string.Join(", ", plan.Output.Select(column => TypeText.Quoted(column.Type))))
                );
        }

        var needed = plan.Output.Where((column, i) => column.Type != types[i]).Any();
        var typed = needed
            ? new Project(
                [
                    .. plan.Output.Select(
                        (column, i) =>
                            column.Type == types[i]
                                ? NamedExpr.Pass(column)
                                : new NamedExpr(
                                    ImplicitTypeCasts.CastTo(column, types[i], mode),
                                    relations.NewColumn(column.Name, types[i], column.Nullable)
                                )
                    ),
                ],
                plan
            )
            : plan;
        return new InSubquery([.. values.Select((value, i) => ImplicitTypeCasts.CastTo(value, types[i], mode))], typed);
    }
}
