using System.CommandLine;
using Amazon.ElasticMapReduce;
using Amazon.ElasticMapReduce.Model;
using Spark.Emr.Clusters;
using Spark.Emr.Errors;
using Spark.Emr.Settings;
using Spark.Emr.Targets;
using Spectre.Console;
using Command = System.CommandLine.Command;

namespace Spark.Emr.Commands;

/// <summary><c>cluster create|list|show|terminate</c>.</summary>
internal static class ClusterCommand
{
    public static Command Create(LauncherServices services) =>
        new("cluster", "Create, list, show and terminate clusters.\nExample: cluster list --env dev")
        {
            CreateCluster(services),
            List(services),
            Show(services),
            Terminate(services),
        };

    private static Command CreateCluster(LauncherServices services)
    {
        var (environment, set) = (LauncherCommand.EnvironmentOption(), LauncherCommand.SetOption());
        var name = new Option<string?>("--name") { Description = "Its name; by default the environment's." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Print the request that would be sent, and send none." };
        var command = new Command(
            "create",
            "Create the environment's shared cluster, or find it when it is alive.\nExample: cluster create --env dev"
        )
        {
            environment,
            set,
            name,
            dryRun,
        };
        command.Run(
            services,
            async (parsed, cancellationToken) =>
            {
                var loaded = EnvironmentFile.Load(parsed.GetValue(environment)!, parsed.GetValue(set)!);
                using var aws = services.Connect(loaded);
                var called = parsed.GetValue(name) ?? loaded.Cluster.Name;
                if (parsed.GetValue(dryRun))
                    return DryRun.Show(services, [new PlannedRequest(ClusterRequests.Create(loaded, called, keepAlive: true))]);
                var id = await services.Clusters(aws).FindOrCreateAsync(loaded, called, cancellationToken);
                services.Show(new { clusterId = id, name = called }, _ => services.Out.WriteLine(id));
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static Command List(LauncherServices services)
    {
        var (environment, set) = (LauncherCommand.EnvironmentOption(), LauncherCommand.SetOption());
        var all = new Option<bool>("--all") { Description = "Those that have ended in the last two weeks too." };
        var command = new Command("list", "List the clusters of the region.\nExample: cluster list --env dev --all")
        {
            environment,
            set,
            all,
        };
        command.Run(
            services,
            async (parsed, cancellationToken) =>
            {
                var loaded = EnvironmentFile.Load(parsed.GetValue(environment)!, parsed.GetValue(set)!);
                using var aws = services.Connect(loaded);
                var request = parsed.GetValue(all)
                    ? new ListClustersRequest { CreatedAfter = services.Clock.GetUtcNow().UtcDateTime.AddDays(-14) }
                    : new ListClustersRequest
                    {
                        ClusterStates =
                        [
                            ClusterState.STARTING,
                            ClusterState.BOOTSTRAPPING,
                            ClusterState.RUNNING,
                            ClusterState.WAITING,
                            ClusterState.TERMINATING,
                        ],
                    };
                var clusters = new List<ClusterSummary>();
                do
                {
                    var page = await aws.Emr.RepeatableAsync((client, ct) => client.ListClustersAsync(request, ct), cancellationToken);
                    clusters.AddRange(page.Clusters ?? []);
                    request.Marker = page.Marker;
                } while (request.Marker is not null);
                services.Show(
                    new
                    {
                        clusters = clusters.Select(cluster => new
                        {
                            cluster.Id,
                            cluster.Name,
                            state = cluster.Status?.State?.Value,
                            created = cluster.Status?.Timeline?.CreationDateTime,
                        }),
                    },
                    console =>
                    {
                        var table = new Table().AddColumns("id", "name", "state", "created (UTC)").Border(TableBorder.Simple);
                        foreach (var cluster in clusters)
                            table.AddRow(
                                cluster.Id!,
                                Markup.Escape(cluster.Name ?? ""),
                                cluster.Status?.State?.Value ?? "",
                                $"{cluster.Status?.Timeline?.CreationDateTime:yyyy-MM-dd HH:mm}"
                            );
                        console.Write(table);
                    }
                );
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static Command Show(LauncherServices services)
    {
        var (environment, set) = (LauncherCommand.EnvironmentOption(), LauncherCommand.SetOption());
        var cluster = ClusterArgument();
        var command = new Command("show", "Show one cluster.\nExample: cluster show j-1ABCDEF --env dev") { cluster, environment, set };
        command.Run(
            services,
            async (parsed, cancellationToken) =>
            {
                var loaded = EnvironmentFile.Load(parsed.GetValue(environment)!, parsed.GetValue(set)!);
                using var aws = services.Connect(loaded);
                var directory = services.Clusters(aws);
                var found = await directory.DescribeAsync(
                    await directory.ResolveAsync(parsed.GetValue(cluster)!, cancellationToken),
                    cancellationToken
                );
                var shown = new
                {
                    found.Id,
                    found.Name,
                    state = found.Status?.State?.Value,
                    reason = ClusterEnd(found),
                    release = found.ReleaseLabel,
                    stepConcurrency = found.StepConcurrencyLevel,
                    logUri = found.LogUri,
                    primary = found.MasterPublicDnsName,
                    created = found.Status?.Timeline?.CreationDateTime,
                    ready = found.Status?.Timeline?.ReadyDateTime,
                    ended = found.Status?.Timeline?.EndDateTime,
                };
                services.Show(
                    shown,
                    console =>
                    {
                        var table = new Table().AddColumns("", "").HideHeaders().Border(TableBorder.None);
                        foreach (var property in shown.GetType().GetProperties())
                            table.AddRow(property.Name, Markup.Escape($"{property.GetValue(shown)}"));
                        console.Write(table);
                    }
                );
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static Command Terminate(LauncherServices services)
    {
        var (environment, set) = (LauncherCommand.EnvironmentOption(), LauncherCommand.SetOption());
        var cluster = ClusterArgument();
        var command = new Command("terminate", "Terminate a cluster and every step on it.\nExample: cluster terminate j-1ABCDEF --env dev")
        {
            cluster,
            environment,
            set,
        };
        command.Run(
            services,
            async (parsed, cancellationToken) =>
            {
                var loaded = EnvironmentFile.Load(parsed.GetValue(environment)!, parsed.GetValue(set)!);
                using var aws = services.Connect(loaded);
                var id = await services.Clusters(aws).ResolveAsync(parsed.GetValue(cluster)!, cancellationToken);
                await aws.Emr.RepeatableAsync(
                    (client, ct) => client.TerminateJobFlowsAsync(new TerminateJobFlowsRequest { JobFlowIds = [id] }, ct),
                    cancellationToken
                );
                services.Show(new { clusterId = id, state = "TERMINATING" }, _ => services.Out.WriteLine($"{id} is terminating"));
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static string? ClusterEnd(Cluster cluster) =>
        cluster.Status?.StateChangeReason is { } reason && (reason.Code is not null || reason.Message is not null)
            ? $"{reason.Code?.Value}: {reason.Message}"
            : null;

    private static Argument<string> ClusterArgument() => new("cluster") { Description = "The cluster's id or name." };
}
