namespace Microsoft.Spark.Sql;

/// <content>Generators: functions that make rows.</content>
public static partial class Functions
{
    /// <summary>A row for each element, in a column <c>col</c>, or entry, in columns <c>key</c> and <c>value</c>.</summary>
    public static Column Explode(Column column) => Invoke("explode", column);

    /// <summary><see cref="Explode"/>, with a row of nulls where there is no element.</summary>
    public static Column ExplodeOuter(Column column) => Invoke("explode_outer", column);

    /// <summary>A row for each element or entry with its position from 0, in a column <c>pos</c>.</summary>
    public static Column PosExplode(Column column) => Invoke("posexplode", column);

    /// <summary><see cref="PosExplode"/>, with a row of nulls where there is no element.</summary>
    public static Column PosExplodeOuter(Column column) => Invoke("posexplode_outer", column);

    /// <summary>A row for each struct of an array, a column for each field.</summary>
    public static Column Inline(Column column) => Invoke("inline", column);

    /// <summary><see cref="Inline"/>, with a row of nulls where there is no struct.</summary>
    public static Column InlineOuter(Column column) => Invoke("inline_outer", column);

    /// <summary>The values after the first one dealt out to as many rows as that says.</summary>
    public static Column Stack(params Column[] columns) => Invoke("stack", columns);
}
