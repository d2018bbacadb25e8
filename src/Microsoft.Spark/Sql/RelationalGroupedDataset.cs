using Microsoft.Spark.Sql.Types;
using GroupType = global::Spark.Connect.Aggregate.Types.GroupType;
using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <summary>Groups of rows, to aggregate.</summary>
public sealed class RelationalGroupedDataset
{
    private readonly DataFrame _df;
    private readonly GroupType _type;
    private readonly Column[] _columns;
    private readonly Column? _pivot;
    private readonly object?[] _pivotValues;
    private readonly Column[][] _groupingSets;

    internal RelationalGroupedDataset(
        DataFrame df,
        GroupType type,
        Column[] columns,
        Column? pivot = null,
        object?[]? pivotValues = null,
        Column[][]? groupingSets = null
    )
    {
        _df = df;
        _type = type;
        _columns = columns;
        _pivot = pivot;
        _pivotValues = pivotValues ?? [];
        _groupingSets = groupingSets ?? [];
    }

    /// <summary>One row for each group: its key and the aggregates.</summary>
    public DataFrame Agg(Column expr, params Column[] exprs) => Aggregate([expr, .. exprs]);

    /// <summary>One row for each group: its key and, by column, an aggregate function such as <c>max</c>.</summary>
    public DataFrame Agg(IEnumerable<KeyValuePair<string, string>> functions) =>
        Aggregate([.. functions.Select(function => Column.Function(function.Value, Column.Named(function.Key)))]);

    /// <summary>The number of rows of each group.</summary>
    public DataFrame Count() => Aggregate([Functions.Count(Functions.Lit(1)).As("count")]);

    /// <summary>The mean of the columns in each group; of all columns of numbers when none is named.</summary>
    public DataFrame Mean(params string[] colNames) => Numeric("avg", colNames);

    /// <summary>The greatest value of the columns in each group; of all columns of numbers when none is named.</summary>
    public DataFrame Max(params string[] colNames) => Numeric("max", colNames);

    /// <inheritdoc cref="Mean(string[])"/>
    public DataFrame Avg(params string[] colNames) => Numeric("avg", colNames);

    /// <summary>The least value of the columns in each group; of all columns of numbers when none is named.</summary>
    public DataFrame Min(params string[] colNames) => Numeric("min", colNames);

    /// <summary>The sum of the columns in each group; of all columns of numbers when none is named.</summary>
    public DataFrame Sum(params string[] colNames) => Numeric("sum", colNames);

    /// <summary>The aggregates once for each value of a column, which the engine finds first.</summary>
    public RelationalGroupedDataset Pivot(string pivotColumn) => Pivot(_df.Col(pivotColumn));

    /// <summary>The aggregates once for each of the values of a column.</summary>
    public RelationalGroupedDataset Pivot(string pivotColumn, IEnumerable<object> values) => Pivot(_df.Col(pivotColumn), values);

    /// <inheritdoc cref="Pivot(string)"/>
    public RelationalGroupedDataset Pivot(Column pivotColumn) => Pivot(pivotColumn, []);

    /// <inheritdoc cref="Pivot(string, IEnumerable{object})"/>
    public RelationalGroupedDataset Pivot(Column pivotColumn, IEnumerable<object> values)
    {
        if (_type != GroupType.Groupby)
            throw new InvalidOperationException($"Only groups made by GroupBy can be pivoted, and once; these were made by {_type}.");
        return new(_df, GroupType.Pivot, _columns, pivotColumn, [.. values]);
    }

    private DataFrame Numeric(string function, string[] colNames)
    {
        var schema = _df.Schema();
        var numeric = schema.Fields.Where(field => field.DataType is NumericType).Select(field => field.Name).ToList();
        if (colNames.Length > 0)
        {
            // A name with dots reaches into a struct; the engine judges it.
            var other = colNames.Where(name => schema.Fields.Exists(f => f.Name == name) && !numeric.Contains(name)).ToList();
            if (other.Count > 0)
                throw new ArgumentException($"Not columns of numbers: {string.Join(", ", other)}.", nameof(colNames));
            numeric = [.. colNames];
        }

        return Aggregate([.. numeric.Select(name => Column.Function(function, Column.Named(name)))]);
    }

    private DataFrame Aggregate(Column[] aggregates)
    {
        var aggregate = new Proto.Aggregate { Input = _df.Relation, GroupType = _type };
        aggregate.GroupingExpressions.Add(_columns.Select(column => column.Expression));
        aggregate.AggregateExpressions.Add(aggregates.Select(column => column.Expression));
        if (_pivot is not null)
        {
            aggregate.Pivot = new() { Col = _pivot.Expression };
            aggregate.Pivot.Values.Add(
                _pivotValues.Select(value => value is Column { Expression.Literal: { } literal } ? literal : Literals.Of(value))
            );
        }

        foreach (var set in _groupingSets)
        {
            var groupingSet = new Proto.Aggregate.Types.GroupingSets();
            groupingSet.GroupingSet.Add(set.Select(column => column.Expression));
            aggregate.GroupingSets.Add(groupingSet);
        }

        return _df.Derive(
            new() { Aggregate = aggregate },
            [.. _columns, .. aggregates, .. _pivot is null ? [] : (Column[])[_pivot], .. _groupingSets.SelectMany(set => set)]
        );
    }
}
