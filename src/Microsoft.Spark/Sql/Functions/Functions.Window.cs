namespace Microsoft.Spark.Sql;

/// <content>Window functions.</content>
public static partial class Functions
{
    /// <summary>For <see cref="Expressions.Window.RangeBetween(Column, Column)"/>: the first row of the partition.</summary>
    public static Column UnboundedPreceding() => Invoke("unbounded_preceding");

    /// <summary>For <see cref="Expressions.Window.RangeBetween(Column, Column)"/>: the last row of the partition.</summary>
    public static Column UnboundedFollowing() => Invoke("unbounded_following");

    /// <summary>For <see cref="Expressions.Window.RangeBetween(Column, Column)"/>: the row itself.</summary>
    public static Column CurrentRow() => Invoke("current_row");

    /// <summary>The value of the row that lies <paramref name="offset"/> rows before.</summary>
    /// <param name="defaultValue">The value when there is no such row.</param>
    public static Column Lag(Column column, int offset, object? defaultValue = null) => Shift("lag", column, offset, defaultValue);

    /// <inheritdoc cref="Lag(Column, int, object)"/>
    public static Column Lag(string columnName, int offset, object? defaultValue = null) => Lag(Col(columnName), offset, defaultValue);

    /// <inheritdoc cref="Lag(Column, int, object)"/>
    /// <param name="ignoreNulls">Whether rows where the column is null do not count.</param>
    public static Column Lag(Column column, int offset, object? defaultValue, bool ignoreNulls) =>
        Invoke("lag", column, Lit(offset), Lit(defaultValue), Lit(ignoreNulls));

    /// <summary>The value of the row that lies <paramref name="offset"/> rows after.</summary>
    /// <param name="defaultValue">The value when there is no such row.</param>
    public static Column Lead(Column column, int offset, object? defaultValue = null) => Shift("lead", column, offset, defaultValue);

    /// <inheritdoc cref="Lead(Column, int, object)"/>
    public static Column Lead(string columnName, int offset, object? defaultValue = null) => Lead(Col(columnName), offset, defaultValue);

    /// <inheritdoc cref="Lead(Column, int, object)"/>
    /// <param name="ignoreNulls">Whether rows where the column is null do not count.</param>
    public static Column Lead(Column column, int offset, object? defaultValue, bool ignoreNulls) =>
        Invoke("lead", column, Lit(offset), Lit(defaultValue), Lit(ignoreNulls));

    /// <summary>The value of the window's row of that number, from 1.</summary>
    /// <param name="ignoreNulls">Whether rows where the column is null do not count.</param>
    public static Column NthValue(Column column, int offset, bool ignoreNulls = false) =>
        ignoreNulls ? Invoke("nth_value", column, Lit(offset), Lit(true)) : Invoke("nth_value", column, Lit(offset));

    private static Column Shift(string name, Column column, int offset, object? defaultValue) =>
        defaultValue is null ? Invoke(name, column, Lit(offset)) : Invoke(name, column, Lit(offset), Lit(defaultValue));

    /// <summary>The share of the partition's rows that come not after this one.</summary>
    public static Column CumeDist() => Invoke("cume_dist");

    /// <summary>The rank without gaps: equal rows share one.</summary>
    public static Column DenseRank() => Invoke("dense_rank");

    /// <summary>The number, from 1, of the row's part when the partition is cut into <paramref name="n"/> equal parts.</summary>
    public static Column Ntile(int n) => Invoke("ntile", Lit(n));

    /// <summary>The rank as a share, from 0 to 1.</summary>
    public static Column PercentRank() => Invoke("percent_rank");

    /// <summary>The rank with gaps: equal rows share one.</summary>
    public static Column Rank() => Invoke("rank");

    /// <summary>The row's number in the partition, from 1.</summary>
    public static Column RowNumber() => Invoke("row_number");
}
