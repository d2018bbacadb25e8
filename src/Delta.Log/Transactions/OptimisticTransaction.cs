namespace Delta.Log;

/// <summary>Where transactions begin.</summary>
public static class DeltaLogTransactions
{
    /// <summary>Begins a transaction on the newest snapshot, or on a folder that is no table yet.</summary>
    public static OptimisticTransaction StartTransaction(this DeltaLog log) => new(log, log.Update());
}

/// <summary>
/// A transaction: remembers what it read, and commits its actions as the next version, or as a later one when it commutes with everything that was
/// committed in between. Not for use by several threads.
/// </summary>
/// <param name="log">The table's log.</param>
/// <param name="read">The snapshot it reads; null when there is no table yet.</param>
public sealed class OptimisticTransaction(DeltaLog log, Snapshot? read)
{
    private readonly ReadSet _read = new();
    private TableMetadata? _metadata;
    private TableProtocol? _protocol;

    /// <summary>What <c>engineInfo</c> says of commits when the transaction has nothing else set.</summary>
    public const string DefaultEngineInfo = "Delta.Log";

    /// <summary>The table's log.</summary>
    public DeltaLog Log => log;

    /// <summary>The snapshot it reads; null when there is no table yet.</summary>
    public Snapshot? Snapshot => read;

    /// <summary>The version it reads; -1 when there is no table yet.</summary>
    public long ReadVersion => read?.Version ?? -1;

    /// <summary>The metadata as the commit will leave it.</summary>
    /// <exception cref="InvalidOperationException">There is no table, and no metadata was set.</exception>
    public TableMetadata Metadata =>
        _metadata
        ?? read?.Metadata
        ?? throw new InvalidOperationException("The table does not exist and the transaction does not create it.");

    /// <summary>The protocol as the commit will leave it.</summary>
    public TableProtocol Protocol => _protocol ?? read?.Protocol ?? TableProtocol.Default;

    /// <summary>Who writes, for the history.</summary>
    public string EngineInfo { get; init; } = DefaultEngineInfo;

    /// <summary>What the user says of the commit, when its operation does not carry it; null for nothing.</summary>
    public string? UserMetadata { get; init; }

    /// <summary>The files that may match, which from now on count as read.</summary>
    public IReadOnlyList<AddFile> ReadFiles(FilePredicate predicate)
    {
        if (read is null)
            return [];
        _read.Predicates.Add(predicate);
        var files = read.FilesMatching(predicate).ToList();
        foreach (var file in files)
            _read.Files.Add(ConflictChecker.Path(file));
        return files;
    }

    /// <summary>Every file; from now on any change of the table counts as a change of what was read.</summary>
    public IReadOnlyList<AddFile> ReadWholeTable()
    {
        _read.WholeTable = true;
        return read is null ? [] : [.. read.Files];
    }

    /// <summary>Marks files as read without a predicate, as a compaction does.</summary>
    public void MarkRead(IEnumerable<AddFile> files)
    {
        foreach (var file in files)
            _read.Files.Add(ConflictChecker.Path(file));
    }

    /// <summary>What an application has written last; null for nothing. The answer counts as read.</summary>
    public long? TransactionVersion(string appId)
    {
        _read.AppIds.Add(appId);
        return read?.TransactionVersion(appId);
    }

    /// <summary>Sets the metadata, and creates the table when there is none.</summary>
    public void SetMetadata(TableMetadata metadata)
    {
        _metadata = metadata.Equals(read?.Metadata) ? null : metadata;
        // Types and properties ask for features of their own.
        var protocol = Protocol;
        foreach (var feature in RequiredFeatures(metadata))
            protocol = protocol.With(feature);
        SetProtocol(protocol);
    }

    /// <summary>Sets the protocol.</summary>
    public void SetProtocol(TableProtocol protocol) => _protocol = protocol.Equals(read?.Protocol) ? null : protocol;

    /// <summary>Commits.</summary>
    /// <param name="actions">File actions, transaction identifiers and domains; metadata and protocol come from the transaction.</param>
    /// <param name="operation">What the history says.</param>
    /// <returns>The new version, or the conflict that prevents it.</returns>
    /// <exception cref="DeltaLogException">The table must not be written: its features are not implemented, or it is append-only.</exception>
    public CommitOutcome Commit(IReadOnlyCollection<LogAction> actions, Operation operation)
    {
        var prepared = Prepare(actions);
        var isolation = IsolationFor(prepared);
        var version = ReadVersion + 1;
        var lastTimestamp = PreviousInCommitTimestamp(version);
        while (true)
        {
            var info = Describe(prepared, operation, isolation, lastTimestamp);
            List<LogAction> commit = [info, .. Enablement(prepared, info, version)];
            if (log.Store.TryPutIfAbsent(LogFileName.Commit(version), ActionWriter.WriteAll(commit)))
            {
                var snapshot = log.Advance(version, commit);
                Checkpoint.AfterCommit(log, version, snapshot);
                return new CommitOutcome.Committed(version, snapshot);
            }

            // Others were first: look at each commit in turn, then try behind the last.
            while (log.ReadCommit(version) is { } winner)
            {
                if (ConflictChecker.Check(_read, prepared, read?.Metadata, read?.Protocol, isolation, winner, version) is { } conflict)
                    return conflict;
                lastTimestamp = winner.OfType<CommitInfo>().FirstOrDefault()?.InCommitTimestamp ?? lastTimestamp;
                version++;
            }
        }
    }

    private List<LogAction> Prepare(IReadOnlyCollection<LogAction> actions)
    {
        if (actions.Any(action => action is DomainMetadata))
            SetProtocol(Protocol.With(TableFeature.DomainMetadata));
        Protocol.CheckWritable(log.Store.Root, Metadata);
        var prepared = new List<LogAction>(actions.Count + 2);
        if (_protocol is not null || read is null)
            prepared.Add(Protocol);
        if (_metadata is not null)
            prepared.Add(_metadata);
        var added = new HashSet<string>();
        foreach (var action in actions)
        {
            switch (action)
            {
                case TableMetadata or TableProtocol or CommitInfo:
                    throw new ArgumentException($"{action.GetType().Name} is written by the transaction itself.", nameof(actions));
                case AddFile add when !added.Add(ConflictChecker.Path(add)):
                    throw new ArgumentException($"The file {add.Path} is added twice.", nameof(actions));
                case RemoveFile { DataChange: true } when read?.Metadata.Properties.AppendOnly == true:
                    throw new DeltaLogException(
                        "DELTA_CANNOT_MODIFY_APPEND_ONLY",
                        $"The Delta table {log.Store.Root} is configured to only allow appends. To permit updates or deletes, run ALTER TABLE ... SET TBLPROPERTIES ('delta.appendOnly' = 'false')."
                    );
            }

            prepared.Add(action);
        }

        return prepared;
    }

    private IsolationLevel IsolationFor(List<LogAction> actions)
    {
        if (read is null)
            return IsolationLevel.Serializable;
        var changes = actions.Any(action => action is TableMetadata or TableProtocol or FileAction { DataChange: true });
        return changes ? read.Metadata.Properties.IsolationLevel : IsolationLevel.SnapshotIsolation;
    }

    /// <summary>A table that is older than its in-commit timestamps says since when it has them.</summary>
    private IEnumerable<LogAction> Enablement(List<LogAction> actions, CommitInfo info, long version)
    {
        if (info.InCommitTimestamp is not { } timestamp || read is null || read.Metadata.Properties.EnableInCommitTimestamps)
            return actions;
        return actions.Select(action =>
            action is TableMetadata metadata
                ? metadata with
                {
                    Configuration = new Dictionary<string, string?>(metadata.Configuration)
                    {
                        ["delta.inCommitTimestampEnablementVersion"] = version.ToString(System.Globalization.CultureInfo.InvariantCulture),
                        ["delta.inCommitTimestampEnablementTimestamp"] = timestamp.ToString(
                            System.Globalization.CultureInfo.InvariantCulture
                        ),
                    },
                }
                : action
        );
    }

    private long? PreviousInCommitTimestamp(long version) =>
        Metadata.Properties.EnableInCommitTimestamps && read is not null ? read.CommitInfo?.InCommitTimestamp ?? read.Timestamp : null;

    private CommitInfo Describe(List<LogAction> actions, Operation operation, IsolationLevel isolation, long? lastTimestamp)
    {
        var now = log.Now;
        var stamped = Metadata.Properties.EnableInCommitTimestamps;
        return new CommitInfo
        {
            Timestamp = now,
            InCommitTimestamp = stamped ? Math.Max(now, (lastTimestamp ?? 0) + 1) : null,
            Operation = operation.Name,
            OperationParameters = operation.Parameters,
            OperationMetrics = operation.Metrics,
            UserMetadata = operation.UserMetadata ?? UserMetadata,
            ReadVersion = read?.Version,
            IsolationLevel = isolation.ToString(),
            IsBlindAppend = !_read.DependsOnFiles && !actions.Any(action => action is RemoveFile),
            EngineInfo = EngineInfo,
            TxnId = Guid.NewGuid().ToString(),
        };
    }

    /// <summary>The features that a schema and its properties cannot do without.</summary>
    private static IEnumerable<string> RequiredFeatures(TableMetadata metadata)
    {
        var properties = metadata.Properties;
        if (Uses(metadata.Schema, type => type is PrimitiveType { Name: "timestamp_ntz" }))
            yield return TableFeature.TimestampNtz;
        if (properties.CheckConstraints.Any())
            yield return TableFeature.CheckConstraints;
        if (properties.EnableChangeDataFeed)
            yield return TableFeature.ChangeDataFeed;
        if (properties.EnableDeletionVectors)
            yield return TableFeature.DeletionVectors;
        if (properties.EnableInCommitTimestamps)
            yield return TableFeature.InCommitTimestamp;
        if (properties.EnableTypeWidening)
            yield return TableFeature.TypeWidening;
        if (properties.ColumnMappingMode != ColumnMappingMode.None)
            yield return TableFeature.ColumnMapping;
        if (metadata.Schema.Fields.Any(field => field.DefaultExpression is not null))
            yield return TableFeature.AllowColumnDefaults;
    }

    private static bool Uses(DeltaType type, Func<DeltaType, bool> wanted) =>
        wanted(type)
        || type switch
        {
            StructType structure => structure.Fields.Any(field => Uses(field.Type, wanted)),
            ArrayType array => Uses(array.ElementType, wanted),
            MapType map => Uses(map.KeyType, wanted) || Uses(map.ValueType, wanted),
            _ => false,
        };
}
