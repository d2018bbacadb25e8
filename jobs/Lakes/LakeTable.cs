using Delta.Sql;
using Microsoft.Spark.Sql;

namespace Spark.Jobs.Lakes;

/// <summary>A table of a lake.</summary>
/// <param name="Layer">The layer, which is also its database in SQL.</param>
/// <param name="Table">Its name in the layer.</param>
/// <param name="Path">Where it lies.</param>
public sealed record LakeTable(string Layer, string Table, string Path)
{
    /// <summary>Its name in SQL, such as <c>curated.retail_daily_sales</c>.</summary>
    public string Name => $"{Layer}.{Table}";

    /// <summary>Whether a Delta table lies there.</summary>
    public bool Exists(SparkSession spark) => DeltaTable.IsDeltaTable(spark, Path);

    /// <summary>The newest version.</summary>
    public long LatestVersion(SparkSession spark) =>
        DeltaTable.ForPath(spark, Path).History(1).Select("version").Collect().Single().GetAs<long>(0);
}
