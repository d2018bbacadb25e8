using Spark.Connect;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Run;
using Spark.Embedded.Types;

namespace Spark.Embedded.Sources;

/// <summary>A data source: what <c>format("...")</c> and <c>USING</c> name.</summary>
internal abstract class DataSource
{
    /// <summary>Spark's short name.</summary>
    public abstract string Name { get; }

    /// <summary>Opens what the paths hold.</summary>
    public abstract ITableSource Open(ReadRequest request);

    /// <summary>Writes a query's rows to a path. Nothing of a write that fails is seen.</summary>
    public virtual void Write(WriteRequest request) => throw SparkErrors.Unsupported($"writing the format {Name}");

    /// <summary>The source of a name; throws Spark's <c>DATA_SOURCE_NOT_FOUND</c>, or tells that the engine does not have it.</summary>
    public static DataSource Find(string name) =>
        name.ToLowerInvariant() switch
        {
            "csv" or "com.databricks.spark.csv" or "org.apache.spark.sql.execution.datasources.csv.csvfileformat" =>
                new Csv.CsvDataSource(),
            "delta" => new Embedded.Delta.DeltaDataSource(),
            "parquet" => new Parquet.ParquetDataSource(),
            "json" => new Json.JsonDataSource(),
            "text" => new Text.TextDataSource(),
            "orc"
            or "avro"
            or "xml"
            or "jdbc"
            or "kafka"
            or "rate"
            or "socket"
            or "console"
            or "memory"
            or "libsvm"
            or "image"
            or "iceberg"
            or "hudi"
            or "hive" => throw SparkErrors.Unsupported($"the data source {name}"),
            _ => throw NotFound(name),
        };

    private static Microsoft.Spark.SparkException NotFound(string name) =>
        new(
            $"[DATA_SOURCE_NOT_FOUND] Failed to find the data source: {name}. Make sure the provider name is correct and the package is properly registered and compatible with your Spark version. SQLSTATE: 42K02"
        )
        {
            ErrorClass = "DATA_SOURCE_NOT_FOUND",
            SqlState = "42K02",
            MessageParameters = new Dictionary<string, string> { ["provider"] = name },
        };
}

/// <summary>What a source opens and writes with.</summary>
/// <param name="Engine">The DuckDB instance.</param>
/// <param name="Scope">What is freed when the statement is done.</param>
/// <param name="Config">The session's configuration by Spark's keys; null for a key that is not set.</param>
/// <param name="Parser">For schemas that come as text.</param>
internal sealed record SourceContext(DuckDbEngine Engine, StatementScope Scope, Func<string, string?> Config, ISqlParser Parser)
{
    /// <summary><c>spark.sql.session.timeZone</c>.</summary>
    public string TimeZone => Config("spark.sql.session.timeZone") ?? "UTC";

    /// <summary><c>spark.sql.caseSensitive</c>.</summary>
    public StringComparer Names => Config("spark.sql.caseSensitive") == "true" ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
}

/// <summary>A read.</summary>
/// <param name="Paths">Files, folders or globs, as the user wrote them.</param>
/// <param name="Schema">The schema that the user gave; null to find it.</param>
internal sealed record ReadRequest(SourceContext Context, IReadOnlyList<string> Paths, StructType? Schema, SourceOptions Options)
{
    /// <summary>The statement that reads; null outside of a session.</summary>
    public Session.RunningStatement? Statement { get; init; }
}

/// <summary>A write.</summary>
/// <param name="Statement">The statement that writes.</param>
/// <param name="Query">The rows, compiled; its native functions are registered.</param>
/// <param name="Path">The folder, absolute.</param>
/// <param name="PartitionColumns">Columns that become folders.</param>
internal sealed record WriteRequest(
    Session.RunningStatement Statement,
    CompiledQuery Query,
    string Path,
    WriteOperation.Types.SaveMode Mode,
    IReadOnlyList<string> PartitionColumns,
    SourceOptions Options
);
