using Spark.Connect;
using Spark.Embedded.Types;

namespace Spark.Embedded.Plan;

/// <summary>Where the names of a query's relations lead.</summary>
public interface ICatalog
{
    /// <summary>A temporary view, table or view by name; null when there is none.</summary>
    /// <param name="name">The parts of the name as the user wrote them; looked up without regard to case.</param>
    /// <param name="options">Options of the read, such as <c>versionAsOf</c>.</param>
    /// <remarks>A name of two parts whose first is a format reads files: <c>parquet.`/path`</c>.</remarks>
    CatalogRelation? Find(IReadOnlyList<string> name, IReadOnlyDictionary<string, string> options);

    /// <summary>Opens files by format, as <c>spark.read.format(...).load(...)</c> does.</summary>
    ITableSource Open(Read.Types.DataSource source);

    /// <summary>Rows that came with the plan.</summary>
    ITableSource Open(LocalRelation relation);

    /// <summary>Rows that came as artifacts (<c>cache/HASH</c>).</summary>
    ITableSource Open(CachedLocalRelation relation);

    /// <inheritdoc cref="Open(CachedLocalRelation)"/>
    ITableSource Open(ChunkedCachedLocalRelation relation);

    /// <summary>A checkpointed or otherwise remembered relation; null when the session has none of that id.</summary>
    CatalogRelation? Find(CachedRemoteRelation relation);

    /// <summary>The rows of a catalog operation, such as listing tables.</summary>
    ITableSource Open(Catalog operation);

    /// <summary>A variable declared in the session; null when there is none.</summary>
    SessionVariable? FindVariable(IReadOnlyList<string> name);

    /// <summary>A function created with SQL; null when there is none.</summary>
    SqlFunction? FindFunction(IReadOnlyList<string> name);
}

/// <summary>What the name of a relation stands for.</summary>
/// <param name="Qualifier">The name in full, by which columns may be qualified: <c>spark_catalog, default, t</c>, or <c>v</c> for a temporary view.</param>
public abstract record CatalogRelation(IReadOnlyList<string> Qualifier);

/// <summary>A table.</summary>
public sealed record TableRelation(IReadOnlyList<string> Qualifier, ITableSource Source) : CatalogRelation(Qualifier);

/// <summary>A view: another plan under a name.</summary>
/// <param name="Plan">The plan that it stands for.</param>
/// <param name="Columns">The names and types it was created with, to which the plan's columns are cast in order; null to take the plan's own.</param>
/// <param name="Names">How the names in its text are looked up; null for the session's catalog.</param>
public sealed record ViewRelation(IReadOnlyList<string> Qualifier, Relation Plan, StructType? Columns = null, ICatalog? Names = null)
    : CatalogRelation(Qualifier);

/// <summary>A session variable's value.</summary>
/// <param name="Name">Its full name, as error messages print it.</param>
public sealed record SessionVariable(IReadOnlyList<string> Name, Literal Value);

/// <summary>A function whose body is SQL.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Parameters">Parameters, with their defaults as SQL text in <see cref="SqlFunctionParameter.Default"/>.</param>
/// <param name="ReturnType">What it returns; null to take the body's own type. For a table function, the struct of its columns.</param>
/// <param name="Body">A scalar function's body; null when it is a query.</param>
/// <param name="Query">The query of a table function, or of a scalar function whose body is one.</param>
/// <param name="IsTable">Whether it is called in FROM.</param>
public sealed record SqlFunction(
    IReadOnlyList<string> Name,
    IReadOnlyList<SqlFunctionParameter> Parameters,
    SparkType? ReturnType,
    Expression? Body,
    Relation? Query,
    bool IsTable
);

/// <summary>A parameter of a <see cref="SqlFunction"/>.</summary>
public sealed record SqlFunctionParameter(string Name, SparkType Type, Expression? Default);
