namespace Microsoft.Spark.Sql.Catalog;

/// <summary>A database of the catalog.</summary>
public sealed class Database
{
    internal Database(Row row)
    {
        Name = row.GetAs<string>("name");
        Catalog = row.GetAs<string?>("catalog");
        Description = row.GetAs<string?>("description");
        LocationUri = row.GetAs<string>("locationUri");
    }

    public string Name { get; }

    /// <summary>The catalog that it belongs to; null for none.</summary>
    public string? Catalog { get; }

    /// <summary>Null for none.</summary>
    public string? Description { get; }

    /// <summary>Where its tables lie unless they say otherwise.</summary>
    public string LocationUri { get; }
}
