using Spark.Embedded.Plan;

namespace Spark.Embedded.Resolve;

/// <summary>Puts expressions in the place of columns, inside subqueries too.</summary>
internal static class Substitution
{
    /// <summary>The expression with the columns replaced.</summary>
    public static Expr Apply(Expr expression, IReadOnlyDictionary<long, Expr> replacements) =>
        expression.Rewrite(node =>
            node switch
            {
                AttributeReference column => replacements.GetValueOrDefault(column.Id, column),
                ScalarSubquery subquery => new ScalarSubquery(Apply(subquery.Plan, replacements)),
                ExistsSubquery subquery => new ExistsSubquery(Apply(subquery.Plan, replacements)),
                InSubquery subquery => new InSubquery(
                    [.. subquery.Values.Select(value => Apply(value, replacements))],
                    Apply(subquery.Plan, replacements)
                ),
                _ => null,
            }
        );

    /// <summary>The plan with the columns replaced in all its expressions.</summary>
    public static LogicalPlan Apply(LogicalPlan plan, IReadOnlyDictionary<long, Expr> replacements)
    {
        switch (plan)
        {
            case Project p:
                return new Project(Items(p.Items), Apply(p.Input, replacements));
            case Filter f:
                return new Filter(Apply(f.Condition, replacements), Apply(f.Input, replacements));
            case Aggregate a:
                return new Aggregate(Items(a.Groups), Items(a.Aggregates), a.GroupingSets, Apply(a.Input, replacements));
            case Join j:
                return new Join(
                    Apply(j.Left, replacements),
                    Apply(j.Right, replacements),
                    j.Kind,
                    j.Condition is null ? null : Apply(j.Condition, replacements),
                    j.Lateral
                );
            case SetOperation s:
                return s with { Inputs = [.. s.Inputs.Select(input => Apply(input, replacements))] };
            case Sort s:
                return new Sort(
                    [.. s.Keys.Select(key => key with { Child = Apply(key.Child, replacements) })],
                    Apply(s.Input, replacements)
                );
            case Limit l:
                return l with { Input = Apply(l.Input, replacements) };
            case Tail t:
                return t with { Input = Apply(t.Input, replacements) };
            case Distinct d:
                return d with { Input = Apply(d.Input, replacements) };
            case Generate g:
                return new Generate((Call)Apply(g.Generator, replacements), g.Outer, g.Columns, Apply(g.Input, replacements));
            case Sample s:
                return s with { Input = Apply(s.Input, replacements) };
            case InlineRows r:
                return r with
                {
                    Rows = [.. r.Rows.Select(row => (IReadOnlyList<Expr>)[.. row.Select(value => Apply(value, replacements))])],
                };
            default:
                return plan;
        }

        List<NamedExpr> Items(IReadOnlyList<NamedExpr> items) =>
            [.. items.Select(item => item with { Value = Apply(item.Value, replacements) })];
    }
}
