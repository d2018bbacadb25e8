using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;

namespace Spark.Embedded.Functions;

/// <summary>What functions on arrays share.</summary>
internal static class ArrayForms
{
    /// <summary>The distinct elements of a list, in the order in which they first appear.</summary>
    public static string Distinct(Operands a, string list, SparkType element) => a.Native(ArrayNatives.Distinct(element), list);

    /// <summary><c>concat</c> of arrays; null when one of them is.</summary>
    public static BoundFunction Concat(FunctionCall call)
    {
        var arguments = ConditionalFunctions.SameType(call, call.Arguments);
        return Result(
            call,
            arguments,
            arguments[0].Type,
            arguments.Any(a => a.Nullable),
            a =>
            {
                var nullable = Enumerable.Range(0, a.Count).Where(i => a.Arguments[i].Nullable).Select(i => $"{a[i]} IS NULL").ToList();
                var concat = $"list_concat({a.List()})";
                return nullable.Count == 0 ? concat : $"CASE WHEN {string.Join(" OR ", nullable)} THEN NULL ELSE {concat} END";
            }
        );
    }
}
