using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Google.Protobuf;

namespace Spark.Connect.Client;

/// <summary>
/// Calls the methods of the Spark Connect service over HTTP/2: in plain text by prior knowledge, or over TLS. Failures are raised as
/// <see cref="GrpcException"/>. The Grpc.Net.Client package does the same where it can be had.
/// </summary>
/// <remarks>https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md</remarks>
internal sealed class GrpcChannel : IDisposable
{
    private const string Service = "spark.connect.SparkConnectService/";

    private readonly ConnectAddress _address;
    private readonly Uri _baseUri;
    private readonly HttpMessageInvoker _http;
    private int _users = 1;

    public GrpcChannel(ConnectAddress address, string userAgent)
    {
        _address = address;
        _baseUri = address.BaseUri;
        UserAgent = userAgent;
        _http = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                EnableMultipleHttp2Connections = true,
                AllowAutoRedirect = false,
                UseCookies = false,
                // A proxy passes HTTP/2 through only inside TLS.
                UseProxy = address.UseTls,
                ConnectTimeout = TimeSpan.FromSeconds(20),
                InitialHttp2StreamWindowSize = 4 * 1024 * 1024,
                ConnectCallback = ConnectAsync,
            }
        );
    }

    /// <summary>What the client calls itself.</summary>
    public string UserAgent { get; }

    /// <summary>Another user of the channel, who disposes it too.</summary>
    public GrpcChannel Share()
    {
        Interlocked.Increment(ref _users);
        return this;
    }

    /// <summary>Closes the connections once the last user has gone.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            _http.Dispose();
    }

    /// <summary>Sends one message and waits for one.</summary>
    /// <param name="timeout">The call's deadline; null for none.</param>
    public Task<TResponse> CallAsync<TResponse>(
        string method,
        IMessage request,
        MessageParser<TResponse> parser,
        TimeSpan? timeout,
        CancellationToken cancellationToken
    )
        where TResponse : IMessage<TResponse> =>
        CallAsync(method, Frames.Single(request, _address.MaxMessageSize), parser, timeout, cancellationToken);

    /// <summary>Sends a stream of messages and waits for one.</summary>
    public Task<TResponse> CallAsync<TResponse>(
        string method,
        IEnumerable<IMessage> requests,
        MessageParser<TResponse> parser,
        TimeSpan? timeout,
        CancellationToken cancellationToken
    )
        where TResponse : IMessage<TResponse> =>
        CallAsync(method, new Frames(requests, _address.MaxMessageSize), parser, timeout, cancellationToken);

    /// <summary>Sends one message and reads a stream of them.</summary>
    public async IAsyncEnumerable<TResponse> StreamAsync<TResponse>(
        string method,
        IMessage request,
        MessageParser<TResponse> parser,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
        where TResponse : IMessage<TResponse>
    {
        using var response = await SendAsync(method, Frames.Single(request, _address.MaxMessageSize), null, cancellationToken)
            .ConfigureAwait(false);
        var reader = new FrameReader(
            await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false),
            _address.MaxMessageSize
        );
        while (true)
        {
            TResponse? message;
            try
            {
                message = await reader.ReadAsync(parser, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                throw GrpcStatus.Broken(e);
            }

            if (message is null)
                break;
            yield return message;
        }

        EnsureOk(response);
    }

    private async Task<TResponse> CallAsync<TResponse>(
        string method,
        Frames requests,
        MessageParser<TResponse> parser,
        TimeSpan? timeout,
        CancellationToken cancellationToken
    )
        where TResponse : IMessage<TResponse>
    {
        using var deadline = timeout is null ? null : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline?.CancelAfter(timeout!.Value);
        var token = deadline?.Token ?? cancellationToken;
        try
        {
            using var response = await SendAsync(method, requests, timeout, token).ConfigureAwait(false);
            var reader = new FrameReader(await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false), _address.MaxMessageSize);
            var message = await reader.ReadAsync(parser, token).ConfigureAwait(false);
            // The trailers come after the last message.
            if (message is not null && await reader.ReadAsync(parser, token).ConfigureAwait(false) is not null)
                throw new GrpcException(GrpcStatusCode.Internal, $"{method} answered with more than one message");
            EnsureOk(response);
            return message ?? throw new GrpcException(GrpcStatusCode.Internal, $"{method} answered without a message");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GrpcException(GrpcStatusCode.DeadlineExceeded, $"{method} did not answer within {timeout!.Value.TotalSeconds} s");
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw GrpcStatus.Broken(e);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        string method,
        HttpContent content,
        TimeSpan? timeout,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_baseUri, Service + method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        request.Headers.TryAddWithoutValidation("te", "trailers");
        request.Headers.TryAddWithoutValidation("user-agent", UserAgent);
        if (timeout is { } limit)
            request.Headers.TryAddWithoutValidation(
                "grpc-timeout",
                ((long)limit.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) + "m"
            );
        foreach (var (name, value) in _address.Headers)
            request.Headers.TryAddWithoutValidation(name, value);

        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (e.InnerException is GrpcException refused)
        {
            throw refused;
        }
        catch (HttpRequestException e)
        {
            throw GrpcStatus.Broken(e);
        }

        // An error before the first message is "trailers-only": its status stands in the headers.
        var failure = GrpcStatus.Failure(response.Headers);
        if (
            failure is null
            && response.Content.Headers.ContentType?.MediaType?.StartsWith("application/grpc", StringComparison.Ordinal) != true
        )
            failure = GrpcStatus.NotGrpc(response.StatusCode);
        if (failure is null)
            return response;
        response.Dispose();
        throw failure;
    }

    private static void EnsureOk(HttpResponseMessage response)
    {
        if (GrpcStatus.Failure(response.TrailingHeaders) is { } failure)
            throw failure;
        if (!GrpcStatus.IsPresent(response.TrailingHeaders) && !GrpcStatus.IsPresent(response.Headers))
            throw new GrpcException(GrpcStatusCode.Unavailable, "the answer ended without a status");
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // A query may be silent for long; a peer that vanished is noticed all the same.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 15);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The body of a request: messages, each after a byte for "not compressed" and its length.</summary>
    private sealed class Frames : HttpContent
    {
        private readonly IEnumerable<IMessage> _messages;
        private readonly int _maxMessageSize;

        public Frames(IEnumerable<IMessage> messages, int maxMessageSize)
        {
            _messages = messages;
            _maxMessageSize = maxMessageSize;
            Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        }

        public static Frames Single(IMessage message, int maxMessageSize)
        {
            // Checked before anything is sent, so that the error is not one of the connection.
            EnsureFits(message.CalculateSize(), maxMessageSize);
            return new Frames([message], maxMessageSize);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, default);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            foreach (var message in _messages)
            {
                var size = message.CalculateSize();
                EnsureFits(size, _maxMessageSize);
                var frame = new byte[5 + size];
                BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), size);
                message.WriteTo(frame.AsSpan(5));
                await stream.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        private static void EnsureFits(int size, int limit)
        {
            if (size > limit)
                throw new GrpcException(
                    GrpcStatusCode.ResourceExhausted,
                    $"a request of {size} bytes is larger than the limit of {limit}; raise grpc_max_message_size in the connection string and "
                        + "spark.connect.grpc.maxInboundMessageSize on the server"
                );
        }
    }
}
