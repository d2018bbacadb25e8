namespace Microsoft.Spark.Sql.Expressions;

/// <summary>Begins the description of a window: which rows a window function sees around each row.</summary>
public static class Window
{
    /// <summary>The first row of the partition.</summary>
    public static long UnboundedPreceding => long.MinValue;

    /// <summary>The last row of the partition.</summary>
    public static long UnboundedFollowing => long.MaxValue;

    /// <summary>The row itself.</summary>
    public static long CurrentRow => 0;

    /// <summary>A window over the rows that agree in the columns.</summary>
    public static WindowSpec PartitionBy(string colName, params string[] colNames) => new WindowSpec().PartitionBy(colName, colNames);

    /// <inheritdoc cref="PartitionBy(string, string[])"/>
    public static WindowSpec PartitionBy(params Column[] columns) => new WindowSpec().PartitionBy(columns);

    /// <summary>A window over all rows, in the order of the columns.</summary>
    public static WindowSpec OrderBy(string colName, params string[] colNames) => new WindowSpec().OrderBy(colName, colNames);

    /// <inheritdoc cref="OrderBy(string, string[])"/>
    public static WindowSpec OrderBy(params Column[] columns) => new WindowSpec().OrderBy(columns);

    /// <inheritdoc cref="WindowSpec.RowsBetween(long, long)"/>
    public static WindowSpec RowsBetween(long start, long end) => new WindowSpec().RowsBetween(start, end);

    /// <inheritdoc cref="WindowSpec.RangeBetween(long, long)"/>
    public static WindowSpec RangeBetween(long start, long end) => new WindowSpec().RangeBetween(start, end);

    /// <inheritdoc cref="WindowSpec.RangeBetween(Column, Column)"/>
    public static WindowSpec RangeBetween(Column start, Column end) => new WindowSpec().RangeBetween(start, end);
}
