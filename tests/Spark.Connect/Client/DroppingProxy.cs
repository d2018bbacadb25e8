using System.Net;
using System.Net.Sockets;

namespace Spark.Connect.Tests.Client;

/// <summary>Passes bytes between a client and a server, and resets a connection after so many bytes of answers.</summary>
internal sealed class DroppingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _serverPort;
    private readonly Queue<long> _limits;
    private readonly Task _accepting;
    private readonly CancellationTokenSource _stop = new();

    /// <param name="limits">After how many bytes of answers the first connection breaks, the second and so on; later ones last.</param>
    public DroppingProxy(int serverPort, params IEnumerable<long> limits)
    {
        _serverPort = serverPort;
        _limits = new Queue<long>(limits);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections it broke.</summary>
    public int Dropped { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                _ = PassAsync(client, _limits.TryDequeue(out var limit) ? limit : long.MaxValue);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException) { }
    }

    private async Task PassAsync(Socket client, long limit)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _serverPort, _stop.Token);
                await Task.WhenAny(CopyAsync(client, server, long.MaxValue), CopyAsync(server, client, limit));
                // Without lingering, closing resets the connection instead of ending it in order.
                client.LingerState = new LingerOption(true, 0);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException) { }
        }
    }

    private async Task CopyAsync(Socket from, Socket to, long limit)
    {
        var buffer = new byte[8192];
        try
        {
            while (
                limit > 0
                && await from.ReceiveAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, limit)), _stop.Token) is > 0 and var count
            )
            {
                limit -= count;
                for (var sent = 0; sent < count; )
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException) { }

        if (limit == 0)
            Dropped++;
    }
}
