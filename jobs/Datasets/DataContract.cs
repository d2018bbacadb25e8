using Spark.Jobs.Quality;

namespace Spark.Jobs.Datasets;

/// <summary>
/// A dataset as its Open Data Contract Standard v3 file describes it: the part of the standard
/// (https://bitol-io.github.io/open-data-contract-standard/latest/) that the raw-to-processed job and the curated jobs work from.
/// </summary>
public sealed record DataContract
{
    /// <summary>
    /// The column that a processed table has beside the contract's own when there is no primary key: a digest that identifies a row by all
    /// its raw columns as they came.
    /// </summary>
    public const string SourceHash = "source_hash";

    /// <summary>The dataset's name, which is the pipeline's and the processed table's.</summary>
    public required string Name { get; init; }

    public required string Version { get; init; }

    /// <summary>What the dataset is for, in one sentence.</summary>
    public required string Purpose { get; init; }

    /// <summary>The columns of the processed table, in order.</summary>
    public required IReadOnlyList<ContractProperty> Properties { get; init; }

    /// <summary>The rule sets, in the order of the file.</summary>
    public required IReadOnlyList<RuleSet> Quality { get; init; }

    /// <summary>The columns by which the newest version of a primary key is chosen; empty without a primary key.</summary>
    public required IReadOnlyList<string> NewestBy { get; init; }

    /// <summary>How the curated jobs read the processed table; null when the contract does not say, and then nothing is curated.</summary>
    public OrderLineColumns? OrderLines { get; init; }

    /// <summary>How the raw CSV files are written.</summary>
    public RawFormat RawFormat { get; init; } = RawFormat.Default;

    /// <summary>The columns of the raw CSV that the contract reads, in its order.</summary>
    public IReadOnlyList<string> SourceColumns =>
        field ??= [.. Properties.Where(p => p.Source is not null).Select(p => p.Source!).Distinct()];

    /// <summary>The primary key in its order; empty when rows are identified by all their source columns.</summary>
    public IReadOnlyList<string> PrimaryKey =>
        field ??= [.. Properties.Where(p => p.PrimaryKeyPosition is not null).OrderBy(p => p.PrimaryKeyPosition).Select(p => p.Name)];

    /// <summary>The day column that the processed table is partitioned by.</summary>
    public string PartitionColumn => Properties.First(p => p.Partitioned).Name;

    /// <summary>The rules whose breach sends a row to quarantine.</summary>
    public IEnumerable<DqdlRule> QuarantineRules => Quality.Where(q => q.Severity == RuleSeverity.Quarantine).SelectMany(q => q.Rules);
}
