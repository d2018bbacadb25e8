namespace Spark.Jobs.Pipelines;

/// <summary>Why a batch is processed.</summary>
public enum BatchKind
{
    /// <summary>Files that no batch has had yet.</summary>
    Incremental,

    /// <summary>All files, into tables that start anew.</summary>
    FullRefresh,

    /// <summary>The rows of some days, from all files that were processed before.</summary>
    Restatement,
}

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
}

/// <summary>What became of the rows of a batch.</summary>
/// <param name="Read">Rows in the raw files.</param>
/// <param name="Processed">Rows that were inserted into the processed table or replaced an older version there.</param>
/// <param name="Quarantined">Rows that were rejected.</param>
/// <param name="Duplicate">Valid rows that said nothing new: exact repeats, or versions that are not the newest of their key.</param>
/// <param name="Replaced">How many of the processed rows replaced an older version.</param>
public sealed record RowCounts(long Read, long Processed, long Quarantined, long Duplicate, long Replaced)
{
    public static RowCounts None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>Whether every row that was read went to exactly one place.</summary>
    public bool Conserved => Read == Processed + Quarantined + Duplicate;

    public static RowCounts operator +(RowCounts a, RowCounts b) =>
        new(a.Read + b.Read, a.Processed + b.Processed, a.Quarantined + b.Quarantined, a.Duplicate + b.Duplicate, a.Replaced + b.Replaced);
}

/// <summary>A run that cannot finish: a broken law or rule, or raw files that are gone. The batch stays open and is taken up by the next run.</summary>
public sealed class PipelineException(string message) : Exception(message);
