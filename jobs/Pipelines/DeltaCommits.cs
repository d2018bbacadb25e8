using Delta.Sql;
using Microsoft.Spark.Sql;
using static Microsoft.Spark.Sql.Functions;

namespace Spark.Jobs.Pipelines;

/// <summary>A commit of a Delta table, as its history tells it.</summary>
/// <param name="Version">The version that it made.</param>
/// <param name="Metrics">The operation metrics, by Delta's names.</param>
public sealed record DeltaCommit(long Version, IReadOnlyDictionary<string, string> Metrics)
{
    /// <summary>A metric that counts something; 0 when the operation did not report it.</summary>
    public long Count(string metric) =>
        Metrics.TryGetValue(metric, out var text) ? long.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 0;
}

/// <summary>Writes tables on behalf of one batch: each at most once, however often the batch is processed.</summary>
/// <remarks>
/// Delta skips a write whose <c>txnAppId</c> and <c>txnVersion</c> it has seen, and the commit carries the batch in its
/// <c>userMetadata</c>, by which it is found again to learn what it did.
/// </remarks>
public sealed class DeltaCommits(SparkSession spark, string pipeline, Batch batch)
{
    private readonly string _tag = $$"""{"pipeline":"{{pipeline}}","batch":{{batch.Id}}}""";

    /// <summary>Whether there is a Delta table.</summary>
    public static bool Exists(SparkSession spark, LakeTable table) => DeltaTable.IsDeltaTable(spark, table.Path);

    /// <summary>The newest version of a table.</summary>
    public static long LatestVersion(SparkSession spark, LakeTable table) =>
        DeltaTable.ForPath(spark, table.Path).History(1).Select("version").Collect().Single().GetAs<long>(0);

    /// <summary>Appends rows, or makes the table.</summary>
    public DeltaCommit Append(LakeTable table, DataFrame rows, params string[] partitionBy) =>
        Save(table, Writer(table, rows, "append", partitionBy));

    /// <summary>Replaces the whole table, schema and all.</summary>
    public DeltaCommit Overwrite(LakeTable table, DataFrame rows, params string[] partitionBy) =>
        Save(table, Writer(table, rows, "overwrite", partitionBy).Option("overwriteSchema", "true"));

    /// <summary>Replaces the rows that a condition holds for by rows that it holds for too.</summary>
    public DeltaCommit Replace(LakeTable table, DataFrame rows, string condition, params string[] partitionBy) =>
        Save(table, Writer(table, rows, "overwrite", partitionBy).Option("replaceWhere", condition));

    /// <summary>Runs a merge, whose commit Delta's session settings mark as the batch's.</summary>
    public DeltaCommit Merge(LakeTable table, DeltaMergeBuilder merge)
    {
        if (Find(table) is { } done)
            return done;
        var settings = new Dictionary<string, string>
        {
            ["spark.databricks.delta.commitInfo.userMetadata"] = _tag,
            ["spark.databricks.delta.write.txnAppId"] = TransactionOf(table),
            ["spark.databricks.delta.write.txnVersion"] = batch.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
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

    /// <summary>The batch's commit of a table; null when it made none.</summary>
    public DeltaCommit? Find(LakeTable table)
    {
        // Somebody may have optimised or appended since; a batch that is open lies among the newest commits all the same.
        const int newest = 50;
        var row = DeltaTable
            .ForPath(spark, table.Path)
            .History(newest)
            .Filter(Col("userMetadata").EqualTo(_tag))
            .Select("version", "operationMetrics")
            .Collect()
            .FirstOrDefault();
        return row is null ? null : new DeltaCommit(row.GetAs<long>(0), row.GetAs<Dictionary<string, string>>(1));
    }

    private string TransactionOf(LakeTable table) => $"{pipeline}/{table.Name}";

    private DataFrameWriter Writer(LakeTable table, DataFrame rows, string mode, string[] partitionBy)
    {
        var writer = rows.Write()
            .Format("delta")
            .Mode(mode)
            .Option("txnAppId", TransactionOf(table))
            .Option("txnVersion", batch.Id)
            .Option("userMetadata", _tag);
        return partitionBy.Length == 0 ? writer : writer.PartitionBy(partitionBy);
    }

    private DeltaCommit Save(LakeTable table, DataFrameWriter writer)
    {
        writer.Save(table.Path);
        return Find(table)
            ?? throw new PipelineException(
                $"The write to {table.Name} left no commit of batch {batch.Id} in its history; see DESCRIBE HISTORY delta.`{table.Path}`."
            );
    }
}
