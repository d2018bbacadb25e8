using Amazon.ElasticMapReduce.Model;
using Spark.Emr.Cost;
using Xunit;

namespace Emr.Tests;

public class CostTests
{
    private static readonly PriceList Prices = new(
        new DateOnly(2026, 1, 1),
        "eu-west-1",
        0.25m,
        new Dictionary<string, InstancePrice> { ["m7g.xlarge"] = new(0.20m, 0.05m), ["m6g.xlarge"] = new(0.16m, 0.04m) },
        new Dictionary<string, decimal> { ["emr-spark-8"] = 2m }
    );

    [Fact]
    public void A_finished_cluster_is_exact_to_the_cent()
    {
        var start = new DateTime(2026, 1, 1, 10, 0, 0, DateTimeKind.Utc);
        (Instance, string) Instance(string type, string market, string role, int seconds) =>
            (
                new Instance
                {
                    InstanceType = type,
                    Market = market,
                    Status = new InstanceStatus
                    {
                        Timeline = new InstanceTimeline { CreationDateTime = start, EndDateTime = start.AddSeconds(seconds) },
                    },
                },
                role
            );
        var lines = CostEstimate.OfInstances(
            [
                Instance("m7g.xlarge", "ON_DEMAND", "PRIMARY", 5400),
                Instance("m7g.xlarge", "ON_DEMAND", "CORE", 3600),
                Instance("m6g.xlarge", "SPOT", "TASK", 1800),
                Instance("m6g.xlarge", "SPOT", "TASK", 20),
            ],
            "emr-7.12.0",
            start.AddDays(1),
            Prices
        );
        // 1.5 h x (0.20 + 0.05), 1 h x (0.20 + 0.05), and (1800 + 60) s x (0.16 / 4 + 0.04).
        Assert.Equal(
            [("CORE", 0.25m), ("PRIMARY", 0.375m), ("TASK", 0.0413333333m)],
            lines.Select(line => (line.Role, decimal.Round(line.Total, 10)))
        );
        Assert.Equal(0.67m, CostEstimate.Cents(lines.Sum(line => line.Total)));
    }

    [Fact]
    public void A_releases_own_share_raises_only_EMRs_part()
    {
        var line = Prices.Price("m7g.xlarge", "CORE", spot: true, "emr-spark-8.2.0", 10m);
        Assert.Equal((0.50m, 1.00m), (line.Ec2, line.Emr));
    }

    [Fact]
    public async Task A_plan_is_priced_with_the_date_of_its_prices()
    {
        await using var launcher = await LauncherFixture.StartAsync(deploy: false);
        Assert.Equal(0, await launcher.RunAsync("cost", "--json", "--hours", "10"));
        var json = launcher.Json();
        Assert.Equal(3, json["lines"]!.AsArray().Count);
        Assert.Equal(
            json["lines"]!.AsArray().Sum(line => line!["ec2"]!.GetValue<decimal>() + line["emr"]!.GetValue<decimal>()),
            json["total"]!.GetValue<decimal>(),
            1
        );
        Assert.Matches(@"^\d{4}-\d{2}-\d{2}$", json["pricesOf"]!.GetValue<string>());
        Assert.Equal(19, await launcher.RunAsync("cost", "--set", "cluster.name=x", "--cluster", "nobody"));
    }
}
