using Spark.Embedded.Plan;

namespace Spark.Embedded.Resolve;

/// <summary>Builds scopes from scopes.</summary>
internal static class Scopes
{
    /// <summary>No columns: what literals and parameters are resolved against.</summary>
    public static readonly Scope Empty = new(new OneRow(), []);

    /// <summary>The plan with exactly the columns that <c>*</c> stands for.</summary>
    public static LogicalPlan Visible(Scope scope)
    {
        var output = scope.Plan.Output;
        if (output.Count == scope.Columns.Count)
        {
            var same = true;
            for (var i = 0; same && i < output.Count; i++)
                same = output[i].Id == scope.Columns[i].Attribute.Id;
            if (same)
                return scope.Plan;
        }

        return new Project([.. scope.Columns.Select(column => NamedExpr.Pass(column.Attribute))], scope.Plan);
    }

    /// <summary>The scope of a plan that makes exactly the given columns, without qualifiers.</summary>
    public static Scope Of(LogicalPlan plan, params IReadOnlyList<Scope> inputs) =>
        new(plan, [.. plan.Output.Select(column => new ScopeColumn(column, []))]) { Inputs = inputs };

    /// <summary>The same relation under an alias.</summary>
    public static Scope Aliased(Scope scope, IReadOnlyList<string> qualifier) =>
        new(scope.Plan, [.. scope.Columns.Select(column => column with { Qualifier = qualifier })])
        {
            Hidden = [.. scope.Hidden.Select(column => column with { Qualifier = qualifier })],
            Inputs = [scope],
        };

    /// <summary>A plan whose output holds further columns that lie below its select lists.</summary>
    public static LogicalPlan Widen(LogicalPlan plan, IReadOnlyCollection<AttributeReference> missing)
    {
        var added = missing.Where(column => plan.Output.All(own => own.Id != column.Id)).ToList();
        if (added.Count == 0)
            return plan;
        return plan switch
        {
            Project project => new Project([.. project.Items, .. added.Select(NamedExpr.Pass)], Widen(project.Input, added)),
            Filter filter => filter with { Input = Widen(filter.Input, added) },
            Sort sort => sort with { Input = Widen(sort.Input, added) },
            Limit limit => limit with { Input = Widen(limit.Input, added) },
            _ => plan,
        };
    }

    /// <summary>A plan whose aggregate, under its select list, computes further aggregates.</summary>
    public static LogicalPlan WithAggregates(LogicalPlan plan, IReadOnlyList<NamedExpr> aggregates) =>
        plan switch
        {
            Project project => project with { Input = WithAggregates(project.Input, aggregates) },
            Filter filter => new Filter(filter.Condition, WithAggregates(filter.Input, aggregates)),
            Sort sort => new Sort(sort.Keys, WithAggregates(sort.Input, aggregates)),
            Aggregate aggregate => new Aggregate(
                aggregate.Groups,
                [.. aggregate.Aggregates, .. aggregates],
                aggregate.GroupingSets,
                aggregate.Input
            ),
            _ => plan,
        };
}
