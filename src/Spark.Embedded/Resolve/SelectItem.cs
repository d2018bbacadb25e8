using Spark.Embedded.Plan;

namespace Spark.Embedded.Resolve;

/// <summary>An item of a select list with the name of the column that it makes.</summary>
internal sealed record SelectItem(string Name, Expr Value)
{
    /// <summary>Whether the name was given, so that a column passed on becomes a column of its own.</summary>
    public bool Renamed { get; init; }

    /// <summary>What may stand before the name: a column passed on keeps its table.</summary>
    public IReadOnlyList<string> Qualifier { get; init; } = [];

    /// <summary>For generators: the names that were given to their columns; empty for none.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Whether it makes rows.</summary>
    public bool IsGenerator => Value is Call { Function.Definition.Kind: FunctionKind.Generator };

    /// <summary>A column passed on.</summary>
    public static SelectItem Of(ScopeColumn column) => new(column.Attribute.Name, column.Attribute) { Qualifier = column.Qualifier };
}
