using System.Globalization;
using Spark.Emr.Errors;
using Spark.Yaml;

namespace Spark.Emr.Cost;

/// <summary>Prices of one region on one day, in dollars an instance hour.</summary>
/// <param name="Date">The day on which they were read from AWS's price pages.</param>
/// <param name="SpotShare">What spot instances cost of the on-demand price, 0 to 1: an assumption, since spot prices move.</param>
/// <param name="ReleaseShares">What EMR's own price is multiplied with for releases that begin so, where it differs.</param>
internal sealed record PriceList(
    DateOnly Date,
    string Region,
    decimal SpotShare,
    IReadOnlyDictionary<string, InstancePrice> Instances,
    IReadOnlyDictionary<string, decimal> ReleaseShares
)
{
    private static readonly YamlFileKind Kind = new(
        "expected date, region, spotShare and instances",
        (place, problem) =>
            new LauncherException(ExitCode.Usage, $"{place.File} is not a price file: line {place.Line}: {place.Field} {problem}."),
        (_, _) => "is not a field here"
    );

    /// <exception cref="LauncherException">The file cannot be read.</exception>
    public static PriceList Load(string file)
    {
        if (!File.Exists(file))
            throw new LauncherException(ExitCode.Usage, $"There is no price file {file}. --prices names one.");
        var root = YamlFields.Load(file, Kind);
        var instances = root.Mapping("instances");
        return new PriceList(
            DateOnly.TryParse(root.Text("date"), CultureInfo.InvariantCulture, out var date)
                ? date
                : throw root.Error("date", "must be a day such as 2026-01-31"),
            root.Text("region"),
            root.Decimal("spotShare"),
            instances.Names.ToDictionary(type => type, type => ReadPrice(instances.Mapping(type))),
            root.OptionalMapping("releaseShares") is { } shares
                ? shares.Names.ToDictionary(release => release, shares.Decimal)
                : new Dictionary<string, decimal>()
        );
    }

    /// <summary>The price file that ships for a region.</summary>
    public static string FileOf(string region) => Path.Combine(AppContext.BaseDirectory, "prices", region + ".yaml");

    /// <summary>What hours of an instance cost.</summary>
    /// <exception cref="LauncherException">The type has no price.</exception>
    public CostLine Price(string type, string role, bool spot, string release, decimal hours)
    {
        if (!Instances.TryGetValue(type, out var price))
            throw new LauncherException(
                ExitCode.Missing,
                $"The price file of {Region} ({Date:yyyy-MM-dd}) has no price of {type}. Add it, or name another file with --prices."
            );
        var share = ReleaseShares.FirstOrDefault(entry => release.StartsWith(entry.Key, StringComparison.Ordinal))
            is { Key: not null } found
            ? found.Value
            : 1m;
        return new CostLine(
            type,
            role,
            spot ? "SPOT" : "ON_DEMAND",
            release,
            hours,
            hours * price.Ec2 * (spot ? SpotShare : 1m),
            hours * price.Emr * share
        );
    }

    private static InstancePrice ReadPrice(YamlFields fields) => new(fields.Decimal("ec2"), fields.Decimal("emr"));
}

/// <summary>An instance hour: EC2's part and EMR's, which spot does not lower.</summary>
internal sealed record InstancePrice(decimal Ec2, decimal Emr);

/// <summary>Hours of one type in one part of a cluster, and their cost in dollars, not rounded.</summary>
internal sealed record CostLine(string Type, string Role, string Market, string Release, decimal Hours, decimal Ec2, decimal Emr)
{
    public decimal Total => Ec2 + Emr;
}
