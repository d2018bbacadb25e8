using Spark.Connect;

namespace Spark.Embedded.Parse.Statements;

/// <summary><c>INSERT INTO | OVERWRITE table ... query</c>.</summary>
/// <param name="Partition">PARTITION (...): the values that every row gets; keys without a value come last in the query.</param>
/// <param name="Columns">The columns that the query fills, in its order; empty for all.</param>
/// <param name="ByName">BY NAME: columns are matched by name and not by place.</param>
/// <param name="Overwrite">The rows replace those of the table, or of the partitions named.</param>
/// <param name="IfPartitionNotExists">Nothing happens when the partition is there.</param>
/// <param name="ReplaceWhere">REPLACE WHERE: the rows replace those that fulfil the condition.</param>
/// <param name="Options">WITH (...): options of the write.</param>
public sealed record InsertIntoStatement(
    IReadOnlyList<string> Table,
    IReadOnlyList<PartitionValue> Partition,
    IReadOnlyList<string> Columns,
    bool ByName,
    bool Overwrite,
    bool IfPartitionNotExists,
    SqlExpression? ReplaceWhere,
    IReadOnlyDictionary<string, string> Options,
    Relation Query
) : Statement;

/// <summary><c>INSERT OVERWRITE [LOCAL] DIRECTORY 'path' USING provider [OPTIONS (...)] query</c>.</summary>
public sealed record InsertOverwriteDirectoryStatement(
    string? Path,
    bool IsLocal,
    string Provider,
    IReadOnlyDictionary<string, string> Options,
    Relation Query
) : Statement;

/// <summary><c>FROM source INSERT INTO a SELECT ... INSERT INTO b SELECT ...</c>: all see the same source.</summary>
public sealed record MultiInsertStatement(IReadOnlyList<InsertIntoStatement> Inserts) : Statement;

/// <summary><c>DELETE FROM table [alias] [WHERE condition]</c>.</summary>
public sealed record DeleteFromStatement(IReadOnlyList<string> Table, string? Alias, SqlExpression? Condition) : Statement;

/// <summary><c>UPDATE table [alias] SET column = value, ... [WHERE condition]</c>; the key of an assignment is an UnresolvedAttribute.</summary>
public sealed record UpdateTableStatement(
    IReadOnlyList<string> Table,
    string? Alias,
    IReadOnlyList<MergeAction.Types.Assignment> Assignments,
    SqlExpression? Condition
) : Statement;

/// <summary><c>MERGE [WITH SCHEMA EVOLUTION] INTO target USING source ON condition WHEN ...</c>.</summary>
/// <param name="TargetAlias">The name by which the conditions call the target; null for its own.</param>
/// <param name="Command">
/// The merge as the protocol has it: the target's name as SQL text, the source with its alias as SubqueryAlias, and a MergeAction for each WHEN.
/// </param>
public sealed record MergeIntoStatement(IReadOnlyList<string> Target, string? TargetAlias, MergeIntoTableCommand Command) : Statement;
