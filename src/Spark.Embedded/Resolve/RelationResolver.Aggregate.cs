using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Resolve;

/// <summary>Grouping.</summary>
internal sealed partial class RelationResolver
{
    private Scope ResolveAggregate(Connect.Aggregate message, bool fromSql)
    {
        var input = Resolve(message.Input);
        if (message.GroupType == Connect.Aggregate.Types.GroupType.Pivot)
            return ResolvePivot(message, input);
        var resolver = new ExpressionResolver(this, input, _outer) { Aliases = [] };
        var items = resolver.ResolveItems(message.AggregateExpressions);
        var groups = new List<Expr>();
        var grouper = new ExpressionResolver(this, input, _outer)
        {
            Aliases =
                fromSql && Session.Flag("spark.sql.groupByAliases", true)
                    ? [.. items.Where(item => item.Renamed).Select(item => (item.Name, item.Value))]
                    : null,
            FirstAlias = true,
        };
        if (
            fromSql
            && message.GroupingExpressions is [{ UnresolvedAttribute: { HasPlanId: false } all }]
            && all.UnparsedIdentifier.Equals("ALL", StringComparison.OrdinalIgnoreCase)
            && input.Find("all", Session).Count == 0
        )
        {
            groups.AddRange(GroupByAll(items));
        }
        else
        {
            foreach (var expression in message.GroupingExpressions)
                groups.AddRange(ResolveGroup(expression, items, grouper, fromSql));
        }

        var heads = fromSql ? [] : Heads(message, groups, resolver);
        items = [.. heads, .. items];
        var sets = message.GroupType switch
        {
            Connect.Aggregate.Types.GroupType.Rollup => GroupingSets.Rollup(groups.Count),
            Connect.Aggregate.Types.GroupType.Cube => GroupingSets.Cube(groups.Count),
            Connect.Aggregate.Types.GroupType.GroupingSets => SetsOf(message, groups, items, grouper, fromSql),
            _ => null,
        };
        return Grouped(input, groups, items, sets);
    }

    /// <summary>The groups as the DataFrame API puts them before its aggregates.</summary>
    private static List<SelectItem> Heads(Connect.Aggregate message, List<Expr> groups, ExpressionResolver resolver)
    {
        var heads = resolver.ResolveItems(message.GroupingExpressions);
        return heads.Count == groups.Count ? heads : [.. groups.Select(group => new SelectItem(ExprPrinter.Print(group), group))];
    }

    private IReadOnlyList<IReadOnlyList<int>> SetsOf(
        Connect.Aggregate message,
        List<Expr> groups,
        List<SelectItem> items,
        ExpressionResolver grouper,
        bool fromSql
    )
    {
        var sets = new List<IReadOnlyList<int>>();
        foreach (var set in message.GroupingSets)
        {
            var ordinals = new List<int>();
            foreach (var expression in set.GroupingSet)
            {
                foreach (var group in ResolveGroup(expression, items, grouper, fromSql))
                {
                    var at = groups.FindIndex(known => ExprTree.Same(known, group));
                    if (at < 0)
                    {
                        at = groups.Count;
                        groups.Add(group);
                    }

                    ordinals.Add(at);
                }
            }

            sets.Add(ordinals);
        }

        return sets;
    }

    private IEnumerable<Expr> ResolveGroup(Connect.Expression expression, List<SelectItem> items, ExpressionResolver grouper, bool fromSql)
    {
        if (ExpressionResolver.IsStar(expression))
        {
            foreach (var item in grouper.ResolveItems([expression]))
                yield return item.Value;
            yield break;
        }

        if (
            fromSql
            && expression.Literal is { LiteralTypeCase: Connect.Expression.Types.Literal.LiteralTypeOneofCase.Integer } ordinal
            && Session.Flag("spark.sql.groupByOrdinal", true)
        )
        {
            if (ordinal.Integer < 1 || ordinal.Integer > items.Count)
                throw SparkErrors.Analysis("GROUP_BY_POS_OUT_OF_RANGE", ("index", Number(ordinal.Integer)), ("size", Number(items.Count)));
            var item = items[ordinal.Integer - 1];
            if (item.Value.HasAggregate())
                throw SparkErrors.Analysis(
                    "GROUP_BY_POS_AGGREGATE",
                    ("index", Number(ordinal.Integer)),
                    ("aggExpr", $"{ExprPrinter.Print(item.Value)}{(item.Renamed ? $" AS {item.Name}" : "")}")
                );
            yield return item.Value;
            yield break;
        }

        var group = grouper.Resolve(expression);
        if (group.HasAggregate())
            throw SparkErrors.Analysis("GROUP_BY_AGGREGATE", ("sqlExpr", ExprPrinter.Print(group)));
        if (HoldsMap(group.Type))
            throw SparkErrors.Unsupported("grouping by a map", "Group by map_entries of it, sorted.");
        if (!group.Type.IsOrderable())
        {
            throw SparkErrors.Analysis(
                "GROUP_EXPRESSION_TYPE_IS_NOT_ORDERABLE",
                ("sqlExpr", SparkErrors.Quote(ExprPrinter.Print(group))),
                ("dataType", TypeText.Quoted(group.Type))
            );
        }

        yield return group;
    }

    /// <summary>GROUP BY ALL: the items without aggregates; of one with both, the columns outside its aggregates.</summary>
    private static IEnumerable<Expr> GroupByAll(List<SelectItem> items)
    {
        foreach (var item in items)
        {
            if (!item.Value.HasAggregate())
            {
                yield return item.Value;
            }
            else if (item.Value is not Call { Function.Definition.Kind: FunctionKind.Aggregate })
            {
                var loose = new List<Expr>();
                Loose(item.Value, loose);
                if (loose.Count > 0)
                {
                    throw SparkErrors.Analysis("UNRESOLVED_ALL_IN_GROUP_BY");
                }
            }
        }
    }

    private static void Loose(Expr expression, List<Expr> columns)
    {
        if (expression is Call { Function.Definition.Kind: FunctionKind.Aggregate })
            return;
        if (expression is AttributeReference)
            columns.Add(expression);
        foreach (var child in expression.Children())
            Loose(child, columns);
    }

    /// <summary>A select list over groups.</summary>
    /// <param name="sets">The ordinals of the groups in every grouping set; null for plain groups.</param>
    private Scope Grouped(Scope input, List<Expr> groups, List<SelectItem> items, IReadOnlyList<IReadOnlyList<int>>? sets)
    {
        var named = new List<NamedExpr>(groups.Count);
        var ordinal = new int[groups.Count];
        for (var i = 0; i < groups.Count; i++)
        {
            // An expression that is grouped by twice is one group.
            var same = named.FindIndex(group => ExprTree.Same(group.Value, groups[i]));
            ordinal[i] = same >= 0 ? same : named.Count;
            if (same < 0)
                named.Add(new NamedExpr(groups[i], GroupColumn(groups[i], sets is not null)));
        }

        var aggregation = new AggregateScope(
            input,
            named,
            [],
            sets?.Select(set => (IReadOnlyList<int>)[.. set.Select(i => ordinal[i]).Distinct()]).ToList()
        );
        var builder = new AggregateExtension(this, aggregation);
        var lifted = items
            .Select(item =>
                builder.Lift(item.Value) is var value && value is AttributeReference
                    ? item with
                    {
                        Value = value,
                    }
                    : item with
                    {
                        Value = value,
                        Renamed = true,
                    }
            )
            .ToList();
        var aggregate = new Aggregate(named, builder.Added, aggregation.Sets, input.Plan);
        var below = new Scope(aggregate, []) { Inputs = [input] };
        var scope = Selected(below, lifted);
        return new Scope(
            scope.Plan,
            [.. scope.Columns.Select((column, i) => column with { Qualifier = items[i].Renamed ? [] : items[i].Qualifier })]
        )
        {
            Inputs = [below],
            Aggregation = aggregation with { Aggregates = builder.Added },
        };
    }

    /// <summary>The column of a group: a column that is grouped by keeps its id, except where grouping sets null it.</summary>
    private AttributeReference GroupColumn(Expr group, bool nulled) =>
        group switch
        {
            AttributeReference column when !nulled => column,
            AttributeReference column => NewColumn(column.Name, column.Type, true),
            _ => NewColumn(ExprPrinter.Print(group), group.Type, group.Nullable || nulled),
        };
}
