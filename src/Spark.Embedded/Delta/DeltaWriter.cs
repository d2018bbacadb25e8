using System.Globalization;
using Delta.Log;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using Log = Delta.Log;

namespace Spark.Embedded.Delta;

/// <summary>What happens to the rows that a table has.</summary>
internal enum WriteMode
{
    Append,
    Overwrite,
    ErrorIfExists,
    Ignore,
}

/// <summary>A write to a Delta table.</summary>
/// <param name="Path">The table's folder.</param>
/// <param name="Rows">The rows; their columns are matched by name.</param>
internal sealed record DeltaWrite(string Path, CompiledQuery Rows, WriteMode Mode)
{
    /// <summary>Partition columns of a new table; of an existing one they must be the same or none.</summary>
    public IReadOnlyList<string> PartitionBy { get; init; } = [];

    /// <summary>
    /// Delta's options in any case: <c>mergeSchema</c>, <c>overwriteSchema</c>, <c>replaceWhere</c>, <c>partitionOverwriteMode</c>, <c>txnAppId</c>,
    /// <c>txnVersion</c>, <c>userMetadata</c>, <c>dataChange</c>; those that begin with <c>delta.</c> are properties of a new table.
    /// </summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>How the table is made when there is none or it is replaced; null to derive it from the rows.</summary>
    public TableMetadata? Definition { get; init; }

    /// <summary>What the history says; null for <c>WRITE</c>.</summary>
    public Operation? Operation { get; init; }
}

/// <summary>How a write ended.</summary>
/// <param name="Version">The version that holds the rows; of a write that was skipped, the table's.</param>
/// <param name="Rows">Rows written.</param>
/// <param name="Skipped">Whether there was nothing to do: the table exists and is to be left, or this batch was written before.</param>
internal sealed record DeltaWriteResult(long Version, long Rows, bool Skipped);

/// <summary>Writes rows to Delta tables: files first, then one commit that makes all of them visible at once.</summary>
internal sealed class DeltaWriter(DeltaSession session)
{
    private static readonly System.Buffers.SearchValues<char> InvalidNameCharacters = System.Buffers.SearchValues.Create(" ,;{}()\n\t=");

    /// <summary>Writes.</summary>
    /// <exception cref="Microsoft.Spark.SparkException">With Delta's error class: nothing was written then.</exception>
    public DeltaWriteResult Write(DeltaWrite write) => DeltaSession.Guard(() => WriteUnguarded(write));

    private DeltaWriteResult WriteUnguarded(DeltaWrite write)
    {
        var options = new Dictionary<string, string>(write.Options, StringComparer.OrdinalIgnoreCase);
        var log = session.Tables.Open(write.Path);
        var txn = session.Begin(log);
        if (txn.Snapshot is { } existing)
        {
            if (write.Mode == WriteMode.ErrorIfExists)
                throw DeltaErrors.Analysis(
                    "DELTA_PATH_EXISTS",
                    $"Cannot write to already existent path file:{log.Store.Root} without setting OVERWRITE = 'true'.",
                    "42K04"
                );
            if (write.Mode == WriteMode.Ignore)
                return new(existing.Version, 0, Skipped: true);
        }

        var batch = Batch(options);
        if (batch is not null && txn.TransactionVersion(batch.AppId) >= batch.Version)
            return new(txn.ReadVersion, 0, Skipped: true);

        var metadata = Metadata(write, options, txn.Snapshot);
        var replaceWhere = write.Mode == WriteMode.Overwrite ? options.GetValueOrDefault("replaceWhere") : null;
        txn.SetMetadata(metadata);
        metadata = txn.Metadata;
        txn.Protocol.CheckWritable(log.Store.Root, metadata);
        using var writer = new DataFileWriter(session.Connection, log.Store.Root, metadata, txn.Protocol);
        var adds = writer.Write(Shape(write.Rows, metadata));
        var dataChange = !options.TryGetValue("dataChange", out var flag) || !bool.TryParse(flag, out var changes) || changes;
        if (!dataChange)
            adds = [.. adds.Select(file => file with { DataChange = false })];
        var mapping = txn.Protocol.SupportsColumnMapping ? metadata.Properties.ColumnMappingMode : ColumnMappingMode.None;
        new TableConstraints(session, log, metadata, mapping).Check(adds);

        var actions = new List<LogAction>(adds);
        var removed =
            write.Mode != WriteMode.Overwrite || txn.Snapshot is null ? []
            : replaceWhere is not null ? ReplaceWhere(txn, writer, replaceWhere, adds, mapping, actions)
            : IsDynamic(options) && metadata.PartitionColumns.Count > 0 ? DynamicPartitions(txn, adds)
            : txn.ReadWholeTable();
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        actions.AddRange(removed.Select(file => file.Remove(now, dataChange)));
        if (batch is not null)
            actions.Add(batch);

        var rows = adds.Sum(file => FileStatistics.Parse(file.Stats)?.NumRecords ?? 0);
        var version = session.Commit(txn, actions, Describe(write, options, replaceWhere, adds, removed, rows));
        writer.Keep();
        return new(version, rows, Skipped: false);
    }

    /// <summary>The metadata that the write leaves: the table's own, grown or replaced where that is allowed.</summary>
    private TableMetadata Metadata(DeltaWrite write, Dictionary<string, string> options, Snapshot? snapshot)
    {
        CheckUnique(write.Rows.Schema);
        var data = DeltaSchemas.ToDelta(write.Rows.Schema);
        if (snapshot is null || (write.Definition is not null && write.Mode == WriteMode.Overwrite))
        {
            var made = write.Definition ?? NewTable((Log.StructType)SchemaEvolution.AsNullable(data), write.PartitionBy, options);
            return snapshot is null ? made : made with { Id = snapshot.Metadata.Id, CreatedTime = snapshot.Metadata.CreatedTime };
        }

        var current = snapshot.Metadata;
        var mayOverwrite = write.Mode == WriteMode.Overwrite && Flag(options, "overwriteSchema", false);
        if (mayOverwrite && options.ContainsKey("replaceWhere"))
            throw DeltaErrors.Analysis(
                "DELTA_OVERWRITE_SCHEMA_WITH_REPLACE_WHERE",
                "'overwriteSchema' is not allowed when using 'replaceWhere'.",
                "42613"
            );
        if (mayOverwrite && IsDynamic(options))
            throw DeltaErrors.Analysis(
                "DELTA_OVERWRITE_SCHEMA_WITH_DYNAMIC_PARTITION_OVERWRITE",
                "'overwriteSchema' cannot be used in dynamic partition overwrite mode.",
                "42613"
            );
        if (mayOverwrite)
        {
            var schema = (Log.StructType)SchemaEvolution.AsNullable(data);
            CheckNames(schema, snapshot.ColumnMappingMode);
            return ColumnMappings.Assign(
                current.WithSchema(schema) with
                {
                    PartitionColumns = PartitionColumns(schema, write.PartitionBy),
                },
                current
            );
        }

        if (write.PartitionBy.Count > 0 && !write.PartitionBy.SequenceEqual(current.PartitionColumns, StringComparer.OrdinalIgnoreCase))
        {
            throw DeltaErrors.Analysis(
                "DELTA_METADATA_MISMATCH",
                "A metadata mismatch was detected when writing to the Delta table.\n- Partition columns do not match the partition columns of the table.\n"
                    + $"Given: [{string.Join(", ", write.PartitionBy.Select(name => $"`{name}`"))}]\nTable: [{string.Join(", ", current.PartitionColumns.Select(name => $"`{name}`"))}]\n",
                "42KDG"
            );
        }

        var merged = SchemaEvolution.Merge(current.Schema, data);
        if (merged.Equals(current.Schema))
            return current;
        if (!Flag(options, "mergeSchema", session.Flag("spark.databricks.delta.schema.autoMerge.enabled", false)))
            throw SchemaMismatch(write, current);
        CheckNames(merged, snapshot.ColumnMappingMode);
        return ColumnMappings.Assign(current.WithSchema(merged), current);
    }

    private static Microsoft.Spark.AnalysisException SchemaMismatch(DeltaWrite write, TableMetadata current) =>
        DeltaErrors.Analysis(
            "DELTA_METADATA_MISMATCH",
            $"A metadata mismatch was detected when writing to the Delta table.\n- A schema mismatch detected when writing to the Delta table (Table ID: {current.Id}).\n"
                + "To enable schema migration using DataFrameWriter or DataStreamWriter, please set: '.option(\"mergeSchema\", \"true\")'.\n"
                + "For other operations, set the session configuration spark.databricks.delta.schema.autoMerge.enabled to \"true\". See the documentation specific to the operation for details.\n\n"
                + $"Table schema:\n{TypeText.Tree(DeltaSchemas.ToSpark(current.Schema))}\n\nData schema:\n{TypeText.Tree(write.Rows.Schema)}\n"
                + (
                    write.Mode == WriteMode.Overwrite
                        ? "\n- To overwrite your schema or change partitioning, please set: '.option(\"overwriteSchema\", \"true\")'.\nNote that the schema can't be overwritten when using 'replaceWhere'.\n"
                        : ""
                ),
            "42KDG"
        );

    private static TableMetadata NewTable(Log.StructType schema, IReadOnlyList<string> partitionBy, Dictionary<string, string> options)
    {
        CheckNames(schema, ColumnMappingMode.None);
        return new TableMetadata
        {
            Id = Guid.NewGuid().ToString(),
            SchemaString = SchemaJson.Write(schema),
            PartitionColumns = PartitionColumns(schema, partitionBy),
            Configuration = options
                .Where(option => option.Key.StartsWith("delta.", StringComparison.OrdinalIgnoreCase))
                .ToDictionary(option => option.Key, string? (option) => option.Value),
            CreatedTime = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
        };
    }

    /// <summary>Partition columns by the schema's own spelling.</summary>
    public static IReadOnlyList<string> PartitionColumns(Log.StructType schema, IReadOnlyList<string> names)
    {
        var columns = names
            .Select(name =>
                schema.Find(name)
                ?? throw DeltaErrors.Analysis(
                    "DELTA_PARTITION_COLUMN_NOT_FOUND",
                    $"Partition column `{name}` not found in schema [{string.Join(", ", schema.Fields.Select(field => field.Name))}].",
                    "42703"
                )
            )
            .ToList();
        if (columns.Find(column => column.Type is not PrimitiveType) is { } nested)
            throw DeltaErrors.Analysis(
                "DELTA_INVALID_PARTITION_COLUMN_TYPE",
                $"Using column {nested.Name} of type {nested.Type} as a partition column is not supported.",
                "42996"
            );
        if (columns.Count > 0 && columns.Count == schema.Fields.Count)
            throw DeltaErrors.Analysis(
                "DELTA_CANNOT_USE_ALL_COLUMNS_FOR_PARTITION",
                "Cannot use all columns for partition columns.",
                "428FT"
            );
        return [.. columns.Select(column => column.Name)];
    }

    /// <summary>Names that Parquet files of an unmapped table cannot have.</summary>
    public static void CheckNames(Log.StructType schema, ColumnMappingMode mapping)
    {
        if (mapping != ColumnMappingMode.None)
            return;
        var invalid = schema
            .Fields.Where(field => field.Name.AsSpan().IndexOfAny(InvalidNameCharacters) >= 0)
            .Select(field => field.Name)
            .ToList();
        if (invalid.Count > 0)
        {
            throw DeltaErrors.Analysis(
                "DELTA_INVALID_CHARACTERS_IN_COLUMN_NAMES",
                $"Found invalid character(s) among ' ,;{{}}()\\n\\t=' in the column names of your schema.\nInvalid column names: {string.Join(", ", invalid)}.\n"
                    + "Please use other characters and try again. Alternatively, enable Column Mapping to keep using these characters.",
                "42K05"
            );
        }
    }

    private static void CheckUnique(Types.StructType schema)
    {
        try
        {
            ColumnNames.CheckUnique(schema);
        }
        catch (Microsoft.Spark.AnalysisException twice)
        {
            throw DeltaErrors.Analysis(
                "DELTA_DUPLICATE_COLUMNS_FOUND",
                $"Found duplicate column(s) in the data to save: {twice.MessageParameters["columnName"].Replace("`", "", StringComparison.Ordinal)}.",
                "42711"
            );
        }
    }

    /// <summary>The rows as a SELECT with the table's columns, in their order and types.</summary>
    private string Shape(CompiledQuery rows, TableMetadata metadata)
    {
        var data = DeltaSchemas.ToDelta(rows.Schema);
        var columns = metadata.Schema.Fields.Select(column =>
            data.Find(column.Name) is { } given
                ? $"{Limited(SchemaEvolution.Adapt(Sql.Name(given.Name), given.Type, column.Type), column)} AS {Sql.Name(column.Name)}"
                : $"{Default(column)} AS {Sql.Name(column.Name)}"
        );
        return $"SELECT {Sql.List(columns)} FROM ({session.Select(rows)})";
    }

    /// <summary>The value of a column that the rows lack.</summary>
    private string Default(Log.StructField column)
    {
        if (column.DefaultExpression is not { } expression)
            return SchemaEvolution.Null(column.Type);
        var plan = Plans.Project(
            new Connect.Relation
            {
                Range = new Connect.Range
                {
                    Start = 0,
                    End = 1,
                    Step = 1,
                },
            },
            [Plans.Cast(session.ParseExpression(expression), DeltaSchemas.ToSpark(column.Type)).As("value")]
        );
        return $"(SELECT value FROM ({session.Select(plan)}))";
    }

    /// <summary>Text under the length of its column: char(n) is padded, what is too long is an error.</summary>
    private static string Limited(string value, Log.StructField column)
    {
        var declared = column.MetadataText("__CHAR_VARCHAR_TYPE_STRING");
        if (declared is null || column.Type is not PrimitiveType { Name: "string" })
            return value;
        var length = declared[(declared.IndexOf('(', StringComparison.Ordinal) + 1)..^1];
        var error = RuntimeError.Sql("EXCEED_LIMIT_LENGTH", ("limit", Sql.Text(length)));
        var padded = declared.StartsWith("char", StringComparison.OrdinalIgnoreCase) ? $"rpad({value}, {length}, ' ')" : value;
        // Trailing blanks beyond the length are cut, not refused.
        return $"CASE WHEN length({value}) <= {length} THEN {padded} WHEN length(rtrim({value}, ' ')) <= {length} THEN left({value}, {length}) WHEN {value} IS NULL THEN NULL ELSE {error} END";
    }

    /// <summary>The files of the partitions that the new files are in.</summary>
    private static List<AddFile> DynamicPartitions(OptimisticTransaction txn, IReadOnlyList<AddFile> adds)
    {
        var columns = txn.Metadata.PartitionSchema.Fields;
        var touched = FilePredicate.Never;
        var keys = new HashSet<string>();
        foreach (var file in adds)
        {
            if (!keys.Add(Key(file)))
                continue;
            var one = FilePredicate.Always;
            foreach (var column in columns)
            {
                var text = file.PartitionValues.GetValueOrDefault(column.PhysicalName);
                if (text is null)
                    one &= new FilePredicate.IsNull([column.Name]);
                else if (DeltaValue.TryParse(text, column.Type, out var value))
                    one &= new FilePredicate.Comparison([column.Name], ComparisonOperator.Equal, value);
            }

            touched |= one;
        }

        return [.. txn.ReadFiles(touched).Where(file => keys.Contains(Key(file)))];

        string Key(AddFile file) =>
            string.Join(
                '\u0001',
                columns.Select(column =>
                {
                    var text = file.PartitionValues.GetValueOrDefault(column.PhysicalName);
                    return string.IsNullOrEmpty(text) ? "\u0002"
                        : DeltaValue.TryParse(text, column.Type, out var value) ? Convert.ToString(value, CultureInfo.InvariantCulture)
                        : text;
                })
            );
    }

    /// <summary>Takes out the rows that a condition is true for, after checking that it is true for every new row.</summary>
    private IReadOnlyList<AddFile> ReplaceWhere(
        OptimisticTransaction txn,
        DataFileWriter writer,
        string condition,
        IReadOnlyList<AddFile> adds,
        ColumnMappingMode mapping,
        List<LogAction> actions
    )
    {
        var constraints = new TableConstraints(session, txn.Snapshot!.Log, txn.Metadata, mapping);
        if (
            session.Flag("spark.databricks.delta.replaceWhere.constraintCheck.enabled", true)
            && adds.Count > 0
            && constraints.FindViolation(condition, adds) is { } values
        )
        {
            throw DeltaErrors.Analysis(
                "DELTA_REPLACE_WHERE_MISMATCH",
                $"Written data does not conform to partial table overwrite condition or constraint '{condition}'.\n"
                    + $"[DELTA_VIOLATE_CONSTRAINT_WITH_VALUES] CHECK constraint EXPRESSION({condition}) violated by row with values:\n{values}",
                "44000"
            );
        }

        var rewrite = new RowRewriter(session, txn, writer).Delete(session.ParseExpression(condition), alias: null);
        actions.AddRange(rewrite.Added);
        actions.AddRange(rewrite.Changes);
        return rewrite.Removed;
    }

    private SetTransaction? Batch(Dictionary<string, string> options)
    {
        var application = options.GetValueOrDefault("txnAppId") ?? session.Config("spark.databricks.delta.write.txnAppId");
        var version = options.GetValueOrDefault("txnVersion") ?? session.Config("spark.databricks.delta.write.txnVersion");
        if (application is null && version is null)
            return null;
        if (application is null || version is null)
            throw DeltaErrors.Analysis(
                "DELTA_IDEMPOTENT_DML_OPTIONS",
                "Invalid options for idempotent Dataframe writes: both txnAppId and txnVersion must be given.",
                "42616"
            );
        return long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new SetTransaction(application, number, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds())
            : throw DeltaErrors.Analysis(
                "DELTA_ILLEGAL_OPTION",
                $"Invalid value '{version}' for option 'txnVersion', must be a whole number.",
                "42616"
            );
    }

    private bool IsDynamic(Dictionary<string, string> options) =>
        (
            options.GetValueOrDefault("partitionOverwriteMode") ?? session.Config("spark.sql.sources.partitionOverwriteMode") ?? "static"
        ).Equals("dynamic", StringComparison.OrdinalIgnoreCase);

    private static bool Flag(Dictionary<string, string> options, string name, bool missing) =>
        options.TryGetValue(name, out var text) ? bool.TryParse(text, out var value) && value : missing;

    private Operation Describe(
        DeltaWrite write,
        Dictionary<string, string> options,
        string? replaceWhere,
        IReadOnlyList<AddFile> adds,
        IReadOnlyList<AddFile> removed,
        long rows
    )
    {
        var operation = write.Operation;
        if (operation is null)
        {
            operation = new Operation("WRITE").With("mode", write.Mode.ToString()).WithList("partitionBy", write.PartitionBy);
            if (replaceWhere is not null)
                operation.With("predicate", replaceWhere);
            if (Flag(options, "mergeSchema", false))
                operation.With("canMergeSchema", true);
            if (Flag(options, "overwriteSchema", false))
                operation.With("canOverwriteSchema", true);
        }

        var metrics = new Dictionary<string, string?>
        {
            ["numFiles"] = Text(adds.Count),
            ["numOutputRows"] = Text(rows),
            ["numOutputBytes"] = Text(adds.Sum(file => file.Size)),
        };
        if (write.Mode == WriteMode.Overwrite)
        {
            metrics["numRemovedFiles"] = Text(removed.Count);
            metrics["numRemovedBytes"] = Text(removed.Sum(file => file.Size));
        }

        return operation with
        {
            Metrics = metrics,
            UserMetadata = options.GetValueOrDefault("userMetadata"),
        };
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
