using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.Spark;

namespace Spark.Connect.Client;

/// <summary>
/// One session on a server: makes its calls, again when they fail for a passing reason, tells the server who calls, and turns failures into
/// <see cref="SparkException"/>.
/// </summary>
internal sealed class ConnectSession
{
    // Answers that are given without running anything come at once or not at all.
    private static readonly TimeSpan ErrorDetailsTimeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Task, bool> _background = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly UserContext _user;

    // The server's own id of the session, which changes when the server forgot it and began another.
    private string? _serverSessionId;

    public ConnectSession(ConnectChannel channel, ConnectAddress address, string id)
    {
        Channel = channel;
        Address = address;
        Id = id;
        _user = new UserContext { UserId = address.UserId, UserName = address.UserId };
    }

    public ConnectChannel Channel { get; }

    /// <summary>The methods of the server.</summary>
    public SparkConnectService.SparkConnectServiceClient Client => Channel.Client;

    public ConnectAddress Address { get; }

    public string Id { get; }

    /// <summary>Whether the server has answered in this session.</summary>
    public bool WasUsed { get; private set; }

    /// <summary>What to call oneself in the <c>client_type</c> of requests.</summary>
    public static string DescribeClient(ConnectAddress address) =>
        $"{Uri.EscapeDataString(address.UserAgent ?? "_SPARK_CONNECT_DOTNET")} spark/4.1.3 "
        + $"os/{(OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux")} dotnet/{Environment.Version}";

    /// <summary>The request with the session's id and the user filled in.</summary>
    public T Sign<T>(T request)
        where T : ISessionRequest
    {
        request.SessionId = Id;
        request.UserContext = _user;
        request.ClientType = Channel.UserAgent;
        if (request is IObservingRequest observing && _serverSessionId is { } serverSessionId)
            observing.ClientObservedServerSideSessionId = serverSessionId;
        return request;
    }

    /// <summary>Signs a request and makes the call until it succeeds or fails for good.</summary>
    /// <exception cref="SparkException">It failed for good.</exception>
    public async Task<TResponse> CallAsync<TRequest, TResponse>(
        Func<TRequest, CallOptions, AsyncUnaryCall<TResponse>> method,
        TRequest request,
        CancellationToken cancellationToken
    )
        where TRequest : ISessionRequest
        where TResponse : ISessionResponse
    {
        Sign(request);
        var options = new CallOptions(cancellationToken: cancellationToken);
        var response = await RetryAsync(() => method(request, options).ResponseAsync, cancellationToken).ConfigureAwait(false);
        Observe(response);
        return response;
    }

    /// <summary>Makes a call until it succeeds or fails for good.</summary>
    /// <exception cref="SparkException">It failed for good.</exception>
    public async Task<T> RetryAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (RpcException failure)
            {
                failure.ThrowIfCancelled(cancellationToken);
                if (!await WaitToRetryAsync(attempt, failure, cancellationToken).ConfigureAwait(false))
                    throw await ToSparkExceptionAsync(failure, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits until the next attempt is due; false when there is none.</summary>
    public async Task<bool> WaitToRetryAsync(int attempt, RpcException failure, CancellationToken cancellationToken)
    {
        var policy = WasUsed ? RetryPolicy.Default : RetryPolicy.FirstContact;
        if (policy.Delay(attempt, failure, Random.Shared.NextDouble()) is not { } delay)
            return false;
        await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Makes calls that nobody waits for and whose failure changes nothing, such as releasing what has been read.</summary>
    public void InBackground(TimeSpan timeout, Func<CancellationToken, Task> calls)
    {
        var work = Task.Run(async () =>
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
            deadline.CancelAfter(timeout);
            try
            {
                await calls(deadline.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SparkException or OperationCanceledException or ObjectDisposedException)
            {
                // The server drops what was not released after a while.
            }
        });
        _background.TryAdd(work, true);
        work.ContinueWith(done => _background.TryRemove(done, out _), TaskScheduler.Default);
    }

    /// <summary>Waits until the calls in the background have ended, and gives those up that take longer than <paramref name="patience"/>.</summary>
    public async Task CloseAsync(TimeSpan patience)
    {
        _closing.CancelAfter(patience);
        await Task.WhenAll(_background.Keys).ConfigureAwait(false);
    }

    /// <summary>Checks that an answer is of this session, and of the same one on the server as those before.</summary>
    public void Observe(ISessionResponse response)
    {
        if (response.SessionId.Length > 0 && response.SessionId != Id)
            throw new SparkConnectException($"{Address} answered for session {response.SessionId} instead of {Id}.");
        WasUsed = true;
        var serverSessionId = response.ServerSideSessionId;
        if (serverSessionId.Length == 0)
            return;
        var before = Interlocked.CompareExchange(ref _serverSessionId, serverSessionId, null);
        if (before is not null && before != serverSessionId)
            throw new SparkConnectException(
                $"{Address} has lost the session {Id} with its views, configuration and cached data, and began another. Open a new session."
            );
    }

    /// <summary>The failure as what callers see, with the details that the server keeps for it.</summary>
    public async Task<SparkException> ToSparkExceptionAsync(RpcException failure, CancellationToken cancellationToken)
    {
        FetchErrorDetailsResponse? details = null;
        if (failure.Info is { } info && info.Metadata.TryGetValue("errorId", out var errorId))
        {
            var request = Sign(new FetchErrorDetailsRequest { ErrorId = errorId });
            try
            {
                var deadline = DateTime.UtcNow + ErrorDetailsTimeout;
                details = await Client
                    .FetchErrorDetailsAsync(request, deadline: deadline, cancellationToken: cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (RpcException)
            {
                // The status alone says less, but enough.
            }
        }

        return ServerError.ToException(failure, details, Address);
    }
}
