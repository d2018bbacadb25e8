using Delta.Sql;
using Microsoft.Spark.Sql;
using Spark.Jobs.Batches;
using Spark.Jobs.Lakes;

namespace Spark.Jobs.Pipelines;

/// <summary>Takes back what an unfinished batch wrote, so that it can be given up.</summary>
internal static class BatchRollback
{
    /// <summary>Brings every table of a pipeline back to the version before the batch, the last written first.</summary>
    /// <returns>The tables that the batch had written to.</returns>
    public static IReadOnlyList<LakeTable> Undo(SparkSession spark, string pipeline, IReadOnlyList<LakeTable> tables, Batch batch)
    {
        var commits = new DeltaCommits(spark, batch.TransactionOf(pipeline));
        var undone = new List<LakeTable>();
        foreach (var table in tables.Reverse())
        {
            if (!table.Exists(spark) || commits.Find(table) is not { } commit)
                continue;
            var delta = DeltaTable.ForPath(spark, table.Path);
            // The batch made the table: what is left of it is a table without rows.
            if (commit.Version == 0)
                delta.Delete();
            else
                delta.RestoreToVersion(commit.Version - 1);
            undone.Add(table);
        }

        return undone;
    }
}
