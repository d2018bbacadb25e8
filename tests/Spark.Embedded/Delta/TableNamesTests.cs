using Microsoft.Spark;
using Spark.Embedded.Tests.Session;
using Spark.Testing;
using Xunit;

namespace Spark.Embedded.Tests.Delta;

/// <summary>Names and clauses of INSERT, DDL, UPDATE and MERGE are checked, with the errors of Spark 4.1.3 and Delta 4.3.1.</summary>
public sealed class TableNamesTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ExecutorBench _bench;

    public TableNamesTests() => _bench = new([KeyValuePair.Create("spark.sql.warehouse.dir", _folder["warehouse"])]);

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("delta", "INSERT INTO t(z, q) VALUES ('a', 1)", "UNRESOLVED_COLUMN.WITH_SUGGESTION")]
    [InlineData("delta", "INSERT INTO t(q) VALUES (1)", "UNRESOLVED_COLUMN.WITH_SUGGESTION")]
    [InlineData("delta", "INSERT OVERWRITE t(q) VALUES (1)", "UNRESOLVED_COLUMN.WITH_SUGGESTION")]
    [InlineData("parquet", "INSERT INTO t(z, q) VALUES ('a', 1)", "UNRESOLVED_COLUMN.WITH_SUGGESTION")]
    [InlineData("parquet", "INSERT OVERWRITE t(q) VALUES (1)", "UNRESOLVED_COLUMN.WITH_SUGGESTION")]
    [InlineData("delta", "INSERT INTO t(z, Z) VALUES ('a', 'b')", "COLUMN_ALREADY_EXISTS")]
    [InlineData("delta", "INSERT INTO t(z) VALUES ('a', 1)", "INSERT_COLUMN_ARITY_MISMATCH.TOO_MANY_DATA_COLUMNS")]
    [InlineData("delta", "INSERT INTO t BY NAME SELECT 1 AS q", "DELTA_METADATA_MISMATCH")]
    [InlineData("delta", "INSERT INTO t BY NAME SELECT 'x' AS z, 1 AS q", "DELTA_METADATA_MISMATCH")]
    [InlineData("parquet", "INSERT INTO t BY NAME SELECT 'x' AS z, 1 AS q", "INSERT_COLUMN_ARITY_MISMATCH.TOO_MANY_DATA_COLUMNS")]
    [InlineData("delta", "INSERT INTO t PARTITION (z = 'a') SELECT 1", "NON_PARTITION_COLUMN")]
    [InlineData("delta", "INSERT INTO t PARTITION (q = 'a') SELECT 1", "NON_PARTITION_COLUMN")]
    [InlineData("delta", "INSERT INTO t PARTITION (z = 'a', z = 'b') SELECT 1", "DUPLICATE_KEY")]
    public async Task An_insert_names_columns_of_the_table(string format, string statement, string error)
    {
        await _bench.Sql($"CREATE TABLE t(z STRING) USING {format}");
        Assert.Equal(error, (await Assert.ThrowsAnyAsync<SparkException>(() => _bench.Sql(statement))).ErrorClass);
        Assert.Empty(await _bench.Sql("SELECT * FROM t"));
    }

    [Theory]
    [InlineData("delta")]
    [InlineData("parquet")]
    public async Task A_partition_clause_gives_values_and_bounds_an_overwrite(string format)
    {
        await _bench.Sql($"CREATE TABLE t(id INT, p STRING) USING {format} PARTITIONED BY (p)");
        await _bench.Sql("INSERT OVERWRITE t PARTITION (p = 'c') SELECT 30");
        await _bench.Sql("INSERT INTO t PARTITION (p = 'd') VALUES (1), (2)");
        await _bench.Sql("INSERT INTO t PARTITION (p) SELECT 5, 'e'");
        await _bench.Sql("INSERT INTO t PARTITION (P = 'd') (id) VALUES (3)");
        await _bench.Sql("INSERT INTO t PARTITION (p = 'it''s a/b') SELECT 6");
        Assert.Equal(
            ["1 | 'd'", "2 | 'd'", "3 | 'd'", "5 | 'e'", "6 | 'it\\'s a/b'", "30 | 'c'"],
            (await _bench.Sql("SELECT * FROM t ORDER BY id")).Select(row => row.Replace("it's", "it\\'s", StringComparison.Ordinal))
        );
        await _bench.Sql("INSERT OVERWRITE t PARTITION (p = 'd') SELECT 31");
        await _bench.Sql("INSERT OVERWRITE t PARTITION (p = 'it''s a/b') SELECT 7");
        Assert.Equal(["5", "7", "30", "31"], await _bench.Sql("SELECT id FROM t ORDER BY id"));
        await _bench.Sql("INSERT OVERWRITE t PARTITION (p) SELECT 7, 'z'");
        Assert.Equal(["7 | 'z'"], await _bench.Sql("SELECT * FROM t"));
        await _bench.Sql("INSERT INTO t PARTITION (p = 1) SELECT 8");
        await _bench.Sql("INSERT OVERWRITE t PARTITION (p = NULL) SELECT 9");
        Assert.Equal(["7 | 'z'", "8 | '1'", "9 | ∅"], await _bench.Sql("SELECT * FROM t ORDER BY id"));
    }

    [Theory]
    [InlineData("CREATE TABLE u(a INT, A INT) USING delta", "`a`")]
    [InlineData("CREATE TABLE u(a INT, A INT) USING parquet", "`a`")]
    [InlineData("CREATE TABLE u(a INT, b STRUCT<c: INT, C: INT>) USING delta", "`b`.`c`")]
    [InlineData("CREATE TABLE u(a INT, b ARRAY<STRUCT<c: INT, C: INT>>) USING delta", "`b`.`c`")]
    [InlineData("CREATE TABLE u USING delta AS SELECT 1 a, 2 A", "`a`")]
    [InlineData("CREATE TABLE u USING parquet AS SELECT 1 a, 2 A", "`a`")]
    [InlineData("CREATE TABLE u USING parquet AS SELECT named_struct('c', 1, 'C', 2) AS b", "`b`.`c`")]
    [InlineData("CREATE TABLE u(a INT, b INT) USING delta PARTITIONED BY (a, A)", "`a`")]
    [InlineData("CREATE TEMPORARY VIEW d AS SELECT 1 a, 2 A", "`a`")]
    [InlineData("CREATE VIEW d AS SELECT 1 a, 2 A", "`a`")]
    public async Task Columns_that_differ_in_case_only_are_refused(string statement, string column)
    {
        var error = await Assert.ThrowsAsync<AnalysisException>(() => _bench.Sql(statement));
        Assert.Equal("COLUMN_ALREADY_EXISTS", error.ErrorClass);
        Assert.Contains($"The column {column} already exists", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parquet", "SELECT 1 a, 2 A", "COLUMN_ALREADY_EXISTS")]
    [InlineData("parquet", "SELECT named_struct('c', 1, 'C', 2) b", "COLUMN_ALREADY_EXISTS")]
    [InlineData("json", "SELECT 1 a, 2 A", "COLUMN_ALREADY_EXISTS")]
    [InlineData("delta", "SELECT 1 a, 2 A", "DELTA_DUPLICATE_COLUMNS_FOUND")]
    [InlineData("delta", "SELECT named_struct('c', 1, 'C', 2) b", "DELTA_DUPLICATE_COLUMNS_FOUND")]
    public async Task Columns_that_differ_in_case_only_are_not_written(string format, string query, string error)
    {
        var write = new Connect.Command
        {
            WriteOperation = new Connect.WriteOperation
            {
                Input = new Connect.Relation { Sql = new Connect.SQL { Query = query } },
                Source = format,
                Path = _folder["out"],
                Mode = Connect.WriteOperation.Types.SaveMode.Append,
            },
        };
        Assert.Equal(error, (await Assert.ThrowsAsync<AnalysisException>(() => _bench.Command(write))).ErrorClass);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public async Task Fields_are_added_to_structs_wherever_they_are()
    {
        await _bench.Sql("CREATE TABLE t(a INT, s STRUCT<a: INT>, ar ARRAY<STRUCT<x: INT>>, m MAP<STRING, STRUCT<y: INT>>) USING delta");
        await _bench.Sql("INSERT INTO t VALUES (1, named_struct('a', 2), array(named_struct('x', 3)), map('k', named_struct('y', 4)))");
        await _bench.Sql("ALTER TABLE t ADD COLUMN s.z INT");
        await _bench.Sql("ALTER TABLE t ADD COLUMN ar.element.z INT");
        await _bench.Sql("ALTER TABLE t ADD COLUMN m.value.z INT");
        await _bench.Sql("ALTER TABLE t ADD COLUMN (s.q INT FIRST, s.r INT AFTER a)");
        await _bench.Sql("ALTER TABLE t ADD COLUMN `s.z` INT FIRST");
        Assert.Equal(
            [
                "'s.z' | 'int'",
                "'a' | 'int'",
                "'s' | 'struct<q:int,a:int,r:int,z:int>'",
                "'ar' | 'array<struct<x:int,z:int>>'",
                "'m' | 'map<string,struct<y:int,z:int>>'",
            ],
            (await _bench.Sql("DESCRIBE t")).Select(row => string.Join(" | ", row.Split(" | ").Take(2)))
        );
        await _bench.Sql("INSERT INTO t(a, s) VALUES (5, named_struct('q', 6, 'a', 7, 'r', 8, 'z', 9))");
        Assert.Equal(
            ["1 | 2 | ∅ | 3 | ∅", "5 | 7 | 9 | ∅ | ∅"],
            await _bench.Sql("SELECT a AS k, s.a, s.z, ar[0].x, ar[0].z FROM t ORDER BY k")
        );
    }

    [Theory]
    [InlineData("s.a INT", "FIELD_ALREADY_EXISTS")]
    [InlineData("s.A INT", "FIELD_ALREADY_EXISTS")]
    [InlineData("A INT", "FIELD_ALREADY_EXISTS")]
    [InlineData("nope.z INT", "UNRESOLVED_COLUMN.WITH_SUGGESTION")]
    [InlineData("a.z INT", "INVALID_FIELD_NAME")]
    [InlineData("(n1 INT, N1 INT)", "COLUMN_ALREADY_EXISTS")]
    [InlineData("n INT AFTER nope", "UNRESOLVED_COLUMN.WITH_SUGGESTION")]
    [InlineData("n STRUCT<c: INT, C: INT>", "COLUMN_ALREADY_EXISTS")]
    public async Task A_column_is_not_added_where_it_cannot_be(string column, string error)
    {
        await _bench.Sql("CREATE TABLE t(a INT, s STRUCT<a: INT>) USING delta");
        Assert.Equal(
            error,
            (await Assert.ThrowsAsync<AnalysisException>(() => _bench.Sql($"ALTER TABLE t ADD COLUMN {column}"))).ErrorClass
        );
    }

    [Fact]
    public async Task Fields_of_mapped_tables_are_renamed_and_dropped()
    {
        await _bench.Sql("CREATE TABLE t(a INT, s STRUCT<a: INT, b: INT>) USING delta TBLPROPERTIES ('delta.columnMapping.mode' = 'name')");
        await _bench.Sql("INSERT INTO t VALUES (1, named_struct('a', 2, 'b', 3))");
        await _bench.Sql("ALTER TABLE t RENAME COLUMN s.a TO c");
        Assert.Equal(["1 | 2 | 3"], await _bench.Sql("SELECT a, s.c, s.b FROM t"));
        await _bench.Sql("ALTER TABLE t DROP COLUMN s.b");
        await _bench.Sql("ALTER TABLE t ADD COLUMN s.b INT");
        // What was dropped does not come back with its name.
        Assert.Equal(["1 | 2 | ∅"], await _bench.Sql("SELECT a, s.c, s.b FROM t"));
        var error = await Assert.ThrowsAsync<AnalysisException>(() => _bench.Sql("ALTER TABLE t RENAME COLUMN s.nope TO x"));
        Assert.Equal("DELTA_COLUMN_NOT_FOUND_IN_SCHEMA", error.ErrorClass);
    }

    [Fact]
    public async Task A_table_is_clustered_by_columns_that_it_has()
    {
        await _bench.Sql("CREATE TABLE t(id INT, k INT, s STRUCT<a: INT>, l ARRAY<INT>) USING delta CLUSTER BY (k, s.a)");
        Assert.Contains("['k', 's.a']", (await _bench.Sql("DESCRIBE DETAIL t"))[0], StringComparison.Ordinal);
        await _bench.Sql("INSERT INTO t SELECT id, 100 - id, named_struct('a', id), NULL FROM range(50)");
        await _bench.Sql("INSERT INTO t SELECT id, 100 - id, named_struct('a', id), NULL FROM range(50, 100)");
        await _bench.Sql("OPTIMIZE t");
        Assert.Equal(["100"], await _bench.Sql("SELECT count(DISTINCT k) FROM t"));
        await _bench.Sql("ALTER TABLE t CLUSTER BY (id)");
        Assert.Contains("['id']", (await _bench.Sql("DESCRIBE DETAIL t"))[0], StringComparison.Ordinal);
        await _bench.Sql("ALTER TABLE t CLUSTER BY NONE");
        Assert.DoesNotContain("['id']", (await _bench.Sql("DESCRIBE DETAIL t"))[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE TABLE u(id INT) USING delta CLUSTER BY (nope)", "UNSUPPORTED_FEATURE.PARTITION_WITH_NESTED_COLUMN_IS_UNSUPPORTED")]
    [InlineData("CREATE TABLE u(id INT, l ARRAY<INT>) USING delta CLUSTER BY (l)", "DELTA_CLUSTERING_COLUMNS_DATATYPE_NOT_SUPPORTED")]
    [InlineData(
        "CREATE TABLE u(id INT, k INT) USING delta PARTITIONED BY (k) CLUSTER BY (id)",
        "SPECIFY_CLUSTER_BY_WITH_PARTITIONED_BY_IS_NOT_ALLOWED"
    )]
    [InlineData(
        "CREATE TABLE u(a INT, b INT, c INT, d INT, e INT) USING delta CLUSTER BY (a, b, c, d, e)",
        "DELTA_CLUSTER_BY_INVALID_NUM_COLUMNS"
    )]
    public async Task A_table_is_not_clustered_by_what_cannot_be(string statement, string error)
    {
        Assert.Equal(error, (await Assert.ThrowsAnyAsync<SparkException>(() => _bench.Sql(statement))).ErrorClass);
        Assert.False(Directory.Exists(_folder["warehouse/u/_delta_log"]));
    }

    /// <summary>Delta counts every match of the condition, whether or not a clause applies to it.</summary>
    [Theory]
    [InlineData("WHEN MATCHED AND s.v = 'x' THEN UPDATE SET v = s.v", false)]
    [InlineData("WHEN MATCHED AND s.v = 'q' THEN UPDATE SET v = s.v", false)]
    [InlineData("WHEN MATCHED AND s.v = 'x' THEN DELETE", false)]
    [InlineData("WHEN MATCHED AND t.id = 7 THEN DELETE WHEN MATCHED THEN DELETE", false)]
    [InlineData("WHEN MATCHED AND t.v = 'z' THEN UPDATE SET v = 'k' WHEN NOT MATCHED BY SOURCE THEN DELETE", false)]
    [InlineData("WHEN MATCHED THEN DELETE", true)]
    [InlineData("WHEN MATCHED THEN DELETE WHEN NOT MATCHED BY SOURCE THEN DELETE", true)]
    [InlineData("WHEN NOT MATCHED THEN INSERT *", true)]
    public async Task A_row_that_several_source_rows_match_is_not_changed(string clauses, bool allowed)
    {
        await _bench.Sql("CREATE TABLE t(id INT, v STRING) USING delta");
        await _bench.Sql("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
        await _bench.Sql("CREATE TEMPORARY VIEW s AS SELECT * FROM VALUES (1, 'x'), (1, 'y') AS s(id, v)");
        var merge = () => _bench.Sql($"MERGE INTO t USING s ON t.id = s.id {clauses}");
        if (allowed)
        {
            await merge();
            return;
        }

        Assert.Equal(
            "DELTA_MULTIPLE_SOURCE_ROW_MATCHING_TARGET_ROW_IN_MERGE",
            (await Assert.ThrowsAnyAsync<SparkException>(merge)).ErrorClass
        );
        Assert.Equal(["1 | 'a'", "2 | 'b'"], await _bench.Sql("SELECT * FROM t ORDER BY id"));
    }

    [Theory]
    [InlineData("UPDATE t SET q = 1", "UNRESOLVED_COLUMN.WITH_SUGGESTION")]
    [InlineData("UPDATE t AS x SET y.v = 1", "UNRESOLVED_COLUMN.WITH_SUGGESTION")]
    [InlineData("UPDATE t SET v = nope", "UNRESOLVED_COLUMN.WITH_SUGGESTION")]
    [InlineData("DELETE FROM t WHERE nope = 1", "UNRESOLVED_COLUMN.WITH_SUGGESTION")]
    [InlineData("MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET q = 1", "DELTA_MERGE_UNRESOLVED_EXPRESSION")]
    [InlineData(
        "MERGE INTO t USING s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id, q) VALUES (1, 2)",
        "DELTA_MERGE_UNRESOLVED_EXPRESSION"
    )]
    [InlineData(
        "MERGE INTO t USING s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id, ID) VALUES (1, 2)",
        "DELTA_DUPLICATE_COLUMNS_ON_INSERT"
    )]
    [InlineData("MERGE INTO t USING (SELECT 3 AS id) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET *", "DELTA_MERGE_UNRESOLVED_EXPRESSION")]
    public async Task Changes_name_columns_of_the_table(string statement, string error)
    {
        await _bench.Sql("CREATE TABLE t(id INT, v STRING) USING delta");
        await _bench.Sql("INSERT INTO t VALUES (1, 'a'), (3, 'b')");
        await _bench.Sql("CREATE TEMPORARY VIEW s AS SELECT 1 AS id, 'x' AS v");
        Assert.Equal(error, (await Assert.ThrowsAsync<AnalysisException>(() => _bench.Sql(statement))).ErrorClass);
    }

    [Fact]
    public async Task Changes_of_a_table_are_a_table()
    {
        await _bench.Sql("CREATE TABLE t(id INT) USING delta TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true')");
        await _bench.Sql("INSERT INTO t VALUES (1), (2)");
        await _bench.Sql("UPDATE t SET id = 3 WHERE id = 1");
        Assert.Equal(
            ["1 | 'insert' | 1", "1 | 'update_preimage' | 2", "2 | 'insert' | 1", "3 | 'update_postimage' | 2"],
            await Changes("table_changes('t', 1)")
        );
        Assert.Equal(["1 | 'insert' | 1", "2 | 'insert' | 1"], await Changes("table_changes('t', 0, 1)"));
        Assert.Equal(4, (await Changes("table_changes('t', 1, 99)")).Count);
        Assert.Equal(4, (await Changes("table_changes('t', '2020-01-01')")).Count);
        Assert.Equal(4, (await Changes($"table_changes_by_path('{_folder["warehouse/t"]}', 1)")).Count);
        Assert.Equal("DELTA_CDC_START_VERSION_AFTER_LATEST", await Error("table_changes('t', 9)"));
        Assert.Equal("TABLE_OR_VIEW_NOT_FOUND", await Error("table_changes('nope', 0)"));
        await _bench.Sql("CREATE TABLE plain(id INT) USING delta");
        Assert.Equal("DELTA_MISSING_CHANGE_DATA", await Error("table_changes('plain', 0)"));

        Task<List<string>> Changes(string function) =>
            _bench.Sql($"SELECT id, _change_type, _commit_version FROM {function} ORDER BY id, _change_type");

        async Task<string?> Error(string function) => (await Assert.ThrowsAnyAsync<SparkException>(() => Changes(function))).ErrorClass;
    }

    [Fact]
    public async Task Columns_that_an_insert_leaves_out_get_their_defaults()
    {
        await _bench.Sql("CREATE TABLE t(a INT, b INT) USING delta");
        var log = new global::Delta.Log.DeltaLog(new global::Delta.Log.LocalLogStore(_folder["warehouse/t"]));
        var txn = global::Delta.Log.DeltaLogTransactions.StartTransaction(log);
        var schema = txn.Metadata.Schema;
        txn.SetMetadata(txn.Metadata.WithSchema(new([schema.Fields[0], schema.Fields[1].WithMetadata("CURRENT_DEFAULT", "\"40 + 2\"")])));
        txn.Commit([], new global::Delta.Log.Operation("CHANGE COLUMN"));
        await _bench.Sql("INSERT INTO t(a) VALUES (1)");
        await _bench.Sql("INSERT INTO t BY NAME SELECT 2 AS a");
        Assert.Equal(["1 | 42", "2 | 42"], await _bench.Sql("SELECT * FROM t ORDER BY a"));
    }
}
