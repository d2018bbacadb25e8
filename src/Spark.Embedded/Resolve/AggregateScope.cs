using Spark.Embedded.Errors;
using Spark.Embedded.Functions;
using Spark.Embedded.Plan;

namespace Spark.Embedded.Resolve;

/// <summary>What is known of the groups under a select list.</summary>
/// <param name="Input">The relation that is grouped.</param>
/// <param name="Groups">The grouping expressions.</param>
/// <param name="Aggregates">The aggregates computed so far.</param>
/// <param name="Sets">The ordinals of the groups in every grouping set; null for plain groups.</param>
internal sealed record AggregateScope(
    Scope Input,
    IReadOnlyList<NamedExpr> Groups,
    IReadOnlyList<NamedExpr> Aggregates,
    IReadOnlyList<IReadOnlyList<int>>? Sets
);

/// <summary>Turns expressions over a relation into expressions over its groups, collecting the aggregates that they need.</summary>
internal sealed class AggregateExtension(RelationResolver relations, AggregateScope aggregation)
{
    private readonly List<NamedExpr> _added = [];
    private readonly HashSet<long> _used = [];

    /// <summary>The aggregates that were not there before.</summary>
    public IReadOnlyList<NamedExpr> Added => _added;

    /// <summary>An expression over the input or the select list, as an expression over the groups.</summary>
    public Expr Lift(Expr expression)
    {
        foreach (var group in aggregation.Groups)
        {
            if (ExprTree.Same(group.Value, expression))
                return Use(group.Attribute);
        }

        switch (expression)
        {
            case Call call when GroupingCalls.Bits(call, aggregation) is { } bits:
                return Computed(bits);
            case Call { Function.Definition.Kind: FunctionKind.Aggregate }:
                return Computed(expression);
            case WindowExpression window:
                return window with
                {
                    Function = window.Function.MapChildren(Lift) as Call ?? window.Function,
                    Partition = [.. window.Partition.Select(Lift)],
                    Order = [.. window.Order.Select(key => key with { Child = Lift(key.Child) })],
                };
            case AttributeReference column when aggregation.Input.Plan.Output.Any(own => own.Id == column.Id):
                throw Missing(column);
            case ScalarSubquery or ExistsSubquery or InSubquery when References.Of(expression) is { Count: > 0 } references:
                return Correlated(expression, references);
            default:
                return expression.MapChildren(Lift);
        }
    }

    /// <summary>The same, null when a column is neither grouped nor aggregated.</summary>
    public Expr? TryLift(Expr expression)
    {
        try
        {
            return Lift(expression);
        }
        catch (Microsoft.Spark.AnalysisException failure) when (failure.ErrorClass == "MISSING_AGGREGATION")
        {
            return null;
        }
    }

    /// <summary>A plan whose aggregate computes what was added, and whose select list lets it through.</summary>
    public LogicalPlan Apply(LogicalPlan plan) =>
        Scopes.Widen(
            Scopes.WithAggregates(plan, _added),
            [
                .. aggregation
                    .Groups.Concat(aggregation.Aggregates)
                    .Concat(_added)
                    .Select(item => item.Attribute)
                    .Where(column => _used.Contains(column.Id)),
            ]
        );

    /// <summary>A subquery over the groups: its outer references must be groups.</summary>
    private Expr Correlated(Expr subquery, HashSet<long> references)
    {
        var replacements = new Dictionary<long, Expr>();
        foreach (var column in aggregation.Input.Plan.Output.Where(column => references.Contains(column.Id)))
        {
            var group =
                aggregation.Groups.FirstOrDefault(g => g.Value is AttributeReference own && own.Id == column.Id) ?? throw Missing(column);
            replacements[column.Id] = Use(group.Attribute);
        }

        return replacements.Count == 0 ? subquery : Substitution.Apply(subquery.MapChildren(Lift), replacements);
    }

    private AttributeReference Computed(Expr aggregate)
    {
        foreach (var known in aggregation.Aggregates.Concat(_added))
        {
            if (ExprTree.Same(known.Value, aggregate))
                return Use(known.Attribute);
        }

        var item = new NamedExpr(aggregate, relations.NewColumn(ExprPrinter.Print(aggregate), aggregate.Type, aggregate.Nullable));
        _added.Add(item);
        return Use(item.Attribute);
    }

    private AttributeReference Use(AttributeReference column)
    {
        _used.Add(column.Id);
        return column;
    }

    private Microsoft.Spark.AnalysisException Missing(AttributeReference column) =>
        aggregation.Groups.Count == 0
            ? SparkErrors.Analysis("MISSING_GROUP_BY")
            : SparkErrors.Analysis(
                "MISSING_AGGREGATION",
                ("expression", SparkErrors.Quote(column.Name)),
                ("expressionAnyValue", SparkErrors.Quote($"any_value({column.Name})"))
            );
}

/// <summary>The grouping sets of ROLLUP and CUBE.</summary>
internal static class GroupingSets
{
    /// <summary>All groups, all but the last, and so on to none.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Rollup(int groups) =>
        [.. Enumerable.Range(0, groups + 1).Select(i => (IReadOnlyList<int>)[.. Enumerable.Range(0, groups - i)])];

    /// <summary>Every subset.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Cube(int groups)
    {
        if (groups > 16)
            throw SparkErrors.Unsupported($"a cube of {groups} groups");
        return
        [
            .. Enumerable
                .Range(0, 1 << groups)
                .Select(mask => (IReadOnlyList<int>)[.. Enumerable.Range(0, groups).Where(i => (mask >> (groups - 1 - i) & 1) == 0)]),
        ];
    }
}

/// <summary><c>grouping(a)</c> and <c>grouping_id(a, b)</c>.</summary>
internal static class GroupingCalls
{
    private static readonly FunctionDefinition Grouping = Definition("grouping");
    private static readonly FunctionDefinition GroupingId = Definition("grouping_id");

    /// <summary>The call, to be settled when the groups are known.</summary>
    public static Call Call(string name, IReadOnlyList<Expr> arguments)
    {
        if (name == "grouping" && arguments.Count != 1)
            throw SparkErrors.WrongNumberOfArguments(name, "1", arguments.Count);
        return new Call(
            new BoundFunction(
                name == "grouping" ? Grouping : GroupingId,
                arguments,
                name == "grouping" ? Types.SparkType.Byte : Types.SparkType.Long,
                false,
                _ => throw SparkErrors.Analysis("UNSUPPORTED_GROUPING_EXPRESSION")
            )
        );
    }

    /// <summary>What the call gives over the groups; null for another call.</summary>
    public static GroupingBits? Bits(Call call, AggregateScope aggregation)
    {
        if (!ReferenceEquals(call.Function.Definition, Grouping) && !ReferenceEquals(call.Function.Definition, GroupingId))
            return null;
        if (aggregation.Sets is null)
            throw SparkErrors.Analysis("UNSUPPORTED_GROUPING_EXPRESSION");
        var groups =
            call.Function.Arguments.Count == 0
                ? aggregation.Groups.Select(group => group.Attribute).ToList()
                :
                [
                    .. call.Function.Arguments.Select(argument =>
                        aggregation.Groups.FirstOrDefault(group => ExprTree.Same(group.Value, argument))?.Attribute
                        ?? throw Mismatch(call, argument, aggregation)
                    ),
                ];
        if (ReferenceEquals(call.Function.Definition, GroupingId) && groups.Count != aggregation.Groups.Count)
            throw Mismatch(call, call.Function.Arguments[0], aggregation);
        return new GroupingBits(groups, call.Type, ExprPrinter.Print(call));
    }

    private static Microsoft.Spark.AnalysisException Mismatch(Call call, Expr argument, AggregateScope aggregation) =>
        call.Function.Definition.Name == "grouping"
            ? SparkErrors.Analysis(
                "GROUPING_COLUMN_MISMATCH",
                ("grouping", SparkErrors.Quote(ExprPrinter.Print(argument))),
                ("groupingColumns", SparkErrors.Quote(string.Join(",", aggregation.Groups.Select(group => ExprPrinter.Print(group.Value)))))
            )
            : SparkErrors.Analysis(
                "GROUPING_ID_COLUMN_MISMATCH",
                ("groupingIdColumn", string.Join(",", call.Function.Arguments.Select(ExprPrinter.Print))),
                ("groupByColumns", string.Join(",", aggregation.Groups.Select(group => ExprPrinter.Print(group.Value))))
            );

    private static FunctionDefinition Definition(string name) =>
        new(name, FunctionKind.Aggregate, _ => throw new InvalidOperationException($"{name} is bound by the resolver alone."));
}
