using System.Buffers.Binary;
using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Spark.Connect.Tests.Client;

/// <summary>A server on the loopback that answers the calls of a method with what a test says, in turn; the last answer stays.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Dictionary<string, Queue<Answer>> _answers = [];

    private ScriptedServer(WebApplication app)
    {
        _app = app;
        app.Run(AnswerAsync);
    }

    /// <param name="Messages">The messages of the answer.</param>
    /// <param name="Status">The code of <c>grpc-status</c>; null to end the answer without one.</param>
    public sealed record Answer(IReadOnlyList<IMessage> Messages, int? Status = 0);

    /// <summary>The calls so far, with their headers.</summary>
    public ConcurrentQueue<(string Method, IReadOnlyDictionary<string, string> Headers)> Calls { get; } = [];

    public int Port => new Uri(_app.Urls.Single()).Port;

    public static async Task<ScriptedServer> StartAsync(params (string Method, Answer Answer)[] script)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2)
        );
        var server = new ScriptedServer(builder.Build());
        foreach (var (method, answer) in script)
            (server._answers.TryGetValue(method, out var queue) ? queue : server._answers[method] = []).Enqueue(answer);
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var method = context.Request.Path.Value!.Split('/')[^1];
        Calls.Enqueue(
            (
                method,
                context.Request.Headers.ToDictionary(
                    header => header.Key,
                    header => header.Value.ToString(),
                    StringComparer.OrdinalIgnoreCase
                )
            )
        );
        await context.Request.Body.CopyToAsync(Stream.Null);
        var answer = Next(method);
        context.Response.ContentType = "application/grpc";
        foreach (var message in answer.Messages)
        {
            var frame = new byte[5 + message.CalculateSize()];
            BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), frame.Length - 5);
            message.WriteTo(frame.AsSpan(5));
            await context.Response.Body.WriteAsync(frame);
        }

        if (answer.Status is { } status)
            context.Response.AppendTrailer("grpc-status", status.ToString());
    }

    private Answer Next(string method)
    {
        lock (_answers)
            return !_answers.TryGetValue(method, out var queue) ? new([], 12)
                : queue.Count > 1 ? queue.Dequeue()
                : queue.Peek();
    }
}
