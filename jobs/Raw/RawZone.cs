using Microsoft.Spark.Sql;
using Spark.Jobs.Datasets;
using Spark.Jobs.Lakes;

namespace Spark.Jobs.Raw;

/// <summary>What a look at raw files found.</summary>
/// <param name="Readable">The files that can be read, in the order of their paths.</param>
/// <param name="Rejected">The files that cannot, each with the reason.</param>
public sealed record RawLook(IReadOnlyList<ReadableFile> Readable, IReadOnlyList<RejectedFile> Rejected);

/// <summary>Looks at raw files, those of this machine and those that only the engine reaches.</summary>
internal sealed class RawZone(SparkSession spark, DataContract contract)
{
    /// <summary>Reads files once, from end to end, and says how each is laid out or why it cannot be read.</summary>
    public RawLook Look(IEnumerable<RawFile> files)
    {
        var byPlace = files.OrderBy(file => file.Path, StringComparer.Ordinal).ToLookup(file => Location.IsUrl(file.Path));
        var seen = new RawFileInspector(contract)
            .Inspect([.. byPlace[false]])
            .Concat(new EngineInspector(spark, contract).Inspect([.. byPlace[true]]))
            .ToList();
        return new RawLook(
            [.. seen.Select(file => file.Readable).OfType<ReadableFile>()],
            [.. seen.Select(file => file.Rejected).OfType<RejectedFile>()]
        );
    }
}
