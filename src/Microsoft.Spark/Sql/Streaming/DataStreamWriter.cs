using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql.Streaming;

/// <summary>Writes the rows of a streaming <see cref="DataFrame"/> as they come.</summary>
/// <remarks>https://spark.apache.org/docs/latest/streaming/apis-on-dataframes-and-datasets.html</remarks>
public sealed class DataStreamWriter
{
    private readonly DataFrame _df;
    private readonly Proto.WriteStreamOperationStart _write;
    private Trigger? _trigger;

    internal DataStreamWriter(DataFrame df)
    {
        _df = df;
        _write = new() { Input = df.Relation };
    }

    /// <summary>Which rows to write: <c>append</c>, <c>complete</c> or <c>update</c>.</summary>
    public DataStreamWriter OutputMode(string outputMode)
    {
        _write.OutputMode = outputMode;
        return this;
    }

    /// <summary>Which rows to write.</summary>
    public DataStreamWriter OutputMode(OutputMode outputMode) => OutputMode(outputMode.ToString().ToLowerInvariant());

    /// <summary>The format or sink: <c>parquet</c>, <c>delta</c>, <c>console</c>, <c>memory</c>, <c>kafka</c>...</summary>
    public DataStreamWriter Format(string source)
    {
        _write.Format = source;
        return this;
    }

    /// <summary>The columns whose values name the folders that files go to.</summary>
    public DataStreamWriter PartitionBy(params string[] colNames)
    {
        _write.PartitioningColumnNames.Clear();
        _write.PartitioningColumnNames.Add(colNames);
        return this;
    }

    /// <summary>The columns to cluster a table's files by.</summary>
    public DataStreamWriter ClusterBy(params string[] colNames)
    {
        _write.ClusteringColumnNames.Clear();
        _write.ClusteringColumnNames.Add(colNames);
        return this;
    }

    /// <summary>An option of the sink, or <c>checkpointLocation</c>.</summary>
    public DataStreamWriter Option(string key, string value)
    {
        _write.Options[key] = value;
        return this;
    }

    /// <inheritdoc cref="Option(string, string)"/>
    public DataStreamWriter Option(string key, bool value) => Option(key, OptionText.Of(value));

    /// <inheritdoc cref="Option(string, string)"/>
    public DataStreamWriter Option(string key, long value) => Option(key, OptionText.Of(value));

    /// <inheritdoc cref="Option(string, string)"/>
    public DataStreamWriter Option(string key, double value) => Option(key, OptionText.Of(value));

    /// <summary>Options of the sink.</summary>
    public DataStreamWriter Options(Dictionary<string, string> options)
    {
        foreach (var (key, value) in options)
            Option(key, value);
        return this;
    }

    /// <summary>When to look for new data. Without it, as soon as the last batch is done.</summary>
    public DataStreamWriter Trigger(Trigger trigger)
    {
        _trigger = trigger;
        return this;
    }

    /// <summary>A name for the query, unique among those that run.</summary>
    public DataStreamWriter QueryName(string queryName)
    {
        _write.QueryName = queryName;
        return this;
    }

    /// <summary>Starts the query.</summary>
    /// <param name="path">Where files go; null when the sink has no files.</param>
    public StreamingQuery Start(string? path = null) =>
        Start(write =>
        {
            if (path is not null)
                write.Path = path;
        });

    /// <summary>Starts the query into a table.</summary>
    public StreamingQuery ToTable(string tableName) => Start(write => write.TableName = tableName);

    /// <summary>Spark Connect cannot run .NET code in a query.</summary>
    /// <exception cref="SparkUnsupportedOperationException">Always.</exception>
    public DataStreamWriter Foreach(IForeachWriter writer) =>
        throw UserCode.Unsupported("DataStreamWriter.Foreach", "Write to a table or files, and read those.");

    /// <summary>Spark Connect cannot run .NET code in a query.</summary>
    /// <exception cref="SparkUnsupportedOperationException">Always.</exception>
    public DataStreamWriter ForeachBatch(Action<DataFrame, long> func) =>
        throw UserCode.Unsupported(
            "DataStreamWriter.ForeachBatch",
            "Write the stream to a table with Trigger.AvailableNow(), and process that table as a batch."
        );

    private StreamingQuery Start(Action<Proto.WriteStreamOperationStart> destination)
    {
        var write = _write.Clone();
        _trigger?.Apply(write);
        destination(write);
        var started =
            _df.SparkSession.Execution.Command(new() { WriteStreamOperationStart = write }).StreamStart
            ?? throw new SparkException("The engine did not start the streaming query.");
        return new(_df.SparkSession, started.QueryId, started.Name);
    }
}
