using System.Diagnostics;
using Microsoft.Spark.Sql;
using Spark.Jobs.Batches;
using Spark.Jobs.Curated.Sales;
using Spark.Jobs.Datasets;
using Spark.Jobs.Lakes;
using Spark.Jobs.Processed;
using Spark.Jobs.Quality;
using Spark.Jobs.Raw;

namespace Spark.Jobs.Pipelines;

/// <summary>
/// One run of a pipeline: takes up a batch that an earlier run left unfinished, plans a batch of what is new, and takes each through
/// raw, processed, quality and curated. A run that dies at any point leaves tables that the next run completes.
/// </summary>
/// <param name="spark">The engine.</param>
/// <param name="contract">The pipeline's dataset.</param>
/// <param name="lake">Where the tables lie.</param>
/// <param name="progress">Told of each step as it starts.</param>
public sealed class PipelineRun(SparkSession spark, DataContract contract, Lake lake, IProgress<string>? progress = null)
{
    private readonly string _runId = Guid.NewGuid().ToString();
    private readonly BatchLog _log = new(spark, lake, contract.Name);
    private readonly BatchPlanner _planner = new(spark, contract, lake);
    private readonly LakeTable _processedTable = lake.Table("processed", contract.Name);
    private readonly LakeTable _quarantineTable = lake.Table("quarantine", contract.Name);
    private readonly List<QualityResult> _warnings = [];

    /// <summary>The tables of a pipeline, in the order of the flow.</summary>
    public static IReadOnlyList<LakeTable> TablesOf(DataContract contract, Lake lake) =>
        [
            lake.Table("processed", contract.Name),
            lake.Table("quarantine", contract.Name),
            .. contract.OrderLines is null ? [] : CuratedTable.All.Select(table => CuratedOf(contract, lake, table)),
        ];

    /// <summary>Runs the pipeline.</summary>
    /// <exception cref="PipelineException">Rows were not conserved, a rule of severity error is broken, or tables or files are gone.</exception>
    /// <exception cref="Microsoft.Spark.SparkException">The engine failed.</exception>
    public RunResult Run(RunRequest request)
    {
        var clock = Stopwatch.StartNew();
        var rows = RowCounts.None;
        var files = 0;
        var history = _log.Read();
        if (request.Kind != BatchKind.FullRefresh && history.Unfinished is { } unfinished)
        {
            progress?.Report($"taking up batch {unfinished.Id}, which an earlier run left unfinished");
            rows += Process(unfinished, _planner.TakeUp(unfinished));
            files += unfinished.Files.Count;
            history = _log.Read();
        }

        progress?.Report("looking at the raw files");
        var input = _planner.Choose(request, history);
        PutAside(input, request.Strict || (input.Files.Count == 0 && history.ProcessedFiles.Count == 0));
        if (input.Files.Count > 0)
        {
            var next = Next(request, history, input);
            progress?.Report($"planning batch {next.Id}: {next.Files.Count} files");
            var batch = _log.Plan(next);
            rows += Process(batch, batch.Files.SequenceEqual(next.Files) ? input.Files : _planner.TakeUp(batch));
            files += batch.Files.Count;
        }

        progress?.Report("looking at the tables");
        return new RunResult(contract.Name, _runId, files, rows, States(), _warnings, input.Rejected, input.Notices, clock.Elapsed);
    }

    private static LakeTable CuratedOf(DataContract contract, Lake lake, CuratedTable table) =>
        lake.Table("curated", $"{contract.Name}_{table.Name}");

    /// <summary>Records the files that cannot be read.</summary>
    /// <param name="input">What the look at the raw files found.</param>
    /// <param name="fail">Whether the run fails for them: when it is strict, or when there is nothing else that the tables could be made of.</param>
    private void PutAside(BatchInput input, bool fail)
    {
        if (input.Rejected.Count == 0)
            return;
        _log.RecordRejected(input.Rejected, _runId);
        var reasons = BatchPlanner.Some(input.Rejected.Select(file => $"{file.File.Path} {file.Reason}"));
        if (fail)
            throw new PipelineException($"Raw files of {contract.Name} cannot be read (see ops.rejected_files): {reasons}.");
    }

    /// <summary>The batch that the request makes of the files.</summary>
    private Batch Next(RunRequest request, BatchHistory history, BatchInput input)
    {
        var exists = _processedTable.Exists(spark);
        if (!exists && history.ProcessedFiles.Count > 0 && request.Kind != BatchKind.FullRefresh)
        {
            throw new PipelineException(
                $"{_processedTable.Path} is gone, although {history.ProcessedFiles.Count} raw files were processed into it; run again with --full-refresh to rebuild it."
            );
        }

        if (exists && request.Kind != BatchKind.FullRefresh)
            ContractEvolution.Apply(spark, contract, _processedTable);
        return new Batch(
            history.NextId,
            request.Kind,
            request.From,
            request.To,
            [.. input.Files.Select(file => file.File)],
            exists ? _processedTable.LatestVersion(spark) : null
        );
    }

    private RowCounts Process(Batch batch, IReadOnlyList<ReadableFile> files)
    {
        var started = DateTime.UtcNow;
        var rows = new RawRows(contract).Read(spark, files).Persist();
        try
        {
            var counts = WriteRows(batch, rows, out var processed);
            if (processed.Commit is not null)
            {
                var table = spark.Read().Format("delta").Load(_processedTable.Path);
                Check(batch, table);
                Curate(batch, table, processed.Days);
            }

            progress?.Report("recording the run");
            _log.Record(
                "runs",
                new RunRecord(_runId, contract.Name, contract.Version, spark.Version(), started, batch, counts).ToRow(spark),
                batch
            );
            _log.Finish(batch);
            return counts;
        }
        finally
        {
            rows.Unpersist();
        }
    }

    private RowCounts WriteRows(Batch batch, DataFrame rows, out ProcessedRows processed)
    {
        progress?.Report($"reading {batch.Files.Count} raw files");
        var commits = new DeltaCommits(spark, batch.TransactionOf(contract.Name));
        var inScope = batch.Kind == BatchKind.Restatement ? rows.Filter(DayCondition.RestatedBy(contract.PartitionColumn, batch)) : rows;
        var seen = inScope.Agg(Functions.Expr("count(*)"), Functions.Expr($"count({RawRows.Rejected})")).Collect().Single();
        var read = seen.GetAs<long>(0);
        var rejected = seen.GetAs<long>(1);

        progress?.Report($"writing {_quarantineTable.Name}");
        var quarantined =
            rejected > 0 || batch.Kind != BatchKind.Incremental || batch.StartsAnew
                ? QuarantineTable.Write(commits, _quarantineTable, contract, inScope, batch, _runId)
                : 0;
        progress?.Report($"writing {_processedTable.Name}");
        processed = new ProcessedTable(spark, contract, _processedTable, batch, commits).Write(rows);
        var counts = new RowCounts(read, processed.Processed, quarantined, processed.Duplicate, processed.Replaced);
        return counts.Conserved
            ? counts
            : throw new PipelineException(
                $"Rows were not conserved in batch {batch.Id} of {contract.Name}: read {counts.Read}, but processed {counts.Processed} + "
                    + $"quarantined {counts.Quarantined} + duplicates {counts.Duplicate} = {counts.Processed + counts.Quarantined + counts.Duplicate}."
            );
    }

    private void Check(Batch batch, DataFrame table)
    {
        progress?.Report("checking quality");
        var results = QualityGate.Evaluate(spark, table, contract.Quality);
        _log.Record("quality", QualityGate.Rows(spark, results, contract.Name, batch.Id, _runId), batch);
        var broken = results.Where(result => !result.Passed).ToList();
        _warnings.AddRange(broken.Where(result => result.Severity == RuleSeverity.Warning));
        if (broken.FirstOrDefault(result => result.Severity == RuleSeverity.Error) is { } error)
            throw new PipelineException(
                $"{_processedTable.Name} breaks the rule {error.Rule} of '{error.RuleSet}': {error.Observed} was observed."
            );
    }

    private void Curate(Batch batch, DataFrame table, IReadOnlyList<DateOnly>? days)
    {
        if (contract.OrderLines is null)
            return;
        var commits = new DeltaCommits(spark, batch.TransactionOf(contract.Name));
        var lines = OrderLines.Of(table, contract.OrderLines);
        foreach (var curated in CuratedTable.All)
        {
            var target = CuratedOf(contract, lake, curated);
            progress?.Report($"writing {target.Name}");
            if (days is not null && curated.ByDay && target.Exists(spark))
            {
                var changed = DayCondition.In("day", days);
                commits.Replace(target, curated.Build(lines with { Rows = lines.Rows.Filter(changed) }), changed, "day");
            }
            else
            {
                commits.Overwrite(target, curated.Build(lines), curated.ByDay ? ["day"] : []);
            }
        }
    }

    private List<TableState> States() =>
        [
            .. TablesOf(contract, lake)
                .Where(table => table.Exists(spark))
                .Select(table => new TableState(table, table.LatestVersion(spark), spark.Read().Format("delta").Load(table.Path).Count())),
        ];
}
