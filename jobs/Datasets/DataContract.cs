using Spark.Jobs.Quality;

namespace Spark.Jobs.Datasets;

/// <summary>
/// A dataset as its Open Data Contract Standard v3 file describes it: the part of the standard
/// (https://bitol-io.github.io/open-data-contract-standard/latest/) that the raw-to-processed job and the curated jobs work from.
/// </summary>
public sealed record DataContract
{
    /// <summary>The dataset's name, which is the pipeline's and the processed table's.</summary>
    public required string Name { get; init; }

    public required string Version { get; init; }

    /// <summary>What the dataset is for, in one sentence.</summary>
    public required string Purpose { get; init; }

    /// <summary>The columns of the processed table, in order.</summary>
    public required IReadOnlyList<ContractProperty> Properties { get; init; }

    /// <summary>The rule sets, in the order of the file.</summary>
    public required IReadOnlyList<ContractQuality> Quality { get; init; }

    /// <summary>The columns by which the newest version of a primary key is chosen; empty without a primary key.</summary>
    public required IReadOnlyList<string> NewestBy { get; init; }

    /// <summary>How the curated jobs read the processed table; null when the contract does not say, and then nothing is curated.</summary>
    public OrderLineColumns? OrderLines { get; init; }

    /// <summary>The columns of the raw CSV, in their order there.</summary>
    public IReadOnlyList<string> SourceColumns => field ??= [.. Properties.Where(p => p.Source is not null).Select(p => p.Source!)];

    /// <summary>The primary key in its order; empty when rows are identified by all their source columns.</summary>
    public IReadOnlyList<string> PrimaryKey =>
        field ??= [.. Properties.Where(p => p.PrimaryKeyPosition is not null).OrderBy(p => p.PrimaryKeyPosition).Select(p => p.Name)];

    /// <summary>The day column that the processed table is partitioned by.</summary>
    public string PartitionColumn => Properties.First(p => p.Partitioned).Name;

    /// <summary>The rules whose breach sends a row to quarantine.</summary>
    public IEnumerable<DqdlRule> QuarantineRules => Quality.Where(q => q.Severity == RuleSeverity.Quarantine).SelectMany(q => q.Rules);
}

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

/// <summary>What happens when a rule is broken.</summary>
public enum RuleSeverity
{
    /// <summary>Row rules: the row goes to quarantine.</summary>
    Quarantine,

    /// <summary>Table rules: the run fails.</summary>
    Error,

    /// <summary>Table rules: the outcome is recorded.</summary>
    Warning,
}

/// <summary>A rule set of a contract.</summary>
public sealed record ContractQuality(string Name, RuleSeverity Severity, IReadOnlyList<DqdlRule> Rules);

/// <summary>Which column, or Spark SQL expression, of a processed table plays which part of an order line.</summary>
/// <param name="Order">Identifies the order that the line belongs to.</param>
/// <param name="Day">The day of the order; the table's partition column.</param>
/// <param name="Area">Where it was sold: the name of a column, which the curated tables keep.</param>
/// <param name="Product">Identifies the product: the name of a column.</param>
/// <param name="ProductName">What people call the product.</param>
/// <param name="ProductGroup">The group that a product is ranked in: the name of a column.</param>
/// <param name="Customer">Identifies the customer; null for an unknown one.</param>
/// <param name="Quantity">Pieces, negative for a refund.</param>
/// <param name="Amount">Money, negative for a refund.</param>
/// <param name="Refund">Whether the line gives money back.</param>
public sealed record OrderLineColumns(
    string Order,
    string Day,
    string Area,
    string Product,
    string ProductName,
    string ProductGroup,
    string Customer,
    string Quantity,
    string Amount,
    string Refund
);

/// <summary>A contract that cannot be used: says file, line and field.</summary>
public sealed class DataContractException(string message) : Exception(message);
