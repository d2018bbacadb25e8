namespace Spark.Jobs.Datasets;

/// <summary>A column of the processed table.</summary>
public sealed record ContractProperty
{
    public required string Name { get; init; }

    /// <summary>Spark's name for the column's type.</summary>
    public required string PhysicalType { get; init; }

    /// <summary>Whether a row without a value is rejected.</summary>
    public required bool Required { get; init; }

    /// <summary>The raw column it comes from; null for a derived one.</summary>
    public string? Source { get; init; }

    /// <summary>Spark SQL over the raw columns, or over earlier properties for a derived column; null for the raw value itself.</summary>
    public string? TransformLogic { get; init; }

    public int? PrimaryKeyPosition { get; init; }

    public bool Partitioned { get; init; }
}
