using Spark.Jobs.Lakes;
using Spark.Jobs.Raw;

namespace Spark.Jobs.Batches;

/// <summary>
/// A batch, as it is written down before it starts. What it does is a function of its files and of <see cref="BaseVersion"/> alone, so
/// processing it again after a crash gives the same tables and the same counts.
/// </summary>
/// <param name="Id">Its number in the pipeline, from 1.</param>
/// <param name="Kind">Why it is processed.</param>
/// <param name="From">First day of a restatement.</param>
/// <param name="To">Last day of a restatement.</param>
/// <param name="Files">The raw files it reads.</param>
/// <param name="BaseVersion">The version of the processed table that it starts from; null when there was no table.</param>
public sealed record Batch(long Id, BatchKind Kind, DateOnly? From, DateOnly? To, IReadOnlyList<RawFile> Files, long? BaseVersion)
{
    /// <summary>Whether the batch replaces whatever the tables held.</summary>
    public bool StartsAnew => BaseVersion is null || Kind == BatchKind.FullRefresh;

    /// <summary>The batch as the unit of work that a pipeline's commits belong to.</summary>
    public WriterTransaction TransactionOf(string pipeline) => new(pipeline, Id, $$"""{"pipeline":"{{pipeline}}","batch":{{Id}}}""");
}
