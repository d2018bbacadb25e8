using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;

namespace Delta.Sql;

/// <summary>How SQL names a table.</summary>
/// <param name="Identifier">Its name, or <c>delta.`path`</c>.</param>
/// <param name="Alias">The name that it has in a statement; null for none.</param>
internal sealed record TableReference(string Identifier, string? Alias = null)
{
    /// <summary>The table and its alias, as a statement declares them.</summary>
    public string Declaration => Alias is null ? Identifier : $"{Identifier} AS {SqlIdentifier.QuoteIfNeeded(Alias)}";

    /// <summary>The name that qualifies its columns; null when they need none.</summary>
    public string? Qualifier => Alias;

    public static TableReference OfPath(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new($"delta.{SqlIdentifier.Quote(path)}");
    }

    public static TableReference OfName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new(name);
    }

    public TableReference As(string alias)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(alias);
        return this with { Alias = alias };
    }

    /// <summary>The plan's id of the DataFrame under an alias; null without an alias.</summary>
    public static long? InputOf(DataFrame df) => df.Relation.SubqueryAlias?.Input.Common.PlanId;
}
