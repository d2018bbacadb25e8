using System.Collections.Concurrent;
using Spark.Embedded.Errors;
using Spark.Embedded.Functions.Operators;
using Spark.Embedded.Plan;

namespace Spark.Embedded.Functions;

/// <summary>
/// Spark's built-in functions. The rows are written by the families of Spark's function reference, one file each, and made when a query
/// first asks for them.
/// </summary>
public sealed class FunctionTable : IFunctionTable
{
    private static readonly ConcurrentDictionary<string, FunctionDefinition?> Found = new(StringComparer.OrdinalIgnoreCase);

    public static readonly FunctionTable Instance = new();

    private FunctionTable() { }

    public IEnumerable<string> Names => FunctionNames.All;

    public FunctionDefinition? Find(string name) => Found.GetOrAdd(name, static name => Make(name.ToLowerInvariant()));

    private static FunctionDefinition? Make(string name) =>
        OperatorFunctions.Find(name)
        ?? AggregateFunctions.Find(name)
        ?? ConditionalFunctions.Find(name)
        ?? StringFunctions.Find(name)
        ?? WindowFunctions.Find(name)
        ?? DatetimeFunctions.Find(name)
        ?? DatetimeTextFunctions.Find(name)
        ?? RoundingFunctions.Find(name)
        ?? MathFunctions.Find(name)
        ?? ArrayFunctions.Find(name)
        ?? RegexpFunctions.Find(name)
        ?? HashFunctions.Find(name)
        ?? MapFunctions.Find(name)
        ?? StructFunctions.Find(name)
        ?? LambdaFunctions.Find(name)
        ?? ListAggregateFunctions.Find(name)
        ?? GeneratorFunctions.Find(name)
        ?? MiscFunctions.Find(name)
        ?? PredicateFunctions.Find(name)
        ?? ArithmeticFunctions.Find(name)
        ?? ConversionFunctions.Find(name)
        ?? BitwiseFunctions.Find(name)
        ?? JsonFunctions.Find(name)
        ?? UrlFunctions.Find(name)
        ?? (FunctionNames.All.Contains(name) ? Unsupported(name) : null);

    /// <summary>The row of a function of Spark that this engine cannot answer: a call of it is refused before anything runs.</summary>
    private static FunctionDefinition Unsupported(string name) =>
        new(name, FunctionKind.Scalar, call => throw SparkErrors.Unsupported($"the function {call.Name.ToLowerInvariant()}"));
}
