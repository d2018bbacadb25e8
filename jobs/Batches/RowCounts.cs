namespace Spark.Jobs.Batches;

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
