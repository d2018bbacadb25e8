using Spark.Connect.Arrow;
using Spark.Connect.Columnar;
using Spark.Connect.Execution;

namespace Spark.Connect.Tests.Client;

/// <summary>Plans for the tests, and what their execution gives.</summary>
internal static class Plans
{
    public static Plan Sql(string query) => new() { Root = new Relation { Sql = new SQL { Query = query } } };

    public static Plan Command(string statement) =>
        new() { Command = new Command { SqlCommand = new SqlCommand { Input = new Relation { Sql = new SQL { Query = statement } } } } };

    public static Plan Local(IReadOnlyList<ColumnField> fields, params ColumnBatch[] batches) =>
        new()
        {
            Root = new Relation
            {
                LocalRelation = new LocalRelation
                {
                    Data = Google.Protobuf.UnsafeByteOperations.UnsafeWrap(ArrowStreamWriter.WriteAll(fields, batches)),
                },
            },
        };

    public static async Task<List<ExecutionEvent>> RunAsync(
        this IPlanExecutor executor,
        Plan plan,
        CancellationToken cancellationToken = default
    )
    {
        var events = new List<ExecutionEvent>();
        await foreach (var item in executor.ExecuteAsync(plan, cancellationToken: cancellationToken))
            events.Add(item);
        return events;
    }

    /// <summary>The first column of the result.</summary>
    public static async Task<List<T>> ColumnAsync<T>(this IPlanExecutor executor, Plan plan)
        where T : unmanaged
    {
        var values = new List<T>();
        foreach (var item in await executor.RunAsync(plan))
            if (item.Batch is { } batch)
                values.AddRange(batch.Columns[0].Values<T>());
        return values;
    }

    public static async Task<string?> SettingAsync(this IPlanExecutor executor, string key)
    {
        var operation = new ConfigRequest.Types.Operation { GetOption = new ConfigRequest.Types.GetOption { Keys = { key } } };
        var pair = (await executor.ConfigAsync(operation)).Pairs.Single();
        return pair.HasValue ? pair.Value : null;
    }
}
