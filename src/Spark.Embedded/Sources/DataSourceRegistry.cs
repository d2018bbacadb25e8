using System.Collections.Frozen;
using Microsoft.Spark;
using Spark.Embedded.Errors;

namespace Spark.Embedded.Sources;

/// <summary>The data sources that a session has, by the names that <c>format("...")</c> and <c>USING</c> take.</summary>
internal sealed class DataSourceRegistry
{
    /// <summary>Formats of files that Spark has and this engine does not.</summary>
    private static readonly FrozenSet<string> MissingFormats = Set("orc", "avro", "xml", "binaryfile", "libsvm", "image");

    /// <summary>Other sources of Spark, and of packages that many use, that this engine does not have.</summary>
    private static readonly FrozenSet<string> MissingSources = Set(
        "jdbc",
        "kafka",
        "rate",
        "socket",
        "console",
        "memory",
        "iceberg",
        "hudi",
        "hive"
    );

    private readonly FrozenDictionary<string, DataSource> _sources;

    public DataSourceRegistry(params IEnumerable<DataSource> sources) =>
        _sources = sources
            .SelectMany(source => source.Aliases.Prepend(source.Name).Select(name => KeyValuePair.Create(name, source)))
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The source of a name.</summary>
    /// <exception cref="SparkUnsupportedOperationException">Spark has the source and this engine does not.</exception>
    /// <exception cref="SparkException">Nobody knows the source: <c>DATA_SOURCE_NOT_FOUND</c>.</exception>
    public DataSource Find(string name)
    {
        if (_sources.TryGetValue(name, out var source))
            return source;
        if (MissingFormats.Contains(name) || MissingSources.Contains(name))
            throw SparkErrors.Unsupported($"the data source {name}");
        throw new SparkException(
            $"[DATA_SOURCE_NOT_FOUND] Failed to find the data source: {name}. Make sure the provider name is correct and the package is properly registered and compatible with your Spark version. SQLSTATE: 42K02"
        )
        {
            ErrorClass = "DATA_SOURCE_NOT_FOUND",
            SqlState = "42K02",
            MessageParameters = new Dictionary<string, string> { ["provider"] = name },
        };
    }

    /// <summary>Whether a name in front of a path reads files in SQL: <c>parquet.`/path`</c>.</summary>
    public bool ReadsPath(string name) => _sources.TryGetValue(name, out var source) ? source.HasPaths : MissingFormats.Contains(name);

    private static FrozenSet<string> Set(params IEnumerable<string> names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
