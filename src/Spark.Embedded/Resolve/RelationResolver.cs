using Google.Protobuf.WellKnownTypes;
using Spark.Connect;
using Spark.Embedded.Errors;
using Spark.Embedded.Parse;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Resolve;

/// <summary>Resolves the relations of one plan. Every reference to a table makes new columns, so that a table can be joined with itself.</summary>
internal sealed partial class RelationResolver(SessionContext session)
{
    private readonly Dictionary<long, Relation> _references = [];
    private CommonTables? _commonTables;
    private ExpressionResolver? _outer;
    private ICatalog? _names;
    private long _lastId;
    private int _viewDepth;

    public SessionContext Session { get; } = session;

    /// <summary>Whether results that do not fit raise errors; read once, because every expression asks.</summary>
    public EvalMode Mode { get; } = session.Mode;

    private ICatalog Catalog => _names ?? Session.Catalog;

    /// <summary>An id that no other column of the query has.</summary>
    public long NewId() => ++_lastId;

    public AttributeReference NewColumn(string name, SparkType type, bool nullable) => new(NewId(), name, type, nullable);

    /// <summary>The parts of a dotted name.</summary>
    public IReadOnlyList<string> ParseName(string text)
    {
        if (text.Contains('`', StringComparison.Ordinal))
            return Session.Parser.ParseName(text);
        return text.Contains('.', StringComparison.Ordinal) ? text.Split('.') : [text];
    }

    /// <summary>The relation that a subquery expression points at.</summary>
    public Relation Reference(long planId) =>
        _references.GetValueOrDefault(planId)
        ?? throw new ArgumentException($"The plan holds no relation {planId} for a subquery to point at.", nameof(planId));

    /// <summary>Resolves a relation.</summary>
    public Scope Resolve(Relation relation)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var scope = ResolveNode(relation);
        return relation.Common is { HasPlanId: true } common && scope.PlanId != common.PlanId
            ? scope.PlanId is null
                ? scope with
                {
                    PlanId = common.PlanId,
                }
                : new Scope(scope.Plan, scope.Columns)
                {
                    Hidden = scope.Hidden,
                    Inputs = [scope],
                    Aggregation = scope.Aggregation,
                    ShowsInput = scope.ShowsInput,
                    PlanId = common.PlanId,
                }
            : scope;
    }

    /// <summary>Resolves the query of a subquery, whose names may be columns of the query around it.</summary>
    public Scope ResolveSubquery(Relation query, ExpressionResolver around)
    {
        var before = _outer;
        _outer = around;
        try
        {
            return Resolve(query);
        }
        finally
        {
            _outer = before;
        }
    }

    /// <summary>Resolves the expressions of a clause over a relation.</summary>
    public ExpressionResolver Over(Scope scope) => new(this, scope, _outer);

    private Scope ResolveNode(Relation relation)
    {
        switch (relation.RelTypeCase)
        {
            case Relation.RelTypeOneofCase.Read:
                return ResolveRead(relation.Read);
            case Relation.RelTypeOneofCase.Project:
                return ResolveProject(relation.Project);
            case Relation.RelTypeOneofCase.Filter:
                return ResolveFilter(relation.Filter.Input, relation.Filter.Condition, having: false);
            case Relation.RelTypeOneofCase.Join:
                return ResolveJoin(relation.Join);
            case Relation.RelTypeOneofCase.LateralJoin:
                return ResolveLateralJoin(relation.LateralJoin);
            case Relation.RelTypeOneofCase.SetOp:
                return ResolveSetOperation(relation.SetOp);
            case Relation.RelTypeOneofCase.Sort:
                return ResolveSort(relation.Sort);
            case Relation.RelTypeOneofCase.Limit:
                return ResolveLimit(relation.Limit.Input, relation.Limit.Limit_, 0);
            case Relation.RelTypeOneofCase.Offset:
                return ResolveLimit(relation.Offset.Input, null, relation.Offset.Offset_);
            case Relation.RelTypeOneofCase.Tail:
                var tailed = Resolve(relation.Tail.Input);
                return tailed.Over(new Plan.Tail(relation.Tail.Limit, tailed.Plan));
            case Relation.RelTypeOneofCase.Aggregate:
                return ResolveAggregate(relation.Aggregate, relation.Common?.Origin is not null);
            case Relation.RelTypeOneofCase.Sql:
                return ResolveSql(relation.Sql);
            case Relation.RelTypeOneofCase.LocalRelation:
                return ScanOf(Catalog.Open(relation.LocalRelation), []);
            case Relation.RelTypeOneofCase.CachedLocalRelation:
                return ScanOf(Catalog.Open(relation.CachedLocalRelation), []);
            case Relation.RelTypeOneofCase.ChunkedCachedLocalRelation:
                return ScanOf(Catalog.Open(relation.ChunkedCachedLocalRelation), []);
            case Relation.RelTypeOneofCase.CachedRemoteRelation:
                return OfCatalog(
                    Catalog.Find(relation.CachedRemoteRelation)
                        ?? throw new ArgumentException(
                            $"The session holds no relation {relation.CachedRemoteRelation.RelationId}.",
                            nameof(relation)
                        )
                );
            case Relation.RelTypeOneofCase.Catalog:
                return ScanOf(Catalog.Open(relation.Catalog), []);
            case Relation.RelTypeOneofCase.Sample:
                return ResolveSample(relation.Sample);
            case Relation.RelTypeOneofCase.Deduplicate:
                return ResolveDeduplicate(relation.Deduplicate);
            case Relation.RelTypeOneofCase.Range:
                return ResolveRange(relation.Range);
            case Relation.RelTypeOneofCase.SubqueryAlias:
                return Scopes.Aliased(
                    Resolve(relation.SubqueryAlias.Input),
                    [.. relation.SubqueryAlias.Qualifier, relation.SubqueryAlias.Alias]
                );
            case Relation.RelTypeOneofCase.Repartition:
                return Resolve(relation.Repartition.Input);
            case Relation.RelTypeOneofCase.RepartitionByExpression:
                return ResolveRepartition(relation.RepartitionByExpression);
            case Relation.RelTypeOneofCase.Hint:
                return Resolve(relation.Hint.Input);
            case Relation.RelTypeOneofCase.ToDf:
                return Renamed(Resolve(relation.ToDf.Input), relation.ToDf.ColumnNames);
            case Relation.RelTypeOneofCase.WithColumns:
                return ResolveWithColumns(relation.WithColumns);
            case Relation.RelTypeOneofCase.WithColumnsRenamed:
                return ResolveWithColumnsRenamed(relation.WithColumnsRenamed);
            case Relation.RelTypeOneofCase.Drop:
                return ResolveDrop(relation.Drop);
            case Relation.RelTypeOneofCase.ToSchema:
                return ResolveToSchema(relation.ToSchema);
            case Relation.RelTypeOneofCase.Unpivot:
                return ResolveUnpivot(relation.Unpivot);
            case Relation.RelTypeOneofCase.WithRelations:
                return ResolveWithRelations(relation.WithRelations);
            case Relation.RelTypeOneofCase.UnresolvedTableValuedFunction:
                return ResolveTableFunction(
                    ParseName(relation.UnresolvedTableValuedFunction.FunctionName),
                    relation.UnresolvedTableValuedFunction.Arguments
                );
            case Relation.RelTypeOneofCase.CollectMetrics:
                return ResolveCollectMetrics(relation.CollectMetrics);
            case Relation.RelTypeOneofCase.FillNa:
                return ResolveFill(relation.FillNa);
            case Relation.RelTypeOneofCase.DropNa:
                return ResolveDropNulls(relation.DropNa);
            case Relation.RelTypeOneofCase.Replace:
                return ResolveReplace(relation.Replace);
            case Relation.RelTypeOneofCase.WithWatermark:
                throw SparkErrors.Unsupported("a watermark", "Streaming state needs Spark: run the job with --engine spark.");
            case Relation.RelTypeOneofCase.Extension:
                return ResolveExtension(relation.Extension);
            default:
                return ResolveStatistics(relation) ?? throw SparkErrors.Unsupported($"the relation {relation.RelTypeCase}");
        }
    }

    private Scope ResolveExtension(Any extension)
    {
        if (extension.Is(With.Descriptor))
            return ResolveWith(extension.Unpack<With>());
        if (extension.Is(InlineTable.Descriptor))
            return ResolveInlineTable(extension.Unpack<InlineTable>());
        if (extension.Is(ColumnAliases.Descriptor))
        {
            var aliases = extension.Unpack<ColumnAliases>();
            return ColumnsNamed(Resolve(aliases.Input), aliases.Names);
        }

        if (extension.Is(NaturalJoin.Descriptor))
            return ResolveNaturalJoin(extension.Unpack<NaturalJoin>());
        if (extension.Is(LateralView.Descriptor))
            return ResolveLateralView(extension.Unpack<LateralView>());
        if (extension.Is(Having.Descriptor))
        {
            var having = extension.Unpack<Having>();
            return ResolveFilter(having.Input, having.Condition, having: true);
        }

        if (extension.Is(LimitExpression.Descriptor))
        {
            var limit = extension.Unpack<LimitExpression>();
            return ResolveLimit(limit.Input, Count(limit.Limit, "limit"), 0);
        }

        if (extension.Is(OffsetExpression.Descriptor))
        {
            var offset = extension.Unpack<OffsetExpression>();
            return ResolveLimit(offset.Input, null, Count(offset.Offset, "offset"));
        }

        if (extension.Is(PivotClause.Descriptor))
            return ResolvePivotClause(extension.Unpack<PivotClause>());
        if (extension.Is(UnpivotClause.Descriptor))
            return ResolveUnpivotClause(extension.Unpack<UnpivotClause>());
        if (extension.Is(TimeTravel.Descriptor))
            return ResolveTimeTravel(extension.Unpack<TimeTravel>());
        if (extension.Is(IdentifierRelation.Descriptor))
        {
            var named = extension.Unpack<IdentifierRelation>();
            var name = Over(Scopes.Empty).Resolve(named.Name);
            return ResolveTable(
                ParseName(
                    ConstantFolding.Value(name) as string ?? throw SparkErrors.Unsupported($"the table name {ExprPrinter.Print(name)}")
                ),
                named.Options
            );
        }

        throw SparkErrors.Unsupported($"the relation {extension.TypeUrl}");
    }

    private Scope ResolveRead(Read read)
    {
        if (read.IsStreaming)
            throw SparkErrors.Unsupported("a streaming read", "Read the files in batches, or run the job on Spark.");
        return read.ReadTypeCase == Read.ReadTypeOneofCase.NamedTable
            ? ResolveTable(ParseName(read.NamedTable.UnparsedIdentifier), read.NamedTable.Options)
            : ScanOf(Catalog.Open(read.DataSource), []);
    }

    private Scope ResolveTable(IReadOnlyList<string> name, IReadOnlyDictionary<string, string> options)
    {
        if (name.Count == 1 && FindCommonTable(name[0]) is { } common)
            return common;
        return OfCatalog(
            Catalog.Find(name, options)
                ?? throw SparkErrors.Analysis("TABLE_OR_VIEW_NOT_FOUND", ("relationName", SparkErrors.Identifier(name)))
        );
    }

    private Scope ResolveTimeTravel(TimeTravel travel)
    {
        var read = travel.Input.Read?.NamedTable ?? throw SparkErrors.Analysis("INVALID_TIME_TRAVEL_SPEC");
        var options = new Dictionary<string, string>(read.Options);
        if (travel.HasVersion)
        {
            options["versionAsOf"] = travel.Version;
        }
        else
        {
            var instant = Over(Scopes.Empty).Resolve(travel.Timestamp);
            options["timestampAsOf"] = ConstantFolding.Value(instant) switch
            {
                string text => text,
                long micros when instant.Type == SparkType.Timestamp => ValueText.Timestamp(micros),
                int days when instant.Type == SparkType.Date => ValueText.Date(days),
                _ => throw SparkErrors.Unsupported($"time travel to {ExprPrinter.Print(instant)}", "Write the timestamp as a string."),
            };
        }

        return ResolveTable(ParseName(read.UnparsedIdentifier), options);
    }

    private Scope OfCatalog(CatalogRelation relation)
    {
        if (relation is TableRelation table)
            return ScanOf(table.Source, table.Qualifier);
        var view = (ViewRelation)relation;
        var (common, outer, names) = (_commonTables, _outer, _names);
        if (++_viewDepth > 100)
            throw SparkErrors.Analysis(
                "VIEW_EXCEED_MAX_NESTED_DEPTH",
                ("viewName", SparkErrors.Identifier(view.Qualifier)),
                ("maxNestedDepth", "100")
            );
        (_commonTables, _outer, _names) = (null, null, view.Names ?? _names);
        try
        {
            var scope = Resolve(view.Plan);
            return Scopes.Aliased(view.Columns is null ? scope : WithSchema(scope, view.Columns), view.Qualifier);
        }
        finally
        {
            _viewDepth--;
            (_commonTables, _outer, _names) = (common, outer, names);
        }
    }

    private Scope ScanOf(ITableSource source, IReadOnlyList<string> qualifier)
    {
        var columns = source.Schema.Fields.Select(field => NewColumn(field.Name, field.Type, field.Nullable)).ToList();
        var metadata = source.MetadataColumns.Select(field => NewColumn(field.Name, field.Type, field.Nullable)).ToList();
        return new Scope(new Scan(source, [.. columns, .. metadata]), [.. columns.Select(column => new ScopeColumn(column, qualifier))])
        {
            Hidden = [.. metadata.Select(column => new ScopeColumn(column, qualifier))],
        };
    }

    private Scope ResolveSql(SQL sql) => Resolve(Session.Parser.ParseQuery(sql.Query, sql.NamedArguments, sql.PosArguments));

    private Scope ResolveWithRelations(WithRelations with)
    {
        foreach (var reference in with.References)
        {
            if (reference.Common is { HasPlanId: true } common)
                _references[common.PlanId] = reference;
            if (reference.SubqueryAlias is { } alias)
                DefineCommonTable(alias.Alias, reference);
        }

        return Resolve(with.Root);
    }

    private Scope ResolveRange(Connect.Range range)
    {
        var column = NewColumn("id", SparkType.Long, false);
        if (range.Step == 0)
            throw new ArgumentException("The step of a range must not be 0.", nameof(range));
        return Scopes.Of(new RangeRows(range.HasStart ? range.Start : 0, range.End, range.Step, column));
    }

    private Scope ResolveInlineTable(InlineTable table)
    {
        var resolver = Over(Scopes.Empty);
        var rows = table.Rows.Select(row => row.Values.Select(resolver.Resolve).ToList()).ToList();
        var width = rows[0].Count;
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Count != width)
            {
                throw SparkErrors.Analysis(
                    "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH",
                    ("expectedNumCols", Number(width)),
                    ("actualNumCols", Number(rows[i].Count)),
                    ("rowIndex", Number(i))
                );
            }

            foreach (var value in rows[i].Where(value => value.HasAggregate() || value.HasWindow()))
            {
                throw SparkErrors.Analysis(
                    "INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE",
                    ("expr", SparkErrors.Quote(ExprPrinter.Print(value)))
                );
            }
        }

        var columns = new List<AttributeReference>(width);
        for (var c = 0; c < width; c++)
        {
            var type =
                TypeCoercion.CommonType(rows.Select(row => row[c].Type), Mode)
                ?? throw SparkErrors.Analysis("INVALID_INLINE_TABLE.INCOMPATIBLE_TYPES_IN_INLINE_TABLE", ("colName", $"`col{c + 1}`"));
            foreach (var row in rows)
                row[c] = ImplicitTypeCasts.CastTo(row[c], type, Mode);
            columns.Add(NewColumn($"col{c + 1}", type, rows.Any(row => row[c].Nullable)));
        }

        return Scopes.Of(new InlineRows([.. rows], columns));
    }

    private long Count(Connect.Expression message, string clause)
    {
        var value = Over(Scopes.Empty).Resolve(message);
        if (!value.IsConstant())
            throw SparkErrors.Analysis(
                "INVALID_LIMIT_LIKE_EXPRESSION.IS_UNFOLDABLE",
                ("name", clause),
                ("expr", SparkErrors.Quote(ExprPrinter.Print(value)))
            );
        if (value.Type is not IntegralType { Bytes: <= 4 } and not NullType)
        {
            throw SparkErrors.Analysis(
                "INVALID_LIMIT_LIKE_EXPRESSION.DATA_TYPE",
                ("name", clause),
                ("expr", SparkErrors.Quote(ExprPrinter.Print(value))),
                ("dataType", TypeText.Quoted(value.Type))
            );
        }

        if (value is Literal { Value: null })
            throw SparkErrors.Analysis(
                "INVALID_LIMIT_LIKE_EXPRESSION.IS_NULL",
                ("name", clause),
                ("expr", SparkErrors.Quote(ExprPrinter.Print(value)))
            );
        var count =
            ConstantFolding.Integer(value)
            ?? (
                Session.RunEagerly is { } run
                    ? Convert.ToInt64(
                        run(new Plan.Project([new NamedExpr(value, NewColumn("value", value.Type, value.Nullable))], new OneRow()))[0][0],
                        System.Globalization.CultureInfo.InvariantCulture
                    )
                    : null as long?
            )
            ?? throw SparkErrors.Unsupported($"{clause.ToUpperInvariant()} {ExprPrinter.Print(value)}");
        return CheckedCount(count, clause, ExprPrinter.Print(value));
    }

    private static long CheckedCount(long count, string clause, string text) =>
        count >= 0
            ? count
            : throw SparkErrors.Analysis(
                "INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE",
                ("name", clause),
                ("expr", SparkErrors.Quote(text)),
                ("v", Number(count))
            );

    private Scope ResolveLimit(Relation input, long? count, long offset)
    {
        if (count is { } given)
            CheckedCount(given, "limit", Number(given));
        CheckedCount(offset, "offset", Number(offset));
        var scope = Resolve(input);
        return scope.Over(new Plan.Limit(count, offset, scope.Plan));
    }

    private static string Number(long value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
