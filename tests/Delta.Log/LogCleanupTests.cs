using Xunit;

namespace Delta.Log.Tests;

/// <summary>Commits and checkpoints go when their retention is over, and never before a newer checkpoint stands for them.</summary>
public sealed class LogCleanupTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2024, 5, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryTable _table = new();
    private readonly SetClock _clock = new() { Now = Noon };

    public void Dispose() => _table.Dispose();

    [Fact]
    public void WhatIsExpiredGoesWithTheNextCheckpoint()
    {
        Fill(commits: 25, "interval 2 days");
        // Versions 0 to 14 are ten days old; the checkpoint of version 10 stands for those below it.
        Age(14, days: 10);
        Append(5);
        Assert.Equal(10, FirstCommit());
        Assert.Equal([10, 20, 30], Checkpoints());
        // Every version that is left opens.
        for (var version = 10; version <= 30; version++)
            Assert.Equal(version, Open().At(version).FileCount);
        Assert.Equal("DELTA_VERSION_NOT_FOUND", Assert.Throws<DeltaLogException>(() => Open().At(9)).ErrorClass);
        Assert.Equal(30, Open().Current().FileCount);
    }

    [Fact]
    public void AllIsExpired()
    {
        Fill(commits: 29, "interval 0 days");
        Age(29, days: 3);
        Append(1);
        // The last commit is of today.
        Assert.Equal(30, FirstCommit());
        Assert.Equal([30], Checkpoints());
        Assert.Equal(30, Open().Current().FileCount);
        Assert.Single(History.Read(Open()));
    }

    [Fact]
    public void TheRetentionEndsAtMidnight()
    {
        Fill(commits: 19, "interval 1 day");
        // One commit is older than a day and yet of the day before midnight: nothing goes until the day is over.
        for (var version = 0; version <= 12; version++)
            Touch(LogFileName.Commit(version), Noon.AddHours(-30));
        Touch(LogFileName.Checkpoint(10), Noon.AddHours(-30));
        Append(1);
        Assert.Equal(0, FirstCommit());
        _clock.Now = Noon.AddHours(13);
        Append(10);
        Assert.Equal(10, FirstCommit());
    }

    [Theory]
    [InlineData("delta.enableExpiredLogCleanup", "false")]
    [InlineData("delta.logRetentionDuration", "interval 30 days")]
    public void NothingGoesThatShallStay(string property, string value)
    {
        Fill(commits: 19, "interval 1 day", (property, value));
        Age(19, days: 20);
        Append(1);
        Assert.Equal(0, FirstCommit());
        Assert.Equal([10, 20], Checkpoints());
    }

    [Fact]
    public void WithoutACheckpointBelowWhatStaysNothingGoes()
    {
        Fill(commits: 19, "interval 1 day");
        // The first checkpoint is at version 10; of the versions from 5 on all must stay readable.
        Age(4, days: 20);
        Append(1);
        Assert.Equal(0, FirstCommit());
    }

    [Fact]
    public void APartOfACheckpointStandsForNothing()
    {
        Fill(commits: 19, "interval 1 day");
        File.Move(At(LogFileName.Checkpoint(10)), At("_delta_log/00000000000000000010.checkpoint.0000000001.0000000002.parquet"));
        Age(15, days: 20);
        Append(1);
        Assert.Equal(0, FirstCommit());
    }

    [Fact]
    public void WhatKilledWritersLeftGoesWhenItIsOld()
    {
        Fill(commits: 9, "interval 1 day");
        var (old, young) = (At("_delta_log/.00000000000000000003.json.1.tmp"), At("_delta_log/.00000000000000000004.json.2.tmp"));
        File.WriteAllText(old, "{");
        File.WriteAllText(young, "{");
        File.SetLastWriteTimeUtc(old, Noon.UtcDateTime.AddDays(-5));
        File.SetLastWriteTimeUtc(young, Noon.UtcDateTime);
        Append(1);
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
    }

    [Fact]
    public void ALinkedLogIsNotCleaned()
    {
        Fill(commits: 19, "interval 1 day");
        Age(19, days: 20);
        var elsewhere = _table.Path + "-elsewhere";
        Directory.Move(_table.LogFolder, elsewhere);
        Directory.CreateSymbolicLink(_table.LogFolder, elsewhere);
        try
        {
            Append(1);
            Assert.Equal(0, FirstCommit());
        }
        finally
        {
            Directory.Delete(_table.LogFolder);
            Directory.Delete(elsewhere, recursive: true);
        }
    }

    private void Fill(int commits, string retention, params (string Key, string Value)[] properties)
    {
        var configuration = properties.ToDictionary(pair => pair.Key, string? (pair) => pair.Value);
        configuration.TryAdd("delta.logRetentionDuration", retention);
        var txn = Open().StartTransaction();
        txn.SetMetadata(
            new TableMetadata
            {
                Id = "t",
                SchemaString = SchemaJson.Write(new StructType([new("id", PrimitiveType.Long)])),
                Configuration = configuration,
            }
        );
        Assert.IsType<CommitOutcome.Committed>(txn.Commit([], new Operation("CREATE TABLE")));
        Append(commits);
    }

    private void Append(int commits)
    {
        var log = Open();
        for (var i = 0; i < commits; i++)
        {
            var committed = Assert.IsType<CommitOutcome.Committed>(
                log.StartTransaction().Commit([TemporaryTable.File($"f{Guid.NewGuid():N}")], new Operation("WRITE"))
            );
            Touch(LogFileName.Commit(committed.Version), _clock.Now);
        }
    }

    /// <summary>Makes the versions up to one older than now.</summary>
    private void Age(long lastVersion, int days)
    {
        foreach (var file in new LocalLogStore(_table.Path).List(LogFileName.Folder + "/"))
        {
            if (LogFileName.Parse(file.Path) is { Version: >= 0 } name && name.Version <= lastVersion)
                Touch(file.Path, _clock.Now.AddDays(-days));
        }
    }

    private void Touch(string path, DateTimeOffset time) => File.SetLastWriteTimeUtc(At(path), time.UtcDateTime);

    private string At(string path) => Path.Combine(_table.Path, path);

    private DeltaLog Open() => new(new LocalLogStore(_table.Path), new JsonLines(_table.Path), _clock);

    private long FirstCommit() => Versions(LogFileKind.Commit)[0];

    private List<long> Checkpoints() => Versions(LogFileKind.Checkpoint);

    private List<long> Versions(LogFileKind kind) =>
        [
            .. new LocalLogStore(_table.Path)
                .List(LogFileName.Folder + "/")
                .Select(file => LogFileName.Parse(file.Path))
                .Where(name => name.Kind == kind)
                .Select(name => name.Version),
        ];

    /// <summary>Checkpoints that are lines of JSON under a checkpoint's name.</summary>
    private sealed class JsonLines(string root) : ICheckpointFormat
    {
        public void Read(IReadOnlyList<string> paths, CheckpointRow row)
        {
            foreach (var line in paths.SelectMany(path => File.ReadLines(Path.Combine(root, path))))
                row(System.Text.Encoding.UTF8.GetBytes(line));
        }

        public long Write(string path, IEnumerable<LogAction> actions, TableMetadata metadata)
        {
            var content = ActionWriter.WriteAll(actions);
            File.WriteAllBytes(Path.Combine(root, path), content.Span);
            return content.Length;
        }
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
