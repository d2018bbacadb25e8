using Microsoft.Spark;
using Spark.Connect;
using Spark.Embedded.Parse;
using Spark.Embedded.Parse.Statements;
using Xunit;

namespace Spark.Embedded.Tests.Parse;

public sealed class StatementParsingTests
{
    private static T Parse<T>(string sql)
        where T : Statement => Assert.IsType<T>(SqlParser.ParseStatement(sql));

    [Fact]
    public void CreateTableKeepsColumnsConstraintsAndClauses()
    {
        var table = Parse<CreateTableStatement>(
            """
            CREATE OR REPLACE TABLE db.t (
              id BIGINT NOT NULL COMMENT 'key',
              day DATE GENERATED ALWAYS AS (CAST(ts AS DATE)),
              n INT DEFAULT 1 + 1,
              CONSTRAINT positive CHECK (id > 0),
              PRIMARY KEY (id))
            USING delta PARTITIONED BY (day, bucket(4, id)) LOCATION '/x' TBLPROPERTIES ('a.b' = 1, c = 'd') COMMENT 'text'
            """
        );
        Assert.Equal(CreateMode.CreateOrReplace, table.Mode);
        Assert.Equal(["db", "t"], table.Name);
        Assert.Equal("delta", table.Provider);
        Assert.False(table.Columns[0].Nullable);
        Assert.Equal("key", table.Columns[0].Comment);
        Assert.Equal("CAST(ts AS DATE)", table.Columns[1].Generated?.Sql);
        Assert.Equal("1 + 1", table.Columns[2].Default?.Sql);
        Assert.Equal("id > 0", Assert.IsType<CheckConstraint>(table.Constraints[0]).Condition.Sql);
        Assert.True(Assert.IsType<UniqueConstraint>(table.Constraints[1]).IsPrimaryKey);
        Assert.Equal("bucket", table.Clauses.Partitioning[1].Transform);
        Assert.Equal("1", table.Clauses.Properties["a.b"]);
        Assert.Equal("/x", table.Clauses.Location);
    }

    [Fact]
    public void CreateTableAsSelectHoldsTheQuery()
    {
        var table = Parse<CreateTableStatement>("CREATE TABLE IF NOT EXISTS t USING delta AS SELECT 1 AS a");
        Assert.Equal(CreateMode.CreateIfNotExists, table.Mode);
        Assert.NotNull(table.Query?.Project);
    }

    [Theory]
    [InlineData("INSERT INTO t VALUES (1)", false, false, 0)]
    [InlineData("INSERT OVERWRITE TABLE t PARTITION (d = 1, h) SELECT 1", true, false, 2)]
    [InlineData("INSERT INTO t BY NAME SELECT 1 AS a", false, true, 0)]
    public void InsertsSayWhereTheirRowsGo(string sql, bool overwrite, bool byName, int partitionKeys)
    {
        var insert = Parse<InsertIntoStatement>(sql);
        Assert.Equal((overwrite, byName, partitionKeys), (insert.Overwrite, insert.ByName, insert.Partition.Count));
        Assert.NotEqual(Relation.RelTypeOneofCase.None, insert.Query.RelTypeCase);
    }

    [Fact]
    public void ReplaceWhereKeepsItsCondition() =>
        Assert.Equal("d >= '2020'", Parse<InsertIntoStatement>("INSERT INTO t REPLACE WHERE d >= '2020' SELECT 1").ReplaceWhere?.Sql);

    [Fact]
    public void InsertSeesTheExpressionsBeforeIt() =>
        Assert.True(
            Parse<InsertIntoStatement>("WITH s AS (SELECT 1) INSERT INTO t SELECT * FROM s").Query.Extension.TryUnpack<With>(out _)
        );

    [Fact]
    public void MergeHoldsEveryClauseInOrder()
    {
        var merge = Parse<MergeIntoStatement>(
            """
            MERGE WITH SCHEMA EVOLUTION INTO db.target AS t USING source s ON t.id = s.id
            WHEN MATCHED AND s.gone THEN DELETE
            WHEN MATCHED THEN UPDATE SET *
            WHEN NOT MATCHED THEN INSERT (id, n) VALUES (s.id, s.n + 1)
            WHEN NOT MATCHED BY SOURCE AND t.old THEN UPDATE SET n = 0
            """
        );
        Assert.Equal("t", merge.TargetAlias);
        Assert.True(merge.Command.WithSchemaEvolution);
        Assert.Equal("s", merge.Command.SourceTablePlan.SubqueryAlias.Alias);
        Assert.Equal(
            [MergeAction.Types.ActionType.Delete, MergeAction.Types.ActionType.UpdateStar],
            merge.Command.MatchActions.Select(action => action.MergeAction.ActionType)
        );
        Assert.Equal(2, merge.Command.NotMatchedActions[0].MergeAction.Assignments.Count);
        Assert.NotNull(merge.Command.NotMatchedBySourceActions[0].MergeAction.Condition);
    }

    [Theory]
    [InlineData("MERGE INTO t USING s ON true", "MERGE_WITHOUT_WHEN")]
    [InlineData("MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE WHEN MATCHED THEN DELETE", "NON_LAST_MATCHED_CLAUSE_OMIT_CONDITION")]
    [InlineData("CREATE TEMPORARY VIEW a.b AS SELECT 1", "TEMP_VIEW_NAME_TOO_MANY_NAME_PARTS")]
    [InlineData("CREATE TABLE t (a INT NOT NULL NOT NULL)", "CREATE_TABLE_COLUMN_DESCRIPTOR_DUPLICATE")]
    [InlineData("CREATE TABLE t (a INT) COMMENT 'x' COMMENT 'y'", "DUPLICATE_CLAUSES")]
    [InlineData("CREATE TABLE t (a INT) TBLPROPERTIES (a = 1, a = 2)", "DUPLICATE_KEY")]
    [InlineData("TRUNCATE TABLE t PARTITION (a)", "INVALID_SQL_SYNTAX.EMPTY_PARTITION_VALUE")]
    public void ErrorsAreSparks(string sql, string errorClass) =>
        Assert.Equal(errorClass, Assert.Throws<ParseException>(() => SqlParser.ParseStatement(sql)).ErrorClass);

    [Theory]
    [InlineData("SET spark.sql.x = a=b ;", "spark.sql.x", "a=b")]
    [InlineData("SET spark.sql.x", "spark.sql.x", null)]
    [InlineData("SET", null, null)]
    [InlineData("SET `a b` = c", "a b", "c")]
    [InlineData("SET TIME ZONE 'Europe/Berlin'", "spark.sql.session.timeZone", "Europe/Berlin")]
    [InlineData("SET TIME ZONE INTERVAL '-2:30' HOUR TO MINUTE", "spark.sql.session.timeZone", "-02:30")]
    public void SettingsAreReadAsRawText(string sql, string? key, string? value)
    {
        var set = Parse<SetConfigurationStatement>(sql);
        Assert.Equal((key, value), (set.Key, set.Value));
    }

    [Fact]
    public void DeltaStatementsAreRead()
    {
        var vacuum = Parse<VacuumStatement>("VACUUM delta.`/lake/t` RETAIN 0.5 HOURS DRY RUN");
        Assert.Equal((0.5, true), (vacuum.RetentionHours, vacuum.DryRun));
        Assert.Equal(["delta", "/lake/t"], vacuum.Table);
        Assert.Equal(["delta", "/lake/t"], Parse<DescribeHistoryStatement>("DESCRIBE HISTORY '/lake/t' LIMIT 2").Table);
        Assert.Equal(3, Parse<RestoreStatement>("RESTORE TABLE t TO VERSION AS OF 3").Version);
        Assert.Equal("2020-01-01", Parse<RestoreStatement>("RESTORE t TIMESTAMP AS OF '2020-01-01'").Timestamp);
        var optimize = Parse<OptimizeStatement>("OPTIMIZE t WHERE d > 1 ZORDER BY (a, b.c)");
        Assert.Equal("d > 1", optimize.Condition?.Sql);
        Assert.Equal(
            [
                ["a"],
                ["b", "c"],
            ],
            optimize.ZOrderBy
        );
        Assert.Equal("positive", Parse<DropConstraintStatement>("ALTER TABLE t DROP CONSTRAINT IF EXISTS positive").Constraint);
        Assert.True(Parse<AddConstraintStatement>("ALTER TABLE t ADD CONSTRAINT positive CHECK (a > 0)").Constraint is CheckConstraint);
    }

    [Fact]
    public void ColumnsAreChanged()
    {
        Assert.Equal(["a", "b"], Parse<RenameColumnStatement>("ALTER TABLE t RENAME COLUMN a.b TO c").Column);
        var added = Parse<AddColumnsStatement>("ALTER TABLE t ADD COLUMNS (a INT FIRST, s.x STRING AFTER y)").Columns;
        Assert.Null(added[0].Position?.After);
        Assert.Equal("y", added[1].Position?.After);
        Assert.False(Parse<AlterColumnsStatement>("ALTER TABLE t ALTER COLUMN a SET NOT NULL").Changes[0].Nullable);
        Assert.Equal(
            DataType.KindOneofCase.Long,
            Parse<AlterColumnsStatement>("ALTER TABLE t ALTER COLUMN a TYPE BIGINT").Changes[0].Type?.KindCase
        );
    }

    [Fact]
    public void ViewsKeepTheTextOfTheirQuery()
    {
        var view = Parse<CreateViewStatement>("CREATE OR REPLACE VIEW v (a COMMENT 'x', b) AS SELECT  1, 2");
        Assert.Equal("SELECT  1, 2", view.QuerySql);
        Assert.Equal("x", view.Columns[0].Comment);
        Assert.Equal(ViewKind.GlobalTemporary, Parse<CreateViewStatement>("CREATE GLOBAL TEMP VIEW v AS SELECT 1").Kind);
        Assert.Equal("csv", Parse<CreateTempViewUsingStatement>("CREATE TEMP VIEW v (a INT) USING csv OPTIONS (path '/x')").Provider);
    }

    [Fact]
    public void FunctionsHaveABodyOrAQuery()
    {
        var scalar = Parse<CreateSqlFunctionStatement>("CREATE TEMPORARY FUNCTION f(x INT, y INT DEFAULT 2) RETURNS INT RETURN x + y");
        Assert.Equal("x + y", scalar.BodySql);
        Assert.NotNull(scalar.Parameters[1].Default);
        Assert.True(Parse<CreateSqlFunctionStatement>("CREATE FUNCTION g() RETURNS TABLE (a INT) RETURN SELECT 1").ReturnsTable);
    }

    [Theory]
    [InlineData("BEGIN SELECT 1; END")]
    [InlineData("CALL p(1)")]
    [InlineData("LOAD DATA INPATH 'x' INTO TABLE t")]
    public void StatementsThatTheEngineDoesNotHaveAreNamed(string sql) =>
        Assert.Throws<SparkUnsupportedOperationException>(() => SqlParser.ParseStatement(sql));
}
