using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Google.Rpc;

namespace Spark.Connect.Client;

/// <summary>How a call ended: https://grpc.io/docs/guides/status-codes/.</summary>
internal enum GrpcStatusCode
{
    Ok,
    Cancelled,
    Unknown,
    InvalidArgument,
    DeadlineExceeded,
    NotFound,
    AlreadyExists,
    PermissionDenied,
    ResourceExhausted,
    FailedPrecondition,
    Aborted,
    OutOfRange,
    Unimplemented,
    Internal,
    Unavailable,
    DataLoss,
    Unauthenticated,
}

/// <summary>A call that failed. It does not leave this library: callers see a SparkException.</summary>
internal sealed class GrpcException(GrpcStatusCode code, string message, Status? details = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    public GrpcStatusCode Code { get; } = code;

    /// <summary>The error details of Spark: its class, its parameters, and an id to ask for more; null when the failure is not Spark's.</summary>
    public ErrorInfo? Info { get; } = Detail<ErrorInfo>(details);

    /// <summary>How long the server asks to wait before the next attempt.</summary>
    public TimeSpan? RetryDelay { get; } = Detail<RetryInfo>(details)?.RetryDelay?.ToTimeSpan();

    private static T? Detail<T>(Status? status)
        where T : class, IMessage<T>, new()
    {
        foreach (var detail in status?.Details ?? [])
            if (detail.TryUnpack<T>(out var message))
                return message;
        return null;
    }
}

/// <summary>Reads the status of a call from the headers or trailers that it ended with.</summary>
/// <remarks>https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#responses</remarks>
internal static class GrpcStatus
{
    /// <summary>The failure that the headers tell; null when they say that all went well or say nothing.</summary>
    public static GrpcException? Failure(HttpHeaders headers)
    {
        if (Value(headers, "grpc-status") is not { } text || text == "0")
            return null;
        var code =
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= (int)GrpcStatusCode.Unauthenticated
                ? (GrpcStatusCode)number
                : GrpcStatusCode.Unknown;
        var details = Details(Value(headers, "grpc-status-details-bin"));
        var message = Uri.UnescapeDataString(Value(headers, "grpc-message") ?? "");
        return new GrpcException(code, message.Length > 0 ? message : details?.Message ?? "", details);
    }

    public static bool IsPresent(HttpHeaders headers) => headers.NonValidated.Contains("grpc-status");

    /// <summary>What an answer means that is no answer of a gRPC server, but perhaps of a proxy before it.</summary>
    public static GrpcException NotGrpc(HttpStatusCode status) =>
        new(
            status switch
            {
                HttpStatusCode.BadRequest => GrpcStatusCode.Internal,
                HttpStatusCode.Unauthorized => GrpcStatusCode.Unauthenticated,
                HttpStatusCode.Forbidden => GrpcStatusCode.PermissionDenied,
                HttpStatusCode.NotFound => GrpcStatusCode.Unimplemented,
                HttpStatusCode.TooManyRequests
                or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout => GrpcStatusCode.Unavailable,
                _ => GrpcStatusCode.Unknown,
            },
            $"the answer is HTTP {(int)status} and not of a gRPC server"
        );

    /// <summary>What a broken connection or stream means.</summary>
    public static GrpcException Broken(Exception cause)
    {
        var reset = cause as HttpProtocolException ?? cause.InnerException as HttpProtocolException;
        var code = reset?.ErrorCode switch
        {
            // CANCEL, ENHANCE_YOUR_CALM and INADEQUATE_SECURITY of HTTP/2.
            8 => GrpcStatusCode.Cancelled,
            11 => GrpcStatusCode.ResourceExhausted,
            12 => GrpcStatusCode.PermissionDenied,
            _ => GrpcStatusCode.Unavailable,
        };
        return new GrpcException(
            code,
            cause.InnerException is { } inner ? $"{cause.Message} {inner.Message}" : cause.Message,
            innerException: cause
        );
    }

    private static string? Value(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static Status? Details(string? base64)
    {
        if (base64 is null)
            return null;
        try
        {
            // gRPC leaves the padding out.
            return Status.Parser.ParseFrom(Convert.FromBase64String(base64.PadRight((base64.Length + 3) & ~3, '=')));
        }
        catch (Exception e) when (e is FormatException or InvalidProtocolBufferException)
        {
            // The status and its message still say what happened.
            return null;
        }
    }
}
