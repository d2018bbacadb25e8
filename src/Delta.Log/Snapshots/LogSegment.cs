using System.Text.Json;

namespace Delta.Log;

/// <summary>The files of the log that make up a version: the newest usable checkpoint and the commits after it.</summary>
/// <param name="Version">The version.</param>
/// <param name="CheckpointVersion">The checkpoint's version; -1 without a checkpoint.</param>
/// <param name="Checkpoint">The checkpoint's files, one unless it is in parts.</param>
/// <param name="Commits">The commits after the checkpoint, in order.</param>
/// <param name="LastCommit">The file of the last commit; when cleanup has left only the checkpoint, the checkpoint's.</param>
internal sealed record LogSegment(
    long Version,
    long CheckpointVersion,
    IReadOnlyList<StoredFile> Checkpoint,
    IReadOnlyList<StoredFile> Commits,
    StoredFile LastCommit
)
{
    /// <summary>Finds the files for a version, or for the newest.</summary>
    /// <param name="version">The version; null for the newest.</param>
    /// <returns>Null when there is no table.</returns>
    /// <exception cref="DeltaLogException">The version is not there, or commits are missing.</exception>
    public static LogSegment? Find(ILogStore store, long? version)
    {
        var hint = LastCheckpointVersion(store);
        if (hint is { } checkpoint && (version is null || version >= checkpoint))
        {
            // A checkpoint that is named but not there (deleted, or never finished) is no reason to fail: look at everything.
            if (Find(store, store.List(LogFileName.From(checkpoint)), version, needsCheckpoint: true) is { } segment)
                return segment;
        }

        return Find(store, store.List(LogFileName.Folder + "/"), version, needsCheckpoint: false);
    }

    /// <summary>All commits that the log still has, in order.</summary>
    public static List<(long Version, StoredFile File)> AllCommits(ILogStore store)
    {
        var commits = new List<(long, StoredFile)>();
        foreach (var file in store.List(LogFileName.Folder + "/"))
        {
            var name = LogFileName.Parse(file.Path);
            if (name.Kind == LogFileKind.Commit)
                commits.Add((name.Version, file));
        }

        return commits;
    }

    /// <summary>The version of the newest complete checkpoint among files; -1 for none.</summary>
    /// <param name="atMost">The greatest version that is looked at.</param>
    public static long NewestCheckpoint(IEnumerable<StoredFile> files, long atMost)
    {
        var checkpoints = new SortedDictionary<long, List<(LogFileName Name, StoredFile File)>>();
        foreach (var file in files)
        {
            var name = LogFileName.Parse(file.Path);
            if (IsCheckpoint(name, file) && name.Version <= atMost)
                Add(checkpoints, name, file);
        }

        return NewestComplete(checkpoints).Version;
    }

    private static bool IsCheckpoint(LogFileName name, StoredFile file) =>
        name.Kind is LogFileKind.Checkpoint or LogFileKind.CheckpointPart or LogFileKind.V2Checkpoint && file.Size > 0;

    private static void Add(SortedDictionary<long, List<(LogFileName Name, StoredFile File)>> groups, LogFileName name, StoredFile file)
    {
        if (!groups.TryGetValue(name.Version, out var group))
            groups[name.Version] = group = [];
        group.Add((name, file));
    }

    private static LogSegment? Find(ILogStore store, IReadOnlyList<StoredFile> files, long? version, bool needsCheckpoint)
    {
        var commits = new List<(long Version, StoredFile File)>();
        var checkpoints = new SortedDictionary<long, List<(LogFileName Name, StoredFile File)>>();
        foreach (var file in files)
        {
            var name = LogFileName.Parse(file.Path);
            if (version is not null && name.Version > version)
                continue;
            if (name.Kind == LogFileKind.Commit)
            {
                commits.Add((name.Version, file));
            }
            else if (IsCheckpoint(name, file))
            {
                Add(checkpoints, name, file);
            }
        }

        var (at, chosen) = NewestComplete(checkpoints);
        if (needsCheckpoint && chosen.Count == 0)
            return null;
        var last = commits.Count > 0 ? Math.Max(commits[^1].Version, at) : at;
        if (last < 0)
            return version is null || files.Count == 0 ? null : throw VersionNotFound(store, version.Value);
        if (version is not null && last != version)
            throw VersionNotFound(store, version.Value);

        var after = new List<StoredFile>(Math.Max(0, (int)(last - at)));
        var expected = at + 1;
        foreach (var (number, file) in commits)
        {
            if (number <= at)
                continue;
            if (number != expected)
                throw Gap(store, expected, number);
            after.Add(file);
            expected++;
        }

        var lastCommit =
            after.Count > 0 ? after[^1]
            : commits.FindLast(commit => commit.Version == at) is { File.Path: not null } same ? same.File
            : chosen[0];
        return new LogSegment(last, at, chosen, after, lastCommit);
    }

    private static (long Version, IReadOnlyList<StoredFile> Files) NewestComplete(
        SortedDictionary<long, List<(LogFileName Name, StoredFile File)>> checkpoints
    )
    {
        foreach (var (version, group) in checkpoints.Reverse())
        {
            foreach (var (name, file) in group)
            {
                if (name.Kind is LogFileKind.Checkpoint or LogFileKind.V2Checkpoint)
                    return (version, [file]);
            }

            foreach (var parts in group.GroupBy(entry => entry.Name.Parts))
            {
                var ordered = parts.OrderBy(entry => entry.Name.Part).ToList();
                if (ordered.Count == parts.Key && ordered.Select(entry => entry.Name.Part).SequenceEqual(Enumerable.Range(1, parts.Key)))
                    return (version, [.. ordered.Select(entry => entry.File)]);
            }
        }

        return (-1, []);
    }

    private static long? LastCheckpointVersion(ILogStore store)
    {
        if (store.Read(LogFileName.LastCheckpoint) is not { } content)
            return null;
        try
        {
            using var json = JsonDocument.Parse(content);
            return json.RootElement.GetProperty("version").GetInt64();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null; // Only a hint.
        }
    }

    private static DeltaLogException Gap(ILogStore store, long expected, long found) =>
        new(
            "DELTA_VERSIONS_NOT_CONTIGUOUS",
            expected == 0
                ? $"The log of the Delta table {store.Root} begins with version {found} and has no checkpoint: log files were deleted by hand."
                : $"The log of the Delta table {store.Root} has version {found} but not version {expected}: log files were deleted by hand."
        );

    private static DeltaLogException VersionNotFound(ILogStore store, long version)
    {
        var commits = AllCommits(store);
        var range = commits.Count == 0 ? "none" : $"[{commits[0].Version}, {commits[^1].Version}]";
        return new(
            "DELTA_VERSION_NOT_FOUND",
            $"Cannot time travel the Delta table {store.Root} to version {version}. Available versions: {range}."
        );
    }
}
