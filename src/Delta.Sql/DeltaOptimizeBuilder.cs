using Microsoft.Spark.Sql;

namespace Delta.Sql;

/// <summary>Rewrites a Delta table's files into fewer, larger ones.</summary>
/// <remarks>https://docs.delta.io/latest/optimizations-oss.html</remarks>
public sealed class DeltaOptimizeBuilder
{
    private readonly SparkSession _spark;
    private readonly string _table;
    private readonly string? _filter;

    internal DeltaOptimizeBuilder(SparkSession spark, string table, string? filter = null) =>
        (_spark, _table, _filter) = (spark, table, filter);

    /// <summary>Only the partitions for which the condition, in SQL, holds.</summary>
    public DeltaOptimizeBuilder Where(string partitionFilter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(partitionFilter);
        return new(_spark, _table, _filter is null ? partitionFilter : $"({_filter}) AND ({partitionFilter})");
    }

    /// <summary>Joins small files.</summary>
    /// <returns>One row with the path and what was done.</returns>
    public DataFrame ExecuteCompaction() => _spark.Sql(Statement);

    /// <summary>Rewrites the files so that rows whose columns have near values lie together.</summary>
    /// <returns>One row with the path and what was done.</returns>
    public DataFrame ExecuteZOrderBy(params string[] columns)
    {
        if (columns.Length == 0)
            throw new ArgumentException("Name at least one column to order by.", nameof(columns));
        return _spark.Sql($"{Statement} ZORDER BY ({string.Join(", ", columns.Select(Assignments.QuoteName))})");
    }

    private string Statement => $"OPTIMIZE {_table}{(_filter is null ? "" : $" WHERE {_filter}")}";
}
