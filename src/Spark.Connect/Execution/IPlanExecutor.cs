using Spark.Connect.Columnar;

namespace Spark.Connect.Execution;

/// <summary>
/// Runs plans for one session. The one seam between the API and the engines: every engine receives the identical Spark Connect messages
/// and answers with the identical responses, except that result batches come as <see cref="ColumnBatch"/> instead of Arrow bytes.
/// </summary>
/// <remarks>
/// Failures are thrown as <see cref="Microsoft.Spark.SparkException"/> and its subclasses. The client fields of the requests (session id, user,
/// client type) may be left empty: the executor fills them.
/// </remarks>
public interface IPlanExecutor : IAsyncDisposable
{
    /// <summary>The engine's name as shown to people: <c>embedded</c>, or the <c>sc://</c> address without its secrets.</summary>
    string Engine { get; }

    /// <summary>The session's id, a UUID.</summary>
    string SessionId { get; }

    /// <summary>Executes a plan: a relation gives its schema and batches, a command what the protocol says of it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="tags">Tags by which <see cref="InterruptAsync"/> finds the execution.</param>
    /// <param name="cancellationToken">Interrupts the execution on the engine too.</param>
    IAsyncEnumerable<ExecutionEvent> ExecuteAsync(
        Plan plan,
        IReadOnlyCollection<string>? tags = null,
        CancellationToken cancellationToken = default
    );

    /// <summary>Answers a question about a plan without running it: schema, explain, isLocal and so on.</summary>
    Task<AnalyzePlanResponse> AnalyzeAsync(AnalyzePlanRequest request, CancellationToken cancellationToken = default);

    /// <summary>Reads or changes the session's configuration.</summary>
    Task<ConfigResponse> ConfigAsync(ConfigRequest.Types.Operation operation, CancellationToken cancellationToken = default);

    /// <summary>Interrupts running executions: all, by tag, or by operation id.</summary>
    /// <returns>The ids of the interrupted operations.</returns>
    Task<IReadOnlyList<string>> InterruptAsync(InterruptRequest request, CancellationToken cancellationToken = default);

    /// <summary>Uploads an artifact (a file, a jar, cached local data) under the protocol's name for it, such as <c>files/a.txt</c>.</summary>
    Task AddArtifactAsync(string name, Stream content, CancellationToken cancellationToken = default);

    /// <summary>Which of the named artifacts the session already has.</summary>
    Task<IReadOnlyDictionary<string, bool>> ArtifactStatusAsync(
        IReadOnlyCollection<string> names,
        CancellationToken cancellationToken = default
    );

    /// <summary>Opens another session on the same engine, with this one's configuration when <paramref name="clone"/> is set.</summary>
    Task<IPlanExecutor> NewSessionAsync(bool clone = false, CancellationToken cancellationToken = default);
}

/// <summary>One thing that an execution says: a batch of the result, or any other response of the protocol.</summary>
public sealed class ExecutionEvent
{
    /// <summary>Rows of the result; the receiver disposes it.</summary>
    public ColumnBatch? Batch { get; init; }

    /// <summary>The result's schema (always before the first batch), a command's result, metrics, or progress.</summary>
    public ExecutePlanResponse? Response { get; init; }
}

/// <summary>How an engine makes itself known to the API, which names none.</summary>
public interface IPlanExecutorProvider
{
    /// <summary>Opens a session.</summary>
    /// <param name="config">The session's initial configuration, Spark's keys.</param>
    IPlanExecutor Open(IReadOnlyDictionary<string, string> config);
}

/// <summary>Names, on an engine's assembly, its <see cref="IPlanExecutorProvider"/>.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class PlanExecutorProviderAttribute(Type provider) : Attribute
{
    public Type Provider { get; } = provider;
}
