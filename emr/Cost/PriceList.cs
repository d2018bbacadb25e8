using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Spark.Emr.Cost;

/// <summary>Prices of one region on one day, in dollars an instance hour.</summary>
/// <param name="Date">The day on which they were read from AWS's price pages.</param>
/// <param name="SpotShare">What spot instances cost of the on-demand price, 0 to 1: an assumption, since spot prices move.</param>
/// <param name="ReleaseShares">What EMR's own price is multiplied with for releases that begin so, where it differs.</param>
public sealed record PriceList(
    DateOnly Date,
    string Region,
    decimal SpotShare,
    IReadOnlyDictionary<string, InstancePrice> Instances,
    IReadOnlyDictionary<string, decimal> ReleaseShares
)
{
    /// <exception cref="LauncherException">The file cannot be read.</exception>
    public static PriceList Load(string file)
    {
        if (!File.Exists(file))
            throw new LauncherException(ExitCode.Usage, $"There is no price file {file}. --prices names one.");
        try
        {
            var stream = new YamlStream();
            using (var reader = new StreamReader(file))
                stream.Load(reader);
            var root = (YamlMappingNode)stream.Documents[0].RootNode;
            return new PriceList(
                DateOnly.Parse(Text(root, "date"), CultureInfo.InvariantCulture),
                Text(root, "region"),
                Number(Text(root, "spotShare")),
                ((YamlMappingNode)root["instances"]).Children.ToDictionary(
                    pair => pair.Key.ToString(),
                    pair => new InstancePrice(Number(Text(pair.Value, "ec2")), Number(Text(pair.Value, "emr")))
                ),
                root.Children.TryGetValue("releaseShares", out var shares)
                    ? ((YamlMappingNode)shares).Children.ToDictionary(pair => pair.Key.ToString(), pair => Number(pair.Value.ToString()))
                    : new Dictionary<string, decimal>()
            );
        }
        catch (Exception exception)
            when (exception is YamlDotNet.Core.YamlException or KeyNotFoundException or FormatException or InvalidCastException)
        {
            throw new LauncherException(ExitCode.Usage, $"{file} is not a price file: {exception.Message}", exception);
        }
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

    private static string Text(YamlNode node, string name) => node[name].ToString();

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);
}

/// <summary>An instance hour: EC2's part and EMR's, which spot does not lower.</summary>
public sealed record InstancePrice(decimal Ec2, decimal Emr);

/// <summary>Hours of one type in one part of a cluster, and their cost in dollars, not rounded.</summary>
public sealed record CostLine(string Type, string Role, string Market, string Release, decimal Hours, decimal Ec2, decimal Emr)
{
    public decimal Total => Ec2 + Emr;
}
