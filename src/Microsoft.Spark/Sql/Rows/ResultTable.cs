using global::Spark.Connect.Columnar;
using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Sql.Rows;

/// <summary>The result of a query: its batches, copied out of the engine's memory but still columnar.</summary>
internal sealed class ResultTable(StructType schema)
{
    private readonly List<ResultBatch> _batches = [];

    /// <summary>Takes a copy of a batch, which may be disposed afterwards.</summary>
    public void Add(ColumnBatch batch)
    {
        if (batch.Columns.Count != schema.Fields.Count)
            throw new SparkException($"The engine sent {batch.Columns.Count} columns for a schema of {schema.Fields.Count}.");
        var columns = new ResultColumn[batch.Columns.Count];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = ColumnDecoder.Decode(batch.Columns[i], schema.Fields[i].DataType);
        _batches.Add(new ResultBatch(columns, batch.RowCount));
    }

    /// <summary>The rows, made one by one.</summary>
    public IEnumerable<Row> ToRows()
    {
        foreach (var batch in _batches)
        {
            for (var i = 0; i < batch.RowCount; i++)
                yield return new Row(batch, i, schema);
        }
    }
}

/// <summary>A batch of a result.</summary>
internal sealed class ResultBatch(ResultColumn[] columns, int rowCount)
{
    public ResultColumn[] Columns => columns;

    public int RowCount => rowCount;

    public object?[] Values(int row)
    {
        var values = new object?[columns.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = columns[i][row];
        return values;
    }
}
