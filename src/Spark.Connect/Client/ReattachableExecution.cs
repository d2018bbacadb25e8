using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.Spark;

namespace Spark.Connect.Client;

/// <summary>
/// Reads the responses to one plan, each exactly once, whatever happens to the connection: the server keeps them until they are released, and the
/// stream is taken up after the last one that arrived.
/// </summary>
/// <remarks>
/// The server ends a stream after some minutes although there is more to come; only a <c>ResultComplete</c> is the end. Spark's own clients behave
/// the same: https://github.com/apache/spark/blob/v4.1.3/python/pyspark/sql/connect/client/reattach.py.
/// </remarks>
internal sealed class ReattachableExecution
{
    // What the server may keep of responses that have been read; it never waits for a release below 10 MB.
    private const long ReleaseEvery = 1024 * 1024;

    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(10);

    private readonly ConnectSession _session;
    private readonly ExecutePlanRequest _request;
    private string? _lastResponseId;
    private long _unreleased;
    private int _releasing;

    public ReattachableExecution(ConnectSession session, ExecutePlanRequest request)
    {
        _session = session;
        _request = session.Sign(request);
        request.OperationId = Guid.NewGuid().ToString();
        request.RequestOptions.Add(
            new ExecutePlanRequest.Types.RequestOption { ReattachOptions = new ReattachOptions { Reattachable = true } }
        );
    }

    public async IAsyncEnumerable<ExecutePlanResponse> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        AsyncServerStreamingCall<ExecutePlanResponse>? stream = null;
        var reattach = false;
        var attempt = 0;
        var ended = false;
        try
        {
            while (true)
            {
                ExecutePlanResponse? response = null;
                RpcException? failure = null;
                try
                {
                    stream ??= Open(reattach, cancellationToken);
                    if (await stream.ResponseStream.MoveNext(cancellationToken).ConfigureAwait(false))
                        response = stream.ResponseStream.Current;
                }
                catch (RpcException e)
                {
                    e.ThrowIfCancelled(cancellationToken);
                    failure = e;
                }

                if (response is null)
                {
                    stream!.Dispose();
                    stream = null;
                    if (failure is null)
                    {
                        reattach = true;
                    }
                    else if (reattach && IsUnknown(failure) && _lastResponseId is null)
                    {
                        // The plan did not even reach the server.
                        reattach = false;
                    }
                    else if (
                        !reattach && failure.Status.Detail.Contains("INVALID_HANDLE.OPERATION_ALREADY_EXISTS", StringComparison.Ordinal)
                    )
                    {
                        reattach = true;
                    }
                    else if (reattach && IsUnknown(failure))
                    {
                        ended = true;
                        throw new SparkConnectException(
                            $"Spark Connect at {_session.Address} has forgotten a query of which it had sent a part of the result. Run it again.",
                            await _session.ToSparkExceptionAsync(failure, cancellationToken).ConfigureAwait(false)
                        );
                    }
                    else
                    {
                        if (!await _session.WaitToRetryAsync(attempt++, failure, cancellationToken).ConfigureAwait(false))
                        {
                            ended = true;
                            var error = await _session.ToSparkExceptionAsync(failure, cancellationToken).ConfigureAwait(false);
                            if (failure.Info is not null)
                                ReleaseAll(interrupt: false);
                            throw error;
                        }

                        reattach = true;
                    }

                    continue;
                }

                attempt = 0;
                _session.Observe(response);
                _lastResponseId = response.ResponseId;
                if (response.ResponseTypeCase == ExecutePlanResponse.ResponseTypeOneofCase.ResultComplete)
                {
                    ended = true;
                    ReleaseAll(interrupt: false);
                    yield break;
                }

                _unreleased += response.ArrowBatch?.Data.Length ?? 0;
                if (_unreleased >= ReleaseEvery)
                    ReleaseUntilLast();
                yield return response;
            }
        }
        finally
        {
            // Cancelled, or the reader has seen enough: nobody will ask for the rest.
            if (!ended)
                ReleaseAll(interrupt: true);
            stream?.Dispose();
        }
    }

    private AsyncServerStreamingCall<ExecutePlanResponse> Open(bool reattach, CancellationToken cancellationToken)
    {
        if (!reattach)
            return _session.Client.ExecutePlan(_request, cancellationToken: cancellationToken);
        var request = _session.Sign(new ReattachExecuteRequest { OperationId = _request.OperationId });
        if (_lastResponseId is not null)
            request.LastResponseId = _lastResponseId;
        return _session.Client.ReattachExecute(request, cancellationToken: cancellationToken);
    }

    private static bool IsUnknown(RpcException failure) =>
        failure.Status.Detail.Contains("INVALID_HANDLE.OPERATION_NOT_FOUND", StringComparison.Ordinal)
        || failure.Status.Detail.Contains("INVALID_HANDLE.SESSION_NOT_FOUND", StringComparison.Ordinal);

    /// <summary>Lets the server drop what has been read, without keeping the reader waiting; one release at a time is under way.</summary>
    private void ReleaseUntilLast()
    {
        if (Interlocked.Exchange(ref _releasing, 1) != 0)
            return;
        _unreleased = 0;
        var request = new ReleaseExecuteRequest
        {
            OperationId = _request.OperationId,
            ReleaseUntil = new ReleaseExecuteRequest.Types.ReleaseUntil { ResponseId = _lastResponseId },
        };
        _session.InBackground(
            ReleaseTimeout,
            async token =>
            {
                try
                {
                    await _session.CallAsync(_session.Client.ReleaseExecuteAsync, request, token).ConfigureAwait(false);
                }
                finally
                {
                    Volatile.Write(ref _releasing, 0);
                }
            }
        );
    }

    private void ReleaseAll(bool interrupt)
    {
        var stop = new InterruptRequest
        {
            InterruptType = InterruptRequest.Types.InterruptType.OperationId,
            OperationId = _request.OperationId,
        };
        var release = new ReleaseExecuteRequest
        {
            OperationId = _request.OperationId,
            ReleaseAll = new ReleaseExecuteRequest.Types.ReleaseAll(),
        };
        _session.InBackground(
            ReleaseTimeout,
            async token =>
            {
                if (interrupt)
                    await _session.CallAsync(_session.Client.InterruptAsync, stop, token).ConfigureAwait(false);
                await _session.CallAsync(_session.Client.ReleaseExecuteAsync, release, token).ConfigureAwait(false);
            }
        );
    }
}
