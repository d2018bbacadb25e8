using Spark.Connect;

namespace Spark.Embedded.Parse.Statements;

/// <summary><c>ALTER TABLE | VIEW name RENAME TO name</c>.</summary>
public sealed record RenameTableStatement(IReadOnlyList<string> Name, IReadOnlyList<string> NewName, bool IsView) : Statement;

/// <summary><c>ALTER TABLE | VIEW name SET TBLPROPERTIES (...)</c>.</summary>
public sealed record SetTablePropertiesStatement(IReadOnlyList<string> Name, bool IsView, IReadOnlyDictionary<string, string> Properties)
    : Statement;

/// <summary><c>ALTER TABLE | VIEW name UNSET TBLPROPERTIES [IF EXISTS] (...)</c>.</summary>
public sealed record UnsetTablePropertiesStatement(IReadOnlyList<string> Name, bool IsView, bool IfExists, IReadOnlyList<string> Keys)
    : Statement;

/// <summary><c>ALTER TABLE name ADD COLUMNS (...)</c>.</summary>
public sealed record AddColumnsStatement(IReadOnlyList<string> Name, IReadOnlyList<ColumnDefinition> Columns) : Statement;

/// <summary><c>ALTER TABLE name REPLACE COLUMNS (...)</c>.</summary>
public sealed record ReplaceColumnsStatement(IReadOnlyList<string> Name, IReadOnlyList<ColumnDefinition> Columns) : Statement;

/// <summary><c>ALTER TABLE name DROP COLUMNS [IF EXISTS] (...)</c>.</summary>
public sealed record DropColumnsStatement(IReadOnlyList<string> Name, bool IfExists, IReadOnlyList<IReadOnlyList<string>> Columns)
    : Statement;

/// <summary><c>ALTER TABLE name RENAME COLUMN column TO name</c>.</summary>
public sealed record RenameColumnStatement(IReadOnlyList<string> Name, IReadOnlyList<string> Column, string NewName) : Statement;

/// <summary><c>ALTER TABLE name ALTER COLUMN column change, ...</c>.</summary>
public sealed record AlterColumnsStatement(IReadOnlyList<string> Name, IReadOnlyList<ColumnChange> Changes) : Statement;

/// <summary>What changes of a column; null members stay as they are.</summary>
public sealed record ColumnChange(IReadOnlyList<string> Column)
{
    public DataType? Type { get; init; }

    public bool? Nullable { get; init; }

    public string? Comment { get; init; }

    public ColumnPosition? Position { get; init; }

    public SqlExpression? Default { get; init; }

    public bool DropDefault { get; init; }

    /// <summary>Delta's SYNC IDENTITY.</summary>
    public bool SyncIdentity { get; init; }
}

/// <summary><c>ALTER TABLE name ADD CONSTRAINT ...</c>.</summary>
public sealed record AddConstraintStatement(IReadOnlyList<string> Name, TableConstraint Constraint) : Statement;

/// <summary><c>ALTER TABLE name DROP CONSTRAINT [IF EXISTS] constraint [CASCADE]</c>.</summary>
public sealed record DropConstraintStatement(IReadOnlyList<string> Name, string Constraint, bool IfExists, bool Cascade) : Statement;

/// <summary><c>ALTER TABLE name CLUSTER BY (columns)</c>; no columns for NONE.</summary>
public sealed record AlterClusterByStatement(IReadOnlyList<string> Name, IReadOnlyList<IReadOnlyList<string>> Columns) : Statement;

/// <summary><c>ALTER TABLE name DEFAULT COLLATION collation</c>.</summary>
public sealed record AlterTableCollationStatement(IReadOnlyList<string> Name, string Collation) : Statement;

/// <summary><c>ALTER TABLE name [PARTITION (...)] SET LOCATION 'path'</c>.</summary>
public sealed record SetTableLocationStatement(IReadOnlyList<string> Name, IReadOnlyList<PartitionValue> Partition, string Location)
    : Statement;

/// <summary><c>ALTER TABLE name SET SERDE | SERDEPROPERTIES</c>, which is Hive's.</summary>
public sealed record SetTableSerdeStatement(
    IReadOnlyList<string> Name,
    IReadOnlyList<PartitionValue> Partition,
    string? Serde,
    IReadOnlyDictionary<string, string> Properties
) : Statement;

/// <summary><c>ALTER TABLE name ADD [IF NOT EXISTS] PARTITION (...) [LOCATION 'path'] ...</c>.</summary>
public sealed record AddPartitionsStatement(IReadOnlyList<string> Name, bool IfNotExists, IReadOnlyList<PartitionLocation> Partitions)
    : Statement;

/// <summary>A partition of <see cref="AddPartitionsStatement"/>.</summary>
public sealed record PartitionLocation(IReadOnlyList<PartitionValue> Partition, string? Location);

/// <summary><c>ALTER TABLE name DROP [IF EXISTS] PARTITION (...), ... [PURGE]</c>.</summary>
public sealed record DropPartitionsStatement(
    IReadOnlyList<string> Name,
    bool IfExists,
    IReadOnlyList<IReadOnlyList<PartitionValue>> Partitions,
    bool Purge
) : Statement;

/// <summary><c>ALTER TABLE name PARTITION (...) RENAME TO PARTITION (...)</c>.</summary>
public sealed record RenamePartitionStatement(
    IReadOnlyList<string> Name,
    IReadOnlyList<PartitionValue> From,
    IReadOnlyList<PartitionValue> To
) : Statement;
