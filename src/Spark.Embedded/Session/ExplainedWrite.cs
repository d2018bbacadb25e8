using Spark.Connect;
using Spark.Embedded.Delta;
using Spark.Embedded.Errors;
using Spark.Embedded.Explain;
using Spark.Embedded.Parse;
using Spark.Embedded.Parse.Statements;

namespace Spark.Embedded.Session;

/// <summary>A statement as EXPLAIN shows it: the rows that it reads, and what it does with them.</summary>
/// <param name="Rows">The query whose plan is shown.</param>
/// <param name="Command">The command above the query, with Spark's name and its arguments; null for a query on its own.</param>
internal sealed record ExplainedWrite(Relation Rows, string? Command)
{
    /// <summary>Reads a statement.</summary>
    /// <exception cref="Microsoft.Spark.SparkUnsupportedOperationException">It reads no rows.</exception>
    public static ExplainedWrite Of(Statement statement, ParsedPlan text) =>
        statement switch
        {
            QueryStatement query => new(query.Query, null),
            InsertIntoStatement insert => new(insert.Query, $"{Insertion(insert)} {SqlNames.Quote(insert.Table)}"),
            InsertOverwriteDirectoryStatement insert => new(insert.Query, $"InsertIntoDir {insert.Path}, {insert.Provider}"),
            CreateTableStatement { Query: { } query } create => new(
                query,
                $"CreateTableAsSelect {SqlNames.Quote(create.Name)}, {create.Mode}"
            ),
            CreateViewStatement view => new(view.Query, $"CreateViewCommand {SqlNames.Quote(view.Name)}, {view.Kind}"),
            DeleteFromStatement delete => new(
                Matching(delete.Table, delete.Alias, delete.Condition),
                $"DeleteFromTable {Condition(delete.Condition?.Expression, text)}"
            ),
            UpdateTableStatement update => new(
                Matching(update.Table, update.Alias, update.Condition),
                $"UpdateTable {Assignments(update.Assignments, text)}, {Condition(update.Condition?.Expression, text)}"
            ),
            MergeIntoStatement merge => Merge(merge, text),
            _ => throw SparkErrors.Unsupported(
                $"EXPLAIN of the statement {statement.GetType().Name.Replace("Statement", "", StringComparison.Ordinal)}"
            ),
        };

    private static string Insertion(InsertIntoStatement insert) =>
        insert.ReplaceWhere is { } where ? $"OverwriteByExpression {where.Sql},"
        : insert.Overwrite ? "OverwriteByExpression true,"
        : "AppendData";

    /// <summary>The rows of a table that a statement changes.</summary>
    private static Relation Matching(IReadOnlyList<string> table, string? alias, SqlExpression? condition)
    {
        var rows = Target(table, alias);
        return condition is null ? rows : Plans.Filter(rows, condition.Expression);
    }

    private static Relation Target(IReadOnlyList<string> table, string? alias)
    {
        var rows = new Relation { Read = new Read { NamedTable = new() { UnparsedIdentifier = SqlNames.Quote(table) } } };
        return alias is null ? rows : Plans.Alias(rows, alias);
    }

    /// <summary>A merge stands on a join of target and source, outer on the sides whose rows without a match matter too.</summary>
    private static ExplainedWrite Merge(MergeIntoStatement merge, ParsedPlan text)
    {
        var command = merge.Command;
        var join = new Relation
        {
            Join = new Join
            {
                Left = Target(merge.Target, merge.TargetAlias),
                Right = command.SourceTablePlan,
                JoinCondition = command.MergeCondition,
                JoinType = (command.NotMatchedBySourceActions.Count > 0, command.NotMatchedActions.Count > 0) switch
                {
                    (true, true) => Join.Types.JoinType.FullOuter,
                    (true, false) => Join.Types.JoinType.LeftOuter,
                    (false, true) => Join.Types.JoinType.RightOuter,
                    _ => Join.Types.JoinType.Inner,
                },
            },
        };
        string[] arguments =
        [
            text.Text(command.MergeCondition),
            Actions(command.MatchActions, text),
            Actions(command.NotMatchedActions, text),
            Actions(command.NotMatchedBySourceActions, text),
        ];
        return new(join, $"MergeIntoTable {string.Join(", ", arguments)}");
    }

    private static string Actions(IEnumerable<Expression> actions, ParsedPlan text) =>
        $"[{string.Join(", ", actions.Select(action => Action(action.MergeAction, text)))}]";

    private static string Action(MergeAction action, ParsedPlan text)
    {
        string[] arguments =
        [
            .. action.Condition is { } condition ? [text.Text(condition)] : (string[])[],
            .. action.Assignments.Count > 0 ? [Assignments(action.Assignments, text)] : (string[])[],
        ];
        return $"{action.ActionType}({string.Join(", ", arguments)})";
    }

    private static string Assignments(IEnumerable<MergeAction.Types.Assignment> assignments, ParsedPlan text) =>
        $"[{string.Join(", ", assignments.Select(assignment => $"{text.Text(assignment.Key)} = {text.Text(assignment.Value)}"))}]";

    private static string Condition(Expression? condition, ParsedPlan text) => condition is null ? "true" : text.Text(condition);
}
