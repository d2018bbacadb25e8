using Spark.Connect.Columnar;
using Spark.Embedded.Plan;
using Spark.Embedded.Run;
using Spark.Embedded.Session;
using Spark.Embedded.Sources;
using Spark.Embedded.Types;

namespace Spark.Embedded.Tests.Sources;

/// <summary>Reads sources of the embedded engine by themselves, without the compiler above them.</summary>
internal sealed class SourceBench : IDisposable
{
    private readonly EmbeddedApplication _application = new(new SessionConfig(new Dictionary<string, string>()));

    public Dictionary<string, string> Config { get; } = new() { ["spark.sql.session.timeZone"] = "UTC" };

    /// <summary>The columns and rows of a read, all columns asked for unless some are named; an error as its class.</summary>
    public (string Schema, List<string> Rows) Read(
        string format,
        string path,
        StructType? schema = null,
        IEnumerable<KeyValuePair<string, string>>? options = null,
        IReadOnlyList<int>? columns = null
    )
    {
        using var statement = new EmbeddedSession(_application, new SessionConfig(Config), null).NewStatement();
        var source = _application.Sources.Find(format).Open(new ReadRequest(statement, [path], schema, new SourceOptions(options ?? [])));
        columns ??= [.. Enumerable.Range(0, source.Schema.Fields.Count)];
        var sql = source.ToSql(new ScanRequest("t", columns, []));
        try
        {
            var batches = new List<ColumnBatch>();
            using var result = statement.Connection.Query(
                $"SELECT {(sql.Columns.Count == 0 ? "1" : string.Join(", ", sql.Columns))} FROM {sql.From}"
            );
            while (result.Next() is { } batch)
                batches.Add(batch);
            return (source.Schema.Name, BatchText.Rows(batches));
        }
        catch (DuckDbException exception)
        {
            throw DuckDbErrors.ToSpark(exception);
        }
    }

    public void Dispose() => _application.Dispose();
}
