using Spark.Embedded.Errors;
using Spark.Embedded.Functions;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions.Operators;

/// <summary>Predicates: IN, BETWEEN, LIKE and tests for null.</summary>
internal static class PredicateOperators
{
    public static BoundFunction In(FunctionCall call)
    {
        if (call.Arguments.Count == 0)
            throw SparkErrors.WrongNumberOfArguments("in", "> 0", 0);
        var type =
            TypeCoercion.CommonType(call.Arguments.Select(argument => argument.Type), call.Mode)
            ?? throw SparkErrors.Analysis(
                "DATATYPE_MISMATCH.DATA_DIFF_TYPES",
                ("sqlExpr", SparkErrors.Quote(Text([.. call.Arguments.Select(ExprPrinter.Print)]))),
                ("functionName", "`in`"),
                ("dataType", $"[{string.Join(", ", call.Arguments.Select(argument => TypeText.Quoted(argument.Type)))}]")
            );
        var arguments = call.Arguments.Select(argument => ImplicitTypeCasts.CastTo(argument, type, call.Mode)).ToList();
        return OperatorFunctions.Bound(
            arguments,
            SparkType.Boolean,
            arguments.Any(argument => argument.Nullable),
            sql => sql.Sql.Count == 1 ? "false" : $"({sql[0]} IN ({string.Join(", ", sql.Sql.Skip(1))}))",
            Text
        );

        static string Text(IReadOnlyList<string> printed) => $"({printed[0]} IN ({string.Join(", ", printed.Skip(1))}))";
    }

    public static BoundFunction Between(FunctionCall call)
    {
        OperatorFunctions.Count(call, 3);
        var (value, low, high) = (call.Arguments[0], call.Arguments[1], call.Arguments[2]);
        var both = call.Session.Call("and", [call.Session.Call(">=", [value, low]), call.Session.Call("<=", [value, high])]);
        var (above, below) = (
            ((Call)((Call)both).Function.Arguments[0]).Function.Arguments,
            ((Call)((Call)both).Function.Arguments[1]).Function.Arguments
        );
        return OperatorFunctions.Bound(
            [above[0], above[1], below[0], below[1]],
            SparkType.Boolean,
            both.Nullable,
            sql => $"({sql[0]} >= {sql[1]} AND {sql[2]} <= {sql[3]})",
            printed => $"between({printed[0]}, {printed[1]}, {printed[3]})"
        );
    }

    public static BoundFunction Like(FunctionCall call, bool ignoreCase)
    {
        if (call.Arguments.Count is not (2 or 3))
            throw SparkErrors.WrongNumberOfArguments(call.Name, "[2, 3]", call.Arguments.Count);
        var escape = '\\';
        if (call.Arguments.Count == 3)
        {
            escape = call.Arguments[2] is Literal { Value: string { Length: 1 } character }
                ? character[0]
                : throw SparkErrors.Analysis("INVALID_ESCAPE_CHAR", ("sqlExpr", SparkErrors.Quote(ExprPrinter.Print(call.Arguments[2]))));
        }

        var word = ignoreCase ? "ILIKE" : "LIKE";
        var text = Text(call, 0);
        var pattern = Text(call, 1);
        CheckPattern(pattern, escape, ignoreCase ? "ilike" : "like");
        return OperatorFunctions.Bound(
            [text, pattern],
            SparkType.Boolean,
            text.Nullable || pattern.Nullable,
            sql => Matching(sql[0], pattern, sql[1], word, escape),
            printed => Print(printed, ignoreCase, escape)
        );
    }

    public static BoundFunction LikeMany(FunctionCall call, bool all, bool not)
    {
        var operands = call.Arguments.Select((_, i) => Text(call, i)).ToList();
        foreach (var pattern in operands.Skip(1))
            CheckPattern(pattern, '\\', "like");
        return OperatorFunctions.Bound(
            operands,
            SparkType.Boolean,
            operands.Any(operand => operand.Nullable),
            sql =>
                $"({string.Join(all ? " AND " : " OR ", operands.Skip(1).Select((pattern, i) => $"{(not ? "NOT " : "")}{Matching(sql[0], pattern, sql[i + 1], "LIKE", '\\')}"))})",
            printed => $"{(not ? "not" : "")}like{(all ? "all" : "any")}({printed[0]})"
        );
    }

    public static BoundFunction IsNull(FunctionCall call, string test)
    {
        OperatorFunctions.Count(call, 1);
        return OperatorFunctions.Bound(
            [call.Arguments[0]],
            SparkType.Boolean,
            false,
            sql => $"({sql[0]} {test})",
            printed => $"({printed[0]} {test})"
        );
    }

    public static BoundFunction IsUnknown(FunctionCall call, string test)
    {
        OperatorFunctions.Count(call, 1);
        var operand =
            ImplicitTypeCasts.ImplicitCast(call.Arguments[0], SparkType.Boolean, call.Mode)
            ?? throw SparkErrors.UnexpectedInputType(
                $"({ExprPrinter.Print(call.Arguments[0])} {test})",
                1,
                "\"BOOLEAN\"",
                ExprPrinter.Print(call.Arguments[0]),
                TypeText.Quoted(call.Arguments[0].Type)
            );
        return OperatorFunctions.Bound(
            [operand],
            SparkType.Boolean,
            false,
            sql => $"({sql[0]} {test})",
            printed => $"({printed[0]} {test})"
        );
    }

    private static Expr Text(FunctionCall call, int index) =>
        ImplicitTypeCasts.ImplicitCast(call.Arguments[index], SparkType.String, call.Mode)
        ?? throw SparkErrors.UnexpectedInputType(
            $"{ExprPrinter.Print(call.Arguments[0])} LIKE {ExprPrinter.Print(call.Arguments[1])}",
            index + 1,
            "\"STRING\"",
            ExprPrinter.Print(call.Arguments[index]),
            TypeText.Quoted(call.Arguments[index].Type)
        );

    private static string Matching(string text, Expr pattern, string patternSql, string word, char escape) =>
        pattern is Literal { Value: string constant } && !constant.Contains(escape, StringComparison.Ordinal)
            ? $"({text} {word} {patternSql})"
            : $"({text} {word} {patternSql} ESCAPE {SqlText.String(escape.ToString())})";

    private static string Print(IReadOnlyList<string> printed, bool ignoreCase, char escape)
    {
        var suffix = escape == '\\' ? "" : $" ESCAPE '{escape}'";
        return ignoreCase ? $"ilike({printed[0]}, {printed[1]}{suffix})" : $"{printed[0]} LIKE {printed[1]}{suffix}";
    }

    /// <summary>Only the wildcards and the escape character itself can be escaped.</summary>
    private static void CheckPattern(Expr pattern, char escape, string function)
    {
        if (pattern is not Literal { Value: string text })
            return;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != escape)
                continue;
            if (i + 1 == text.Length)
                throw Invalid("INVALID_FORMAT.ESC_AT_THE_END");
            if (text[i + 1] is not ('_' or '%') && text[i + 1] != escape)
                throw Invalid("INVALID_FORMAT.ESC_IN_THE_MIDDLE", ("char", $"'{text[i + 1]}'"));
            i++;
        }

        Microsoft.Spark.AnalysisException Invalid(string condition, params (string, string)[] more) =>
            SparkErrors.Analysis(condition, [("format", $"'{text}'"), .. more]);
    }
}
