using Spark.Connect;
using Spark.Embedded.Plan;
using Spark.Embedded.Run;

namespace Spark.Embedded.Sources;

/// <summary>What a source has of the statement that reads or writes it.</summary>
internal interface ISourceContext
{
    /// <summary>The DuckDB instance.</summary>
    DuckDbEngine Engine { get; }

    /// <summary>The statement's own connection.</summary>
    DuckDbConnection Connection { get; }

    /// <summary>What is freed when the statement is done.</summary>
    StatementScope Scope { get; }

    /// <summary>Reads schemas and expressions that come as text.</summary>
    ISqlParser Parser { get; }

    /// <summary>The session's configuration by Spark's keys; null for a key that is not set.</summary>
    string? Config(string key);

    /// <summary>What the statement has opened so far.</summary>
    IEnumerable<ITableSource> Opened { get; }

    /// <summary>Compiles a plan; the sources are found by their names (one part) before anything else.</summary>
    CompiledQuery Compile(Relation plan, IReadOnlyDictionary<string, ITableSource> sources);

    /// <summary>Makes native functions known to DuckDB before a query that calls them.</summary>
    void Register(IReadOnlyCollection<NativeFunction> functions);

    /// <summary>The rows of a compiled query as values.</summary>
    IEnumerable<object?[]> Rows(CompiledQuery query);

    /// <summary><c>spark.sql.session.timeZone</c>.</summary>
    string TimeZone => Config("spark.sql.session.timeZone") ?? "UTC";

    /// <summary>How names compare: <c>spark.sql.caseSensitive</c>.</summary>
    StringComparer Names => Config("spark.sql.caseSensitive") == "true" ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
}
