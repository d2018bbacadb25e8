using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Delta.Log.Tests;

public sealed class TransactionTests
{
    [Fact]
    public void ACommitIsSeenByEveryLogOnTheFolder()
    {
        using var table = new TemporaryTable();
        var log = table.Create();
        var other = table.Open();
        Assert.Equal(0, other.Current().Version);

        var committed = Assert.IsType<CommitOutcome.Committed>(
            log.StartTransaction().Commit([TemporaryTable.File("a")], new Operation("WRITE"))
        );
        Assert.Equal(1, committed.Version);
        Assert.Equal(["a"], committed.Snapshot.Files.Select(file => file.Path));
        Assert.Equal(["a"], other.Current().Files.Select(file => file.Path));
        Assert.Empty(other.At(0).Files);
    }

    [Fact]
    public void BlindAppendsCommute()
    {
        using var table = new TemporaryTable();
        var log = table.Create();
        var first = log.StartTransaction();
        var second = log.StartTransaction();
        Assert.IsType<CommitOutcome.Committed>(first.Commit([TemporaryTable.File("a")], new Operation("WRITE")));
        Assert.Equal(2, Assert.IsType<CommitOutcome.Committed>(second.Commit([TemporaryTable.File("b")], new Operation("WRITE"))).Version);
        Assert.Equal(["a", "b"], log.Current().Files.Select(file => file.Path).Order());
    }

    [Theory]
    [InlineData("Serializable", false)]
    [InlineData("WriteSerializable", true)]
    public void ABlindAppendConflictsWithAReaderUnderSerializableOnly(string isolation, bool commutes)
    {
        using var table = new TemporaryTable();
        var log = table.Create(("delta.isolationLevel", isolation));
        var reader = log.StartTransaction();
        reader.ReadFiles(TemporaryTable.Id(ComparisonOperator.Less, 5));
        Assert.IsType<CommitOutcome.Committed>(log.StartTransaction().Commit([TemporaryTable.File("a")], new Operation("WRITE")));
        var outcome = reader.Commit([TemporaryTable.File("b")], new Operation("UPDATE"));
        if (commutes)
            Assert.Equal(2, Assert.IsType<CommitOutcome.Committed>(outcome).Version);
        else
            Assert.Equal(ConflictKind.ConcurrentAppend, Assert.IsType<CommitOutcome.Conflict>(outcome).Kind);
    }

    [Fact]
    public void AnAppendOutsideWhatWasReadCommutes()
    {
        using var table = new TemporaryTable();
        var log = table.Create();
        var reader = log.StartTransaction();
        reader.ReadFiles(new FilePredicate.Comparison(["day"], ComparisonOperator.Equal, 0L));
        Assert.IsType<CommitOutcome.Committed>(
            log.StartTransaction().Commit([TemporaryTable.File("a", "2024-01-01")], new Operation("WRITE"))
        );
        Assert.IsType<CommitOutcome.Committed>(reader.Commit([TemporaryTable.File("b", "1970-01-01")], new Operation("UPDATE")));
    }

    [Fact]
    public void TwoDeletesOfOneFileConflict()
    {
        using var table = new TemporaryTable();
        var log = table.Create();
        var file = TemporaryTable.File("a");
        log.StartTransaction().Commit([file], new Operation("WRITE"));
        var first = log.StartTransaction();
        var second = log.StartTransaction();
        Assert.IsType<CommitOutcome.Committed>(first.Commit([file.Remove(1)], new Operation("DELETE")));
        Assert.Equal(
            ConflictKind.ConcurrentDeleteDelete,
            Assert.IsType<CommitOutcome.Conflict>(second.Commit([file.Remove(1)], new Operation("DELETE"))).Kind
        );
    }

    [Fact]
    public void ADeleteOfAFileThatWasReadConflicts()
    {
        using var table = new TemporaryTable();
        var log = table.Create();
        var file = TemporaryTable.File("a");
        log.StartTransaction().Commit([file], new Operation("WRITE"));
        var reader = log.StartTransaction();
        reader.ReadFiles(FilePredicate.Always);
        log.StartTransaction().Commit([file.Remove(1)], new Operation("DELETE"));
        var conflict = Assert.IsType<CommitOutcome.Conflict>(reader.Commit([TemporaryTable.File("b")], new Operation("MERGE")));
        Assert.Equal(ConflictKind.ConcurrentDeleteRead, conflict.Kind);
        Assert.Equal("DELTA_CONCURRENT_DELETE_READ", conflict.ErrorClass);
        Assert.Contains("version 2, DELETE", conflict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AChangeOfMetadataOrProtocolConflictsWithEverything()
    {
        using var table = new TemporaryTable();
        var log = table.Create();
        var metadata = log.Current().Metadata;
        var append = log.StartTransaction();
        var change = log.StartTransaction();
        change.SetMetadata(metadata with { Description = "changed" });
        change.Commit([], new Operation("SET TBLPROPERTIES"));
        Assert.Equal(
            ConflictKind.MetadataChanged,
            Assert.IsType<CommitOutcome.Conflict>(append.Commit([TemporaryTable.File("a")], new Operation("WRITE"))).Kind
        );

        append = log.StartTransaction();
        change = log.StartTransaction();
        change.SetProtocol(change.Protocol.With(TableFeature.DeletionVectors));
        change.Commit([], new Operation("UPGRADE PROTOCOL"));
        Assert.Equal(
            ConflictKind.ProtocolChanged,
            Assert.IsType<CommitOutcome.Conflict>(append.Commit([TemporaryTable.File("a")], new Operation("WRITE"))).Kind
        );
    }

    [Fact]
    public void OfTwoCreationsOneWins()
    {
        using var table = new TemporaryTable();
        var first = table.Open().StartTransaction();
        var second = table.Open().StartTransaction();
        var metadata = new TableMetadata { Id = "x", SchemaString = SchemaJson.Write(new StructType([new("id", PrimitiveType.Long)])) };
        first.SetMetadata(metadata);
        second.SetMetadata(metadata);
        Assert.IsType<CommitOutcome.Committed>(first.Commit([], new Operation("CREATE TABLE")));
        Assert.Equal(
            ConflictKind.ProtocolChanged,
            Assert.IsType<CommitOutcome.Conflict>(second.Commit([], new Operation("CREATE TABLE"))).Kind
        );
    }

    [Fact]
    public void AnApplicationCannotWriteTheSameBatchTwice()
    {
        using var table = new TemporaryTable();
        var log = table.Create();
        var first = log.StartTransaction();
        var second = log.StartTransaction();
        Assert.Null(first.TransactionVersion("app"));
        Assert.Null(second.TransactionVersion("app"));
        Assert.IsType<CommitOutcome.Committed>(
            first.Commit([TemporaryTable.File("a"), new SetTransaction("app", 7, 1)], new Operation("WRITE"))
        );
        Assert.Equal(
            ConflictKind.ConcurrentTransaction,
            Assert
                .IsType<CommitOutcome.Conflict>(
                    second.Commit([TemporaryTable.File("b"), new SetTransaction("app", 7, 1)], new Operation("WRITE"))
                )
                .Kind
        );
        Assert.Equal(7, log.StartTransaction().TransactionVersion("app"));
    }

    [Fact]
    public void AppendOnlyTablesRefuseToLoseRows()
    {
        using var table = new TemporaryTable();
        var log = table.Create(("delta.appendOnly", "true"));
        var file = TemporaryTable.File("a");
        log.StartTransaction().Commit([file], new Operation("WRITE"));
        var error = Assert.Throws<DeltaLogException>(() => log.StartTransaction().Commit([file.Remove(1)], new Operation("DELETE")));
        Assert.Equal("DELTA_CANNOT_MODIFY_APPEND_ONLY", error.ErrorClass);
        Assert.IsType<CommitOutcome.Committed>(
            log.StartTransaction()
                .Commit(
                    [file.Remove(1, dataChange: false), TemporaryTable.File("b") with { DataChange = false }],
                    new Operation("OPTIMIZE")
                )
        );
    }

    [Fact]
    public void InCommitTimestampsGrowThoughTheClockStandsStill()
    {
        using var table = new TemporaryTable();
        var clock = new StoppedClock();
        table.Create(("delta.enableInCommitTimestamps", "true"));
        var log = new DeltaLog(new LocalLogStore(table.Path), clock: clock);
        Assert.Contains(TableFeature.InCommitTimestamp, log.Current().Protocol.WriterFeatures!);
        var times = new List<long> { log.Current().Timestamp };
        for (var i = 0; i < 5; i++)
            times.Add(
                Assert
                    .IsType<CommitOutcome.Committed>(log.StartTransaction().Commit([TemporaryTable.File("f" + i)], new Operation("WRITE")))
                    .Snapshot.Timestamp
            );
        Assert.Equal(times.Distinct().Order(), times);
        Assert.Equal(times, History.Read(table.Open()).Select(entry => entry.Timestamp).Reverse());
        for (var version = 0; version < times.Count; version++)
            Assert.Equal(version, History.VersionAt(log, times[version]));
        Assert.StartsWith(
            "{\"commitInfo\":{\"inCommitTimestamp\":",
            File.ReadAllText(Path.Combine(table.LogFolder, "00000000000000000003.json")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void ATableThatGetsInCommitTimestampsLaterSaysSinceWhen()
    {
        using var table = new TemporaryTable();
        var log = table.Create();
        log.StartTransaction().Commit([TemporaryTable.File("a")], new Operation("WRITE"));
        var before = log.Current().Timestamp;
        var change = log.StartTransaction();
        change.SetMetadata(
            log.Current().Metadata with
            {
                Configuration = new Dictionary<string, string?> { ["delta.enableInCommitTimestamps"] = "true" },
            }
        );
        var snapshot = Assert.IsType<CommitOutcome.Committed>(change.Commit([], new Operation("SET TBLPROPERTIES"))).Snapshot;
        Assert.Equal(2, snapshot.Metadata.Properties.InCommitTimestampEnablementVersion);
        Assert.Equal(
            snapshot.Timestamp.ToString(System.Globalization.CultureInfo.InvariantCulture),
            snapshot.Metadata.Configuration["delta.inCommitTimestampEnablementTimestamp"]
        );
        Assert.True(snapshot.Timestamp > before);
        Assert.Equal([2L, 1, 0], History.Read(table.Open()).Select(entry => entry.Version));
        Assert.Equal(2, History.VersionAt(table.Open(), snapshot.Timestamp));
    }

    /// <summary>
    /// Writers on many threads, each with its own log on the folder, move amounts between "accounts" that are files: every commit reads two files, removes them and
    /// adds two new ones. If the history were not serial, the total would change or a file would be removed twice.
    /// </summary>
    [Fact]
    public void ConcurrentWritersAreSerial() =>
        Prop.ForAll(
                Gen.Choose(2, 6).Zip(Gen.Choose(1, 6)).Zip(Gen.Choose(2, 5)).ToArbitrary(),
                input =>
                {
                    var ((writers, rounds), accounts) = input;
                    using var table = new TemporaryTable();
                    var log = table.Create();
                    log.StartTransaction()
                        .Commit([.. Enumerable.Range(0, accounts).Select(i => Account(i, 100, 0))], new Operation("WRITE"));
                    var moved = 0;
                    Parallel.For(
                        0,
                        writers,
                        new ParallelOptions { MaxDegreeOfParallelism = writers },
                        writer =>
                        {
                            var own = table.Open();
                            var random = new Random(writer);
                            for (var round = 0; round < rounds; round++)
                            {
                                int from = random.Next(accounts),
                                    to = (from + 1 + random.Next(accounts - 1)) % accounts;
                                while (true)
                                {
                                    var txn = own.StartTransaction();
                                    var read = txn.ReadFiles(
                                        TemporaryTable.Id(ComparisonOperator.Equal, from) | TemporaryTable.Id(ComparisonOperator.Equal, to)
                                    );
                                    var (left, right) = (
                                        read.Single(file => Number(file) == from),
                                        read.Single(file => Number(file) == to)
                                    );
                                    var outcome = txn.Commit(
                                        [
                                            left.Remove(1),
                                            right.Remove(1),
                                            Account(from, left.Size - 1, txn.ReadVersion),
                                            Account(to, right.Size + 1, txn.ReadVersion),
                                        ],
                                        new Operation("MERGE")
                                    );
                                    if (outcome is CommitOutcome.Committed)
                                        break;
                                }

                                Interlocked.Increment(ref moved);
                            }
                        }
                    );

                    var fresh = table.Open();
                    var final = fresh.Current();
                    var live = new HashSet<string>();
                    for (var version = 1L; version <= final.Version; version++)
                    {
                        foreach (var action in fresh.ReadCommit(version)!.OfType<FileAction>())
                            Assert.True(
                                action is RemoveFile ? live.Remove(action.Path) : live.Add(action.Path),
                                $"version {version}: {action}"
                            );
                    }

                    return final.Version == 1 + moved
                        && moved == writers * rounds
                        && final.FileCount == accounts
                        && final.SizeInBytes == accounts * 100L
                        && live.SetEquals(final.Files.Select(file => file.Path));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(12));

    [Fact]
    public void AKilledWriterLeavesNothingThatReadersSee()
    {
        using var table = new TemporaryTable();
        var log = table.Create();
        log.StartTransaction().Commit([TemporaryTable.File("a")], new Operation("WRITE"));
        // What a kill between writing and linking leaves behind: a temporary file, perhaps half of it.
        File.WriteAllText(Path.Combine(table.LogFolder, ".00000000000000000002.json.0123.tmp"), "{\"add\":{\"path\":\"half");
        Assert.Equal(1, table.Open().Current().Version);
        Assert.Equal(
            2,
            Assert
                .IsType<CommitOutcome.Committed>(log.StartTransaction().Commit([TemporaryTable.File("b")], new Operation("WRITE")))
                .Version
        );
    }

    [Fact]
    public void ManyCommitsOpenWithoutQuadraticWork()
    {
        using var table = new TemporaryTable();
        table.Create();
        for (var version = 1; version <= 10_000; version++)
        {
            var lines = ActionWriter.WriteAll([new CommitInfo { Operation = "WRITE" }, TemporaryTable.File("f" + version)]);
            File.WriteAllBytes(Path.Combine(table.Path, LogFileName.Commit(version)), lines.Span);
        }

        var counting = new CountingStore(new LocalLogStore(table.Path));
        var log = new DeltaLog(counting);
        Assert.Equal(10_000, log.Current().FileCount);
        Assert.InRange(counting.Reads, 10_001, 10_003);
        // Keeping up with one more commit reads that commit alone, and looks once for the next.
        counting.Reads = 0;
        table.Open().StartTransaction().Commit([TemporaryTable.File("last")], new Operation("WRITE"));
        Assert.Equal(10_001, log.Current().FileCount);
        Assert.InRange(counting.Reads, 1, 2);
    }

    private static AddFile Account(int number, long balance, long version) =>
        TemporaryTable.File($"account={number}/{version}-{Guid.NewGuid():N}", min: number, max: number) with
        {
            Size = balance,
        };

    private static int Number(AddFile file) => int.Parse(file.Path.AsSpan(8, file.Path.IndexOf('/', StringComparison.Ordinal) - 8));

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
    }

    private sealed class CountingStore(ILogStore inner) : ILogStore
    {
        public int Reads { get; set; }

        public string Root => inner.Root;

        public IReadOnlyList<StoredFile> List(string from) => inner.List(from);

        public StoredFile? Find(string path) => inner.Find(path);

        public ReadOnlyMemory<byte>? Read(string path, long offset, int? length)
        {
            Reads++;
            return inner.Read(path, offset, length);
        }

        public bool TryPutIfAbsent(string path, ReadOnlyMemory<byte> content) => inner.TryPutIfAbsent(path, content);

        public void Put(string path, ReadOnlyMemory<byte> content) => inner.Put(path, content);

        public void Delete(string path) => inner.Delete(path);

        public void DeleteUnfinished(long before) => inner.DeleteUnfinished(before);
    }
}
