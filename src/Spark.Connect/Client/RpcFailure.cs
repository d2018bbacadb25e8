using Google.Rpc;
using Grpc.Core;

namespace Spark.Connect.Client;

/// <summary>What a failed call says beside its status.</summary>
internal static class RpcFailure
{
    extension(RpcException failure)
    {
        /// <summary>The error details of Spark: its class, its parameters, and an id to ask for more; null when the failure is not Spark's.</summary>
        public ErrorInfo? Info => failure.Trailers.GetRpcStatus(ignoreParseError: true)?.GetDetail<ErrorInfo>();

        /// <summary>How long the server asks to wait before the next attempt.</summary>
        public TimeSpan? RetryDelay =>
            failure.Trailers.GetRpcStatus(ignoreParseError: true)?.GetDetail<RetryInfo>()?.RetryDelay?.ToTimeSpan();

        /// <summary>Whether the connection, and not the server, ended the call: the stream broke, or came to its end without a status.</summary>
        public bool IsLostConnection =>
            failure.StatusCode switch
            {
                StatusCode.Unavailable => true,
                StatusCode.Internal => failure.Status.DebugException is IOException or HttpRequestException,
                StatusCode.Cancelled => failure.Status.Detail.StartsWith("No grpc-status", StringComparison.Ordinal),
                _ => false,
            };

        /// <summary>Raises what callers expect when the failure is their own doing.</summary>
        public void ThrowIfCancelled(CancellationToken cancellationToken)
        {
            // The client's own option for that raises it for other failures too.
            if (cancellationToken.IsCancellationRequested)
                throw new OperationCanceledException(failure.Status.Detail, failure, cancellationToken);
        }
    }
}
