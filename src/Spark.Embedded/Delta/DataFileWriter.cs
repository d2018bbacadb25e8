using System.Globalization;
using Delta.Log;
using Spark.Connect.Columnar;
using Spark.Embedded.Run;

namespace Spark.Embedded.Delta;

/// <summary>
/// Writes the data files of one operation. Until the operation is committed the files are orphans that no reader knows; <see cref="Dispose"/>
/// removes them again unless <see cref="Keep"/> was called.
/// </summary>
internal sealed class DataFileWriter : IDisposable
{
    /// <summary>Files do not grow beyond this, in bytes, by much.</summary>
    private const string FileSize = "512MB";

    /// <summary>Partition files that are written at the same time; below what an operating system allows a process by default.</summary>
    private const string OpenFiles = "500";

    /// <summary>DuckDB ends a row group that is not the last of its file with no fewer rows: half of its usual 122,880.</summary>
    private const int SmallestRowGroup = 61_440;

    /// <summary>The folder of change data files.</summary>
    public const string ChangeFolder = "_change_data";

    private readonly DuckDbConnection _connection;
    private readonly string _root;
    private readonly TableFolder _folder;
    private readonly TableMetadata _metadata;
    private readonly ColumnMappingMode _mapping;
    private readonly List<string> _writeIds = [];
    private readonly List<string> _written = [];
    private bool _kept;

    /// <param name="root">The table's folder.</param>
    /// <param name="metadata">The table's metadata as the operation leaves it.</param>
    public DataFileWriter(DuckDbConnection connection, string root, TableMetadata metadata, TableProtocol protocol)
    {
        _connection = connection;
        _root = root;
        _folder = new TableFolder(root);
        _metadata = metadata;
        _mapping = protocol.SupportsColumnMapping ? metadata.Properties.ColumnMappingMode : ColumnMappingMode.None;
    }

    /// <summary>Writes the rows of a query.</summary>
    /// <param name="select">A SELECT whose columns bear the names of the table's columns and have their types.</param>
    /// <returns>The files; none when there were no rows.</returns>
    public IReadOnlyList<AddFile> Write(string select) =>
        [
            .. Copy(select, [], "", "part")
                .Select(file => new AddFile
                {
                    Path = file.Path,
                    PartitionValues = file.Partition,
                    Size = file.Size,
                    ModificationTime = file.Time,
                    Stats = file.Stats,
                }),
        ];

    /// <summary>Writes rows of the change data feed: the table's columns and <c>_change_type</c>.</summary>
    public IReadOnlyList<AddCdcFile> WriteChanges(string select) =>
        [
            .. Copy(select, [new StructField("_change_type", PrimitiveType.String)], ChangeFolder, "cdc")
                .Select(file => new AddCdcFile
                {
                    Path = file.Path,
                    PartitionValues = file.Partition,
                    Size = file.Size,
                }),
        ];

    /// <summary>The operation was committed: the files belong to the table.</summary>
    public void Keep() => _kept = true;

    /// <summary>Removes what was written, also what a failed statement left behind.</summary>
    public void Dispose()
    {
        if (_kept || _writeIds.Count == 0 || !Directory.Exists(_root))
            return;
        foreach (var file in _written)
            File.Delete(file);
        // A statement that failed did not say what it wrote; its files bear its id.
        foreach (var (_, file) in _folder.DataFiles())
        {
            if (_writeIds.Exists(id => file.Name.Contains(id, StringComparison.Ordinal)))
                file.Delete();
        }
    }

    private List<DataFile> Copy(string select, IReadOnlyList<StructField> more, string folder, string prefix)
    {
        var partitions = _metadata.PartitionSchema.Fields;
        var stored = _metadata
            .Schema.Fields.Where(field => !partitions.Contains(field) && DeltaSchemas.IsStored(field))
            .Concat(more)
            .ToList();
        if (stored.Count == 0)
            throw DeltaErrors.Analysis(
                "DELTA_NON_PARTITION_COLUMN_ABSENT",
                "Data written into Delta needs to contain at least one non-partitioned column.",
                "KD005"
            );
        var columns = stored
            .Select(field => $"{Physical(Sql.Name(field.Name), field.Type)} AS {Sql.Name(PhysicalName(field))}")
            .Concat(
                partitions.Select(field => $"{PartitionSql.Format(Sql.Name(field.Name), field.Type)} AS {Sql.Name(PhysicalName(field))}")
            );

        var id = Guid.NewGuid().ToString();
        var target = folder.Length == 0 ? _root : Path.Combine(_root, folder);
        _folder.CheckOwn(target);
        Directory.CreateDirectory(target);
        _writeIds.Add(id);
        var options = new List<string>
        {
            "FORMAT parquet",
            "RETURN_STATS",
            "OVERWRITE_OR_IGNORE true",
            $"FILENAME_PATTERN '{prefix}-{id}-{{i}}'",
            $"COMPRESSION {Codec}",
            $"FILE_EXTENSION '{Codec}.parquet'",
            partitions.Count > 0
                ? $"PARTITION_BY ({Sql.List(partitions.Select(field => Sql.Name(PhysicalName(field))))})"
                : $"FILE_SIZE_BYTES '{FileSize}'",
        };
        if (_mapping != ColumnMappingMode.None)
            options.Add(
                $"FIELD_IDS {{{Sql.List(stored.Where(field => field.ColumnId is not null).Select(field => $"{Sql.Name(PhysicalName(field))}: {FieldId(field)}"))}}}"
            );
        // With fewer open files than partitions, DuckDB would begin new files again and again.
        if (partitions.Count > 0)
            _connection.Execute($"SET partitioned_write_max_open_files = {OpenFiles}");
        return Describe(Run($"COPY (SELECT {Sql.List(columns)} FROM ({select})) TO {Sql.Text(target)} ({Sql.List(options)})"));
    }

    /// <summary>Runs a COPY and reads what it says of the files that it wrote.</summary>
    private List<WrittenFile> Run(string copy)
    {
        var files = new List<WrittenFile>();
        using var result = _connection.Query(copy);
        while (result.Next() is { } batch)
        {
            using (batch)
            {
                for (var row = 0; row < batch.RowCount; row++)
                {
                    var path = batch.Columns[0].GetString(row);
                    _written.Add(path);
                    files.Add(
                        new WrittenFile(
                            path,
                            batch.Columns[1].Values<long>()[row],
                            batch.Columns[2].Values<long>()[row],
                            ReadNested(batch.Columns[4], row),
                            batch.Columns[5].IsNull(row) ? new Dictionary<string, string?>() : ReadMap(batch.Columns[5], row)
                        )
                    );
                }
            }
        }

        return files;
    }

    /// <summary>The files as the log has them; a file without rows is deleted.</summary>
    private List<DataFile> Describe(List<WrittenFile> written)
    {
        foreach (var folder in written.Select(file => Path.GetDirectoryName(file.Path)!).Distinct(StringComparer.Ordinal))
            _folder.CheckOwn(folder);
        var statistics = new StatisticsBuilder(_metadata);
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var files = new List<DataFile>(written.Count);
        foreach (var file in written)
        {
            if (file.Rows == 0)
            {
                File.Delete(file.Path);
                continue;
            }

            files.Add(
                new DataFile(
                    FilePath.Encode(Path.GetRelativePath(_root, file.Path).Replace('\\', '/')),
                    file.Size,
                    now,
                    statistics.Write(file.Rows, file.Statistics, WithNaN(file, statistics.FloatingColumns)),
                    file.Partition
                )
            );
        }

        return files;
    }

    /// <summary>The columns of a file that hold a NaN; DuckDB tells of it for the last row group only.</summary>
    private HashSet<string> WithNaN(WrittenFile file, IReadOnlyList<string> columns)
    {
        if (file.Rows < SmallestRowGroup || columns.Count == 0)
            return [];
        var tests = columns.Select(column => $"coalesce(max(CAST(isnan({column}) AS BIGINT)), 0)");
        using var result = _connection.Query(
            $"SELECT {Sql.List(tests)} FROM read_parquet({Sql.FilePath(file.Path)}, hive_partitioning = false)"
        );
        using var batch = result.Next()!;
        return [.. columns.Where((_, i) => batch.Columns[i].Values<long>()[0] != 0)];
    }

    private string Codec =>
        (_metadata.Configuration.GetValueOrDefault("delta.parquet.compression.codec") ?? "snappy").ToUpperInvariant() switch
        {
            "UNCOMPRESSED" or "NONE" => "uncompressed",
            "GZIP" => "gzip",
            "ZSTD" => "zstd",
            "LZ4" or "LZ4_RAW" => "lz4_raw",
            _ => "snappy",
        };

    private string PhysicalName(StructField field) => _mapping == ColumnMappingMode.None ? field.Name : field.PhysicalName;

    /// <summary>The value under the names that the files have, where they are not the schema's, and without void fields.</summary>
    private string Physical(string value, DeltaType type, int depth = 0)
    {
        if (!DeltaSchemas.IsRenamed(type))
            return value;
        var item = $"x{depth}";
        return type switch
        {
            StructType structure =>
                $"CASE WHEN {value} IS NULL THEN NULL ELSE struct_pack({Sql.List(structure.Fields.Where(DeltaSchemas.IsStored).Select(field =>
                $"{Sql.Name(PhysicalName(field))} := {Physical($"struct_extract({value}, {Sql.Text(field.Name)})", field.Type, depth)}"))}) END",
            ArrayType array => $"list_transform({value}, lambda {item}: {Physical(item, array.ElementType, depth + 1)})",
            MapType map =>
                $"map_from_entries(list_transform(map_entries({value}), lambda {item}: struct_pack(k := {Physical($"{item}.key", map.KeyType, depth + 1)}, v := {Physical($"{item}.value", map.ValueType, depth + 1)})))",
            _ => value,
        };
    }

    private string FieldId(StructField field)
    {
        var id = field.ColumnId!.Value.ToString(CultureInfo.InvariantCulture);
        return Nested(field.Type) is { Count: > 0 } nested ? $"{{__duckdb_field_id: {id}, {Sql.List(nested)}}}" : id;
    }

    private List<string> Nested(DeltaType type)
    {
        switch (type)
        {
            case StructType structure:
                return
                [
                    .. structure
                        .Fields.Where(field => field.ColumnId is not null)
                        .Select(field => $"{Sql.Name(PhysicalName(field))}: {FieldId(field)}"),
                ];
            case ArrayType array:
                return Nested(array.ElementType) is { Count: > 0 } element ? [$"element: {{{Sql.List(element)}}}"] : [];
            case MapType map:
                var parts = new List<string>();
                if (Nested(map.KeyType) is { Count: > 0 } key)
                    parts.Add($"key: {{{Sql.List(key)}}}");
                if (Nested(map.ValueType) is { Count: > 0 } value)
                    parts.Add($"value: {{{Sql.List(value)}}}");
                return parts;
            default:
                return [];
        }
    }

    private static Dictionary<string, string?> ReadMap(ColumnVector map, int row)
    {
        var (start, end) = map.Range(row);
        var (keys, values) = (map.Children[0].Children[0], map.Children[0].Children[1]);
        var read = new Dictionary<string, string?>(end - start);
        for (var i = start; i < end; i++)
            read[keys.GetString(i)] = values.IsNull(i) ? null : values.GetString(i);
        return read;
    }

    private static Dictionary<string, IReadOnlyDictionary<string, string>> ReadNested(ColumnVector map, int row)
    {
        var (start, end) = map.Range(row);
        var (keys, values) = (map.Children[0].Children[0], map.Children[0].Children[1]);
        var read = new Dictionary<string, IReadOnlyDictionary<string, string>>(end - start);
        for (var i = start; i < end; i++)
            read[keys.GetString(i)] = ReadMap(values, i)
                .Where(pair => pair.Value is not null)
                .ToDictionary(pair => pair.Key, pair => pair.Value!);
        return read;
    }

    /// <summary>What DuckDB says of a file that it wrote.</summary>
    private sealed record WrittenFile(
        string Path,
        long Rows,
        long Size,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Statistics,
        IReadOnlyDictionary<string, string?> Partition
    );

    private sealed record DataFile(string Path, long Size, long Time, string Stats, IReadOnlyDictionary<string, string?> Partition);
}
