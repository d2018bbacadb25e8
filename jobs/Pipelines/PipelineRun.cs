using System.Diagnostics;
using Microsoft.Spark.Sql;
using Spark.Jobs.Batches;
using Spark.Jobs.Curated.Sales;
using Spark.Jobs.Datasets;
using Spark.Jobs.Lakes;
using Spark.Jobs.Processed;
using Spark.Jobs.Quality;

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
            rows += Process(unfinished);
            files += unfinished.Files.Count;
            history = _log.Read();
        }

        if (Next(request, history) is { } next)
        {
            progress?.Report($"planning batch {next.Id}: {next.Files.Count} files");
            var batch = _log.Plan(next);
            rows += Process(batch);
            files += batch.Files.Count;
        }

        progress?.Report("looking at the tables");
        return new RunResult(contract.Name, _runId, files, rows, States(), _warnings, clock.Elapsed);
    }

    private static LakeTable CuratedOf(DataContract contract, Lake lake, CuratedTable table) =>
        lake.Table("curated", $"{contract.Name}_{table.Name}");

    /// <summary>The batch that the request makes of what was done before; null when there is nothing to do.</summary>
    private Batch? Next(RunRequest request, BatchHistory history)
    {
        var processed = history.ProcessedFiles;
        IReadOnlyList<RawFile> files;
        if (request.Kind == BatchKind.Restatement)
        {
            files =
                processed.Count > 0
                    ? processed
                    : throw new PipelineException(
                        $"There is nothing to restate: no raw file of {contract.Name} was processed into {lake.Root} yet."
                    );
        }
        else
        {
            files = RawFiles.List(spark, request.Input);
            if (files.Count == 0)
                throw new PipelineException($"There is no .csv or .csv.gz file under {request.Input}.");
            if (request.Kind == BatchKind.Incremental)
                files = [.. files.Except(processed)];
            if (files.Count == 0)
                return null;
        }

        var exists = _processedTable.Exists(spark);
        if (!exists && processed.Count > 0 && request.Kind != BatchKind.FullRefresh)
        {
            throw new PipelineException(
                $"{_processedTable.Path} is gone, although {processed.Count} raw files were processed into it; run again with --full-refresh to rebuild it."
            );
        }

        return new Batch(
            history.NextId,
            request.Kind,
            request.From,
            request.To,
            files,
            exists ? _processedTable.LatestVersion(spark) : null
        );
    }

    private RowCounts Process(Batch batch)
    {
        var started = DateTime.UtcNow;
        var rows = new RawRows(contract).Read(spark, batch.Files).Persist();
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
