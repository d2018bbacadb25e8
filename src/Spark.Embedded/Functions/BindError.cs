using Microsoft.Spark;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions;

/// <summary>The errors of a call that Spark refuses, or that this engine does not know how to answer.</summary>
internal static class BindError
{
    public static AnalysisException UnexpectedInputType(FunctionCall call, int index, string required) =>
        SparkErrors.UnexpectedInputType(
            call.Print(),
            index + 1,
            required,
            ExprPrinter.Print(call.Arguments[index]),
            TypeText.Quoted(call.Arguments[index].Type)
        );

    public static AnalysisException NonFoldable(FunctionCall call, int index, string type) =>
        Mismatch(
            call,
            "NON_FOLDABLE_INPUT",
            ("inputName", SparkErrors.Identifier(SparkErrors.Ordinal(index + 1))),
            ("inputType", type),
            ("inputExpr", SparkErrors.Quote(ExprPrinter.Print(call.Arguments[index])))
        );

    public static AnalysisException DifferentTypes(FunctionCall call) =>
        Mismatch(
            call,
            "DATA_DIFF_TYPES",
            ("functionName", SparkErrors.Identifier(call.Name.ToLowerInvariant())),
            ("dataType", $"({string.Join(" or ", call.Arguments.Select(a => TypeText.Quoted(a.Type)))})")
        );

    /// <summary>An error of Spark's <c>DATATYPE_MISMATCH</c> family.</summary>
    public static AnalysisException Mismatch(
        FunctionCall call,
        string subclass,
        params IReadOnlyList<(string Name, string Value)> parameters
    ) => SparkErrors.Analysis("DATATYPE_MISMATCH." + subclass, [("sqlExpr", SparkErrors.Quote(call.Print())), .. parameters]);

    /// <summary>A call that Spark answers and this engine does not.</summary>
    public static SparkUnsupportedOperationException Unsupported(FunctionCall call, string what) =>
        SparkErrors.Unsupported($"the function {call.Name.ToLowerInvariant()} {what}");

    private static string Print(this FunctionCall call) => $"{call.Name}({string.Join(", ", call.Arguments.Select(ExprPrinter.Print))})";
}
