using System.Text;
using Xunit;

namespace Delta.Log.Tests;

public sealed class SnapshotTests
{
    [Fact]
    public void AFolderWithoutALogIsNoTable()
    {
        using var table = new TemporaryTable();
        var log = table.Open();
        Assert.False(log.Exists);
        Assert.Equal("DELTA_TABLE_NOT_FOUND", Assert.Throws<DeltaLogException>(() => log.Current()).ErrorClass);
    }

    [Fact]
    public void AMissingCommitIsAClearError()
    {
        using var table = new TemporaryTable();
        var log = table.Create();
        for (var i = 1; i <= 4; i++)
            log.StartTransaction().Commit([TemporaryTable.File("f" + i)], new Operation("WRITE"));
        File.Delete(Path.Combine(table.LogFolder, "00000000000000000002.json"));
        var error = Assert.Throws<DeltaLogException>(() => table.Open().Current());
        Assert.Equal("DELTA_VERSIONS_NOT_CONTIGUOUS", error.ErrorClass);
        Assert.Contains("version 3 but not version 2", error.Message, StringComparison.Ordinal);

        File.Delete(Path.Combine(table.LogFolder, "00000000000000000000.json"));
        Assert.Contains(
            "begins with version 1",
            Assert.Throws<DeltaLogException>(() => table.Open().Current()).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void TimeTravelToAVersionThatIsNotThereNamesThoseThatAre()
    {
        using var table = new TemporaryTable();
        var log = table.Create();
        log.StartTransaction().Commit([TemporaryTable.File("f")], new Operation("WRITE"));
        var error = Assert.Throws<DeltaLogException>(() => log.At(9));
        Assert.Equal("DELTA_VERSION_NOT_FOUND", error.ErrorClass);
        Assert.Contains("[0, 1]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TimeTravelByTimestampFollowsTheTimesOfTheCommits()
    {
        using var table = new TemporaryTable();
        var log = table.Create();
        for (var i = 1; i <= 3; i++)
            log.StartTransaction().Commit([TemporaryTable.File("f" + i)], new Operation("WRITE"));
        // Version 2 seems older than version 1: its time counts as one millisecond after it.
        long[] times = [1_000_000, 2_000_000, 1_500_000, 4_000_000];
        for (var i = 0; i < times.Length; i++)
            File.SetLastWriteTimeUtc(
                Path.Combine(table.Path, LogFileName.Commit(i)),
                DateTimeOffset.FromUnixTimeMilliseconds(times[i]).UtcDateTime
            );

        log = table.Open();
        Assert.Equal(0, History.VersionAt(log, 1_999_999));
        Assert.Equal(1, History.VersionAt(log, 2_000_000));
        Assert.Equal(2, History.VersionAt(log, 2_000_001));
        Assert.Equal(3, History.VersionAt(log, 4_000_000));
        Assert.Equal(
            "DELTA_TIMESTAMP_EARLIER_THAN_COMMIT_RETENTION",
            Assert.Throws<DeltaLogException>(() => History.VersionAt(log, 999_999)).ErrorClass
        );
        Assert.Equal(
            "DELTA_TIMESTAMP_GREATER_THAN_COMMIT",
            Assert.Throws<DeltaLogException>(() => History.VersionAt(log, 4_000_001)).ErrorClass
        );
    }

    [Fact]
    public void ATableThatWasMadeAnewIsReadAnew()
    {
        using var table = new TemporaryTable();
        var log = table.Create();
        log.StartTransaction().Commit([TemporaryTable.File("old")], new Operation("WRITE"));
        var id = log.Current().Metadata.Id;
        Directory.Delete(table.LogFolder, recursive: true);
        Assert.False(log.Exists);
        table.Create();
        Assert.NotEqual(id, log.Current().Metadata.Id);
        Assert.Empty(log.Current().Files);
    }

    [Theory]
    [InlineData(4, 7, "x", "x", "DELTA_INVALID_PROTOCOL_VERSION")]
    [InlineData(3, 7, "catalogManaged", "catalogManaged", "DELTA_UNSUPPORTED_FEATURES_FOR_READ")]
    public void ATableThatNeedsMoreIsRefusedByName(int reader, int writer, string readerFeature, string writerFeature, string errorClass)
    {
        using var table = new TemporaryTable();
        table.Create();
        Append(table, 1, new TableProtocol(reader, writer, [readerFeature], [writerFeature]));
        var error = Assert.Throws<DeltaLogException>(() => table.Open().Current());
        Assert.Equal(errorClass, error.ErrorClass);
    }

    [Fact]
    public void AFeatureForWritersStopsWritersOnly()
    {
        using var table = new TemporaryTable();
        table.Create();
        Append(table, 1, new TableProtocol(1, 7, null, ["appendOnly", "rowTracking"]));
        var log = table.Open();
        Assert.Equal(1, log.Current().Version);
        var error = Assert.Throws<DeltaLogException>(() =>
            log.StartTransaction().Commit([TemporaryTable.File("a")], new Operation("WRITE"))
        );
        Assert.Equal("DELTA_UNSUPPORTED_FEATURES_FOR_WRITE", error.ErrorClass);
        Assert.Contains("rowTracking", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AGeneratedColumnStopsWriters()
    {
        using var table = new TemporaryTable();
        var log = table.Create();
        var metadata = log.Current().Metadata;
        var field = new StructField("g", PrimitiveType.Long).WithMetadata("delta.generationExpression", "\"id + 1\"");
        Append(table, 1, metadata.WithSchema(new StructType([.. metadata.Schema.Fields, field])));
        var error = Assert.Throws<DeltaLogException>(() =>
            log.StartTransaction().Commit([TemporaryTable.File("a")], new Operation("WRITE"))
        );
        Assert.Contains("generatedColumns (column g)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFeatureKeepsWhatThePlainVersionsMeant()
    {
        var protocol = new TableProtocol(1, 4).With(TableFeature.DeletionVectors);
        Assert.Equal((3, 7), (protocol.MinReaderVersion, protocol.MinWriterVersion));
        Assert.Equal(["deletionVectors"], protocol.ReaderFeatures);
        Assert.Equal(
            ["appendOnly", "invariants", "checkConstraints", "changeDataFeed", "generatedColumns", "deletionVectors"],
            protocol.WriterFeatures
        );
        Assert.Equal(new TableProtocol(2, 5), TableProtocol.Default.With(TableFeature.ColumnMapping));
        Assert.Equal(protocol, protocol.With(TableFeature.CheckConstraints));
    }

    [Fact]
    public void SpellingsOfAnAbsolutePathAreOneFile()
    {
        using var table = new TemporaryTable();
        var log = table.Create();
        log.StartTransaction().Commit([TemporaryTable.File("file:///data/a")], new Operation("WRITE"));
        log.StartTransaction().Commit([TemporaryTable.File("file:/data/a").Remove(1)], new Operation("DELETE"));
        Assert.Empty(table.Open().Current().Files);
    }

    [Fact]
    public void UnknownActionsAreIgnoredAndUnknownFieldsKept()
    {
        using var table = new TemporaryTable();
        table.Create();
        File.WriteAllText(
            Path.Combine(table.Path, LogFileName.Commit(1)),
            """
            {"commitInfo":{"timestamp":"soon","notebook":{"id":7},"operation":"WRITE"}}
            {"fromTheFuture":{"a":[1,2]}}
            {"add":{"path":"a","partitionValues":{"day":null},"size":1,"modificationTime":2,"dataChange":true,"hint":{"x":[true]}}}
            """
        );
        var snapshot = table.Open().Current();
        var file = Assert.Single(snapshot.Files);
        Assert.Null(file.PartitionValues["day"]);
        Assert.Equal(
            """{"add":{"path":"a","partitionValues":{"day":null},"size":1,"modificationTime":2,"dataChange":true,"hint":{"x":[true]}}}"""
                + "\n",
            Encoding.UTF8.GetString(ActionWriter.WriteAll([file]).Span)
        );
        Assert.Null(snapshot.CommitInfo!.Timestamp);
        Assert.Equal("{\"id\":7}", snapshot.CommitInfo.UnknownFields!.Single(field => field.Key == "notebook").Value);
        Assert.Contains("a", snapshot.Log.ReadCommit(1)!.OfType<UnknownAction>().Single().Json, StringComparison.Ordinal);
    }

    [Fact]
    public void ABrokenLineIsNamed()
    {
        using var table = new TemporaryTable();
        table.Create();
        File.WriteAllText(
            Path.Combine(table.Path, LogFileName.Commit(1)),
            "{\"add\":{\"path\":\"a\",\"size\":1,\"modificationTime\":1}}\n{\"add\":{\"pa"
        );
        var error = Assert.Throws<DeltaLogException>(() => table.Open().Current());
        Assert.Contains("line 2 of _delta_log/00000000000000000001.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesAreSkippedByPartitionsAndStatistics()
    {
        using var table = new TemporaryTable();
        var log = table.Create();
        log.StartTransaction()
            .Commit(
                [
                    TemporaryTable.File("a", "2024-01-01", 0, 9),
                    TemporaryTable.File("b", "2024-01-02", 10, 19),
                    TemporaryTable.File("c", "2024-01-02", 20, 29) with
                    {
                        Stats = null,
                    },
                ],
                new Operation("WRITE")
            );
        var snapshot = log.Current();
        string[] Matching(FilePredicate predicate) => [.. snapshot.FilesMatching(predicate).Select(file => file.Path).Order()];
        DeltaValue.TryParseDate("2024-01-02", out var day);

        Assert.Equal(["a", "c"], Matching(TemporaryTable.Id(ComparisonOperator.Equal, 5)));
        Assert.Equal(["b", "c"], Matching(new FilePredicate.Comparison(["DAY"], ComparisonOperator.Equal, day)));
        Assert.Equal(["b", "c"], Matching(TemporaryTable.Id(ComparisonOperator.Greater, 9)));
        Assert.Equal(["a", "b", "c"], Matching(TemporaryTable.Id(ComparisonOperator.GreaterOrEqual, 9)));
        Assert.Equal(["c"], Matching(new FilePredicate.IsNull(["id"])));
        Assert.Equal([], Matching(new FilePredicate.IsNull(["day"])));
        Assert.Equal(["a", "b", "c"], Matching(FilePredicate.Always));
        Assert.Equal(["a", "c"], Matching(new FilePredicate.In(["id"], [3L, 40L])));
        Assert.Equal(["a", "b", "c"], Matching(new FilePredicate.Comparison(["unknown"], ComparisonOperator.Equal, 1L)));
    }

    [Theory]
    [InlineData("2024-02-29 12:30:00", 1709209800000000)]
    [InlineData("2024-02-29 12:30:00.123456", 1709209800123456)]
    [InlineData("2024-02-29T12:30:00.123456Z", 1709209800123456)]
    [InlineData("1969-12-31T23:59:59.999999Z", -1)]
    public void TimestampsOfPartitionsAreRead(string text, long micros)
    {
        Assert.True(DeltaValue.TryParse(text, PrimitiveType.TimestampNtz, out var value));
        Assert.Equal(micros, value);
    }

    private static void Append(TemporaryTable table, long version, params LogAction[] actions) =>
        File.WriteAllBytes(Path.Combine(table.Path, LogFileName.Commit(version)), ActionWriter.WriteAll(actions).Span);
}
