using Microsoft.Spark.Sql;

namespace Delta.Sql;

/// <summary>What becomes of rows of the table that match.</summary>
public sealed class DeltaMergeMatchedActionBuilder
{
    private readonly DeltaMergeBuilder _merge;
    private readonly string? _condition;

    internal DeltaMergeMatchedActionBuilder(DeltaMergeBuilder merge, string? condition) => (_merge, _condition) = (merge, condition);

    /// <summary>Columns take the given values.</summary>
    public DeltaMergeBuilder Update(Dictionary<string, Column> set) => UpdateExpr(_merge.Render(set));

    /// <summary>Columns take the given values, in SQL.</summary>
    public DeltaMergeBuilder UpdateExpr(Dictionary<string, string> set) => _merge.AddMatched(_condition, MergeActions.Update(set));

    /// <summary>All columns take the values of the source's columns of the same names.</summary>
    public DeltaMergeBuilder UpdateAll() => _merge.AddMatched(_condition, "UPDATE SET *");

    /// <summary>The rows go.</summary>
    public DeltaMergeBuilder Delete() => _merge.AddMatched(_condition, "DELETE");
}

/// <summary>What becomes of rows of the source that match none of the table.</summary>
public sealed class DeltaMergeNotMatchedActionBuilder
{
    private readonly DeltaMergeBuilder _merge;
    private readonly string? _condition;

    internal DeltaMergeNotMatchedActionBuilder(DeltaMergeBuilder merge, string? condition) => (_merge, _condition) = (merge, condition);

    /// <summary>Rows with the given values are added.</summary>
    public DeltaMergeBuilder Insert(Dictionary<string, Column> values) => InsertExpr(_merge.Render(values));

    /// <summary>Rows with the given values, in SQL, are added.</summary>
    public DeltaMergeBuilder InsertExpr(Dictionary<string, string> values) => _merge.AddNotMatched(_condition, MergeActions.Insert(values));

    /// <summary>The rows are added, by the names of the columns.</summary>
    public DeltaMergeBuilder InsertAll() => _merge.AddNotMatched(_condition, "INSERT *");
}

/// <summary>What becomes of rows of the table that match none of the source.</summary>
public sealed class DeltaMergeNotMatchedBySourceActionBuilder
{
    private readonly DeltaMergeBuilder _merge;
    private readonly string? _condition;

    internal DeltaMergeNotMatchedBySourceActionBuilder(DeltaMergeBuilder merge, string? condition) =>
        (_merge, _condition) = (merge, condition);

    /// <summary>Columns take the given values.</summary>
    public DeltaMergeBuilder Update(Dictionary<string, Column> set) => UpdateExpr(_merge.Render(set));

    /// <summary>Columns take the given values, in SQL.</summary>
    public DeltaMergeBuilder UpdateExpr(Dictionary<string, string> set) =>
        _merge.AddNotMatchedBySource(_condition, MergeActions.Update(set));

    /// <summary>The rows go.</summary>
    public DeltaMergeBuilder Delete() => _merge.AddNotMatchedBySource(_condition, "DELETE");
}

/// <summary>The actions of a merge, as SQL writes them.</summary>
internal static class MergeActions
{
    // A clause without columns says nothing in SQL; the statement fails there, as it should, when it is executed.
    public static string Update(Dictionary<string, string> set) => $"UPDATE SET {Assignments.Render(set)}";

    public static string Insert(Dictionary<string, string> values) =>
        $"INSERT ({string.Join(", ", values.Keys.Select(Assignments.QuoteName))}) VALUES ({string.Join(", ", values.Values)})";
}
