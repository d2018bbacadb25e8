using Spark.Embedded.Plan;

namespace Spark.Embedded.Functions;

/// <summary>
/// A row of the list of functions. Names, the coverage page and the tests of examples are derived from the rows; a new function is one more row in its
/// family's file.
/// </summary>
/// <param name="Names">Spark's name and its aliases, lower case.</param>
/// <param name="Example">A query that shows it; null for none.</param>
/// <param name="Make">Its definition under one of the names; made when a query first asks for it.</param>
internal sealed record FunctionRow(IReadOnlyList<string> Names, string? Example, Func<string, FunctionDefinition> Make)
{
    /// <summary>Names under which only the parser calls it: those of operators and of expressions with a syntax of their own.</summary>
    public IReadOnlyList<string> ParserNames { get; init; } = [];

    /// <summary>What the stages must know of it.</summary>
    public FunctionFlags Flags { get; init; }

    /// <summary>Why calls of it are refused; null for a function that the engine has.</summary>
    public string? Refusal { get; init; }

    /// <summary>The definition of a name, with the flags of the row.</summary>
    public FunctionDefinition Define(string name)
    {
        var made = Make(name);
        if (Flags == FunctionFlags.None)
            return made;
        FunctionDefinition? flagged = null;
        flagged = made with
        {
            Flags = Flags,
            Bind = call =>
                made.Bind(call) is var bound && bound.Definition.Name == made.Name ? bound with { Definition = flagged! } : bound,
        };
        return flagged;
    }
}
