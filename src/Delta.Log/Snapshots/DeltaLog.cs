namespace Delta.Log;

/// <summary>
/// The transaction log of one table: hands out snapshots, keeps the newest at hand and brings it up to date by reading only new commits. Safe to use
/// from any thread.
/// </summary>
/// <param name="store">The table's storage.</param>
/// <param name="checkpoints">Reads and writes Parquet checkpoints; null when there is no Parquet reader, and then a table that needs one is an error.</param>
/// <param name="clock">Where the time comes from.</param>
public sealed class DeltaLog(ILogStore store, ICheckpointFormat? checkpoints = null, TimeProvider? clock = null)
{
    private readonly Lock _gate = new();
    private volatile Snapshot? _newest;

    public ILogStore Store { get; } = store;

    internal ICheckpointFormat? Checkpoints { get; } = checkpoints;

    internal long Now => (clock ?? TimeProvider.System).GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Whether there is a table.</summary>
    public bool Exists => Update() is not null;

    /// <summary>The newest snapshot; null when there is no table.</summary>
    /// <exception cref="DeltaLogException">The log is damaged, or the table needs more than is implemented.</exception>
    public Snapshot? Update()
    {
        lock (_gate)
        {
            var newest = _newest;
            // The commit known last must still be the same file: a table that was dropped and made again has another one.
            if (newest is not null && Store.Find(newest.CommitFile.Path) == newest.CommitFile)
                return _newest = ReadNewCommits(newest);
            return _newest = Load(null);
        }
    }

    /// <summary>The newest snapshot.</summary>
    /// <exception cref="DeltaLogException">There is no table (<c>DELTA_TABLE_NOT_FOUND</c>), or its log cannot be read.</exception>
    public Snapshot Current() =>
        Update()
        ?? throw new DeltaLogException(
            "DELTA_TABLE_NOT_FOUND",
            $"Delta table {Store.Root} doesn't exist: it has no {LogFileName.Folder} folder with commits."
        );

    /// <summary>The snapshot of a version.</summary>
    /// <exception cref="DeltaLogException">The version is not there (any more).</exception>
    public Snapshot At(long version)
    {
        var current = Current();
        if (version == current.Version)
            return current;
        if (version < 0 || version > current.Version)
            throw new DeltaLogException(
                "DELTA_VERSION_NOT_FOUND",
                $"Cannot time travel the Delta table {Store.Root} to version {version}. Available versions: [{History.EarliestVersion(this)}, {current.Version}]."
            );
        return Load(version)!;
    }

    /// <summary>All actions of a commit; null when there is no such commit.</summary>
    public IReadOnlyList<LogAction>? ReadCommit(long version)
    {
        var path = LogFileName.Commit(version);
        return Store.Read(path) is { } content ? ActionReader.ReadAll(content.Span, path) : null;
    }

    internal CommitInfo? ReadCommitInfo(long version) => ReadCommit(version)?.OfType<CommitInfo>().FirstOrDefault();

    /// <summary>Takes a commit of our own into the newest snapshot, without reading it again.</summary>
    internal Snapshot Advance(long version, IReadOnlyList<LogAction> actions)
    {
        lock (_gate)
        {
            var newest = _newest;
            if ((newest?.Version ?? -1) == version - 1 && Store.Find(LogFileName.Commit(version)) is { } commit)
            {
                var builder = newest?.ToBuilder() ?? new Snapshot.Builder();
                builder.Begin(version);
                foreach (var action in actions)
                    builder.Apply(action);
                return _newest = builder.Build(this, commit);
            }

            return Update()!;
        }
    }

    private Snapshot ReadNewCommits(Snapshot from)
    {
        Snapshot.Builder? builder = null;
        var commit = from.CommitFile;
        for (var version = from.Version + 1; ; version++)
        {
            var path = LogFileName.Commit(version);
            if (Store.Read(path) is not { } content)
                return builder is null ? from : builder.Build(this, commit);
            builder ??= from.ToBuilder();
            builder.Begin(version);
            ActionReader.Read(content.Span, path, builder.Apply);
            commit = Store.Find(path) ?? commit;
        }
    }

    private Snapshot? Load(long? version)
    {
        if (LogSegment.Find(Store, version) is not { } segment)
            return null;
        var builder = new Snapshot.Builder();
        if (segment.Checkpoint.Count > 0)
        {
            builder.Begin(segment.CheckpointVersion);
            CheckpointReader.Read(this, segment.Checkpoint, builder.Apply);
        }

        foreach (var commit in segment.Commits)
        {
            builder.Begin(LogFileName.Parse(commit.Path).Version);
            var content =
                Store.Read(commit.Path) ?? throw DeltaLogException.Corrupt($"{commit.Path} of {Store.Root} vanished while it was read");
            ActionReader.Read(content.Span, commit.Path, builder.Apply);
        }

        return builder.Build(this, segment.LastCommit);
    }
}
