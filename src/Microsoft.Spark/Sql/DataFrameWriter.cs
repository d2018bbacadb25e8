using Proto = global::Spark.Connect;
using ProtoSaveMode = global::Spark.Connect.WriteOperation.Types.SaveMode;
using SaveMethod = global::Spark.Connect.WriteOperation.Types.SaveTable.Types.TableSaveMethod;

namespace Microsoft.Spark.Sql;

/// <summary>Writes a <see cref="DataFrame"/> to files or a table. See https://spark.apache.org/docs/latest/sql-data-sources.html for formats and options.</summary>
public sealed class DataFrameWriter
{
    private readonly DataFrame _df;
    private readonly Dictionary<string, string> _options = new(StringComparer.OrdinalIgnoreCase);
    private string? _format;
    private ProtoSaveMode _mode = ProtoSaveMode.Unspecified;
    private string[] _partitionColumns = [];
    private string[] _clusterColumns = [];
    private string[] _sortColumns = [];
    private Proto.WriteOperation.Types.BucketBy? _buckets;

    internal DataFrameWriter(DataFrame df) => _df = df;

    /// <summary>What to do when there is data already. Without it, the write fails then.</summary>
    public DataFrameWriter Mode(SaveMode saveMode)
    {
        _mode = saveMode switch
        {
            SaveMode.Append => ProtoSaveMode.Append,
            SaveMode.Overwrite => ProtoSaveMode.Overwrite,
            SaveMode.ErrorIfExists => ProtoSaveMode.ErrorIfExists,
            SaveMode.Ignore => ProtoSaveMode.Ignore,
            _ => throw new ArgumentOutOfRangeException(nameof(saveMode), saveMode, "No such mode."),
        };
        return this;
    }

    /// <summary>What to do when there is data already: <c>append</c>, <c>overwrite</c>, <c>error</c> or <c>ignore</c>.</summary>
    public DataFrameWriter Mode(string saveMode) =>
        Mode(
            saveMode.ToLowerInvariant() switch
            {
                "append" => SaveMode.Append,
                "overwrite" => SaveMode.Overwrite,
                "error" or "errorifexists" or "default" => SaveMode.ErrorIfExists,
                "ignore" => SaveMode.Ignore,
                _ => throw new ArgumentException(
                    $"There is no save mode '{saveMode}'; use append, overwrite, error or ignore.",
                    nameof(saveMode)
                ),
            }
        );

    /// <summary>The format: <c>csv</c>, <c>json</c>, <c>parquet</c>, <c>orc</c>, <c>text</c>, <c>delta</c>... Without it, Spark's default (Parquet).</summary>
    public DataFrameWriter Format(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _format = source;
        return this;
    }

    /// <summary>An option of the format. Names do not depend on case.</summary>
    public DataFrameWriter Option(string key, string value)
    {
        _options[key] = value;
        return this;
    }

    /// <inheritdoc cref="Option(string, string)"/>
    public DataFrameWriter Option(string key, bool value) => Option(key, OptionText.Of(value));

    /// <inheritdoc cref="Option(string, string)"/>
    public DataFrameWriter Option(string key, long value) => Option(key, OptionText.Of(value));

    /// <inheritdoc cref="Option(string, string)"/>
    public DataFrameWriter Option(string key, double value) => Option(key, OptionText.Of(value));

    /// <summary>Options of the format.</summary>
    public DataFrameWriter Options(Dictionary<string, string> options)
    {
        foreach (var (key, value) in options)
            Option(key, value);
        return this;
    }

    /// <summary>The columns whose values name the folders that the files go to.</summary>
    public DataFrameWriter PartitionBy(params string[] colNames)
    {
        _partitionColumns = colNames;
        return this;
    }

    /// <summary>The columns to cluster the table's files by.</summary>
    public DataFrameWriter ClusterBy(string colName, params string[] colNames)
    {
        _clusterColumns = [colName, .. colNames];
        return this;
    }

    /// <summary>Distributes a table's rows over files by a hash of the columns.</summary>
    /// <param name="numBuckets">How many files there are to each partition.</param>
    public DataFrameWriter BucketBy(int numBuckets, string colName, params string[] colNames)
    {
        if (numBuckets <= 0)
            throw new ArgumentOutOfRangeException(nameof(numBuckets), numBuckets, "There is at least one bucket.");
        _buckets = new() { NumBuckets = numBuckets, BucketColumnNames = { (string[])[colName, .. colNames] } };
        return this;
    }

    /// <summary>The order of the rows within each bucket.</summary>
    public DataFrameWriter SortBy(string colName, params string[] colNames)
    {
        _sortColumns = [colName, .. colNames];
        return this;
    }

    /// <summary>Writes to a folder.</summary>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var write = NewOperation();
        write.Path = path;
        Execute(write);
    }

    /// <summary>Writes to where the option <c>path</c> says, or the format itself.</summary>
    public void Save() => Execute(NewOperation());

    /// <summary>Adds the rows to a table, by position; <see cref="SaveMode.Overwrite"/> replaces its rows.</summary>
    public void InsertInto(string tableName) => Execute(tableName, SaveMethod.InsertInto);

    /// <summary>Writes to a table of the catalog, and creates it when there is none.</summary>
    public void SaveAsTable(string tableName) => Execute(tableName, SaveMethod.SaveAsTable);

    /// <summary>Writes to a table of a database.</summary>
    public void Jdbc(string url, string table, Dictionary<string, string> properties) =>
        Options(properties).Option("url", url).Option("dbtable", table).Format("jdbc").Save();

    /// <summary>Writes lines of JSON.</summary>
    public void Json(string path) => Format("json").Save(path);

    /// <summary>Writes Parquet.</summary>
    public void Parquet(string path) => Format("parquet").Save(path);

    /// <summary>Writes ORC.</summary>
    public void Orc(string path) => Format("orc").Save(path);

    /// <summary>Writes lines of text, from the only column.</summary>
    public void Text(string path) => Format("text").Save(path);

    /// <summary>Writes comma-separated values.</summary>
    public void Csv(string path) => Format("csv").Save(path);

    /// <summary>Writes XML; the options <c>rootTag</c> and <c>rowTag</c> name its elements.</summary>
    public void Xml(string path) => Format("xml").Save(path);

    private Proto.WriteOperation NewOperation()
    {
        var write = new Proto.WriteOperation
        {
            Input = _df.Relation,
            Mode = _mode,
            BucketBy = _buckets,
        };
        if (_format is not null)
            write.Source = _format;
        write.Options.Add(_options);
        write.PartitioningColumns.Add(_partitionColumns);
        write.ClusteringColumns.Add(_clusterColumns);
        write.SortColumnNames.Add(_sortColumns);
        return write;
    }

    private void Execute(string tableName, SaveMethod method)
    {
        ArgumentNullException.ThrowIfNull(tableName);
        var write = NewOperation();
        write.Table = new() { TableName = tableName, SaveMethod = method };
        Execute(write);
    }

    private void Execute(Proto.WriteOperation write) => _df.SparkSession.Execution.Command(new() { WriteOperation = write });
}
