namespace Delta.Log;

/// <summary>
/// Deletes commits and checkpoints whose retention is over, as Delta does after each checkpoint. Every version that is left can still be read: nothing
/// goes that is newer than the newest complete checkpoint at or below the first version that stays.
/// </summary>
/// <remarks>https://docs.delta.io/latest/delta-batch.html#data-retention</remarks>
internal static class LogCleanup
{
    private const long Day = 86_400_000;

    /// <summary>Cleans, unless the table's properties say not to.</summary>
    public static void Run(DeltaLog log, TableProperties properties)
    {
        if (!properties.EnableExpiredLogCleanup)
            return;
        // To the day, so that the log is not cleaned a little with every checkpoint.
        var expired = log.Now - (long)properties.LogRetention.TotalMilliseconds;
        expired -= expired % Day;
        var files = log.Store.List(LogFileName.Folder + "/");
        var oldest = LogSegment.NewestCheckpoint(files, FirstThatStays(files, expired));
        foreach (var file in files)
        {
            var name = LogFileName.Parse(file.Path);
            if (name.Kind != LogFileKind.Other && name.Version < oldest && file.ModificationTime <= expired)
                log.Store.Delete(file.Path);
        }

        log.Store.DeleteUnfinished(expired);
    }

    /// <summary>The first commit that is not expired; the newest when all are.</summary>
    private static long FirstThatStays(IReadOnlyList<StoredFile> files, long expired)
    {
        long version = -1;
        foreach (var file in files)
        {
            if (LogFileName.Parse(file.Path) is not { Kind: LogFileKind.Commit } commit)
                continue;
            version = commit.Version;
            if (file.ModificationTime > expired)
                break;
        }

        return version;
    }
}
