using Spark.Embedded.Errors;
using Spark.Embedded.Plan;

namespace Spark.Embedded.Functions;

/// <summary>Functions that are bound where names are resolved, for they ask for what stands around the call.</summary>
internal static class ScopeFunctions
{
    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(["cast"], "SELECT cast('10' as int)", Elsewhere),
            new(
                ["grouping"],
                "SELECT name, grouping(name), sum(age) FROM VALUES (2, 'Alice'), (5, 'Bob') people(age, name) GROUP BY cube(name)",
                Elsewhere
            ),
            new(
                ["grouping_id"],
                "SELECT name, grouping_id(), sum(age) FROM VALUES (2, 'Alice'), (5, 'Bob') people(age, name) GROUP BY cube(name)",
                Elsewhere
            ),
            new(["input_file_name"], null, Elsewhere),
            new(["range"], "SELECT * FROM range(3)", Elsewhere),
        ];

    private static FunctionDefinition Elsewhere(string name) =>
        new(name, FunctionKind.Scalar, call => throw SparkErrors.Unsupported($"the function {call.Name.ToLowerInvariant()} here"));
}
