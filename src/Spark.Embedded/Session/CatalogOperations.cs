using Spark.Connect;
using Spark.Embedded.Errors;
using Spark.Embedded.Functions;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Session;

/// <summary>The operations of <c>spark.catalog</c>, whose answers are rows.</summary>
internal sealed class CatalogOperations(RunningStatement statement)
{
    private static readonly StructType DatabaseColumns = Columns("name", "catalog", "description", "locationUri");
    private static readonly StructType TableColumns = new([
        new("name", SparkType.String),
        new("catalog", SparkType.String),
        new("namespace", new ArrayType(SparkType.String)),
        new("description", SparkType.String),
        new("tableType", SparkType.String),
        new("isTemporary", SparkType.Boolean),
    ]);

    private static readonly StructType FunctionColumns = new([
        new("name", SparkType.String),
        new("catalog", SparkType.String),
        new("namespace", new ArrayType(SparkType.String)),
        new("description", SparkType.String),
        new("className", SparkType.String),
        new("isTemporary", SparkType.Boolean),
    ]);

    private static readonly StructType ColumnColumns = new([
        new("name", SparkType.String),
        new("description", SparkType.String),
        new("dataType", SparkType.String),
        new("nullable", SparkType.Boolean),
        new("isPartition", SparkType.Boolean),
        new("isBucket", SparkType.Boolean),
        new("isCluster", SparkType.Boolean),
    ]);

    private readonly EmbeddedSession _session = statement.Session;
    private readonly SessionCatalog _catalog = statement.Session.Catalog;

    public ITableSource Run(Connect.Catalog operation)
    {
        switch (operation.CatTypeCase)
        {
            case Connect.Catalog.CatTypeOneofCase.CurrentDatabase:
                return Text(_catalog.CurrentDatabase);
            case Connect.Catalog.CatTypeOneofCase.SetCurrentDatabase:
                _catalog.Use(operation.SetCurrentDatabase.DbName);
                return Nothing();
            case Connect.Catalog.CatTypeOneofCase.CurrentCatalog:
                return Text(SessionCatalog.CatalogName);
            case Connect.Catalog.CatTypeOneofCase.SetCurrentCatalog:
                if (!operation.SetCurrentCatalog.CatalogName.Equals(SessionCatalog.CatalogName, StringComparison.OrdinalIgnoreCase))
                    throw SparkErrors.Analysis(
                        "CATALOG_NOT_FOUND",
                        ("catalogName", SparkErrors.Identifier(operation.SetCurrentCatalog.CatalogName)),
                        ("config", $"\"spark.sql.catalog.{operation.SetCurrentCatalog.CatalogName}\"")
                    );
                return Nothing();
            case Connect.Catalog.CatTypeOneofCase.ListCatalogs:
                return Rows(
                    Columns("name", "description"),
                    SessionCatalog.Matches(SessionCatalog.CatalogName, Pattern(operation.ListCatalogs.Pattern))
                        ?
                        [
                            [SessionCatalog.CatalogName, null],
                        ]
                        : []
                );
            case Connect.Catalog.CatTypeOneofCase.ListDatabases:
                return Rows(
                    DatabaseColumns,
                    _catalog
                        .Databases.Where(database => SessionCatalog.Matches(database.Name, Pattern(operation.ListDatabases.Pattern)))
                        .Select(Row)
                );
            case Connect.Catalog.CatTypeOneofCase.GetDatabase:
                return Rows(DatabaseColumns, [Row(_catalog.RequireDatabase(LastPart(operation.GetDatabase.DbName)))]);
            case Connect.Catalog.CatTypeOneofCase.DatabaseExists:
                return Flag(_catalog.FindDatabase(LastPart(operation.DatabaseExists.DbName)) is not null);
            case Connect.Catalog.CatTypeOneofCase.ListTables:
                return Rows(
                    TableColumns,
                    Tables(operation.ListTables.HasDbName ? operation.ListTables.DbName : null)
                        .Where(row => SessionCatalog.Matches((string)row[0]!, Pattern(operation.ListTables.Pattern)))
                );
            case Connect.Catalog.CatTypeOneofCase.GetTable:
                return Rows(
                    TableColumns,
                    [Table(Name(operation.GetTable.TableName, operation.GetTable.HasDbName ? operation.GetTable.DbName : null))]
                );
            case Connect.Catalog.CatTypeOneofCase.TableExists:
                var name = Name(operation.TableExists.TableName, operation.TableExists.HasDbName ? operation.TableExists.DbName : null);
                return Flag(statement.Catalog.Find(name, new Dictionary<string, string>()) is not null);
            case Connect.Catalog.CatTypeOneofCase.ListColumns:
                return Rows(
                    ColumnColumns,
                    ColumnsOf(Name(operation.ListColumns.TableName, operation.ListColumns.HasDbName ? operation.ListColumns.DbName : null))
                );
            case Connect.Catalog.CatTypeOneofCase.ListFunctions:
                return Rows(
                    FunctionColumns,
                    Functions().Where(row => SessionCatalog.Matches((string)row[0]!, Pattern(operation.ListFunctions.Pattern)))
                );
            case Connect.Catalog.CatTypeOneofCase.FunctionExists:
                return Flag(FunctionExists(operation.FunctionExists.FunctionName));
            case Connect.Catalog.CatTypeOneofCase.GetFunction:
                if (!FunctionExists(operation.GetFunction.FunctionName))
                    throw SparkErrors.Analysis(
                        "UNRESOLVED_ROUTINE",
                        ("routineName", SparkErrors.Identifier(operation.GetFunction.FunctionName)),
                        ("searchPath", $"[`system`.`builtin`, `system`.`session`, `spark_catalog`.`{_catalog.CurrentDatabase}`]")
                    );
                return Rows(FunctionColumns, [Function(operation.GetFunction.FunctionName)]);
            case Connect.Catalog.CatTypeOneofCase.CreateTable:
                var create = operation.CreateTable;
                return CreateTable(
                    create.TableName,
                    create.HasPath ? create.Path : null,
                    create.HasSource ? create.Source : null,
                    create.Schema,
                    create.Options,
                    create.HasDescription ? create.Description : null
                );
            case Connect.Catalog.CatTypeOneofCase.CreateExternalTable:
                var external = operation.CreateExternalTable;
                return CreateTable(
                    external.TableName,
                    external.HasPath ? external.Path : null,
                    external.HasSource ? external.Source : null,
                    external.Schema,
                    external.Options,
                    null
                );
            case Connect.Catalog.CatTypeOneofCase.DropTempView:
                return Flag(_catalog.DropView(operation.DropTempView.ViewName, false));
            case Connect.Catalog.CatTypeOneofCase.DropGlobalTempView:
                return Flag(_catalog.DropView(operation.DropGlobalTempView.ViewName, true));
            case Connect.Catalog.CatTypeOneofCase.IsCached:
                return Flag(_session.Kept.IsPersisted(Reference(operation.IsCached.TableName)));
            case Connect.Catalog.CatTypeOneofCase.CacheTable:
                _session.Kept.Persist(Reference(operation.CacheTable.TableName), operation.CacheTable.StorageLevel ?? DefaultLevel);
                return Nothing();
            case Connect.Catalog.CatTypeOneofCase.UncacheTable:
                _session.Kept.Unpersist(Reference(operation.UncacheTable.TableName));
                return Nothing();
            case Connect.Catalog.CatTypeOneofCase.ClearCache:
                _session.Kept.UnpersistAll();
                return Nothing();
            case Connect.Catalog.CatTypeOneofCase.RefreshTable
            or Connect.Catalog.CatTypeOneofCase.RefreshByPath
            or Connect.Catalog.CatTypeOneofCase.RecoverPartitions:
                // Files are listed anew by every statement; there is nothing to refresh.
                return Nothing();
            default:
                throw SparkErrors.Unsupported($"the catalog operation {operation.CatTypeCase}");
        }
    }

    /// <summary>Memory and disk, as <c>cache()</c> has it.</summary>
    public static StorageLevel DefaultLevel =>
        new()
        {
            UseDisk = true,
            UseMemory = true,
            Deserialized = true,
            Replication = 1,
        };

    /// <summary>What a name stands for as a plan; cached under the plan of a view.</summary>
    public Relation Reference(string name)
    {
        var parts = _session.Parser.ParseName(name);
        return statement.Catalog.Find(parts, new Dictionary<string, string>()) switch
        {
            ViewRelation view => view.Plan,
            not null => new Relation { Read = new Read { NamedTable = new Read.Types.NamedTable { UnparsedIdentifier = name } } },
            null => throw _catalog.TableNotFound(parts),
        };
    }

    private ITableSource CreateTable(
        string tableName,
        string? path,
        string? source,
        DataType? schema,
        IReadOnlyDictionary<string, string> options,
        string? comment
    )
    {
        new TableCommands(statement).Create(
            _session.Parser.ParseName(tableName),
            source,
            path,
            schema is null ? null : (StructType)ProtocolTypes.FromProtocol(schema, _session.Parser.ParseDataType),
            [],
            options,
            comment
        );
        return Nothing();
    }

    private IEnumerable<object?[]> Tables(string? database)
    {
        var entry = _catalog.RequireDatabase(database is null ? _catalog.CurrentDatabase : LastPart(database));
        foreach (var table in _catalog.Tables(entry.Name))
            yield return Row(table);
        foreach (var view in _catalog.TemporaryViews)
            yield return [view.Qualifier[^1], null, Array.Empty<object?>(), null, "TEMPORARY", true];
    }

    private object?[] Table(IReadOnlyList<string> name)
    {
        if (name.Count == 1 && _catalog.FindTemporaryView(name[0]) is { } view)
            return [view.Qualifier[^1], null, Array.Empty<object?>(), null, "TEMPORARY", true];
        if (
            name.Count == 2
            && name[0].Equals("global_temp", StringComparison.OrdinalIgnoreCase)
            && _catalog.FindGlobalView(name[1]) is not null
        )
            return [name[1], null, new object?[] { "global_temp" }, null, "TEMPORARY", true];
        return Row(_catalog.RequireTable(name));
    }

    private static object?[] Row(TableEntry table) =>
        [
            table.Name,
            SessionCatalog.CatalogName,
            new object?[] { table.Database },
            table.Comment,
            table.IsView ? "VIEW"
            : table.External ? "EXTERNAL"
            : "MANAGED",
            false,
        ];

    private static object?[] Row(DatabaseEntry database) =>
        [database.Name, SessionCatalog.CatalogName, database.Comment, "file:" + database.Location];

    private IEnumerable<object?[]> ColumnsOf(IReadOnlyList<string> name)
    {
        var relation = new Relation
        {
            Read = new Read
            {
                NamedTable = new Read.Types.NamedTable
                {
                    UnparsedIdentifier = string.Join(".", name.Select(part => $"`{part.Replace("`", "``", StringComparison.Ordinal)}`")),
                },
            },
        };
        var schema = statement.Schema(relation);
        var partitions = _catalog.FindTable(name)?.PartitionColumns ?? [];
        return schema.Fields.Select(field =>
            new object?[]
            {
                field.Name,
                null,
                field.Type.Name,
                field.Nullable,
                partitions.Contains(field.Name, StringComparer.OrdinalIgnoreCase),
                false,
                false,
            }
        );
    }

    private IEnumerable<object?[]> Functions() =>
        FunctionTable
            .Instance.Names.Concat(_catalog.Functions.Select(function => function.Name[^1]))
            .Order(StringComparer.Ordinal)
            .Select(Function);

    private object?[] Function(string name) => [name, null, null, "N/A.", "", true];

    private bool FunctionExists(string name) =>
        FunctionTable.Instance.Find(LastPart(name)) is not null || _catalog.FindFunction(_session.Parser.ParseName(name)) is not null;

    private IReadOnlyList<string> Name(string table, string? database) =>
        database is null ? _session.Parser.ParseName(table) : [LastPart(database), table];

    private string LastPart(string name) => _session.Parser.ParseName(name)[^1];

    private static string? Pattern(string pattern) => pattern.Length == 0 ? null : pattern;

    private static StructType Columns(params ReadOnlySpan<string> names)
    {
        var fields = new List<StructField>();
        foreach (var name in names)
            fields.Add(new StructField(name, SparkType.String));
        return new StructType(fields);
    }

    private ITableSource Text(string value) =>
        Rows(
            Columns("value"),
            [
                [value],
            ]
        );

    private ITableSource Flag(bool value) =>
        Rows(
            new StructType([new("value", SparkType.Boolean, false)]),
            [
                [value],
            ]
        );

    private ITableSource Nothing() => Rows(new StructType([]), []);

    private ITableSource Rows(StructType schema, IEnumerable<object?[]> rows) => ResultRows.Source(schema, rows);
}
