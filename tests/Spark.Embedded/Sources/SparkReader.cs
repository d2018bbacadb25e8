using Spark.Connect;
using Spark.Connect.Client;
using Spark.Connect.Columnar;
using Spark.Embedded.Types;
using Spark.Testing;

namespace Spark.Embedded.Tests.Sources;

/// <summary>Reads the same sources on a real Spark.</summary>
internal sealed class SparkReader(ConnectExecutor executor) : IAsyncDisposable
{
    public static async Task<SparkReader> OpenAsync(SparkServer server) =>
        new(
            await ConnectExecutor.OpenAsync(
                await server.ConnectionStringAsync(),
                new Dictionary<string, string> { ["spark.sql.session.timeZone"] = "UTC" }
            )
        );

    public ValueTask DisposeAsync() => executor.DisposeAsync();

    /// <summary>Columns and rows, or the class of the error.</summary>
    public async Task<(string Schema, List<string> Rows)> Read(
        string format,
        string path,
        string? schema = null,
        IEnumerable<KeyValuePair<string, string>>? options = null,
        IReadOnlyList<string>? columns = null
    )
    {
        var read = new Read.Types.DataSource { Format = format, Paths = { path } };
        if (schema is not null)
            read.Schema = schema;
        foreach (var (name, value) in options ?? [])
            read.Options[name] = value;
        var relation = new Relation
        {
            Common = new RelationCommon { PlanId = 1 },
            Read = new Read { DataSource = read },
        };
        if (columns is not null)
        {
            relation = new Relation
            {
                Common = new RelationCommon { PlanId = 2 },
                Project = new Project { Input = relation },
            };
            foreach (var column in columns)
                relation.Project.Expressions.Add(new Expression { UnresolvedAttribute = new() { UnparsedIdentifier = column } });
        }

        var batches = new List<ColumnBatch>();
        var names = "";
        await foreach (var part in executor.ExecuteAsync(new Connect.Plan { Root = relation }))
        {
            if (part.Batch is not null)
                batches.Add(part.Batch);
            if (part.Response?.Schema is { } type)
                names = ProtocolTypes.FromProtocol(type).Name;
        }

        return (names, BatchText.Rows(batches));
    }
}
