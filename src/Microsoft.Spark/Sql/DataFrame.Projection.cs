using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <content>Columns chosen, computed, renamed and dropped; rows filtered, ordered, sampled and limited.</content>
public sealed partial class DataFrame
{
    /// <summary>The given columns of each row.</summary>
    public DataFrame Select(params Column[] columns)
    {
        var project = new Proto.Project { Input = _relation };
        project.Expressions.Add(columns.Select(column => column.Expression));
        return Derive(new() { Project = project }, columns);
    }

    /// <inheritdoc cref="Select(Column[])"/>
    public DataFrame Select(string column, params string[] columns) => Select(Functions.Columns(column, columns));

    /// <summary>SQL expressions over each row.</summary>
    public DataFrame SelectExpr(params string[] expressions) => Select(Array.ConvertAll(expressions, Functions.Expr));

    /// <summary>The rows for which the condition holds.</summary>
    public DataFrame Filter(Column condition) =>
        Derive(
            new()
            {
                Filter = new() { Input = _relation, Condition = condition.Expression },
            },
            [condition],
            keepsSchema: true
        );

    /// <summary>The rows for which the condition, in SQL, holds.</summary>
    public DataFrame Filter(string conditionExpr) => Filter(Functions.Expr(conditionExpr));

    /// <inheritdoc cref="Filter(Column)"/>
    public DataFrame Where(Column condition) => Filter(condition);

    /// <inheritdoc cref="Filter(string)"/>
    public DataFrame Where(string conditionExpr) => Filter(conditionExpr);

    /// <summary>Each row with a column added, or replaced when there is one of that name.</summary>
    public DataFrame WithColumn(string colName, Column col) => WithColumns([new(colName, col)]);

    /// <summary>Each row with columns added or replaced; all of them see the columns as they were before.</summary>
    public DataFrame WithColumns(IEnumerable<KeyValuePair<string, Column>> columns)
    {
        var list = columns.ToList();
        var withColumns = new Proto.WithColumns { Input = _relation };
        withColumns.Aliases.Add(
            list.Select(column => new Proto.Expression.Types.Alias { Expr = column.Value.Expression, Name = { column.Key } })
        );
        return Derive(new() { WithColumns = withColumns }, list.Select(column => column.Value));
    }

    /// <summary>The same rows with a column renamed; without such a column, nothing changes.</summary>
    public DataFrame WithColumnRenamed(string existingName, string newName) => WithColumnsRenamed([new(existingName, newName)]);

    /// <summary>The same rows with columns renamed; names that do not exist are passed over.</summary>
    public DataFrame WithColumnsRenamed(IEnumerable<KeyValuePair<string, string>> names)
    {
        var renamed = new Proto.WithColumnsRenamed { Input = _relation };
        renamed.Renames.Add(
            names.Select(name => new Proto.WithColumnsRenamed.Types.Rename { ColName = name.Key, NewColName = name.Value })
        );
        return Derive(new() { WithColumnsRenamed = renamed });
    }

    /// <summary>The same rows with a column that carries metadata, a JSON object.</summary>
    public DataFrame WithMetadata(string columnName, string metadata)
    {
        var withColumns = new Proto.WithColumns { Input = _relation };
        withColumns.Aliases.Add(
            new Proto.Expression.Types.Alias
            {
                Expr = Col(columnName).Expression,
                Name = { columnName },
                Metadata = metadata,
            }
        );
        return Derive(new() { WithColumns = withColumns });
    }

    /// <summary>The rows without the columns of these names; names that do not exist are passed over.</summary>
    public DataFrame Drop(params string[] colNames)
    {
        var drop = new Proto.Drop { Input = _relation };
        drop.ColumnNames.Add(colNames);
        return Derive(new() { Drop = drop });
    }

    /// <summary>The rows without the column.</summary>
    public DataFrame Drop(Column col) =>
        Derive(
            new()
            {
                Drop = new() { Input = _relation, Columns = { col.Expression } },
            },
            [col]
        );

    /// <summary>Each distinct row once.</summary>
    public DataFrame Distinct() => DropDuplicates();

    /// <summary>Each distinct row once.</summary>
    public DataFrame DropDuplicates() =>
        Derive(
            new()
            {
                Deduplicate = new() { Input = _relation, AllColumnsAsKeys = true },
            },
            keepsSchema: true
        );

    /// <summary>One row of those that agree in the columns.</summary>
    public DataFrame DropDuplicates(string col, params string[] cols)
    {
        var deduplicate = new Proto.Deduplicate { Input = _relation };
        deduplicate.ColumnNames.Add([col, .. cols]);
        return Derive(new() { Deduplicate = deduplicate }, keepsSchema: true);
    }

    /// <summary>For a stream: one row of those that agree in the columns and come within the watermark; all columns when none is named.</summary>
    public DataFrame DropDuplicatesWithinWatermark(params string[] cols)
    {
        var deduplicate = new Proto.Deduplicate { Input = _relation, WithinWatermark = true };
        if (cols.Length == 0)
            deduplicate.AllColumnsAsKeys = true;
        deduplicate.ColumnNames.Add(cols);
        return Derive(new() { Deduplicate = deduplicate }, keepsSchema: true);
    }

    /// <summary>The rows in the order of the columns.</summary>
    public DataFrame Sort(params Column[] columns) => Sort(columns, global: true);

    /// <inheritdoc cref="Sort(Column[])"/>
    public DataFrame Sort(string column, params string[] columns) => Sort(Functions.Columns(column, columns));

    /// <inheritdoc cref="Sort(Column[])"/>
    public DataFrame OrderBy(params Column[] columns) => Sort(columns);

    /// <inheritdoc cref="Sort(Column[])"/>
    public DataFrame OrderBy(string column, params string[] columns) => Sort(column, columns);

    /// <summary>The rows in the order of the columns within each partition.</summary>
    public DataFrame SortWithinPartitions(params Column[] columns) => Sort(columns, global: false);

    /// <inheritdoc cref="SortWithinPartitions(Column[])"/>
    public DataFrame SortWithinPartitions(string column, params string[] columns) =>
        SortWithinPartitions(Functions.Columns(column, columns));

    /// <summary>The first <paramref name="n"/> rows.</summary>
    public DataFrame Limit(int n) =>
        Derive(
            new()
            {
                Limit = new() { Input = _relation, Limit_ = NotNegative(n) },
            },
            keepsSchema: true
        );

    /// <summary>The rows after the first <paramref name="n"/>.</summary>
    public DataFrame Offset(int n) =>
        Derive(
            new()
            {
                Offset = new() { Input = _relation, Offset_ = NotNegative(n) },
            },
            keepsSchema: true
        );

    /// <summary>A random part of the rows.</summary>
    /// <param name="fraction">How large a part: 0.1 for about every tenth row.</param>
    /// <param name="withReplacement">Whether a row may come more than once.</param>
    /// <param name="seed">Makes the choice repeatable; random when null.</param>
    public DataFrame Sample(double fraction, bool withReplacement = false, long? seed = null)
    {
        if (fraction < 0 || double.IsNaN(fraction) || (!withReplacement && fraction > 1))
            throw new ArgumentOutOfRangeException(
                nameof(fraction),
                fraction,
                "A sample's fraction is at least 0 and, without replacement, at most 1."
            );
        return Derive(
            new()
            {
                Sample = new()
                {
                    Input = _relation,
                    LowerBound = 0,
                    UpperBound = fraction,
                    WithReplacement = withReplacement,
                    Seed = seed ?? Random.Shared.NextInt64(),
                },
            },
            keepsSchema: true
        );
    }

    /// <summary>The rows split at random into parts.</summary>
    /// <param name="weights">The parts' shares of the rows, which need not add up to 1.</param>
    /// <param name="seed">Makes the split repeatable; random when null.</param>
    public DataFrame[] RandomSplit(double[] weights, long? seed = null)
    {
        var total = weights.Sum();
        if (weights.Length == 0 || !weights.All(weight => weight >= 0) || total <= 0)
            throw new ArgumentException("The weights of a split are not negative, and not all 0.", nameof(weights));
        var chosenSeed = seed ?? Random.Shared.NextInt64();
        var parts = new DataFrame[weights.Length];
        var lower = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            var upper = i == weights.Length - 1 ? 1.0 : lower + (weights[i] / total);
            parts[i] = Derive(
                new()
                {
                    Sample = new()
                    {
                        Input = _relation,
                        LowerBound = lower,
                        UpperBound = upper,
                        WithReplacement = false,
                        Seed = chosenSeed,
                        DeterministicOrder = true,
                    },
                },
                keepsSchema: true
            );
            lower = upper;
        }

        return parts;
    }

    /// <summary>One row for each of the value columns: the ids, the name of the column, and its value.</summary>
    /// <param name="ids">The columns to keep.</param>
    /// <param name="values">The columns to turn into rows; all others when null.</param>
    /// <param name="variableColumnName">Names the column of the names.</param>
    /// <param name="valueColumnName">Names the column of the values.</param>
    public DataFrame Unpivot(Column[] ids, Column[]? values, string variableColumnName, string valueColumnName)
    {
        var unpivot = new Proto.Unpivot
        {
            Input = _relation,
            VariableColumnName = variableColumnName,
            ValueColumnName = valueColumnName,
        };
        unpivot.Ids.Add(ids.Select(id => id.Expression));
        if (values is not null)
        {
            unpivot.Values = new();
            unpivot.Values.Values_.Add(values.Select(value => value.Expression));
        }

        return Derive(new() { Unpivot = unpivot }, ids.Concat(values ?? []));
    }

    /// <inheritdoc cref="Unpivot"/>
    public DataFrame Melt(Column[] ids, Column[]? values, string variableColumnName, string valueColumnName) =>
        Unpivot(ids, values, variableColumnName, valueColumnName);

    /// <summary>Rows and columns exchanged: the values of the index column become the column names.</summary>
    /// <param name="indexColumn">The index column; the first one when null.</param>
    public DataFrame Transpose(Column? indexColumn = null)
    {
        var transpose = new Proto.Transpose { Input = _relation };
        if (indexColumn is not null)
            transpose.IndexColumns.Add(indexColumn.Expression);
        return Derive(new() { Transpose = transpose }, indexColumn is null ? null : [indexColumn]);
    }

    /// <summary>Each row as JSON, in a column <c>value</c>.</summary>
    public DataFrame ToJSON() => Select(Column.Function("to_json", Column.Function("struct", Column.Named("*"))).As("value"));

    /// <summary>The rows in that many partitions, dealt out evenly.</summary>
    public DataFrame Repartition(int numPartitions) =>
        Derive(
            new()
            {
                Repartition = new()
                {
                    Input = _relation,
                    NumPartitions = Positive(numPartitions),
                    Shuffle = true,
                },
            },
            keepsSchema: true
        );

    /// <summary>The rows in that many partitions, those that agree in the expressions together.</summary>
    public DataFrame Repartition(int numPartitions, params Column[] partitionExprs) =>
        partitionExprs.Length == 0 ? Repartition(numPartitions) : RepartitionBy(Positive(numPartitions), partitionExprs);

    /// <summary>The rows in partitions, those that agree in the expressions together.</summary>
    public DataFrame Repartition(params Column[] partitionExprs) => RepartitionBy(null, partitionExprs);

    /// <summary>The rows in that many partitions, each with a range of the expressions' values.</summary>
    public DataFrame RepartitionByRange(int numPartitions, params Column[] partitionExprs) =>
        RepartitionBy(Positive(numPartitions), Array.ConvertAll(partitionExprs, InOrder));

    /// <summary>The rows in partitions, each with a range of the expressions' values.</summary>
    public DataFrame RepartitionByRange(params Column[] partitionExprs) => RepartitionBy(null, Array.ConvertAll(partitionExprs, InOrder));

    /// <summary>The rows in at most that many partitions, without moving them apart.</summary>
    public DataFrame Coalesce(int numPartitions) =>
        Derive(
            new()
            {
                Repartition = new()
                {
                    Input = _relation,
                    NumPartitions = Positive(numPartitions),
                    Shuffle = false,
                },
            },
            keepsSchema: true
        );

    private static Column InOrder(Column column) =>
        column.Expression.ExprTypeCase == Proto.Expression.ExprTypeOneofCase.SortOrder ? column : column.Asc();

    private DataFrame RepartitionBy(int? numPartitions, Column[] columns)
    {
        var repartition = new Proto.RepartitionByExpression { Input = _relation };
        if (numPartitions is { } number)
            repartition.NumPartitions = number;
        repartition.PartitionExprs.Add(columns.Select(column => column.Expression));
        return Derive(new() { RepartitionByExpression = repartition }, columns, keepsSchema: true);
    }

    private DataFrame Sort(Column[] columns, bool global)
    {
        var sort = new Proto.Sort { Input = _relation, IsGlobal = global };
        sort.Order.Add(columns.Select(column => column.ToSortOrder()));
        return Derive(new() { Sort = sort }, columns, keepsSchema: true);
    }

    private static int NotNegative(int n) =>
        n >= 0 ? n : throw new ArgumentOutOfRangeException(nameof(n), n, "A number of rows is not negative.");

    private static int Positive(int numPartitions) =>
        numPartitions > 0
            ? numPartitions
            : throw new ArgumentOutOfRangeException(nameof(numPartitions), numPartitions, "There is at least one partition.");
}
