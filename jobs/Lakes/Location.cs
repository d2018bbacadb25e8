namespace Spark.Jobs.Lakes;

/// <summary>Where files and tables lie: folders of this machine, or URLs that an engine understands.</summary>
public static class Location
{
    public static bool IsUrl(string location) => location.Contains("://", StringComparison.Ordinal);

    /// <summary>The location without a slash at its end; a folder with its full path.</summary>
    public static string Absolute(string location)
    {
        var whole = IsUrl(location) ? location : Path.GetFullPath(location);
        return whole.Length > 1 ? whole.TrimEnd('/') : whole;
    }
}
