using System.CommandLine;
using System.Globalization;
using Amazon.ElasticMapReduce.Model;
using Spark.Emr.Cost;
using Spark.Emr.Errors;
using Spark.Emr.Settings;
using Spectre.Console;
using Command = System.CommandLine.Command;

namespace Spark.Emr.Commands;

/// <summary><c>cost</c>: of the environment's cluster for some hours, or of a cluster that ran.</summary>
internal static class CostCommand
{
    public static Command Create(LauncherServices services)
    {
        var (environment, set) = (LauncherCommand.EnvironmentOption(), LauncherCommand.SetOption());
        var cluster = new Option<string?>("--cluster", "-c")
        {
            Description = "A cluster that runs or ran, by id or name; without it the environment's plan is priced.",
        };
        var hours = new Option<decimal>("--hours") { Description = "How long the planned cluster runs.", DefaultValueFactory = _ => 1m };
        var prices = new Option<string?>("--prices") { Description = "A price file; by default the one that ships for the region." };
        var command = new Command("cost", "Estimate what a cluster costs, from a dated price file.\nExample: cost --env dev --hours 2.5")
        {
            environment,
            set,
            cluster,
            hours,
            prices,
        };
        command.Run(
            services,
            async (parsed, cancellationToken) =>
            {
                var loaded = EnvironmentFile.Load(parsed.GetValue(environment)!, parsed.GetValue(set)!);
                using var aws = services.Connect(loaded);
                var list = PriceList.Load(parsed.GetValue(prices) ?? PriceList.FileOf(loaded.Region));
                var lines = parsed.GetValue(cluster) is { } named
                    ? await OfClusterAsync(services, loaded, named, list, cancellationToken)
                    : CostEstimate.OfPlan(loaded, parsed.GetValue(hours), list);
                var total = CostEstimate.Cents(lines.Sum(line => line.Total));
                services.Show(
                    new
                    {
                        environment = loaded.Name,
                        pricesOf = list.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                        currency = "USD",
                        spotShare = list.SpotShare,
                        lines = lines.Select(line => new
                        {
                            line.Type,
                            line.Role,
                            line.Market,
                            line.Release,
                            hours = decimal.Round(line.Hours, 4),
                            ec2 = CostEstimate.Cents(line.Ec2),
                            emr = CostEstimate.Cents(line.Emr),
                        }),
                        total,
                    },
                    console =>
                    {
                        var table = new Table()
                            .AddColumns("role", "type", "market", "release", "hours", "EC2 $", "EMR $", "$")
                            .Border(TableBorder.Simple);
                        foreach (var line in lines)
                            table.AddRow(
                                line.Role,
                                line.Type,
                                line.Market,
                                line.Release,
                                Show(line.Hours),
                                Show(CostEstimate.Cents(line.Ec2)),
                                Show(CostEstimate.Cents(line.Emr)),
                                Show(CostEstimate.Cents(line.Total))
                            );
                        table.AddRow("", "", "", "", "", "", "", $"[bold]{Show(total)}[/]");
                        console.Write(table);
                        console.WriteLine(
                            $"Prices of {list.Region} as of {list.Date:yyyy-MM-dd}; spot at {list.SpotShare:P0} of on demand. Storage, traffic and taxes are not in it."
                        );
                    }
                );
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static async Task<IReadOnlyList<CostLine>> OfClusterAsync(
        LauncherServices services,
        LaunchEnvironment environment,
        string named,
        PriceList prices,
        CancellationToken cancellationToken
    )
    {
        using var aws = services.Connect(environment);
        var directory = services.Clusters(aws);
        var cluster = await directory.DescribeAsync(await directory.ResolveAsync(named, cancellationToken), cancellationToken);
        var instances = new List<(Instance, string)>();
        foreach (var role in (string[])["MASTER", "CORE", "TASK"])
        {
            var request =
                cluster.InstanceCollectionType?.Value == "INSTANCE_FLEET"
                    ? new ListInstancesRequest { ClusterId = cluster.Id, InstanceFleetType = role }
                    : new ListInstancesRequest { ClusterId = cluster.Id, InstanceGroupTypes = [role] };
            do
            {
                var page = await aws.Emr.RepeatableAsync((client, ct) => client.ListInstancesAsync(request, ct), cancellationToken);
                instances.AddRange((page.Instances ?? []).Select(instance => (instance, role == "MASTER" ? "PRIMARY" : role)));
                request.Marker = page.Marker;
            } while (request.Marker is not null);
        }

        return CostEstimate.OfInstances(
            instances,
            cluster.ReleaseLabel ?? environment.Release,
            services.Clock.GetUtcNow().UtcDateTime,
            prices
        );
    }

    private static string Show(decimal number) => number.ToString("0.00", CultureInfo.InvariantCulture);
}
