using Microsoft.Spark.Sql;

namespace Spark.Jobs.Curated.Sales;

/// <summary>A curated table: computed from a pipeline's order lines, and stored under the pipeline's name.</summary>
public abstract class CuratedTable
{
    /// <summary>All curated tables, in the order in which a run writes them.</summary>
    public static IReadOnlyList<CuratedTable> All { get; } =
    [new DailySales(), new ProductPerformance(), new CustomerInsights(), new MonthlyKpis()];

    /// <summary>The table's name behind the pipeline's: <c>daily_sales</c> is stored as <c>curated/retail_daily_sales</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What a row is, for people.</summary>
    public abstract string Description { get; }

    /// <summary>
    /// Whether a row depends on the order lines of its <c>day</c> alone. Then the table is partitioned by day, and a batch recomputes the
    /// days that it changed; otherwise the table is computed anew.
    /// </summary>
    public virtual bool ByDay => false;

    /// <summary>The table's rows.</summary>
    public abstract DataFrame Build(OrderLines lines);
}
