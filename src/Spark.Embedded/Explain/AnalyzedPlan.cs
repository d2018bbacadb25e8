using System.Globalization;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Explain;

/// <summary>A resolved plan as a tree, its columns as Spark shows them: by name and id.</summary>
internal sealed class AnalyzedPlan
{
    private readonly Dictionary<long, string> _names = [];
    private readonly List<CommonTable> _commonTables = [];
    private readonly List<PlanTree> _definitions = [];

    public AnalyzedPlan(LogicalPlan plan)
    {
        Columns = [.. plan.Output.Select(column => column.Name)];
        Header = string.Join(", ", plan.Output.Select(column => $"{column.Name}: {column.Type.Name}"));
        var tree = Node(plan);
        Tree = _definitions.Count == 0 ? tree : new PlanTree("WithCTE", [.. _definitions, tree]);
    }

    /// <summary>The names of the result's columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The columns of the result and their types.</summary>
    public string Header { get; }

    public PlanTree Tree { get; }

    /// <summary>The name of every column in the plan, by id.</summary>
    public IReadOnlyDictionary<long, string> Names => _names;

    private PlanTree Node(LogicalPlan plan)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var column in plan.Output)
            _names[column.Id] = column.Name;
        var (text, expressions, children) = Describe(plan);
        return new PlanTree(text, [.. children.Select(Node)]) { Subqueries = [.. expressions.SelectMany(Subqueries).Select(Node)] };
    }

    private (string Text, IEnumerable<Expr> Expressions, IEnumerable<LogicalPlan> Children) Describe(LogicalPlan plan) =>
        plan switch
        {
            OneRow => ("OneRowRelation", [], []),
            Scan scan => ($"Relation {List(scan.Output)} {scan.Source.Description}".TrimEnd(), [], []),
            InlineRows rows => ($"LocalRelation {List(rows.Output)}", rows.Rows.SelectMany(row => row), []),
            RangeRows range => (Invariant($"Range ({range.Start}, {range.End}, step={range.Step})"), [], []),
            Project project => ($"Project [{List(project.Items)}]", project.Items.Select(item => item.Value), [project.Input]),
            Filter filter => ($"Filter {Text(filter.Condition)}", [filter.Condition], [filter.Input]),
            Aggregate aggregate => (
                $"Aggregate {Groups(aggregate)}, [{List(aggregate.Groups.Concat(aggregate.Aggregates))}]",
                aggregate.Groups.Concat(aggregate.Aggregates).Select(item => item.Value),
                [aggregate.Input]
            ),
            Join join => (
                $"{(join.Lateral ? "LateralJoin" : "Join")} {join.Kind}{(join.Condition is { } condition ? $", {Text(condition)}" : "")}",
                join.Condition is null ? [] : [join.Condition],
                [join.Left, join.Right]
            ),
            SetOperation operation => ($"{operation.Kind} {(operation.All ? "All" : "Distinct")}", [], operation.Inputs),
            Sort sort => (
                $"Sort [{string.Join(", ", sort.Keys.Select(key => ExprPrinter.Print(key with { Child = Numbered(key.Child) })))}], true",
                sort.Keys.Select(key => key.Child),
                [sort.Input]
            ),
            Limit limit => (
                limit.Count is { } count
                    ? Invariant($"GlobalLimit {count}") + (limit.Offset > 0 ? Invariant($" offset {limit.Offset}") : "")
                    : Invariant($"Offset {limit.Offset}"),
                [],
                [limit.Input]
            ),
            Tail tail => (Invariant($"Tail {tail.Count}"), [], [tail.Input]),
            Distinct distinct => (distinct.Keys is null ? "Distinct" : $"Deduplicate {List(distinct.Keys)}", [], [distinct.Input]),
            Generate generate => (
                $"Generate {Text(generate.Generator)}, {(generate.Outer ? "true" : "false")}, {List(generate.Columns)}",
                [generate.Generator],
                [generate.Input]
            ),
            Sample sample => (Invariant($"Sample {sample.Lower}, {sample.Upper}, false, {sample.Seed}"), [], [sample.Input]),
            CommonTableReference reference => (Invariant($"CTERelationRef {Number(reference.Table)}, {List(reference.Columns)}"), [], []),
            CollectMetrics metrics => ($"CollectMetrics {metrics.Name}", [], [metrics.Input]),
            _ => (plan.GetType().Name, [], []),
        };

    /// <summary>The number of a common table; its definition is drawn once, where it is first referred to.</summary>
    private int Number(CommonTable table)
    {
        var number = _commonTables.IndexOf(table);
        if (number >= 0)
            return number;
        number = _commonTables.Count;
        _commonTables.Add(table);
        var definition = Node(table.Plan);
        _definitions.Add(
            new PlanTree(Invariant($"CTERelationDef {number}, {table.Name}{(table.Recursive ? ", recursive" : "")}"), [definition])
        );
        return number;
    }

    private string Groups(Aggregate aggregate) =>
        aggregate.GroupingSets is { } sets
            ? $"[{string.Join(", ", sets.Select(set => $"({string.Join(", ", set.Select(i => Text(aggregate.Groups[i].Value)))})"))}]"
            : $"[{string.Join(", ", aggregate.Groups.Select(group => Text(group.Value)))}]";

    private string List(IEnumerable<NamedExpr> items) =>
        string.Join(
            ", ",
            items.Select(item =>
                item.Value is AttributeReference passed && passed.Id == item.Attribute.Id
                    ? Numbered(passed).Name
                    : $"{Text(item.Value)} AS {Numbered(item.Attribute).Name}"
            )
        );

    private static string List(IEnumerable<AttributeReference> columns) =>
        $"[{string.Join(", ", columns.Select(column => Numbered(column).Name))}]";

    private static string Text(Expr expression) => ExprPrinter.Print(Numbered(expression));

    /// <summary>The expression with its columns' ids in their names, and with every cast to be seen.</summary>
    private static Expr Numbered(Expr expression) =>
        expression switch
        {
            AttributeReference column => Numbered(column),
            Cast { Explicit: false } cast => (cast with { Explicit = true }).MapChildren(Numbered),
            _ => expression.MapChildren(Numbered),
        };

    private static AttributeReference Numbered(AttributeReference column) =>
        column with
        {
            Name = Invariant($"{column.Name}#{column.Id}{(column.Type == SparkType.Long ? "L" : "")}"),
        };

    private static IEnumerable<LogicalPlan> Subqueries(Expr expression)
    {
        var own = expression switch
        {
            ScalarSubquery subquery => [subquery.Plan],
            ExistsSubquery subquery => [subquery.Plan],
            InSubquery subquery => [subquery.Plan],
            _ => (IEnumerable<LogicalPlan>)[],
        };
        return own.Concat(expression.Children().SelectMany(Subqueries));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
