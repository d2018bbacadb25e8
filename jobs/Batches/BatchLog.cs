using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;
using Spark.Jobs.Lakes;
using Spark.Jobs.Raw;

namespace Spark.Jobs.Batches;

/// <summary>
/// The <c>ops</c> tables: <c>batches</c> (the file list of each batch, written before it starts), <c>bookmarks</c> (the batches that are
/// done, written last), <c>runs</c> and <c>quality</c>. Together they make a run repeatable: a batch without a bookmark is taken up again.
/// </summary>
public sealed class BatchLog(SparkSession spark, Lake lake, string pipeline)
{
    private static readonly StructType BatchSchema = new([
        new StructField("pipeline", new StringType()),
        new StructField("batch_id", new LongType()),
        new StructField("kind", new StringType()),
        new StructField("from_day", new StringType()),
        new StructField("to_day", new StringType()),
        new StructField("base_version", new LongType()),
        new StructField("file", new StringType()),
        new StructField("length", new LongType()),
        new StructField("modified", new TimestampType()),
        new StructField("sha256", new StringType()),
    ]);

    private static readonly StructType BookmarkSchema = new([
        new StructField("pipeline", new StringType()),
        new StructField("batch_id", new LongType()),
        new StructField("state", new StringType()),
    ]);

    private static readonly StructType RejectedFileSchema = new([
        new StructField("pipeline", new StringType()),
        new StructField("run_id", new StringType()),
        new StructField("file", new StringType()),
        new StructField("length", new LongType()),
        new StructField("modified", new TimestampType()),
        new StructField("sha256", new StringType()),
        new StructField("reason", new StringType()),
        new StructField("rejected_at", new TimestampType()),
    ]);

    private const string Abandoned = "abandoned";

    private readonly LakeTable _batches = lake.Table("ops", "batches");
    private readonly LakeTable _bookmarks = lake.Table("ops", "bookmarks");
    private readonly LakeTable _rejectedFiles = lake.Table("ops", "rejected_files");

    /// <summary>What the log says: every batch of the pipeline and the last one that is done.</summary>
    public BatchHistory Read()
    {
        if (!_batches.Exists(spark))
            return BatchHistory.None;
        var planned = Rows(_batches)
            .GroupBy(row => row.GetAs<long>("batch_id"))
            .OrderBy(group => group.Key)
            .Select(group => Batch(group.Key, [.. group]))
            .ToList();
        var closed = _bookmarks.Exists(spark) ? Rows(_bookmarks).ToList() : [];
        return new BatchHistory(
            planned,
            closed.Select(row => row.GetAs<long>("batch_id")).DefaultIfEmpty(0).Max(),
            closed.Where(row => Optional(row, "state") is Abandoned).Select(row => row.GetAs<long>("batch_id")).ToHashSet()
        );
    }

    /// <summary>Writes a batch down. When another run did so first, its batch of this number stands and is returned.</summary>
    public Batch Plan(Batch batch)
    {
        var rows = batch.Files.Select(file => new GenericRow([
            pipeline,
            batch.Id,
            batch.Kind.ToString(),
            Text(batch.From),
            Text(batch.To),
            batch.BaseVersion,
            file.Path,
            file.Length,
            file.Modified is { } modified ? new Timestamp(modified) : null,
            file.Sha256,
        ]));
        Append(_batches, spark.CreateDataFrame(rows, BatchSchema), batch.Id);
        return Read().Batches.Single(planned => planned.Id == batch.Id);
    }

    /// <summary>Moves the bookmark behind a batch: it is done.</summary>
    public void Finish(Batch batch) => Close(batch, "done");

    /// <summary>Gives a batch up: it is not taken up again, and its files count as never processed.</summary>
    public void Abandon(Batch batch) => Close(batch, Abandoned);

    /// <summary>Appends rows about a batch to an <c>ops</c> table, once.</summary>
    public void Record(string table, DataFrame rows, Batch batch) => Append(lake.Table("ops", table), rows, batch.Id);

    /// <summary>Records files that were put aside; one that is there with the same content and reason is not recorded again.</summary>
    public void RecordRejected(IReadOnlyList<RejectedFile> files, string runId)
    {
        var known = _rejectedFiles.Exists(spark)
            ? Rows(_rejectedFiles).Select(row => (row.Get("file"), row.Get("sha256"), row.Get("reason"))).ToHashSet()
            : [];
        var rows = files
            .Where(file => !known.Contains((file.File.Path, file.File.Sha256, file.Reason)))
            .Select(file => new GenericRow([
                pipeline,
                runId,
                file.File.Path,
                file.File.Length,
                file.File.Modified is { } modified ? new Timestamp(modified) : null,
                file.File.Sha256,
                file.Reason,
                new Timestamp(DateTime.UtcNow),
            ]))
            .ToList();
        if (rows.Count > 0)
            spark.CreateDataFrame(rows, RejectedFileSchema).Write().Format("delta").Mode("append").Save(_rejectedFiles.Path);
    }

    private void Close(Batch batch, string state) =>
        Append(_bookmarks, spark.CreateDataFrame([new GenericRow([pipeline, batch.Id, state])], BookmarkSchema), batch.Id);

    private void Append(LakeTable table, DataFrame rows, long batchId) =>
        rows.Write()
            .Format("delta")
            .Mode("append")
            // A lake that an older version of the program made has fewer columns.
            .Option("mergeSchema", "true")
            .Option("txnAppId", $"{pipeline}/{table.Name}")
            .Option("txnVersion", batchId)
            .Save(table.Path);

    private IEnumerable<Row> Rows(LakeTable table) =>
        spark.Read().Format("delta").Load(table.Path).Filter(Functions.Col("pipeline").EqualTo(pipeline)).Collect();

    private static Batch Batch(long id, List<Row> rows) =>
        new(
            id,
            Enum.Parse<BatchKind>(rows[0].GetAs<string>("kind")),
            Day(rows[0].GetAs<string?>("from_day")),
            Day(rows[0].GetAs<string?>("to_day")),
            [
                .. rows.Select(row => new RawFile(
                        row.GetAs<string>("file"),
                        row.GetAs<long>("length"),
                        (Optional(row, "modified") as Timestamp)?.ToDateTime(),
                        Optional(row, "sha256") as string
                    ))
                    .OrderBy(file => file.Path, StringComparer.Ordinal),
            ],
            (long?)rows[0].Get("base_version")
        );

    /// <summary>A value of a column that tables of an older version lack.</summary>
    private static object? Optional(Row row, string column) =>
        row.Schema.Fields.Any(field => field.Name == column) ? row.Get(column) : null;

    private static string? Text(DateOnly? day) => day?.ToString("O");

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "O");
}
