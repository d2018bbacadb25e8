namespace Microsoft.Spark.Sql.Catalog;

/// <summary>A table or view of the catalog.</summary>
public sealed class Table
{
    internal Table(Row row)
    {
        Name = row.GetAs<string>("name");
        Catalog = row.GetAs<string?>("catalog");
        Namespace = row.GetAs<string[]?>("namespace") ?? [];
        Description = row.GetAs<string?>("description");
        TableType = row.GetAs<string>("tableType");
        IsTemporary = row.GetAs<bool>("isTemporary");
    }

    public string Name { get; }

    /// <summary>The catalog that it belongs to; null for a temporary view.</summary>
    public string? Catalog { get; }

    /// <summary>The parts of its database's name; empty for a temporary view.</summary>
    public IReadOnlyList<string> Namespace { get; }

    /// <summary>Its database; null for a temporary view.</summary>
    public string? Database => Namespace.Count == 1 ? Namespace[0] : null;

    /// <summary>Null for none.</summary>
    public string? Description { get; }

    /// <summary><c>MANAGED</c>, <c>EXTERNAL</c>, <c>VIEW</c> or <c>TEMPORARY</c>.</summary>
    public string TableType { get; }

    /// <summary>Whether it is a view of a session.</summary>
    public bool IsTemporary { get; }
}
