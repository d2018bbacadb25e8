using System.Globalization;
using Delta.Sql;
using Microsoft.Spark.Sql;
using static Microsoft.Spark.Sql.Functions;

namespace Spark.Jobs.Lakes;

/// <summary>Writes tables on behalf of one unit of work: each at most once, however often the work is done again.</summary>
/// <remarks>
/// Delta skips a write whose <c>txnAppId</c> and <c>txnVersion</c> it has seen, and the commit carries the work's own mark in its
/// <c>userMetadata</c>, by which it is found again to learn what it did.
/// </remarks>
/// <param name="spark">The engine.</param>
/// <param name="transaction">What the writes belong to.</param>
public sealed class DeltaCommits(SparkSession spark, WriterTransaction transaction)
{
    /// <summary>Appends rows, or makes the table.</summary>
    public DeltaCommit Append(LakeTable table, DataFrame rows, params string[] partitionBy) =>
        Save(table, Writer(table, rows, "append", partitionBy).Option("mergeSchema", "true"));

    /// <summary>Replaces the whole table, schema and all.</summary>
    public DeltaCommit Overwrite(LakeTable table, DataFrame rows, params string[] partitionBy) =>
        Save(table, Writer(table, rows, "overwrite", partitionBy).Option("overwriteSchema", "true"));

    /// <summary>Replaces the rows that a condition holds for by rows that it holds for too.</summary>
    public DeltaCommit Replace(LakeTable table, DataFrame rows, string condition, params string[] partitionBy) =>
        Save(table, Writer(table, rows, "overwrite", partitionBy).Option("replaceWhere", condition).Option("mergeSchema", "true"));

    /// <summary>Runs a merge, whose commit Delta's session settings mark as the work's.</summary>
    public DeltaCommit Merge(LakeTable table, DeltaMergeBuilder merge)
    {
        if (Find(table) is { } done)
            return done;
        var settings = new Dictionary<string, string>
        {
            ["spark.databricks.delta.commitInfo.userMetadata"] = transaction.UserMetadata,
            ["spark.databricks.delta.write.txnAppId"] = transaction.AppIdOf(table),
            ["spark.databricks.delta.write.txnVersion"] = transaction.Version.ToString(CultureInfo.InvariantCulture),
        };
        try
        {
            foreach (var (key, value) in settings)
                spark.Conf().Set(key, value);
            merge.Execute();
        }
        finally
        {
            foreach (var key in settings.Keys)
                spark.Conf().Unset(key);
        }

        return Find(table)!;
    }

    /// <summary>The work's commit of a table; null when it made none.</summary>
    public DeltaCommit? Find(LakeTable table)
    {
        // Somebody may have optimised or appended since; work that is open lies among the newest commits all the same.
        const int newest = 50;
        var row = DeltaTable
            .ForPath(spark, table.Path)
            .History(newest)
            .Filter(Col("userMetadata").EqualTo(transaction.UserMetadata))
            .Select("version", "operationMetrics")
            .Collect()
            .FirstOrDefault();
        return row is null ? null : new DeltaCommit(row.GetAs<long>(0), row.GetAs<Dictionary<string, string>>(1));
    }

    private DataFrameWriter Writer(LakeTable table, DataFrame rows, string mode, string[] partitionBy)
    {
        var writer = rows.Write()
            .Format("delta")
            .Mode(mode)
            .Option("txnAppId", transaction.AppIdOf(table))
            .Option("txnVersion", transaction.Version)
            .Option("userMetadata", transaction.UserMetadata);
        return partitionBy.Length == 0 ? writer : writer.PartitionBy(partitionBy);
    }

    private DeltaCommit Save(LakeTable table, DataFrameWriter writer)
    {
        writer.Save(table.Path);
        return Find(table)
            ?? throw new LakeException(
                $"The write to {table.Name} left no commit of batch {transaction.Version} in its history; see DESCRIBE HISTORY delta.`{table.Path}`."
            );
    }
}
