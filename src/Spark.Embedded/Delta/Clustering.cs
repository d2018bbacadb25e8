using System.Text.Json;
using Delta.Log;
using Spark.Embedded.Errors;

namespace Spark.Embedded.Delta;

/// <summary>CLUSTER BY: the columns by which OPTIMIZE brings rows together, in a metadata domain of the table.</summary>
/// <remarks>https://github.com/delta-io/delta/blob/master/PROTOCOL.md#clustered-table</remarks>
internal static class Clustering
{
    /// <summary>What a clustered file names as its provider.</summary>
    public const string Provider = "liquid";

    private const string Domain = "delta.clustering";
    private const int MostColumns = 4;

    /// <summary>The columns, each as the names that lead to it; none for a table that is not clustered.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Columns(Snapshot snapshot)
    {
        if (snapshot.Domains.FirstOrDefault(domain => domain.Domain == Domain) is not { } domain)
            return [];
        using var json = JsonDocument.Parse(domain.Configuration);
        return
        [
            .. json
                .RootElement.GetProperty("clusteringColumns")
                .EnumerateArray()
                .Select(column => Logical(snapshot.Schema, [.. column.EnumerateArray().Select(name => name.GetString()!)])),
        ];
    }

    /// <summary>The action that sets the columns; none takes the clustering away.</summary>
    /// <exception cref="Microsoft.Spark.AnalysisException">A column is not there, or has no bounds to tell files apart by.</exception>
    public static DomainMetadata Set(TableMetadata metadata, IReadOnlyList<IReadOnlyList<string>> columns)
    {
        if (columns.Count > MostColumns)
            throw DeltaErrors.Analysis(
                "DELTA_CLUSTER_BY_INVALID_NUM_COLUMNS",
                $"CLUSTER BY supports up to {MostColumns} clustering columns, but the table has {columns.Count} clustering columns. Please remove the extra clustering columns.",
                "54000"
            );
        var physical = columns.Select(column => Physical(metadata, column)).ToList();
        var names = physical.Select(path => "[" + string.Join(",", path.Select(Quote)) + "]");
        return new DomainMetadata(
            Domain,
            $"{{\"clusteringColumns\":[{string.Join(",", names)}],\"domainName\":{Quote(Domain)}}}",
            Removed: false
        );
    }

    /// <summary>Columns as the history shows them.</summary>
    public static IEnumerable<string> Text(IReadOnlyList<IReadOnlyList<string>> columns) =>
        columns.Select(column => string.Join(".", column));

    private static List<string> Physical(TableMetadata metadata, IReadOnlyList<string> column)
    {
        var path = new List<string>();
        for (var length = 1; length <= column.Count; length++)
        {
            var field =
                SchemaPaths.Find(metadata.Schema, [.. column.Take(length)])
                ?? throw SparkErrors.Analysis(
                    "UNSUPPORTED_FEATURE.PARTITION_WITH_NESTED_COLUMN_IS_UNSUPPORTED",
                    ("cols", SparkErrors.Identifier(column))
                );
            path.Add(field.PhysicalName);
            if (length == column.Count && field.Type is not PrimitiveType { Name: not ("boolean" or "binary" or "void") })
                throw DeltaErrors.Analysis(
                    "DELTA_CLUSTERING_COLUMNS_DATATYPE_NOT_SUPPORTED",
                    $"CLUSTER BY is not supported because the following column(s): {string.Join(".", column)} : {DeltaSchemas.ToSpark(field.Type).Name.ToUpperInvariant()} don't support data skipping.",
                    "0A000"
                );
        }

        return path;
    }

    private static List<string> Logical(StructType schema, IReadOnlyList<string> physical)
    {
        var path = new List<string>();
        DeltaType type = schema;
        foreach (var name in physical)
        {
            var field = (type as StructType)?.Fields.FirstOrDefault(field => field.PhysicalName == name);
            path.Add(field?.Name ?? name);
            type = field?.Type ?? PrimitiveType.Void;
        }

        return path;
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text, DeltaJson.Relaxed.String);
}
