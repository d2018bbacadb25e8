using Spark.Jobs.Lakes;

namespace Spark.Jobs.Processed;

/// <summary>What writing the processed table did.</summary>
/// <param name="Processed">Rows inserted, or written over an older version.</param>
/// <param name="Duplicate">Valid rows of the batch that said nothing new.</param>
/// <param name="Replaced">How many of the processed rows replaced an older version.</param>
/// <param name="Commit">The commit; null when there was nothing to write.</param>
/// <param name="Days">The days whose rows changed; null when that is all of them.</param>
public sealed record ProcessedRows(long Processed, long Duplicate, long Replaced, DeltaCommit? Commit, IReadOnlyList<DateOnly>? Days);
