using System.Net.Sockets;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace Spark.Connect.Client;

/// <summary>The connections to one server, shared by its sessions. Calls fail with <see cref="RpcException"/>.</summary>
internal sealed class ConnectChannel : IDisposable
{
    private readonly GrpcChannel _channel;
    private int _users = 1;

    public ConnectChannel(ConnectAddress address, string userAgent)
    {
        UserAgent = userAgent;
        _channel = GrpcChannel.ForAddress(
            address.BaseUri,
            new GrpcChannelOptions
            {
                HttpHandler = new SocketsHttpHandler
                {
                    EnableMultipleHttp2Connections = true,
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    // A proxy passes HTTP/2 through only inside TLS.
                    UseProxy = address.UseTls,
                    ConnectTimeout = TimeSpan.FromSeconds(20),
                    InitialHttp2StreamWindowSize = 4 * 1024 * 1024,
                    ConnectCallback = ConnectAsync,
                },
                DisposeHttpClient = true,
                MaxReceiveMessageSize = address.MaxMessageSize,
                MaxSendMessageSize = address.MaxMessageSize,
            }
        );
        Client = new SparkConnectService.SparkConnectServiceClient(
            _channel.Intercept(new CallConventions([.. address.Headers, new("user-agent", userAgent)]))
        );
    }

    /// <summary>The methods of the service.</summary>
    public SparkConnectService.SparkConnectServiceClient Client { get; }

    /// <summary>What the client calls itself.</summary>
    public string UserAgent { get; }

    /// <summary>Another user of the channel, who disposes it too.</summary>
    public ConnectChannel Share()
    {
        Interlocked.Increment(ref _users);
        return this;
    }

    /// <summary>Closes the connections once the last user has gone.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            _channel.Dispose();
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // A query may be silent for long; a peer that vanished is noticed all the same. Pings of HTTP/2 would do, but servers refuse frequent ones.
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
}
