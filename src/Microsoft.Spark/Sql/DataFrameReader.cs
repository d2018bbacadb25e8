using Microsoft.Spark.Sql.Types;
using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <summary>Reads files and tables into a <see cref="DataFrame"/>. See https://spark.apache.org/docs/latest/sql-data-sources.html for formats and options.</summary>
public sealed class DataFrameReader
{
    private readonly SparkSession _session;
    private readonly Dictionary<string, string> _options = new(StringComparer.OrdinalIgnoreCase);
    private string? _format;
    private string? _schema;

    internal DataFrameReader(SparkSession session) => _session = session;

    /// <summary>The format: <c>csv</c>, <c>json</c>, <c>parquet</c>, <c>orc</c>, <c>text</c>, <c>delta</c>... Without it, Spark's default (Parquet).</summary>
    public DataFrameReader Format(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _format = source;
        return this;
    }

    /// <summary>The columns to read, which saves finding them out.</summary>
    public DataFrameReader Schema(StructType schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _schema = schema.Json;
        return this;
    }

    /// <summary>The columns to read, as in <c>age INT, name STRING</c>.</summary>
    public DataFrameReader Schema(string schemaString)
    {
        ArgumentNullException.ThrowIfNull(schemaString);
        _schema = schemaString;
        return this;
    }

    /// <summary>An option of the format. Names do not depend on case.</summary>
    public DataFrameReader Option(string key, string value)
    {
        _options[key] = value;
        return this;
    }

    /// <inheritdoc cref="Option(string, string)"/>
    public DataFrameReader Option(string key, bool value) => Option(key, OptionText.Of(value));

    /// <inheritdoc cref="Option(string, string)"/>
    public DataFrameReader Option(string key, long value) => Option(key, OptionText.Of(value));

    /// <inheritdoc cref="Option(string, string)"/>
    public DataFrameReader Option(string key, double value) => Option(key, OptionText.Of(value));

    /// <summary>Options of the format.</summary>
    public DataFrameReader Options(Dictionary<string, string> options)
    {
        foreach (var (key, value) in options)
            Option(key, value);
        return this;
    }

    /// <summary>The data that the options name.</summary>
    public DataFrame Load() => Load([]);

    /// <summary>The data of a file or folder.</summary>
    public DataFrame Load(string path) => Load([path]);

    /// <summary>The data of files and folders; their names may be patterns such as <c>2024-*.csv</c>.</summary>
    public DataFrame Load(params string[] paths) => Read(_format, paths, []);

    /// <summary>Lines of JSON, or documents with the option <c>multiLine</c>.</summary>
    public DataFrame Json(params string[] paths) => Read("json", paths, []);

    /// <summary>JSON texts, from a DataFrame with one column of text.</summary>
    public DataFrame Json(DataFrame texts) => Parse(texts, Proto.Parse.Types.ParseFormat.Json);

    /// <summary>Comma-separated values.</summary>
    public DataFrame Csv(params string[] paths) => Read("csv", paths, []);

    /// <summary>Lines of CSV, from a DataFrame with one column of text.</summary>
    public DataFrame Csv(DataFrame lines) => Parse(lines, Proto.Parse.Types.ParseFormat.Csv);

    /// <summary>Parquet files.</summary>
    public DataFrame Parquet(params string[] paths) => Read("parquet", paths, []);

    /// <summary>ORC files.</summary>
    public DataFrame Orc(params string[] paths) => Read("orc", paths, []);

    /// <summary>XML files; the option <c>rowTag</c> names the element of a row.</summary>
    public DataFrame Xml(params string[] paths) => Read("xml", paths, []);

    /// <summary>Lines of text, in a column <c>value</c>.</summary>
    public DataFrame Text(params string[] paths) => Read("text", paths, []);

    /// <summary>A table or view of the catalog, or files as in <c>delta.`/lake/sales`</c>.</summary>
    public DataFrame Table(string tableName)
    {
        ArgumentNullException.ThrowIfNull(tableName);
        var table = new Proto.Read.Types.NamedTable { UnparsedIdentifier = tableName };
        table.Options.Add(_options);
        return new DataFrame(_session, DataFrame.Identify(new() { Read = new() { NamedTable = table } }));
    }

    /// <summary>A table of a database.</summary>
    public DataFrame Jdbc(string url, string table, Dictionary<string, string> properties) =>
        Options(properties).Option("url", url).Option("dbtable", table).Read("jdbc", [], []);

    /// <summary>A table of a database, read in parallel by ranges of a column.</summary>
    public DataFrame Jdbc(
        string url,
        string table,
        string columnName,
        long lowerBound,
        long upperBound,
        int numPartitions,
        Dictionary<string, string> properties
    ) =>
        Options(properties)
            .Option("url", url)
            .Option("dbtable", table)
            .Option("partitionColumn", columnName)
            .Option("lowerBound", lowerBound)
            .Option("upperBound", upperBound)
            .Option("numPartitions", numPartitions)
            .Read("jdbc", [], []);

    /// <summary>A table of a database, read in parallel, one part for each condition.</summary>
    public DataFrame Jdbc(string url, string table, IEnumerable<string> predicates, Dictionary<string, string> properties) =>
        Options(properties).Option("url", url).Option("dbtable", table).Read("jdbc", [], predicates);

    private DataFrame Read(string? format, string[] paths, IEnumerable<string> predicates)
    {
        var source = new Proto.Read.Types.DataSource();
        if (format is not null)
            source.Format = format;
        if (_schema is not null)
            source.Schema = _schema;
        source.Options.Add(_options);
        source.Paths.Add(paths);
        source.Predicates.Add(predicates);
        return new DataFrame(_session, DataFrame.Identify(new() { Read = new() { DataSource = source } }));
    }

    private DataFrame Parse(DataFrame texts, Proto.Parse.Types.ParseFormat format)
    {
        var parse = new Proto.Parse { Input = texts.Relation, Format = format };
        if (_schema is not null)
            parse.Schema = (_schema.StartsWith('{') ? DataType.ParseDataType(_schema) : DataType.FromDdl(_schema)).ToProto();
        parse.Options.Add(_options);
        return texts.Derive(new() { Parse = parse });
    }
}
