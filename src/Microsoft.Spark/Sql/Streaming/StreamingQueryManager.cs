using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql.Streaming;

/// <summary>The streaming queries of a session.</summary>
public sealed class StreamingQueryManager
{
    private readonly SparkSession _session;

    internal StreamingQueryManager(SparkSession session) => _session = session;

    /// <summary>The queries that run.</summary>
    public IEnumerable<StreamingQuery> Active() =>
        Run(new() { Active = true }).Active?.ActiveQueries.Select(query => new StreamingQuery(_session, query.Id, query.Name)).ToList()
        ?? [];

    /// <summary>The query of an id; null when none of that id runs.</summary>
    public StreamingQuery? Get(string id) =>
        Run(new() { GetQuery = id }).Query is { } query ? new StreamingQuery(_session, query.Id, query.Name) : null;

    /// <summary>Waits until a query ends.</summary>
    public void AwaitAnyTermination() => Run(new() { AwaitAnyTermination = new() });

    /// <summary>Waits until a query ends, for so many milliseconds.</summary>
    public void AwaitAnyTermination(long timeoutMs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(timeoutMs);
        Run(new() { AwaitAnyTermination = new() { TimeoutMs = timeoutMs } });
    }

    /// <summary>Forgets the queries that ended, so that <see cref="AwaitAnyTermination()"/> waits for others.</summary>
    public void ResetTerminated() => Run(new() { ResetTerminated = true });

    private Proto.StreamingQueryManagerCommandResult Run(Proto.StreamingQueryManagerCommand command) =>
        _session.Execution.Command(new() { StreamingQueryManagerCommand = command }).StreamingQueryManager
        ?? throw new SparkException("The engine did not answer for its streaming queries.");
}
