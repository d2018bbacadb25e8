using Amazon.ElasticMapReduce.Model;
using Spark.Emr.Aws;
using Spark.Emr.Errors;

namespace Spark.Emr.Clusters;

/// <summary>Where a session answers, and until when its token is good.</summary>
/// <param name="Address">The <c>sc://</c> address with its token: a secret.</param>
internal sealed record SessionEndpoint(string Address, DateTime? Expires)
{
    /// <summary>Without the token, so that a trace cannot hold it.</summary>
    public override string ToString() => $"SessionEndpoint {{ {Address.Split('/', 4)[2]} }}";
}

/// <summary>Spark Connect sessions of EMR-Spark 8.</summary>
internal sealed class ConnectSessions(EmrGateway emr, ClusterDirectory clusters, Action<string> tell)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(20);

    /// <summary>Starts a session once, however often the request is repeated, and waits until it takes connections.</summary>
    public async Task<string> StartAsync(string clusterId, int idleMinutes, CancellationToken cancellationToken)
    {
        await ClusterReadyAsync(clusterId, cancellationToken);
        var token = Guid.NewGuid().ToString();
        var started = await emr.RepeatableAsync(
            (client, ct) =>
                client.StartSessionAsync(
                    new StartSessionRequest
                    {
                        ClusterId = clusterId,
                        ClientRequestToken = token,
                        SessionIdleTimeoutInMinutes = idleMinutes,
                    },
                    ct
                ),
            cancellationToken
        );
        var deadline = emr.Clock.GetUtcNow() + StartPatience;
        while (true)
        {
            var session = (
                await emr.RepeatableAsync(
                    (client, ct) => client.GetSessionAsync(new GetSessionRequest { ClusterId = clusterId, SessionId = started.Id }, ct),
                    cancellationToken
                )
            ).Session!;
            switch (session.State?.Value)
            {
                case "STARTED" or "IDLE" or "BUSY":
                    return started.Id!;
                case "FAILED" or "TERMINATED" or "TERMINATING":
                    throw new LauncherException(
                        ExitCode.ClusterLost,
                        $"The session {started.Id} is {session.State.Value}: {session.StateChangeReason ?? "EMR gives no reason"}."
                    );
            }

            if (emr.Clock.GetUtcNow() > deadline)
                throw new LauncherException(
                    ExitCode.TimedOut,
                    $"The session {started.Id} is {session.State?.Value} after {StartPatience.TotalMinutes:0} minutes."
                );
            await Task.Delay(Pause, emr.Clock, cancellationToken);
        }
    }

    /// <summary>The session's address with a fresh token.</summary>
    public async Task<SessionEndpoint> EndpointAsync(string clusterId, string sessionId, CancellationToken cancellationToken)
    {
        var endpoint = await emr.RepeatableAsync(
            (client, ct) =>
                client.GetSessionEndpointAsync(new GetSessionEndpointRequest { ClusterId = clusterId, SessionId = sessionId }, ct),
            cancellationToken
        );
        var host = endpoint.Endpoint!.Contains("://", StringComparison.Ordinal)
            ? new Uri(endpoint.Endpoint).Authority
            : endpoint.Endpoint.TrimEnd('/');
        if (!host.Contains(':', StringComparison.Ordinal))
            host += ":443";
        return new SessionEndpoint(
            $"sc://{host}/;use_ssl=true;x-aws-proxy-auth={Uri.EscapeDataString(endpoint.AuthToken!)};authorization={Uri.EscapeDataString(sessionId)}",
            endpoint.AuthTokenExpirationTime
        );
    }

    private async Task ClusterReadyAsync(string clusterId, CancellationToken cancellationToken)
    {
        var told = false;
        while (true)
        {
            var cluster = await clusters.DescribeAsync(clusterId, cancellationToken);
            if (cluster.Status?.State?.Value is "RUNNING" or "WAITING")
                return;
            if (ClusterEnd.Of(cluster) is { } end)
                throw new LauncherException(end.Code == ExitCode.Success ? ExitCode.ClusterLost : end.Code, end.Reason);
            if (!told)
                tell($"{clusterId} is {cluster.Status?.State?.Value}; waiting until it runs.");
            told = true;
            await Task.Delay(Pause, emr.Clock, cancellationToken);
        }
    }
}
