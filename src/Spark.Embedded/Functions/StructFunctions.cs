using System.Globalization;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;

namespace Spark.Embedded.Functions;

/// <summary>Functions that make structs.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-functions-builtin.html#struct-functions</remarks>
internal static class StructFunctions
{
    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(["named_struct"], "SELECT named_struct(\"a\", 1, \"b\", 2, \"c\", 3)", name => Bound(name, FunctionKind.Scalar, Named)),
            new(["struct"], "SELECT struct(1, 2, 3)", name => Bound(name, FunctionKind.Scalar, Unnamed)),
        ];

    private static BoundFunction Named(FunctionCall call)
    {
        if (call.Arguments.Count % 2 != 0)
            throw SparkErrors.WrongNumberOfArguments(call.Name, "2n (n > 0)", call.Arguments.Count);
        var names = new List<string>();
        for (var i = 0; i < call.Arguments.Count; i += 2)
            names.Add(
                call.Arguments[i].Constant() as string
                    ?? throw BindError.Mismatch(
                        call,
                        "CREATE_NAMED_STRUCT_WITHOUT_FOLDABLE_STRING",
                        ("inputExprs", $"[{SparkErrors.Quote(ExprPrinter.Print(call.Arguments[i]))}]")
                    )
            );
        return Make(call, call.Arguments, names, [.. call.Arguments.Where((_, i) => i % 2 == 1)], i => (2 * i) + 1);
    }

    private static BoundFunction Unnamed(FunctionCall call)
    {
        var names = call
            .Arguments.Select(
                (argument, i) =>
                    argument switch
                    {
                        AttributeReference column => column.Name,
                        LambdaVariable variable => variable.Name,
                        _ => "col" + (i + 1).ToString(CultureInfo.InvariantCulture),
                    }
            )
            .ToList();
        return Make(call, call.Arguments, names, call.Arguments, i => i);
    }

    private static BoundFunction Make(
        FunctionCall call,
        IReadOnlyList<Expr> arguments,
        IReadOnlyList<string> names,
        IReadOnlyList<Expr> values,
        Func<int, int> at
    )
    {
        var type = new StructType([.. values.Select((value, i) => new StructField(names[i], value.Type, value.Nullable))]);
        return Result(
            call,
            arguments,
            type,
            false,
            a =>
            {
                if (values.Count == 0)
                    throw BindError.Unsupported(a.Call, "without fields");
                return $"{{{string.Join(", ", names.Select((name, i) => $"'{name.Replace("'", "''")}': {a[at(i)]}"))}}}";
            }
        );
    }
}
