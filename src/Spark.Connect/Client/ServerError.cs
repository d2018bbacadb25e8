using System.Text;
using System.Text.Json;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Spark;
using Details = Spark.Connect.FetchErrorDetailsResponse;

namespace Spark.Connect.Client;

/// <summary>Turns a failed call into the exception for it: by the classes of the server's exception when Spark raised one, by the status otherwise.</summary>
internal static class ServerError
{
    public static SparkException ToException(RpcException failure, Details? details, ConnectAddress address)
    {
        if (failure.Info is not { } info)
            return ConnectionError(failure, address);
        if (details is { HasRootErrorIdx: true } && (uint)details.RootErrorIdx < (uint)details.Errors.Count)
            return FromDetails(details, details.RootErrorIdx, StackTrace(details), []);

        var classes = Strings(info, "classes");
        return Create(classes, failure.Status.Detail, null)
            .Describe(
                info.Metadata.TryGetValue("errorClass", out var errorClass) ? errorClass : null,
                info.Metadata.TryGetValue("sqlState", out var sqlState) ? sqlState : null,
                Parameters(info),
                [],
                classes,
                info.Metadata.TryGetValue("stackTrace", out var stackTrace) ? stackTrace : null
            );
    }

    private static SparkException FromDetails(Details details, int index, string? stackTrace, HashSet<int> seen)
    {
        var error = details.Errors[index];
        seen.Add(index);
        // A cause that is named twice would never end.
        var cause =
            error.HasCauseIdx && (uint)error.CauseIdx < (uint)details.Errors.Count && !seen.Contains(error.CauseIdx)
                ? FromDetails(details, error.CauseIdx, null, seen)
                : null;
        var spark = error.SparkThrowable;
        return Create(error.ErrorTypeHierarchy, error.Message, cause)
            .Describe(
                spark is { HasErrorClass: true } ? spark.ErrorClass : null,
                spark is { HasSqlState: true } ? spark.SqlState : null,
                spark is null ? [] : new Dictionary<string, string>(spark.MessageParameters),
                spark is null ? [] : [.. spark.QueryContexts.Select(Context)],
                [.. error.ErrorTypeHierarchy],
                stackTrace
            );
    }

    private static SparkException Create(IEnumerable<string> classes, string message, Exception? cause)
    {
        foreach (var name in classes)
            switch (name)
            {
                case "org.apache.spark.sql.catalyst.parser.ParseException":
                    return new ParseException(message, cause);
                case "org.apache.spark.sql.AnalysisException":
                    return new AnalysisException(message, cause);
                case "org.apache.spark.sql.streaming.StreamingQueryException":
                    return new StreamingQueryException(message, cause);
                case "org.apache.spark.SparkUpgradeException":
                    return new SparkUpgradeException(message, cause);
                case "java.lang.NumberFormatException":
                    return new SparkNumberFormatException(message, cause);
                case "java.lang.IllegalArgumentException":
                    return new SparkIllegalArgumentException(message, cause);
                case "java.lang.ArithmeticException":
                    return new SparkArithmeticException(message, cause);
                case "java.lang.UnsupportedOperationException":
                    return new SparkUnsupportedOperationException(message, cause);
                case "java.lang.ArrayIndexOutOfBoundsException":
                    return new SparkArrayIndexOutOfBoundsException(message, cause);
                case "java.time.DateTimeException":
                    return new SparkDateTimeException(message, cause);
                case "java.util.NoSuchElementException":
                    return new SparkNoSuchElementException(message, cause);
                case "org.apache.spark.SparkRuntimeException":
                    return new SparkRuntimeException(message, cause);
            }

        return new SparkException(message, cause);
    }

    private static SparkConnectException ConnectionError(RpcException failure, ConnectAddress address)
    {
        var reason = failure.Status.Detail.TrimEnd('.');
        return new(
            failure.StatusCode switch
            {
                StatusCode.Unavailable =>
                    $"Spark Connect at {address} cannot be reached: {reason}. Is the server running, and is the address right?",
                StatusCode.Unauthenticated or StatusCode.PermissionDenied =>
                    $"Spark Connect at {address} refuses the credentials: {reason}. Check the token of the connection string.",
                StatusCode.Unimplemented =>
                    $"The server at {address} does not know the call, so it is no Spark Connect server or an older one: {reason}.",
                StatusCode.ResourceExhausted =>
                    $"The call to Spark Connect at {address} failed ({failure.StatusCode}): {reason}. Messages are limited to {address.MaxMessageSize} "
                        + "bytes here by grpc_max_message_size in the connection string, on the server by spark.connect.grpc.maxInboundMessageSize.",
                _ => $"The call to Spark Connect at {address} failed ({failure.StatusCode}): {reason}.",
            },
            failure.Status.DebugException
        );
    }

    private static QueryContext Context(Details.Types.QueryContext context) =>
        context.ContextType == Details.Types.QueryContext.Types.ContextType.Dataframe
            ? new QueryContext("", context.CallSite, -1, -1, context.Fragment)
            : new QueryContext(context.ObjectType, context.ObjectName, context.StartIndex, context.StopIndex, context.Fragment);

    private static string? StackTrace(Details details)
    {
        var text = new StringBuilder();
        var seen = new HashSet<int>();
        for (var index = details.RootErrorIdx; (uint)index < (uint)details.Errors.Count && seen.Add(index); )
        {
            var error = details.Errors[index];
            if (error.StackTrace.Count == 0)
                break;
            text.Append(index == details.RootErrorIdx ? "" : "Caused by: ")
                .Append(error.ErrorTypeHierarchy.FirstOrDefault())
                .Append(": ")
                .Append(error.Message)
                .Append('\n');
            foreach (var element in error.StackTrace)
                text.Append($"\tat {element.DeclaringClass}.{element.MethodName}({element.FileName}:{element.LineNumber})\n");
            index = error.HasCauseIdx ? error.CauseIdx : -1;
        }

        return text.Length == 0 ? null : text.ToString();
    }

    private static string[] Strings(ErrorInfo info, string key) =>
        Json(info, key) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray().Select(item => item.ToString())] : [];

    private static Dictionary<string, string> Parameters(ErrorInfo info) =>
        Json(info, "messageParameters") is { ValueKind: JsonValueKind.Object } pairs
            ? pairs.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.ToString())
            : [];

    private static JsonElement? Json(ErrorInfo info, string key)
    {
        if (!info.Metadata.TryGetValue(key, out var text))
            return null;
        try
        {
            return JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException)
        {
            // Long values are cut off by the server.
            return null;
        }
    }
}
