using Spark.Embedded.Errors;
using Spark.Embedded.Types;

namespace Spark.Embedded.Plan;

/// <summary>Names of columns and fields, of which two are one unless Spark is told to mind their case.</summary>
internal static class ColumnNames
{
    /// <summary>Refuses a schema in which two columns or two fields of one struct have the same name.</summary>
    /// <exception cref="Microsoft.Spark.AnalysisException"><c>COLUMN_ALREADY_EXISTS</c>.</exception>
    public static void CheckUnique(StructType schema, StringComparer? names = null) =>
        Check(schema, names ?? StringComparer.OrdinalIgnoreCase, [], isDeep: true);

    /// <summary>Refuses columns of the same name, whatever their fields are called.</summary>
    /// <exception cref="Microsoft.Spark.AnalysisException"><c>COLUMN_ALREADY_EXISTS</c>.</exception>
    public static void CheckColumns(IReadOnlyList<StructField> columns, StringComparer names) =>
        Check(new StructType(columns), names, [], isDeep: false);

    /// <summary>Refuses names of which two are the same.</summary>
    /// <exception cref="Microsoft.Spark.AnalysisException"><c>COLUMN_ALREADY_EXISTS</c>.</exception>
    public static void CheckUnique(IEnumerable<string> names) =>
        CheckColumns([.. names.Select(name => new StructField(name, SparkType.Null))], StringComparer.OrdinalIgnoreCase);

    private static void Check(SparkType type, StringComparer names, IReadOnlyList<string> path, bool isDeep)
    {
        switch (type)
        {
            case StructType structure:
                var known = new HashSet<string>(names);
                foreach (var field in structure.Fields)
                {
                    string[] inner = [.. path, field.Name];
                    if (!known.Add(field.Name))
                        throw Repeated(inner, names);
                    if (isDeep)
                        Check(field.Type, names, inner, isDeep);
                }

                break;
            case ArrayType array:
                Check(array.Element, names, path, isDeep);
                break;
            case MapType map:
                Check(map.Key, names, path, isDeep);
                Check(map.Value, names, path, isDeep);
                break;
        }
    }

    private static Microsoft.Spark.AnalysisException Repeated(string[] path, StringComparer names) =>
        SparkErrors.Analysis(
            "COLUMN_ALREADY_EXISTS",
            (
                "columnName",
                SparkErrors.Identifier(
                    ReferenceEquals(names, StringComparer.Ordinal) ? path : [.. path.Select(name => name.ToLowerInvariant())]
                )
            )
        );
}
