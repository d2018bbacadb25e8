using System.Runtime.CompilerServices;
using Grpc.Core;
using Spark.Connect.Execution;

namespace Spark.Connect.Client;

/// <summary>Sends plans to a Spark Connect server: Spark from 3.5 on, local or on a cluster.</summary>
/// <remarks>
/// Calls that fail for a passing reason are made again, and an execution whose connection is lost goes on where it was. Disposing releases the session
/// on the server.
/// </remarks>
public sealed class ConnectExecutor : IPlanExecutor
{
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(3);

    private readonly ConnectSession _session;
    private readonly LargeLocalRelations _largeLocalRelations;
    private int _disposed;

    private ConnectExecutor(ConnectChannel channel, ConnectAddress address, string sessionId)
    {
        _session = new ConnectSession(channel, address, sessionId);
        _largeLocalRelations = new LargeLocalRelations(_session);
    }

    public string Engine => _session.Address.ToString();

    public string SessionId => _session.Id;

    /// <summary>Opens a session. Nothing is sent until it is used, except the configuration when there is any.</summary>
    /// <param name="connectionString">Such as <c>sc://host:15002/;token=...</c>; see <see cref="ConnectAddress"/>.</param>
    /// <param name="config">The session's initial configuration, Spark's keys.</param>
    /// <exception cref="ArgumentException">The connection string is wrong.</exception>
    /// <exception cref="Microsoft.Spark.SparkConnectException">The server cannot be reached or refuses the token.</exception>
    public static async Task<ConnectExecutor> OpenAsync(
        string connectionString,
        IReadOnlyDictionary<string, string>? config = null,
        CancellationToken cancellationToken = default
    )
    {
        var address = ConnectAddress.Parse(connectionString);
        var executor = new ConnectExecutor(
            new ConnectChannel(address, ConnectSession.DescribeClient(address)),
            address,
            address.SessionId ?? Guid.NewGuid().ToString()
        );
        if (config is not { Count: > 0 })
            return executor;
        try
        {
            var set = new ConfigRequest.Types.Set();
            foreach (var (key, value) in config)
                set.Pairs.Add(new KeyValue { Key = key, Value = value });
            await executor.ConfigAsync(new ConfigRequest.Types.Operation { Set = set }, cancellationToken).ConfigureAwait(false);
            return executor;
        }
        catch
        {
            await executor.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async IAsyncEnumerable<ExecutionEvent> ExecuteAsync(
        Plan plan,
        IReadOnlyCollection<string>? tags = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var request = new ExecutePlanRequest
        {
            Plan = await _largeLocalRelations.ReplaceAsync(plan, cancellationToken).ConfigureAwait(false),
        };
        request.Tags.AddRange(tags ?? []);
        request.RequestOptions.Add(
            new ExecutePlanRequest.Types.RequestOption
            {
                ResultChunkingOptions = new ResultChunkingOptions { AllowArrowBatchChunking = true },
            }
        );

        var batches = new ResultBatches();
        await foreach (var response in new ReattachableExecution(_session, request).ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var data = response.ArrowBatch;
            if (data is null)
            {
                yield return new ExecutionEvent { Response = response };
                continue;
            }

            if (response.Schema is not null || response.Metrics is not null || response.ObservedMetrics.Count > 0)
            {
                response.ArrowBatch = null;
                yield return new ExecutionEvent { Response = response };
            }

            foreach (var batch in batches.Add(data))
                yield return new ExecutionEvent { Batch = batch };
        }

        batches.EnsureWhole();
    }

    public async Task<AnalyzePlanResponse> AnalyzeAsync(AnalyzePlanRequest request, CancellationToken cancellationToken = default)
    {
        request = await _largeLocalRelations.ReplaceAsync(request, cancellationToken).ConfigureAwait(false);
        return await _session.CallAsync(_session.Client.AnalyzePlanAsync, request, cancellationToken).ConfigureAwait(false);
    }

    public Task<ConfigResponse> ConfigAsync(ConfigRequest.Types.Operation operation, CancellationToken cancellationToken = default) =>
        _session.CallAsync(_session.Client.ConfigAsync, new ConfigRequest { Operation = operation }, cancellationToken);

    public async Task<IReadOnlyList<string>> InterruptAsync(InterruptRequest request, CancellationToken cancellationToken = default) =>
        (await _session.CallAsync(_session.Client.InterruptAsync, request, cancellationToken).ConfigureAwait(false)).InterruptedIds;

    public async Task AddArtifactAsync(string name, Stream content, CancellationToken cancellationToken = default)
    {
        if (content.CanSeek)
        {
            await ArtifactUpload.SendAsync(_session, name, content, cancellationToken).ConfigureAwait(false);
            return;
        }

        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
        copy.Position = 0;
        await ArtifactUpload.SendAsync(_session, name, copy, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyDictionary<string, bool>> ArtifactStatusAsync(
        IReadOnlyCollection<string> names,
        CancellationToken cancellationToken = default
    )
    {
        var request = new ArtifactStatusesRequest();
        request.Names.AddRange(names);
        var response = await _session.CallAsync(_session.Client.ArtifactStatusAsync, request, cancellationToken).ConfigureAwait(false);
        return names.Distinct().ToDictionary(name => name, name => response.Statuses.TryGetValue(name, out var status) && status.Exists);
    }

    public async Task<IPlanExecutor> NewSessionAsync(bool clone = false, CancellationToken cancellationToken = default)
    {
        var sessionId = Guid.NewGuid().ToString();
        if (clone)
        {
            var request = new CloneSessionRequest { NewSessionId = sessionId };
            var response = await _session.CallAsync(_session.Client.CloneSessionAsync, request, cancellationToken).ConfigureAwait(false);
            sessionId = response.NewSessionId;
        }

        return new ConnectExecutor(_session.Channel.Share(), _session.Address, sessionId);
    }

    /// <summary>Releases the session on the server, which stops what still runs in it. A server that does not answer is not waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _session.CloseAsync(ReleaseTimeout).ConfigureAwait(false);
        if (_session.WasUsed)
        {
            var request = _session.Sign(new ReleaseSessionRequest());
            try
            {
                await _session.Client.ReleaseSessionAsync(request, deadline: DateTime.UtcNow + ReleaseTimeout).ConfigureAwait(false);
            }
            catch (RpcException)
            {
                // The server ends a session that nobody uses by itself.
            }
        }

        _session.Channel.Dispose();
    }
}
