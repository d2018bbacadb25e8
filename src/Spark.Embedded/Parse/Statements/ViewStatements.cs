using Spark.Connect;

namespace Spark.Embedded.Parse.Statements;

/// <summary>How long a view lives and who sees it.</summary>
public enum ViewKind
{
    Persisted,
    Temporary,
    GlobalTemporary,
}

/// <summary><c>WITH SCHEMA ...</c>: what happens to a view when the columns below it change.</summary>
public enum ViewSchemaBinding
{
    Binding,
    Compensation,
    TypeEvolution,
    Evolution,
}

/// <summary><c>CREATE [OR REPLACE] [[GLOBAL] TEMPORARY] VIEW name [(columns)] AS query</c>.</summary>
/// <param name="Columns">Names of the columns with their comments; empty for the query's own.</param>
/// <param name="QuerySql">The text of the query, which a persisted view stores.</param>
/// <param name="Binding">Null for the session's default.</param>
public sealed record CreateViewStatement(
    IReadOnlyList<string> Name,
    ViewKind Kind,
    bool Replace,
    bool IfNotExists,
    IReadOnlyList<ViewColumn> Columns,
    string? Comment,
    string? Collation,
    IReadOnlyDictionary<string, string> Properties,
    ViewSchemaBinding? Binding,
    Relation Query,
    string QuerySql
) : Statement;

/// <summary>A column's name in a view.</summary>
public sealed record ViewColumn(string Name, string? Comment);

/// <summary><c>CREATE TEMPORARY VIEW name [(schema)] USING provider [OPTIONS (...)]</c>: a view of files.</summary>
public sealed record CreateTempViewUsingStatement(
    IReadOnlyList<string> Name,
    bool IsGlobal,
    bool Replace,
    DataType? Schema,
    string Provider,
    IReadOnlyDictionary<string, string> Options
) : Statement;

/// <summary><c>ALTER VIEW name AS query</c>.</summary>
public sealed record AlterViewQueryStatement(IReadOnlyList<string> Name, Relation Query, string QuerySql) : Statement;

/// <summary><c>ALTER VIEW name WITH SCHEMA binding</c>.</summary>
public sealed record AlterViewSchemaBindingStatement(IReadOnlyList<string> Name, ViewSchemaBinding Binding) : Statement;

/// <summary><c>DROP VIEW [IF EXISTS] name</c>.</summary>
public sealed record DropViewStatement(IReadOnlyList<string> Name, bool IfExists) : Statement;
