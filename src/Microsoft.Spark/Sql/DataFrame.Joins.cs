using JoinType = global::Spark.Connect.Join.Types.JoinType;
using Proto = global::Spark.Connect;
using SetOpType = global::Spark.Connect.SetOperation.Types.SetOpType;

namespace Microsoft.Spark.Sql;

/// <content>Joins, set operations and groups.</content>
public sealed partial class DataFrame
{
    /// <summary>Every row with every row of the other that Spark's optimiser cannot rule out: an inner join without a condition.</summary>
    public DataFrame Join(DataFrame right) => Join(right, null, null, "inner");

    /// <summary>The rows of both that agree in a column, which occurs once in the result.</summary>
    public DataFrame Join(DataFrame right, string usingColumn) => Join(right, [usingColumn], "inner");

    /// <summary>The rows of both that agree in the columns, which occur once in the result.</summary>
    /// <param name="right">The other DataFrame.</param>
    /// <param name="usingColumns">The columns to agree in.</param>
    /// <param name="joinType">
    /// <c>inner</c>, <c>left</c>, <c>right</c>, <c>full</c> (or <c>outer</c>), <c>left_semi</c>, <c>left_anti</c> or <c>cross</c>.
    /// </param>
    public DataFrame Join(DataFrame right, IEnumerable<string> usingColumns, string joinType = "inner") =>
        Join(right, null, usingColumns, joinType);

    /// <summary>The pairs of rows for which the condition holds.</summary>
    /// <inheritdoc cref="Join(DataFrame, IEnumerable{string}, string)"/>
    public DataFrame Join(DataFrame right, Column joinExpr, string joinType = "inner") => Join(right, joinExpr, null, joinType);

    /// <summary>Every row with every row of the other.</summary>
    public DataFrame CrossJoin(DataFrame right) => Join(right, null, null, "cross");

    /// <summary>Each row with the rows that a subquery gives for it, which may use <see cref="Column.Outer"/> columns of the row.</summary>
    /// <param name="right">The subquery.</param>
    /// <param name="joinExpr">Which of its rows to take; null for all.</param>
    /// <param name="joinType"><c>inner</c>, <c>left</c> or <c>cross</c>.</param>
    public DataFrame LateralJoin(DataFrame right, Column? joinExpr = null, string joinType = "inner")
    {
        CheckSameSession(right);
        var join = new Proto.LateralJoin
        {
            Left = _relation,
            Right = right._relation,
            JoinType = ParseJoinType(joinType),
        };
        if (join.JoinType is not (JoinType.Inner or JoinType.LeftOuter or JoinType.Cross))
            throw new ArgumentException($"A lateral join is inner, left or cross, not '{joinType}'.", nameof(joinType));
        if (joinExpr is not null)
            join.JoinCondition = joinExpr.Expression;
        return Derive(new() { LateralJoin = join }, joinExpr is null ? null : [joinExpr]);
    }

    /// <summary>The rows of this and of the other, by position, repeats included.</summary>
    public DataFrame Union(DataFrame other) => SetOperation(other, SetOpType.Union, all: true);

    /// <inheritdoc cref="Union(DataFrame)"/>
    public DataFrame UnionAll(DataFrame other) => Union(other);

    /// <summary>The rows of this and of the other, by the names of the columns, repeats included.</summary>
    public DataFrame UnionByName(DataFrame other) => UnionByName(other, false);

    /// <inheritdoc cref="UnionByName(DataFrame)"/>
    /// <param name="allowMissingColumns">Whether a column that only one of them has is null for the other's rows.</param>
    public DataFrame UnionByName(DataFrame other, bool allowMissingColumns)
    {
        CheckSameSession(other);
        return Derive(
            new()
            {
                SetOp = new()
                {
                    LeftInput = _relation,
                    RightInput = other._relation,
                    SetOpType = SetOpType.Union,
                    IsAll = true,
                    ByName = true,
                    AllowMissingColumns = allowMissingColumns,
                },
            }
        );
    }

    /// <summary>Each distinct row that occurs in both.</summary>
    public DataFrame Intersect(DataFrame other) => SetOperation(other, SetOpType.Intersect, all: false);

    /// <summary>The rows that occur in both, as often as in the one that has fewer of them.</summary>
    public DataFrame IntersectAll(DataFrame other) => SetOperation(other, SetOpType.Intersect, all: true);

    /// <summary>Each distinct row that the other does not have.</summary>
    public DataFrame Except(DataFrame other) => SetOperation(other, SetOpType.Except, all: false);

    /// <summary>The rows that remain when each of the other's rows takes one away.</summary>
    public DataFrame ExceptAll(DataFrame other) => SetOperation(other, SetOpType.Except, all: true);

    /// <summary>Groups of rows that agree in the columns.</summary>
    public RelationalGroupedDataset GroupBy(params Column[] columns) => new(this, Proto.Aggregate.Types.GroupType.Groupby, columns);

    /// <inheritdoc cref="GroupBy(Column[])"/>
    public RelationalGroupedDataset GroupBy(string column, params string[] columns) => GroupBy(Functions.Columns(column, columns));

    /// <summary>Groups by all columns, by all but the last, and so on to one group of all rows.</summary>
    public RelationalGroupedDataset Rollup(params Column[] columns) => new(this, Proto.Aggregate.Types.GroupType.Rollup, columns);

    /// <inheritdoc cref="Rollup(Column[])"/>
    public RelationalGroupedDataset Rollup(string column, params string[] columns) => Rollup(Functions.Columns(column, columns));

    /// <summary>Groups by every combination of the columns.</summary>
    public RelationalGroupedDataset Cube(params Column[] columns) => new(this, Proto.Aggregate.Types.GroupType.Cube, columns);

    /// <inheritdoc cref="Cube(Column[])"/>
    public RelationalGroupedDataset Cube(string column, params string[] columns) => Cube(Functions.Columns(column, columns));

    /// <summary>Groups by each of several sets of columns.</summary>
    /// <param name="groupingSets">The sets.</param>
    /// <param name="columns">The columns to show beside the aggregates.</param>
    public RelationalGroupedDataset GroupingSets(IEnumerable<IEnumerable<Column>> groupingSets, params Column[] columns) =>
        new(this, Proto.Aggregate.Types.GroupType.GroupingSets, columns, groupingSets: [.. groupingSets.Select(set => set.ToArray())]);

    /// <summary>Aggregates over all rows.</summary>
    public DataFrame Agg(Column expr, params Column[] exprs) => GroupBy().Agg(expr, exprs);

    private DataFrame Join(DataFrame right, Column? condition, IEnumerable<string>? usingColumns, string joinType)
    {
        CheckSameSession(right);
        var join = new Proto.Join
        {
            Left = _relation,
            Right = right._relation,
            JoinType = ParseJoinType(joinType),
        };
        if (condition is not null)
            join.JoinCondition = condition.Expression;
        if (usingColumns is not null)
            join.UsingColumns.Add(usingColumns);
        return Derive(new() { Join = join }, condition is null ? null : [condition]);
    }

    private DataFrame SetOperation(DataFrame other, SetOpType type, bool all)
    {
        CheckSameSession(other);
        return Derive(
            new()
            {
                SetOp = new()
                {
                    LeftInput = _relation,
                    RightInput = other._relation,
                    SetOpType = type,
                    IsAll = all,
                },
            }
        );
    }

    private static JoinType ParseJoinType(string joinType) =>
        joinType.Replace("_", "").ToLowerInvariant() switch
        {
            "inner" => JoinType.Inner,
            "outer" or "full" or "fullouter" => JoinType.FullOuter,
            "left" or "leftouter" => JoinType.LeftOuter,
            "right" or "rightouter" => JoinType.RightOuter,
            "semi" or "leftsemi" => JoinType.LeftSemi,
            "anti" or "leftanti" => JoinType.LeftAnti,
            "cross" => JoinType.Cross,
            _ => throw new ArgumentException(
                $"There is no join type '{joinType}'; use inner, left, right, full, left_semi, left_anti or cross.",
                nameof(joinType)
            ),
        };
}
