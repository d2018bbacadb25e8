namespace Spark.Embedded.Parse.Statements;

/// <summary><c>CREATE DATABASE | SCHEMA | NAMESPACE</c>.</summary>
public sealed record CreateNamespaceStatement(
    IReadOnlyList<string> Name,
    bool IfNotExists,
    string? Comment,
    string? Location,
    IReadOnlyDictionary<string, string> Properties
) : Statement;

/// <summary><c>DROP DATABASE | SCHEMA | NAMESPACE</c>; with <paramref name="Cascade"/> also what is in it.</summary>
public sealed record DropNamespaceStatement(IReadOnlyList<string> Name, bool IfExists, bool Cascade) : Statement;

/// <summary><c>ALTER DATABASE name SET DBPROPERTIES (...)</c>.</summary>
public sealed record SetNamespacePropertiesStatement(IReadOnlyList<string> Name, IReadOnlyDictionary<string, string> Properties)
    : Statement;

/// <summary><c>ALTER DATABASE name UNSET DBPROPERTIES (...)</c>.</summary>
public sealed record UnsetNamespacePropertiesStatement(IReadOnlyList<string> Name, IReadOnlyList<string> Keys) : Statement;

/// <summary><c>ALTER DATABASE name SET LOCATION 'path'</c>.</summary>
public sealed record SetNamespaceLocationStatement(IReadOnlyList<string> Name, string Location) : Statement;

/// <summary><c>ALTER DATABASE name DEFAULT COLLATION collation</c>.</summary>
public sealed record SetNamespaceCollationStatement(IReadOnlyList<string> Name, string Collation) : Statement;

/// <summary><c>USE name</c>, or <c>USE DATABASE name</c> when <paramref name="IsNamespace"/>.</summary>
public sealed record UseStatement(IReadOnlyList<string> Name, bool IsNamespace) : Statement;

/// <summary><c>SET CATALOG name</c>.</summary>
public sealed record SetCatalogStatement(string Name) : Statement;

/// <summary><c>COMMENT ON TABLE | DATABASE name IS 'text' | NULL</c>.</summary>
public sealed record CommentOnStatement(IReadOnlyList<string> Name, bool IsNamespace, string? Comment) : Statement;
