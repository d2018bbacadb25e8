using Spark.Jobs.Batches;

namespace Spark.Jobs.Pipelines;

/// <summary>What a run is asked to do.</summary>
/// <param name="Input">The folder or URL of the raw files.</param>
/// <param name="Kind">New files, everything anew, or some days again.</param>
/// <param name="From">First day of a restatement.</param>
/// <param name="To">Last day of a restatement.</param>
public sealed record RunRequest(string Input, BatchKind Kind = BatchKind.Incremental, DateOnly? From = null, DateOnly? To = null);
