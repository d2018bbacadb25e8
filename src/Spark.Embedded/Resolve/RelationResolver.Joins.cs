using Spark.Connect;
using Spark.Embedded.Errors;
using Spark.Embedded.Parse;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Resolve;

/// <summary>Joins and set operations.</summary>
internal sealed partial class RelationResolver
{
    private Scope ResolveJoin(Connect.Join join)
    {
        if (join.JoinDataType is not null)
            throw SparkErrors.Unsupported("joinWith");
        var left = Resolve(join.Left);
        var right = Resolve(join.Right);
        var kind = Kind(join.JoinType);
        if (join.UsingColumns.Count > 0)
            return UsingJoin(left, right, kind, join.UsingColumns, lateral: false);
        return Joined(left, right, kind, join.JoinCondition, lateral: false);
    }

    private Scope ResolveLateralJoin(LateralJoin join)
    {
        var left = Resolve(join.Left);
        var right = ResolveSubquery(join.Right, Over(left));
        return Joined(left, right, Kind(join.JoinType), join.JoinCondition, lateral: true);
    }

    private Scope ResolveNaturalJoin(NaturalJoin join)
    {
        var left = Resolve(join.Left);
        var right = join.Lateral ? ResolveSubquery(join.Right, Over(left)) : Resolve(join.Right);
        var shared = left
            .Columns.Select(column => column.Attribute.Name)
            .Where(name => right.Find(name, Session).Count > 0)
            .Distinct(Session.Names)
            .ToList();
        return UsingJoin(left, right, Kind(join.JoinType), shared, join.Lateral);
    }

    private static JoinKind Kind(Connect.Join.Types.JoinType type) =>
        type switch
        {
            Connect.Join.Types.JoinType.FullOuter => JoinKind.FullOuter,
            Connect.Join.Types.JoinType.LeftOuter => JoinKind.LeftOuter,
            Connect.Join.Types.JoinType.RightOuter => JoinKind.RightOuter,
            Connect.Join.Types.JoinType.LeftAnti => JoinKind.LeftAnti,
            Connect.Join.Types.JoinType.LeftSemi => JoinKind.LeftSemi,
            Connect.Join.Types.JoinType.Cross => JoinKind.Cross,
            _ => JoinKind.Inner,
        };

    private Scope Joined(Scope left, Scope right, JoinKind kind, Connect.Expression? message, bool lateral)
    {
        Expr? condition = null;
        if (message is not null)
        {
            var both = Combined(new Plan.Join(left.Plan, right.Plan, JoinKind.Inner, null), left, right, JoinKind.Inner);
            condition = Over(both).ResolveCondition(message, "JOIN");
            if (condition.HasAggregate() || condition.HasWindow())
            {
                throw SparkErrors.Analysis(
                    "UNSUPPORTED_EXPR_FOR_OPERATOR",
                    ("invalidExprSqls", SparkErrors.Quote(ExprPrinter.Print(condition)))
                );
            }

            if (kind == JoinKind.Cross)
                kind = JoinKind.Inner;
        }

        return Combined(new Plan.Join(left.Plan, right.Plan, kind, condition, lateral), left, right, kind);
    }

    private static Scope Combined(Plan.Join join, Scope left, Scope right, JoinKind kind)
    {
        if (kind is JoinKind.LeftSemi or JoinKind.LeftAnti)
            return new Scope(join, left.Columns) { Hidden = left.Hidden, Inputs = [left, right] };
        var leftNulled = kind is JoinKind.RightOuter or JoinKind.FullOuter;
        var rightNulled = kind is JoinKind.LeftOuter or JoinKind.FullOuter;
        return new Scope(join, [.. Nulled(left.Columns, leftNulled), .. Nulled(right.Columns, rightNulled)])
        {
            Hidden = [.. Nulled(left.Hidden, leftNulled), .. Nulled(right.Hidden, rightNulled)],
            Inputs = [left, right],
        };
    }

    /// <summary>The columns of a side that an outer join may fill with nulls.</summary>
    private static IEnumerable<ScopeColumn> Nulled(IReadOnlyList<ScopeColumn> columns, bool nulled) =>
        nulled
            ? columns.Select(column =>
                column.Attribute.Nullable ? column : column with { Attribute = column.Attribute with { Nullable = true } }
            )
            : columns;

    private Scope UsingJoin(Scope left, Scope right, JoinKind kind, IReadOnlyList<string> names, bool lateral)
    {
        Expr? condition = null;
        var pairs = new List<(ScopeColumn Left, ScopeColumn Right)>(names.Count);
        foreach (var name in names)
        {
            var pair = (UsingColumn(left, name, "left"), UsingColumn(right, name, "right"));
            pairs.Add(pair);
            var equal = Session.Call("==", [pair.Item1.Attribute, pair.Item2.Attribute]);
            condition = condition is null ? equal : Session.Call("and", [condition, equal]);
        }

        if (condition is not null && kind == JoinKind.Cross)
            kind = JoinKind.Inner;
        var joined = Combined(new Plan.Join(left.Plan, right.Plan, kind, condition, lateral), left, right, kind);
        if (pairs.Count == 0)
            return joined;
        if (kind is JoinKind.LeftSemi or JoinKind.LeftAnti)
        {
            var keys = pairs.Select(pair => Same(joined, pair.Left)).ToList();
            return joined with { Columns = [.. keys, .. joined.Columns.Except(keys)] };
        }

        var items = new List<NamedExpr>();
        var columns = new List<ScopeColumn>();
        var hidden = new List<ScopeColumn>(joined.Hidden);
        var merged = pairs.SelectMany(pair => new[] { pair.Left.Attribute.Id, pair.Right.Attribute.Id }).ToHashSet();
        foreach (var (one, two) in pairs)
        {
            var kept = kind == JoinKind.RightOuter ? two : one;
            var column = Same(joined, kept);
            if (kind == JoinKind.FullOuter)
            {
                var type = TypeCoercion.CommonType(one.Attribute.Type, two.Attribute.Type, Mode) ?? one.Attribute.Type;
                var attribute = NewColumn(one.Attribute.Name, type, one.Attribute.Nullable || two.Attribute.Nullable);
                items.Add(
                    new NamedExpr(
                        Session.Call(
                            "coalesce",
                            [
                                ImplicitTypeCasts.CastTo(Same(joined, one).Attribute, type, Mode),
                                ImplicitTypeCasts.CastTo(Same(joined, two).Attribute, type, Mode),
                            ]
                        ),
                        attribute
                    )
                );
                columns.Add(new ScopeColumn(attribute, []));
                hidden.Add(Same(joined, one) with { InQualifiedStar = true });
                hidden.Add(Same(joined, two) with { InQualifiedStar = true });
            }
            else
            {
                columns.Add(column);
                hidden.Add(Same(joined, kind == JoinKind.RightOuter ? one : two) with { InQualifiedStar = true });
            }
        }

        columns.AddRange(joined.Columns.Where(column => !merged.Contains(column.Attribute.Id)));
        var plan = items.Count == 0 ? joined.Plan : new Plan.Project([.. items, .. joined.Plan.Output.Select(NamedExpr.Pass)], joined.Plan);
        return new Scope(plan, columns) { Hidden = hidden, Inputs = [left, right] };

        static ScopeColumn Same(Scope scope, ScopeColumn column) => scope.Columns.First(own => own.Attribute.Id == column.Attribute.Id);
    }

    private ScopeColumn UsingColumn(Scope side, string name, string label)
    {
        var found = side.Find(name, Session);
        if (found.Count == 1)
            return found[0];
        if (found.Count > 1)
        {
            throw SparkErrors.Analysis(
                "AMBIGUOUS_REFERENCE",
                ("name", SparkErrors.Identifier(name)),
                ("referenceNames", $"[{string.Join(", ", found.Select(column => column.FullName))}]")
            );
        }

        throw SparkErrors.Analysis(
            "UNRESOLVED_USING_COLUMN_FOR_JOIN",
            ("colName", SparkErrors.Identifier(name)),
            ("side", label),
            (
                "suggestion",
                string.Join(
                    ", ",
                    side.Columns.Select(column => SparkErrors.Identifier(column.Attribute.Name)).Order(StringComparer.Ordinal)
                )
            )
        );
    }

    private Scope ResolveSetOperation(Connect.SetOperation operation)
    {
        var kind = operation.SetOpType switch
        {
            Connect.SetOperation.Types.SetOpType.Intersect => SetKind.Intersect,
            Connect.SetOperation.Types.SetOpType.Except => SetKind.Except,
            _ => SetKind.Union,
        };
        var scopes = new List<Scope>();
        if (kind == SetKind.Union && operation is { IsAll: true, ByName: false })
            CollectUnion(operation, scopes);
        else
            scopes.AddRange([Resolve(operation.LeftInput), Resolve(operation.RightInput)]);
        var plans = scopes.Select(Scopes.Visible).ToList();
        if (operation.ByName)
            plans = ByName(plans[0], plans[1], operation.AllowMissingColumns);
        return Scopes.Of(SetOperationOf(kind, operation.IsAll, plans), [.. scopes]);
    }

    /// <summary>The inputs of a chain of UNION ALL, left to right.</summary>
    private void CollectUnion(Connect.SetOperation operation, List<Scope> scopes)
    {
        var chain = new Stack<Relation>();
        chain.Push(operation.RightInput);
        var left = operation.LeftInput;
        while (
            left
                is {
                    SetOp: { SetOpType: Connect.SetOperation.Types.SetOpType.Union, IsAll: true, ByName: false } inner,
                    Common: null or { HasPlanId: false }
                }
        )
        {
            chain.Push(inner.RightInput);
            left = inner.LeftInput;
        }

        scopes.Add(Resolve(left));
        while (chain.TryPop(out var next))
            scopes.Add(Resolve(next));
    }

    private Plan.SetOperation SetOperationOf(SetKind kind, bool all, List<LogicalPlan> plans)
    {
        var operation =
            kind switch
            {
                SetKind.Intersect => "INTERSECT",
                SetKind.Except => "EXCEPT",
                _ => "UNION",
            } + (all && kind != SetKind.Union ? " ALL" : "");
        var width = plans[0].Output.Count;
        var types = plans[0].Output.Select(column => column.Type).ToArray();
        for (var p = 1; p < plans.Count; p++)
        {
            if (plans[p].Output.Count != width)
            {
                throw SparkErrors.Analysis(
                    "NUM_COLUMNS_MISMATCH",
                    ("operator", operation),
                    ("firstNumColumns", Number(width)),
                    ("invalidOrdinalNum", SparkErrors.Ordinal(p + 1)),
                    ("invalidNumColumns", Number(plans[p].Output.Count))
                );
            }

            for (var c = 0; c < width; c++)
            {
                var type = plans[p].Output[c].Type;
                types[c] =
                    TypeCoercion.CommonType(types[c], type, Mode)
                    ?? throw SparkErrors.Analysis(
                        "INCOMPATIBLE_COLUMN_TYPE",
                        ("tableOrdinalNumber", SparkErrors.Ordinal(p + 1)),
                        ("columnOrdinalNumber", SparkErrors.Ordinal(c + 1)),
                        ("dataType2", TypeText.Quoted(types[c])),
                        ("operator", operation),
                        ("hint", ""),
                        ("dataType1", TypeText.Quoted(type))
                    );
            }
        }

        if (kind != SetKind.Union || !all)
        {
            foreach (var map in plans[0].Output.Where(column => HoldsMap(column.Type)))
            {
                throw SparkErrors.Analysis(
                    "UNSUPPORTED_FEATURE.SET_OPERATION_ON_MAP_TYPE",
                    ("colName", SparkErrors.Identifier(map.Name)),
                    ("dataType", TypeText.Quoted(map.Type))
                );
            }
        }

        var inputs = plans.Select(plan => Typed(plan, types)).ToList();
        var columns = inputs[0]
            .Output.Select(
                (column, c) =>
                    NewColumn(
                        column.Name,
                        types[c],
                        kind == SetKind.Intersect ? inputs.All(i => i.Output[c].Nullable)
                            : kind == SetKind.Except ? column.Nullable
                            : inputs.Any(i => i.Output[c].Nullable)
                    )
            );
        return new Plan.SetOperation(kind, all, inputs, [.. columns]);
    }

    private LogicalPlan Typed(LogicalPlan plan, SparkType[] types)
    {
        var needed = false;
        for (var c = 0; c < types.Length; c++)
            needed |= plan.Output[c].Type != types[c];
        return needed
            ? new Plan.Project(
                [
                    .. plan.Output.Select(
                        (column, c) =>
                            column.Type == types[c]
                                ? NamedExpr.Pass(column)
                                : new NamedExpr(
                                    ImplicitTypeCasts.CastTo(column, types[c], Mode),
                                    NewColumn(column.Name, types[c], column.Nullable)
                                )
                    ),
                ],
                plan
            )
            : plan;
    }

    private List<LogicalPlan> ByName(LogicalPlan left, LogicalPlan right, bool allowMissing)
    {
        foreach (var side in (LogicalPlan[])[left, right])
        {
            var names = new HashSet<string>(Session.Names);
            foreach (var column in side.Output)
            {
                if (!names.Add(column.Name))
                    throw SparkErrors.Analysis(
                        "COLUMN_ALREADY_EXISTS",
                        ("columnName", SparkErrors.Identifier(column.Name.ToLowerInvariant()))
                    );
            }
        }

        var onRight = new List<NamedExpr>();
        foreach (var column in left.Output)
        {
            var match = right.Output.FirstOrDefault(other => Session.Names.Equals(other.Name, column.Name));
            if (match is null && !allowMissing)
            {
                throw SparkErrors.Analysis(
                    "UNRESOLVED_COLUMN_AMONG_FIELD_NAMES",
                    ("colName", column.Name),
                    ("fieldNames", string.Join(", ", right.Output.Select(other => other.Name)))
                );
            }

            if (match is { Type: StructType } && match.Type != column.Type && allowMissing)
                throw SparkErrors.Unsupported("unionByName that fills missing fields of structs");
            onRight.Add(match is null ? NullColumn(column) : NamedExpr.Pass(match));
        }

        var extra = right.Output.Where(column => !left.Output.Any(other => Session.Names.Equals(other.Name, column.Name))).ToList();
        if (extra.Count == 0)
            return [left, new Plan.Project(onRight, right)];
        if (!allowMissing)
            return NumColumnsMismatch(left, right);
        onRight.AddRange(extra.Select(NamedExpr.Pass));
        return
        [
            new Plan.Project([.. left.Output.Select(NamedExpr.Pass), .. extra.Select(NullColumn)], left),
            new Plan.Project(onRight, right),
        ];
    }

    private static List<LogicalPlan> NumColumnsMismatch(LogicalPlan left, LogicalPlan right) =>
        throw SparkErrors.Analysis(
            "NUM_COLUMNS_MISMATCH",
            ("operator", "UNION"),
            ("firstNumColumns", Number(left.Output.Count)),
            ("invalidOrdinalNum", "second"),
            ("invalidNumColumns", Number(right.Output.Count))
        );

    private NamedExpr NullColumn(AttributeReference like) => new(new Literal(null, like.Type), NewColumn(like.Name, like.Type, true));
}
