using Spark.Jobs.Batches;
using Spark.Jobs.Lakes;
using Spark.Jobs.Quality;
using Spark.Jobs.Raw;

namespace Spark.Jobs.Pipelines;

/// <summary>A table as a run left it.</summary>
public sealed record TableState(LakeTable Table, long Version, long Rows);

/// <summary>What a run did.</summary>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="RunId">The run's id, a UUID, as the tables record it.</param>
/// <param name="Files">How many raw files were read.</param>
/// <param name="Rows">What became of their rows.</param>
/// <param name="Tables">The tables of the pipeline, as they are now.</param>
/// <param name="Warnings">Rules of severity warning that did not hold.</param>
/// <param name="RejectedFiles">Raw files that were put aside.</param>
/// <param name="Notices">What else the person who runs it should know.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record RunResult(
    string Pipeline,
    string RunId,
    int Files,
    RowCounts Rows,
    IReadOnlyList<TableState> Tables,
    IReadOnlyList<QualityResult> Warnings,
    IReadOnlyList<RejectedFile> RejectedFiles,
    IReadOnlyList<string> Notices,
    TimeSpan Elapsed
);
