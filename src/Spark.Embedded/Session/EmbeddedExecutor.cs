using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Spark;
using Spark.Connect;
using Spark.Connect.Execution;
using Spark.Embedded.Delta;

[assembly: PlanExecutorProvider(typeof(Spark.Embedded.Session.EmbeddedExecutorProvider))]

namespace Spark.Embedded.Session;

/// <summary>Opens sessions of the embedded engine.</summary>
public sealed class EmbeddedExecutorProvider : IPlanExecutorProvider
{
    /// <inheritdoc/>
    public IPlanExecutor Open(IReadOnlyDictionary<string, string> config) => new EmbeddedExecutor(config);
}

/// <summary>
/// Runs plans in this process, on DuckDB. DuckDB's library is loaded by the first plan that needs it. Plans run on the thread pool, so that
/// awaiting one does not block, and several may run at a time.
/// </summary>
public sealed class EmbeddedExecutor : IPlanExecutor
{
    private readonly EmbeddedSession _session;
    private readonly ConcurrentDictionary<string, (RunningStatement Statement, IReadOnlyCollection<string> Tags)> _running = [];
    private int _disposed;

    /// <summary>Opens the first session of an application.</summary>
    /// <param name="config">
    /// Spark's keys, and the engine's own: <c>spark.embedded.threads</c> (by default one per processor), <c>spark.embedded.memory</c> (such as
    /// <c>4GB</c>; by default 80 % of the machine's, beyond which data spills to <c>spark.local.dir</c>).
    /// </param>
    public EmbeddedExecutor(IReadOnlyDictionary<string, string> config)
    {
        var settings = new SessionConfig(config);
        _session = new EmbeddedSession(new EmbeddedApplication(settings), settings, null);
    }

    private EmbeddedExecutor(EmbeddedSession session) => _session = session;

    /// <inheritdoc/>
    public string Engine => "embedded";

    /// <inheritdoc/>
    public string SessionId { get; } = Guid.NewGuid().ToString();

    /// <inheritdoc/>
    public async IAsyncEnumerable<ExecutionEvent> ExecuteAsync(
        Connect.Plan plan,
        IReadOnlyCollection<string>? tags = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        cancellationToken.ThrowIfCancellationRequested();
        var operation = Guid.NewGuid().ToString();
        using var statement = await Task.Run(() => Guard(_session.NewStatement), cancellationToken).ConfigureAwait(false);
        _running[operation] = (statement, tags ?? []);
        using var registration = cancellationToken.UnsafeRegister(static state => ((RunningStatement)state!).Interrupt(), statement);
        try
        {
            using var events = Start(plan, statement).GetEnumerator();
            while (await Task.Run(() => Guard(events.MoveNext, cancellationToken), CancellationToken.None).ConfigureAwait(false))
                yield return events.Current;
        }
        finally
        {
            _running.TryRemove(operation, out _);
        }
    }

    /// <inheritdoc/>
    public Task<AnalyzePlanResponse> AnalyzeAsync(AnalyzePlanRequest request, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return Task.Run(() => new PlanAnalyzer(_session).Analyze(request), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ConfigResponse> ConfigAsync(ConfigRequest.Types.Operation operation, CancellationToken cancellationToken = default)
    {
        try
        {
            return Task.FromResult(_session.Config.Handle(operation));
        }
        catch (SparkException exception)
        {
            return Task.FromException<ConfigResponse>(exception);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> InterruptAsync(InterruptRequest request, CancellationToken cancellationToken = default)
    {
        var interrupted = new List<string>();
        foreach (var (id, (statement, tags)) in _running)
        {
            var meant = request.InterruptType switch
            {
                InterruptRequest.Types.InterruptType.All => true,
                InterruptRequest.Types.InterruptType.Tag => tags.Contains(request.OperationTag),
                InterruptRequest.Types.InterruptType.OperationId => id == request.OperationId,
                _ => false,
            };
            if (!meant)
                continue;
            statement.Interrupt();
            interrupted.Add(id);
        }

        return Task.FromResult<IReadOnlyList<string>>(interrupted);
    }

    /// <inheritdoc/>
    public async Task AddArtifactAsync(string name, Stream content, CancellationToken cancellationToken = default)
    {
        using var memory = new MemoryStream();
        await content.CopyToAsync(memory, cancellationToken).ConfigureAwait(false);
        _session.Artifacts[name] = memory.ToArray();
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, bool>> ArtifactStatusAsync(
        IReadOnlyCollection<string> names,
        CancellationToken cancellationToken = default
    ) => Task.FromResult<IReadOnlyDictionary<string, bool>>(names.Distinct().ToDictionary(name => name, _session.Artifacts.ContainsKey));

    /// <inheritdoc/>
    public Task<IPlanExecutor> NewSessionAsync(bool clone = false, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        var keys = _session.Config.All.Where(pair => clone || !SessionConfig.IsModifiable(pair.Key));
        return Task.FromResult<IPlanExecutor>(
            new EmbeddedExecutor(new EmbeddedSession(_session.Application, new SessionConfig(keys), _session.Catalog))
        );
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            foreach (var (statement, _) in _running.Values)
                statement.Interrupt();
            _session.Application.Leave();
        }

        return ValueTask.CompletedTask;
    }

    private static IEnumerable<ExecutionEvent> Start(Connect.Plan plan, RunningStatement statement)
    {
        switch (plan.OpTypeCase)
        {
            case Connect.Plan.OpTypeOneofCase.Root:
                return new RelationRunner(statement).Run(plan.Root);
            case Connect.Plan.OpTypeOneofCase.Command:
                return Run(plan.Command, statement);
            default:
                throw Errors.SparkErrors.Unsupported($"a plan of the kind {plan.OpTypeCase}");
        }
    }

    private static IEnumerable<ExecutionEvent> Run(Command command, RunningStatement statement)
    {
        if (new CommandRunner(statement).Run(command) is { } response)
            yield return new ExecutionEvent { Response = response };
    }

    /// <summary>Runs a part of a statement; whatever goes wrong comes out as Spark's error.</summary>
    internal static T Guard<T>(Func<T> part, CancellationToken cancellationToken = default)
    {
        try
        {
            return DeltaSession.Guard(part);
        }
        catch (SparkException exception) when (exception.ErrorClass == "OPERATION_CANCELED" && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SparkException($"[FAILED_READ_FILE.NO_HINT] {exception.Message} SQLSTATE: KD001", exception)
            {
                ErrorClass = "FAILED_READ_FILE.NO_HINT",
                SqlState = "KD001",
            };
        }
    }
}
