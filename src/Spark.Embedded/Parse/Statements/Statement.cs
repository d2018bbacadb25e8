using Spark.Connect;

namespace Spark.Embedded.Parse.Statements;

/// <summary>
/// A statement of Spark SQL. What the protocol has a message for (queries, expressions, types, the actions of a merge) stands in it as that
/// message. Names are lists of parts, as written and not looked up.
/// </summary>
public abstract record Statement
{
    /// <summary>The text of the statement, to which the places in its messages refer.</summary>
    public string Text { get; init; } = "";
}

/// <summary>A query, whose rows are the result.</summary>
public sealed record QueryStatement(Relation Query) : Statement;

/// <summary><c>EXPLAIN [mode] statement</c>.</summary>
public sealed record ExplainStatement(ExplainMode Mode, Statement Statement) : Statement;

/// <summary>How much EXPLAIN shows.</summary>
public enum ExplainMode
{
    Simple,
    Extended,
    Codegen,
    Cost,
    Formatted,
}

/// <summary><c>SET</c>: all settings (no key; with <paramref name="Verbose"/> their meaning too), one (no value), or a change.</summary>
public sealed record SetConfigurationStatement(string? Key, string? Value, bool Verbose = false) : Statement;

/// <summary><c>RESET [key]</c>: one setting, or all of them.</summary>
public sealed record ResetConfigurationStatement(string? Key) : Statement;

/// <summary><c>DECLARE [OR REPLACE] VARIABLE names [type] [DEFAULT value]</c>; with neither type nor value the type is void.</summary>
/// <param name="DefaultSql">The text of the default.</param>
public sealed record DeclareVariableStatement(
    IReadOnlyList<IReadOnlyList<string>> Names,
    bool Replace,
    DataType? Type,
    Expression? Default,
    string? DefaultSql
) : Statement;

/// <summary><c>DROP TEMPORARY VARIABLE [IF EXISTS] name</c>.</summary>
public sealed record DropVariableStatement(IReadOnlyList<string> Name, bool IfExists) : Statement;

/// <summary><c>SET VARIABLE name = value, ...</c>; a value of DEFAULT is the column of that name.</summary>
public sealed record SetVariablesStatement(IReadOnlyList<VariableAssignment> Assignments) : Statement;

/// <summary>One assignment of <see cref="SetVariablesStatement"/>.</summary>
public sealed record VariableAssignment(IReadOnlyList<string> Name, Expression Value);

/// <summary><c>SET VARIABLE (names) = (query)</c>: the query gives one row at most.</summary>
public sealed record SetVariablesFromQueryStatement(IReadOnlyList<IReadOnlyList<string>> Names, Relation Query) : Statement;

/// <summary><c>EXECUTE IMMEDIATE text [INTO variables] [USING arguments]</c>; an argument with an Alias is a named parameter.</summary>
public sealed record ExecuteImmediateStatement(Expression Query, IReadOnlyList<IReadOnlyList<string>> Into, IReadOnlyList<Expression> Using)
    : Statement;

/// <summary><c>CACHE [LAZY] TABLE name [OPTIONS (...)] [AS query]</c>.</summary>
public sealed record CacheTableStatement(
    IReadOnlyList<string> Name,
    bool Lazy,
    IReadOnlyDictionary<string, string> Options,
    Relation? Query,
    string? QuerySql
) : Statement;

/// <summary><c>UNCACHE TABLE [IF EXISTS] name</c>.</summary>
public sealed record UncacheTableStatement(IReadOnlyList<string> Name, bool IfExists) : Statement;

/// <summary><c>CLEAR CACHE</c>.</summary>
public sealed record ClearCacheStatement : Statement;

/// <summary><c>REFRESH TABLE name</c>.</summary>
public sealed record RefreshTableStatement(IReadOnlyList<string> Name) : Statement;

/// <summary><c>REFRESH path</c>.</summary>
public sealed record RefreshResourceStatement(string Path) : Statement;
