using Microsoft.Spark.Hadoop.Conf;

namespace Microsoft.Spark.Hadoop.Fs;

/// <summary>A file system of Hadoop, which lives in a Java driver and so is out of Spark Connect's reach.</summary>
public class FileSystem : IDisposable
{
    internal FileSystem() { }

    /// <summary>Spark Connect has no access to the driver's file systems.</summary>
    /// <exception cref="SparkUnsupportedOperationException">Always.</exception>
    public static FileSystem Get(Configuration conf) => throw Unsupported();

    /// <inheritdoc cref="Get(Configuration)"/>
    public bool Delete(string path, bool recursive = true) => throw Unsupported();

    /// <inheritdoc cref="Get(Configuration)"/>
    public bool Exists(string path) => throw Unsupported();

    public void Dispose() => GC.SuppressFinalize(this);

    private static SparkUnsupportedOperationException Unsupported() =>
        new(
            "Spark Connect has no access to Hadoop in the driver. Give Hadoop's settings as spark.hadoop.* when the session or server starts, and use System.IO or a storage client for files."
        );
}
