namespace Microsoft.Spark.Sql;

/// <content>Conditional functions.</content>
public static partial class Functions
{
    /// <summary>The value where the condition holds; go on with <see cref="Column.When(Column, object)"/> and <see cref="Column.Otherwise(object)"/>.</summary>
    public static Column When(Column condition, object? value) => Invoke("when", condition, Lit(value));

    /// <summary>The first value that is not null.</summary>
    public static Column Coalesce(string columnName, params string[] columnNames) => Invoke("coalesce", Columns(columnName, columnNames));

    /// <inheritdoc cref="Greatest(Column[])"/>
    public static Column Greatest(string columnName, params string[] columnNames) => Invoke("greatest", Columns(columnName, columnNames));

    /// <inheritdoc cref="Least(Column[])"/>
    public static Column Least(string columnName, params string[] columnNames) => Invoke("least", Columns(columnName, columnNames));

    /// <summary>The first value that is not null.</summary>
    public static Column Coalesce(params Column[] columns) => Invoke("coalesce", columns);

    /// <summary>The greatest value that is not null.</summary>
    public static Column Greatest(params Column[] columns) => Invoke("greatest", columns);

    /// <summary>The least value that is not null.</summary>
    public static Column Least(params Column[] columns) => Invoke("least", columns);

    /// <summary>Whether the value is not a number.</summary>
    public static Column IsNaN(Column column) => Invoke("isnan", column);

    /// <summary>Whether there is no value.</summary>
    public static Column IsNull(Column column) => Invoke("isnull", column);

    /// <summary>Whether there is a value.</summary>
    public static Column IsNotNull(Column column) => Invoke("isnotnull", column);

    /// <summary>The first value, or the second where the first is not a number.</summary>
    public static Column NaNvl(Column column1, Column column2) => Invoke("nanvl", column1, column2);

    /// <summary>The first value, or the second where the first is null.</summary>
    public static Column IfNull(Column column1, Column column2) => Invoke("ifnull", column1, column2);

    /// <summary>The first value, or null where the two are equal.</summary>
    public static Column NullIf(Column column1, Column column2) => Invoke("nullif", column1, column2);

    /// <summary>The value, or null where it is 0.</summary>
    public static Column NullIfZero(Column column) => Invoke("nullifzero", column);

    /// <summary>The value, or 0 where it is null.</summary>
    public static Column ZeroIfNull(Column column) => Invoke("zeroifnull", column);

    /// <summary>The first value, or the second where the first is null.</summary>
    public static Column Nvl(Column column1, Column column2) => Invoke("nvl", column1, column2);

    /// <summary>The second value where the first is not null, the third where it is.</summary>
    public static Column Nvl2(Column column1, Column column2, Column column3) => Invoke("nvl2", column1, column2, column3);

    /// <summary>Whether the two are equal, where null equals null.</summary>
    public static Column EqualNull(Column column1, Column column2) => Invoke("equal_null", column1, column2);
}
