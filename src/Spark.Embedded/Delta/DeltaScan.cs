using System.Globalization;
using System.Text;
using Delta.Log;

namespace Spark.Embedded.Delta;

/// <summary>
/// A scan of some files of a table as DuckDB SQL: data columns by name or id and in the table's types (columns that a file lacks are null, narrower types
/// are widened), partition columns as constants of each file, rows of deletion vectors left out.
/// </summary>
/// <param name="store">Where the files lie.</param>
/// <param name="metadata">The table's metadata.</param>
/// <param name="mapping">How columns of the files are found.</param>
/// <param name="files">The files.</param>
/// <param name="numbers">The number of each file by its key; null for its position in the list.</param>
internal sealed class DeltaScan(
    ILogStore store,
    TableMetadata metadata,
    ColumnMappingMode mapping,
    IReadOnlyList<AddFile> files,
    IReadOnlyDictionary<string, int>? numbers = null
)
{
    /// <summary>The column that tells the number of a row's file, BIGINT.</summary>
    public const string FileNumber = "__delta_file";

    /// <summary>The column that tells a row's position in its data file, BIGINT, from 0.</summary>
    public const string RowNumber = "__delta_row";

    /// <summary>The scan as a SELECT.</summary>
    /// <param name="columns">Columns of the table; they bear their logical names.</param>
    /// <param name="rowIds">Whether <see cref="FileNumber"/> and <see cref="RowNumber"/> are wanted.</param>
    /// <param name="extra">More columns: the name, and SQL that may use <c>__file</c>, the number of the row's file.</param>
    public string ToSql(
        IReadOnlyList<StructField> columns,
        bool rowIds = false,
        IReadOnlyList<(string Name, Func<IReadOnlyList<AddFile>, string> Sql)>? extra = null
    )
    {
        var numbered = files.Select((file, position) => (File: file, Number: numbers?[file.Key] ?? position)).ToList();
        // Files are scanned together when they are read in the same way: with or without deletion vectors, and with the same columns of INT96.
        var instants = columns.Any(column => !IsPartition(column) && DeltaSchemas.HasInstant(column.Type));
        var arms = numbered
            .GroupBy(entry =>
                (
                    HasVector: entry.File.DeletionVector is not null,
                    Int96: instants ? ParquetFooter.Int96Columns(AbsolutePath(entry.File.Path)) : ""
                )
            )
            .Select(group =>
                Arm(
                    [.. group],
                    columns,
                    rowIds,
                    extra,
                    group.Key.HasVector ? Vectors([.. group]) : null,
                    group.Key.Int96.Split(',').ToHashSet(StringComparer.OrdinalIgnoreCase)
                )
            )
            .ToList();
        if (arms.Count > 0)
            return string.Join(" UNION ALL ", arms);

        var empty = columns
            .Select(column => $"CAST(NULL AS {DeltaSchemas.ToSpark(column.Type).DuckDb}) AS {Sql.Name(column.Name)}")
            .ToList();
        if (rowIds)
            empty.AddRange([$"CAST(NULL AS BIGINT) AS {FileNumber}", $"CAST(NULL AS BIGINT) AS {RowNumber}"]);
        empty.AddRange((extra ?? []).Select(column => $"{column.Sql([])} AS {Sql.Name(column.Name)}"));
        return $"SELECT {(empty.Count == 0 ? "1" : Sql.List(empty))} FROM (SELECT CAST(NULL AS BIGINT) AS file_index) WHERE false";
    }

    /// <summary>SQL of a value that each file has: a constant, or a lookup by the file's position in the scan.</summary>
    public static string PerFile(IReadOnlyList<string> values, string type)
    {
        if (values.Count == 0)
            return $"CAST(NULL AS {type})";
        if (values.All(value => value == values[0]))
            return $"CAST({values[0]} AS {type})";
        return $"CAST([{Sql.List(values)}] AS {type}[])[CAST(file_index AS BIGINT) + 1]";
    }

    private string Arm(
        IReadOnlyList<(AddFile File, int Number)> entries,
        IReadOnlyList<StructField> columns,
        bool rowIds,
        IReadOnlyList<(string Name, Func<IReadOnlyList<AddFile>, string> Sql)>? extra,
        string? vectors,
        HashSet<string> int96
    )
    {
        var scanned = entries.Select(entry => entry.File).ToList();
        var select = new List<string>();
        var stored = new List<StructField>();
        foreach (var column in columns)
        {
            if (IsPartition(column))
                select.Add($"{Partition(column, scanned)} AS {Sql.Name(column.Name)}");
            else if (!DeltaSchemas.IsStored(column))
                select.Add($"NULL AS {Sql.Name(column.Name)}");
            else
            {
                stored.Add(column);
                select.Add(
                    $"{Logical(Sql.Name(column.PhysicalName), column.Type, int96.Contains(column.PhysicalName))} AS {Sql.Name(column.Name)}"
                );
            }
        }

        if (rowIds)
        {
            select.Add(
                $"{PerFile([.. entries.Select(entry => entry.Number.ToString(CultureInfo.InvariantCulture))], "BIGINT")} AS {FileNumber}"
            );
            select.Add($"file_row_number AS {RowNumber}");
        }

        foreach (var (name, sql) in extra ?? [])
            select.Add($"{sql(scanned)} AS {Sql.Name(name)}");
        return $"SELECT {(select.Count == 0 ? "1" : Sql.List(select))} FROM {ReadParquet(scanned, stored, int96)}"
            + (vectors is null ? "" : $" ANTI JOIN ({vectors}) AS v ON file_index = v.deleted_file AND file_row_number = v.deleted_row");
    }

    private string ReadParquet(IReadOnlyList<AddFile> scanned, List<StructField> stored, HashSet<string> int96)
    {
        // A scan of no stored column (a count, or partition columns alone) still needs a file's rows; the reader wants one column to be named.
        if (
            stored.Count == 0
            && metadata.Schema.Fields.FirstOrDefault(field => !IsPartition(field) && DeltaSchemas.IsStored(field)) is { } any
        )
            stored.Add(any);
        var text = new StringBuilder("read_parquet([");
        text.AppendJoin(", ", scanned.Select(file => Sql.FilePath(AbsolutePath(file.Path)))).Append("], hive_partitioning = false");
        if (stored.Count > 0)
        {
            var byId = mapping == ColumnMappingMode.Id;
            text.Append(", schema = MAP {")
                .AppendJoin(
                    ", ",
                    stored.Select(column =>
                    {
                        var key =
                            byId && column.ColumnId is { } id ? id.ToString(CultureInfo.InvariantCulture) : Sql.Text(column.PhysicalName);
                        return $"{key}: {{name: {Sql.Text(column.PhysicalName)}, type: {Sql.Text(DeltaSchemas.PhysicalDuckDb(column.Type, int96.Contains(column.PhysicalName)))}, default_value: NULL}}";
                    })
                )
                .Append('}');
        }

        return text.Append(')').ToString();
    }

    private string Partition(StructField column, IReadOnlyList<AddFile> scanned) =>
        PerFile(
            [
                .. scanned.Select(file =>
                    PartitionSql.Parse(Sql.Text(file.PartitionValues.GetValueOrDefault(column.PhysicalName) ?? ""), column.Type)
                ),
            ],
            DeltaSchemas.ToSpark(column.Type).DuckDb
        );

    private bool IsPartition(StructField column) => metadata.PartitionColumns.Contains(column.Name, StringComparer.OrdinalIgnoreCase);

    private string Vectors(List<(AddFile File, int Number)> entries) =>
        string.Join(
            " UNION ALL ",
            entries.Select(
                (entry, position) =>
                    $"SELECT {position.ToString(CultureInfo.InvariantCulture)} AS deleted_file, unnest(CAST([{string.Join(',', DeletionVector.Load(store, entry.File.DeletionVector!).Rows)}] AS BIGINT[])) AS deleted_row"
            )
        );

    private string AbsolutePath(string path)
    {
        var decoded = FilePath.Decode(path);
        return FilePath.IsAbsolute(decoded) ? DeltaTables.LocalPath(decoded) : Path.Combine(store.Root, decoded);
    }

    /// <summary>The value under the schema's names, where the files have others, and instants in UTC, where the files do not say so.</summary>
    private static string Logical(string value, DeltaType type, bool int96, int depth = 0)
    {
        if (!DeltaSchemas.IsRenamed(type) && !(int96 && DeltaSchemas.HasInstant(type)))
            return value;
        var item = $"x{depth}";
        return type switch
        {
            StructType structure => $"CASE WHEN {value} IS NULL THEN NULL ELSE struct_pack("
                + Sql.List(
                    structure.Fields.Select(field =>
                        $"{Sql.Name(field.Name)} := {(DeltaSchemas.IsStored(field) ? Logical($"struct_extract({value}, {Sql.Text(field.PhysicalName)})", field.Type, int96, depth) : "NULL")}"
                    )
                )
                + ") END",
            ArrayType array => $"list_transform({value}, lambda {item}: {Logical(item, array.ElementType, int96, depth + 1)})",
            MapType map =>
                $"map_from_entries(list_transform(map_entries({value}), lambda {item}: struct_pack(k := {Logical($"{item}.key", map.KeyType, int96, depth + 1)}, v := {Logical($"{item}.value", map.ValueType, int96, depth + 1)})))",
            _ => $"({value} AT TIME ZONE 'UTC')",
        };
    }
}
