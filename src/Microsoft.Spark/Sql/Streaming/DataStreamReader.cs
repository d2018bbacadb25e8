using Microsoft.Spark.Sql.Types;
using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql.Streaming;

/// <summary>Reads streams into a <see cref="DataFrame"/>.</summary>
/// <remarks>https://spark.apache.org/docs/latest/streaming/apis-on-dataframes-and-datasets.html</remarks>
public sealed class DataStreamReader
{
    private readonly SparkSession _session;
    private readonly Dictionary<string, string> _options = new(StringComparer.OrdinalIgnoreCase);
    private string? _format;
    private string? _schema;

    internal DataStreamReader(SparkSession session) => _session = session;

    /// <summary>The format or source: <c>csv</c>, <c>json</c>, <c>parquet</c>, <c>delta</c>, <c>rate</c>, <c>kafka</c>...</summary>
    public DataStreamReader Format(string source)
    {
        _format = source;
        return this;
    }

    /// <summary>The columns to read.</summary>
    public DataStreamReader Schema(StructType schema) => Schema(schema.Json);

    /// <summary>The columns to read, as in <c>age INT, name STRING</c>.</summary>
    public DataStreamReader Schema(string schemaString)
    {
        _schema = schemaString;
        return this;
    }

    /// <summary>An option of the source. Names do not depend on case.</summary>
    public DataStreamReader Option(string key, string value)
    {
        _options[key] = value;
        return this;
    }

    /// <inheritdoc cref="Option(string, string)"/>
    public DataStreamReader Option(string key, bool value) => Option(key, OptionText.Of(value));

    /// <inheritdoc cref="Option(string, string)"/>
    public DataStreamReader Option(string key, long value) => Option(key, OptionText.Of(value));

    /// <inheritdoc cref="Option(string, string)"/>
    public DataStreamReader Option(string key, double value) => Option(key, OptionText.Of(value));

    /// <summary>Options of the source.</summary>
    public DataStreamReader Options(Dictionary<string, string> options)
    {
        foreach (var (key, value) in options)
            Option(key, value);
        return this;
    }

    /// <summary>The stream that the options name.</summary>
    public DataFrame Load() => Load(_format, []);

    /// <summary>The files that come into a folder.</summary>
    public DataFrame Load(string path) => Load(_format, [path]);

    /// <summary>Lines of JSON.</summary>
    public DataFrame Json(string path) => Load("json", [path]);

    /// <summary>Comma-separated values.</summary>
    public DataFrame Csv(string path) => Load("csv", [path]);

    /// <summary>ORC files.</summary>
    public DataFrame Orc(string path) => Load("orc", [path]);

    /// <summary>Parquet files.</summary>
    public DataFrame Parquet(string path) => Load("parquet", [path]);

    /// <summary>Lines of text, in a column <c>value</c>.</summary>
    public DataFrame Text(string path) => Load("text", [path]);

    /// <summary>The rows that come into a table.</summary>
    public DataFrame Table(string tableName)
    {
        var table = new Proto.Read.Types.NamedTable { UnparsedIdentifier = tableName };
        table.Options.Add(_options);
        return _session.NewDataFrame(
            new()
            {
                Read = new() { NamedTable = table, IsStreaming = true },
            }
        );
    }

    private DataFrame Load(string? format, string[] paths)
    {
        var source = new Proto.Read.Types.DataSource();
        if (format is not null)
            source.Format = format;
        if (_schema is not null)
            source.Schema = _schema;
        source.Options.Add(_options);
        source.Paths.Add(paths);
        return _session.NewDataFrame(
            new()
            {
                Read = new() { DataSource = source, IsStreaming = true },
            }
        );
    }
}
