using Spark.Embedded.Types;

namespace Spark.Embedded.Plan;

/// <summary>A plan ready to run.</summary>
/// <param name="Sql">One DuckDB SELECT.</param>
/// <param name="Schema">
/// The result's columns in order, with Spark's names, which may repeat. The SELECT's own column names are unique; take the names from here.
/// </param>
public sealed record CompiledQuery(string Sql, StructType Schema)
{
    /// <summary>The DuckDB names of the SELECT's columns, in the order of <see cref="Schema"/>.</summary>
    public IReadOnlyList<string> ColumnNames { get; init; } = [];

    /// <summary>The native functions that the SELECT calls; they must be registered with DuckDB before it runs.</summary>
    public IReadOnlyCollection<NativeFunction> Natives { get; init; } = [];

    /// <summary>Queries of one row for the metrics that <c>observe</c> asks for, by the name of the observation.</summary>
    public IReadOnlyList<(string Name, CompiledQuery Query)> Observations { get; init; } = [];
}
