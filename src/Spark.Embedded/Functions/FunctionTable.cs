using System.Collections.Concurrent;
using System.Collections.Frozen;
using Spark.Embedded.Functions.Operators;
using Spark.Embedded.Plan;

namespace Spark.Embedded.Functions;

/// <summary>Spark's built-in functions. The rows are written by the families of Spark's function reference, one file each.</summary>
public sealed class FunctionTable : IFunctionTable
{
    public static readonly FunctionTable Instance = new();

    private readonly ConcurrentDictionary<string, FunctionDefinition?> _found = new(StringComparer.OrdinalIgnoreCase);
    private readonly FrozenDictionary<string, FunctionRow> _rows;

    private FunctionTable()
    {
        _rows = Families
            .SelectMany(family => family.Rows)
            .SelectMany(row => row.Names.Concat(row.ParserNames).Select(name => KeyValuePair.Create(name, row)))
            .ToFrozenDictionary();
        Names = [.. Families.SelectMany(family => family.Rows).SelectMany(row => row.Names).Order(StringComparer.Ordinal)];
    }

    /// <summary>The names that a user may call, in order; those of refused functions are among them.</summary>
    public IEnumerable<string> Names { get; }

    /// <summary>The rows by family, in the order of the coverage page.</summary>
    internal static IReadOnlyList<(string Family, IReadOnlyList<FunctionRow> Rows)> Families =>
        [
            ("Operators", OperatorFunctions.Rows),
            ("Arithmetic", ArithmeticFunctions.Rows),
            ("Mathematics", MathFunctions.Rows),
            ("Rounding", RoundingFunctions.Rows),
            ("Bits", BitwiseFunctions.Rows),
            ("Conditions", ConditionalFunctions.Rows),
            ("Predicates", PredicateFunctions.Rows),
            ("Conversions", ConversionFunctions.Rows),
            ("Strings", StringFunctions.Rows),
            ("Regular expressions", RegexpFunctions.Rows),
            ("URLs", UrlFunctions.Rows),
            ("Hashes", HashFunctions.Rows),
            ("Encryption", AesFunctions.Rows),
            ("Dates and times", DatetimeFunctions.Rows),
            ("Dates and times as text", DatetimeTextFunctions.Rows),
            ("Arrays", ArrayFunctions.Rows),
            ("Maps", MapFunctions.Rows),
            ("Structs", StructFunctions.Rows),
            ("Lambda functions", LambdaFunctions.Rows),
            ("JSON", JsonFunctions.Rows),
            ("Generators", GeneratorFunctions.Rows),
            ("Aggregates", AggregateFunctions.Rows),
            ("Aggregates of lists", ListAggregateFunctions.Rows),
            ("Windows", WindowFunctions.Rows),
            ("Session and others", MiscFunctions.Rows),
            ("Of the scope", ScopeFunctions.Rows),
            ("Not in this engine", RefusedFunctions.Rows),
        ];

    public FunctionDefinition? Find(string name) => _found.GetOrAdd(name, Define);

    private FunctionDefinition? Define(string name)
    {
        name = name.ToLowerInvariant();
        return _rows.TryGetValue(name, out var row) ? row.Define(name) : null;
    }
}
