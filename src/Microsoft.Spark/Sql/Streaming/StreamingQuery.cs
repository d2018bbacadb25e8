using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql.Streaming;

/// <summary>A streaming query that was started.</summary>
public sealed class StreamingQuery
{
    private readonly SparkSession _session;
    private readonly Proto.StreamingQueryInstanceId _id;

    internal StreamingQuery(SparkSession session, Proto.StreamingQueryInstanceId id, string? name)
    {
        _session = session;
        _id = id;
        Name = string.IsNullOrEmpty(name) ? null : name;
    }

    /// <summary>The query's name; null for none.</summary>
    public string? Name { get; }

    /// <summary>The query's id, which stays when it is started again from its checkpoint.</summary>
    public string Id => _id.Id;

    /// <summary>The id of this run.</summary>
    public string RunId => _id.RunId;

    /// <summary>Whether the query runs.</summary>
    public bool IsActive() => Run(new() { Status = true }).Status.IsActive;

    /// <summary>What the query does at the moment, in words.</summary>
    public string Status() => Run(new() { Status = true }).Status.StatusMessage;

    /// <summary>What the query did at its last triggers, as JSON.</summary>
    public IReadOnlyList<string> RecentProgress() => Run(new() { RecentProgress = true }).RecentProgress.RecentProgressJson;

    /// <summary>What the query did at its last trigger, as JSON; null when it had none.</summary>
    public string? LastProgress() => Run(new() { LastProgress = true }).RecentProgress?.RecentProgressJson.LastOrDefault();

    /// <summary>Waits for the query to end.</summary>
    /// <exception cref="StreamingQueryException">It failed.</exception>
    public void AwaitTermination() => Run(new() { AwaitTermination = new() });

    /// <summary>Waits for the query to end, for so many milliseconds.</summary>
    /// <returns>Whether it ended.</returns>
    /// <exception cref="StreamingQueryException">It failed.</exception>
    public bool AwaitTermination(long timeoutMs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(timeoutMs);
        return Run(new() { AwaitTermination = new() { TimeoutMs = timeoutMs } }).AwaitTermination.Terminated;
    }

    /// <summary>Waits until all data that is there now was processed.</summary>
    public void ProcessAllAvailable() => Run(new() { ProcessAllAvailable = true });

    /// <summary>Stops the query.</summary>
    public void Stop() => Run(new() { Stop = true });

    /// <summary>Writes the plan of the last batch to the console.</summary>
    /// <param name="extended">Whether to write the logical plans too.</param>
    public void Explain(bool extended = false) => Console.WriteLine(Run(new() { Explain = new() { Extended = extended } }).Explain.Result);

    /// <summary>Why the query failed; null when it did not.</summary>
    public StreamingQueryException? Exception()
    {
        var failure = Run(new() { Exception = true }).Exception;
        return failure is { HasExceptionMessage: true }
            ? new StreamingQueryException(failure.ExceptionMessage) { ErrorClass = failure.HasErrorClass ? failure.ErrorClass : null }
            : null;
    }

    private Proto.StreamingQueryCommandResult Run(Proto.StreamingQueryCommand command)
    {
        command.QueryId = _id;
        return _session.Execution.Command(new() { StreamingQueryCommand = command }).StreamingQuery
            ?? throw new SparkException($"The engine did not answer for the streaming query {Id}.");
    }
}
