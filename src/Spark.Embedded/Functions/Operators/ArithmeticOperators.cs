using System.Globalization;
using System.Numerics;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions.Operators;

/// <summary>Arithmetic on numbers; dates, timestamps and intervals go to <see cref="DatetimeOperators"/>.</summary>
internal static class ArithmeticOperators
{
    private const string Numbers = "(\"NUMERIC\" or \"INTERVAL DAY TO SECOND\" or \"INTERVAL YEAR TO MONTH\" or \"INTERVAL\")";

    public static BoundFunction Add(FunctionCall call) =>
        call.Arguments.Count == 1 ? Positive(call) : DatetimeOperators.Add(call) ?? Binary(call, "+", Numbers);

    public static BoundFunction Subtract(FunctionCall call) =>
        call.Arguments.Count == 1 ? Negate(call) : DatetimeOperators.Subtract(call) ?? Binary(call, "-", Numbers);

    public static BoundFunction Multiply(FunctionCall call) => DatetimeOperators.Multiply(call) ?? Binary(call, "*", "\"NUMERIC\"");

    public static BoundFunction Remainder(FunctionCall call) => Binary(call, "%", "\"NUMERIC\"");

    public static BoundFunction Divide(FunctionCall call)
    {
        if (DatetimeOperators.Divide(call) is { } interval)
            return interval;
        var (left, right) = Operands(call, "/", "(\"DOUBLE\" or \"DECIMAL\")");
        if (left.Type is DecimalType)
            return OfDecimals(call, "/", left, right);
        left = ImplicitTypeCasts.CastTo(left, SparkType.Double, call.Mode);
        right = ImplicitTypeCasts.CastTo(right, SparkType.Double, call.Mode);
        return OperatorFunctions.Bound(
            [left, right],
            SparkType.Double,
            left.Nullable || right.Nullable || call.Mode == EvalMode.Legacy,
            sql => DivisorChecked(sql, right, left, call.Mode, "DIVIDE_BY_ZERO", $"{sql[0]} / {sql[1]}"),
            Infix("/")
        );
    }

    public static BoundFunction IntegralDivide(FunctionCall call)
    {
        if (DatetimeOperators.IntegralDivide(call) is { } interval)
            return interval;
        OperatorFunctions.Count(call, 2);
        var (left, right) = Operands(call, "div", "(\"BIGINT\" or \"DECIMAL\")");
        if (left.Type is FractionalType)
            throw OperatorFunctions.WrongType(
                call,
                "div",
                "(\"BIGINT\" or \"DECIMAL\" or \"INTERVAL DAY TO SECOND\" or \"INTERVAL YEAR TO MONTH\")",
                left.Type
            );
        if (left.Type is DecimalType)
            return OfDecimals(call, "div", left, right);
        left = ImplicitTypeCasts.CastTo(left, SparkType.Long, call.Mode);
        right = ImplicitTypeCasts.CastTo(right, SparkType.Long, call.Mode);
        return OperatorFunctions.Bound(
            [left, right],
            SparkType.Long,
            left.Nullable || right.Nullable || call.Mode == EvalMode.Legacy,
            sql => DivisorChecked(sql, right, left, call.Mode, "DIVIDE_BY_ZERO", $"{sql[0]} // {sql[1]}"),
            Infix("div")
        );
    }

    public static BoundFunction Negate(FunctionCall call)
    {
        OperatorFunctions.Count(call, 1);
        var operand = Signed(call, "-");
        return OperatorFunctions.Bound(
            [operand],
            operand.Type,
            operand.Nullable,
            sql =>
                operand.Type is IntegralType whole && call.Mode == EvalMode.Legacy
                    ? Wrapped($"-CAST({sql[0]} AS HUGEINT)", whole)
                    : $"(-{sql[0]})",
            printed => call.Name.Equals("negative", StringComparison.OrdinalIgnoreCase) ? $"negative({printed[0]})" : $"(- {printed[0]})"
        );
    }

    public static BoundFunction Positive(FunctionCall call)
    {
        OperatorFunctions.Count(call, 1);
        var operand = Signed(call, "+");
        return OperatorFunctions.Bound([operand], operand.Type, operand.Nullable, sql => sql[0], printed => $"(+ {printed[0]})");
    }

    public static BoundFunction Bitwise(FunctionCall call, string symbol)
    {
        OperatorFunctions.Count(call, 2);
        var type =
            TypeCoercion.CommonType(call.Arguments[0].Type, call.Arguments[1].Type, call.Mode)
            ?? throw OperatorFunctions.DifferentTypes(call, symbol);
        if (type == SparkType.Null)
            type = SparkType.Integer;
        if (type is not IntegralType)
            throw OperatorFunctions.WrongType(call, symbol, "\"INTEGRAL\"", type);
        var left = ImplicitTypeCasts.CastTo(call.Arguments[0], type, call.Mode);
        var right = ImplicitTypeCasts.CastTo(call.Arguments[1], type, call.Mode);
        return OperatorFunctions.Bound(
            [left, right],
            type,
            left.Nullable || right.Nullable,
            sql => symbol == "^" ? $"xor({sql[0]}, {sql[1]})" : $"({sql[0]} {symbol} {sql[1]})",
            Infix(symbol)
        );
    }

    public static BoundFunction BitwiseNot(FunctionCall call)
    {
        OperatorFunctions.Count(call, 1);
        var operand =
            ImplicitTypeCasts.ImplicitCast(call.Arguments[0], TypeFamily.Integral, call.Mode)
            ?? throw SparkErrors.UnexpectedInputType(
                $"~{ExprPrinter.Print(call.Arguments[0])}",
                1,
                "\"INTEGRAL\"",
                ExprPrinter.Print(call.Arguments[0]),
                TypeText.Quoted(call.Arguments[0].Type)
            );
        return OperatorFunctions.Bound([operand], operand.Type, operand.Nullable, sql => $"(~{sql[0]})", printed => $"~{printed[0]}");
    }

    /// <summary>The result of a whole-number operation, computed without bounds, as a type that wraps.</summary>
    internal static string Wrapped(string sql, IntegralType type)
    {
        var half = (BigInteger.One << (type.Bytes * 8 - 1)).ToString(CultureInfo.InvariantCulture);
        var mask = ((BigInteger.One << (type.Bytes * 8)) - 1).ToString(CultureInfo.InvariantCulture);
        return $"CAST((({sql} + {half}::HUGEINT) & {mask}::HUGEINT) - {half}::HUGEINT AS {type.DuckDb})";
    }

    private static Func<IReadOnlyList<string>, string> Infix(string symbol) => printed => $"({printed[0]} {symbol} {printed[1]})";

    private static Expr Signed(FunctionCall call, string symbol)
    {
        var operand = call.Arguments[0];
        if (operand.Type is NumericType or YearMonthIntervalType or DayTimeIntervalType || operand.Type == SparkType.CalendarInterval)
            return operand;
        return ImplicitTypeCasts.ImplicitCast(operand, TypeFamily.Numeric, call.Mode)
            ?? throw SparkErrors.UnexpectedInputType(
                $"({symbol} {ExprPrinter.Print(operand)})",
                1,
                Numbers,
                ExprPrinter.Print(operand),
                TypeText.Quoted(operand.Type)
            );
    }

    /// <summary>Both operands in one number type; decimals keep their own precisions.</summary>
    private static (Expr Left, Expr Right) Operands(FunctionCall call, string symbol, string required)
    {
        OperatorFunctions.Count(call, 2);
        var (left, right) = (call.Arguments[0], call.Arguments[1]);
        if (call.Mode == EvalMode.Legacy)
        {
            left = left.Type is StringType ? ImplicitTypeCasts.CastTo(left, SparkType.Double, call.Mode) : left;
            right = right.Type is StringType ? ImplicitTypeCasts.CastTo(right, SparkType.Double, call.Mode) : right;
        }
        else if (left.Type is StringType && right.Type is StringType)
        {
            throw OperatorFunctions.WrongType(call, symbol, required, left.Type);
        }
        else if (left.Type is StringType || right.Type is StringType)
        {
            var promoted = TypeCoercion.CommonType(left.Type, right.Type, call.Mode);
            if (promoted is NumericType)
            {
                left = left.Type is StringType ? ImplicitTypeCasts.CastTo(left, promoted, call.Mode) : left;
                right = right.Type is StringType ? ImplicitTypeCasts.CastTo(right, promoted, call.Mode) : right;
            }
            else if (promoted is not null && promoted != SparkType.String)
            {
                throw OperatorFunctions.WrongType(call, symbol, required, promoted);
            }
        }

        if (left.Type == SparkType.Null && right.Type == SparkType.Null)
            return (
                ImplicitTypeCasts.CastTo(left, SparkType.Double, call.Mode),
                ImplicitTypeCasts.CastTo(right, SparkType.Double, call.Mode)
            );
        if (left.Type is DecimalType || right.Type is DecimalType)
        {
            if (left.Type is FractionalType || right.Type is FractionalType)
                return (
                    ImplicitTypeCasts.CastTo(left, SparkType.Double, call.Mode),
                    ImplicitTypeCasts.CastTo(right, SparkType.Double, call.Mode)
                );
            if (left.Type is DecimalType or IntegralType or NullType && right.Type is DecimalType or IntegralType or NullType)
                return (AsDecimal(left, right.Type, call.Mode), AsDecimal(right, left.Type, call.Mode));
        }

        var common =
            TypeCoercion.TightestCommonType(left.Type, right.Type, call.Mode) ?? throw OperatorFunctions.DifferentTypes(call, symbol);
        if (common is not NumericType)
            throw left.Type == right.Type || left.Type == SparkType.Null || right.Type == SparkType.Null
                ? OperatorFunctions.WrongType(call, symbol, required, common)
                : OperatorFunctions.DifferentTypes(call, symbol);
        return (ImplicitTypeCasts.CastTo(left, common, call.Mode), ImplicitTypeCasts.CastTo(right, common, call.Mode));
    }

    private static Expr AsDecimal(Expr operand, SparkType other, EvalMode mode) =>
        operand switch
        {
            { Type: DecimalType } => operand,
            { Type: NullType } => ImplicitTypeCasts.CastTo(operand, other, mode),
            Literal { Value: sbyte or short or int or long } literal => ImplicitTypeCasts.CastTo(
                operand,
                DecimalRules.OfConstant(Convert.ToInt64(literal.Value, CultureInfo.InvariantCulture)),
                mode
            ),
            _ => ImplicitTypeCasts.CastTo(operand, DecimalRules.Of(operand.Type), mode),
        };

    private static BoundFunction Binary(FunctionCall call, string symbol, string required)
    {
        var (left, right) = Operands(call, symbol, required);
        if (left.Type is DecimalType)
            return OfDecimals(call, symbol, left, right);
        var type = left.Type;
        var nullable = left.Nullable || right.Nullable;
        return symbol switch
        {
            "%" => OperatorFunctions.Bound(
                [left, right],
                type,
                nullable || call.Mode == EvalMode.Legacy,
                sql => DivisorChecked(sql, right, left, call.Mode, "REMAINDER_BY_ZERO", $"{sql[0]} % {RemainderDivisor(right, sql[1])}"),
                Infix(symbol)
            ),
            _ when type is IntegralType whole && call.Mode == EvalMode.Legacy => OperatorFunctions.Bound(
                [left, right],
                type,
                nullable,
                sql => Wrapped($"(CAST({sql[0]} AS HUGEINT) {symbol} CAST({sql[1]} AS HUGEINT))", whole),
                Infix(symbol)
            ),
            _ => OperatorFunctions.Bound([left, right], type, nullable, sql => $"({sql[0]} {symbol} {sql[1]})", Infix(symbol)),
        };
    }

    /// <summary>The divisor, or 1 for -1: the remainder is 0 with both, but the smallest number by -1 would overflow in DuckDB.</summary>
    private static string RemainderDivisor(Expr divisor, string sql) =>
        divisor.Type is not IntegralType
        || (divisor is Literal { Value: { } value } && Convert.ToInt64(value, CultureInfo.InvariantCulture) != -1)
            ? sql
            : $"CASE WHEN {sql} = -1 THEN 1 ELSE {sql} END";

    /// <summary>A division that raises Spark's error, or gives null in legacy mode, when the divisor is 0.</summary>
    private static string DivisorChecked(SqlArguments sql, Expr divisor, Expr dividend, EvalMode mode, string condition, string quotient)
    {
        if (
            (divisor is Cast { Mode: EvalMode.Ansi, Explicit: false } cast ? cast.Child : divisor)
                is Literal { Value: { } constant, Type: NumericType }
            && (constant is BigInteger big ? !big.IsZero : Convert.ToDouble(constant, CultureInfo.InvariantCulture) != 0)
        )
            return $"({quotient})";
        var raise = mode == EvalMode.Legacy ? "NULL" : RuntimeError.Sql(condition, ("config", "'\"spark.sql.ansi.enabled\"'"));
        var guard = dividend.Nullable && mode != EvalMode.Legacy ? $" AND {sql[0]} IS NOT NULL" : "";
        return $"CASE WHEN {sql[1]} = 0{guard} THEN {raise} ELSE {quotient} END";
    }

    private static BoundFunction OfDecimals(FunctionCall call, string symbol, Expr left, Expr right)
    {
        var (a, b) = ((DecimalType)left.Type, (DecimalType)right.Type);
        var result = symbol switch
        {
            "+" or "-" => DecimalRules.Add(a, b),
            "*" => DecimalRules.Multiply(a, b),
            "/" => DecimalRules.Divide(a, b),
            "div" => DecimalRules.IntegralDivide(a, b),
            _ => DecimalRules.Remainder(a, b),
        };
        var type = symbol == "div" ? SparkType.Long : result;
        var nullable = left.Nullable || right.Nullable || call.Mode == EvalMode.Legacy;
        return OperatorFunctions.Bound(
            [left, right],
            type,
            nullable,
            sql =>
            {
                if (symbol is "/" or "%" or "div")
                {
                    return DivisorChecked(
                        sql,
                        right,
                        left,
                        call.Mode,
                        symbol == "%" ? "REMAINDER_BY_ZERO" : "DIVIDE_BY_ZERO",
                        sql.Native(DecimalOperators.Of(symbol, a, b, type, call.Mode), sql[0], sql[1])
                    );
                }

                // DuckDB keeps a result of two decimals of up to 18 digits at 18, and overflows; one wider operand gives it the room that Spark has.
                var first =
                    result.Precision > 18 && Math.Max(a.Precision, b.Precision) <= 18 ? $"CAST({sql[0]} AS DECIMAL(19,{a.Scale}))" : sql[0];
                return DecimalOperators.IsNative(symbol, a, b, result)
                    ? $"CAST({first} {symbol} {sql[1]} AS {result.DuckDb})"
                    : sql.Native(DecimalOperators.Of(symbol, a, b, type, call.Mode), sql[0], sql[1]);
            },
            Infix(symbol)
        );
    }
}
