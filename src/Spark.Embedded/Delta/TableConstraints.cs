using System.Text.Json;
using Delta.Log;

namespace Spark.Embedded.Delta;

/// <summary>
/// NOT NULL, CHECK constraints and invariants: checked on the files of an operation after they were written and before they are committed, so that
/// the table never holds a row that breaks one.
/// </summary>
internal sealed class TableConstraints(DeltaSession session, DeltaLog log, TableMetadata metadata, ColumnMappingMode mapping)
{
    private const string Rows = "__delta_written";

    /// <summary>Checks new files.</summary>
    /// <exception cref="Microsoft.Spark.SparkRuntimeException">A row breaks a constraint; the message has its values.</exception>
    public void Check(IReadOnlyList<AddFile> files)
    {
        if (files.Count == 0)
            return;
        foreach (var field in metadata.Schema.Fields.Where(field => !field.Nullable))
            CheckNotNull(field, files);
        foreach (var field in metadata.Schema.Fields)
            CheckNested(field, files);
        foreach (var (name, expression) in metadata.Properties.CheckConstraints)
            CheckExpression(name, expression, files);
        foreach (var field in metadata.Schema.Fields)
        {
            if (field.MetadataText("delta.invariants") is { } invariant)
            {
                using var json = JsonDocument.Parse(invariant);
                CheckExpression(
                    $"EXPRESSION({field.Name})",
                    json.RootElement.GetProperty("expression").GetProperty("expression").GetString()!,
                    files
                );
            }
        }
    }

    /// <summary>Checks a condition on files, and tells the first row that it is not true for.</summary>
    /// <returns>The row's values, a line each; null when the condition is true for all rows.</returns>
    public string? FindViolation(string expression, IReadOnlyList<AddFile> files)
    {
        var condition = session.ParseExpression(expression);
        // The values shown are those of the columns that the condition names; all of them when that cannot be told.
        var shown = metadata.Schema.Fields.Where(field => expression.Contains(field.Name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (shown.Count == 0)
            shown = [.. metadata.Schema.Fields];
        var plan = Plans.Limit(
            Plans.Project(Plans.Filter(Plans.Table(Rows), Plans.IsNotTrue(condition)), shown.Select(field => Plans.Column(field.Name))),
            1
        );
        var source = new DeltaTableSource(log.Store, metadata, mapping, _ => files);
        var select = session.Select(plan, (Rows, source));
        var row = session.FirstRow(
            $"SELECT {Sql.List(shown.Select(field => $"CAST({Sql.Name(field.Name)} AS VARCHAR) AS {Sql.Name(field.Name)}"))} FROM ({select})"
        );
        return row is null ? null : string.Join("\n", shown.Select((field, i) => $" - {field.Name} : {row[i] ?? "null"}"));
    }

    private void CheckNotNull(StructField field, IReadOnlyList<AddFile> files)
    {
        bool broken;
        if (metadata.PartitionColumns.Contains(field.Name))
            broken = files.Any(file => file.PartitionValues.GetValueOrDefault(field.PhysicalName) is null);
        else if (
            files.Select(file => FileStatistics.Parse(file.Stats)?.NullCount([field.PhysicalName])).ToList() is var counts
            && counts.TrueForAll(count => count is not null)
        )
            broken = counts.Exists(count => count > 0);
        else
            broken =
                session.FirstRow(
                    $"SELECT 'x' FROM ({new DeltaScan(log.Store, metadata, mapping, files).ToSql([field])}) WHERE {Sql.Name(field.Name)} IS NULL LIMIT 1"
                )
                    is not null;
        if (broken)
            throw NotNull(field.Name);
    }

    /// <summary>Fields of structs that must not be null where the struct is there.</summary>
    private void CheckNested(StructField column, IReadOnlyList<AddFile> files)
    {
        foreach (var (path, isNull) in Required(column.Type, column.Name, Sql.Name(column.Name)))
        {
            if (
                session.FirstRow(
                    $"SELECT 'x' FROM ({new DeltaScan(log.Store, metadata, mapping, files).ToSql([column])}) WHERE {isNull} LIMIT 1"
                )
                is not null
            )
                throw NotNull(path);
        }

        static IEnumerable<(string Path, string IsNull)> Required(DeltaType type, string path, string value)
        {
            foreach (var field in (type as StructType)?.Fields ?? [])
            {
                var inner = $"struct_extract({value}, {Sql.Text(field.Name)})";
                if (!field.Nullable)
                    yield return ($"{path}.{field.Name}", $"{value} IS NOT NULL AND {inner} IS NULL");
                foreach (var nested in Required(field.Type, $"{path}.{field.Name}", inner))
                    yield return nested;
            }
        }
    }

    private static Microsoft.Spark.SparkRuntimeException NotNull(string path) =>
        DeltaErrors.Runtime("DELTA_NOT_NULL_CONSTRAINT_VIOLATED", $"NOT NULL constraint violated for column: {path}.\n", "23502");

    private void CheckExpression(string name, string expression, IReadOnlyList<AddFile> files)
    {
        if (FindViolation(expression, files) is { } values)
        {
            throw DeltaErrors.Runtime(
                "DELTA_VIOLATE_CONSTRAINT_WITH_VALUES",
                $"CHECK constraint {name} ({expression}) violated by row with values:\n{values}",
                "23001"
            );
        }
    }
}
