using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions.Operators;

/// <summary>Comparison and logic.</summary>
internal static class ComparisonOperators
{
    public static BoundFunction Compare(FunctionCall call, string symbol)
    {
        OperatorFunctions.Count(call, 2);
        var (left, right) = Comparable(call, symbol);
        if (left.Type is MapType || symbol is not ("=" or "<=>") && !left.Type.IsOrderable())
        {
            throw SparkErrors.Analysis(
                "DATATYPE_MISMATCH.INVALID_ORDERING_TYPE",
                ("sqlExpr", SparkErrors.Quote(OperatorFunctions.Text(call, symbol))),
                ("functionName", $"`{symbol}`"),
                ("dataType", TypeText.Quoted(left.Type))
            );
        }

        return symbol == "<=>"
            ? OperatorFunctions.Bound(
                [left, right],
                SparkType.Boolean,
                false,
                sql => $"({sql[0]} IS NOT DISTINCT FROM {sql[1]})",
                Infix("<=>")
            )
            : OperatorFunctions.Bound(
                [left, right],
                SparkType.Boolean,
                left.Nullable || right.Nullable,
                sql => $"({sql[0]} {symbol} {sql[1]})",
                Infix(symbol)
            );
    }

    public static BoundFunction NotEqual(FunctionCall call)
    {
        var equal = new Call(Compare(call, "=") with { Definition = FunctionTable.Instance.Find("==")! });
        return Not(call with { Arguments = [equal] }) with { Definition = FunctionTable.Instance.Find("not")! };
    }

    public static BoundFunction Logic(FunctionCall call, string symbol)
    {
        OperatorFunctions.Count(call, 2);
        var (left, right) = (Truth(call, 0, symbol), Truth(call, 1, symbol));
        return OperatorFunctions.Bound(
            [left, right],
            SparkType.Boolean,
            left.Nullable || right.Nullable,
            sql => $"({sql[0]} {symbol} {sql[1]})",
            Infix(symbol)
        );
    }

    public static BoundFunction Not(FunctionCall call)
    {
        OperatorFunctions.Count(call, 1);
        var operand =
            ImplicitTypeCasts.ImplicitCast(call.Arguments[0], SparkType.Boolean, call.Mode)
            ?? throw SparkErrors.UnexpectedInputType(
                $"(NOT {ExprPrinter.Print(call.Arguments[0])})",
                1,
                "\"BOOLEAN\"",
                ExprPrinter.Print(call.Arguments[0]),
                TypeText.Quoted(call.Arguments[0].Type)
            );
        return OperatorFunctions.Bound(
            [operand],
            SparkType.Boolean,
            operand.Nullable,
            sql => $"(NOT {sql[0]})",
            printed => $"(NOT {printed[0]})"
        );
    }

    /// <summary>Both operands in the type in which they are compared.</summary>
    private static (Expr Left, Expr Right) Comparable(FunctionCall call, string symbol)
    {
        var (left, right) = (call.Arguments[0], call.Arguments[1]);
        var type = TypeCoercion.ComparisonType(left.Type, right.Type, call.Mode) ?? throw OperatorFunctions.DifferentTypes(call, symbol);

        // In legacy mode a boolean equals the numbers 1 and 0.
        if (call.Mode == EvalMode.Legacy && type == SparkType.Boolean && (left.Type is NumericType || right.Type is NumericType))
        {
            var number = left.Type is NumericType ? left.Type : right.Type;
            return (ImplicitTypeCasts.CastTo(left, number, call.Mode), ImplicitTypeCasts.CastTo(right, number, call.Mode));
        }

        return (ImplicitTypeCasts.CastTo(left, type, call.Mode), ImplicitTypeCasts.CastTo(right, type, call.Mode));
    }

    private static Expr Truth(FunctionCall call, int index, string symbol)
    {
        var operand = call.Arguments[index];
        if (operand.Type == SparkType.Boolean)
            return operand;
        if (operand.Type == SparkType.Null || operand.Type is StringType && call.Mode != EvalMode.Legacy)
            return ImplicitTypeCasts.CastTo(operand, SparkType.Boolean, call.Mode);
        var other = call.Arguments[1 - index];
        throw other.Type == operand.Type
            ? OperatorFunctions.WrongType(call, symbol, "\"BOOLEAN\"", operand.Type)
            : OperatorFunctions.DifferentTypes(call, symbol);
    }

    private static Func<IReadOnlyList<string>, string> Infix(string symbol) => printed => $"({printed[0]} {symbol} {printed[1]})";
}
