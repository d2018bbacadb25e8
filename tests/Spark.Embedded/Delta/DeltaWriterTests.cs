using Delta.Log;
using Microsoft.Spark;
using Spark.Embedded.Delta;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using Xunit;
using Log = global::Delta.Log;
using StructField = Spark.Embedded.Types.StructField;
using StructType = Spark.Embedded.Types.StructType;

namespace Spark.Embedded.Tests.Delta;

/// <summary>Writes: modes, partitions, schema enforcement and evolution, statistics, idempotency, and that a failed write leaves nothing.</summary>
public sealed class DeltaWriterTests : IDisposable
{
    private readonly DeltaFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Every_type_is_read_back_as_written()
    {
        var rows = Query(
            """
            SELECT 'grüße | 😈' AS s, 9::BIGINT AS l, 3::INTEGER AS i, 2::SMALLINT AS sh, 1::TINYINT AS b, 1.5::FLOAT AS f, 2.5::DOUBLE AS d, true AS bo, '\x00\xFF'::BLOB AS bi,
                   12.345::DECIMAL(5,3) AS d5, 12345678901234567890.123456789012345678::DECIMAL(38,18) AS d38, DATE '1969-12-31' AS dt, TIMESTAMPTZ '2024-02-29 12:30:00.123456+00' AS ts,
                   TIMESTAMP '2024-02-29 12:30:00.123456' AS tn, {'a': 1::BIGINT, 'b': {'c': 'x'}} AS st, [1, NULL]::INTEGER[] AS li, MAP {'k': 1::BIGINT} AS ma
            UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
            """,
            ("s", SparkType.String),
            ("l", SparkType.Long),
            ("i", SparkType.Integer),
            ("sh", SparkType.Short),
            ("b", SparkType.Byte),
            ("f", SparkType.Float),
            ("d", SparkType.Double),
            ("bo", SparkType.Boolean),
            ("bi", SparkType.Binary),
            ("d5", new Types.DecimalType(5, 3)),
            ("d38", new Types.DecimalType(38, 18)),
            ("dt", SparkType.Date),
            ("ts", SparkType.Timestamp),
            ("tn", SparkType.TimestampNtz),
            ("st", new StructType([new("a", SparkType.Long), new("b", new StructType([new("c", SparkType.String)]))])),
            ("li", new Types.ArrayType(SparkType.Integer)),
            ("ma", new Types.MapType(SparkType.String, SparkType.Long))
        );
        var result = Write("t", rows, WriteMode.ErrorIfExists);
        Assert.Equal((0L, 2L, false), (result.Version, result.Rows, result.Skipped));
        Assert.Equal(
            _fixture.Rows(rows.Sql).Order(StringComparer.Ordinal),
            _fixture.Rows(_fixture.Select("t")).Order(StringComparer.Ordinal)
        );
        var snapshot = TableLog("t").Current();
        Assert.Equal(rows.Schema, DeltaSchemas.ToSpark(snapshot.Schema));
        Assert.Equal(["timestampNtz"], snapshot.Protocol.ReaderFeatures);

        var stats = FileStatistics.Parse(Assert.Single(snapshot.Files).Stats)!;
        Assert.Equal(2, stats.NumRecords);
        Assert.Equal(9L, stats.Min(["l"], PrimitiveType.Long));
        Assert.Equal(12.345m, stats.Max(["d5"], new Log.DecimalType(5, 3)));
        Assert.Equal("x", stats.Min(["st", "b", "c"], PrimitiveType.String));
        Assert.Equal(1, stats.NullCount(["ts"]));
        Assert.Contains("\"ts\":\"2024-02-29T12:30:00.123Z\"", snapshot.Files.Single().Stats, StringComparison.Ordinal);
    }

    [Fact]
    public void Partitions_keep_any_value()
    {
        var rows = Query(
            """
            SELECT * FROM (VALUES (1::BIGINT, 'a/b %1=:?#[x]', DATE '2024-01-01', TIMESTAMPTZ '2024-01-01 00:00:00.5+00', 1.50::DECIMAL(10,2), true),
                                  (2, 'grüße 😈', DATE '2024-01-02', TIMESTAMPTZ '2024-01-01 00:00:00+00', -2.00, false), (3, NULL, NULL, NULL, NULL, NULL), (4, 'a''b"c', NULL, NULL, 0.00, NULL))
            AS t(id, s, d, ts, de, b)
            """,
            ("id", SparkType.Long),
            ("s", SparkType.String),
            ("d", SparkType.Date),
            ("ts", SparkType.Timestamp),
            ("de", new Types.DecimalType(10, 2)),
            ("b", SparkType.Boolean)
        );
        Write("t", rows, WriteMode.Append, partitionBy: ["s", "d", "ts", "de", "b"]);
        Assert.Equal(
            _fixture.Rows(rows.Sql).Order(StringComparer.Ordinal),
            _fixture.Rows(_fixture.Select("t")).Order(StringComparer.Ordinal)
        );
        var file = TableLog("t").Current().Files.Single(file => file.PartitionValues["d"] == "2024-01-01");
        Assert.Equal(
            ("a/b %1=:?#[x]", "2024-01-01T00:00:00.500000Z", "1.50", "true"),
            (file.PartitionValues["s"], file.PartitionValues["ts"], file.PartitionValues["de"], file.PartitionValues["b"])
        );
    }

    [Fact]
    public void Instants_are_the_same_in_every_time_zone_also_those_that_Spark_writes_as_INT96()
    {
        // Spark 4.1 wrote this file: SELECT TIMESTAMP '2024-01-01 00:00:00.25Z' AS ts, named_struct('t', ts) AS st, array(ts) AS li, 1L AS id
        Directory.CreateDirectory(_fixture.PathOf("t"));
        File.WriteAllBytes(Path.Combine(_fixture.PathOf("t"), "spark.parquet"), Convert.FromBase64String(Int96File));
        var rows = Query(
            "SELECT 2::BIGINT AS id, TIMESTAMPTZ '2024-01-01 00:00:00.25+00' AS ts, {'t': TIMESTAMPTZ '2024-01-01 00:00:00.25+00'} AS st, [TIMESTAMPTZ '2024-01-01 00:00:00.25+00'] AS li",
            ("id", SparkType.Long),
            ("ts", SparkType.Timestamp),
            ("st", new StructType([new("t", SparkType.Timestamp)])),
            ("li", new Types.ArrayType(SparkType.Timestamp))
        );
        Write("t", rows, WriteMode.Append);
        TableLog("t")
            .StartTransaction()
            .Commit(
                [
                    new AddFile
                    {
                        Path = "spark.parquet",
                        Size = 1,
                        ModificationTime = 1,
                    },
                ],
                new Operation("WRITE")
            );
        foreach (
            var (zone, text) in (ValueTuple<string, string>[])
                [
                    ("UTC", "2024-01-01 00:00:00.25+00"),
                    ("America/New_York", "2023-12-31 19:00:00.25-05"),
                    ("Asia/Kolkata", "2024-01-01 05:30:00.25+05:30"),
                ]
        )
        {
            _fixture.Connection.Execute($"SET TimeZone = '{zone}'");
            Assert.Equal(
                [$"1|{text}|{{'t': '{text}'}}|['{text}']", $"2|{text}|{{'t': '{text}'}}|['{text}']"],
                _fixture.Rows(_fixture.Select("t")).Order(StringComparer.Ordinal)
            );
        }
    }

    [Fact]
    public void Empty_text_in_a_partition_is_null_as_in_Spark()
    {
        Write(
            "t",
            Query("SELECT 1::BIGINT AS id, '' AS p", ("id", SparkType.Long), ("p", SparkType.String)),
            WriteMode.Append,
            partitionBy: ["p"]
        );
        Assert.Equal(["1|NULL"], _fixture.Rows(_fixture.Select("t")));
    }

    [Fact]
    public void Append_and_overwrite_make_versions()
    {
        Write("t", Numbers(1, 3), WriteMode.Append);
        Write("t", Numbers(4, 5), WriteMode.Append);
        Write("t", Numbers(6, 6), WriteMode.Overwrite);
        Assert.Equal(["6"], _fixture.Rows(_fixture.Select("t")));
        Assert.Equal(["1", "2", "3", "4", "5"], _fixture.Rows(_fixture.Select("t", 1)).Order());
        Assert.True(Write("t", Numbers(7, 7), WriteMode.Ignore).Skipped);
        Assert.Equal(
            "DELTA_PATH_EXISTS",
            Assert.Throws<AnalysisException>(() => Write("t", Numbers(7, 7), WriteMode.ErrorIfExists)).ErrorClass
        );
        var history = History.Read(TableLog("t"));
        Assert.Equal([2L, 1, 0], history.Select(entry => entry.Version));
        Assert.Equal("\"Overwrite\"", history[0].CommitInfo!.OperationParameters["mode"]);
        Assert.Equal("1", history[0].CommitInfo!.OperationMetrics["numOutputRows"]);
        Assert.Equal("2", history[0].CommitInfo!.OperationMetrics["numRemovedFiles"]);
        Assert.Equal([false, true, true], history.Select(entry => entry.CommitInfo!.IsBlindAppend!.Value));
    }

    [Fact]
    public void An_empty_write_makes_a_table_without_files()
    {
        Write("t", Numbers(1, 0), WriteMode.Append);
        Assert.Empty(TableLog("t").Current().Files);
        Assert.Empty(Directory.GetFiles(_fixture.PathOf("t")));
        Assert.Empty(_fixture.Rows(_fixture.Select("t")));
    }

    [Fact]
    public void The_schema_is_enforced_unless_it_may_grow()
    {
        Write("t", Numbers(1, 1), WriteMode.Append);
        var wider = Query(
            "SELECT 2::BIGINT AS ID, 'x' AS extra, {'a': 1::BIGINT} AS st",
            ("ID", SparkType.Long),
            ("extra", SparkType.String),
            ("st", new StructType([new("a", SparkType.Long)]))
        );
        Assert.Equal("DELTA_METADATA_MISMATCH", Assert.Throws<AnalysisException>(() => Write("t", wider, WriteMode.Append)).ErrorClass);
        var text = Query("SELECT 'x' AS id", ("id", SparkType.String));
        Assert.Equal("DELTA_FAILED_TO_MERGE_FIELDS", Assert.Throws<AnalysisException>(() => Write("t", text, WriteMode.Append)).ErrorClass);
        Assert.Equal(
            "DELTA_FAILED_TO_MERGE_FIELDS",
            Assert.Throws<AnalysisException>(() => Write("t", text, WriteMode.Overwrite)).ErrorClass
        );

        Write("t", wider, WriteMode.Append, ("mergeSchema", "true"));
        Assert.Equal(["1|NULL|NULL", "2|x|{'a': 1}"], _fixture.Rows(_fixture.Select("t")).Order(StringComparer.Ordinal));
        // A struct grows too, and fields of other order find their places.
        var nested = Query(
            "SELECT {'b': 'new', 'a': 7::BIGINT} AS st",
            ("st", new StructType([new("b", SparkType.String), new("a", SparkType.Long)]))
        );
        Write("t", nested, WriteMode.Append, ("mergeSchema", "true"));
        Assert.Equal(
            ["1|NULL|NULL", "2|x|{'a': 1, 'b': NULL}", "NULL|NULL|{'a': 7, 'b': new}"],
            _fixture.Rows(_fixture.Select("t")).Order(StringComparer.Ordinal)
        );

        Write("t", text, WriteMode.Overwrite, ("overwriteSchema", "true"));
        Assert.Equal(["x"], _fixture.Rows(_fixture.Select("t")));
        Assert.Equal(3, TableLog("t").At(2).Schema.Fields.Count);
    }

    [Fact]
    public void Dynamic_overwrite_replaces_only_the_partitions_it_writes()
    {
        Write(
            "t",
            Days("SELECT * FROM (VALUES (1::BIGINT, DATE '2024-01-01'), (2, DATE '2024-01-02'), (3, NULL)) AS t(id, day)"),
            WriteMode.Append,
            partitionBy: ["day"]
        );
        Write(
            "t",
            Days("SELECT * FROM (VALUES (20::BIGINT, DATE '2024-01-02'), (30, NULL)) AS t(id, day)"),
            WriteMode.Overwrite,
            ("partitionOverwriteMode", "dynamic")
        );
        Assert.Equal(["1|2024-01-01", "20|2024-01-02", "30|NULL"], _fixture.Rows(_fixture.Select("t")).Order(StringComparer.Ordinal));
        Assert.Equal(
            "DELTA_METADATA_MISMATCH",
            Assert
                .Throws<AnalysisException>(() =>
                    Write("t", Days("SELECT 1::BIGINT AS id, NULL::DATE AS day"), WriteMode.Append, partitionBy: ["id"])
                )
                .ErrorClass
        );
    }

    [Fact]
    public void The_same_batch_is_written_once()
    {
        (string, string)[] batch = [("txnAppId", "app"), ("txnVersion", "5")];
        Assert.False(Write("t", Numbers(1, 1), WriteMode.Append, batch).Skipped);
        Assert.True(Write("t", Numbers(1, 1), WriteMode.Append, batch).Skipped);
        Assert.True(Write("t", Numbers(1, 1), WriteMode.Append, ("txnAppId", "app"), ("txnVersion", "4")).Skipped);
        Assert.False(Write("t", Numbers(2, 2), WriteMode.Append, ("txnAppId", "app"), ("txnVersion", "6")).Skipped);
        Assert.Equal(["1", "2"], _fixture.Rows(_fixture.Select("t")).Order());
        Assert.Equal(
            "DELTA_IDEMPOTENT_DML_OPTIONS",
            Assert.Throws<AnalysisException>(() => Write("t", Numbers(1, 1), WriteMode.Append, ("txnAppId", "app"))).ErrorClass
        );
    }

    [Fact]
    public void A_failed_write_leaves_no_file_and_no_version()
    {
        Write("t", Numbers(1, 1), WriteMode.Append);
        var files = Directory.GetFiles(_fixture.PathOf("t"), "*", SearchOption.AllDirectories).Length;
        var failing = Query(
            "SELECT CASE WHEN i = 400000 THEN error('boom') ELSE i END AS id FROM range(500000) AS t(i)",
            ("id", SparkType.Long)
        );
        Assert.ThrowsAny<SparkException>(() => Write("t", failing, WriteMode.Append));
        Assert.Equal(files, Directory.GetFiles(_fixture.PathOf("t"), "*", SearchOption.AllDirectories).Length);
        Assert.Equal(0, TableLog("t").Current().Version);
    }

    [Fact]
    public void Not_null_columns_refuse_nulls()
    {
        CreateTable("t", new Log.StructType([new("id", PrimitiveType.Long, Nullable: false), new("v", PrimitiveType.Long)]));
        var error = Assert.Throws<SparkRuntimeException>(() =>
            Write("t", Query("SELECT NULL::BIGINT AS id, 1::BIGINT AS v", ("id", SparkType.Long), ("v", SparkType.Long)), WriteMode.Append)
        );
        Assert.Equal("DELTA_NOT_NULL_CONSTRAINT_VIOLATED", error.ErrorClass);
        Assert.Contains("id", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_fixture.PathOf("t")));
        Write("t", Query("SELECT 1::BIGINT AS id", ("id", SparkType.Long)), WriteMode.Append);
        Assert.Equal(["1|NULL"], _fixture.Rows(_fixture.Select("t")));
    }

    [Fact]
    public void Not_null_fields_of_structs_refuse_nulls_where_the_struct_is_there()
    {
        CreateTable(
            "t",
            new Log.StructType([
                new("id", PrimitiveType.Long),
                new("st", new Log.StructType([new("a", PrimitiveType.Long, Nullable: false), new("b", PrimitiveType.Long)])),
            ])
        );
        CompiledQuery One(string st) =>
            Query(
                $"SELECT 1::BIGINT AS id, {st}::STRUCT(a BIGINT, b BIGINT) AS st",
                ("id", SparkType.Long),
                ("st", new StructType([new("a", SparkType.Long), new("b", SparkType.Long)]))
            );
        Assert.Contains(
            "column: st.a",
            Assert.Throws<SparkRuntimeException>(() => Write("t", One("{'a': NULL, 'b': 1}"), WriteMode.Append)).Message,
            StringComparison.Ordinal
        );
        Write("t", One("NULL"), WriteMode.Append);
        Write("t", One("{'a': 1, 'b': NULL}"), WriteMode.Append);
        Assert.Equal(2, _fixture.Rows(_fixture.Select("t")).Count);
    }

    [Fact]
    public void Columns_can_be_mapped()
    {
        CreateTable(
            "t",
            new Log.StructType([
                new("my id", PrimitiveType.Long),
                new("st", new Log.StructType([new("a b", PrimitiveType.String)])),
                new("p", PrimitiveType.String),
            ]),
            ["p"],
            ("delta.columnMapping.mode", "name")
        );
        var rows = Query(
            "SELECT 7::BIGINT AS \"my id\", {'a b': 'x'} AS st, 'q' AS p",
            ("my id", SparkType.Long),
            ("st", new StructType([new("a b", SparkType.String)])),
            ("p", SparkType.String)
        );
        Write("t", rows, WriteMode.Append);
        Assert.Equal(["7|{'a b': x}|q"], _fixture.Rows(_fixture.Select("t")));
        var snapshot = TableLog("t").Current();
        var physical = snapshot.Schema.Fields[0].PhysicalName;
        Assert.StartsWith("col-", physical, StringComparison.Ordinal);
        Assert.Contains(physical, snapshot.Files.Single().Stats, StringComparison.Ordinal);
        Assert.Equal("q", snapshot.Files.Single().PartitionValues[snapshot.Schema.Fields[2].PhysicalName]);
        Assert.Equal(new TableProtocol(2, 5), snapshot.Protocol);
    }

    [Fact]
    public void Invalid_names_and_partitions_are_refused()
    {
        Assert.Equal("DELTA_INVALID_CHARACTERS_IN_COLUMN_NAMES", Error(Query("SELECT 1::BIGINT AS \"a b\"", ("a b", SparkType.Long))));
        Assert.Equal("DELTA_PARTITION_COLUMN_NOT_FOUND", Error(Numbers(1, 1), "nonsuch"));
        Assert.Equal("DELTA_CANNOT_USE_ALL_COLUMNS_FOR_PARTITION", Error(Numbers(1, 1), "id"));
        Assert.Equal(
            "DELTA_DUPLICATE_COLUMNS_FOUND",
            Error(
                new CompiledQuery(
                    "SELECT 1::BIGINT AS a, 2::BIGINT AS b",
                    new StructType([new("x", SparkType.Long), new("X", SparkType.Long)])
                )
                {
                    ColumnNames = ["a", "b"],
                }
            )
        );
        Assert.False(TableLog("t").Exists);

        string? Error(CompiledQuery rows, params string[] partitionBy) =>
            Assert.Throws<AnalysisException>(() => Write("t", rows, WriteMode.Append, partitionBy: partitionBy)).ErrorClass;
    }

    [Fact]
    public void A_checkpoint_is_written_every_ten_commits_and_read_again()
    {
        for (var i = 0; i <= 12; i++)
            Write(
                "t",
                Days($"SELECT {i}::BIGINT AS id, DATE '2024-01-01' + {i % 3} AS day"),
                WriteMode.Append,
                ["day"],
                ("txnAppId", "app"),
                ("txnVersion", i.ToString(System.Globalization.CultureInfo.InvariantCulture))
            );
        var folder = Path.Combine(_fixture.PathOf("t"), "_delta_log");
        Assert.True(File.Exists(Path.Combine(folder, "00000000000000000010.checkpoint.parquet")));
        Assert.StartsWith(
            "{\"version\":10,\"size\":",
            File.ReadAllText(Path.Combine(folder, "_last_checkpoint")),
            StringComparison.Ordinal
        );
        // Without the older commits only the checkpoint tells what there was.
        for (var i = 0; i < 10; i++)
            File.Delete(Path.Combine(_fixture.PathOf("t"), LogFileName.Commit(i)));
        var fresh = new DeltaTables(_fixture.Database).Open(_fixture.PathOf("t")).Current();
        var expected = TableLog("t").Current();
        Assert.Equal((12L, 13, 12L), (fresh.Version, fresh.FileCount, fresh.TransactionVersion("app")));
        Assert.Equal(expected.Metadata, fresh.Metadata);
        Assert.Equal(expected.Protocol, fresh.Protocol);
        Assert.Equal(
            expected.Files.Select(file => (file.Path, file.Size, file.Stats, file.PartitionValues["day"])).Order(),
            fresh.Files.Select(file => (file.Path, file.Size, file.Stats, file.PartitionValues["day"])).Order()
        );
        Assert.Equal(13, _fixture.Rows(DeltaFixture.Select(new DeltaTableSource(fresh))).Count);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("parts")]
    [InlineData("incomplete")]
    public void Checkpoints_with_sidecars_and_in_parts_are_read(string kind)
    {
        for (var i = 0; i < 3; i++)
            Write("t", Numbers(i, i), WriteMode.Append);
        var snapshot = TableLog("t").Current();
        var format = new DuckDbCheckpointFormat(_fixture.Database, _fixture.PathOf("t"));
        var files = snapshot.Files.ToList();
        if (kind == "json")
        {
            Directory.CreateDirectory(Path.Combine(_fixture.PathOf("t"), LogFileName.Sidecars));
            var size = format.Write($"{LogFileName.Sidecars}/side.parquet", files, snapshot.Metadata);
            File.WriteAllBytes(
                Path.Combine(
                    _fixture.PathOf("t"),
                    "_delta_log",
                    "00000000000000000002.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json"
                ),
                ActionWriter
                    .WriteAll([new CheckpointMetadata(2, null), snapshot.Protocol, snapshot.Metadata, new Sidecar("side.parquet", size, 1)])
                    .Span
            );
        }
        else
        {
            format.Write(
                "_delta_log/00000000000000000002.checkpoint.0000000001.0000000002.parquet",
                [snapshot.Protocol, snapshot.Metadata, files[0]],
                snapshot.Metadata
            );
            if (kind == "parts")
                format.Write("_delta_log/00000000000000000002.checkpoint.0000000002.0000000002.parquet", files.Skip(1), snapshot.Metadata);
        }

        // An incomplete checkpoint must not be used: the commits are still there for that.
        if (kind != "incomplete")
        {
            for (var i = 0; i < 2; i++)
                File.Delete(Path.Combine(_fixture.PathOf("t"), LogFileName.Commit(i)));
        }

        var fresh = new DeltaTables(_fixture.Database).Open(_fixture.PathOf("t")).Current();
        Assert.Equal(files.Select(file => file.Path).Order(), fresh.Files.Select(file => file.Path).Order());
        Assert.Equal(snapshot.Metadata, fresh.Metadata);
        Assert.Equal(2, fresh.Version);
    }

    [Fact]
    public void Statistics_as_columns_of_the_checkpoint_are_written_when_the_table_asks()
    {
        CreateTable(
            "t",
            new Log.StructType([
                new("id", PrimitiveType.Long),
                new("ts", PrimitiveType.Timestamp),
                new("b", PrimitiveType.Boolean),
                new("day", PrimitiveType.Date),
            ]),
            ["day"],
            ("delta.checkpoint.writeStatsAsStruct", "true"),
            ("delta.checkpoint.writeStatsAsJson", "false"),
            ("delta.checkpointInterval", "1")
        );
        Write(
            "t",
            Query(
                "SELECT 3::BIGINT AS id, TIMESTAMPTZ '2024-01-01 00:00:00+00' AS ts, true AS b, DATE '2024-01-01' AS day",
                ("id", SparkType.Long),
                ("ts", SparkType.Timestamp),
                ("b", SparkType.Boolean),
                ("day", SparkType.Date)
            ),
            WriteMode.Append
        );
        var fresh = new DeltaTables(_fixture.Database).Open(_fixture.PathOf("t")).Current();
        Assert.Equal(
            ["3|2024-01-01|1"],
            _fixture.Rows(
                "SELECT add.stats_parsed.minValues.id AS id, add.partitionValues_parsed.day AS day, add.stats_parsed.numRecords AS n FROM read_parquet('"
                    + Path.Combine(_fixture.PathOf("t"), LogFileName.Checkpoint(1))
                    + "') WHERE add IS NOT NULL"
            )
        );
        File.Delete(Path.Combine(_fixture.PathOf("t"), LogFileName.Commit(0)));
        Assert.Equal(
            3L,
            FileStatistics
                .Parse(new DeltaTables(_fixture.Database).Open(_fixture.PathOf("t")).Current().Files.Single().Stats)!
                .Min(["id"], PrimitiveType.Long)
        );
        Assert.Equal(1, fresh.Version);
    }

    private const string Int96File =
        "UEFSMRUAFRAVEBWRgLnnChwVAhUAFQgVCAAAAQAAAAAAAAAVBBUYFRgV9YCV3wY8FQIVBAAAgLLmDgAAAACXiiUAFQAVBBUEFfXy/fIEHBUCFQQVCBUIAAAAAxUEFRgVGBX1gJXfBjwVAhUEAACAsu"
        + "YOAAAAAJeKJQAVABUEFQQV9fL98gQcFQIVBBUIFQgAAAADFQQVGBUYFfWAld8GPBUCFQQAAICy5g4AAAAAl4olABUAFRwVHBXu1cy7AhwVAhUEFQYVBgAAAgAAAAMAAgAAAAMBAAMZEQIZGAgBAAAA"
        + "AAAAABkYCAEAAAAAAAAAFQIZFgAAGRwWCBU+FgAAABkcFoQBFTIWAAAAGRwW9AEVMhYAAAAZHBbkAhVKFgAAABUCGYxIDHNwYXJrX3NjaGVtYRUIABUEJQAYAmlkABUGJQAYAnRzADUAGAJzdBUCAB"
        + "UGJQAYAXQANQAYAmxpFQIVBkw8AAAANQQYBGxpc3QVAgAVBiUAGAdlbGVtZW50ABYCGRwZTCYAHBUEGSUIABkYAmlkFQAWAhY+Fj4mCDwYCAEAAAAAAAAAGAgBAAAAAAAAABYAKAgBAAAAAAAAABgI"
        + "AQAAAAAAAAAAGRwVABUAFQIAPAAAFuwDFRQWrgMVPgAmABwVBhklBAgZGAJ0cxUAFgIWcBZwJoQBJkYcGAyAsuYOAAAAAJeKJQAYDICy5g4AAAAAl4olABYAKAyAsuYOAAAAAJeKJQAYDICy5g4AAA"
        + "AAl4olAAAZLBUEFQQVAgAVABUEFQIAPAAAFoAEFRYAJgAcFQYZJQQIGSgCc3QBdBUAFgIWcBZwJvQBJrYBHBgMgLLmDgAAAACXiiUAGAyAsuYOAAAAAJeKJQAWACgMgLLmDgAAAACXiiUAGAyAsuYO"
        + "AAAAAJeKJQAAGSwVBBUEFQIAFQAVBBUCADwAABaWBBUWACYAHBUGGSUGBBk4AmxpBGxpc3QHZWxlbWVudBUAFgIWiAEWiAEm5AImpgIcGAyAsuYOAAAAAJeKJQAYDICy5g4AAAAAl4olABYAKAyAsu"
        + "YOAAAAAJeKJQAYDICy5g4AAAAAl4olAAAZLBUEFQQVAgAVABUEFQIAPCkmAgAAABasBBUWABamAxYCJggWpgMUAAAZLBgYb3JnLmFwYWNoZS5zcGFyay52ZXJzaW9uGAU0LjEuMwAYKW9yZy5hcGFj"
        + "aGUuc3Bhcmsuc3FsLnBhcnF1ZXQucm93Lm1ldGFkYXRhGJsDeyJ0eXBlIjoic3RydWN0IiwiZmllbGRzIjpbeyJuYW1lIjoiaWQiLCJ0eXBlIjoibG9uZyIsIm51bGxhYmxlIjpmYWxzZSwibWV0YW"
        + "RhdGEiOnt9fSx7Im5hbWUiOiJ0cyIsInR5cGUiOiJ0aW1lc3RhbXAiLCJudWxsYWJsZSI6ZmFsc2UsIm1ldGFkYXRhIjp7fX0seyJuYW1lIjoic3QiLCJ0eXBlIjp7InR5cGUiOiJzdHJ1Y3QiLCJm"
        + "aWVsZHMiOlt7Im5hbWUiOiJ0IiwidHlwZSI6InRpbWVzdGFtcCIsIm51bGxhYmxlIjpmYWxzZSwibWV0YWRhdGEiOnt9fV19LCJudWxsYWJsZSI6ZmFsc2UsIm1ldGFkYXRhIjp7fX0seyJuYW1lIj"
        + "oibGkiLCJ0eXBlIjp7InR5cGUiOiJhcnJheSIsImVsZW1lbnRUeXBlIjoidGltZXN0YW1wIiwiY29udGFpbnNOdWxsIjpmYWxzZX0sIm51bGxhYmxlIjpmYWxzZSwibWV0YWRhdGEiOnt9fV19ABhK"
        + "cGFycXVldC1tciB2ZXJzaW9uIDEuMTYuMCAoYnVpbGQgNDAyYzM4MTBjMzcyZDI5NjAzZTE4MTc3MWFjZWJmZWNjNzFiZWY2MSkZTBwAABwAABwAABwAAAB+BAAAUEFSMQ==";

    private DeltaLog TableLog(string table) => _fixture.Tables.Open(_fixture.PathOf(table));

    private void CreateTable(
        string table,
        Log.StructType schema,
        string[]? partitionBy = null,
        params (string Key, string Value)[] properties
    )
    {
        var txn = TableLog(table).StartTransaction();
        txn.SetMetadata(
            ColumnMappings.Assign(
                new TableMetadata
                {
                    Id = Guid.NewGuid().ToString(),
                    SchemaString = SchemaJson.Write(schema),
                    PartitionColumns = partitionBy ?? [],
                    Configuration = properties.ToDictionary(property => property.Key, string? (property) => property.Value),
                },
                null
            )
        );
        Assert.IsType<CommitOutcome.Committed>(txn.Commit([], new Operation("CREATE TABLE")));
    }

    private DeltaWriteResult Write(string table, CompiledQuery rows, WriteMode mode, params (string Key, string Value)[] options) =>
        Write(table, rows, mode, [], options);

    private DeltaWriteResult Write(
        string table,
        CompiledQuery rows,
        WriteMode mode,
        string[] partitionBy,
        params (string Key, string Value)[] options
    ) =>
        new DeltaWriter(Session()).Write(
            new DeltaWrite(_fixture.PathOf(table), rows, mode)
            {
                PartitionBy = partitionBy,
                Options = options.ToDictionary(option => option.Key, option => option.Value),
            }
        );

    private DeltaSession Session() =>
        new()
        {
            Connection = _fixture.Connection,
            Tables = _fixture.Tables,
            Compile = (_, _) => throw new InvalidOperationException("No plan is compiled here."),
            ParseExpression = _ => throw new InvalidOperationException("No expression is parsed here."),
        };

    private static CompiledQuery Numbers(int from, int to) =>
        Query($"SELECT i::BIGINT AS id FROM range({from}, {to + 1}) AS t(i)", ("id", SparkType.Long));

    private static CompiledQuery Days(string sql) => Query(sql, ("id", SparkType.Long), ("day", SparkType.Date));

    private static CompiledQuery Query(string sql, params (string Name, SparkType Type)[] columns) =>
        new(sql, new StructType([.. columns.Select(column => new StructField(column.Name, column.Type))]));
}
