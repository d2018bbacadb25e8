using Microsoft.Spark.Sql;
using Spark.Jobs.Batches;
using Spark.Jobs.Datasets;
using Spark.Jobs.Lakes;
using static Microsoft.Spark.Sql.Functions;

namespace Spark.Jobs.Processed;

/// <summary>
/// <c>quarantine/PIPELINE</c>: every rejected row as it came, with the reasons, the file and the run. Columns: the raw columns as text;
/// <c>corrupt_record</c>, the whole line when it had the wrong number of fields; <c>file</c>; <c>reasons</c>; <c>day</c>, by which a
/// restatement finds the row, null when it could not be read; <c>run_id</c>; <c>batch_id</c>.
/// </summary>
public static class QuarantineTable
{
    /// <summary>Writes the rejected rows of a batch.</summary>
    /// <param name="commits">Writes on behalf of the batch.</param>
    /// <param name="table">The quarantine table.</param>
    /// <param name="contract">The contract that the rows were judged by.</param>
    /// <param name="rows">The rows of the batch, as <see cref="RawRows"/> gives them.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="runId">The run that rejects the rows.</param>
    /// <returns>How many rows the table has of the batch.</returns>
    public static long Write(DeltaCommits commits, LakeTable table, DataContract contract, DataFrame rows, Batch batch, string runId)
    {
        var rejected = rows.Filter($"{RawRows.Rejected} is not null")
            .WithColumn("rejected", Col(RawRows.Rejected).GetItem(0))
            .Select(Col("rejected.*"), Col(contract.PartitionColumn).As("day"), Lit(runId).As("run_id"), Lit(batch.Id).As("batch_id"));
        if (batch.StartsAnew)
            return commits.Overwrite(table, rejected).Count("numOutputRows");
        if (batch.Kind == BatchKind.Incremental)
            return commits.Append(table, rejected).Count("numOutputRows");

        // The commit's metrics count the rows of other days too that had to be copied beside the replaced ones.
        commits.Replace(table, rejected, DayCondition.RestatedBy("day", batch));
        return rows.SparkSession.Read().Format("delta").Load(table.Path).Filter(Col("batch_id").EqualTo(batch.Id)).Count();
    }
}
