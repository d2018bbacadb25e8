using Spark.Embedded.Delta;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Sources;
using Spark.Embedded.Types;
using SaveMode = Spark.Connect.WriteOperation.Types.SaveMode;

namespace Spark.Embedded.Session;

/// <summary>Creates, fills and drops the tables of the session catalog.</summary>
internal sealed class TableCommands(RunningStatement statement)
{
    private readonly EmbeddedSession _session = statement.Session;
    private readonly SessionCatalog _catalog = statement.Session.Catalog;

    /// <summary>Creates an empty table, or makes one of the files that lie at a path.</summary>
    public TableEntry Create(
        IReadOnlyList<string> name,
        string? provider,
        string? path,
        StructType? schema,
        IReadOnlyList<string> partitionColumns,
        IReadOnlyDictionary<string, string> options,
        string? comment,
        IReadOnlyDictionary<string, string>? properties = null,
        bool replace = false,
        IReadOnlyList<IReadOnlyList<string>>? clusterBy = null
    )
    {
        var (database, table, ownPath) = _catalog.Place(name);
        path ??= options.FirstOrDefault(option => option.Key.Equals("path", StringComparison.OrdinalIgnoreCase)).Value;
        var entry = new TableEntry(database.Name, table, Provider(provider), path is null ? ownPath : FileListing.LocalPath(path))
        {
            Schema = schema,
            PartitionColumns = partitionColumns,
            Options = options.Where(option => !option.Key.Equals("path", StringComparison.OrdinalIgnoreCase)).ToDictionary(),
            Properties = properties ?? new Dictionary<string, string>(),
            Comment = comment,
            External = path is not null,
        };
        if (entry.Provider != "delta" && clusterBy is { Count: > 0 })
            throw SparkErrors.Unsupported($"CLUSTER BY of a {entry.Provider} table");
        if (entry.Provider == "delta")
        {
            var log = _session.Application.Tables.Open(entry.Path!);
            if (log.Update() is null || replace)
            {
                if (schema is null)
                    throw DeltaErrors.Analysis(
                        "DELTA_SCHEMA_NOT_PROVIDED",
                        "Table schema is not provided. Please provide the schema (column definition) of the table when using REPLACE table and an AS SELECT query is not provided.",
                        "42908"
                    );
                new Delta.TableCommands(statement.Delta).Create(
                    log,
                    new TableDefinition(DeltaSchemas.ToDelta(schema))
                    {
                        PartitionBy = partitionColumns,
                        ClusterBy = clusterBy ?? [],
                        Properties = entry.Properties,
                        Comment = comment,
                    },
                    replace,
                    !entry.External
                );
            }
        }
        else if (schema is not null)
        {
            Directory.CreateDirectory(entry.Path!);
        }
        else
        {
            // The files tell the columns; asked now, so that a wrong path is told now.
            entry = entry with
            {
                Schema = statement.Catalog.Open(entry, new Dictionary<string, string>()).Schema,
            };
        }

        _catalog.Put(entry);
        return entry;
    }

    /// <summary>Writes rows to a table, which is created when it is not there.</summary>
    public void Save(
        IReadOnlyList<string> name,
        CompiledQuery query,
        string? provider,
        SaveMode mode,
        IReadOnlyList<string> partitionColumns,
        IReadOnlyDictionary<string, string> options,
        IReadOnlyDictionary<string, string>? properties = null,
        string? comment = null,
        string? path = null
    )
    {
        var existing = _catalog.FindTable(name);
        if (existing is not null)
        {
            if (existing.IsView)
                throw SparkErrors.Analysis("TABLE_OR_VIEW_ALREADY_EXISTS", ("relationName", SparkErrors.Identifier(name)));
            if (mode == SaveMode.Ignore)
                return;
            if (mode is SaveMode.ErrorIfExists or SaveMode.Unspecified)
                throw SparkErrors.Analysis(
                    "TABLE_OR_VIEW_ALREADY_EXISTS",
                    ("relationName", SparkErrors.Identifier(SessionCatalog.CatalogName, existing.Database, existing.Name))
                );
        }

        ColumnNames.CheckUnique(query.Schema);
        var (database, table, ownPath) = _catalog.Place(name);
        path ??= options.FirstOrDefault(option => option.Key.Equals("path", StringComparison.OrdinalIgnoreCase)).Value;
        var entry =
            existing
            ?? new TableEntry(database.Name, table, Provider(provider), path is null ? ownPath : FileListing.LocalPath(path))
            {
                Schema = query.Schema,
                PartitionColumns = partitionColumns,
                Options = options.Where(option => !option.Key.Equals("path", StringComparison.OrdinalIgnoreCase)).ToDictionary(),
                Properties = properties ?? new Dictionary<string, string>(),
                Comment = comment,
                External = path is not null,
            };
        var all = new Dictionary<string, string>(options);
        foreach (var (key, value) in entry.Properties)
            all.TryAdd(key, value);
        Write(
            entry,
            query,
            existing is null && mode is SaveMode.ErrorIfExists or SaveMode.Unspecified ? SaveMode.ErrorIfExists
                : mode == SaveMode.Overwrite ? SaveMode.Overwrite
                : SaveMode.Append,
            partitionColumns.Count > 0 ? partitionColumns : entry.PartitionColumns,
            all
        );
        _catalog.Put(mode == SaveMode.Overwrite && entry.Provider != "delta" ? entry with { Schema = query.Schema } : entry);
    }

    public void Drop(IReadOnlyList<string> name, bool ifExists, bool isView = false)
    {
        if (name.Count == 1 && _catalog.FindTemporaryView(name[0]) is not null && _catalog.DropView(name[0], false))
            return;
        if (name.Count == 2 && name[0].Equals("global_temp", StringComparison.OrdinalIgnoreCase) && _catalog.DropView(name[1], true))
            return;
        if (_catalog.FindTable(name) is not { } table)
        {
            if (!ifExists)
                throw _catalog.TableNotFound(name);
            return;
        }

        if (table.IsView != isView)
        {
            throw SparkErrors.Analysis(
                isView ? "EXPECT_VIEW_NOT_TABLE.NO_ALTERNATIVE" : "EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE",
                (isView ? "tableName" : "viewName", SparkErrors.Identifier(SessionCatalog.CatalogName, table.Database, table.Name)),
                ("operation", isView ? "DROP VIEW" : "DROP TABLE")
            );
        }

        Drop(table);
    }

    /// <summary>Forgets a table; the files of a managed one go with it.</summary>
    public void Drop(TableEntry table)
    {
        _catalog.Remove(table);
        if (!table.External && table.Path is not null && Directory.Exists(table.Path))
            Directory.Delete(table.Path, recursive: true);
    }

    public void Write(
        TableEntry table,
        CompiledQuery query,
        SaveMode mode,
        IReadOnlyList<string> partitionColumns,
        IReadOnlyDictionary<string, string> options
    ) =>
        _session
            .Application.Sources.Find(table.Provider!)
            .Write(
                new WriteRequest(statement, query, table.Path!, mode, partitionColumns, new SourceOptions(table.Options.Concat(options)))
            );

    /// <summary>Tables are Delta tables unless another format is named.</summary>
    private string Provider(string? name) => string.IsNullOrEmpty(name) ? "delta" : _session.Application.Sources.Find(name).Name;
}
