using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;

namespace Spark.Jobs.Batches;

/// <summary>A row of <c>ops.runs</c>: a batch that a run finished.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="ContractVersion">The version of the contract that the rows were judged by.</param>
/// <param name="SparkVersion">The engine's version of Spark.</param>
/// <param name="Started">When the batch started, in UTC; it is finished when the row is made.</param>
/// <param name="Batch">The batch.</param>
/// <param name="Rows">What became of its rows.</param>
public sealed record RunRecord(
    string RunId,
    string Pipeline,
    string ContractVersion,
    string SparkVersion,
    DateTime Started,
    Batch Batch,
    RowCounts Rows
)
{
    private static readonly StructType Schema = new([
        new StructField("run_id", new StringType()),
        new StructField("pipeline", new StringType()),
        new StructField("contract_version", new StringType()),
        new StructField("batch_id", new LongType()),
        new StructField("kind", new StringType()),
        new StructField("spark_version", new StringType()),
        new StructField("started_at", new TimestampType()),
        new StructField("finished_at", new TimestampType()),
        new StructField("files", new LongType()),
        new StructField("rows_read", new LongType()),
        new StructField("rows_processed", new LongType()),
        new StructField("rows_quarantined", new LongType()),
        new StructField("rows_duplicate", new LongType()),
        new StructField("rows_replaced", new LongType()),
    ]);

    public DataFrame ToRow(SparkSession spark) =>
        spark.CreateDataFrame(
            [
                new GenericRow([
                    RunId,
                    Pipeline,
                    ContractVersion,
                    Batch.Id,
                    Batch.Kind.ToString(),
                    SparkVersion,
                    new Timestamp(Started),
                    new Timestamp(DateTime.UtcNow),
                    (long)Batch.Files.Count,
                    Rows.Read,
                    Rows.Processed,
                    Rows.Quarantined,
                    Rows.Duplicate,
                    Rows.Replaced,
                ]),
            ],
            Schema
        );
}
