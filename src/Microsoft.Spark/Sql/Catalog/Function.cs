namespace Microsoft.Spark.Sql.Catalog;

/// <summary>A function of the catalog.</summary>
public sealed class Function
{
    internal Function(Row row)
    {
        Name = row.GetAs<string>("name");
        Catalog = row.GetAs<string?>("catalog");
        Namespace = row.GetAs<string[]?>("namespace") ?? [];
        Description = row.GetAs<string?>("description");
        ClassName = row.GetAs<string>("className");
        IsTemporary = row.GetAs<bool>("isTemporary");
    }

    public string Name { get; }

    /// <summary>The catalog that it belongs to; null for a built-in one.</summary>
    public string? Catalog { get; }

    /// <summary>The parts of its database's name; empty for a built-in one.</summary>
    public IReadOnlyList<string> Namespace { get; }

    /// <summary>Its database; null for a built-in one.</summary>
    public string? Database => Namespace.Count == 1 ? Namespace[0] : null;

    /// <summary>Null for none.</summary>
    public string? Description { get; }

    /// <summary>The Java class that does it.</summary>
    public string ClassName { get; }

    /// <summary>Whether it is built in or belongs to a session.</summary>
    public bool IsTemporary { get; }
}
