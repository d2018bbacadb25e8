using Amazon.ElasticMapReduce;
using Amazon.ElasticMapReduce.Model;
using Spark.Emr.Aws;
using Spark.Emr.Errors;
using Spark.Emr.Settings;

namespace Spark.Emr.Clusters;

/// <summary>Finds clusters by id or name, and sees to it that of several launchers only one creates a shared one.</summary>
internal sealed class ClusterDirectory(EmrGateway emr, CreationLease lease, Action<string> tell)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);
    private static readonly List<string> Living =
    [
        ClusterState.STARTING,
        ClusterState.BOOTSTRAPPING,
        ClusterState.RUNNING,
        ClusterState.WAITING,
    ];

    /// <summary>The newest cluster of that name that is alive; null when there is none.</summary>
    public async Task<ClusterSummary?> FindAsync(string name, CancellationToken cancellationToken)
    {
        string? marker = null;
        do
        {
            var page = await emr.RepeatableAsync(
                (client, ct) =>
                    client.ListClustersAsync(
                        new ListClustersRequest { ClusterStates = [.. Living.Select(state => (ClusterState)state)], Marker = marker },
                        ct
                    ),
                cancellationToken
            );
            if (page.Clusters?.Find(cluster => cluster.Name == name) is { } found)
                return found;
            marker = page.Marker;
        } while (marker is not null);
        return null;
    }

    public async Task<Cluster> DescribeAsync(string id, CancellationToken cancellationToken) =>
        (
            await emr.RepeatableAsync(
                (client, ct) => client.DescribeClusterAsync(new DescribeClusterRequest { ClusterId = id }, ct),
                cancellationToken
            )
        ).Cluster!;

    /// <summary>The id that <paramref name="idOrName"/> means.</summary>
    /// <exception cref="LauncherException">No living cluster is so called.</exception>
    public async Task<string> ResolveAsync(string idOrName, CancellationToken cancellationToken) =>
        IsId(idOrName)
            ? idOrName
            : (await FindAsync(idOrName, cancellationToken))?.Id
                ?? throw new LauncherException(
                    ExitCode.Missing,
                    $"No cluster named '{idOrName}' is alive. 'cluster list' shows those that are, 'cluster create' makes one."
                );

    /// <summary>The living cluster of that name, or a new one; when several launchers ask at once, one of them creates it and all get it.</summary>
    public async Task<string> FindOrCreateAsync(LaunchEnvironment environment, string name, CancellationToken cancellationToken)
    {
        var waiting = false;
        while (true)
        {
            if (await FindAsync(name, cancellationToken) is { } found)
                return found.Id!;
            await using var held = await lease.TryTakeAsync(environment, name, cancellationToken);
            if (held is not null)
            {
                // Between the look and the lease another launcher may have finished.
                if (await FindAsync(name, cancellationToken) is { } meanwhile)
                    return meanwhile.Id!;
                tell($"No cluster named '{name}' is alive; creating one.");
                return await CreateAsync(ClusterRequests.Create(environment, name, keepAlive: true), cancellationToken);
            }

            if (!waiting)
                tell($"Another launcher is creating the cluster '{name}'; waiting for it.");
            waiting = true;
            await Task.Delay(LookAgain, emr.Clock, cancellationToken);
        }
    }

    /// <summary>
    /// Creates a cluster exactly once: when the answer is lost, a cluster of that name that was created since is the one.
    /// </summary>
    public async Task<string> CreateAsync(RunJobFlowRequest request, CancellationToken cancellationToken)
    {
        var before = emr.Clock.GetUtcNow();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (await emr.OnceAsync((client, ct) => client.RunJobFlowAsync(request, ct), cancellationToken)).JobFlowId!;
            }
            catch (AnswerLostException lost)
            {
                tell("The answer to RunJobFlow was lost; looking whether the cluster exists.");
                await Task.Delay(TimeSpan.FromSeconds(5), emr.Clock, cancellationToken);
                var created = await emr.RepeatableAsync(
                    (client, ct) =>
                        client.ListClustersAsync(new ListClustersRequest { CreatedAfter = before.UtcDateTime.AddMinutes(-5) }, ct),
                    cancellationToken
                );
                if (
                    created.Clusters?.Find(cluster =>
                        cluster.Name == request.Name && cluster.Status?.State is not { Value: "TERMINATED" or "TERMINATED_WITH_ERRORS" }
                    ) is
                    { } found
                )
                    return found.Id!;
                if (attempt == 3)
                    throw new LauncherException(
                        ExitCode.Unreachable,
                        "EMR accepted no RunJobFlow in three attempts; each time the connection was lost.",
                        lost
                    );
            }
        }
    }

    public static bool IsId(string text) =>
        text.StartsWith("j-", StringComparison.Ordinal) && text.Length > 6 && text[2..].All(char.IsAsciiLetterOrDigit);
}
