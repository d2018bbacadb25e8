using Spark.Connect.Columnar;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Run;
using Spark.Embedded.Types;

namespace Spark.Embedded.Sources.Parquet;

/// <summary>The data source <c>parquet</c>, read and written by DuckDB.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-data-sources-parquet.html</remarks>
internal sealed class ParquetDataSource : DataSource
{
    public override string Name => "parquet";

    public override ITableSource Open(ReadRequest request)
    {
        var listing = FileListing.Find(request.Paths, request.Options);
        if (listing.Files.Count == 0 && request.Schema is null)
            throw SparkErrors.Analysis("UNABLE_TO_INFER_SCHEMA", ("format", "Parquet"));
        var raw = new RawFiles(request.Options, request.Context);
        // As in Spark, empty files count for nothing where the schema is known.
        if (request.Schema is not null || listing.Files.Any(file => file.Size > 0))
            listing = listing.Only(file => file.Size > 0 && raw.IsWanted(file, ParquetDamage.Of));
        var merge = request.Options.Flag("mergeSchema", request.Context.Config("spark.sql.parquet.mergeSchema") == "true");
        var connection = request.Context.Engine.Rent(request.Context.TimeZone);
        try
        {
            var stored =
                listing.Files.Count == 0 ? [] : connection.Describe($"SELECT * FROM {ReadOf(listing.Files.Select(file => file.Path))}");
            var schema =
                request.Schema
                ?? SparkSchema(merge ? null : listing.Files[0].Path, stored, connection, request.Context)
                ?? new StructType([
                    .. (merge ? stored : connection.Describe($"SELECT * FROM {ReadOf([listing.Files[0].Path])}")).Select(
                        field => new StructField(field.Name, ColumnTypes.ToSpark(field.Type))
                    ),
                ]);
            return new ParquetSource(
                request.Context,
                listing,
                request.Schema,
                new StructType([.. schema.Fields.Select(field => field with { Nullable = true })]),
                [.. stored.Select(field => field.Name)]
            );
        }
        finally
        {
            request.Context.Engine.Return(connection);
        }
    }

    public override void Write(WriteRequest request)
    {
        using var commit = FileCommit.Begin(request.Path, request.Mode);
        if (commit is null)
            return;
        var query = request.Query;
        var names = request.Context.Names;
        ColumnNames.CheckUnique(query.Schema, names);
        var codec = (
            request.Options.First("compression", "parquet.compression") ?? request.Context.Config("spark.sql.parquet.compression.codec")!
        ).ToLowerInvariant() switch
        {
            "none" or "uncompressed" => "uncompressed",
            "snappy" => "snappy",
            "gzip" => "gzip",
            "zstd" => "zstd",
            "lz4_raw" or "lz4" => "lz4_raw",
            "brotli" => "brotli",
            var other => throw SparkErrors.Unsupported($"the Parquet compression {other}"),
        };
        if (query.Schema.Fields.FirstOrDefault(field => field.Type is NullType || field.Type == SparkType.CalendarInterval) is { } wrong)
            throw SparkErrors.Analysis(
                "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE",
                ("columnName", SparkErrors.Identifier(wrong.Name)),
                ("columnType", TypeText.Quoted(wrong.Type)),
                ("format", "Parquet")
            );
        var partitions = request
            .PartitionColumns.Select(column =>
                query.Schema.Fields.FirstOrDefault(field => names.Equals(field.Name, column))
                ?? throw SparkErrors.Analysis(
                    "COLUMN_NOT_FOUND",
                    ("colName", SparkErrors.Identifier(column)),
                    ("caseSensitiveConfig", "\"spark.sql.caseSensitive\"")
                )
            )
            .ToList();
        var columns = query.Schema.Fields.Select(
            (field, i) =>
                partitions.Contains(field)
                    // Folders are named for the text of the value; no value has a name of its own.
                    ? $"coalesce(nullif(CAST({Sql.Name(query.ColumnNames[i])} AS VARCHAR), ''), {Sql.Text(PartitionDiscovery.HiveNull)}) AS {Sql.Name(field.Name)}"
                    : $"{Sql.Name(query.ColumnNames[i])} AS {Sql.Name(field.Name)}"
        );
        var id = Guid.NewGuid();
        var by = partitions.Count == 0 ? "" : $", PARTITION_BY ({string.Join(", ", partitions.Select(field => Sql.Name(field.Name)))})";
        var target = partitions.Count == 0 ? Path.Combine(commit.Folder, $"part-00000-{id}-c000.{codec}.parquet") : commit.Folder;
        var naming =
            partitions.Count == 0
                ? ""
                : $", FILENAME_PATTERN 'part-{id}-{{i}}', FILE_EXTENSION '{codec}.parquet', OVERWRITE_OR_IGNORE true";
        request.Context.Connection.Execute(
            $"COPY (SELECT {string.Join(", ", columns)} FROM ({query.Sql})) TO {Sql.Text(target)} (FORMAT parquet, COMPRESSION {codec}{naming}{by}, "
                + $"KV_METADATA {{'org.apache.spark.sql.parquet.row.metadata': {Sql.Text(TypeJson.Write(new StructType([.. query.Schema.Fields.Where(field => !partitions.Contains(field))])))}}})"
        );
        if (partitions.Count > 0)
            RenameFolders(commit.Folder);
        commit.Complete();
    }

    /// <summary>The FROM item that reads files by name, columns matched by name.</summary>
    internal static string ReadOf(IEnumerable<string> paths) =>
        $"read_parquet([{string.Join(", ", paths.Select(Sql.FilePath))}], union_by_name = true, hive_partitioning = false)";

    /// <summary>DuckDB escapes the values in folder names in its own way; Spark's names are made of them.</summary>
    private static void RenameFolders(string folder)
    {
        foreach (var path in Directory.GetDirectories(folder))
        {
            RenameFolders(path);
            var name = Path.GetFileName(path);
            if (FileListing.Partition(name) is not { } partition)
                continue;
            var wanted = PartitionDiscovery.FolderName(partition.Column, partition.Value);
            if (wanted != name)
                Directory.Move(path, Path.Combine(folder, wanted));
        }
    }

    /// <summary>The schema that Spark left in a file; null when there is none.</summary>
    private static StructType? SparkSchema(
        string? path,
        IReadOnlyList<ColumnField> stored,
        DuckDbConnection connection,
        ISourceContext context
    )
    {
        if (path is null)
            return null;
        using var result = connection.Query(
            $"SELECT TRY(decode(value)) FROM parquet_kv_metadata({Sql.FilePath(path)}) WHERE TRY(decode(key)) = 'org.apache.spark.sql.parquet.row.metadata'"
        );
        using var batch = result.Next();
        if (batch is null || batch.Columns[0].IsNull(0))
            return null;
        StructType? schema;
        try
        {
            schema =
                TypeJson.Read(batch.Columns[0].GetString(0), name => ProtocolTypes.FromProtocol(context.Parser.ParseDataType(name)))
                as StructType;
        }
        catch (Exception exception)
            when (exception
                    is System.Text.Json.JsonException
                        or Microsoft.Spark.SparkException
                        or InvalidOperationException
                        or KeyNotFoundException
            )
        {
            // As in Spark, a note that cannot be read is none: the columns are the file's.
            return null;
        }

        return schema is not null && schema.Fields.All(field => stored.Any(column => column.Name == field.Name)) ? schema : null;
    }

    private sealed class ParquetSource(
        ISourceContext context,
        FileListing listing,
        StructType? userSchema,
        StructType data,
        IReadOnlyList<string> stored
    ) : FileTableSource(context, listing, userSchema, data)
    {
        public override ScanSql ToSql(ScanRequest request)
        {
            var alias = Sql.Name(request.Alias);
            var files = FilesFor(request.Predicates);
            if (files.Count == 0)
                return new ScanSql(
                    $"(SELECT 1 WHERE false) AS {alias}",
                    [.. request.Columns.Select(column => $"NULL::{Field(column).Type.DuckDb}")]
                );
            return new ScanSql($"{ReadOf(files.Select(file => Files[file].Path))} AS {alias}", [.. request.Columns.Select(Column)]);

            string Column(int ordinal)
            {
                var field = Field(ordinal);
                if (ordinal < Data.Fields.Count)
                {
                    return stored.FirstOrDefault(name => Context.Names.Equals(name, field.Name)) is { } name
                        ? $"CAST({alias}.{Sql.Name(name)} AS {field.Type.DuckDb})"
                        : $"NULL::{field.Type.DuckDb}";
                }

                var values = files.Select(file =>
                    ordinal < Schema.Fields.Count
                        ? Constant(PartitionValue(file, ordinal - Data.Fields.Count), field.Type)
                        : Metadata(FileMetadata.Value(new FilePart(Files[file], 0, long.MaxValue)))
                );
                return $"CAST([{string.Join(", ", values)}] AS {field.Type.DuckDb}[])[CAST({alias}.file_index AS BIGINT) + 1]";
            }
        }

        private StructField Field(int ordinal) => ordinal < Schema.Fields.Count ? Schema.Fields[ordinal] : FileMetadata.Column;

        private static string Metadata(object?[] values) =>
            $"{{{string.Join(", ", FileMetadata.Type.Fields.Select((field, i) => $"{Sql.Text(field.Name)}: {Constant(values[i], field.Type)}"))}}}";

        private static string Constant(object? value, SparkType type) =>
            value switch
            {
                null => "NULL",
                string text => Sql.Text(text),
                bool flag => flag ? "true" : "false",
                int days when type == SparkType.Date => $"DATE {Sql.Text(ValueText.Date(days))}",
                long micros when type == SparkType.Timestamp => FormattableString.Invariant($"make_timestamptz({micros})"),
                long micros when type == SparkType.TimestampNtz => FormattableString.Invariant($"make_timestamp({micros})"),
                System.Numerics.BigInteger unscaled when type is DecimalType d =>
                    $"'{ValueText.Decimal(unscaled, d.Scale)}'::{type.DuckDb}",
                double number => $"'{ValueText.Double(number)}'::DOUBLE",
                IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
                _ => throw new InvalidOperationException($"No constant of {value.GetType().Name}."),
            };
    }
}
