namespace Delta.Log;

/// <summary>The state of a table at one version: immutable, and safe to read from any thread.</summary>
public sealed class Snapshot
{
    private readonly LayeredMap<AddFile> _files;
    private readonly LayeredMap<RemoveFile> _tombstones;
    private readonly LayeredMap<SetTransaction> _transactions;
    private readonly LayeredMap<DomainMetadata> _domains;
    private CommitInfo? _commitInfo;

    private Snapshot(DeltaLog log, StoredFile commit, Builder state, TableProtocol protocol, TableMetadata metadata)
    {
        Log = log;
        Version = state.Version;
        CommitFile = commit;
        Protocol = protocol;
        Metadata = metadata;
        _files = state.Files.Build();
        _tombstones = state.Tombstones.Build();
        _transactions = state.Transactions.Build();
        _domains = state.Domains.Build();
        _commitInfo = state.CommitInfo;
    }

    public DeltaLog Log { get; }

    public long Version { get; }

    public TableProtocol Protocol { get; }

    public TableMetadata Metadata { get; }

    public StructType Schema => Metadata.Schema;

    /// <summary>How columns of the data files are found: never by a mapping that the protocol does not switch on.</summary>
    public ColumnMappingMode ColumnMappingMode =>
        Protocol.SupportsColumnMapping ? Metadata.Properties.ColumnMappingMode : ColumnMappingMode.None;

    /// <summary>The logical files of the table, in no particular order.</summary>
    public IEnumerable<AddFile> Files => _files.Values;

    public int FileCount => _files.Count;

    /// <summary>Bytes of all data files.</summary>
    public long SizeInBytes => _files.Values.Sum(file => file.Size);

    /// <summary>Files that older versions have and this one has not, unless forgotten by a checkpoint.</summary>
    public IEnumerable<RemoveFile> Tombstones => _tombstones.Values;

    /// <summary>The progress of every application that writes idempotently.</summary>
    public IEnumerable<SetTransaction> Transactions => _transactions.Values;

    /// <summary>The metadata domains, without deleted ones.</summary>
    public IEnumerable<DomainMetadata> Domains => _domains.Values;

    /// <summary>When the version was committed, in milliseconds since the epoch: its in-commit timestamp, else the time of the commit's file.</summary>
    public long Timestamp =>
        Metadata.Properties.EnableInCommitTimestamps && CommitInfo?.InCommitTimestamp is { } time ? time : CommitFile.ModificationTime;

    /// <summary>Who made the version; null when the commit does not say.</summary>
    public CommitInfo? CommitInfo => _commitInfo ??= Log.ReadCommitInfo(Version);

    internal StoredFile CommitFile { get; }

    /// <summary>The logical file of that key; see <see cref="FileAction.Key"/>.</summary>
    public AddFile? FindFile(string key) => _files.Find(key);

    /// <summary>What an application has written last; null for nothing.</summary>
    public long? TransactionVersion(string appId) => _transactions.Find(appId)?.Version;

    /// <summary>The files that may hold a row for which the predicate is true.</summary>
    public IEnumerable<AddFile> FilesMatching(FilePredicate predicate)
    {
        var skipping = new FileSkipping(Metadata);
        return Files.Where(file => skipping.MayMatch(file, predicate));
    }

    internal Builder ToBuilder() => new(this);

    /// <summary>Replays actions, oldest first, into a snapshot.</summary>
    internal sealed class Builder
    {
        private TableProtocol? _protocol;
        private TableMetadata? _metadata;

        public Builder()
        {
            Version = -1;
            Files = LayeredMap<AddFile>.Empty.ToBuilder();
            Tombstones = LayeredMap<RemoveFile>.Empty.ToBuilder();
            Transactions = LayeredMap<SetTransaction>.Empty.ToBuilder();
            Domains = LayeredMap<DomainMetadata>.Empty.ToBuilder();
        }

        public Builder(Snapshot from)
        {
            Version = from.Version;
            _protocol = from.Protocol;
            _metadata = from.Metadata;
            Files = from._files.ToBuilder();
            Tombstones = from._tombstones.ToBuilder();
            Transactions = from._transactions.ToBuilder();
            Domains = from._domains.ToBuilder();
        }

        public long Version { get; private set; }

        public LayeredMap<AddFile>.Builder Files { get; }

        public LayeredMap<RemoveFile>.Builder Tombstones { get; }

        public LayeredMap<SetTransaction>.Builder Transactions { get; }

        public LayeredMap<DomainMetadata>.Builder Domains { get; }

        public CommitInfo? CommitInfo { get; private set; }

        /// <summary>What follows belongs to this version.</summary>
        public void Begin(long version)
        {
            Version = version;
            CommitInfo = null;
        }

        public void Apply(LogAction action)
        {
            switch (action)
            {
                case AddFile add:
                    Files.Set(add.Key, add);
                    Tombstones.Remove(add.Key);
                    break;
                case RemoveFile remove:
                    Files.Remove(remove.Key);
                    Tombstones.Set(remove.Key, remove);
                    break;
                case TableMetadata metadata:
                    _metadata = metadata;
                    break;
                case TableProtocol protocol:
                    _protocol = protocol;
                    break;
                case SetTransaction txn:
                    Transactions.Set(txn.AppId, txn);
                    break;
                case DomainMetadata { Removed: true } domain:
                    Domains.Remove(domain.Domain);
                    break;
                case DomainMetadata domain:
                    Domains.Set(domain.Domain, domain);
                    break;
                case CommitInfo info:
                    CommitInfo ??= info;
                    break;
            }
        }

        /// <param name="commit">The file of the last commit.</param>
        /// <exception cref="DeltaLogException">The log has no protocol or metadata, or asks more of readers than is implemented.</exception>
        public Snapshot Build(DeltaLog log, StoredFile commit)
        {
            if (_protocol is null || _metadata is null)
            {
                throw new DeltaLogException(
                    "DELTA_STATE_RECOVER_ERROR",
                    $"The {(_protocol is null ? "protocol" : "metadata")} of the Delta table {log.Store.Root} could not be recovered at version {Version}: were log files deleted?"
                );
            }

            _protocol.CheckReadable(log.Store.Root);
            return new Snapshot(log, commit, this, _protocol, _metadata);
        }
    }
}
