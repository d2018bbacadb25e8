using Delta.Log;
using Microsoft.Spark;
using Spark.Embedded.Delta;
using Spark.Embedded.Parse;
using Spark.Embedded.Parse.Statements;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using Xunit;
using LogStruct = global::Delta.Log.StructType;
using StructType = Spark.Embedded.Types.StructType;

namespace Spark.Embedded.Tests.Delta;

/// <summary>UPDATE, DELETE, MERGE, OPTIMIZE, VACUUM, RESTORE and ALTER TABLE on tables of two files and two partitions.</summary>
public sealed class DeltaCommandTests : IDisposable
{
    private readonly DeltaFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Delete_writes_only_the_files_anew_that_lose_some_of_their_rows()
    {
        Fill();
        Assert.Equal(["1"], Run("DELETE FROM t WHERE v = 20"));
        Assert.Equal(["1|10|a", "3|30|b", "4|40|b"], Rows());
        var actions = Table.ReadCommit(1)!;
        Assert.Equal((1, 1), (actions.OfType<RemoveFile>().Count(), actions.OfType<AddFile>().Count()));
        // A whole partition goes without a file being written.
        Assert.Equal(["2"], Run("DELETE FROM t WHERE p = 'b'"));
        Assert.Empty(Table.ReadCommit(2)!.OfType<AddFile>());
        Assert.Equal(["1|10|a"], Rows());
        // Nothing to do is no version.
        Assert.Equal(["0"], Run("DELETE FROM t WHERE v > 1000"));
        Assert.Equal(2, Table.Current().Version);
        Assert.Equal(["1"], Run("DELETE FROM t"));
        Assert.Empty(Rows());
        Assert.Equal("2", History.Read(Table)[1].CommitInfo!.OperationMetrics["numDeletedRows"]);
    }

    [Fact]
    public void Rows_that_a_condition_is_null_for_stay()
    {
        Fill();
        Run("UPDATE t SET v = NULL WHERE id = 1");
        Run("DELETE FROM t WHERE v < 35");
        Assert.Equal(["1|NULL|a", "4|40|b"], Rows());
    }

    [Fact]
    public void Update_changes_what_the_condition_is_true_for()
    {
        Fill();
        Assert.Equal(["2"], Run("UPDATE t AS x SET x.v = x.v + 1, p = 'c' WHERE x.id IN (2, 3)"));
        Assert.Equal(["1|10|a", "2|21|c", "3|31|c", "4|40|b"], Rows());
        Assert.Equal(["4"], Run("UPDATE t SET v = 0"));
        Assert.Equal(["1|0|a", "2|0|c", "3|0|c", "4|0|b"], Rows());
        Assert.Equal("DELTA_CONFLICT_SET_COLUMN", Assert.Throws<AnalysisException>(() => Run("UPDATE t SET v = 1, V = 2")).ErrorClass);
    }

    [Fact]
    public void Merge_applies_the_first_clause_whose_condition_is_true()
    {
        Fill();
        Assert.Equal(
            ["4|1|1|2"],
            Run(
                """
                MERGE INTO t USING (SELECT * FROM VALUES (1, 100, 'a'), (2, 200, 'a'), (3, 300, 'b'), (8, 800, 'n'), (9, 900, 'n'), (10, -1, 'n') AS x(id, v, p)) s ON t.id = s.id
                WHEN MATCHED AND s.v = 200 THEN DELETE
                WHEN MATCHED AND s.v < 300 THEN UPDATE SET v = s.v + t.v
                WHEN NOT MATCHED AND s.v > 0 THEN INSERT (id, v, p) VALUES (s.id, s.v, s.p)
                """
            )
        );
        Assert.Equal(["1|110|a", "3|30|b", "4|40|b", "8|800|n", "9|900|n"], Rows());
        var metrics = History.Read(Table, 1)[0].CommitInfo!.OperationMetrics;
        Assert.Equal(
            ("2", "1", "1", "6"),
            (metrics["numTargetRowsInserted"], metrics["numTargetRowsUpdated"], metrics["numTargetRowsDeleted"], metrics["numSourceRows"])
        );
    }

    [Fact]
    public void Merge_with_stars_upserts_and_clauses_for_unmatched_target_rows_apply()
    {
        Fill();
        Assert.Equal(
            ["4|2|1|1"],
            Run(
                """
                MERGE INTO t USING (SELECT * FROM VALUES (1, 'a', 100), (9, 'z', 900) AS x(id, p, v)) s ON t.id = s.id
                WHEN MATCHED THEN UPDATE SET *
                WHEN NOT MATCHED THEN INSERT *
                WHEN NOT MATCHED BY SOURCE AND t.id = 4 THEN DELETE
                WHEN NOT MATCHED BY SOURCE AND t.id = 3 THEN UPDATE SET v = -3
                """
            )
        );
        Assert.Equal(["1|100|a", "2|20|a", "3|-3|b", "9|900|z"], Rows());
    }

    [Fact]
    public void Merge_refuses_two_source_rows_for_one_target_row()
    {
        Fill();
        const string Source = "(SELECT * FROM VALUES (1, 5), (1, 6) AS x(id, v)) s";
        Assert.Equal(
            "DELTA_MULTIPLE_SOURCE_ROW_MATCHING_TARGET_ROW_IN_MERGE",
            Assert
                .Throws<SparkUnsupportedOperationException>(() =>
                    Run($"MERGE INTO t USING {Source} ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = s.v")
                )
                .ErrorClass
        );
        Assert.Equal(0, Table.Current().Version);
        // A lone DELETE is not ambiguous, nor are matches that no clause applies to.
        Assert.Equal(["1|0|1|0"], Run($"MERGE INTO t USING {Source} ON t.id = s.id WHEN MATCHED THEN DELETE"));
        Assert.Equal(["2|20|a", "3|30|b", "4|40|b"], Rows());
    }

    [Fact]
    public void Merge_grows_the_schema_when_told_so()
    {
        Fill();
        Run(
            "MERGE WITH SCHEMA EVOLUTION INTO t USING (SELECT 1 AS id, 11 AS v, 'a' AS p, 'new' AS extra UNION ALL SELECT 9, 99, 'z', 'e9') s ON t.id = s.id WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *"
        );
        Assert.Equal(["1|11|a|new", "2|20|a|NULL", "3|30|b|NULL", "4|40|b|NULL", "9|99|z|e9"], Rows());
    }

    [Fact]
    public void A_merge_that_only_inserts_removes_no_file()
    {
        Fill();
        Assert.Equal(
            ["1|0|0|1"],
            Run(
                "MERGE INTO t USING (SELECT 1 AS id, 5 AS v, 'a' AS p UNION ALL SELECT 7, 70, 'c') s ON t.id = s.id WHEN NOT MATCHED THEN INSERT *"
            )
        );
        Assert.Empty(Table.ReadCommit(1)!.OfType<RemoveFile>());
        Assert.Equal(["1|10|a", "2|20|a", "3|30|b", "4|40|b", "7|70|c"], Rows());
    }

    [Fact]
    public void Check_constraints_hold_for_every_way_to_write()
    {
        Fill();
        var commands = new TableCommands(Session());
        Assert.Equal(
            "DELTA_NEW_CHECK_CONSTRAINT_VIOLATION",
            Assert.Throws<AnalysisException>(() => commands.AddConstraint(Table, "big", "v > 15")).ErrorClass
        );
        commands.AddConstraint(Table, "positive", "v > 0");
        Assert.Equal(3, Table.Current().Protocol.MinWriterVersion);
        var version = Table.Current().Version;
        var files = DataFiles();
        foreach (
            var sql in (string[])
                [
                    "UPDATE t SET v = -7 WHERE id = 2",
                    "MERGE INTO t USING (SELECT 77 AS id, -7 AS v, 'q' AS p) s ON t.id = s.id WHEN NOT MATCHED THEN INSERT *",
                ]
        )
        {
            var error = Assert.Throws<SparkRuntimeException>(() => Run(sql));
            Assert.Equal("DELTA_VIOLATE_CONSTRAINT_WITH_VALUES", error.ErrorClass);
            Assert.Contains(
                "CHECK constraint positive (v > 0) violated by row with values:\n - v : -7",
                error.Message,
                StringComparison.Ordinal
            );
        }

        Assert.Throws<SparkRuntimeException>(() => Append("SELECT 5 AS id, NULL::INTEGER AS v, 'x' AS p"));
        Assert.Equal((version, files), (Table.Current().Version, DataFiles()));
        commands.DropConstraint(Table, "positive", ifExists: false);
        Run("UPDATE t SET v = -7 WHERE id = 2");
    }

    [Fact]
    public void ReplaceWhere_replaces_the_rows_of_its_condition_alone()
    {
        Fill();
        Write("SELECT 5 AS id, 50 AS v, 'b' AS p", WriteMode.Overwrite, ("replaceWhere", "p = 'b'"));
        Assert.Equal(["1|10|a", "2|20|a", "5|50|b"], Rows());
        Write("SELECT 1 AS id, 15 AS v, 'a' AS p", WriteMode.Overwrite, ("replaceWhere", "v < 20"));
        Assert.Equal(["1|15|a", "2|20|a", "5|50|b"], Rows());
        var error = Assert.Throws<AnalysisException>(() =>
            Write("SELECT 1 AS id, 15 AS v, 'a' AS p", WriteMode.Overwrite, ("replaceWhere", "p = 'b'"))
        );
        Assert.Equal("DELTA_REPLACE_WHERE_MISMATCH", error.ErrorClass);
        Assert.Contains("p : a", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, Table.Current().Version);
    }

    [Fact]
    public void Optimize_joins_small_files_and_changes_no_row()
    {
        for (var i = 0; i < 4; i++)
            Append($"SELECT {i} AS id, {10 - i} AS v, 'p{i % 2}' AS p");
        var rows = Rows();
        var before = Table.Current();
        new OptimizeCommand(Session()).Run(Table);
        Assert.Equal(2, Table.Current().FileCount);
        Assert.Equal(rows, Rows());
        Assert.All(Table.ReadCommit(Table.Current().Version)!.OfType<FileAction>(), file => Assert.False(file.DataChange));
        new OptimizeCommand(Session()).Run(Table);
        Assert.Equal(before.Version + 1, Table.Current().Version);
        new OptimizeCommand(Session()).Run(Table, zOrderBy: ["v", "id"]);
        Assert.Equal(rows, Rows());
        Assert.Equal(
            "DELTA_ZORDERING_ON_PARTITION_COLUMN",
            Assert.Throws<AnalysisException>(() => new OptimizeCommand(Session()).Run(Table, zOrderBy: ["p"])).ErrorClass
        );
    }

    [Fact]
    public void Vacuum_deletes_what_no_version_within_the_retention_needs()
    {
        Fill();
        Run("DELETE FROM t WHERE v = 20");
        File.WriteAllText(Path.Combine(_fixture.PathOf("t"), "stray.parquet"), "x");
        foreach (var file in Directory.GetFiles(_fixture.PathOf("t"), "*.parquet", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-8));
        var error = Assert.Throws<SparkIllegalArgumentException>(() => new VacuumCommand(Session()).Run(Table, 0));
        Assert.Equal("DELTA_VACUUM_RETENTION_PERIOD_TOO_SHORT", error.ErrorClass);

        // The removed file is within the week; the stray one is nobody's.
        Assert.Equal(
            [$"file:{_fixture.PathOf("t")}/stray.parquet"],
            _fixture.Rows(new VacuumCommand(Session()).Run(Table, dryRun: true).Sql)
        );
        new VacuumCommand(Session()).Run(Table);
        Assert.False(File.Exists(Path.Combine(_fixture.PathOf("t"), "stray.parquet")));
        Assert.Equal(4, _fixture.Rows(_fixture.Select("t", 0)).Count);

        Thread.Sleep(5);
        new VacuumCommand(Session(("spark.databricks.delta.retentionDurationCheck.enabled", "false"))).Run(Table, 0);
        Assert.Equal(Table.Current().FileCount, DataFiles());
        Assert.Equal(["1|10|a", "3|30|b", "4|40|b"], Rows());
        Assert.Equal(
            ["VACUUM END", "VACUUM START", "VACUUM END", "VACUUM START", "DELETE", "WRITE"],
            History.Read(Table).Select(entry => entry.CommitInfo!.Operation)
        );
    }

    [Fact]
    public void Restore_brings_an_older_version_back()
    {
        Fill();
        Run("DELETE FROM t WHERE p = 'a'");
        Append("SELECT 9 AS id, 90 AS v, 'z' AS p");
        new RestoreCommand(Session()).Run(Table, 0);
        Assert.Equal(["1|10|a", "2|20|a", "3|30|b", "4|40|b"], Rows());
        Assert.Equal(3, Table.Current().Version);
        Assert.Equal(["3|30|b", "4|40|b", "9|90|z"], _fixture.Rows(_fixture.Select("t", 2)).Order(StringComparer.Ordinal));
        Assert.Equal(
            "DELTA_VERSION_NOT_FOUND",
            Assert.Throws<AnalysisException>(() => new RestoreCommand(Session()).Run(Table, 99)).ErrorClass
        );
    }

    [Fact]
    public void Columns_are_added_renamed_and_dropped_without_writing_files()
    {
        Fill();
        var files = DataFiles();
        var commands = new TableCommands(Session());
        commands.AddColumns(Table, [(["w"], new global::Delta.Log.StructField("w", PrimitiveType.String), "id")]);
        Assert.Equal(["1|NULL|10|a", "2|NULL|20|a", "3|NULL|30|b", "4|NULL|40|b"], Rows());
        Assert.Equal(
            "DELTA_UNSUPPORTED_RENAME_COLUMN",
            Assert.Throws<AnalysisException>(() => commands.RenameColumn(Table, ["v"], "value")).ErrorClass
        );
        commands.SetProperties(Table, new Dictionary<string, string> { ["delta.columnMapping.mode"] = "name" });
        commands.RenameColumn(Table, ["v"], "my value");
        commands.RenameColumn(Table, ["p"], "part");
        commands.DropColumns(
            Table,
            [
                ["w"],
            ],
            ifExists: false
        );
        Assert.Equal(["1|10|a", "2|20|a", "3|30|b", "4|40|b"], Rows());
        Assert.Equal(["id", "my value", "part"], Table.Current().Schema.Fields.Select(field => field.Name));
        Assert.Equal(files, DataFiles());
        Append("SELECT 5 AS id, 50 AS \"my value\", 'c' AS part", "id", "my value", "part");
        Run("UPDATE t SET `my value` = `my value` + 1 WHERE part = 'c'");
        commands.AddColumns(Table, [(["w"], new global::Delta.Log.StructField("w", PrimitiveType.String), null)]);
        Assert.Equal(["1|10|a|NULL", "2|20|a|NULL", "3|30|b|NULL", "4|40|b|NULL", "5|51|c|NULL"], Rows());
        Assert.Equal(
            "DELTA_UNKNOWN_CONFIGURATION",
            Assert
                .Throws<AnalysisException>(() => commands.SetProperties(Table, new Dictionary<string, string> { ["delta.nonsense"] = "1" }))
                .ErrorClass
        );
    }

    [Fact]
    public void The_change_data_feed_tells_every_change()
    {
        new TableCommands(Session()).Create(
            Table,
            new TableDefinition(
                new LogStruct([new("id", PrimitiveType.Integer), new("v", PrimitiveType.Integer), new("p", PrimitiveType.String)])
            )
            {
                PartitionBy = ["p"],
                Properties = new Dictionary<string, string> { ["delta.enableChangeDataFeed"] = "true" },
            }
        );
        Append("SELECT * FROM (VALUES (1, 10, 'a'), (2, 20, 'a'), (3, 30, 'b')) AS x(id, v, p)");
        Run("UPDATE t SET v = 21 WHERE id = 2");
        Run("DELETE FROM t WHERE id = 3");
        Run(
            "MERGE INTO t USING (SELECT 1 AS id, 11 AS v, 'a' AS p UNION ALL SELECT 9, 90, 'z') s ON t.id = s.id WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *"
        );
        var changes = DeltaFixture.Select(new ChangeDataSource(Table, 1));
        Assert.Equal(
            [
                "1|10|a|insert|1",
                "1|10|a|update_preimage|4",
                "1|11|a|update_postimage|4",
                "2|20|a|insert|1",
                "2|20|a|update_preimage|2",
                "2|21|a|update_postimage|2",
                "3|30|b|delete|3",
                "3|30|b|insert|1",
                "9|90|z|insert|4",
            ],
            _fixture.Rows($"SELECT id, v, p, _change_type, _commit_version FROM ({changes})").Order(StringComparer.Ordinal)
        );
        Assert.Equal(["1|11|a", "2|21|a", "9|90|z"], Rows());
        Assert.Equal(
            "DELTA_CDC_START_VERSION_AFTER_LATEST",
            Assert.Throws<AnalysisException>(() => new ChangeDataSource(Table, 99)).ErrorClass
        );
    }

    [Fact]
    public void A_folder_of_Parquet_files_becomes_a_table()
    {
        _fixture.Connection.Execute(
            $"COPY (SELECT i AS id, TIMESTAMPTZ '2024-01-01 00:00:00+00' AS at, 'a/b ' || (i % 2) AS p FROM range(4) AS t(i)) TO '{_fixture.PathOf("t")}' (FORMAT parquet, PARTITION_BY (p))"
        );
        Assert.Equal(
            "DELTA_CONVERSION_NO_PARTITION_FOUND",
            Assert.Throws<AnalysisException>(() => new ConvertCommand(Session()).Run(Table)).ErrorClass
        );
        new ConvertCommand(Session()).Run(Table, new StructType([new("p", SparkType.String)]));
        Assert.Equal(
            [
                "0|2024-01-01 00:00:00+00|a/b 0",
                "1|2024-01-01 00:00:00+00|a/b 1",
                "2|2024-01-01 00:00:00+00|a/b 0",
                "3|2024-01-01 00:00:00+00|a/b 1",
            ],
            Rows()
        );
        Assert.Equal(["1"], Run("DELETE FROM t WHERE id = 3"));
    }

    [Fact]
    public void Merge_into_an_empty_table_inserts_all_that_a_clause_takes()
    {
        Fill();
        Run("DELETE FROM t");
        Assert.Equal(
            ["2|0|0|2"],
            Run(
                "MERGE INTO t USING (SELECT * FROM VALUES (1, 10, 'a'), (2, -1, 'a'), (3, 30, NULL) AS x(id, v, p)) s ON t.id = s.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED AND s.v > 0 THEN INSERT *"
            )
        );
        Assert.Equal(["1|10|a", "3|30|NULL"], Rows());
    }

    [Fact]
    public void Detail_and_history_have_Deltas_columns()
    {
        Fill();
        var detail = DescribeCommands.Detail(Table);
        Assert.Equal(
            [
                "format",
                "id",
                "name",
                "description",
                "location",
                "createdAt",
                "lastModified",
                "partitionColumns",
                "clusteringColumns",
                "numFiles",
                "sizeInBytes",
                "properties",
                "minReaderVersion",
                "minWriterVersion",
                "tableFeatures",
            ],
            detail.Schema.Fields.Select(field => field.Name)
        );
        Assert.Equal(["delta|[p]|2|[appendOnly, invariants]"], _fixture.Rows($"SELECT c0, c7, c9, c14 FROM ({detail.Sql})"));
        var history = DescribeCommands.History(Table, null);
        Assert.Equal(
            ["0|WRITE|Append|[\"p\"]|true"],
            _fixture.Rows($"SELECT c0, c4, c5['mode'], c5['partitionBy'], c11 FROM ({history.Sql})")
        );
    }

    private DeltaLog Table => _fixture.Tables.Open(_fixture.PathOf("t"));

    private DeltaSession Session(params (string Key, string Value)[] config) => TestSession.Open(_fixture, config);

    private void Fill() => Append("SELECT * FROM (VALUES (1, 10, 'a'), (2, 20, 'a'), (3, 30, 'b'), (4, 40, 'b')) AS x(id, v, p)");

    private void Append(string sql, params string[] names) => Write(sql, WriteMode.Append, names);

    private void Write(string sql, WriteMode mode, params (string Key, string Value)[] options) => Write(sql, mode, [], options);

    private void Write(string sql, WriteMode mode, string[] names, params (string Key, string Value)[] options)
    {
        var columns = names.Length == 0 ? ["id", "v", "p"] : names;
        SparkType[] types = [SparkType.Integer, SparkType.Integer, SparkType.String];
        var rows = new CompiledQuery(sql, new StructType([.. columns.Select((name, i) => new Types.StructField(name, types[i]))]));
        new DeltaWriter(Session()).Write(
            new DeltaWrite(_fixture.PathOf("t"), rows, mode)
            {
                PartitionBy = Table.Exists ? [] : ["p"],
                Options = options.ToDictionary(option => option.Key, option => option.Value),
            }
        );
    }

    private List<string> Rows() => [.. _fixture.Rows(_fixture.Select("t")).Order(StringComparer.Ordinal)];

    private int DataFiles() =>
        Directory
            .GetFiles(_fixture.PathOf("t"), "*.parquet", SearchOption.AllDirectories)
            .Count(path => !path.Contains("_delta_log", StringComparison.Ordinal));

    /// <summary>Runs a statement on the table t and returns its rows.</summary>
    private List<string> Run(string sql) =>
        _fixture.Rows(
            (
                SqlParser.ParseStatement(sql) switch
                {
                    DeleteFromStatement delete => new RowCommands(Session()).Delete(
                        Table,
                        delete.Condition?.Expression,
                        delete.Alias,
                        delete.Condition?.Sql
                    ),
                    UpdateTableStatement update => new RowCommands(Session()).Update(
                        Table,
                        [.. update.Assignments.Select(one => (one.Key.UnresolvedAttribute.UnparsedIdentifier, one.Value))],
                        update.Condition?.Expression,
                        update.Alias,
                        update.Condition?.Sql
                    ),
                    MergeIntoStatement merge => new MergeCommand(Session()).Run(
                        new Merge(Table, merge.Command.SourceTablePlan, merge.Command.MergeCondition)
                        {
                            TargetAlias = merge.TargetAlias ?? merge.Target[^1],
                            Matched = [.. merge.Command.MatchActions.Select(action => action.MergeAction)],
                            NotMatched = [.. merge.Command.NotMatchedActions.Select(action => action.MergeAction)],
                            NotMatchedBySource = [.. merge.Command.NotMatchedBySourceActions.Select(action => action.MergeAction)],
                            WithSchemaEvolution = merge.Command.WithSchemaEvolution,
                        }
                    ),
                    var other => throw new InvalidOperationException($"{other}"),
                }
            ).Sql
        );
}
