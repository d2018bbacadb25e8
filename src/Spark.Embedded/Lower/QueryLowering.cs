using System.Globalization;
using System.Text;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Resolve;
using Spark.Embedded.Types;

namespace Spark.Embedded.Lower;

/// <summary>
/// Resolved plans to one DuckDB SELECT. Every relation becomes a <see cref="SelectBlock"/>, into which the relation above is merged where
/// that does not change the result; only columns that are needed are computed. Columns are called by their ids, so that names cannot clash.
/// </summary>
internal sealed partial class QueryLowering(SessionContext session)
{
    /// <summary>Expressions longer than this are computed once, in a SELECT of their own.</summary>
    private const int LongestInlined = 1200;

    private readonly Dictionary<long, string> _commonTables = [];

    /// <summary>The definitions of the common tables, each after those that it uses.</summary>
    private readonly List<string> _definitions = [];
    private readonly HashSet<NativeFunction> _natives = [];
    private readonly List<(string Name, LogicalPlan Metrics)> _metrics = [];
    private ExpressionLowering? _outer;
    private int _aliases;

    public string Zone { get; } = session.TimeZone;

    public ICollection<NativeFunction> Natives => _natives;

    /// <summary>The query of a plan with the columns of its output in order.</summary>
    public static CompiledQuery Compile(LogicalPlan plan, SessionContext session)
    {
        var lowering = new QueryLowering(session);
        var required = plan.Output.Select(column => column.Id).ToHashSet();
        var block = lowering.Lower(plan, required, []);
        var names = plan.Output.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"c{i}")).ToList();
        var sql = block.Render(plan.Output.Select((column, i) => (Typed(block.Columns[column.Id], column.Type), names[i])));
        var schema = new StructType([.. plan.Output.Select(column => new StructField(column.Name, column.Type, column.Nullable))]);
        return new CompiledQuery(lowering.WithCommonTables(sql), schema)
        {
            ColumnNames = names,
            Natives = lowering._natives,
            Observations = [.. lowering._metrics.Select(metric => (metric.Name, Compile(metric.Metrics, session)))],
        };
    }

    /// <summary>A condition or value over the columns of a table, as they are called in SQL.</summary>
    public static (string Sql, IReadOnlyCollection<NativeFunction> Natives) Expression(
        Expr expression,
        IReadOnlyDictionary<long, string> columns,
        SessionContext session
    )
    {
        var lowering = new QueryLowering(session);
        var over = columns.ToDictionary(column => column.Key, column => new BlockColumn(column.Value, true));
        return (new ExpressionLowering(lowering, over, null).Lower(expression), lowering._natives);
    }

    public string NewAlias() => string.Create(CultureInfo.InvariantCulture, $"t{++_aliases}");

    /// <summary>A subquery inside an expression; it may use the columns around it.</summary>
    public string Subquery(LogicalPlan plan, ExpressionLowering around) => NamedSubquery(plan, around).Sql;

    /// <summary>A subquery inside an expression, with the names of its columns.</summary>
    public (string Sql, IReadOnlyList<string> Names) NamedSubquery(LogicalPlan plan, ExpressionLowering around)
    {
        var before = _outer;
        _outer = around;
        try
        {
            var block = Lower(plan, [.. plan.Output.Select(column => column.Id)], []);
            var names = plan.Output.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"c{i}")).ToList();
            return (block.Render(plan.Output.Select((column, i) => (block.Columns[column.Id].Sql, names[i]))), names);
        }
        finally
        {
            _outer = before;
        }
    }

    private static string Typed(BlockColumn column, SparkType type) => $"CAST({column.Sql} AS {type.DuckDb})";

    /// <summary>What a column is called below the result, whose columns are <c>c0</c>, <c>c1</c>, ...; EXPLAIN shows Spark's name instead.</summary>
    private static string ColumnName(long id) => string.Create(CultureInfo.InvariantCulture, $"a{id}");

    private ExpressionLowering Over(SelectBlock block) => new(this, block.Columns, _outer);

    /// <summary>Lowers a plan.</summary>
    /// <param name="required">The ids of the columns that are needed of it.</param>
    /// <param name="conditions">Conditions on its columns that the plans above filter by, as hints for scans.</param>
    private SelectBlock Lower(LogicalPlan plan, HashSet<long> required, IReadOnlyList<Expr> conditions)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        return plan switch
        {
            OneRow => new SelectBlock(),
            Scan scan => LowerScan(scan, required, conditions),
            InlineRows rows => LowerRows(rows),
            RangeRows range => LowerRange(range),
            Project project => LowerProject(project, required, conditions),
            Filter filter => LowerFilter(filter, required, conditions),
            Aggregate aggregate => LowerAggregate(aggregate, required),
            Join join => LowerJoin(join, required, conditions),
            SetOperation operation => LowerSetOperation(operation, required, conditions),
            Sort sort => LowerSort(sort, required, conditions),
            Limit limit => LowerLimit(limit, required),
            Tail tail => LowerTail(tail, required),
            Distinct distinct => LowerDistinct(distinct, required),
            Generate generate => LowerGenerate(generate, required),
            Sample sample => LowerSample(sample, required),
            CommonTableReference reference => LowerCommonTable(reference),
            CollectMetrics metrics => LowerMetrics(metrics, required),
            _ => throw SparkErrors.Unsupported($"the relation {plan.GetType().Name}"),
        };
    }

    /// <summary>The block as an item of a FROM clause: a SELECT in parentheses whose columns are plain.</summary>
    private SelectBlock Wrap(SelectBlock block, IEnumerable<long> required, string distinct = "")
    {
        var alias = NewAlias();
        var columns = new Dictionary<long, BlockColumn>();
        var list = new List<(string Sql, string Name)>();
        foreach (var id in required)
        {
            if (!block.Columns.TryGetValue(id, out var column) || columns.ContainsKey(id))
                continue;
            list.Add((column.Sql, ColumnName(id)));
            columns[id] = new BlockColumn($"{alias}.{ColumnName(id)}", true);
        }

        return new SelectBlock { From = $"({block.Render(list, distinct)}) AS {alias}", Columns = columns };
    }

    private SelectBlock LowerScan(Scan scan, HashSet<long> required, IReadOnlyList<Expr> conditions)
    {
        var alias = NewAlias();
        var ordinals = new List<int>();
        for (var i = 0; i < scan.Columns.Count; i++)
        {
            if (required.Contains(scan.Columns[i].Id))
                ordinals.Add(i);
        }

        var sql = scan.Source.ToSql(new ScanRequest(alias, ordinals, ScanPredicates.Of(conditions, scan)));
        var block = new SelectBlock { From = sql.From };
        for (var i = 0; i < ordinals.Count; i++)
            block.Columns[scan.Columns[ordinals[i]].Id] = new BlockColumn(
                sql.Columns[i],
                sql.Columns[i].StartsWith(alias + ".", StringComparison.Ordinal)
            );
        return block;
    }

    private SelectBlock LowerRows(InlineRows rows)
    {
        var alias = NewAlias();
        var empty = new ExpressionLowering(this, new Dictionary<long, BlockColumn>(), _outer);
        var block = new SelectBlock();
        var text = new StringBuilder("(VALUES ");
        for (var r = 0; r < rows.Rows.Count; r++)
        {
            text.Append(r == 0 ? "(" : ", (");
            text.AppendJoin(", ", rows.Rows[r].Select(value => empty.Lower(value)));
            text.Append(')');
        }

        text.Append(
            CultureInfo.InvariantCulture,
            $") AS {alias}({string.Join(", ", rows.Columns.Select(column => ColumnName(column.Id)))})"
        );
        block.From = text.ToString();
        foreach (var column in rows.Columns)
            block.Columns[column.Id] = new BlockColumn(
                Typed(new BlockColumn($"{alias}.{ColumnName(column.Id)}", true), column.Type),
                false
            );
        return block;
    }

    private SelectBlock LowerRange(RangeRows range)
    {
        var alias = NewAlias();
        return new SelectBlock
        {
            From = string.Create(
                CultureInfo.InvariantCulture,
                $"range(CAST({range.Start} AS BIGINT), CAST({range.End} AS BIGINT), CAST({range.Step} AS BIGINT)) AS {alias}(id)"
            ),
            Columns = { [range.Column.Id] = new BlockColumn($"{alias}.id", true) },
        };
    }

    private SelectBlock LowerProject(Project project, HashSet<long> required, IReadOnlyList<Expr> conditions)
    {
        var items = project.Items.Where(item => required.Contains(item.Attribute.Id)).ToList();
        var below = new HashSet<long>();
        foreach (var item in items)
            References.Add(item.Value, below);
        var block = Lower(project.Input, below, Passed(conditions, project.Input, project.Items));
        if (NeedsOwnSelect(block, items))
            block = Wrap(block, below);
        var lowering = Over(block);
        var columns = new Dictionary<long, BlockColumn>(items.Count);
        var tooLong = false;
        foreach (var item in items)
        {
            var column = Column(item.Value, block, lowering);
            columns[item.Attribute.Id] = column;
            tooLong |= column.Sql.Length > LongestInlined && item.Value is not AttributeReference;
        }

        if (tooLong && block.Columns.Values.Any(column => !column.IsPlain))
        {
            block = Wrap(block, below);
            lowering = Over(block);
            foreach (var item in items)
                columns[item.Attribute.Id] = Column(item.Value, block, lowering);
        }

        block.Columns = columns;
        return block;
    }

    private static BlockColumn Column(Expr value, SelectBlock block, ExpressionLowering lowering)
    {
        if (value is AttributeReference column && block.Columns.TryGetValue(column.Id, out var known))
            return known;
        var references = References.Of(value);
        return new BlockColumn(
            lowering.Lower(value),
            IsPlain: false,
            IsVolatile: !value.IsDeterministic() || references.Any(id => block.Columns.TryGetValue(id, out var used) && used.IsVolatile),
            IsWindow: value.HasWindow() || references.Any(id => block.Columns.TryGetValue(id, out var used) && used.IsWindow)
        );
    }

    /// <summary>Whether a select list must stand above the SELECT so far instead of in it.</summary>
    private static bool NeedsOwnSelect(SelectBlock block, List<NamedExpr> items)
    {
        var uses = new Dictionary<long, int>();
        foreach (var item in items)
        {
            var windowed = item.Value.HasWindow();
            if (windowed && (block.IsAggregate || block.IsLimited))
                return true;
            if (block.IsAggregate && item.Value.HasSubquery())
                return true;
            if (block.IsLimited && !item.Value.IsDeterministic())
                return true;
            foreach (var id in References.Of(item.Value))
            {
                if (!block.Columns.TryGetValue(id, out var column) || column.IsPlain)
                    continue;
                if (windowed && column.IsWindow)
                    return true;
                var count = uses[id] = uses.GetValueOrDefault(id) + 1;
                if (column.IsVolatile && (count > 1 || item.Value is not AttributeReference))
                    return true;
            }
        }

        return false;
    }

    private SelectBlock LowerFilter(Filter filter, HashSet<long> required, IReadOnlyList<Expr> conditions)
    {
        var below = new HashSet<long>(required);
        References.Add(filter.Condition, below);
        var block = Lower(filter.Input, below, [.. conditions, .. ScanPredicates.Conjuncts(filter.Condition)]);
        var touched = References.Of(filter.Condition);
        if (
            block.IsLimited
            || block.IsAggregate && filter.Condition.HasSubquery()
            || touched.Any(id => block.Columns.TryGetValue(id, out var column) && (column.IsWindow || column.IsVolatile))
            || !filter.Condition.IsDeterministic() && !block.IsFlat
            || block.Columns.Values.Any(column => column.IsWindow)
        )
            block = Wrap(block, below);
        var condition = Over(block).Lower(filter.Condition);
        (block.IsAggregate ? block.Having : block.Where).Add(condition);
        return block;
    }

    private SelectBlock LowerAggregate(Aggregate aggregate, HashSet<long> required)
    {
        var aggregates = aggregate.Aggregates.Where(item => required.Contains(item.Attribute.Id)).ToList();
        var below = new HashSet<long>();
        foreach (var item in aggregate.Groups.Concat(aggregates).Where(item => item.Value is not GroupingBits))
            References.Add(item.Value, below);
        var block = Lower(aggregate.Input, below, []);
        var ordered = block.OrderBy.Count > 0 && aggregates.Any(item => OrderMatters(item.Value));
        if (!block.IsFlat || ordered || block.Columns.Values.Any(column => column.IsWindow || column.IsVolatile))
            block = Wrap(block, below);
        block.OrderBy = [];
        if (
            aggregate.Groups.Any(group =>
                group.Value is not AttributeReference column || !block.Columns.TryGetValue(column.Id, out var known) || !known.IsPlain
            )
        )
            block = GroupsComputed(block, aggregate, below);
        var lowering = Over(block);
        var columns = new Dictionary<long, BlockColumn>();
        var texts = new List<string>();
        foreach (var group in aggregate.Groups)
        {
            var text = block.Columns.TryGetValue(group.Attribute.Id, out var computed) ? computed.Sql : lowering.Lower(group.Value);
            var grouped = aggregate.GroupingSets is null || aggregate.GroupingSets.Any(set => set.Contains(texts.Count));
            columns[group.Attribute.Id] = new BlockColumn(
                grouped ? text : SqlText.Constant(new Literal(null, group.Attribute.Type)),
                false
            );
            texts.Add(text);
        }

        foreach (var item in aggregates)
        {
            var sql = item.Value is GroupingBits bits ? Grouping(bits, aggregate, texts) : lowering.Lower(item.Value);
            columns[item.Attribute.Id] = new BlockColumn(sql, false);
        }

        block.Columns = columns;
        block.IsAggregate = true;
        block.GroupBy =
            aggregate.GroupingSets is { } sets
                ? $"GROUPING SETS ({string.Join(", ", sets.Select(set => $"({string.Join(", ", set.Select(i => texts[i]))})"))})"
            : texts.Count > 0 ? string.Join(", ", texts)
            : null;
        if (block.GroupBy is null)
            block.Having.Add("count(*) >= 0");
        return block;
    }

    /// <summary>The bits of a row's grouping set; a group that is in no set is always aggregated over.</summary>
    private static string Grouping(GroupingBits bits, Aggregate aggregate, List<string> texts)
    {
        var terms = bits.Groups.Select(
            (column, i) =>
            {
                var ordinal = aggregate.Groups.TakeWhile(group => group.Attribute.Id != column.Id).Count();
                var weight = 1L << (bits.Groups.Count - 1 - i);
                return aggregate.GroupingSets!.Any(set => set.Contains(ordinal))
                    ? string.Create(CultureInfo.InvariantCulture, $"GROUPING({texts[ordinal]}) * {weight}")
                    : weight.ToString(CultureInfo.InvariantCulture);
            }
        );
        return $"CAST({string.Join(" + ", terms)} AS {bits.Type.DuckDb})";
    }

    /// <summary>The grouping expressions as columns of a SELECT of their own, so that GROUP BY names columns alone.</summary>
    private SelectBlock GroupsComputed(SelectBlock block, Aggregate aggregate, HashSet<long> below)
    {
        var lowering = Over(block);
        var columns = new Dictionary<long, BlockColumn>(block.Columns);
        foreach (var group in aggregate.Groups)
            columns[group.Attribute.Id] = new BlockColumn(lowering.Lower(group.Value), false);
        block.Columns = columns;
        return Wrap(block, below.Concat(aggregate.Groups.Select(group => group.Attribute.Id)));
    }

    /// <summary>Whether the result of an aggregate depends on the order of its input.</summary>
    private static bool OrderMatters(Expr aggregate) =>
        aggregate.Any(static e => e is Call call && call.Function.Definition.Flags.HasFlag(FunctionFlags.OrderSensitive));

    private SelectBlock LowerSort(Sort sort, HashSet<long> required, IReadOnlyList<Expr> conditions)
    {
        var below = new HashSet<long>(required);
        foreach (var key in sort.Keys)
            References.Add(key.Child, below);
        var block = Lower(sort.Input, below, conditions);
        if (block.IsLimited)
            block = Wrap(block, below);
        var lowering = Over(block);

        block.OrderBy =
        [
            .. sort.Keys.Where(key => !key.Child.IsConstant() && !IsLiteral(lowering.Lower(key.Child))).Select(lowering.Lower),
        ];
        return block;
    }

    /// <summary>Whether a sort key came out as a literal: it orders nothing, and in ORDER BY a number would be the position of a column.</summary>
    private static bool IsLiteral(string sql) =>
        !sql.AsSpan().ContainsAnyExcept("0123456789()-")
        || sql[0] == '\''
            && sql[^1] == '\''
            && !sql[1..^1].Replace("''", "", StringComparison.Ordinal).Contains('\'', StringComparison.Ordinal);

    private SelectBlock LowerLimit(Limit limit, HashSet<long> required)
    {
        var block = Lower(limit.Input, required, []);
        if (block.Limit is not null || limit.Offset > 0 && block.IsLimited)
            block = Wrap(block, required);
        block.Limit = limit.Count;
        if (limit.Offset > 0)
            block.Offset = limit.Offset;
        return block;
    }

    private SelectBlock LowerTail(Tail tail, HashSet<long> required)
    {
        var block = Wrap(Lower(tail.Input, required, []), required);
        var alias = NewAlias();
        var list = block
            .Columns.Select(column => (column.Value.Sql, ColumnName(column.Key)))
            .Append(("row_number() OVER ()", "n"))
            .Append(("count(*) OVER ()", "total"));
        return new SelectBlock
        {
            From = $"({block.Render(list)}) AS {alias}",
            Columns = block.Columns.ToDictionary(
                column => column.Key,
                column => new BlockColumn($"{alias}.{ColumnName(column.Key)}", true)
            ),
            Where = { string.Create(CultureInfo.InvariantCulture, $"{alias}.n > {alias}.total - {tail.Count}") },
            OrderBy = [$"{alias}.n"],
        };
    }

    private SelectBlock LowerDistinct(Distinct distinct, HashSet<long> required)
    {
        var all = distinct.Keys is null
            ? distinct.Input.Output.Select(column => column.Id).ToHashSet()
            : [.. required, .. distinct.Keys.Select(key => key.Id)];
        var block = Lower(distinct.Input, all, []);
        if (distinct.Keys is null)
        {
            if (block.IsLimited)
                block = Wrap(block, all);
            block.OrderBy = [];
            return Wrap(block, all, "DISTINCT ");
        }

        if (block.IsLimited || block.IsAggregate || distinct.Keys.Any(key => !block.Columns[key.Id].IsPlain))
            block = Wrap(block, all);
        return Wrap(block, all, $"DISTINCT ON ({string.Join(", ", distinct.Keys.Select(key => block.Columns[key.Id].Sql))}) ");
    }

    private SelectBlock LowerMetrics(CollectMetrics metrics, HashSet<long> required)
    {
        _metrics.Add((metrics.Name, metrics.Metrics));
        return Lower(metrics.Input, required, []);
    }

    private SelectBlock LowerSample(Sample sample, HashSet<long> required)
    {
        // Numbered rows draw numbers that depend on the seed alone, so that the parts of a random split are disjoint.
        var block = Wrap(Lower(sample.Input, required, []), required);
        var alias = NewAlias();
        var list = block.Columns.Select(column => (column.Value.Sql, ColumnName(column.Key))).Append(("row_number() OVER ()", "n"));
        var draw = string.Create(
            CultureInfo.InvariantCulture,
            $"(hash({alias}.n, CAST({sample.Seed} AS BIGINT)) % 1000000007) / 1000000007.0"
        );
        return new SelectBlock
        {
            From = $"({block.Render(list)}) AS {alias}",
            Columns = block.Columns.ToDictionary(
                column => column.Key,
                column => new BlockColumn($"{alias}.{ColumnName(column.Key)}", true)
            ),
            Where = { string.Create(CultureInfo.InvariantCulture, $"{draw} >= {sample.Lower:R} AND {draw} < {sample.Upper:R}") },
        };
    }

    /// <summary>Conditions that hold below a select list: those on columns that it passes on.</summary>
    private static IReadOnlyList<Expr> Passed(IReadOnlyList<Expr> conditions, LogicalPlan input, IReadOnlyList<NamedExpr> items)
    {
        if (conditions.Count == 0)
            return conditions;
        var origins = new Dictionary<long, Expr>();
        foreach (var item in items)
        {
            if (item.Value is AttributeReference)
                origins[item.Attribute.Id] = item.Value;
        }

        return
        [
            .. conditions
                .Where(condition => References.Of(condition).All(origins.ContainsKey))
                .Select(condition => Substitution.Apply(condition, origins)),
        ];
    }
}
