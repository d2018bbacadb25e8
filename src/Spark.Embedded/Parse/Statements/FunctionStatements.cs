using Spark.Connect;

namespace Spark.Embedded.Parse.Statements;

/// <summary><c>CREATE [OR REPLACE] [TEMPORARY] FUNCTION name(parameters) [RETURNS type | TABLE (columns)] RETURN body</c>.</summary>
/// <param name="Parameters">Null when no list is written.</param>
/// <param name="ReturnType">The type that is declared, for a table function the struct of its columns; null to take the body's.</param>
/// <param name="ReturnsTable">RETURNS TABLE: it is called in FROM.</param>
/// <param name="Body">The body of a scalar function; null when it is a query.</param>
/// <param name="Query">The body when it is a query.</param>
/// <param name="BodySql">The text of the body.</param>
/// <param name="Deterministic">DETERMINISTIC or NOT DETERMINISTIC; null when neither is written.</param>
public sealed record CreateSqlFunctionStatement(
    IReadOnlyList<string> Name,
    bool Temporary,
    bool Replace,
    bool IfNotExists,
    IReadOnlyList<ColumnDefinition> Parameters,
    DataType? ReturnType,
    bool ReturnsTable,
    Expression? Body,
    Relation? Query,
    string BodySql,
    string? Comment,
    bool? Deterministic
) : Statement;

/// <summary><c>CREATE FUNCTION name AS 'class' [USING JAR ...]</c>: a function of the JVM.</summary>
public sealed record CreateFunctionStatement(IReadOnlyList<string> Name, bool Temporary, bool Replace, bool IfNotExists, string ClassName)
    : Statement;

/// <summary><c>DROP [TEMPORARY] FUNCTION [IF EXISTS] name</c>.</summary>
public sealed record DropFunctionStatement(IReadOnlyList<string> Name, bool Temporary, bool IfExists) : Statement;

/// <summary><c>REFRESH FUNCTION name</c>.</summary>
public sealed record RefreshFunctionStatement(IReadOnlyList<string> Name) : Statement;
