namespace Delta.Log;

/// <summary>One line of a commit: an action of the Delta protocol.</summary>
/// <remarks>https://github.com/delta-io/delta/blob/master/PROTOCOL.md#actions</remarks>
public abstract record LogAction
{
    /// <summary>
    /// Fields that the protocol's version known here does not name, as JSON by name. The protocol has readers ignore them; they are kept so that an
    /// action which is written again (a restored file, a changed schema) loses nothing. Null when there are none.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>>? UnknownFields { get; init; }
}

/// <summary>A logical file: a data file and, perhaps, the deletion vector that hides some of its rows.</summary>
public abstract record FileAction : LogAction
{
    private string? _key;

    /// <summary>The data file, as a URI relative to the table's folder or an absolute one; percent-encoded.</summary>
    public required string Path { get; init; }

    /// <summary>Values of the partition columns by physical name, serialised as the protocol says; null is the null value.</summary>
    public IReadOnlyDictionary<string, string?> PartitionValues { get; init; } = EmptyMap.Values;

    /// <summary>False when the commit only rearranges rows that are in the table already.</summary>
    public bool DataChange { get; init; } = true;

    /// <summary>The file's statistics as JSON; null when there are none. See <see cref="FileStatistics"/>.</summary>
    public string? Stats { get; init; }

    public IReadOnlyDictionary<string, string?>? Tags { get; init; }

    /// <summary>Which rows of the data file are deleted; null for none.</summary>
    public DeletionVectorDescriptor? DeletionVector { get; init; }

    public long? BaseRowId { get; init; }

    public long? DefaultRowCommitVersion { get; init; }

    /// <summary>What identifies the logical file: its path, however that is encoded, and the unique id of its deletion vector.</summary>
    public string Key => _key ??= DeletionVector is null ? FilePath.Decode(Path) : FilePath.Decode(Path) + "\0" + DeletionVector.UniqueId;

    /// <summary>Equality is that of the record's fields; the cached key must not take part.</summary>
    public virtual bool Equals(FileAction? other) => other is not null && EqualityContract == other.EqualityContract && Key == other.Key;

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);
}

/// <summary>Adds a logical file to the table, or replaces what is known of it.</summary>
public sealed record AddFile : FileAction
{
    /// <summary>Bytes of the data file.</summary>
    public required long Size { get; init; }

    /// <summary>Milliseconds since the epoch.</summary>
    public required long ModificationTime { get; init; }

    public string? ClusteringProvider { get; init; }

    /// <summary>The action that takes this file out of the table again.</summary>
    /// <param name="deletionTimestamp">Milliseconds since the epoch.</param>
    public RemoveFile Remove(long deletionTimestamp, bool dataChange = true) =>
        new()
        {
            Path = Path,
            DeletionTimestamp = deletionTimestamp,
            DataChange = dataChange,
            ExtendedFileMetadata = true,
            PartitionValues = PartitionValues,
            Size = Size,
            Tags = Tags,
            DeletionVector = DeletionVector,
            BaseRowId = BaseRowId,
            DefaultRowCommitVersion = DefaultRowCommitVersion,
            Stats = Stats,
        };
}

/// <summary>Takes a logical file out of the table; stays in the log as a tombstone until it expires.</summary>
public sealed record RemoveFile : FileAction
{
    /// <summary>Milliseconds since the epoch; null in some old logs, which counts as 0.</summary>
    public long? DeletionTimestamp { get; init; }

    /// <summary>Whether partition values and size are known.</summary>
    public bool? ExtendedFileMetadata { get; init; }

    public long? Size { get; init; }
}

/// <summary>A file of the change data feed: the rows that a commit changed.</summary>
public sealed record AddCdcFile : LogAction
{
    public required string Path { get; init; }

    public IReadOnlyDictionary<string, string?> PartitionValues { get; init; } = EmptyMap.Values;

    public required long Size { get; init; }

    public IReadOnlyDictionary<string, string?>? Tags { get; init; }
}

/// <summary>The progress of an application that writes idempotently.</summary>
/// <param name="AppId">The application.</param>
/// <param name="Version">What it has written.</param>
/// <param name="LastUpdated">Milliseconds since the epoch.</param>
public sealed record SetTransaction(string AppId, long Version, long? LastUpdated) : LogAction;

/// <summary>Configuration of a named metadata domain.</summary>
/// <param name="Domain">The domain; those that begin with <c>delta.</c> belong to the protocol.</param>
/// <param name="Removed">Whether this deletes the domain.</param>
public sealed record DomainMetadata(string Domain, string Configuration, bool Removed) : LogAction;

/// <summary>First action of a V2 checkpoint.</summary>
public sealed record CheckpointMetadata(long Version, IReadOnlyDictionary<string, string?>? Tags) : LogAction;

/// <summary>A file of a V2 checkpoint that holds file actions, by name in <c>_delta_log/_sidecars</c>.</summary>
public sealed record Sidecar(string Path, long SizeInBytes, long ModificationTime) : LogAction;

/// <summary>An action that this version of the protocol does not name; readers ignore it.</summary>
public sealed record UnknownAction(string Name, string Json) : LogAction;

internal static class EmptyMap
{
    public static readonly IReadOnlyDictionary<string, string?> Values = new Dictionary<string, string?>(0);
}
