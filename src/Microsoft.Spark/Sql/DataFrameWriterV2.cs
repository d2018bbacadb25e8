using Mode = global::Spark.Connect.WriteOperationV2.Types.Mode;
using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <summary>Writes a <see cref="DataFrame"/> to a table of a catalog, creating, replacing or changing it.</summary>
public sealed class DataFrameWriterV2
{
    private readonly DataFrame _df;
    private readonly Proto.WriteOperationV2 _write;
    private readonly List<Column> _partitioning = [];

    internal DataFrameWriterV2(DataFrame df, string table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _df = df;
        _write = new() { Input = df.Relation, TableName = table };
    }

    /// <summary>The format of a table to create.</summary>
    public DataFrameWriterV2 Using(string provider)
    {
        _write.Provider = provider;
        return this;
    }

    /// <summary>An option of the write.</summary>
    public DataFrameWriterV2 Option(string key, string value)
    {
        _write.Options[key] = value;
        return this;
    }

    /// <inheritdoc cref="Option(string, string)"/>
    public DataFrameWriterV2 Option(string key, bool value) => Option(key, OptionText.Of(value));

    /// <inheritdoc cref="Option(string, string)"/>
    public DataFrameWriterV2 Option(string key, long value) => Option(key, OptionText.Of(value));

    /// <inheritdoc cref="Option(string, string)"/>
    public DataFrameWriterV2 Option(string key, double value) => Option(key, OptionText.Of(value));

    /// <summary>Options of the write.</summary>
    public DataFrameWriterV2 Options(Dictionary<string, string> options)
    {
        foreach (var (key, value) in options)
            Option(key, value);
        return this;
    }

    /// <summary>A property of a table to create.</summary>
    public DataFrameWriterV2 TableProperty(string property, string value)
    {
        _write.TableProperties[property] = value;
        return this;
    }

    /// <summary>How to partition a table to create: columns, or <see cref="Functions.Years"/>, <see cref="Functions.Bucket(int, Column)"/> and the like of them.</summary>
    public DataFrameWriterV2 PartitionedBy(Column column, params Column[] columns)
    {
        _partitioning.Clear();
        _partitioning.AddRange([column, .. columns]);
        return this;
    }

    /// <summary>The columns to cluster the files of a table to create by.</summary>
    public DataFrameWriterV2 ClusterBy(string colName, params string[] colNames)
    {
        _write.ClusteringColumns.Clear();
        _write.ClusteringColumns.Add([colName, .. colNames]);
        return this;
    }

    /// <summary>Creates the table with the rows.</summary>
    /// <exception cref="AnalysisException">There is such a table.</exception>
    public void Create() => Execute(Mode.Create);

    /// <summary>Replaces the table, its schema and partitioning included.</summary>
    /// <exception cref="AnalysisException">There is no such table.</exception>
    public void Replace() => Execute(Mode.Replace);

    /// <summary>Creates the table, or replaces it.</summary>
    public void CreateOrReplace() => Execute(Mode.CreateOrReplace);

    /// <summary>Adds the rows to the table.</summary>
    public void Append() => Execute(Mode.Append);

    /// <summary>Replaces the table's rows for which the condition holds.</summary>
    public void Overwrite(Column condition)
    {
        _write.OverwriteCondition = condition.Expression;
        Execute(Mode.Overwrite);
    }

    /// <summary>Replaces the partitions that the rows belong to.</summary>
    public void OverwritePartitions() => Execute(Mode.OverwritePartitions);

    private void Execute(Mode mode)
    {
        var write = _write.Clone();
        write.Mode = mode;
        write.PartitioningColumns.Add(_partitioning.Select(column => column.Expression));
        if (mode != Mode.Overwrite)
            write.OverwriteCondition = null;
        _df.SparkSession.Execution.Command(new() { WriteOperationV2 = write });
    }
}
