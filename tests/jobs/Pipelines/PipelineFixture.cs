using Microsoft.Spark.Sql;
using Spark.Jobs.Batches;
using Spark.Jobs.Datasets;
using Spark.Jobs.Lakes;
using Spark.Jobs.Pipelines;
using Xunit;

[assembly: AssemblyFixture(typeof(Spark.Testing.SparkServer))]

namespace Spark.Jobs.Tests.Pipelines;

/// <summary>The tests that share the fixture's session run one after another.</summary>
[CollectionDefinition(PipelineFixture.Collection)]
public sealed class PipelineCollection : ICollectionFixture<PipelineFixture>;

/// <summary>Runs pipelines in this process, on the embedded engine or on a Spark Connect server, and reads their tables.</summary>
public sealed class PipelineFixture : IDisposable
{
    public const string Collection = "pipelines";
    private static readonly string[] RunColumns = ["run_id", "batch_id", "file"];

    public PipelineFixture() => Spark = Builder().Create();

    internal PipelineFixture(string connectionString) => Spark = Builder().Remote(connectionString).Create();

    public SparkSession Spark { get; }

    /// <summary>A contract as the program ships it.</summary>
    public static DataContract Contract(string pipeline) =>
        DataContractReader.Read(Path.Combine(AppContext.BaseDirectory, "contracts", $"{pipeline}.yaml"));

    public RunResult Run(
        string pipeline,
        string input,
        string lake,
        BatchKind kind = BatchKind.Incremental,
        DateOnly? from = null,
        DateOnly? to = null
    ) => new PipelineRun(Spark, Contract(pipeline), new Lake(lake)).Run(new RunRequest(input, kind, from, to));

    /// <summary>The rows of a table as text, sorted; without the columns that tell runs and files apart.</summary>
    public IReadOnlyList<string> Rows(string lake, string layer, string table)
    {
        var rows = Spark.Read().Format("delta").Load(new Lake(lake).Table(layer, table).Path);
        return RowsOf(rows.Drop([.. rows.Columns().Intersect(RunColumns)]));
    }

    /// <summary>The rows of a query as text, sorted.</summary>
    public static IReadOnlyList<string> RowsOf(DataFrame rows)
    {
        var columns = rows.Columns().Select(name => Functions.Expr($"coalesce(cast(`{name}` as string), 'null') as `{name}`")).ToArray();
        return [.. rows.Select(columns).Collect().Select(row => string.Join('|', row.Values)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Every table that a pipeline wrote, by name, as <see cref="Rows"/> gives it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Tables(string pipeline, string lake) =>
        PipelineRun
            .TablesOf(Contract(pipeline), new Lake(lake))
            .ToDictionary(table => table.Name, table => Rows(lake, table.Layer, table.Table));

    public void Dispose() => Spark.Stop();

    private static Builder Builder() => SparkSession.Builder().AppName("jobs-tests").Config("spark.sql.session.timeZone", "UTC");
}
