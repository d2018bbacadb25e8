namespace Delta.Log;

/// <summary>Why two concurrent commits exclude each other.</summary>
public enum ConflictKind
{
    /// <summary>The other commit added rows that this transaction should have read.</summary>
    ConcurrentAppend,

    /// <summary>The other commit removed files that this transaction read.</summary>
    ConcurrentDeleteRead,

    /// <summary>Both removed the same file.</summary>
    ConcurrentDeleteDelete,

    /// <summary>The other commit changed the table's schema or properties, or the same metadata domain.</summary>
    MetadataChanged,

    /// <summary>The other commit changed the table's protocol, or created the table.</summary>
    ProtocolChanged,

    /// <summary>The other commit recorded progress of the same application.</summary>
    ConcurrentTransaction,
}

/// <summary>How a commit ended.</summary>
public abstract record CommitOutcome
{
    private CommitOutcome() { }

    /// <summary>The commit is in the log.</summary>
    /// <param name="Snapshot">The table as the commit left it.</param>
    public sealed record Committed(long Version, Snapshot Snapshot) : CommitOutcome;

    /// <summary>Another commit came first and the two do not commute; nothing was written. Run the whole operation again to retry.</summary>
    /// <param name="Version">The version of the other commit.</param>
    /// <param name="Winner">What the other commit says of itself.</param>
    public sealed record Conflict(ConflictKind Kind, long Version, CommitInfo? Winner, string Message) : CommitOutcome
    {
        /// <summary>Delta's error class.</summary>
        public string ErrorClass =>
            Kind switch
            {
                ConflictKind.ConcurrentAppend => "DELTA_CONCURRENT_APPEND",
                ConflictKind.ConcurrentDeleteRead => "DELTA_CONCURRENT_DELETE_READ",
                ConflictKind.ConcurrentDeleteDelete => "DELTA_CONCURRENT_DELETE_DELETE",
                ConflictKind.MetadataChanged => "DELTA_METADATA_CHANGED",
                ConflictKind.ProtocolChanged => "DELTA_PROTOCOL_CHANGED",
                _ => "DELTA_CONCURRENT_TRANSACTION",
            };
    }
}
