namespace Spark.Jobs.Lakes;

/// <summary>A lake: a folder, or a prefix in an object store, with a folder per layer and one per table in it.</summary>
public sealed class Lake
{
    // Folders that this user may not look into hold no table for him.
    private static readonly EnumerationOptions Readable = new() { IgnoreInaccessible = true };

    /// <param name="root">A folder, made absolute here, or a URL such as <c>s3://bucket/lake</c>.</param>
    public Lake(string root) => Root = Location.Absolute(root);

    /// <summary>The absolute folder, or the URL, without a slash at its end.</summary>
    public string Root { get; }

    /// <summary>The folder of a pipeline's raw files when they lie in the lake.</summary>
    public string RawFolder(string pipeline) => $"{Root}/raw/{pipeline}";

    /// <summary>A table of the lake.</summary>
    /// <param name="layer"><c>processed</c>, <c>quarantine</c>, <c>curated</c> or <c>ops</c>.</param>
    /// <param name="table">The table's name, such as <c>retail_daily_sales</c>.</param>
    public LakeTable Table(string layer, string table) => new(layer, table, $"{Root}/{layer}/{table}");

    /// <summary>The Delta tables that lie in the lake, by layer and name.</summary>
    /// <exception cref="NotSupportedException">The lake is in an object store, whose folders only an engine can list.</exception>
    public IReadOnlyList<LakeTable> Tables() =>
        Location.IsUrl(Root)
            ? throw new NotSupportedException($"The tables of {Root} cannot be listed from here; only a lake in a folder can.")
            :
            [
                .. Directory
                    .EnumerateDirectories(Root, "*", Readable)
                    .SelectMany(layer => Directory.EnumerateDirectories(layer, "*", Readable))
                    .Where(folder => Directory.Exists(Path.Combine(folder, "_delta_log")))
                    .Select(folder => Table(Path.GetFileName(Path.GetDirectoryName(folder))!, Path.GetFileName(folder)))
                    .OrderBy(table => table.Name, StringComparer.Ordinal),
            ];
}
