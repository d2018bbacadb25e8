namespace Spark.Embedded.Plan;

/// <summary>Walks and rewrites expression trees. The plans of subqueries are not entered.</summary>
public static class ExprTree
{
    /// <summary>The expressions directly below.</summary>
    public static IEnumerable<Expr> Children(this Expr expression)
    {
        switch (expression)
        {
            case Cast cast:
                return [cast.Child];
            case Call { Filter: { } filter } call:
                return call.Function.Arguments.Append(filter);
            case Call call:
                return call.Function.Arguments;
            case LambdaFunction lambda:
                return [lambda.Body];
            case WindowExpression window:
                return [window.Function, .. window.Partition, .. window.Order.Select(key => key.Child)];
            case InSubquery membership:
                return membership.Values;
            default:
                return [];
        }
    }

    /// <summary>The expression with every child replaced; the same instance when none changed.</summary>
    public static Expr MapChildren(this Expr expression, Func<Expr, Expr> map)
    {
        switch (expression)
        {
            case Cast cast:
                var child = map(cast.Child);
                return ReferenceEquals(child, cast.Child) ? cast : cast with { Child = child };
            case Call call:
                var arguments = MapList(call.Function.Arguments, map);
                var filter = call.Filter is null ? null : map(call.Filter);
                return ReferenceEquals(arguments, call.Function.Arguments) && ReferenceEquals(filter, call.Filter)
                    ? call
                    : call with
                    {
                        Function = call.Function with { Arguments = arguments },
                        Filter = filter,
                    };
            case LambdaFunction lambda:
                var body = map(lambda.Body);
                return ReferenceEquals(body, lambda.Body) ? lambda : lambda with { Body = body };
            case WindowExpression window:
                return window with
                {
                    Function = map(window.Function) as Call ?? window.Function,
                    Partition = MapList(window.Partition, map),
                    Order = [.. window.Order.Select(key => key with { Child = map(key.Child) })],
                };
            case InSubquery membership:
                return membership with { Values = MapList(membership.Values, map) };
            default:
                return expression;
        }
    }

    /// <summary>Rewrites from the top: where <paramref name="map"/> gives an expression it stands, elsewhere its children are visited.</summary>
    public static Expr Rewrite(this Expr expression, Func<Expr, Expr?> map) =>
        map(expression) ?? expression.MapChildren(child => child.Rewrite(map));

    /// <summary>Whether any expression in the tree fulfils a condition.</summary>
    public static bool Any(this Expr expression, Func<Expr, bool> condition)
    {
        if (condition(expression))
            return true;
        foreach (var child in expression.Children())
        {
            if (child.Any(condition))
                return true;
        }

        return false;
    }

    /// <summary>Whether the tree holds a call of an aggregate function that is not over a window.</summary>
    public static bool HasAggregate(this Expr expression) =>
        expression switch
        {
            Call { Function.Definition.Kind: FunctionKind.Aggregate } => true,
            GroupingBits => true,
            WindowExpression window => window.Function.Children().Any(HasAggregate)
                || window.Partition.Any(HasAggregate)
                || window.Order.Any(key => key.Child.HasAggregate()),
            _ => expression.Children().Any(HasAggregate),
        };

    public static bool HasWindow(this Expr expression) => expression.Any(static e => e is WindowExpression);

    public static bool HasSubquery(this Expr expression) => expression.Any(static e => e is ScalarSubquery or ExistsSubquery or InSubquery);

    /// <summary>Whether equal rows give equal values.</summary>
    public static bool IsDeterministic(this Expr expression) => !expression.Any(static e => e is Call { Function.Deterministic: false });

    /// <summary>Whether the value does not depend on any row.</summary>
    public static bool IsConstant(this Expr expression) =>
        expression switch
        {
            Literal => true,
            Cast cast => cast.Child.IsConstant(),
            Call { Function: { Deterministic: true, Definition.Kind: FunctionKind.Scalar } } call => call.Function.Arguments.All(
                IsConstant
            ),
            LambdaFunction lambda => lambda.Body.IsConstant(),
            LambdaVariable => true,
            _ => false,
        };

    /// <summary>Whether two expressions compute the same by their structure.</summary>
    public static bool Same(Expr left, Expr right)
    {
        if (ReferenceEquals(left, right))
            return true;
        switch (left, right)
        {
            case (AttributeReference a, AttributeReference b):
                return a.Id == b.Id;
            case (Literal a, Literal b):
                return a.Type == b.Type
                    && (a.Value is byte[] x && b.Value is byte[] y ? x.AsSpan().SequenceEqual(y) : Equals(a.Value, b.Value));
            case (Cast a, Cast b):
                return a.Type == b.Type && a.Mode == b.Mode && Same(a.Child, b.Child);
            case (Call a, Call b):
                return a.Function.Definition.Name == b.Function.Definition.Name
                    && a.Function.Deterministic
                    && b.Function.Deterministic
                    && a.Distinct == b.Distinct
                    && a.Type == b.Type
                    && (
                        SameList(a.Function.Arguments, b.Function.Arguments)
                        || IsCommutative(a) && SameSwapped(a.Function.Arguments, b.Function.Arguments)
                    )
                    && (a.Filter is null ? b.Filter is null : b.Filter is not null && Same(a.Filter, b.Filter));
            case (LambdaVariable a, LambdaVariable b):
                return a.Id == b.Id;
            case (LambdaFunction a, LambdaFunction b):
                return a.Parameters.Count == b.Parameters.Count && Same(a.Body, b.Body);
            case (GroupingBits a, GroupingBits b):
                return a.Groups.Count == b.Groups.Count
                    && a.Type == b.Type
                    && a.Groups.Zip(b.Groups).All(pair => pair.First.Id == pair.Second.Id);
            case (WindowExpression a, WindowExpression b):
                return Same(a.Function, b.Function)
                    && SameList(a.Partition, b.Partition)
                    && a.Order.Count == b.Order.Count
                    && a.Order.Zip(b.Order)
                        .All(pair =>
                            pair.First.Ascending == pair.Second.Ascending
                            && pair.First.NullsFirst == pair.Second.NullsFirst
                            && Same(pair.First.Child, pair.Second.Child)
                        )
                    && SameFrame(a.Frame, b.Frame);
            default:
                return false;
        }
    }

    private static bool IsCommutative(Call call) =>
        call.Function.Arguments.Count == 2 && call.Function.Definition.Flags.HasFlag(FunctionFlags.Commutative);

    private static bool SameSwapped(IReadOnlyList<Expr> left, IReadOnlyList<Expr> right) =>
        Same(left[0], right[1]) && Same(left[1], right[0]);

    private static bool SameFrame(WindowFrame? left, WindowFrame? right) =>
        left is null
            ? right is null
            : right is not null && left.IsRows == right.IsRows && SameBound(left.Lower, right.Lower) && SameBound(left.Upper, right.Upper);

    private static bool SameBound(FrameBound left, FrameBound right) =>
        left.Unbounded == right.Unbounded
        && (left.Offset is null ? right.Offset is null : right.Offset is not null && Same(left.Offset, right.Offset));

    private static bool SameList(IReadOnlyList<Expr> left, IReadOnlyList<Expr> right)
    {
        if (left.Count != right.Count)
            return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!Same(left[i], right[i]))
                return false;
        }

        return true;
    }

    private static IReadOnlyList<Expr> MapList(IReadOnlyList<Expr> list, Func<Expr, Expr> map)
    {
        Expr[]? changed = null;
        for (var i = 0; i < list.Count; i++)
        {
            var mapped = map(list[i]);
            if (changed is null && !ReferenceEquals(mapped, list[i]))
                changed = [.. list];
            if (changed is not null)
                changed[i] = mapped;
        }

        return changed ?? list;
    }
}
