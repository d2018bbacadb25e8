using Spark.Connect;
using Spark.Embedded.Errors;
using Spark.Embedded.Parse;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Resolve;

/// <summary>The common table expressions that are in scope, innermost first.</summary>
internal sealed record CommonTables(string Name, CommonTable Table, CommonTables? Outer);

/// <summary>WITH.</summary>
internal sealed partial class RelationResolver
{
    private static readonly FunctionDefinition NextLevel = FunctionDefinition.Internal("nextlevel", FunctionKind.Scalar);

    private Scope? FindCommonTable(string name)
    {
        for (var known = _commonTables; known is not null; known = known.Outer)
        {
            if (!Session.Names.Equals(known.Name, name))
                continue;
            var table = known.Table;
            var columns = table
                .Plan.Output.Take(table.Width)
                .Select(column => NewColumn(column.Name, column.Type, column.Nullable))
                .ToList();
            var shown = columns.Select(column => new ScopeColumn(column, [table.Name])).ToList();
            if (table.Open)
            {
                if (table.Recursive)
                    throw SparkErrors.Unsupported($"a recursive query that refers to {table.Name} more than once");
                table.Recursive = true;
                table.Level = NewColumn("level", SparkType.Long, false);
                columns.Add(table.Level);
            }

            return new Scope(new CommonTableReference(table, columns), shown);
        }

        return null;
    }

    private void DefineCommonTable(string name, Relation query)
    {
        var plan = Scopes.Visible(Resolve(query));
        var table = new CommonTable(NewId(), name) { Plan = plan, Width = plan.Output.Count };
        _commonTables = new CommonTables(name, table, _commonTables);
    }

    private Scope ResolveWith(With with)
    {
        var before = _commonTables;
        try
        {
            foreach (var expression in with.Expressions)
            {
                _commonTables = new CommonTables(
                    expression.Name,
                    with.Recursive && SelfReference(expression) is { } union ? Recursive(expression, union) : Plain(expression),
                    _commonTables
                );
            }

            return Resolve(with.Input);
        }
        finally
        {
            _commonTables = before;
        }
    }

    private CommonTable Plain(CommonTableExpression expression)
    {
        var scope = ColumnsNamed(Resolve(expression.Query), expression.ColumnNames);
        return new CommonTable(NewId(), expression.Name) { Plan = Scopes.Visible(scope), Width = scope.Columns.Count };
    }

    /// <summary>The union of anchor and recursion of a query that mentions itself; null for a plain query.</summary>
    private Connect.SetOperation? SelfReference(CommonTableExpression expression)
    {
        var query = expression.Query;
        while (true)
        {
            if (query.SubqueryAlias is { } alias)
                query = alias.Input;
            else if (query.Extension is { } extension && extension.Is(ColumnAliases.Descriptor))
                query = extension.Unpack<ColumnAliases>().Input;
            else
                break;
        }

        var mentions = Mentions.Table(expression.Query, expression.Name, Session.Names);
        if (!mentions)
            return null;
        if (
            query.SetOp is { SetOpType: Connect.SetOperation.Types.SetOpType.Union } union
            && !Mentions.Table(union.LeftInput, expression.Name, Session.Names)
        )
        {
            return union.IsAll ? union : throw SparkErrors.Analysis("UNION_NOT_SUPPORTED_IN_RECURSIVE_CTE");
        }

        throw SparkErrors.Analysis("INVALID_RECURSIVE_CTE");
    }

    private CommonTable Recursive(CommonTableExpression expression, Connect.SetOperation union)
    {
        var anchor = Scopes.Visible(ColumnsNamed(Resolve(union.LeftInput), expression.ColumnNames));
        var table = new CommonTable(NewId(), expression.Name)
        {
            Plan = anchor,
            Open = true,
            Width = anchor.Output.Count,
        };
        var before = _commonTables;
        _commonTables = new CommonTables(expression.Name, table, before);
        LogicalPlan step;
        try
        {
            step = Scopes.Visible(Resolve(union.RightInput));
        }
        finally
        {
            _commonTables = before;
            table.Open = false;
        }

        // The recursion's columns are cast to those of the anchor, which its references have seen.
        if (step.Output.Count != anchor.Output.Count)
            NumColumnsMismatch(anchor, step);
        var types = anchor.Output.Select(column => column.Type).ToArray();
        for (var c = 0; c < types.Length; c++)
        {
            var common = TypeCoercion.CommonType(types[c], step.Output[c].Type, Mode);
            if (
                common is null
                || common != types[c]
                    && !TypeCoercion.SameType(common, types[c])
                    && TypeCoercion.ImplicitType(step.Output[c].Type, TypeFamily.Of(types[c]), Mode) is null
            )
            {
                throw SparkErrors.Analysis(
                    "INCOMPATIBLE_COLUMN_TYPE",
                    ("tableOrdinalNumber", "second"),
                    ("columnOrdinalNumber", SparkErrors.Ordinal(c + 1)),
                    ("dataType2", TypeText.Quoted(types[c])),
                    ("operator", "UNION"),
                    ("hint", ""),
                    ("dataType1", TypeText.Quoted(step.Output[c].Type))
                );
            }
        }

        var limit =
            expression.HasMaxRecursionLevel ? expression.MaxRecursionLevel
            : int.TryParse(Session.Config("spark.sql.cteRecursionLevelLimit"), out var configured) ? configured
            : 100;
        if (table.Level is not { } level)
            throw SparkErrors.Analysis("INVALID_RECURSIVE_CTE");
        var typed = Typed(step, types);
        var widened = Scopes.Widen(typed, [level]);
        if (widened.Output.All(column => column.Id != level.Id))
            throw SparkErrors.Unsupported($"the recursive query {expression.Name}, whose rows are grouped or made distinct on the way");
        var rows = int.TryParse(Session.Config("spark.sql.cteRecursionRowLimit"), out var most) ? most : 1_000_000;
        var next = new Call(
            new BoundFunction(
                NextLevel,
                [level],
                SparkType.Long,
                false,
                sql =>
                {
                    // Without a limit of levels or rows of its own, the other one still ends a recursion.
                    var levels =
                        limit >= 0 ? limit
                        : rows >= 0 ? rows
                        : int.MaxValue;
                    var tooDeep = RuntimeError.Sql("RECURSION_LEVEL_LIMIT_EXCEEDED", ("levelLimit", $"'{levels}'"));
                    var tooMany =
                        rows < 0
                            ? ""
                            : $" WHEN count(*) OVER () > {rows} THEN {RuntimeError.Sql("RECURSION_ROW_LIMIT_EXCEEDED", ("rowLimit", $"'{rows}'"))}";
                    return $"CASE WHEN {sql[0]} >= {levels} THEN {tooDeep}{tooMany} ELSE {sql[0]} + 1 END";
                }
            )
        );
        table.Plan = new Plan.SetOperation(
            SetKind.Union,
            true,
            [Leveled(anchor, anchor.Output, new Literal(0L, SparkType.Long)), Leveled(widened, typed.Output, next)],
            [.. anchor.Output.Select(column => NewColumn(column.Name, column.Type, true)), NewColumn("level", SparkType.Long, false)]
        );
        return table;
    }

    private Plan.Project Leveled(LogicalPlan plan, IReadOnlyList<AttributeReference> columns, Expr level) =>
        new([.. columns.Select(NamedExpr.Pass), new NamedExpr(level, NewColumn("level", SparkType.Long, false))], plan);
}

/// <summary>Whether a plan message names a table, wherever it stands.</summary>
internal static class Mentions
{
    /// <summary>Looks through every message below for a read of the name.</summary>
    public static bool Table(Google.Protobuf.IMessage message, string name, StringComparer names)
    {
        switch (message)
        {
            case Read.Types.NamedTable table:
                return names.Equals(table.UnparsedIdentifier.Trim('`'), name);
            case Google.Protobuf.WellKnownTypes.Any any:
                return SqlMessages.Unpack(any) is { } inner && Table(inner, name, names);
        }

        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.FieldType != Google.Protobuf.Reflection.FieldType.Message || field.IsMap)
                continue;
            var value = field.Accessor.GetValue(message);
            if (value is Google.Protobuf.IMessage single && Table(single, name, names))
                return true;
            if (value is System.Collections.IList list && list.OfType<Google.Protobuf.IMessage>().Any(item => Table(item, name, names)))
                return true;
        }

        return false;
    }
}

/// <summary>The messages of Spark SQL that are packed into plans.</summary>
internal static class SqlMessages
{
    private static readonly Google.Protobuf.Reflection.TypeRegistry Registry = Google.Protobuf.Reflection.TypeRegistry.FromFiles(
        SqlExtensionsReflection.Descriptor
    );

    /// <summary>The packed message; null for one of another kind.</summary>
    public static Google.Protobuf.IMessage? Unpack(Google.Protobuf.WellKnownTypes.Any any) => any.Unpack(Registry);
}
