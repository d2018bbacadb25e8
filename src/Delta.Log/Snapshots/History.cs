namespace Delta.Log;

/// <summary>A version of a table as its history tells it.</summary>
/// <param name="Version">The version.</param>
/// <param name="Timestamp">When it was committed, in milliseconds since the epoch.</param>
/// <param name="CommitInfo">Who made it; null when the commit does not say.</param>
public sealed record HistoryEntry(long Version, long Timestamp, CommitInfo? CommitInfo);

/// <summary>The history of a table, as far as the log still has it, and time travel by timestamp.</summary>
public static class History
{
    /// <summary>The newest versions, newest first.</summary>
    /// <param name="limit">How many at most; null for all.</param>
    public static IReadOnlyList<HistoryEntry> Read(DeltaLog log, int? limit = null)
    {
        var properties = log.Current().Metadata.Properties;
        var commits = TimedCommits(log);
        var entries = new List<HistoryEntry>();
        for (var i = commits.Count - 1; i >= 0 && entries.Count < (limit ?? int.MaxValue); i--)
        {
            var (version, time) = commits[i];
            var info = log.ReadCommitInfo(version);
            entries.Add(
                new(version, HasInCommitTimestamp(properties, version) && info?.InCommitTimestamp is { } exact ? exact : time, info)
            );
        }

        return entries;
    }

    /// <summary>The version that was the newest at a point in time.</summary>
    /// <param name="timestamp">Milliseconds since the epoch.</param>
    /// <exception cref="DeltaLogException">The point lies before the first version that the log still has, or after the newest.</exception>
    public static long VersionAt(DeltaLog log, long timestamp)
    {
        var properties = log.Current().Metadata.Properties;
        var commits = TimedCommits(log);
        // Commits with in-commit timestamps are the newest; both kinds grow with the version.
        long Time(int i) =>
            HasInCommitTimestamp(properties, commits[i].Version) && log.ReadCommitInfo(commits[i].Version)?.InCommitTimestamp is { } exact
                ? exact
                : commits[i].Timestamp;

        int low = 0,
            high = commits.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Time(middle) <= timestamp)
                low = middle;
            else
                high = middle - 1;
        }

        var found = Time(low);
        if (found > timestamp)
        {
            throw new DeltaLogException(
                "DELTA_TIMESTAMP_EARLIER_THAN_COMMIT_RETENTION",
                $"The provided timestamp ({Text(timestamp)}) is before the earliest version available to this table ({Text(found)}). Please use a timestamp after {Text(found)}."
            );
        }

        if (low == commits.Count - 1 && found < timestamp)
        {
            throw new DeltaLogException(
                "DELTA_TIMESTAMP_GREATER_THAN_COMMIT",
                $"The provided timestamp ({Text(timestamp)}) is after the latest version available to this table ({Text(found)}). Please use a timestamp before or at {Text(found)}."
            );
        }

        return commits[low].Version;
    }

    internal static long EarliestVersion(DeltaLog log) => LogSegment.AllCommits(log.Store) is [var first, ..] ? first.Version : 0;

    /// <summary>The commits with the times of their files, made to grow where clocks or copies have spoilt them, as Delta does.</summary>
    private static List<(long Version, long Timestamp)> TimedCommits(DeltaLog log)
    {
        var commits = new List<(long Version, long Timestamp)>();
        foreach (var (version, file) in LogSegment.AllCommits(log.Store))
        {
            var time = commits.Count > 0 ? Math.Max(file.ModificationTime, commits[^1].Timestamp + 1) : file.ModificationTime;
            commits.Add((version, time));
        }

        return commits;
    }

    private static bool HasInCommitTimestamp(TableProperties properties, long version) =>
        properties.EnableInCommitTimestamps && version >= (properties.InCommitTimestampEnablementVersion ?? 0);

    private static string Text(long timestamp) =>
        DateTimeOffset
            .FromUnixTimeMilliseconds(timestamp)
            .ToString("yyyy-MM-dd HH:mm:ss.FFF", System.Globalization.CultureInfo.InvariantCulture);
}
