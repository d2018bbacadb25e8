using System.Globalization;

namespace Spark.Jobs.Lakes;

/// <summary>A commit of a Delta table, as its history tells it.</summary>
/// <param name="Version">The version that it made.</param>
/// <param name="Metrics">The operation metrics, by Delta's names.</param>
public sealed record DeltaCommit(long Version, IReadOnlyDictionary<string, string> Metrics)
{
    /// <summary>A metric that counts something; 0 when the operation did not report it.</summary>
    public long Count(string metric) => Metrics.TryGetValue(metric, out var text) ? long.Parse(text, CultureInfo.InvariantCulture) : 0;
}
