using Spark.Connect;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Sources;

/// <summary>A data source: what <c>format("...")</c> and <c>USING</c> name. One instance serves all statements.</summary>
internal abstract class DataSource
{
    /// <summary>Spark's short name.</summary>
    public abstract string Name { get; }

    /// <summary>Other names that lead to it, such as those of classes.</summary>
    public virtual IReadOnlyList<string> Aliases => [];

    /// <summary>Whether it reads and writes paths; a source that does not finds what it needs in its options.</summary>
    public virtual bool HasPaths => true;

    /// <summary>Opens what the paths hold.</summary>
    public abstract ITableSource Open(ReadRequest request);

    /// <summary>Writes a query's rows to a path. Nothing of a write that fails is seen.</summary>
    public virtual void Write(WriteRequest request) => throw SparkErrors.Unsupported($"writing the format {Name}");
}

/// <summary>A read.</summary>
/// <param name="Paths">Files, folders or globs, as the user wrote them.</param>
/// <param name="Schema">The schema that the user gave; null to find it.</param>
internal sealed record ReadRequest(ISourceContext Context, IReadOnlyList<string> Paths, StructType? Schema, SourceOptions Options);

/// <summary>A write.</summary>
/// <param name="Query">The rows, compiled; its native functions are registered.</param>
/// <param name="Path">The folder, absolute.</param>
/// <param name="PartitionColumns">Columns that become folders.</param>
internal sealed record WriteRequest(
    ISourceContext Context,
    CompiledQuery Query,
    string Path,
    WriteOperation.Types.SaveMode Mode,
    IReadOnlyList<string> PartitionColumns,
    SourceOptions Options
);
