using System.Globalization;
using Microsoft.Spark;
using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;

namespace Delta.Sql;

/// <summary>A Delta Lake table: its rows, its history, and the commands that change it, over Delta's SQL.</summary>
/// <remarks>
/// https://docs.delta.io/latest/delta-update.html. Nothing is asked of the engine until a member needs it, so a table that does not exist shows then.
/// </remarks>
public sealed class DeltaTable
{
    private readonly TableReference _table;
    private DataFrame? _df;

    private DeltaTable(SparkSession spark, TableReference table)
    {
        SparkSession = spark;
        _table = table;
    }

    /// <summary>The session that the table is used in.</summary>
    public SparkSession SparkSession { get; }

    /// <summary>The table in a folder, in the active session.</summary>
    public static DeltaTable ForPath(string path) => ForPath(SparkSession.Active(), path);

    /// <summary>The table in a folder.</summary>
    public static DeltaTable ForPath(SparkSession sparkSession, string path) => new(sparkSession, TableReference.OfPath(path));

    /// <summary>The table of a name in the catalog, in the active session.</summary>
    public static DeltaTable ForName(string tableOrViewName) => ForName(SparkSession.Active(), tableOrViewName);

    /// <summary>The table of a name in the catalog, or of a path as in <c>delta.`/lake/sales`</c>.</summary>
    public static DeltaTable ForName(SparkSession sparkSession, string tableOrViewName) =>
        new(sparkSession, TableReference.OfName(tableOrViewName));

    /// <summary>Whether a folder holds a Delta table, in the active session.</summary>
    public static bool IsDeltaTable(string identifier) => IsDeltaTable(SparkSession.Active(), identifier);

    /// <summary>Whether a folder holds a Delta table.</summary>
    /// <param name="identifier">The folder's path.</param>
    public static bool IsDeltaTable(SparkSession sparkSession, string identifier)
    {
        try
        {
            ForPath(sparkSession, identifier).Detail();
            return true;
        }
        catch (AnalysisException e)
            when (e.ErrorClass
                    is "DELTA_MISSING_DELTA_TABLE"
                        or "DELTA_TABLE_NOT_FOUND"
                        or "DELTA_TABLE_ONLY_OPERATION"
                        or "DELTA_PATH_DOES_NOT_EXIST"
                        or "PATH_NOT_FOUND"
                        or "TABLE_OR_VIEW_NOT_FOUND"
            )
        {
            return false;
        }
    }

    /// <summary>Makes a Delta table of a folder of Parquet files, by adding a log to it.</summary>
    /// <param name="identifier">The folder, as in <c>parquet.`/lake/sales`</c>.</param>
    public static DeltaTable ConvertToDelta(SparkSession spark, string identifier) => Convert(spark, identifier, "");

    /// <inheritdoc cref="ConvertToDelta(SparkSession, string)"/>
    /// <param name="partitionSchema">The columns that the folder is partitioned by, as in <c>day DATE, country STRING</c>.</param>
    public static DeltaTable ConvertToDelta(SparkSession spark, string identifier, string partitionSchema) =>
        Convert(spark, identifier, $" PARTITIONED BY ({partitionSchema})");

    /// <inheritdoc cref="ConvertToDelta(SparkSession, string, string)"/>
    public static DeltaTable ConvertToDelta(SparkSession spark, string identifier, StructType partitionSchema) =>
        ConvertToDelta(spark, identifier, partitionSchema.ToDdl());

    /// <summary>Begins to create a table, in the active session; it is an error when there is one.</summary>
    public static DeltaTableBuilder Create(SparkSession? spark = null) => new(spark ?? SparkSession.Active(), "CREATE TABLE");

    /// <summary>Begins to create a table, in the active session; one that is there stays as it is.</summary>
    public static DeltaTableBuilder CreateIfNotExists(SparkSession? spark = null) =>
        new(spark ?? SparkSession.Active(), "CREATE TABLE IF NOT EXISTS");

    /// <summary>Begins to replace a table, in the active session.</summary>
    public static DeltaTableBuilder Replace(SparkSession? spark = null) => new(spark ?? SparkSession.Active(), "REPLACE TABLE");

    /// <summary>Begins to create or replace a table, in the active session.</summary>
    public static DeltaTableBuilder CreateOrReplace(SparkSession? spark = null) =>
        new(spark ?? SparkSession.Active(), "CREATE OR REPLACE TABLE");

    /// <summary>Begins to describe a column for a table builder.</summary>
    public static DeltaColumnBuilder ColumnBuilder(string colName) => new(colName);

    /// <summary>The table under a name by which conditions can refer to it, as in <c>t.id</c>.</summary>
    public DeltaTable As(string alias) => new(SparkSession, _table.As(alias));

    /// <inheritdoc cref="As(string)"/>
    public DeltaTable Alias(string alias) => As(alias);

    /// <summary>The table's rows.</summary>
    public DataFrame ToDF()
    {
        if (_df is null)
        {
            var rows = SparkSession.Table(_table.Identifier);
            _df = _table.Alias is { } alias ? rows.As(alias) : rows;
        }

        return _df;
    }

    /// <summary>The table's commits, the newest first.</summary>
    public DataFrame History() => Run($"DESCRIBE HISTORY {_table.Identifier}");

    /// <summary>The newest of the table's commits.</summary>
    /// <param name="limit">How many.</param>
    public DataFrame History(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return Run(Invariant($"DESCRIBE HISTORY {_table.Identifier} LIMIT {limit}"));
    }

    /// <summary>One row about the table: its format, location, partition columns, size, properties and protocol.</summary>
    public DataFrame Detail() => Run($"DESCRIBE DETAIL {_table.Identifier}");

    /// <summary>Removes files that no version of the last seven days uses.</summary>
    public DataFrame Vacuum() => Run($"VACUUM {_table.Identifier}");

    /// <summary>Removes files that no version of the last hours uses.</summary>
    /// <param name="retentionHours">How many hours. Less than the table's retention is refused unless a setting of Delta allows it.</param>
    public DataFrame Vacuum(double retentionHours)
    {
        if (!(retentionHours >= 0) || double.IsInfinity(retentionHours))
            throw new ArgumentOutOfRangeException(nameof(retentionHours), retentionHours, "A retention is not negative.");
        return Run(Invariant($"VACUUM {_table.Identifier} RETAIN {(decimal)retentionHours} HOURS"));
    }

    /// <summary>Writes manifests of the table's files for other systems.</summary>
    /// <param name="mode">The only one is <c>symlink_format_manifest</c>.</param>
    public void Generate(string mode)
    {
        if (mode != "symlink_format_manifest")
            throw new ArgumentException($"There is no manifest '{mode}'; use symlink_format_manifest.", nameof(mode));
        Run($"GENERATE {mode} FOR TABLE {_table.Identifier}");
    }

    /// <summary>Begins to rewrite the table's files into fewer, larger ones.</summary>
    public DeltaOptimizeBuilder Optimize() => new(SparkSession, _table.Identifier);

    /// <summary>Deletes all rows.</summary>
    public void Delete() => Run($"DELETE FROM {_table.Declaration}");

    /// <summary>Deletes the rows for which the condition, in SQL, holds.</summary>
    public void Delete(string condition) => Run($"DELETE FROM {_table.Declaration} WHERE {NotEmpty(condition)}");

    /// <summary>Deletes the rows for which the condition holds.</summary>
    public void Delete(Column condition) => Delete(Render(condition));

    /// <summary>Sets columns in all rows.</summary>
    /// <param name="set">Values by the names of columns.</param>
    public void Update(Dictionary<string, Column> set) => UpdateExpr(Render(set));

    /// <summary>Sets columns in the rows for which the condition holds.</summary>
    /// <param name="set">Values by the names of columns.</param>
    public void Update(Column condition, Dictionary<string, Column> set) => UpdateExpr(Render(condition), Render(set));

    /// <summary>Sets columns in all rows.</summary>
    /// <param name="set">Values, in SQL, by the names of columns.</param>
    public void UpdateExpr(Dictionary<string, string> set) => Update("", set);

    /// <summary>Sets columns in the rows for which the condition, in SQL, holds.</summary>
    /// <param name="set">Values, in SQL, by the names of columns.</param>
    public void UpdateExpr(string condition, Dictionary<string, string> set) => Update($" WHERE {NotEmpty(condition)}", set);

    /// <summary>Begins to merge rows into the table.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="condition">In SQL: which row of the table a row of the source matches.</param>
    public DeltaMergeBuilder Merge(DataFrame source, string condition) => new(this, _table, source, NotEmpty(condition));

    /// <summary>Begins to merge rows into the table.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="condition">Which row of the table a row of the source matches.</param>
    public DeltaMergeBuilder Merge(DataFrame source, Column condition) => new(this, _table, source, condition);

    /// <summary>Takes the table back to a version.</summary>
    /// <returns>One row about the files that came and went.</returns>
    public DataFrame RestoreToVersion(long version)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        return Run(Invariant($"RESTORE TABLE {_table.Identifier} TO VERSION AS OF {version}"));
    }

    /// <summary>Takes the table back to how it was at an instant.</summary>
    /// <param name="timestamp">Such as <c>2024-01-31 12:00:00</c>, in the session's time zone.</param>
    /// <returns>One row about the files that came and went.</returns>
    public DataFrame RestoreToTimestamp(string timestamp) =>
        Run($"RESTORE TABLE {_table.Identifier} TO TIMESTAMP AS OF {ExpressionSql.Quote(NotEmpty(timestamp))}");

    /// <summary>Makes another table of the files of this one, without copying them.</summary>
    /// <param name="target">The other table: a name, or <c>delta.`path`</c>.</param>
    /// <param name="replace">Whether to replace a table that is there.</param>
    /// <param name="version">The version to take; the newest when null.</param>
    public DeltaTable Clone(string target, bool replace = false, long? version = null)
    {
        Run(
            Invariant(
                $"CREATE {(replace ? "OR REPLACE " : "")}TABLE {NotEmpty(target)} SHALLOW CLONE {_table.Identifier}{(version is { } v ? $" VERSION AS OF {v}" : "")}"
            )
        );
        return ForName(SparkSession, target);
    }

    /// <summary>Raises the versions of the protocol that readers and writers of the table need. They cannot be lowered.</summary>
    public void UpgradeTableProtocol(int readerVersion, int writerVersion) =>
        Run(
            Invariant(
                $"ALTER TABLE {_table.Identifier} SET TBLPROPERTIES ('delta.minReaderVersion' = '{readerVersion}', 'delta.minWriterVersion' = '{writerVersion}')"
            )
        );

    /// <summary>Adds a feature to the table's protocol.</summary>
    public void AddFeatureSupport(string featureName) =>
        Run(
            $"ALTER TABLE {_table.Identifier} SET TBLPROPERTIES ({ExpressionSql.Quote($"delta.feature.{NotEmpty(featureName)}")} = 'supported')"
        );

    /// <summary>Takes a feature out of the table's protocol.</summary>
    /// <param name="truncateHistory">Whether to drop the versions that use it.</param>
    public void DropFeatureSupport(string featureName, bool truncateHistory = false) =>
        Run(
            $"ALTER TABLE {_table.Identifier} DROP FEATURE {SqlIdentifier.QuoteIfNeeded(NotEmpty(featureName))}{(truncateHistory ? " TRUNCATE HISTORY" : "")}"
        );

    /// <summary>The name, in SQL, of the table that a column belongs to by its plan's id; null when it is not this one's.</summary>
    internal string? Owns(long planId) =>
        planId == _df?.PlanId || planId == (_df is { } df ? TableReference.InputOf(df) : null) ? _table.Qualifier : null;

    private static DeltaTable Convert(SparkSession spark, string identifier, string partitions)
    {
        spark.Sql($"CONVERT TO DELTA {NotEmpty(identifier)}{partitions}");
        return ForName(
            spark,
            identifier.StartsWith("parquet.", StringComparison.OrdinalIgnoreCase) ? $"delta.{identifier["parquet.".Length..]}" : identifier
        );
    }

    private void Update(string where, Dictionary<string, string> set)
    {
        // SQL has no way to set nothing, and there would be nothing to see of it.
        if (set.Count > 0)
            Run($"UPDATE {_table.Declaration} SET {Assignments.Render(set)}{where}");
    }

    private string Render(Column column) => new ExpressionSql(qualify: Owns).Render(column.Expression);

    private Dictionary<string, string> Render(Dictionary<string, Column> set) =>
        set.ToDictionary(item => item.Key, item => Render(item.Value));

    private DataFrame Run(string sql) => SparkSession.Sql(sql);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string NotEmpty(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return text;
    }
}
