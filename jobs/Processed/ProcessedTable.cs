using Delta.Sql;
using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;
using Spark.Jobs.Batches;
using Spark.Jobs.Datasets;
using Spark.Jobs.Lakes;
using static Microsoft.Spark.Sql.Functions;
using Window = Microsoft.Spark.Sql.Expressions.Window;

namespace Spark.Jobs.Processed;

/// <summary>
/// <c>processed/PIPELINE</c>: the valid rows of all batches, typed, once each, partitioned by the contract's day.
/// </summary>
/// <remarks>
/// With a primary key, the row that is greatest by the contract's <c>newestBy</c> stands, whichever batch brought it; between rows that are
/// equal there, the greatest by the remaining columns. Without one, rows whose raw columns are all equal are one row. Both rules look at
/// content alone, never at order of arrival, so any split of the raw files into batches ends in the same table.
/// </remarks>
public sealed class ProcessedTable
{
    private readonly SparkSession _spark;
    private readonly DataContract _contract;
    private readonly LakeTable _table;
    private readonly Batch _batch;
    private readonly DeltaCommits _commits;
    private readonly IReadOnlyList<string> _identity;
    private readonly string[] _columns;

    public ProcessedTable(SparkSession spark, DataContract contract, LakeTable table, Batch batch, DeltaCommits commits)
    {
        _spark = spark;
        _contract = contract;
        _table = table;
        _batch = batch;
        _commits = commits;
        var raw = new RawRows(contract);
        _identity = raw.HasSourceHash ? [DataContract.SourceHash] : contract.PrimaryKey;
        _columns = [.. raw.ProcessedColumns];
    }

    /// <summary>Writes the valid rows of a batch.</summary>
    /// <param name="rows">The rows, as <see cref="RawRows"/> gives them; read more than once.</param>
    public ProcessedRows Write(DataFrame rows)
    {
        var valid = rows.Filter($"{RawRows.Rejected} is null").Select([.. _columns.Select(Col)]);

        // Few identities come more than once. Only their rows have to be told apart; all others pass as they are.
        var repeated = valid.GroupBy([.. _identity.Select(Col)]).Agg(Count(Lit(1)).As("_rows")).Filter("_rows > 1").Persist();
        try
        {
            var surplus = repeated.Agg(Expr("coalesce(sum(_rows - 1), 0)")).Collect().Single().GetAs<long>(0);
            var newest = surplus == 0 ? valid : Newest(valid, repeated);
            if (_batch.StartsAnew)
                return Start(newest, surplus);
            if (_batch.Kind == BatchKind.Restatement)
                return Restate(valid, newest);
            return _contract.PrimaryKey.Count > 0 ? Upsert(newest, surplus) : AppendNew(valid, newest, surplus);
        }
        finally
        {
            repeated.Unpersist();
        }
    }

    /// <summary>One row for each identity.</summary>
    private DataFrame Newest(DataFrame valid, DataFrame repeated)
    {
        var newestFirst = Window.PartitionBy([.. _identity.Select(Col)]).OrderBy([.. VersionOrder.Select(column => Col(column).Desc())]);
        var newestOfRepeated = valid
            .Join(repeated, _identity, "left_semi")
            .WithColumn("_version", RowNumber().Over(newestFirst))
            .Filter("_version = 1")
            .Drop("_version");
        return valid.Join(repeated, _identity, "left_anti").Union(newestOfRepeated).Select([.. _columns.Select(Col)]);
    }

    private ProcessedRows Start(DataFrame newest, long surplus)
    {
        var commit = _commits.Overwrite(_table, newest, _contract.PartitionColumn);
        return new ProcessedRows(commit.Count("numOutputRows"), surplus, 0, commit, null);
    }

    private ProcessedRows Restate(DataFrame valid, DataFrame newest)
    {
        var days = DayCondition.RestatedBy(_contract.PartitionColumn, _batch);
        var standing = newest.Filter(days);
        var all = valid.Filter(days).Count();
        var commit = _commits.Replace(_table, standing, days, _contract.PartitionColumn);
        var processed = commit.Count("numOutputRows");
        return new ProcessedRows(processed, all - standing.Count(), 0, commit, DaysOf(Base().Filter(days), standing));
    }

    private ProcessedRows AppendNew(DataFrame valid, DataFrame newest, long surplus)
    {
        var brought = newest.Count();
        if (brought == 0)
            return new ProcessedRows(0, 0, 0, null, []);

        // Equal raw columns have equal days, so only the partitions of the batch's days can hold a repeat.
        var days = DaysOf(valid);
        var known = Base().Filter(DayCondition.In(_contract.PartitionColumn, days)).Select([.. _identity.Select(Col)]);
        var fresh = newest.Join(known, _identity, "left_anti").Select([.. _columns.Select(Col)]);
        var standing = newest.Join(known, _identity, "left_semi").Count();
        var duplicate = surplus + standing;
        if (standing == brought)
            return new ProcessedRows(0, duplicate, 0, null, []);
        var commit = _commits.Append(_table, fresh, _contract.PartitionColumn);
        return new ProcessedRows(commit.Count("numOutputRows"), duplicate, 0, commit, days);
    }

    private ProcessedRows Upsert(DataFrame newest, long surplus)
    {
        var source = newest.Persist();
        try
        {
            var sameKey = string.Join(" and ", _identity.Select(column => $"t.{column} = s.{column}"));
            var newer = NewerThanTarget();
            var matched = $"t.{_identity[0]} is not null";
            var outcome = source
                .As("s")
                .Join(Base().As("t"), Expr(sameKey), "left_outer")
                .SelectExpr(
                    $"case when {matched} then t.{_contract.PartitionColumn} end as old_day",
                    $"s.{_contract.PartitionColumn} as new_day",
                    $"{matched} as matched",
                    $"{matched} and ({newer}) as replaces"
                )
                .Persist();
            var counts = outcome.Agg(Expr("count(*)"), Expr("count_if(not matched)"), Expr("count_if(replaces)")).Collect().Single();
            var keys = counts.GetAs<long>(0);
            var inserted = counts.GetAs<long>(1);
            var replaced = counts.GetAs<long>(2);
            var duplicate = surplus + (keys - inserted - replaced);
            if (inserted + replaced == 0)
                return new ProcessedRows(0, duplicate, 0, null, []);

            var changed = outcome.Filter("replaces or not matched");
            var days = Days(changed.Select("new_day").Union(changed.Filter("replaces").Select("old_day")));
            outcome.Unpersist();
            var merge = DeltaTable
                .ForPath(_spark, _table.Path)
                .As("t")
                .Merge(source.As("s"), sameKey)
                .WhenMatched(newer)
                .UpdateAll()
                .WhenNotMatched()
                .InsertAll();
            var commit = _commits.Merge(_table, merge);
            var processed = commit.Count("numTargetRowsInserted") + commit.Count("numTargetRowsUpdated");
            return new ProcessedRows(processed, duplicate, replaced, commit, days);
        }
        finally
        {
            source.Unpersist();
        }
    }

    /// <summary>The columns by which two rows of one key are told apart: the contract's, and then all others, so that no two different rows tie.</summary>
    private IEnumerable<string> VersionOrder => _contract.NewestBy.Concat(_columns.Except(_identity).Except(_contract.NewestBy));

    /// <summary>The condition under which the row <c>s</c> stands before the row <c>t</c> of the same key; null is the least value.</summary>
    private string NewerThanTarget()
    {
        var condition = "false";
        foreach (var column in VersionOrder.Reverse())
        {
            var greater = $"coalesce(s.{column} > t.{column}, s.{column} is not null and t.{column} is null)";
            condition = $"({greater} or (s.{column} <=> t.{column} and {condition}))";
        }

        return condition;
    }

    /// <summary>The processed table as it was when the batch was planned.</summary>
    private DataFrame Base() => _spark.Read().Format("delta").Option("versionAsOf", _batch.BaseVersion!.Value).Load(_table.Path);

    private List<DateOnly> DaysOf(params ReadOnlySpan<DataFrame> frames)
    {
        var days = frames[0].Select(_contract.PartitionColumn);
        foreach (var frame in frames[1..])
            days = days.Union(frame.Select(_contract.PartitionColumn));
        return Days(days);
    }

    private static List<DateOnly> Days(DataFrame days) =>
        [.. days.Distinct().Collect().Select(row => row.GetAs<Date>(0).ToDateOnly()).Order()];
}
