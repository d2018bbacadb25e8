using Spark.Embedded.Types;

namespace Spark.Embedded.Plan;

/// <summary>
/// Something that rows are scanned from: a Delta snapshot, files, a local relation, a cached result. Resolved once per reference to it, and
/// asked for SQL when the query is lowered.
/// </summary>
public interface ITableSource
{
    /// <summary>The columns in order. Names need not be unique (a local relation's may repeat).</summary>
    StructType Schema { get; }

    /// <summary>Columns that <c>*</c> leaves out and a name finds, such as <c>_metadata</c>; empty for none.</summary>
    IReadOnlyList<StructField> MetadataColumns { get; }

    /// <summary>What explain calls it besides its columns: its format and place; empty for nothing.</summary>
    string Description => "";

    /// <summary>The scan as DuckDB SQL.</summary>
    ScanSql ToSql(ScanRequest request);
}

/// <summary>What a query needs of a source.</summary>
/// <param name="Alias">The alias that the FROM item must bear; unique within the query.</param>
/// <param name="Columns">Ordinals of the columns needed, ascending: those of the schema, followed by those of the metadata columns.</param>
/// <param name="Predicates">
/// Conditions that all rows needed fulfil. Advisory: a source may skip files, row groups or rows by them; the query filters again.
/// </param>
public sealed record ScanRequest(string Alias, IReadOnlyList<int> Columns, IReadOnlyList<ScanPredicate> Predicates);

/// <summary>A scan as DuckDB SQL.</summary>
/// <param name="From">An item of a FROM clause with its alias: <c>read_parquet([...]) AS t1</c>, <c>(SELECT ...) AS t1</c>.</param>
/// <param name="Columns">
/// For each requested column, the expression that gives its values in the DuckDB type of its Spark type, references qualified by the alias
/// (<c>t1."a"</c>).
/// </param>
public sealed record ScanSql(string From, IReadOnlyList<string> Columns);

/// <summary>The comparisons that a source can be told of.</summary>
public enum ScanComparison
{
    Equal,

    /// <summary>Null equals null.</summary>
    NullSafeEqual,
    LessThan,
    LessThanOrEqual,
    GreaterThan,
    GreaterThanOrEqual,

    /// <summary>One of the values; none of them is null.</summary>
    In,
    IsNull,
    IsNotNull,
    StartsWith,
}

/// <summary>A condition on one column.</summary>
/// <param name="Column">The ordinal of the column in the schema.</param>
/// <param name="Comparison">The comparison, the column on the left.</param>
/// <param name="Values">Constants of the column's own type: one, several for In, none for IsNull and IsNotNull.</param>
public sealed record ScanPredicate(int Column, ScanComparison Comparison, IReadOnlyList<Literal> Values);
