using System.Globalization;
using System.Text;

namespace Spark.Embedded.Lower;

/// <summary>A column of a SELECT under construction: the expression that computes it.</summary>
/// <param name="Sql">The expression over the FROM clause.</param>
/// <param name="IsPlain">Whether it is just a column of the FROM clause.</param>
/// <param name="IsVolatile">Whether it differs from one evaluation to the next.</param>
/// <param name="IsWindow">Whether it holds a window function.</param>
internal readonly record struct BlockColumn(string Sql, bool IsPlain, bool IsVolatile = false, bool IsWindow = false);

/// <summary>One SELECT under construction. A chain of projections, filters, a grouping, a sort and a limit ends in one SELECT.</summary>
internal sealed class SelectBlock
{
    /// <summary>The FROM clause without its keyword; empty for none.</summary>
    public string From { get; set; } = "";

    /// <summary>Whether <see cref="From"/> joins several items.</summary>
    public bool IsJoin { get; set; }

    /// <summary>The columns by id.</summary>
    public Dictionary<long, BlockColumn> Columns { get; set; } = [];

    public List<string> Where { get; } = [];

    /// <summary>Whether the SELECT groups.</summary>
    public bool IsAggregate { get; set; }

    /// <summary>The GROUP BY list; null for the whole input as one group.</summary>
    public string? GroupBy { get; set; }

    public List<string> Having { get; } = [];

    public List<string> OrderBy { get; set; } = [];

    public long? Limit { get; set; }

    public long Offset { get; set; }

    public bool IsLimited => Limit is not null || Offset > 0;

    /// <summary>Whether the rows are those of the FROM clause, perhaps filtered, and sorted or not.</summary>
    public bool IsFlat => !IsAggregate && !IsLimited;

    /// <summary>The SELECT with a list of expressions.</summary>
    /// <param name="distinct">What stands after SELECT; empty for nothing.</param>
    public string Render(IEnumerable<(string Sql, string Name)> list, string distinct = "")
    {
        var sql = new StringBuilder("SELECT ").Append(distinct);
        var first = true;
        foreach (var (expression, name) in list)
        {
            sql.Append(first ? "" : ", ").Append(expression).Append(" AS ").Append(name);
            first = false;
        }

        if (first)
            sql.Append("1 AS c");
        if (From.Length > 0)
            sql.Append(" FROM ").Append(From);
        if (Where.Count > 0)
            sql.Append(" WHERE ").AppendJoin(" AND ", Where);
        if (GroupBy is not null)
            sql.Append(" GROUP BY ").Append(GroupBy);
        if (Having.Count > 0)
            sql.Append(" HAVING ").AppendJoin(" AND ", Having);
        if (OrderBy.Count > 0)
            sql.Append(" ORDER BY ").AppendJoin(", ", OrderBy);
        if (Limit is { } limit)
            sql.Append(CultureInfo.InvariantCulture, $" LIMIT {limit}");
        if (Offset > 0)
            sql.Append(CultureInfo.InvariantCulture, $" OFFSET {Offset}");
        return sql.ToString();
    }
}
