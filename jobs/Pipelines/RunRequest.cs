using Spark.Jobs.Batches;

namespace Spark.Jobs.Pipelines;

/// <summary>What a run is asked to do.</summary>
/// <param name="Input">The folder or URL of the raw files.</param>
/// <param name="Kind">New files, everything anew, or some days again.</param>
/// <param name="From">First day of a restatement.</param>
/// <param name="To">Last day of a restatement.</param>
/// <param name="Strict">Whether a raw file that cannot be read fails the run, instead of being put aside.</param>
/// <param name="AllowMissing">Whether rows may go whose raw files are gone, at a full refresh or a restatement.</param>
public sealed record RunRequest(
    string Input,
    BatchKind Kind = BatchKind.Incremental,
    DateOnly? From = null,
    DateOnly? To = null,
    bool Strict = false,
    bool AllowMissing = false
);
