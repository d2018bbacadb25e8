using Amazon.ElasticMapReduce.Model;
using Spark.Emr.Settings;

namespace Spark.Emr.Cost;

/// <summary>The cost of a cluster: of one that is planned, or of one that ran.</summary>
internal static class CostEstimate
{
    /// <summary>EC2 and EMR bill by the second, the first minute whole.</summary>
    private static readonly TimeSpan LeastBilled = TimeSpan.FromMinutes(1);

    /// <summary>What the environment's cluster costs in some hours. Of a fleet the first type is priced, at its weight.</summary>
    public static IReadOnlyList<CostLine> OfPlan(LaunchEnvironment environment, decimal hours, PriceList prices)
    {
        var lines = new List<CostLine>();
        void Add(string type, NodeRole role, bool spot, int count)
        {
            if (count > 0)
                lines.Add(prices.Price(type, role.ToString().ToUpperInvariant(), spot, environment.Release, hours * count));
        }

        foreach (var fleet in environment.Cluster.Fleets)
        {
            var type = fleet.Types[0];
            Add(type.Type, fleet.Role, spot: false, Instances(fleet.OnDemand, type.Weight));
            Add(type.Type, fleet.Role, spot: true, Instances(fleet.Spot, type.Weight));
        }

        foreach (var group in environment.Cluster.Groups)
            Add(group.Type, group.Role, group.Spot, group.Count);
        return lines;
    }

    /// <summary>What a cluster has cost by its instances' own times; those that still run count until <paramref name="now"/>.</summary>
    public static IReadOnlyList<CostLine> OfInstances(
        IEnumerable<(Instance Instance, string Role)> instances,
        string release,
        DateTime now,
        PriceList prices
    ) =>
        [
            .. instances
                .Where(entry => entry.Instance.Status?.Timeline?.CreationDateTime is not null)
                .Select(entry =>
                    (
                        entry.Role,
                        Type: entry.Instance.InstanceType!,
                        Spot: entry.Instance.Market?.Value == "SPOT",
                        Hours: Hours(entry.Instance.Status!.Timeline!, now)
                    )
                )
                .GroupBy(entry => (entry.Type, entry.Role, entry.Spot))
                .OrderBy(group => group.Key.Role, StringComparer.Ordinal)
                .ThenBy(group => group.Key.Type, StringComparer.Ordinal)
                .Select(group => prices.Price(group.Key.Type, group.Key.Role, group.Key.Spot, release, group.Sum(entry => entry.Hours))),
        ];

    /// <summary>Cents, each part rounded as a bill rounds: half away from zero.</summary>
    public static decimal Cents(decimal dollars) => Math.Round(dollars, 2, MidpointRounding.AwayFromZero);

    private static int Instances(int capacity, int weight) => (capacity + weight - 1) / weight;

    private static decimal Hours(InstanceTimeline timeline, DateTime now)
    {
        var span = (timeline.EndDateTime ?? now) - timeline.CreationDateTime!.Value;
        var seconds = Math.Ceiling(Math.Max(span.TotalSeconds, LeastBilled.TotalSeconds));
        return (decimal)seconds / 3600m;
    }
}
