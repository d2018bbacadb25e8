using System.Text.Json;
using Delta.Log;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using Log = Delta.Log;

namespace Spark.Embedded.Delta;

/// <summary>What CREATE TABLE says.</summary>
/// <param name="Schema">The columns.</param>
internal sealed record TableDefinition(Log.StructType Schema)
{
    public IReadOnlyList<string> PartitionBy { get; init; } = [];

    /// <summary>CLUSTER BY: columns and fields, by the names that lead to them.</summary>
    public IReadOnlyList<IReadOnlyList<string>> ClusterBy { get; init; } = [];

    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    public string? Comment { get; init; }

    /// <summary>CHECK constraints: names and SQL.</summary>
    public IReadOnlyDictionary<string, string> Constraints { get; init; } = new Dictionary<string, string>();

    /// <summary>The metadata of a new table.</summary>
    /// <exception cref="Microsoft.Spark.AnalysisException">A property or column is not valid.</exception>
    public TableMetadata ToMetadata()
    {
        TableCommands.CheckProperties(Properties);
        var configuration = Properties
            .Where(property => !property.Key.StartsWith("delta.feature.", StringComparison.Ordinal))
            .ToDictionary(property => property.Key, string? (property) => property.Value);
        foreach (var (name, sql) in Constraints)
            configuration["delta.constraints." + name.ToLowerInvariant()] = sql;
        var metadata = new TableMetadata
        {
            Id = Guid.NewGuid().ToString(),
            Description = Comment,
            SchemaString = SchemaJson.Write(Schema),
            PartitionColumns = DeltaWriter.PartitionColumns(Schema, PartitionBy),
            Configuration = configuration,
            CreatedTime = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
        };
        DeltaWriter.CheckNames(Schema, metadata.Properties.ColumnMappingMode);
        return ColumnMappings.Assign(metadata, null);
    }

    /// <summary>What the history says of the creation.</summary>
    public Operation Describe(string name, bool isManaged) =>
        new Operation(name)
            .WithList("partitionBy", PartitionBy)
            .WithList("clusterBy", Clustering.Text(ClusterBy))
            .With("description", Comment)
            .With("isManaged", isManaged ? "true" : "false")
            .WithMap("properties", Properties.Select(property => new KeyValuePair<string, string?>(property.Key, property.Value)));
}

/// <summary>CREATE, REPLACE and ALTER TABLE, TRUNCATE: each is one commit.</summary>
internal sealed class TableCommands(DeltaSession session)
{
    private static readonly HashSet<string> KnownProperties = new(StringComparer.OrdinalIgnoreCase)
    {
        "delta.appendOnly",
        "delta.autoOptimize.autoCompact",
        "delta.autoOptimize.optimizeWrite",
        "delta.checkpoint.writeStatsAsJson",
        "delta.checkpoint.writeStatsAsStruct",
        "delta.checkpointInterval",
        "delta.columnMapping.mode",
        "delta.columnMapping.maxColumnId",
        "delta.compatibility.symlinkFormatManifest.enabled",
        "delta.dataSkippingNumIndexedCols",
        "delta.dataSkippingStatsColumns",
        "delta.deletedFileRetentionDuration",
        "delta.enableChangeDataFeed",
        "delta.enableDeletionVectors",
        "delta.enableExpiredLogCleanup",
        "delta.enableInCommitTimestamps",
        "delta.enableTypeWidening",
        "delta.isolationLevel",
        "delta.logRetentionDuration",
        "delta.minReaderVersion",
        "delta.minWriterVersion",
        "delta.parquet.compression.codec",
        "delta.parquet.format.version",
        "delta.randomizeFilePrefixes",
        "delta.randomPrefixLength",
        "delta.sampleRetentionDuration",
        "delta.setTransactionRetentionDuration",
        "delta.targetFileSize",
        "delta.tuneFileSizesForRewrites",
        "delta.checkpointPolicy",
        "delta.universalFormat.enabledFormats",
        "delta.enableRowTracking",
    };

    // Asked for these, the table would need what is not implemented.
    private static readonly string[] UnsupportedProperties =
    [
        "delta.enableRowTracking",
        "delta.universalFormat.enabledFormats",
        "delta.enableIcebergCompatV1",
        "delta.enableIcebergCompatV2",
    ];

    /// <summary>Creates a table, or replaces one: its rows go, its history stays.</summary>
    /// <param name="isManaged">Whether the catalog owns the folder.</param>
    public long Create(DeltaLog log, TableDefinition definition, bool replace = false, bool isManaged = false) =>
        DeltaSession.Guard(() =>
        {
            var txn = session.Begin(log);
            if (txn.Snapshot is not null && !replace)
                throw DeltaErrors.Analysis(
                    "DELTA_PATH_EXISTS",
                    $"Cannot write to already existent path file:{log.Store.Root} without setting OVERWRITE = 'true'.",
                    "42K04"
                );
            var metadata = definition.ToMetadata();
            var removed = txn.Snapshot is null ? [] : txn.ReadWholeTable();
            if (txn.Snapshot is { } old)
                metadata = metadata with { Id = old.Metadata.Id };
            txn.SetMetadata(metadata);
            var actions = new List<LogAction>();
            if (definition.ClusterBy.Count > 0 || (txn.Snapshot is { } clustered && Clustering.Columns(clustered).Count > 0))
            {
                actions.Add(Clustering.Set(metadata, definition.ClusterBy));
                txn.SetProtocol(txn.Protocol.With(TableFeature.Clustering));
            }

            var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            actions.AddRange(removed.Select(file => file.Remove(now)));
            return session.Commit(txn, actions, definition.Describe(replace ? "CREATE OR REPLACE TABLE" : "CREATE TABLE", isManaged));
        });

    /// <summary>Removes all rows.</summary>
    public CompiledQuery Truncate(DeltaLog log) =>
        DeltaSession.Guard(() =>
        {
            var txn = session.Begin(log);
            var removed = txn.Snapshot is null
                ? throw new DeltaLogException("DELTA_TABLE_NOT_FOUND", $"Delta table {log.Store.Root} doesn't exist.")
                : txn.ReadWholeTable();
            var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            session.Commit(
                txn,
                [.. removed.Select(file => file.Remove(now))],
                new Operation("TRUNCATE")
                {
                    Metrics = new Dictionary<string, string?>
                    {
                        ["numRemovedFiles"] = RowRewriter.Text(removed.Count),
                        ["numDeletedRows"] = RowRewriter.Text(removed.Sum(RowRewriter.Rows)),
                    },
                }
            );
            return Results.None;
        });

    public CompiledQuery SetProperties(DeltaLog log, IReadOnlyDictionary<string, string> properties) =>
        Alter(
            log,
            metadata =>
            {
                CheckProperties(properties);
                var configuration = new Dictionary<string, string?>(metadata.Configuration);
                foreach (
                    var (key, value) in properties.Where(property => !property.Key.StartsWith("delta.feature.", StringComparison.Ordinal))
                )
                    configuration[KnownProperties.TryGetValue(key, out var known) ? known : key] = value;
                return ColumnMappings.Assign(metadata with { Configuration = configuration }, metadata);
            },
            new Operation("SET TBLPROPERTIES").WithMap(
                "properties",
                properties.Select(property => new KeyValuePair<string, string?>(property.Key, property.Value))
            )
        );

    public CompiledQuery UnsetProperties(DeltaLog log, IReadOnlyList<string> keys, bool ifExists) =>
        Alter(
            log,
            metadata =>
            {
                var missing = keys.FirstOrDefault(key => !metadata.Configuration.ContainsKey(key));
                if (missing is not null && !ifExists)
                    throw DeltaErrors.Analysis(
                        "DELTA_UNSET_NON_EXISTENT_PROPERTY",
                        $"Attempted to unset non-existent property '{missing}' in table {log.Store.Root}.",
                        "42616"
                    );
                return metadata with
                {
                    Configuration = metadata
                        .Configuration.Where(pair => !keys.Contains(pair.Key))
                        .ToDictionary(pair => pair.Key, pair => pair.Value),
                };
            },
            new Operation("UNSET TBLPROPERTIES").WithList("properties", keys).With("ifExists", ifExists)
        );

    /// <summary>Adds columns, and fields to the structs of columns.</summary>
    /// <param name="columns">
    /// Each with the names that lead to it and its place: null for the end, "" for the first, or the column or field that it follows.
    /// </param>
    public CompiledQuery AddColumns(
        DeltaLog log,
        IReadOnlyList<(IReadOnlyList<string> Path, Log.StructField Column, string? After)> columns
    ) =>
        Alter(
            log,
            metadata =>
            {
                ColumnNames.CheckUnique(columns.Select(column => string.Join('.', column.Path)));
                var schema = metadata.Schema;
                foreach (var (path, column, after) in columns)
                {
                    if (!column.Nullable)
                        throw DeltaErrors.Analysis(
                            "DELTA_ADD_COLUMN_NOT_NULLABLE",
                            $"Cannot add the column {string.Join('.', path)}: rows that are there have no value for it, so it cannot be NOT NULL.",
                            "42K09"
                        );
                    schema = SchemaPaths.Add(schema, path, column, after);
                }

                ColumnNames.CheckUnique(DeltaSchemas.ToSpark(schema));
                DeltaWriter.CheckNames(schema, metadata.Properties.ColumnMappingMode);
                return ColumnMappings.Assign(metadata.WithSchema(schema), metadata);
            },
            new Operation("ADD COLUMNS").With(
                "columns",
                "["
                    + string.Join(
                        ",",
                        columns.Select(one =>
                            $"{{\"column\":{SchemaJson.Write(new Log.StructType([one.Column with { Name = string.Join('.', one.Path) }]))["{\"type\":\"struct\",\"fields\":[".Length..^2]}}}"
                        )
                    )
                    + "]"
            )
        );

    public CompiledQuery RenameColumn(DeltaLog log, IReadOnlyList<string> column, string newName) =>
        Alter(
            log,
            metadata =>
            {
                RequireMapping(metadata, "DELTA_UNSUPPORTED_RENAME_COLUMN", "Column rename");
                var old = SchemaPaths.Find(metadata.Schema, column) ?? throw NotFound(string.Join('.', column), metadata);
                if (SchemaPaths.Find(metadata.Schema, [.. column.SkipLast(1), newName]) is { } taken && taken != old)
                    throw DeltaErrors.Analysis("DELTA_COLUMN_ALREADY_EXISTS", $"Column {newName} already exists.", "42711");
                CheckUnused(metadata, old.Name, "rename");
                return metadata.WithSchema(SchemaPaths.Replace(metadata.Schema, column, field => field with { Name = newName })) with
                {
                    PartitionColumns =
                        column.Count > 1
                            ? metadata.PartitionColumns
                            : [.. metadata.PartitionColumns.Select(name => name == old.Name ? newName : name)],
                };
            },
            new Operation("RENAME COLUMN")
                .With("oldColumnPath", string.Join('.', column))
                .With("newColumnPath", string.Join('.', [.. column.SkipLast(1), newName]))
        );

    public CompiledQuery DropColumns(DeltaLog log, IReadOnlyList<IReadOnlyList<string>> columns, bool ifExists) =>
        Alter(
            log,
            metadata =>
            {
                RequireMapping(metadata, "DELTA_UNSUPPORTED_DROP_COLUMN", "DROP COLUMN");
                var schema = metadata.Schema;
                foreach (var column in columns)
                {
                    if (SchemaPaths.Find(schema, column) is not { } field)
                    {
                        if (ifExists)
                            continue;
                        throw NotFound(string.Join('.', column), metadata);
                    }

                    if (column.Count == 1 && metadata.PartitionColumns.Contains(field.Name))
                        throw DeltaErrors.Analysis(
                            "DELTA_UNSUPPORTED_DROP_PARTITION_COLUMN",
                            $"Dropping partition columns ({field.Name}) is not allowed.",
                            "0AKDC"
                        );
                    CheckUnused(metadata, field.Name, "drop");
                    schema = SchemaPaths.Replace(schema, column, _ => null);
                    if (
                        (column.Count == 1 ? schema : SchemaPaths.Find(schema, [.. column.SkipLast(1)])?.Type) is Log.StructType
                        {
                            Fields: []
                        }
                    )
                        throw DeltaErrors.Analysis(
                            "DELTA_DROP_COLUMN_ON_SINGLE_FIELD_SCHEMA",
                            "Cannot drop column from a schema with a single column.",
                            "0AKDC"
                        );
                }

                return metadata.WithSchema(schema);
            },
            new Operation("DROP COLUMNS").WithList("columns", columns.Select(column => string.Join('.', column)))
        );

    /// <summary>Sets the columns by which OPTIMIZE brings rows together; none to end that.</summary>
    public CompiledQuery ClusterBy(DeltaLog log, IReadOnlyList<IReadOnlyList<string>> columns) =>
        DeltaSession.Guard(() =>
        {
            var txn = session.Begin(log);
            var snapshot = txn.Snapshot ?? log.Current();
            if (snapshot.Metadata.PartitionColumns.Count > 0)
                throw DeltaErrors.Analysis(
                    "DELTA_ALTER_TABLE_CLUSTER_BY_ON_PARTITIONED_TABLE_NOT_ALLOWED",
                    "ALTER TABLE CLUSTER BY cannot be applied to a partitioned table.",
                    "42000"
                );
            txn.SetProtocol(txn.Protocol.With(TableFeature.Clustering));
            session.Commit(
                txn,
                [Clustering.Set(snapshot.Metadata, columns)],
                new Operation("CLUSTER BY")
                    .With("oldClusteringColumns", string.Join(",", Clustering.Text(Clustering.Columns(snapshot))))
                    .With("newClusteringColumns", string.Join(",", Clustering.Text(columns)))
            );
            return Results.None;
        });

    /// <summary>Changes a column; null leaves a thing as it is.</summary>
    /// <param name="defaultSql">A new default; the empty text takes it away.</param>
    public CompiledQuery AlterColumn(
        DeltaLog log,
        string column,
        SparkType? type = null,
        bool? nullable = null,
        string? comment = null,
        string? defaultSql = null
    ) =>
        Alter(
            log,
            metadata =>
            {
                var field = metadata.Schema.Find(column) ?? throw NotFound(column, metadata);
                var changed = field;
                if (type is not null && DeltaSchemas.ToDelta(type, column) is var wanted && !wanted.Equals(field.Type))
                    throw SparkErrors.Unsupported(
                        $"changing the type of column {field.Name} from {field.Type} to {wanted}",
                        "Overwrite the table with overwriteSchema, or run the statement on Spark."
                    );
                if (nullable == false && field.Nullable)
                    throw DeltaErrors.Analysis(
                        "DELTA_UNSUPPORTED_ALTER_TABLE_CHANGE_COL_OP",
                        $"ALTER TABLE CHANGE COLUMN is not supported for changing column {field.Name} from nullable to NOT NULL.",
                        "0AKDC"
                    );
                if (nullable is { } mayBeNull)
                    changed = changed with { Nullable = mayBeNull };
                if (comment is not null)
                    changed = changed.WithMetadata("comment", JsonSerializer.Serialize(comment, DeltaJson.Relaxed.String));
                if (defaultSql is { Length: 0 })
                    changed = changed with
                    {
                        Metadata = changed
                            .Metadata.Where(pair => pair.Key != "CURRENT_DEFAULT")
                            .ToDictionary(pair => pair.Key, pair => pair.Value),
                    };
                else if (defaultSql is not null)
                    changed = changed.WithMetadata("CURRENT_DEFAULT", JsonSerializer.Serialize(defaultSql, DeltaJson.Relaxed.String));
                return metadata.WithSchema(new Log.StructType([.. metadata.Schema.Fields.Select(one => one == field ? changed : one)]));
            },
            new Operation("CHANGE COLUMN").With("column", column)
        );

    public CompiledQuery SetComment(DeltaLog log, string? comment) =>
        Alter(
            log,
            metadata => metadata with { Description = comment },
            new Operation("SET TBLPROPERTIES").WithMap("properties", [new("comment", comment)])
        );

    /// <summary>Adds a CHECK constraint, after checking the rows that are there.</summary>
    public CompiledQuery AddConstraint(DeltaLog log, string name, string expression) =>
        DeltaSession.Guard(() =>
        {
            var txn = session.Begin(log);
            var snapshot = txn.Snapshot ?? log.Current();
            var key = "delta.constraints." + name.ToLowerInvariant();
            if (snapshot.Metadata.Configuration.TryGetValue(key, out var existing))
                throw DeltaErrors.Analysis(
                    "DELTA_CONSTRAINT_ALREADY_EXISTS",
                    $"Constraint '{name}' already exists as a CHECK constraint ({existing}). Please delete the old constraint first.",
                    "42710"
                );
            var files = txn.ReadWholeTable();
            if (
                files.Count > 0
                && new TableConstraints(session, log, snapshot.Metadata, snapshot.ColumnMappingMode).FindViolation(expression, files)
                    is { } values
            )
            {
                throw DeltaErrors.Analysis(
                    "DELTA_NEW_CHECK_CONSTRAINT_VIOLATION",
                    $"1 rows or more in {log.Store.Root} violate the new CHECK constraint ({expression}), such as:\n{values}",
                    "23512"
                );
            }

            txn.SetMetadata(
                snapshot.Metadata with
                {
                    Configuration = new Dictionary<string, string?>(snapshot.Metadata.Configuration) { [key] = expression },
                }
            );
            session.Commit(txn, [], new Operation("ADD CONSTRAINT").With("name", name).With("expr", expression));
            return Results.None;
        });

    public CompiledQuery DropConstraint(DeltaLog log, string name, bool ifExists) =>
        Alter(
            log,
            metadata =>
            {
                var key = "delta.constraints." + name.ToLowerInvariant();
                if (!metadata.Configuration.ContainsKey(key))
                    return ifExists
                        ? metadata
                        : throw DeltaErrors.Analysis(
                            "DELTA_CONSTRAINT_DOES_NOT_EXIST",
                            $"Cannot drop nonexistent constraint {name} from table {log.Store.Root}. To avoid throwing an error, provide the parameter IF EXISTS.",
                            "42704"
                        );
                return metadata with
                {
                    Configuration = metadata
                        .Configuration.Where(pair => pair.Key != key)
                        .ToDictionary(pair => pair.Key, pair => pair.Value),
                };
            },
            new Operation("DROP CONSTRAINT").With("name", name)
        );

    internal static void CheckProperties(IReadOnlyDictionary<string, string> properties)
    {
        foreach (var (key, value) in properties)
        {
            if (!key.StartsWith("delta.", StringComparison.OrdinalIgnoreCase))
                continue;
            if (key.StartsWith("delta.feature.", StringComparison.OrdinalIgnoreCase))
                throw SparkErrors.Unsupported(
                    $"the table property {key}",
                    "Features come with what needs them, such as delta.enableChangeDataFeed."
                );
            if (key.StartsWith("delta.constraints.", StringComparison.OrdinalIgnoreCase))
                throw DeltaErrors.Analysis(
                    "DELTA_ADD_CONSTRAINTS",
                    "Please use ALTER TABLE ADD CONSTRAINT to add CHECK constraints.",
                    "0A000"
                );
            if (
                UnsupportedProperties.Contains(key, StringComparer.OrdinalIgnoreCase)
                && !value.Equals("false", StringComparison.OrdinalIgnoreCase)
            )
                throw SparkErrors.Unsupported($"the table property {key} = {value}");
            if (!KnownProperties.Contains(key))
                throw DeltaErrors.Analysis("DELTA_UNKNOWN_CONFIGURATION", $"Unknown configuration was specified: {key}.", "F0000");
        }
    }

    private CompiledQuery Alter(DeltaLog log, Func<TableMetadata, TableMetadata> change, Operation operation) =>
        DeltaSession.Guard(() =>
        {
            var txn = session.Begin(log);
            var before = (txn.Snapshot ?? log.Current()).Metadata;
            var after = change(before);
            txn.SetMetadata(after);
            session.Commit(txn, [], operation);
            return Results.None;
        });

    private static void RequireMapping(TableMetadata metadata, string errorClass, string what)
    {
        if (metadata.Properties.ColumnMappingMode == ColumnMappingMode.None)
        {
            throw DeltaErrors.Analysis(
                errorClass,
                $"{what} is not supported for your Delta table. Please enable column mapping: ALTER TABLE ... SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name').",
                "0AKDC"
            );
        }
    }

    /// <summary>A column that a constraint names can be neither renamed nor dropped.</summary>
    private static void CheckUnused(TableMetadata metadata, string column, string verb)
    {
        var constraint = metadata.Properties.CheckConstraints.FirstOrDefault(pair =>
            pair.Value.Contains(column, StringComparison.OrdinalIgnoreCase)
        );
        if (constraint.Key is not null)
        {
            throw DeltaErrors.Analysis(
                "DELTA_CONSTRAINT_DEPENDENT_COLUMN_CHANGE",
                $"Cannot {verb} column {column} because this column is referenced by the following check constraint(s):\n{constraint.Key} -> {constraint.Value}",
                "42K09"
            );
        }
    }

    private static Microsoft.Spark.AnalysisException NotFound(string column, TableMetadata metadata) =>
        DeltaErrors.Analysis(
            "DELTA_COLUMN_NOT_FOUND_IN_SCHEMA",
            $"Couldn't find column {column} in:\n{TypeText.Tree(DeltaSchemas.ToSpark(metadata.Schema))}",
            "42703"
        );
}
