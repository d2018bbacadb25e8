using System.Globalization;
using Delta.Log;
using Spark.Connect.Columnar;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;

namespace Spark.Embedded.Delta;

/// <summary><c>CONVERT TO DELTA parquet.`path`</c>: makes a folder of Parquet files a Delta table, without touching the files.</summary>
/// <remarks>https://docs.delta.io/latest/delta-utility.html#convert-a-parquet-table-to-a-delta-table</remarks>
internal sealed class ConvertCommand(DeltaSession session)
{
    /// <summary>Converts.</summary>
    /// <param name="partitions">The partition columns, which Parquet files do not hold; none for an unpartitioned table.</param>
    public CompiledQuery Run(DeltaLog log, Types.StructType? partitions = null) =>
        DeltaSession.Guard(() =>
        {
            if (log.Exists)
                return Results.None; // As in Delta: there is nothing to do.
            var root = log.Store.Root;
            var names = partitions?.Fields.Select(field => field.Name).ToList() ?? [];
            var files = Directory.Exists(root)
                ? new TableFolder(root)
                    .DataFiles()
                    .Select(file => file.Info.FullName)
                    .Where(path => path.EndsWith(".parquet", StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal)
                    .ToList()
                : [];
            if (files.Count == 0)
                throw DeltaErrors.Analysis("DELTA_EMPTY_DIRECTORY", $"No file found in the directory: {root}.", "42K03");
            var data = Schema(files[0]);
            var schema = new StructType([
                .. data.Fields.Where(field => !names.Contains(field.Name, StringComparer.OrdinalIgnoreCase)),
                .. partitions is null ? [] : DeltaSchemas.ToDelta(partitions).Fields,
            ]);
            DeltaWriter.CheckNames(schema, ColumnMappingMode.None);
            var txn = session.Begin(log);
            txn.SetMetadata(
                new TableMetadata
                {
                    Id = Guid.NewGuid().ToString(),
                    SchemaString = SchemaJson.Write(schema),
                    PartitionColumns = names,
                    CreatedTime = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
                }
            );
            var adds = files.Select(path => Add(root, path, names)).ToList();
            session.Commit(
                txn,
                adds,
                new Operation("CONVERT")
                {
                    Metrics = new Dictionary<string, string?> { ["numConvertedFiles"] = RowRewriter.Text(adds.Count) },
                }
                    .With("numFiles", adds.Count)
                    .WithList("partitionedBy", names)
                    .With("collectStats", true)
                    .With("sourceFormat", "parquet")
            );
            return Results.None;
        });

    private AddFile Add(string root, string path, List<string> names)
    {
        var relative = Path.GetRelativePath(root, path).Replace('\\', '/');
        var values = new Dictionary<string, string?>();
        foreach (var part in relative.Split('/')[..^1])
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? null : names.Find(name => name.Equals(part[..equals], StringComparison.OrdinalIgnoreCase));
            if (name is null)
            {
                throw DeltaErrors.Analysis(
                    "DELTA_CONVERSION_NO_PARTITION_FOUND",
                    $"The folder {part} of {relative} is no partition of [{string.Join(", ", names)}]. Name the partition columns: CONVERT TO DELTA ... PARTITIONED BY (...).",
                    "42KD6"
                );
            }

            var value = Uri.UnescapeDataString(part[(equals + 1)..]);
            values[name] = value is "__HIVE_DEFAULT_PARTITION__" or "" ? null : value;
        }

        if (values.Count != names.Count)
            throw DeltaErrors.Analysis(
                "DELTA_UNEXPECTED_NUM_PARTITION_COLUMNS_FROM_FILE_NAME",
                $"Expecting {names.Count} partition column(s): {string.Join(", ", names)}, but found {values.Count} from parsing the file name: {relative}.",
                "KD009"
            );
        var info = new FileInfo(path);
        var rows = session.Numbers($"SELECT num_rows FROM parquet_file_metadata({Sql.FilePath(path)})")[0][0];
        return new AddFile
        {
            Path = FilePath.Encode(relative),
            PartitionValues = values,
            Size = info.Length,
            ModificationTime = new DateTimeOffset(info.LastWriteTimeUtc).ToUnixTimeMilliseconds(),
            Stats = string.Create(CultureInfo.InvariantCulture, $"{{\"numRecords\":{rows}}}"),
        };
    }

    private StructType Schema(string path)
    {
        var int96 = ParquetFooter.Int96Columns(path).Split(',').ToHashSet(StringComparer.Ordinal);
        return new StructType([
            .. session
                .Connection.Describe($"SELECT * FROM read_parquet({Sql.FilePath(path)}, hive_partitioning = false)")
                .Select(field => new StructField(field.Name, Type(field.Type, int96.Contains(field.Name)))),
        ]);
    }

    private static DeltaType Type(ColumnType type, bool int96) =>
        type.Kind switch
        {
            ColumnKind.Boolean => PrimitiveType.Boolean,
            ColumnKind.Int8 => PrimitiveType.Byte,
            ColumnKind.Int16 => PrimitiveType.Short,
            ColumnKind.Int32 => PrimitiveType.Integer,
            ColumnKind.Int64 => PrimitiveType.Long,
            ColumnKind.Float32 => PrimitiveType.Float,
            ColumnKind.Float64 => PrimitiveType.Double,
            ColumnKind.Decimal128 => new DecimalType(type.Precision, type.Scale),
            ColumnKind.Utf8 or ColumnKind.LargeUtf8 => PrimitiveType.String,
            ColumnKind.Binary or ColumnKind.LargeBinary => PrimitiveType.Binary,
            ColumnKind.Date32 => PrimitiveType.Date,
            ColumnKind.TimestampMicros => type.TimeZone is not null || int96 ? PrimitiveType.Timestamp : PrimitiveType.TimestampNtz,
            ColumnKind.List => new ArrayType(Type(type.Children[0].Type, int96), true),
            ColumnKind.Struct => new StructType([.. type.Children.Select(child => new StructField(child.Name, Type(child.Type, int96)))]),
            ColumnKind.Map => new MapType(
                Type(type.Children[0].Type.Children[0].Type, int96),
                Type(type.Children[0].Type.Children[1].Type, int96),
                true
            ),
            _ => throw SparkErrors.Unsupported($"converting a Parquet column of the kind {type.Kind}"),
        };
}
