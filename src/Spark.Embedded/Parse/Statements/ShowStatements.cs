using Spark.Connect;

namespace Spark.Embedded.Parse.Statements;

/// <summary><c>DESCRIBE [TABLE] [EXTENDED | FORMATTED] name [PARTITION (...)] [column] [AS JSON]</c>.</summary>
public sealed record DescribeTableStatement(
    IReadOnlyList<string> Name,
    bool Extended,
    IReadOnlyList<PartitionValue> Partition,
    IReadOnlyList<string>? Column,
    bool AsJson
) : Statement;

/// <summary><c>DESCRIBE QUERY query</c>.</summary>
public sealed record DescribeQueryStatement(Relation Query, string QuerySql) : Statement;

/// <summary><c>DESCRIBE FUNCTION [EXTENDED] name</c>; an operator is a name of one part.</summary>
public sealed record DescribeFunctionStatement(IReadOnlyList<string> Name, bool Extended) : Statement;

/// <summary><c>DESCRIBE DATABASE [EXTENDED] name</c>.</summary>
public sealed record DescribeNamespaceStatement(IReadOnlyList<string> Name, bool Extended) : Statement;

/// <summary><c>SHOW TABLES [IN namespace] [LIKE pattern]</c>; patterns are of <c>*</c> and <c>|</c>. The namespace is null for the current one.</summary>
public sealed record ShowTablesStatement(IReadOnlyList<string>? Namespace, string? Pattern) : Statement;

/// <summary><c>SHOW TABLE EXTENDED [IN namespace] LIKE pattern [PARTITION (...)]</c>.</summary>
public sealed record ShowTableExtendedStatement(IReadOnlyList<string>? Namespace, string Pattern, IReadOnlyList<PartitionValue> Partition)
    : Statement;

/// <summary><c>SHOW VIEWS [IN namespace] [LIKE pattern]</c>.</summary>
public sealed record ShowViewsStatement(IReadOnlyList<string>? Namespace, string? Pattern) : Statement;

/// <summary><c>SHOW COLUMNS IN table [IN namespace]</c>.</summary>
public sealed record ShowColumnsStatement(IReadOnlyList<string> Table, IReadOnlyList<string>? Namespace) : Statement;

/// <summary><c>SHOW TBLPROPERTIES table [(key)]</c>.</summary>
public sealed record ShowTablePropertiesStatement(IReadOnlyList<string> Table, string? Key) : Statement;

/// <summary><c>SHOW PARTITIONS table [PARTITION (...)]</c>.</summary>
public sealed record ShowPartitionsStatement(IReadOnlyList<string> Table, IReadOnlyList<PartitionValue> Partition) : Statement;

/// <summary><c>SHOW CREATE TABLE name [AS SERDE]</c>.</summary>
public sealed record ShowCreateTableStatement(IReadOnlyList<string> Name, bool AsSerde) : Statement;

/// <summary><c>SHOW [USER | SYSTEM | ALL] FUNCTIONS [IN namespace] [LIKE pattern]</c>.</summary>
public sealed record ShowFunctionsStatement(bool User, bool System, IReadOnlyList<string>? Namespace, string? Pattern) : Statement;

/// <summary><c>SHOW DATABASES | SCHEMAS | NAMESPACES [IN parent] [LIKE pattern]</c>.</summary>
public sealed record ShowNamespacesStatement(IReadOnlyList<string>? Parent, string? Pattern) : Statement;

/// <summary><c>SHOW CATALOGS [LIKE pattern]</c>.</summary>
public sealed record ShowCatalogsStatement(string? Pattern) : Statement;

/// <summary><c>SHOW CURRENT NAMESPACE</c>.</summary>
public sealed record ShowCurrentNamespaceStatement : Statement;
