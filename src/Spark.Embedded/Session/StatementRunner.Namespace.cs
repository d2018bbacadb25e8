using Spark.Connect;
using Spark.Embedded.Functions;
using Spark.Embedded.Parse.Statements;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Session;

/// <summary>The statements about databases, and those that show and describe.</summary>
internal sealed partial class StatementRunner
{
    private static readonly StructField[] DescribeColumns =
    [
        new("col_name", SparkType.String, false),
        new("data_type", SparkType.String, false),
        new("comment", SparkType.String),
    ];

    private CompiledQuery? Namespace(Parse.Statements.Statement parsed)
    {
        switch (parsed)
        {
            case CreateNamespaceStatement create:
                _catalog.CreateDatabase(
                    create.Name[^1],
                    create.IfNotExists,
                    create.Location is { } location ? Sources.FileListing.LocalPath(location) : null,
                    create.Comment,
                    create.Properties
                );
                return Done;
            case DropNamespaceStatement drop:
                _catalog.DropDatabase(drop.Name[^1], drop.IfExists, drop.Cascade, new TableCommands(statement).Drop);
                return Done;
            case UseStatement use:
                _catalog.Use(use.Name[^1]);
                return Done;
            case SetNamespacePropertiesStatement set:
                var database = _catalog.RequireDatabase(set.Name[^1]);
                _catalog.Replace(
                    database with
                    {
                        Properties = database
                            .Properties.Concat(set.Properties)
                            .GroupBy(pair => pair.Key)
                            .ToDictionary(group => group.Key, group => group.Last().Value),
                    }
                );
                return Done;
            case ShowNamespacesStatement show:
                return Rows(
                    [new("namespace", SparkType.String, false)],
                    _catalog
                        .Databases.Where(entry => SessionCatalog.Matches(entry.Name, show.Pattern))
                        .Select(entry => new object?[] { entry.Name })
                );
            case ShowCurrentNamespaceStatement:
                return Rows(
                    [new("catalog", SparkType.String, false), new("namespace", SparkType.String, false)],
                    [
                        [SessionCatalog.CatalogName, _catalog.CurrentDatabase],
                    ]
                );
            case ShowCatalogsStatement show:
                return Rows(
                    [new("catalog", SparkType.String, false)],
                    SessionCatalog.Matches(SessionCatalog.CatalogName, show.Pattern)
                        ?
                        [
                            [SessionCatalog.CatalogName],
                        ]
                        : []
                );
            case ShowTablesStatement show:
                return ShowTables(show.Namespace, show.Pattern, viewsOnly: false);
            case ShowViewsStatement show:
                return ShowTables(show.Namespace, show.Pattern, viewsOnly: true);
            case ShowColumnsStatement show:
                var shown = statement.Schema(Named(show.Table));
                return Rows([new("col_name", SparkType.String, false)], shown.Fields.Select(field => new object?[] { field.Name }));
            case ShowTablePropertiesStatement show:
                var properties = _catalog.RequireTable(show.Table).Properties;
                return Rows(
                    [new("key", SparkType.String, false), new("value", SparkType.String, false)],
                    show.Key is { } key
                        ?
                        [
                            [
                                key,
                                properties.GetValueOrDefault(key)
                                    ?? $"Table {SessionCatalog.CatalogName}.{string.Join(".", show.Table)} does not have property: {key}",
                            ],
                        ]
                        : properties
                            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                            .Select(pair => new object?[] { pair.Key, pair.Value })
                );
            case ShowFunctionsStatement show:
                var names = (show.System ? FunctionTable.Instance.Names : []).Concat(
                    show.User ? _catalog.Functions.Select(function => function.Name[^1]) : []
                );
                return Rows(
                    [new("function", SparkType.String, false)],
                    names
                        .Where(name => SessionCatalog.Matches(name, show.Pattern))
                        .Order(StringComparer.Ordinal)
                        .Select(name => new object?[] { name })
                );
            case DescribeQueryStatement describe:
                return Describe(statement.Schema(describe.Query), []);
            case DescribeTableStatement { Column: null, Partition.Count: 0, AsJson: false } describe:
                return DescribeTable(describe);
            case DescribeNamespaceStatement describe:
                var entry = _catalog.RequireDatabase(describe.Name[^1]);
                return Rows(
                    [new("info_name", SparkType.String, false), new("info_value", SparkType.String, false)],
                    [
                        ["Catalog Name", SessionCatalog.CatalogName],
                        ["Namespace Name", entry.Name],
                        ["Comment", entry.Comment ?? ""],
                        ["Location", "file:" + entry.Location],
                    ]
                );
            default:
                return null;
        }
    }

    /// <summary>No rows of no columns.</summary>
    private static CompiledQuery Done => Rows([], []);

    private static Relation Named(IReadOnlyList<string> name) =>
        new() { Read = new Read { NamedTable = new Read.Types.NamedTable { UnparsedIdentifier = Dotted(name) } } };

    private CompiledQuery ShowTables(IReadOnlyList<string>? space, string? pattern, bool viewsOnly)
    {
        var database = _catalog.RequireDatabase(space?[^1] ?? _catalog.CurrentDatabase);
        var rows = _catalog
            .Tables(database.Name)
            .Where(table => !viewsOnly || table.IsView)
            .Select(table => new object?[] { table.Database, table.Name, false })
            .Concat(_catalog.TemporaryViews.Select(view => new object?[] { "", view.Qualifier[^1], true }))
            .Where(row => SessionCatalog.Matches((string)row[1]!, pattern));
        return Rows(
            [
                new("namespace", SparkType.String, false),
                new(viewsOnly ? "viewName" : "tableName", SparkType.String, false),
                new("isTemporary", SparkType.Boolean, false),
            ],
            rows
        );
    }

    private CompiledQuery DescribeTable(DescribeTableStatement describe)
    {
        var schema = statement.Schema(Named(describe.Name));
        var table = _catalog.FindTable(describe.Name);
        var rows = new List<object?[]>();
        if (describe.Extended && table is not null)
        {
            rows.Add(["", "", ""]);
            rows.Add(["# Detailed Table Information", "", ""]);
            rows.Add(["Catalog", SessionCatalog.CatalogName, ""]);
            rows.Add(["Database", table.Database, ""]);
            rows.Add(["Table", table.Name, ""]);
            rows.Add([
                "Type",
                table.IsView ? "VIEW"
                : table.External ? "EXTERNAL"
                : "MANAGED",
                "",
            ]);
            if (table.Provider is { } provider)
                rows.Add(["Provider", provider, ""]);
            if (table.Comment is { } comment)
                rows.Add(["Comment", comment, ""]);
            if (table.Path is { } path)
                rows.Add(["Location", "file:" + path, ""]);
            if (table.ViewText is { } text)
                rows.Add(["View Text", text, ""]);
        }

        return Describe(schema, table?.PartitionColumns ?? [], rows);
    }

    private static CompiledQuery Describe(StructType schema, IReadOnlyList<string> partitions, IEnumerable<object?[]>? more = null)
    {
        var rows = schema.Fields.Select(Row).ToList();
        if (partitions.Count > 0)
        {
            rows.Add(["# Partition Information", "", ""]);
            rows.Add(["# col_name", "data_type", "comment"]);
            rows.AddRange(schema.Fields.Where(field => partitions.Contains(field.Name, StringComparer.OrdinalIgnoreCase)).Select(Row));
        }

        return Rows(DescribeColumns, rows.Concat(more ?? []));

        static object?[] Row(StructField field) => [field.Name, field.Type.Name, Comment(field)];
    }

    private static string? Comment(StructField field)
    {
        if (field.Metadata is not { } json)
            return null;
        using var document = System.Text.Json.JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty("comment", out var comment) ? comment.GetString() : null;
    }
}
