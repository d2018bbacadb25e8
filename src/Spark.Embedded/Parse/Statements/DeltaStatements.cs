using Spark.Connect;

namespace Spark.Embedded.Parse.Statements;

// The statements of Delta Lake: https://docs.delta.io/delta-utility/. A table given by its path is the name delta.`path`.

/// <summary><c>DESCRIBE HISTORY table [LIMIT n]</c>.</summary>
public sealed record DescribeHistoryStatement(IReadOnlyList<string> Table, int? Limit) : Statement;

/// <summary><c>DESCRIBE DETAIL table</c>.</summary>
public sealed record DescribeDetailStatement(IReadOnlyList<string> Table) : Statement;

/// <summary><c>OPTIMIZE table [FULL] [WHERE condition] [ZORDER BY (columns)]</c>.</summary>
public sealed record OptimizeStatement(
    IReadOnlyList<string> Table,
    bool Full,
    SqlExpression? Condition,
    IReadOnlyList<IReadOnlyList<string>> ZOrderBy
) : Statement;

/// <summary><c>VACUUM table [LITE | FULL] [USING INVENTORY ...] [RETAIN n HOURS] [DRY RUN]</c>.</summary>
/// <param name="RetentionHours">Null for the table's own retention.</param>
public sealed record VacuumStatement(IReadOnlyList<string> Table, bool Lite, double? RetentionHours, bool DryRun, Relation? Inventory)
    : Statement;

/// <summary><c>RESTORE [TABLE] table [TO] VERSION AS OF version | TIMESTAMP AS OF timestamp</c>: one of the two is given.</summary>
public sealed record RestoreStatement(IReadOnlyList<string> Table, long? Version, string? Timestamp) : Statement;

/// <summary><c>CONVERT TO DELTA table [NO STATISTICS] [PARTITIONED BY (columns)]</c>.</summary>
public sealed record ConvertToDeltaStatement(IReadOnlyList<string> Table, bool CollectStatistics, DataType? PartitionSchema) : Statement;

/// <summary><c>GENERATE mode FOR TABLE table</c>.</summary>
public sealed record GenerateStatement(string Mode, IReadOnlyList<string> Table) : Statement;

/// <summary><c>CREATE TABLE table SHALLOW CLONE source [VERSION | TIMESTAMP AS OF ...]</c>.</summary>
public sealed record CloneTableStatement(
    IReadOnlyList<string> Table,
    CreateMode Mode,
    IReadOnlyList<string> Source,
    long? Version,
    string? Timestamp,
    IReadOnlyDictionary<string, string> Properties,
    string? Location
) : Statement;

/// <summary><c>REORG TABLE table [WHERE condition] APPLY (PURGE)</c>.</summary>
public sealed record ReorgStatement(IReadOnlyList<string> Table, SqlExpression? Condition) : Statement;

/// <summary><c>ALTER TABLE table DROP FEATURE feature [TRUNCATE HISTORY]</c>.</summary>
public sealed record DropFeatureStatement(IReadOnlyList<string> Table, string Feature, bool TruncateHistory) : Statement;
