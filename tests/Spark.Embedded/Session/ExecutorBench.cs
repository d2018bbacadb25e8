using Spark.Connect;
using Spark.Connect.Columnar;
using Spark.Embedded.Session;

namespace Spark.Embedded.Tests.Session;

/// <summary>A session of the embedded engine with short ways to run things.</summary>
internal sealed class ExecutorBench(EmbeddedExecutor executor) : IAsyncDisposable
{
    public ExecutorBench(params IEnumerable<KeyValuePair<string, string>> config)
        : this(new EmbeddedExecutor(new Dictionary<string, string>(config) { ["spark.ui.enabled"] = "false" })) { }

    public EmbeddedExecutor Executor { get; } = executor;

    /// <summary>Runs SQL as the API does: the command first, then the relation that it gives.</summary>
    public async Task<List<string>> Sql(string sql)
    {
        Relation? relation = null;
        await foreach (
            var part in Executor.ExecuteAsync(
                new Connect.Plan
                {
                    Command = new Command { SqlCommand = new SqlCommand { Input = new Relation { Sql = new SQL { Query = sql } } } },
                }
            )
        )
            relation = part.Response?.SqlCommandResult?.Relation ?? relation;
        return await Rows(relation!);
    }

    public async Task<List<string>> Rows(Relation relation)
    {
        var batches = new List<ColumnBatch>();
        var schemaFirst = false;
        await foreach (var part in Executor.ExecuteAsync(new Connect.Plan { Root = relation }))
        {
            schemaFirst |= part.Response?.Schema is not null;
            if (part.Batch is { } batch)
                batches.Add(schemaFirst ? batch : throw new InvalidOperationException("A batch came before the schema."));
        }

        return BatchText.Rows(batches);
    }

    public async Task<ExecutePlanResponse?> Command(Command command)
    {
        ExecutePlanResponse? response = null;
        await foreach (var part in Executor.ExecuteAsync(new Connect.Plan { Command = command }))
            response = part.Response ?? response;
        return response;
    }

    public async Task<string> Show(string sql, int rows = 20, int truncate = 20, bool vertical = false)
    {
        var text = await Rows(
            new Relation
            {
                ShowString = new ShowString
                {
                    Input = new Relation { Sql = new SQL { Query = sql } },
                    NumRows = rows,
                    Truncate = truncate,
                    Vertical = vertical,
                },
            }
        );
        return text[0].Trim('\'').Replace("\\n", "\n");
    }

    /// <summary>What <c>DataFrame.Explain</c> shows of a query.</summary>
    public async Task<string> Explain(string query, AnalyzePlanRequest.Types.Explain.Types.ExplainMode mode)
    {
        var plan = new Connect.Plan { Root = new Relation { Sql = new SQL { Query = query } } };
        var answer = await Executor.AnalyzeAsync(
            new AnalyzePlanRequest
            {
                Explain = new() { Plan = plan, ExplainMode = mode },
            }
        );
        return answer.Explain.ExplainString;
    }

    public ValueTask DisposeAsync() => Executor.DisposeAsync();
}
