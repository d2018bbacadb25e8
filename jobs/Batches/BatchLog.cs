using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;
using Spark.Jobs.Lakes;

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
    ]);

    private static readonly StructType BookmarkSchema = new([
        new StructField("pipeline", new StringType()),
        new StructField("batch_id", new LongType()),
    ]);

    private readonly LakeTable _batches = lake.Table("ops", "batches");
    private readonly LakeTable _bookmarks = lake.Table("ops", "bookmarks");

    /// <summary>What the log says: every batch of the pipeline and the last one that is done.</summary>
    public BatchHistory Read()
    {
        if (!_batches.Exists(spark))
            return new BatchHistory([], 0);
        var planned = Rows(_batches)
            .GroupBy(row => row.GetAs<long>("batch_id"))
            .OrderBy(group => group.Key)
            .Select(group => Batch(group.Key, [.. group]))
            .ToList();
        var done = _bookmarks.Exists(spark) ? Rows(_bookmarks).Select(row => row.GetAs<long>("batch_id")).DefaultIfEmpty(0).Max() : 0;
        return new BatchHistory(planned, done);
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
        ]));
        Append(_batches, spark.CreateDataFrame(rows, BatchSchema), batch.Id);
        return Read().Batches.Single(planned => planned.Id == batch.Id);
    }

    /// <summary>Moves the bookmark behind a batch: it is done.</summary>
    public void Finish(Batch batch) =>
        Append(_bookmarks, spark.CreateDataFrame([new GenericRow([pipeline, batch.Id])], BookmarkSchema), batch.Id);

    /// <summary>Appends rows about a batch to an <c>ops</c> table, once.</summary>
    public void Record(string table, DataFrame rows, Batch batch) => Append(lake.Table("ops", table), rows, batch.Id);

    private void Append(LakeTable table, DataFrame rows, long batchId) =>
        rows.Write()
            .Format("delta")
            .Mode("append")
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
                .. rows.Select(row => new RawFile(row.GetAs<string>("file"), row.GetAs<long>("length")))
                    .OrderBy(file => file.Path, StringComparer.Ordinal),
            ],
            (long?)rows[0].Get("base_version")
        );

    private static string? Text(DateOnly? day) => day?.ToString("O");

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "O");
}
