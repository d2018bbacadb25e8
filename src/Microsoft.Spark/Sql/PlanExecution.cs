using System.Collections.Concurrent;
using global::Spark.Connect.Execution;
using Microsoft.Spark.Sql.Rows;
using Microsoft.Spark.Sql.Types;
using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <summary>Runs plans on a session's engine and waits for the answers: the synchronous side of <see cref="IPlanExecutor"/>.</summary>
internal sealed class PlanExecution(IPlanExecutor executor)
{
    private readonly ConcurrentDictionary<long, Observation> _observations = new();
    private readonly ConcurrentDictionary<string, byte> _tags = new();

    public IPlanExecutor Executor => executor;

    /// <summary>The tags that executions from now on carry.</summary>
    public ICollection<string> Tags => _tags.Keys;

    public void AddTag(string tag) => _tags.TryAdd(tag, 0);

    public void RemoveTag(string tag) => _tags.TryRemove(tag, out _);

    public void ClearTags() => _tags.Clear();

    /// <summary>Tells an observation what the plan of that id will measure.</summary>
    public void Observe(long planId, Observation observation) => _observations[planId] = observation;

    /// <summary>Runs a plan and takes its whole result.</summary>
    public ResultTable Collect(Proto.Plan plan) => Wait(() => CollectAsync(plan));

    /// <summary>Runs a command and takes what the engine says of it.</summary>
    public CommandResult Command(Proto.Command command) => Wait(() => CommandAsync(command));

    /// <summary>Answers a question about a plan.</summary>
    public Proto.AnalyzePlanResponse Analyze(Proto.AnalyzePlanRequest request) => Wait(() => executor.AnalyzeAsync(request));

    public Proto.ConfigResponse Config(Proto.ConfigRequest.Types.Operation operation) => Wait(() => executor.ConfigAsync(operation));

    /// <summary>Runs a plan and gives its rows as they come.</summary>
    public IEnumerable<Row> Stream(Proto.Plan plan)
    {
        var events = executor.ExecuteAsync(plan, Tags.ToArray()).GetAsyncEnumerator();
        try
        {
            StructType? schema = null;
            while (Wait(() => events.MoveNextAsync().AsTask()))
            {
                schema ??= Read(events.Current.Response);
                if (events.Current.Batch is not { } batch)
                    continue;
                using (batch)
                {
                    var part = new ResultTable(schema ?? throw MissingSchema());
                    part.Add(batch);
                    foreach (var row in part.ToRows())
                        yield return row;
                }
            }
        }
        finally
        {
            Wait(async () =>
            {
                await events.DisposeAsync().ConfigureAwait(false);
                return true;
            });
        }
    }

    /// <summary>Waits for an asynchronous operation, away from a synchronisation context that its continuations could need.</summary>
    public static T Wait<T>(Func<Task<T>> operation) =>
        SynchronizationContext.Current is null && TaskScheduler.Current == TaskScheduler.Default
            ? operation().GetAwaiter().GetResult()
            : Task.Run(operation).GetAwaiter().GetResult();

    private async Task<ResultTable> CollectAsync(Proto.Plan plan)
    {
        ResultTable? table = null;
        await foreach (var happened in executor.ExecuteAsync(plan, Tags.ToArray()).ConfigureAwait(false))
        {
            if (Read(happened.Response) is { } schema)
                table ??= new ResultTable(schema);
            if (happened.Batch is not { } batch)
                continue;
            using (batch)
                (table ?? throw MissingSchema()).Add(batch);
        }

        return table ?? throw MissingSchema();
    }

    private async Task<CommandResult> CommandAsync(Proto.Command command)
    {
        var result = new CommandResult();
        await foreach (var happened in executor.ExecuteAsync(new() { Command = command }, Tags.ToArray()).ConfigureAwait(false))
        {
            happened.Batch?.Dispose();
            Read(happened.Response);
            if (happened.Response is { } response)
                result.Add(response);
        }

        return result;
    }

    /// <summary>Takes the schema and the observed metrics of a response.</summary>
    private StructType? Read(Proto.ExecutePlanResponse? response)
    {
        if (response is null)
            return null;
        foreach (var metrics in response.ObservedMetrics)
        {
            if (_observations.TryRemove(metrics.PlanId, out var observation))
                observation.Complete(metrics);
        }

        return response.Schema is { } schema ? (StructType)DataType.FromProto(schema) : null;
    }

    private static SparkException MissingSchema() => new("The engine sent a result without its schema.");
}

/// <summary>What an engine says of a command.</summary>
internal sealed class CommandResult
{
    /// <summary>The relation that stands for the result of SQL.</summary>
    public Proto.Relation? Sql { get; private set; }

    public Proto.CachedRemoteRelation? Checkpoint { get; private set; }

    public Proto.WriteStreamOperationStartResult? StreamStart { get; private set; }

    public Proto.StreamingQueryCommandResult? StreamingQuery { get; private set; }

    public Proto.StreamingQueryManagerCommandResult? StreamingQueryManager { get; private set; }

    public void Add(Proto.ExecutePlanResponse response)
    {
        Sql = response.SqlCommandResult?.Relation ?? Sql;
        Checkpoint = response.CheckpointCommandResult?.Relation ?? Checkpoint;
        StreamStart = response.WriteStreamOperationStartResult ?? StreamStart;
        StreamingQuery = response.StreamingQueryCommandResult ?? StreamingQuery;
        StreamingQueryManager = response.StreamingQueryManagerCommandResult ?? StreamingQueryManager;
    }
}
