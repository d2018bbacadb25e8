using ActionType = global::Spark.Connect.MergeAction.Types.ActionType;
using Assignment = global::Spark.Connect.MergeAction.Types.Assignment;
using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <summary>Merges a <see cref="DataFrame"/> into a table: says what becomes of rows that match, and of those that do not.</summary>
public sealed class MergeIntoWriter
{
    private readonly DataFrame _df;
    private readonly Proto.MergeIntoTableCommand _merge;

    internal MergeIntoWriter(DataFrame df, string table, Column condition)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(condition);
        _df = df;
        _merge = new()
        {
            TargetTableName = table,
            SourceTablePlan = df.Relation,
            MergeCondition = condition.Expression,
        };
    }

    /// <summary>For rows of the table that match one of the DataFrame, and the condition when there is one.</summary>
    public WhenMatched WhenMatched(Column? condition = null) => new(this, condition);

    /// <summary>For rows of the DataFrame that match none of the table, and the condition when there is one.</summary>
    public WhenNotMatched WhenNotMatched(Column? condition = null) => new(this, condition);

    /// <summary>For rows of the table that match none of the DataFrame, and the condition when there is one.</summary>
    public WhenNotMatchedBySource WhenNotMatchedBySource(Column? condition = null) => new(this, condition);

    /// <summary>Adds the DataFrame's new columns to the table.</summary>
    public MergeIntoWriter WithSchemaEvolution()
    {
        _merge.WithSchemaEvolution = true;
        return this;
    }

    /// <summary>Runs the merge.</summary>
    /// <exception cref="InvalidOperationException">Nothing is to be done with any row.</exception>
    public void Merge()
    {
        if (_merge.MatchActions.Count + _merge.NotMatchedActions.Count + _merge.NotMatchedBySourceActions.Count == 0)
            throw new InvalidOperationException(
                "A merge needs at least one action: WhenMatched, WhenNotMatched or WhenNotMatchedBySource."
            );
        _df.SparkSession.Execution.Command(new() { MergeIntoTableCommand = _merge });
    }

    internal MergeIntoWriter AddMatched(ActionType type, Column? condition, IEnumerable<KeyValuePair<string, Column>>? set = null)
    {
        _merge.MatchActions.Add(Action(type, condition, set));
        return this;
    }

    internal MergeIntoWriter AddNotMatched(ActionType type, Column? condition, IEnumerable<KeyValuePair<string, Column>>? set = null)
    {
        _merge.NotMatchedActions.Add(Action(type, condition, set));
        return this;
    }

    internal MergeIntoWriter AddNotMatchedBySource(
        ActionType type,
        Column? condition,
        IEnumerable<KeyValuePair<string, Column>>? set = null
    )
    {
        _merge.NotMatchedBySourceActions.Add(Action(type, condition, set));
        return this;
    }

    private static Proto.Expression Action(ActionType type, Column? condition, IEnumerable<KeyValuePair<string, Column>>? set)
    {
        var action = new Proto.MergeAction { ActionType = type };
        if (condition is not null)
            action.Condition = condition.Expression;
        action.Assignments.Add(
            (set ?? []).Select(item => new Assignment { Key = Functions.Col(item.Key).Expression, Value = item.Value.Expression })
        );
        return new() { MergeAction = action };
    }
}

/// <summary>What becomes of rows of the table that match.</summary>
public sealed class WhenMatched
{
    private readonly MergeIntoWriter _writer;
    private readonly Column? _condition;

    internal WhenMatched(MergeIntoWriter writer, Column? condition) => (_writer, _condition) = (writer, condition);

    /// <summary>All columns take the values of the DataFrame's columns of the same names.</summary>
    public MergeIntoWriter UpdateAll() => _writer.AddMatched(ActionType.UpdateStar, _condition);

    /// <summary>Columns take the given values.</summary>
    public MergeIntoWriter Update(IEnumerable<KeyValuePair<string, Column>> set) => _writer.AddMatched(ActionType.Update, _condition, set);

    /// <summary>The rows go.</summary>
    public MergeIntoWriter Delete() => _writer.AddMatched(ActionType.Delete, _condition);
}

/// <summary>What becomes of rows of the DataFrame that match none of the table.</summary>
public sealed class WhenNotMatched
{
    private readonly MergeIntoWriter _writer;
    private readonly Column? _condition;

    internal WhenNotMatched(MergeIntoWriter writer, Column? condition) => (_writer, _condition) = (writer, condition);

    /// <summary>The rows are added, by the names of the columns.</summary>
    public MergeIntoWriter InsertAll() => _writer.AddNotMatched(ActionType.InsertStar, _condition);

    /// <summary>Rows with the given values are added.</summary>
    public MergeIntoWriter Insert(IEnumerable<KeyValuePair<string, Column>> set) =>
        _writer.AddNotMatched(ActionType.Insert, _condition, set);
}

/// <summary>What becomes of rows of the table that match none of the DataFrame.</summary>
public sealed class WhenNotMatchedBySource
{
    private readonly MergeIntoWriter _writer;
    private readonly Column? _condition;

    internal WhenNotMatchedBySource(MergeIntoWriter writer, Column? condition) => (_writer, _condition) = (writer, condition);

    /// <summary>Columns take the given values.</summary>
    public MergeIntoWriter Update(IEnumerable<KeyValuePair<string, Column>> set) =>
        _writer.AddNotMatchedBySource(ActionType.Update, _condition, set);

    /// <summary>The rows go.</summary>
    public MergeIntoWriter Delete() => _writer.AddNotMatchedBySource(ActionType.Delete, _condition);
}
