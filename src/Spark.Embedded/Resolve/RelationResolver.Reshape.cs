using Spark.Connect;
using Spark.Embedded.Errors;
using Spark.Embedded.Parse;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using FunctionCall = Spark.Embedded.Plan.FunctionCall;

namespace Spark.Embedded.Resolve;

/// <summary>Pivot and unpivot.</summary>
internal sealed partial class RelationResolver
{
    private static readonly FunctionDefinition UnpivotRows = FunctionDefinition.Internal("unpivot", FunctionKind.Generator);

    private Scope ResolvePivot(Connect.Aggregate message, Scope input)
    {
        var resolver = Over(input);
        var groups = message.GroupingExpressions.Select(resolver.Resolve).ToList();
        var heads = resolver.ResolveItems(message.GroupingExpressions);
        var column = resolver.Resolve(message.Pivot.Col);
        var values =
            message.Pivot.Values.Count > 0
                ? message.Pivot.Values.Select(value => LiteralReader.Read(value, Session.Parser, Session.TimeZone)).ToList()
                : DistinctValues(input, column);
        var aggregates = resolver.ResolveItems(message.AggregateExpressions);
        return Pivoted(
            input,
            groups,
            heads,
            [.. values.Select(value => (Expr)ImplicitTypeCasts.CastTo(value, column.Type, Mode))],
            [.. values.Select(PivotName)],
            column,
            aggregates
        );
    }

    private Scope ResolvePivotClause(PivotClause pivot)
    {
        var input = Resolve(pivot.Input);
        var resolver = Over(input);
        var aggregates = resolver.ResolveItems(pivot.Aggregates);
        foreach (var item in aggregates.Where(item => !item.Value.HasAggregate()))
            throw SparkErrors.Analysis("_LEGACY_ERROR_TEMP_1006", ("sql", ExprPrinter.Print(item.Value)));
        var columns = pivot.Columns.Select(resolver.Resolve).ToList();
        var column = columns.Count == 1 ? columns[0] : Structs.Of([.. pivot.Columns], columns, BindNamedStruct);
        if (!column.Type.IsOrderable())
            throw SparkErrors.Analysis("INCOMPARABLE_PIVOT_COLUMN", ("columnName", SparkErrors.Identifier(ExprPrinter.Print(columns[0]))));
        var constants = Over(Scopes.Empty);
        var values = new List<Expr>();
        var names = new List<string>();
        foreach (var message in pivot.Values)
        {
            var aliased = message.ExprTypeCase == Connect.Expression.ExprTypeOneofCase.Alias;
            Expr value;
            try
            {
                value = constants.Resolve(message);
            }
            catch (Microsoft.Spark.AnalysisException failure)
                when (failure.ErrorClass?.StartsWith("UNRESOLVED_COLUMN", StringComparison.Ordinal) == true)
            {
                value = resolver.Resolve(message);
            }

            if (!value.IsConstant())
                throw SparkErrors.Analysis("NON_LITERAL_PIVOT_VALUES", ("expression", SparkErrors.Quote(ExprPrinter.Print(value))));
            if (TypeCoercion.CommonType(value.Type, column.Type, Mode) is null || !CastRules.CanCast(value.Type, column.Type, Mode))
            {
                throw SparkErrors.Analysis(
                    "PIVOT_VALUE_DATA_TYPE_MISMATCH",
                    ("value", ExprPrinter.Print(value)),
                    ("valueType", TypeText.Sql(value.Type)),
                    ("pivotType", TypeText.Sql(column.Type))
                );
            }

            values.Add(ImplicitTypeCasts.CastTo(value, column.Type, Mode));
            names.Add(aliased ? message.Alias.Name[0] : PivotName(value));
        }

        var used = new HashSet<long>();
        foreach (var item in aggregates)
            References.Add(item.Value, used);
        foreach (var each in columns)
            References.Add(each, used);
        var heads = input.Columns.Where(own => !used.Contains(own.Attribute.Id)).Select(SelectItem.Of).ToList();
        return Pivoted(input, [.. heads.Select(head => head.Value)], heads, values, names, column, aggregates);
    }

    private BoundFunction BindNamedStruct(IReadOnlyList<Expr> values) =>
        Session.Functions.Find("named_struct")!.Bind(new FunctionCall("named_struct", values, Session));

    private Scope Pivoted(
        Scope input,
        List<Expr> groups,
        List<SelectItem> heads,
        List<Expr> values,
        List<string> names,
        Expr column,
        List<SelectItem> aggregates
    )
    {
        var items = new List<SelectItem>(heads);
        for (var v = 0; v < values.Count; v++)
        {
            var matches = Session.Call("<=>", [column, values[v]]);
            var present = Session.Call(
                ">",
                [Session.Call("count", [new Literal(1, SparkType.Integer)]) with { Filter = matches }, new Literal(0L, SparkType.Long)]
            );
            foreach (var aggregate in aggregates)
            {
                var filtered = aggregate.Value.Rewrite(node =>
                    node is Call { Function.Definition.Kind: FunctionKind.Aggregate } call
                        ? call with
                        {
                            Filter = call.Filter is null ? matches : Session.Call("and", [call.Filter, matches]),
                        }
                        : null
                );
                var value = Session.Call("when", [present, filtered]);
                items.Add(new SelectItem(aggregates.Count == 1 ? names[v] : $"{names[v]}_{aggregate.Name}", value) { Renamed = true });
            }
        }

        var scope = Grouped(input, groups, items, null);
        return new Scope(scope.Plan, scope.Columns) { Inputs = scope.Inputs };
    }

    private List<Literal> DistinctValues(Scope input, Expr column)
    {
        var run =
            Session.RunEagerly ?? throw SparkErrors.Unsupported("a pivot without values here", "Give the values of the pivot column.");
        var attribute = NewColumn("value", column.Type, true);
        var most = int.TryParse(Session.Config("spark.sql.pivotMaxValues"), out var configured) ? configured : 10_000;
        var values = new Distinct(null, new Plan.Project([new NamedExpr(column, attribute)], input.Plan));
        var rows = run(new Plan.Limit(most + 1, 0, new Plan.Sort([new SortKey(attribute, true, true)], values)));
        if (rows.Count > most)
        {
            throw SparkErrors.Analysis(
                "PIVOT_TOO_MANY_VALUES",
                ("pivotColumn", ExprPrinter.Print(column)),
                ("maxValues", Number(most)),
                ("config", "spark.sql.pivotMaxValues")
            );
        }

        return [.. rows.Select(row => new Literal(row[0], column.Type))];
    }

    private static string PivotName(Expr value) =>
        value switch
        {
            Literal { Value: null } => "null",
            Literal { Value: string text } => text,
            Literal { Value: int days, Type: var type } when type == SparkType.Date => ValueText.Date(days),
            Literal { Value: long micros, Type: var type } when type == SparkType.Timestamp || type == SparkType.TimestampNtz =>
                ValueText.Timestamp(micros),
            Literal literal => ExprPrinter.Print(literal),
            Call { Function.Definition.Name: "named_struct" } row =>
                $"{{{string.Join(", ", row.Function.Arguments.Where((_, i) => i % 2 == 1).Select(PivotName))}}}",
            _ => ExprPrinter.Print(value),
        };

    private Scope ResolveUnpivot(Unpivot unpivot)
    {
        var input = Resolve(unpivot.Input);
        var resolver = Over(input);
        var ids = resolver.ResolveItems(unpivot.Ids);
        var idColumns = ids.Select(item => item.Value).OfType<AttributeReference>().Select(column => column.Id).ToHashSet();
        var values = unpivot.Values is null
            ? input.Columns.Where(column => !idColumns.Contains(column.Attribute.Id)).Select(SelectItem.Of).ToList()
            : resolver.ResolveItems(unpivot.Values.Values_);
        if (values.Count == 0)
            throw SparkErrors.Analysis("UNPIVOT_REQUIRES_VALUE_COLUMNS");
        return Unpivoted(
            input,
            ids,
            [.. values.Select(value => (value.Name, (IReadOnlyList<SelectItem>)[value]))],
            unpivot.VariableColumnName,
            [unpivot.ValueColumnName],
            includeNulls: true
        );
    }

    private Scope ResolveUnpivotClause(UnpivotClause unpivot)
    {
        var input = Resolve(unpivot.Input);
        var resolver = Over(input);
        var sets = new List<(string Name, IReadOnlyList<SelectItem> Values)>();
        var used = new HashSet<long>();
        foreach (var set in unpivot.Sets)
        {
            var values = resolver.ResolveItems(set.Columns);
            foreach (var value in values)
            {
                if (value.Value is not AttributeReference)
                    throw SparkErrors.Analysis(
                        "UNPIVOT_REQUIRES_ATTRIBUTES",
                        ("given", "value"),
                        ("empty", "id"),
                        ("expressions", SparkErrors.Quote(ExprPrinter.Print(value.Value)))
                    );
                References.Add(value.Value, used);
            }

            if (values.Count != unpivot.ValueColumnNames.Count)
                throw SparkErrors.Analysis("UNPIVOT_VALUE_SIZE_MISMATCH", ("names", Number(unpivot.ValueColumnNames.Count)));
            sets.Add((set.HasAlias ? set.Alias : string.Join("_", values.Select(value => value.Name)), values));
        }

        var ids = input.Columns.Where(column => !used.Contains(column.Attribute.Id)).Select(SelectItem.Of).ToList();
        return Unpivoted(input, ids, sets, unpivot.NameColumnName, unpivot.ValueColumnNames, unpivot.IncludeNulls);
    }

    private Scope Unpivoted(
        Scope input,
        List<SelectItem> ids,
        IReadOnlyList<(string Name, IReadOnlyList<SelectItem> Values)> sets,
        string nameColumn,
        IReadOnlyList<string> valueColumns,
        bool includeNulls
    )
    {
        var fields = new List<StructField> { new(nameColumn, SparkType.String, false) };
        for (var v = 0; v < valueColumns.Count; v++)
        {
            var at = v;
            var type =
                TypeCoercion.CommonType(sets.Select(set => set.Values[at].Value.Type), Mode)
                ?? throw SparkErrors.Analysis(
                    "UNPIVOT_VALUE_DATA_TYPE_MISMATCH",
                    (
                        "types",
                        string.Join(
                            ", ",
                            sets.Select(set => set.Values[at].Value.Type)
                                .Distinct()
                                .Select(each =>
                                    $"{TypeText.Quoted(each)} ({string.Join(", ", sets.Where(set => set.Values[at].Value.Type == each).Select(set => SparkErrors.Identifier(set.Values[at].Name)))})"
                                )
                        )
                    )
                );
            fields.Add(new StructField(valueColumns[v], type, sets.Any(set => set.Values[at].Value.Nullable)));
        }

        var generate = RowsOf(
            input.Plan,
            fields,
            [
                .. sets.Select(set =>
                    (
                        set.Name,
                        (IReadOnlyList<Expr>)
                            [.. set.Values.Select((value, v) => ImplicitTypeCasts.CastTo(value.Value, fields[v + 1].Type, Mode))]
                    )
                ),
            ]
        );
        LogicalPlan plan = generate;
        if (!includeNulls)
        {
            Expr? present = null;
            foreach (var column in generate.Columns.Skip(1))
            {
                var one = Session.Call("isnotnull", [column]);
                present = present is null ? one : Session.Call("or", [present, one]);
            }

            plan = new Plan.Filter(present!, plan);
        }

        var made = new Scope(plan, []) { Inputs = [input] };
        var scope = Selected(made, [.. ids, .. generate.Columns.Select(column => new SelectItem(column.Name, column))]);
        return new Scope(scope.Plan, scope.Columns) { Inputs = [input] };
    }

    /// <summary>Several rows for every row of a plan, each a name and values.</summary>
    /// <param name="fields">The columns of the rows: the name's, then the values'.</param>
    private Generate RowsOf(
        LogicalPlan plan,
        IReadOnlyList<StructField> fields,
        IReadOnlyList<(string Name, IReadOnlyList<Expr> Values)> rows
    )
    {
        var width = fields.Count - 1;
        var generator = new Call(
            new BoundFunction(
                UnpivotRows,
                [.. rows.SelectMany(row => row.Values)],
                new StructType(fields),
                false,
                sql =>
                    $"[{string.Join(", ", rows.Select((row, r) => $"{{'k': {SqlText.String(row.Name)}{string.Concat(Enumerable.Range(0, width).Select(v => $", 'v{v}': {sql[(r * width) + v]}"))}}}"))}]"
            )
        );
        return Generators.Over(plan, generator, outer: false, [], this);
    }
}
