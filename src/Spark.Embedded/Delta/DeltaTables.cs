using System.Collections.Concurrent;
using Delta.Log;
using Spark.Embedded.Errors;
using Spark.Embedded.Run;

namespace Spark.Embedded.Delta;

/// <summary>The Delta tables that a database knows: one log per folder, so that its snapshot is read once and kept up to date.</summary>
internal sealed class DeltaTables(DuckDbDatabase database)
{
    private readonly ConcurrentDictionary<string, DeltaLog> _logs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    /// <summary>The log of a folder, whether or not there is a table.</summary>
    /// <param name="path">A path or a <c>file:</c> URI.</param>
    /// <exception cref="Microsoft.Spark.SparkUnsupportedOperationException">The path lies in another file system.</exception>
    public DeltaLog Open(string path)
    {
        var root = LocalPath(path);
        return _logs.GetOrAdd(
            root,
            static (root, database) => new DeltaLog(new LocalLogStore(root), new DuckDbCheckpointFormat(database, root)),
            database
        );
    }

    /// <summary>Whose turn it is among the statements that lost a race for a table.</summary>
    /// <param name="root">The table's folder.</param>
    public SemaphoreSlim TurnOf(string root) => _turns.GetOrAdd(root, static _ => new SemaphoreSlim(1));

    /// <summary>Whether a folder has a Delta log.</summary>
    public static bool IsTable(string path) => Directory.Exists(Path.Combine(LocalPath(path), LogFileName.Folder));

    /// <summary>The absolute local path of a path or <c>file:</c> URI.</summary>
    public static string LocalPath(string path)
    {
        if (path.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            path = FilePath.Decode(path);
        else if (path.IndexOf("://", StringComparison.Ordinal) is > 1 and var end)
            throw SparkErrors.Unsupported(
                $"the file system {path[..end]}:// ({path})",
                "It reads and writes local folders; run the job on Spark (--engine spark) for others."
            );
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
    }
}
