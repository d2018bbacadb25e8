using Spark.Connect;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Resolve;

/// <summary>Select lists, filters, sorts, and the relations that change columns.</summary>
internal sealed partial class RelationResolver
{
    private Scope ResolveProject(Connect.Project project)
    {
        var input = project.Input is null ? Scopes.Empty : Resolve(project.Input);
        var resolver = new ExpressionResolver(this, input, _outer) { Aliases = [] };
        var items = resolver.ResolveItems(project.Expressions);
        if (items.Any(item => item.Value.HasAggregate()))
            return Grouped(input, [], items, null);
        return Selected(input, items);
    }

    /// <summary>A select list over a relation; generators in it make rows first.</summary>
    private Scope Selected(Scope input, List<SelectItem> items)
    {
        var plan = input.Plan;
        if (items.Any(item => item.IsGenerator))
            (plan, items) = Generators.Extract(plan, items, this);
        var taken = new HashSet<long>();
        var list = new List<NamedExpr>(items.Count);
        var columns = new List<ScopeColumn>(items.Count);
        foreach (var item in items)
        {
            // A column that is taken twice gets an id of its own the second time.
            var attribute =
                item.Value is AttributeReference column && !item.Renamed && taken.Add(column.Id)
                    ? column with
                    {
                        Name = item.Name,
                    }
                    : NewColumn(item.Name, item.Value.Type, item.Value.Nullable);
            list.Add(new NamedExpr(item.Value, attribute));
            columns.Add(
                new ScopeColumn(attribute, item.Qualifier)
                {
                    Origin = item.Value is AttributeReference { Id: var origin } && !item.Renamed ? origin : attribute.Id,
                }
            );
        }

        return new Scope(new Plan.Project(list, plan), columns) { Inputs = [input], ShowsInput = true };
    }

    private Scope ResolveFilter(Relation relation, Connect.Expression message, bool having)
    {
        var input = Resolve(relation);
        var aggregation = input.Aggregation;
        var resolver = new ExpressionResolver(this, input, _outer)
        {
            Below = aggregation?.Input,
            BelowFirst = having,
            SeesUnderSelectList = true,
        };
        Expr condition;
        try
        {
            condition = resolver.ResolveCondition(message, having ? "HAVING" : "WHERE");
        }
        catch (Microsoft.Spark.AnalysisException) when (having && aggregation is not null)
        {
            resolver = new ExpressionResolver(this, input, _outer) { Below = aggregation.Input };
            condition = resolver.ResolveCondition(message, "HAVING");
        }

        if (aggregation is not null && (condition.HasAggregate() || resolver.FoundBelow.Count > 0))
        {
            // A name of HAVING that is no group is looked up in the select list.
            var extension = new AggregateExtension(this, aggregation);
            var lifted =
                having && extension.TryLift(condition) is null && resolver.BelowFirst
                    ? extension.Lift(
                        new ExpressionResolver(this, input, _outer) { Below = aggregation.Input }.ResolveCondition(message, "HAVING")
                    )
                    : extension.Lift(condition);
            return Trimmed(input, new Plan.Filter(lifted, extension.Apply(input.Plan)));
        }

        if (condition.HasAggregate())
            throw SparkErrors.Analysis(
                "INVALID_WHERE_CONDITION",
                ("condition", SparkErrors.Quote(ExprPrinter.Print(condition))),
                ("expressionList", string.Join(", ", Aggregates(condition)))
            );
        if (condition.HasWindow())
            throw SparkErrors.Analysis(
                "INVALID_WHERE_CONDITION",
                ("condition", SparkErrors.Quote(ExprPrinter.Print(condition))),
                ("expressionList", string.Join(", ", Aggregates(condition)))
            );
        if (resolver.FoundBelow.Count > 0)
            return Trimmed(input, new Plan.Filter(condition, Widened(input, resolver.FoundBelow)));
        return Kept(input, new Plan.Filter(condition, input.Plan));
    }

    private static IEnumerable<string> Aggregates(Expr expression)
    {
        if (expression is Call { Function.Definition.Kind: FunctionKind.Aggregate } or WindowExpression)
            return [ExprPrinter.Print(expression)];
        return expression.Children().SelectMany(Aggregates);
    }

    private Scope ResolveSort(Connect.Sort sort)
    {
        var input = Resolve(sort.Input);

        // SORT BY orders each partition, of which this engine has one.
        var aggregation = input.Aggregation;
        var resolver = new ExpressionResolver(this, input, _outer) { Below = aggregation?.Input, SeesUnderSelectList = true };
        var keys =
            sort.Order.Count == 1 && IsAll(sort.Order[0].Child, input)
                ? input.Columns.Select(column => ExpressionResolver.SortKeyOf(column.Attribute, sort.Order[0])).ToList()
                : sort.Order.Select(order => OrdinalKey(order, input) ?? resolver.ResolveSortKey(order)).ToList();
        if (aggregation is not null && (resolver.FoundBelow.Count > 0 || keys.Any(key => key.Child.HasAggregate())))
        {
            var extension = new AggregateExtension(this, aggregation);
            keys = [.. keys.Select(key => key with { Child = extension.Lift(key.Child) })];
            return Trimmed(input, new Plan.Sort(keys, extension.Apply(input.Plan)));
        }

        foreach (var key in keys.Where(key => key.Child.HasAggregate()))
        {
            throw SparkErrors.Analysis(
                "UNSUPPORTED_EXPR_FOR_OPERATOR",
                ("invalidExprSqls", SparkErrors.Quote(ExprPrinter.Print(key.Child)))
            );
        }

        return resolver.FoundBelow.Count > 0
            ? Trimmed(input, new Plan.Sort(keys, Widened(input, resolver.FoundBelow)))
            : Kept(input, new Plan.Sort(keys, input.Plan));
    }

    private static bool IsAll(Connect.Expression message, Scope input) =>
        message.UnresolvedAttribute is { HasPlanId: false } attribute
        && attribute.UnparsedIdentifier.Equals("ALL", StringComparison.OrdinalIgnoreCase)
        && !input.Columns.Any(column => column.Attribute.Name.Equals("ALL", StringComparison.OrdinalIgnoreCase));

    /// <summary>The sort key for an ordinal of the select list; null when the order is none.</summary>
    private SortKey? OrdinalKey(Connect.Expression.Types.SortOrder order, Scope input)
    {
        if (
            order.Child.Literal is not { LiteralTypeCase: Connect.Expression.Types.Literal.LiteralTypeOneofCase.Integer } literal
            || !Session.Flag("spark.sql.orderByOrdinal", true)
        )
            return null;
        if (literal.Integer < 1 || literal.Integer > input.Columns.Count)
            throw SparkErrors.Analysis(
                "ORDER_BY_POS_OUT_OF_RANGE",
                ("index", Number(literal.Integer)),
                ("size", Number(input.Columns.Count))
            );
        return ExpressionResolver.SortKeyOf(input.Columns[literal.Integer - 1].Attribute, order);
    }

    /// <summary>The plan with columns from under its select list.</summary>
    private static LogicalPlan Widened(Scope input, HashSet<long> ids)
    {
        var found = new Dictionary<long, AttributeReference>();
        for (var level = input; level is { ShowsInput: true, Inputs: [var below] }; level = below)
        {
            foreach (var column in below.Plan.Output)
            {
                if (ids.Contains(column.Id))
                    found.TryAdd(column.Id, column);
            }
        }

        return Scopes.Widen(input.Plan, found.Values);
    }

    /// <summary>A plan that needed further columns, without them again.</summary>
    private static Scope Trimmed(Scope input, LogicalPlan plan) =>
        new(new Plan.Project([.. input.Columns.Select(column => NamedExpr.Pass(column.Attribute))], plan), input.Columns)
        {
            Inputs = [input],
            ShowsInput = input.ShowsInput,
            Aggregation = input.Aggregation,
        };

    /// <summary>The same columns over a plan under which the select list still shows.</summary>
    private static Scope Kept(Scope input, LogicalPlan plan) =>
        new(plan, input.Columns)
        {
            Hidden = input.Hidden,
            Inputs = [input],
            ShowsInput = input.ShowsInput,
            Aggregation = input.Aggregation,
        };

    private Scope ResolveRepartition(RepartitionByExpression repartition)
    {
        var input = Resolve(repartition.Input);
        var resolver = Over(input);
        foreach (var expression in repartition.PartitionExprs)
            resolver.Resolve(expression);
        return input;
    }

    private Scope ResolveWithColumns(WithColumns with)
    {
        var input = Resolve(with.Input);
        var resolver = Over(input);
        var items = input.Columns.Select(SelectItem.Of).ToList();
        var names = new HashSet<string>(Session.Names);
        foreach (var alias in with.Aliases)
        {
            var name = alias.Name[0];
            if (!names.Add(name))
                throw SparkErrors.Analysis(
                    "COLUMN_ALREADY_EXISTS",
                    ("columnName", SparkErrors.Identifier(Session.CaseSensitive ? name : name.ToLowerInvariant()))
                );
            var resolved = resolver.ResolveItems([new Connect.Expression { Alias = alias }]);
            if (resolved.Count != 1 || resolved[0].IsGenerator && alias.Name.Count > 1)
                throw SparkErrors.Unsupported("several aliases for one column in withColumn");
            var replaced = false;
            for (var i = 0; i < input.Columns.Count; i++)
            {
                if (!Session.Names.Equals(input.Columns[i].Attribute.Name, name))
                    continue;
                items[i] = resolved[0];
                replaced = true;
            }

            if (!replaced)
                items.Add(resolved[0]);
        }

        if (items.Any(item => item.Value.HasAggregate()))
            return Grouped(input, [], items, null);
        return Selected(input, items);
    }

    private Scope ResolveWithColumnsRenamed(WithColumnsRenamed renamed)
    {
        var input = Resolve(renamed.Input);
        var names = input.Columns.Select(column => column.Attribute.Name).ToList();
        foreach (var rename in renamed.Renames)
        {
            for (var i = 0; i < names.Count; i++)
            {
                if (Session.Names.Equals(names[i], rename.ColName))
                    names[i] = rename.NewColName;
            }
        }

        return Renamed(input, names);
    }

    /// <summary>The columns under other names, in order.</summary>
    private Scope Renamed(Scope input, IReadOnlyList<string> names)
    {
        if (names.Count != input.Columns.Count)
            throw SparkErrors.Analysis(
                "ASSIGNMENT_ARITY_MISMATCH",
                ("numExpr", Number(names.Count)),
                ("numTarget", Number(input.Columns.Count))
            );
        return Selected(
            input,
            [
                .. input.Columns.Select(
                    (column, i) =>
                        column.Attribute.Name == names[i]
                            ? SelectItem.Of(column)
                            : new SelectItem(names[i], column.Attribute) { Renamed = true }
                ),
            ]
        );
    }

    /// <summary>The column names of a table alias.</summary>
    private Scope ColumnsNamed(Scope input, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return input;
        if (names.Count != input.Columns.Count)
        {
            throw SparkErrors.Analysis(
                "NUM_COLUMNS_MISMATCH",
                ("operator", "Column aliases"),
                ("firstNumColumns", Number(names.Count)),
                ("invalidOrdinalNum", ""),
                ("invalidNumColumns", Number(input.Columns.Count))
            );
        }

        var result = Renamed(input, names);
        return new Scope(result.Plan, result.Columns) { Inputs = [input] };
    }

    private Scope ResolveDrop(Drop drop)
    {
        var input = Resolve(drop.Input);
        var resolver = Over(input);
        var dropped = new HashSet<long>();
        foreach (var name in drop.ColumnNames)
            dropped.UnionWith(input.Find(name, Session).Select(column => column.Attribute.Id));
        foreach (var message in drop.Columns)
        {
            try
            {
                if (resolver.Resolve(message) is AttributeReference column)
                    dropped.Add(column.Id);
            }
            catch (Microsoft.Spark.AnalysisException missing)
                when (missing.ErrorClass
                        is "UNRESOLVED_COLUMN.WITH_SUGGESTION"
                            or "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION"
                            or "CANNOT_RESOLVE_DATAFRAME_COLUMN"
                )
            {
                // A column that is not there needs no dropping.
            }
        }

        return Selected(input, [.. input.Columns.Where(column => !dropped.Contains(column.Attribute.Id)).Select(SelectItem.Of)]);
    }

    private Scope ResolveDeduplicate(Deduplicate deduplicate)
    {
        if (deduplicate.WithinWatermark)
            throw SparkErrors.Unsupported("dropDuplicatesWithinWatermark");
        var input = Resolve(deduplicate.Input);
        if (deduplicate.AllColumnsAsKeys || deduplicate.ColumnNames.Count == 0)
        {
            foreach (var map in input.Columns.Where(column => HoldsMap(column.Attribute.Type)))
            {
                throw SparkErrors.Analysis(
                    "UNSUPPORTED_FEATURE.SET_OPERATION_ON_MAP_TYPE",
                    ("colName", SparkErrors.Identifier(map.Attribute.Name)),
                    ("dataType", TypeText.Quoted(map.Attribute.Type))
                );
            }

            var distinct = new Distinct(null, Scopes.Visible(input));
            return new Scope(distinct, input.Columns) { Inputs = [input], Aggregation = null };
        }

        var keys = new List<AttributeReference>();
        foreach (var name in deduplicate.ColumnNames)
        {
            var found = input.Find(name, Session);
            if (found.Count == 0)
                throw SparkErrors.Analysis(
                    "UNRESOLVED_COLUMN_AMONG_FIELD_NAMES",
                    ("colName", name),
                    ("fieldNames", string.Join(", ", input.Columns.Select(column => column.Attribute.Name)))
                );
            keys.AddRange(found.Select(column => column.Attribute));
        }

        return input.Over(new Distinct(keys, input.Plan));
    }

    private static bool HoldsMap(SparkType type) =>
        type switch
        {
            MapType => true,
            ArrayType array => HoldsMap(array.Element),
            StructType structure => structure.Fields.Any(field => HoldsMap(field.Type)),
            _ => false,
        };

    private Scope ResolveSample(Connect.Sample sample)
    {
        if (sample.WithReplacement)
            throw SparkErrors.Unsupported("sampling with replacement");
        var input = Resolve(sample.Input);
        return input.Over(
            new Plan.Sample(sample.LowerBound, sample.UpperBound, sample.HasSeed ? sample.Seed : Random.Shared.NextInt64(), input.Plan)
        );
    }

    private Scope ResolveToSchema(ToSchema message)
    {
        var input = Resolve(message.Input);
        var schema = (StructType)ProtocolTypes.FromProtocol(message.Schema, Session.Parser.ParseDataType);
        return Selected(input, [.. schema.Fields.Select(field => SchemaMatching.Field(input, field, Session, Mode))]);
    }

    /// <summary>The columns in order under the names and in the types of a schema.</summary>
    private Scope WithSchema(Scope input, StructType schema)
    {
        if (schema.Fields.Count != input.Columns.Count)
        {
            throw SparkErrors.Analysis(
                "INCOMPATIBLE_VIEW_SCHEMA_CHANGE",
                ("viewName", ""),
                ("colName", ""),
                ("expectedNum", Number(schema.Fields.Count)),
                (
                    "actualCols",
                    TypeText.Ddl(new StructType([.. input.Columns.Select(c => new StructField(c.Attribute.Name, c.Attribute.Type))]))
                ),
                ("suggestion", "")
            );
        }

        return Selected(
            input,
            [
                .. input.Columns.Select(
                    (column, i) =>
                        new SelectItem(schema.Fields[i].Name, ImplicitTypeCasts.CastTo(column.Attribute, schema.Fields[i].Type, Mode))
                        {
                            Renamed = true,
                        }
                ),
            ]
        );
    }
}
