using System.Globalization;
using Spark.Embedded.Plan;
using Spark.Embedded.Resolve;

namespace Spark.Embedded.Lower;

/// <summary>Joins, set operations, generators and common tables.</summary>
internal sealed partial class QueryLowering
{
    private SelectBlock LowerJoin(Join join, HashSet<long> required, IReadOnlyList<Expr> conditions)
    {
        var needed = new HashSet<long>(required);
        if (join.Condition is { } on)
            References.Add(on, needed);
        if (join.Lateral)
            References.Free(join.Right, needed);
        var left = Lower(
            join.Left,
            Of(join.Left, needed),
            Within(conditions, join.Left, join.Kind is JoinKind.RightOuter or JoinKind.FullOuter)
        );
        left = AsSide(left, Of(join.Left, needed), keepsRows: join.Kind is not (JoinKind.RightOuter or JoinKind.FullOuter));
        SelectBlock right;
        if (join.Lateral)
        {
            var before = _outer;
            _outer = Over(left);
            try
            {
                right = Wrap(Lower(join.Right, Of(join.Right, needed), []), Of(join.Right, needed));
            }
            finally
            {
                _outer = before;
            }
        }
        else
        {
            right = Lower(
                join.Right,
                Of(join.Right, needed),
                Within(conditions, join.Right, join.Kind is not (JoinKind.Inner or JoinKind.Cross or JoinKind.RightOuter))
            );
            right = AsSide(right, Of(join.Right, needed), keepsRows: false);
        }

        var block = new SelectBlock { IsJoin = true };
        block.Where.AddRange(left.Where);
        foreach (var (id, column) in left.Columns)
            block.Columns[id] = column;
        foreach (var (id, column) in right.Columns)
            block.Columns[id] = column;
        var condition = join.Condition is null ? "true" : Over(block).Lower(join.Condition);
        var word = join.Kind switch
        {
            JoinKind.Cross => "CROSS JOIN",
            JoinKind.LeftOuter => "LEFT JOIN",
            JoinKind.RightOuter => "RIGHT JOIN",
            JoinKind.FullOuter => "FULL JOIN",
            JoinKind.LeftSemi => "SEMI JOIN",
            JoinKind.LeftAnti => "ANTI JOIN",
            _ => "JOIN",
        };
        var inner = right.IsJoin ? $"({right.From})" : right.From;
        block.From =
            $"{left.From} {word} {(join.Lateral ? "LATERAL " : "")}{inner}{(join.Kind == JoinKind.Cross ? "" : $" ON {condition}")}";
        if (join.Kind is JoinKind.LeftSemi or JoinKind.LeftAnti)
            block.Columns = left.Columns;
        return block;
    }

    private static HashSet<long> Of(LogicalPlan side, HashSet<long> needed) =>
        [.. side.Output.Select(column => column.Id).Where(needed.Contains)];

    private static List<Expr> Within(IReadOnlyList<Expr> conditions, LogicalPlan side, bool mayBeNulled)
    {
        if (mayBeNulled || conditions.Count == 0)
            return [];
        var ids = side.Output.Select(column => column.Id).ToHashSet();
        return [.. conditions.Where(condition => References.Of(condition).All(ids.Contains))];
    }

    /// <summary>A block as a side of a join: its FROM clause as it is when its columns are plain, a SELECT of its own otherwise.</summary>
    /// <param name="keepsRows">Whether a filter on the side may as well come after the join.</param>
    private SelectBlock AsSide(SelectBlock block, HashSet<long> needed, bool keepsRows)
    {
        if (
            block.From.Length > 0
            && block.IsFlat
            && (keepsRows || block.Where.Count == 0)
            && needed.All(id => block.Columns.TryGetValue(id, out var column) && column.IsPlain)
        )
        {
            block.OrderBy = [];
            return block;
        }

        if (!block.IsLimited)
            block.OrderBy = [];
        return Wrap(block, needed);
    }

    private SelectBlock LowerSetOperation(SetOperation operation, HashSet<long> required, IReadOnlyList<Expr> conditions)
    {
        var alias = NewAlias();
        var whole = operation.Kind != SetKind.Union || !operation.All;
        var kept = new List<int>();
        for (var c = 0; c < operation.Columns.Count; c++)
        {
            if (whole || required.Contains(operation.Columns[c].Id))
                kept.Add(c);
        }

        var parts = new List<string>(operation.Inputs.Count);
        foreach (var input in operation.Inputs)
        {
            var pairs = new Dictionary<long, Expr>();
            for (var c = 0; c < operation.Columns.Count; c++)
                pairs[operation.Columns[c].Id] = input.Output[c];
            var passed = conditions
                .Where(condition => References.Of(condition).All(pairs.ContainsKey))
                .Select(condition => Substitution.Apply(condition, pairs))
                .ToList();
            var block = Lower(input, [.. kept.Select(c => input.Output[c].Id)], passed);
            if (!block.IsLimited)
                block.OrderBy = [];
            parts.Add(
                $"({block.Render(kept.Select(c => (Typed(block.Columns[input.Output[c].Id], operation.Columns[c].Type), ColumnName(operation.Columns[c].Id))))})"
            );
        }

        var word = operation.Kind switch
        {
            SetKind.Intersect => "INTERSECT",
            SetKind.Except => "EXCEPT",
            _ => "UNION",
        };
        return new SelectBlock
        {
            From = $"({string.Join($" {word}{(operation.All ? " ALL" : "")} ", parts)}) AS {alias}",
            Columns = kept.ToDictionary(
                c => operation.Columns[c].Id,
                c => new BlockColumn($"{alias}.{ColumnName(operation.Columns[c].Id)}", true)
            ),
        };
    }

    private SelectBlock LowerGenerate(Generate generate, HashSet<long> required)
    {
        var below = Of(generate.Input, required);
        References.Add(generate.Generator, below);
        var block = Lower(generate.Input, below, []);
        if (!block.IsFlat || block.Columns.Values.Any(column => column.IsVolatile || column.IsWindow))
            block = Wrap(block, below);
        var rows = Over(block).Lower(generate.Generator);
        if (generate.Outer)
            rows = $"CASE WHEN len({rows}) > 0 THEN {rows} ELSE [NULL] END";
        var alias = NewAlias();
        var kept = block.Columns.Where(column => required.Contains(column.Key)).ToList();
        var list = kept.Select(column => (column.Value.Sql, ColumnName(column.Key))).Append(($"unnest({rows})", "g"));
        var result = new SelectBlock { From = $"({block.Render(list)}) AS {alias}" };
        foreach (var (id, _) in kept)
            result.Columns[id] = new BlockColumn($"{alias}.{ColumnName(id)}", true);
        for (var i = 0; i < generate.Columns.Count; i++)
            result.Columns[generate.Columns[i].Id] = new BlockColumn(
                Typed(new BlockColumn($"struct_extract_at({alias}.g, {i + 1})", false), generate.Columns[i].Type),
                false
            );
        return result;
    }

    private SelectBlock LowerCommonTable(CommonTableReference reference)
    {
        var table = reference.Table;
        var alias = NewAlias();
        var free = new HashSet<long>();
        References.Free(table.Plan, free);
        string from;
        if (free.Count > 0 && !table.Recursive)
        {
            // A query that uses the columns around it stands where it is used.
            var block = Lower(table.Plan, [.. table.Plan.Output.Select(column => column.Id)], []);
            from =
                $"({block.Render(table.Plan.Output.Select((column, i) => (Typed(block.Columns[column.Id], column.Type), Position(i))))})";
        }
        else
        {
            if (!_commonTables.ContainsKey(table.Id))
                DefineCommonTable(table);
            from = _commonTables[table.Id];
        }

        var result = new SelectBlock { From = $"{from} AS {alias}" };
        for (var i = 0; i < reference.Columns.Count; i++)
            result.Columns[reference.Columns[i].Id] = new BlockColumn($"{alias}.{Position(i)}", true);
        return result;
    }

    private static string Position(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");

    private void DefineCommonTable(CommonTable table)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"w{table.Id}");
        var columns = string.Join(", ", table.Plan.Output.Select((_, i) => Position(i)));
        var before = _outer;
        _outer = null;
        try
        {
            _commonTables[table.Id] = name;
            if (table.Recursive && table.Plan is SetOperation { Inputs: [var anchor, var step] } union)
            {
                _definitions.Add($"{name}({columns}) AS ({Part(anchor, union)} UNION ALL {Part(step, union)})");
                return;
            }

            var block = Lower(table.Plan, [.. table.Plan.Output.Select(column => column.Id)], []);
            _definitions.Add(
                $"{name}({columns}) AS ({block.Render(table.Plan.Output.Select((column, i) => (Typed(block.Columns[column.Id], column.Type), Position(i))))})"
            );
        }
        finally
        {
            _outer = before;
        }
    }

    private string Part(LogicalPlan input, SetOperation union)
    {
        var block = Lower(input, [.. input.Output.Select(column => column.Id)], []);
        return $"({block.Render(input.Output.Select((column, i) => (Typed(block.Columns[column.Id], union.Columns[i].Type), Position(i))))})";
    }

    private string WithCommonTables(string sql)
    {
        if (_definitions.Count == 0)
            return sql;
        return $"WITH RECURSIVE {string.Join(", ", _definitions)} {sql}";
    }
}
