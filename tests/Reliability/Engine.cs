using System.Globalization;
using Spark.Connect;
using Spark.Connect.Columnar;
using Spark.Embedded.Session;

namespace Reliability.Tests;

/// <summary>A session of the embedded engine.</summary>
internal sealed class Engine : IAsyncDisposable
{
    private readonly EmbeddedExecutor _executor = new(
        new Dictionary<string, string> { ["spark.embedded.threads"] = "2", ["spark.embedded.memory"] = "1GB" }
    );

    /// <summary>Runs a query or a command; the rows, each as text.</summary>
    public async Task<List<string>> Sql(string sql, CancellationToken cancellation = default)
    {
        Relation? relation = null;
        var command = new Command { SqlCommand = new SqlCommand { Input = new Relation { Sql = new SQL { Query = sql } } } };
        await foreach (var part in _executor.ExecuteAsync(new Plan { Command = command }, cancellationToken: cancellation))
            relation = part.Response?.SqlCommandResult?.Relation ?? relation;
        return relation is null ? [] : await Rows(relation, cancellation);
    }

    /// <summary>Reads files.</summary>
    /// <param name="schema">Their columns; null to have them found.</param>
    public Task<List<string>> Read(
        string format,
        string path,
        string? schema,
        IEnumerable<(string Name, string Value)> options,
        CancellationToken cancellation = default
    )
    {
        var source = new Read.Types.DataSource { Format = format, Paths = { path } };
        if (schema is not null)
            source.Schema = schema;
        foreach (var (name, value) in options)
            source.Options[name] = value;
        return Rows(new Relation { Read = new Read { DataSource = source } }, cancellation);
    }

    public async Task<List<string>> Rows(Relation relation, CancellationToken cancellation = default)
    {
        var rows = new List<string>();
        await foreach (var part in _executor.ExecuteAsync(new Plan { Root = relation }, cancellationToken: cancellation))
        {
            if (part.Batch is not { } batch)
                continue;
            using (batch)
            {
                for (var row = 0; row < batch.RowCount; row++)
                    rows.Add(string.Join(" | ", batch.Columns.Select(column => Text(column, row))));
            }
        }

        return rows;
    }

    public ValueTask DisposeAsync() => _executor.DisposeAsync();

    private static string Text(ColumnVector column, int row) =>
        column.IsNull(row)
            ? "null"
            : column.Type.Kind switch
            {
                ColumnKind.Utf8 or ColumnKind.LargeUtf8 => column.GetString(row),
                ColumnKind.Int32 => column.Values<int>()[row].ToString(CultureInfo.InvariantCulture),
                ColumnKind.Int64 => column.Values<long>()[row].ToString(CultureInfo.InvariantCulture),
                ColumnKind.Float64 => column.Values<double>()[row].ToString("R", CultureInfo.InvariantCulture),
                var kind => kind.ToString(),
            };
}
