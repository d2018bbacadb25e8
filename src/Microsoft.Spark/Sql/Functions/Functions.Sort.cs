namespace Microsoft.Spark.Sql;

/// <content>Sort orders.</content>
public static partial class Functions
{
    /// <summary>Sorts by the column, smallest first after the nulls.</summary>
    public static Column Asc(string columnName) => Col(columnName).Asc();

    /// <inheritdoc cref="Asc(string)"/>
    public static Column AscNullsFirst(string columnName) => Col(columnName).AscNullsFirst();

    /// <summary>Sorts by the column, smallest first, nulls last.</summary>
    public static Column AscNullsLast(string columnName) => Col(columnName).AscNullsLast();

    /// <summary>Sorts by the column, largest first, nulls last.</summary>
    public static Column Desc(string columnName) => Col(columnName).Desc();

    /// <summary>Sorts by the column, largest first after the nulls.</summary>
    public static Column DescNullsFirst(string columnName) => Col(columnName).DescNullsFirst();

    /// <inheritdoc cref="Desc(string)"/>
    public static Column DescNullsLast(string columnName) => Col(columnName).DescNullsLast();
}
