using Spark.Connect;

namespace Spark.Embedded.Parse.Statements;

/// <summary>What CREATE and REPLACE do with a table that exists or does not.</summary>
public enum CreateMode
{
    Create,
    CreateIfNotExists,
    Replace,
    CreateOrReplace,
}

/// <summary><c>CREATE | REPLACE TABLE name (columns, constraints) USING provider clauses [AS query]</c>.</summary>
/// <param name="Columns">Empty when the query gives them, or the data that lie at the location.</param>
/// <param name="Provider">The format; null for the session's default.</param>
public sealed record CreateTableStatement(
    IReadOnlyList<string> Name,
    CreateMode Mode,
    bool External,
    IReadOnlyList<ColumnDefinition> Columns,
    IReadOnlyList<TableConstraint> Constraints,
    string? Provider,
    TableClauses Clauses,
    Relation? Query
) : Statement;

/// <summary>The clauses that describe a table.</summary>
/// <param name="Partitioning">PARTITIONED BY.</param>
/// <param name="ClusterBy">CLUSTER BY, each a column or a field.</param>
/// <param name="StoredAs">STORED AS, Hive's way to name the format.</param>
public sealed record TableClauses(
    IReadOnlyList<PartitionField> Partitioning,
    IReadOnlyList<IReadOnlyList<string>> ClusterBy,
    BucketSpec? Buckets,
    IReadOnlyDictionary<string, string> Options,
    IReadOnlyDictionary<string, string> Properties,
    string? Location,
    string? Comment,
    string? Collation,
    string? StoredAs
);

/// <summary>A column that a table is partitioned by, or a transform of one such as <c>days(ts)</c>.</summary>
/// <param name="Column">The column, for a transform its first argument.</param>
/// <param name="Definition">The column's definition, when it is given here and not among the columns.</param>
/// <param name="Transform">The name of the transform; null for the column itself.</param>
/// <param name="Arguments">The transform's constants.</param>
public sealed record PartitionField(
    IReadOnlyList<string> Column,
    ColumnDefinition? Definition,
    string? Transform,
    IReadOnlyList<Expression> Arguments
);

/// <summary><c>CLUSTERED BY (columns) [SORTED BY (columns)] INTO n BUCKETS</c>.</summary>
public sealed record BucketSpec(IReadOnlyList<string> Columns, IReadOnlyList<string> SortColumns, int Count);

/// <summary>A column of a table or a parameter of a function.</summary>
/// <param name="Name">For ALTER TABLE the path to a field, otherwise one part.</param>
public sealed record ColumnDefinition(IReadOnlyList<string> Name, DataType Type)
{
    public bool Nullable { get; init; } = true;

    public string? Comment { get; init; }

    public SqlExpression? Default { get; init; }

    public SqlExpression? Generated { get; init; }

    public IdentityColumn? Identity { get; init; }

    public IReadOnlyList<TableConstraint> Constraints { get; init; } = [];

    /// <summary>Where ALTER TABLE ADD COLUMNS puts it; null for the end.</summary>
    public ColumnPosition? Position { get; init; }
}

/// <summary>An expression together with its text, which tables and views store.</summary>
public sealed record SqlExpression(Expression Expression, string Sql);

/// <summary><c>GENERATED ALWAYS | BY DEFAULT AS IDENTITY (START WITH n INCREMENT BY n)</c>.</summary>
/// <param name="AllowExplicit">BY DEFAULT: values may be inserted.</param>
public sealed record IdentityColumn(bool AllowExplicit, long Start, long Step);

/// <summary>FIRST, or AFTER a column.</summary>
public sealed record ColumnPosition(string? After);

/// <summary>A constraint of a table; its name is null when Spark is to make one.</summary>
/// <param name="Enforced">ENFORCED or NOT ENFORCED; null when neither is written.</param>
/// <param name="Rely">RELY or NORELY; null when neither is written.</param>
public abstract record TableConstraint(string? Name, bool? Enforced, bool? Rely);

/// <summary><c>CHECK (condition)</c>.</summary>
public sealed record CheckConstraint(string? Name, SqlExpression Condition, bool? Enforced, bool? Rely)
    : TableConstraint(Name, Enforced, Rely);

/// <summary><c>UNIQUE (columns)</c> or <c>PRIMARY KEY (columns)</c>.</summary>
public sealed record UniqueConstraint(string? Name, bool IsPrimaryKey, IReadOnlyList<string> Columns, bool? Enforced, bool? Rely)
    : TableConstraint(Name, Enforced, Rely);

/// <summary><c>FOREIGN KEY (columns) REFERENCES table (columns)</c>.</summary>
public sealed record ForeignKeyConstraint(
    string? Name,
    IReadOnlyList<string> Columns,
    IReadOnlyList<string> Parent,
    IReadOnlyList<string> ParentColumns,
    bool? Enforced,
    bool? Rely
) : TableConstraint(Name, Enforced, Rely);

/// <summary><c>CREATE TABLE [IF NOT EXISTS] name LIKE source clauses</c>.</summary>
public sealed record CreateTableLikeStatement(
    IReadOnlyList<string> Name,
    IReadOnlyList<string> Source,
    bool IfNotExists,
    string? Provider,
    string? Location,
    IReadOnlyDictionary<string, string> Properties
) : Statement;

/// <summary><c>DROP TABLE [IF EXISTS] name [PURGE]</c>.</summary>
public sealed record DropTableStatement(IReadOnlyList<string> Name, bool IfExists, bool Purge) : Statement;

/// <summary><c>TRUNCATE TABLE name [PARTITION (...)]</c>.</summary>
public sealed record TruncateTableStatement(IReadOnlyList<string> Name, IReadOnlyList<PartitionValue> Partition) : Statement;

/// <summary>A key of a PARTITION clause; without a value the partition is dynamic, or stands for all.</summary>
/// <param name="Value">A literal, or the column DEFAULT.</param>
public sealed record PartitionValue(string Key, Expression? Value);

/// <summary><c>ANALYZE TABLE name COMPUTE STATISTICS</c>, or of all tables of a namespace.</summary>
/// <param name="Name">The table, or the namespace when <paramref name="AllTables"/>; empty for the current one.</param>
/// <param name="Columns">FOR COLUMNS; null without it, empty for ALL COLUMNS.</param>
public sealed record AnalyzeStatement(
    IReadOnlyList<string> Name,
    bool AllTables,
    IReadOnlyList<PartitionValue> Partition,
    bool NoScan,
    IReadOnlyList<string>? Columns
) : Statement;

/// <summary><c>[MSCK] REPAIR TABLE name [ADD | DROP | SYNC PARTITIONS]</c> and <c>ALTER TABLE name RECOVER PARTITIONS</c>.</summary>
public sealed record RepairTableStatement(IReadOnlyList<string> Name, bool AddPartitions, bool DropPartitions) : Statement;
