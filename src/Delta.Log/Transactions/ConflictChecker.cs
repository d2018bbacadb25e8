namespace Delta.Log;

/// <summary>What a transaction read: by this it is checked against commits that came before it.</summary>
internal sealed class ReadSet
{
    public bool WholeTable { get; set; }

    public List<FilePredicate> Predicates { get; } = [];

    public HashSet<string> Files { get; } = [];

    public HashSet<string> AppIds { get; } = [];

    /// <summary>Whether the outcome depends on what the table held.</summary>
    public bool DependsOnFiles => WholeTable || Predicates.Count > 0 || Files.Count > 0;
}

/// <summary>Decides whether a transaction could as well have run after a commit that came first.</summary>
/// <remarks>https://docs.delta.io/latest/concurrency-control.html#write-conflicts</remarks>
internal static class ConflictChecker
{
    /// <summary>The conflict between a transaction and a commit; null when they commute.</summary>
    /// <param name="read">What the transaction read.</param>
    /// <param name="actions">What it writes.</param>
    /// <param name="before">The metadata it read; null when there was no table.</param>
    /// <param name="winner">The other commit.</param>
    public static CommitOutcome.Conflict? Check(
        ReadSet read,
        IReadOnlyList<LogAction> actions,
        TableMetadata? before,
        TableProtocol? protocol,
        IsolationLevel isolation,
        IReadOnlyList<LogAction> winner,
        long version
    )
    {
        var info = winner.OfType<CommitInfo>().FirstOrDefault();

        CommitOutcome.Conflict Conflict(ConflictKind kind, string what) =>
            new(
                kind,
                version,
                info,
                $"{what} by a concurrent commit (version {version}{(info?.Operation is { } operation ? $", {operation}" : "")}). Please try the operation again."
            );

        if (
            winner.OfType<TableProtocol>().FirstOrDefault() is { } changed
            && (!changed.Equals(protocol) || actions.Any(action => action is TableProtocol))
        )
            return Conflict(
                ConflictKind.ProtocolChanged,
                protocol is null ? "The table was created" : "The protocol version of the table has been changed"
            );
        if (winner.Any(action => action is TableMetadata))
            return Conflict(ConflictKind.MetadataChanged, "The metadata of the table has been changed");
        if (
            winner
                .OfType<DomainMetadata>()
                .Select(domain => domain.Domain)
                .Intersect(actions.OfType<DomainMetadata>().Select(domain => domain.Domain))
                .FirstOrDefault() is
            { } shared
        )
            return Conflict(ConflictKind.MetadataChanged, $"The metadata domain {shared} has been changed");
        if (winner.OfType<SetTransaction>().FirstOrDefault(txn => read.AppIds.Contains(txn.AppId)) is { } same)
            return Conflict(ConflictKind.ConcurrentTransaction, $"The progress of the application {same.AppId} has been recorded");

        var blindAppend = info?.IsBlindAppend == true;
        var seesAppends = isolation switch
        {
            IsolationLevel.SnapshotIsolation => false,
            IsolationLevel.WriteSerializable => !blindAppend || actions.Any(action => action is TableMetadata),
            _ => true,
        };
        // Rows that were only rearranged are no news; that a file is gone in which they were read shows below.
        if (
            seesAppends
            && before is not null
            && winner.OfType<AddFile>().FirstOrDefault(file => file.DataChange && Read(file)) is { } added
        )
            return Conflict(ConflictKind.ConcurrentAppend, $"Files were added to {Where(added)}");

        var removed = winner.OfType<RemoveFile>().ToList();
        if (removed.Find(file => read.Files.Contains(Path(file))) is { } gone)
            return Conflict(ConflictKind.ConcurrentDeleteRead, $"Files that this transaction read were deleted from {Where(gone)}");
        if (removed.Count > 0 && read.WholeTable)
            return Conflict(ConflictKind.ConcurrentDeleteRead, "Files that this transaction read were deleted from the table");
        var own = actions.OfType<RemoveFile>().Select(Path).ToHashSet();
        if (removed.Find(file => own.Contains(Path(file))) is { } twice)
            return Conflict(ConflictKind.ConcurrentDeleteDelete, $"Files that this transaction deletes were deleted from {Where(twice)}");
        return null;

        bool Read(AddFile file) => read.WholeTable || read.Predicates.Any(predicate => new FileSkipping(before!).MayMatch(file, predicate));
    }

    /// <summary>By path alone: a file whose deletion vector changed was changed too.</summary>
    internal static string Path(FileAction file) => FilePath.Decode(file.Path);

    private static string Where(FileAction file) =>
        file.PartitionValues.Count == 0
            ? "the root of the table"
            : $"partition [{string.Join(", ", file.PartitionValues.Select(pair => $"{pair.Key}={pair.Value ?? "null"}"))}]";
}
