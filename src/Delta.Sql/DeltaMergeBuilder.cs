using Microsoft.Spark.Sql;

namespace Delta.Sql;

/// <summary>Merges rows into a Delta table: says what becomes of rows that match, and of those that do not.</summary>
/// <remarks>https://docs.delta.io/latest/delta-update.html#upsert-into-a-table-using-merge</remarks>
public sealed class DeltaMergeBuilder
{
    private readonly DeltaTable _target;
    private readonly TableReference _table;
    private readonly MergeSource _source;
    private readonly string _condition;
    private readonly Clause[] _clauses;
    private readonly bool _schemaEvolution;

    internal DeltaMergeBuilder(DeltaTable target, TableReference table, DataFrame source, string condition)
        : this(target, table, new MergeSource(source), condition, [], false) { }

    internal DeltaMergeBuilder(DeltaTable target, TableReference table, DataFrame source, Column condition)
        : this(target, table, source, "")
    {
        _condition = Render(condition);
    }

    private DeltaMergeBuilder(
        DeltaTable target,
        TableReference table,
        MergeSource source,
        string condition,
        Clause[] clauses,
        bool schemaEvolution
    )
    {
        _target = target;
        _table = table;
        _source = source;
        _condition = condition;
        _clauses = clauses;
        _schemaEvolution = schemaEvolution;
    }

    private enum Kind
    {
        Matched,
        NotMatched,
        NotMatchedBySource,
    }

    /// <summary>For rows of the table that match one of the source.</summary>
    public DeltaMergeMatchedActionBuilder WhenMatched() => new(this, null);

    /// <summary>For rows of the table that match one of the source, where the condition, in SQL, holds.</summary>
    public DeltaMergeMatchedActionBuilder WhenMatched(string condition) => new(this, condition);

    /// <summary>For rows of the table that match one of the source, where the condition holds.</summary>
    public DeltaMergeMatchedActionBuilder WhenMatched(Column condition) => new(this, Render(condition));

    /// <summary>For rows of the source that match none of the table.</summary>
    public DeltaMergeNotMatchedActionBuilder WhenNotMatched() => new(this, null);

    /// <summary>For rows of the source that match none of the table, where the condition, in SQL, holds.</summary>
    public DeltaMergeNotMatchedActionBuilder WhenNotMatched(string condition) => new(this, condition);

    /// <summary>For rows of the source that match none of the table, where the condition holds.</summary>
    public DeltaMergeNotMatchedActionBuilder WhenNotMatched(Column condition) => new(this, Render(condition));

    /// <summary>For rows of the table that match none of the source.</summary>
    public DeltaMergeNotMatchedBySourceActionBuilder WhenNotMatchedBySource() => new(this, null);

    /// <summary>For rows of the table that match none of the source, where the condition, in SQL, holds.</summary>
    public DeltaMergeNotMatchedBySourceActionBuilder WhenNotMatchedBySource(string condition) => new(this, condition);

    /// <summary>For rows of the table that match none of the source, where the condition holds.</summary>
    public DeltaMergeNotMatchedBySourceActionBuilder WhenNotMatchedBySource(Column condition) => new(this, Render(condition));

    /// <summary>Adds the source's new columns to the table.</summary>
    public DeltaMergeBuilder WithSchemaEvolution() => new(_target, _table, _source, _condition, _clauses, schemaEvolution: true);

    /// <summary>Runs the merge.</summary>
    /// <exception cref="InvalidOperationException">Nothing is to be done with any row.</exception>
    public void Execute()
    {
        if (_clauses.Length == 0)
            throw new InvalidOperationException(
                "A merge needs at least one action: WhenMatched, WhenNotMatched or WhenNotMatchedBySource."
            );
        using var view = _source.CreateView();
        _target.SparkSession.Sql(ToSql(view.Name));
    }

    /// <summary>The statement, with its source in a view.</summary>
    internal string ToSql(string view)
    {
        // The grammar wants the kinds in this order; within a kind the first clause whose condition holds wins.
        var clauses = _clauses.OrderBy(clause => clause.Kind).Select(clause => clause.Sql);
        return $"MERGE {(_schemaEvolution ? "WITH SCHEMA EVOLUTION " : "")}INTO {_table.Declaration} USING {view} AS {_source.Alias} ON {_condition} "
            + string.Join(" ", clauses);
    }

    internal string Render(Column column) =>
        new ExpressionSql(qualify: planId => _source.Owns(planId) ?? _target.Owns(planId)).Render(column.Expression);

    internal Dictionary<string, string> Render(Dictionary<string, Column> set) =>
        set.ToDictionary(item => item.Key, item => Render(item.Value));

    internal DeltaMergeBuilder AddMatched(string? condition, string action) => Add(Kind.Matched, "MATCHED", condition, action);

    internal DeltaMergeBuilder AddNotMatched(string? condition, string action) => Add(Kind.NotMatched, "NOT MATCHED", condition, action);

    internal DeltaMergeBuilder AddNotMatchedBySource(string? condition, string action) =>
        Add(Kind.NotMatchedBySource, "NOT MATCHED BY SOURCE", condition, action);

    private DeltaMergeBuilder Add(Kind kind, string words, string? condition, string action)
    {
        var clause = new Clause(kind, $"WHEN {words}{(condition is null ? "" : $" AND ({condition})")} THEN {action}");
        return new(_target, _table, _source, _condition, [.. _clauses, clause], _schemaEvolution);
    }

    private sealed record Clause(Kind Kind, string Sql);
}
