namespace Spark.Embedded.Plan;

/// <summary>Which columns expressions and plans refer to.</summary>
internal static class References
{
    /// <summary>The ids of the columns that an expression needs, those of its subqueries' outer references included.</summary>
    public static HashSet<long> Of(Expr expression)
    {
        var ids = new HashSet<long>();
        Add(expression, ids);
        return ids;
    }

    /// <inheritdoc cref="Of"/>
    public static void Add(Expr expression, HashSet<long> ids)
    {
        switch (expression)
        {
            case AttributeReference column:
                ids.Add(column.Id);
                return;
            case ScalarSubquery subquery:
                Free(subquery.Plan, ids);
                return;
            case ExistsSubquery subquery:
                Free(subquery.Plan, ids);
                return;
            case InSubquery subquery:
                Free(subquery.Plan, ids);
                break;
            case GroupingBits bits:
                foreach (var group in bits.Groups)
                    ids.Add(group.Id);
                return;
        }

        foreach (var child in expression.Children())
            Add(child, ids);
        if (expression is WindowExpression { Frame: { } frame })
        {
            if (frame.Lower.Offset is { } lower)
                Add(lower, ids);
            if (frame.Upper.Offset is { } upper)
                Add(upper, ids);
        }
    }

    /// <summary>The ids that a plan refers to and does not make itself: its outer references.</summary>
    public static void Free(LogicalPlan plan, HashSet<long> ids)
    {
        var used = new HashSet<long>();
        var made = new HashSet<long>();
        Walk(plan, used, made);
        used.ExceptWith(made);
        ids.UnionWith(used);
    }

    /// <summary>The outer references of a plan, one for every place.</summary>
    public static List<AttributeReference> FreeColumns(LogicalPlan plan)
    {
        var free = new HashSet<long>();
        Free(plan, free);
        var found = new List<AttributeReference>();
        if (free.Count > 0)
            Collect(plan, free, found);
        return found;
    }

    private static void Collect(LogicalPlan plan, HashSet<long> free, List<AttributeReference> found)
    {
        foreach (var expression in Expressions(plan))
            Collect(expression, free, found);
        foreach (var input in Inputs(plan))
            Collect(input, free, found);
    }

    private static void Collect(Expr expression, HashSet<long> free, List<AttributeReference> found)
    {
        switch (expression)
        {
            case AttributeReference column when free.Contains(column.Id):
                found.Add(column);
                break;
            case ScalarSubquery subquery:
                Collect(subquery.Plan, free, found);
                break;
            case ExistsSubquery subquery:
                Collect(subquery.Plan, free, found);
                break;
            case InSubquery subquery:
                Collect(subquery.Plan, free, found);
                break;
        }

        foreach (var child in expression.Children())
            Collect(child, free, found);
    }

    /// <summary>The inputs of a plan.</summary>
    public static IEnumerable<LogicalPlan> Inputs(LogicalPlan plan) =>
        plan switch
        {
            Project p => [p.Input],
            Filter f => [f.Input],
            Aggregate a => [a.Input],
            Join j => [j.Left, j.Right],
            SetOperation s => s.Inputs,
            Sort s => [s.Input],
            Limit l => [l.Input],
            Tail t => [t.Input],
            Distinct d => [d.Input],
            Generate g => [g.Input],
            Sample s => [s.Input],
            CollectMetrics m => [m.Input],
            _ => [],
        };

    /// <summary>The expressions of a plan's own node.</summary>
    public static IEnumerable<Expr> Expressions(LogicalPlan plan) =>
        plan switch
        {
            Project p => p.Items.Select(item => item.Value),
            Filter f => [f.Condition],
            Aggregate a => a.Groups.Concat(a.Aggregates).Select(item => item.Value),
            Join { Condition: { } condition } => [condition],
            Sort s => s.Keys.Select(key => key.Child),
            Generate g => [g.Generator],
            InlineRows r => r.Rows.SelectMany(row => row),
            _ => [],
        };

    private static void Walk(LogicalPlan plan, HashSet<long> used, HashSet<long> made)
    {
        foreach (var column in plan.Output)
            made.Add(column.Id);
        foreach (var expression in Expressions(plan))
            Add(expression, used);
        if (plan is Aggregate aggregate)
        {
            foreach (var group in aggregate.Groups)
                made.Add(group.Attribute.Id);
        }

        foreach (var input in Inputs(plan))
            Walk(input, used, made);
    }
}
