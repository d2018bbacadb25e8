using Spark.Connect;
using Spark.Embedded.Parse.Statements;

namespace Spark.Embedded.Parse.Grammar;

// INSERT, DELETE, UPDATE and MERGE.
internal sealed partial class SqlGrammar
{
    /// <summary><c>FROM t SELECT ...</c> is a query, <c>FROM t INSERT ... SELECT ...</c> writes.</summary>
    private Statement FromOrInsert()
    {
        var start = _position;
        var from = FromClause();
        if (!At("INSERT"))
        {
            _position = start;
            return new QueryStatement(Query());
        }
        var inserts = new List<InsertIntoStatement>();
        while (At("INSERT"))
        {
            var target = InsertTarget();
            var query = QueryOrganization(SelectOf(from.Clone()), _position, forPipe: false);
            inserts.Add(
                target as InsertIntoStatement is { } insert
                    ? insert with
                    {
                        Query = query,
                    }
                    : throw Unsupported("INSERT OVERWRITE DIRECTORY of several")
            );
        }
        return inserts.Count == 1 ? inserts[0] : new MultiInsertStatement(inserts);
    }

    private Statement Insert() =>
        InsertTarget() switch
        {
            InsertIntoStatement insert => insert with { Query = Query() },
            InsertOverwriteDirectoryStatement insert => insert with { Query = Query() },
            var other => other,
        };

    /// <summary>An INSERT up to its query, which the caller reads.</summary>
    private Statement InsertTarget()
    {
        Expect("INSERT");
        var overwrite = Take("OVERWRITE");
        if (!overwrite)
            Expect("INTO");
        if (overwrite && (At("DIRECTORY") || At("LOCAL", "DIRECTORY")))
            return InsertDirectory();
        if (At("TABLE") && Peek().Kind is TokenKind.Word or TokenKind.QuotedIdentifier && !IsAny(Peek(), "SELECT", "VALUES", "PARTITION"))
            Take("TABLE");
        var name = IdentifierReference();
        var options = At("WITH", "(") && Take("WITH") ? PropertyList() : [];
        if (!overwrite && Take("REPLACE", "WHERE"))
            return new InsertIntoStatement(name, [], [], false, true, false, ExpressionWithText(), options, new Relation());
        var partition = PartitionSpec();
        var ifNotExists = IfNotExists();
        var byName = Take("BY", "NAME");
        var columns = !byName && At("(") && !StartsQuery(_position) ? IdentifierList() : [];
        return new InsertIntoStatement(name, partition, columns, byName, overwrite, ifNotExists, null, options, new Relation());
    }

    private InsertOverwriteDirectoryStatement InsertDirectory()
    {
        var isLocal = Take("LOCAL");
        Expect("DIRECTORY");
        var path = Current.Kind == TokenKind.String ? StringLiteral() : null;
        if (AtAny("ROW", "STORED"))
            throw Unsupported("INSERT OVERWRITE DIRECTORY in Hive's formats");
        Expect("USING");
        var provider = string.Join('.', MultipartIdentifier());
        var options = At("OPTIONS", "(") && Take("OPTIONS") ? PropertyList() : [];
        return new InsertOverwriteDirectoryStatement(path, isLocal, provider, options, new Relation());
    }

    /// <summary>An alias without column names.</summary>
    private string? PlainAlias(string operation)
    {
        var (alias, columns) = TableAlias();
        return columns is null ? alias : throw Error(_position - 1, "COLUMN_ALIASES_NOT_ALLOWED", ("op", operation));
    }

    private Statement Delete()
    {
        Expect("DELETE");
        if (!Take("FROM"))
            throw Missing("'FROM'");
        var name = IdentifierReference();
        var alias = PlainAlias("DELETE");
        return new DeleteFromStatement(name, alias, Take("WHERE") ? ExpressionWithText() : null);
    }

    private Statement Update()
    {
        Expect("UPDATE");
        var name = IdentifierReference();
        var alias = PlainAlias("UPDATE");
        Expect("SET");
        var assignments = List(Assignment);
        return new UpdateTableStatement(name, alias, assignments, Take("WHERE") ? ExpressionWithText() : null);
    }

    private MergeAction.Types.Assignment Assignment()
    {
        var start = _position;
        var key = From(start, Attribute(MultipartIdentifier()));
        Expect("=");
        return new MergeAction.Types.Assignment { Key = key, Value = Expression() };
    }

    private Statement Merge()
    {
        var start = _position;
        Expect("MERGE");
        var command = new MergeIntoTableCommand();
        if (At("WITH", "SCHEMA"))
        {
            _position += 2;
            Expect("EVOLUTION");
            command.WithSchemaEvolution = true;
        }
        Expect("INTO");
        var target = IdentifierReference();
        command.TargetTableName = SqlNames.Join(target);
        var targetAlias = PlainAlias("MERGE");
        Expect("USING");
        var sourceStart = _position;
        Relation source;
        if (Take("("))
        {
            source = Query();
            Expect(")");
        }
        else
            source = TableReference(sourceStart);
        command.SourceTablePlan = Aliased(sourceStart, source, PlainAlias("MERGE"), null);
        Expect("ON");
        command.MergeCondition = Expression();
        while (At("WHEN"))
            When(command);

        if (command.MatchActions.Count + command.NotMatchedActions.Count + command.NotMatchedBySourceActions.Count == 0)
            throw Error(start, "MERGE_WITHOUT_WHEN");
        OnlyLastWithoutCondition(command.MatchActions, "NON_LAST_MATCHED_CLAUSE_OMIT_CONDITION");
        OnlyLastWithoutCondition(command.NotMatchedActions, "NON_LAST_NOT_MATCHED_BY_TARGET_CLAUSE_OMIT_CONDITION");
        OnlyLastWithoutCondition(command.NotMatchedBySourceActions, "NON_LAST_NOT_MATCHED_BY_SOURCE_CLAUSE_OMIT_CONDITION");
        return new MergeIntoStatement(target, targetAlias, command);

        void OnlyLastWithoutCondition(IList<Expression> actions, string errorClass)
        {
            if (actions.SkipLast(1).Any(action => action.MergeAction.Condition is null))
                throw Error(start, errorClass);
        }
    }

    /// <summary><c>WHEN [NOT] MATCHED [BY SOURCE | TARGET] [AND condition] THEN action</c>.</summary>
    private void When(MergeIntoTableCommand command)
    {
        Expect("WHEN");
        var matched = !TakeAny("NOT", "!");
        Expect("MATCHED");
        var bySource = !matched && Take("BY", "SOURCE");
        if (!matched && !bySource)
            Take("BY", "TARGET");
        var condition = Take("AND") ? Expression() : null;
        Expect("THEN");
        var action = matched || bySource ? MatchedAction(bySource) : InsertAction();
        action.Condition = condition;
        (
            matched ? command.MatchActions
            : bySource ? command.NotMatchedBySourceActions
            : command.NotMatchedActions
        ).Add(new Expression { MergeAction = action });
    }

    private MergeAction MatchedAction(bool bySource)
    {
        if (Take("DELETE"))
            return new MergeAction { ActionType = MergeAction.Types.ActionType.Delete };
        Expect("UPDATE");
        Expect("SET");
        if (!bySource && Take("*"))
            return new MergeAction { ActionType = MergeAction.Types.ActionType.UpdateStar };
        return new MergeAction { ActionType = MergeAction.Types.ActionType.Update, Assignments = { List(Assignment) } };
    }

    private MergeAction InsertAction()
    {
        var start = _position;
        Expect("INSERT");
        if (Take("*"))
            return new MergeAction { ActionType = MergeAction.Types.ActionType.InsertStar };
        var columns = Parenthesized(() =>
        {
            var column = _position;
            return From(column, Attribute(MultipartIdentifier()));
        });
        Expect("VALUES");
        var values = Parenthesized(Expression);
        if (columns.Count != values.Count)
            throw Error(start, "_LEGACY_ERROR_TEMP_0006");
        var action = new MergeAction { ActionType = MergeAction.Types.ActionType.Insert };
        action.Assignments.AddRange(columns.Zip(values, (key, value) => new MergeAction.Types.Assignment { Key = key, Value = value }));
        return action;
    }
}
