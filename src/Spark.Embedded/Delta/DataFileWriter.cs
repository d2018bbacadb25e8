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

    /// <summary>The folder of change data files.</summary>
    public const string ChangeFolder = "_change_data";

    private readonly DuckDbConnection _connection;
    private readonly string _root;
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
        foreach (var id in _writeIds)
        {
            foreach (var file in Directory.EnumerateFiles(_root, $"*{id}*", SearchOption.AllDirectories))
                File.Delete(file);
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
        var statistics = new StatisticsBuilder(_metadata);
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var files = new List<DataFile>();
        var sql = $"COPY (SELECT {Sql.List(columns)} FROM ({select})) TO {Sql.Text(target)} ({Sql.List(options)})";
        using var result = _connection.Query(sql);
        while (result.Next() is { } batch)
        {
            using (batch)
            {
                for (var i = 0; i < batch.RowCount; i++)
                    Take(batch, i);
            }
        }

        return files;

        void Take(ColumnBatch batch, int row)
        {
            var path = batch.Columns[0].GetString(row);
            var rows = batch.Columns[1].Values<long>()[row];
            _written.Add(path);
            if (rows == 0)
            {
                File.Delete(path);
                return;
            }

            var relative = Path.GetRelativePath(_root, path).Replace('\\', '/');
            files.Add(
                new DataFile(
                    FilePath.Encode(relative),
                    batch.Columns[2].Values<long>()[row],
                    now,
                    statistics.Write(rows, ReadNested(batch.Columns[4], row)),
                    batch.Columns[5].IsNull(row) ? new Dictionary<string, string?>() : ReadMap(batch.Columns[5], row)
                )
            );
        }
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

    private sealed record DataFile(string Path, long Size, long Time, string Stats, IReadOnlyDictionary<string, string?> Partition);
}
