using Microsoft.Spark;
using Spark.Connect;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Sources;
using Spark.Embedded.Types;

namespace Spark.Embedded.Session;

/// <summary>The session's names and the world's files, as one statement sees them.</summary>
internal sealed class StatementCatalog(RunningStatement statement) : ICatalog
{
    private readonly EmbeddedSession _session = statement.Session;

    /// <summary>The sources that the statement opened.</summary>
    public List<ITableSource> Opened { get; } = [];

    public CatalogRelation? Find(IReadOnlyList<string> name, IReadOnlyDictionary<string, string> options)
    {
        if (name.Count == 1 && _session.Catalog.FindTemporaryView(name[0]) is { } view)
            return view;
        if (name.Count == 2 && name[0].Equals("global_temp", StringComparison.OrdinalIgnoreCase))
            return _session.Catalog.FindGlobalView(name[1]);
        if (_session.Catalog.FindTable(name) is { } table)
            return table.View
                ?? (CatalogRelation)new TableRelation([SessionCatalog.CatalogName, table.Database, table.Name], Open(table, options));
        if (name.Count == 2 && _session.Application.Sources.ReadsPath(name[0]))
        {
            var source = new Read.Types.DataSource { Format = name[0], Paths = { name[1] } };
            foreach (var (key, value) in options)
                source.Options[key] = value;
            return new TableRelation(name, Open(source));
        }

        return null;
    }

    public ITableSource Open(Read.Types.DataSource source)
    {
        var format = source.Format.Length > 0 ? source.Format : _session.Config["spark.sql.sources.default"]!;
        var options = new SourceOptions(source.Options);
        var paths =
            source.Paths.Count > 0 ? [.. source.Paths]
            : options["path"] is { } path ? [path]
            : PathsOption(options["paths"]);
        var schema = source.Schema.Length > 0 ? SchemaOf(source.Schema) : null;
        var opened = _session.Application.Sources.Find(format);
        if (paths.Count == 0 && opened.HasPaths)
            throw SparkErrors.Analysis("UNABLE_TO_INFER_SCHEMA", ("format", format));
        return Opening(opened.Open(new ReadRequest(statement, paths, schema, options)));
    }

    public ITableSource Open(LocalRelation relation) =>
        Opening(
            LocalRows.Open(
                relation.HasData ? relation.Data.ToByteArray() : null,
                relation.HasSchema && relation.Schema.Length > 0 ? SchemaOf(relation.Schema) : null,
                statement
            )
        );

    public ITableSource Open(CachedLocalRelation relation)
    {
        var local = LocalRelation.Parser.ParseFrom(Artifact("cache/" + relation.Hash));
        return Open(local);
    }

    public ITableSource Open(ChunkedCachedLocalRelation relation)
    {
        var schema = relation.HasSchemaHash
            ? SchemaOf(System.Text.Encoding.UTF8.GetString(Artifact("cache/" + relation.SchemaHash)))
            : null;
        var batches = new List<Connect.Columnar.ColumnBatch>();
        foreach (var hash in relation.DataHashes)
            batches.AddRange(Connect.Arrow.ArrowStreamReader.ReadAll(Artifact("cache/" + hash), out _));
        return Opening(
            schema is null
                ? LocalRows.Open(relation.DataHashes.Count > 0 ? Artifact("cache/" + relation.DataHashes[0]) : null, null, statement)
                : LocalRows.Store(schema, batches, statement)
        );
    }

    public CatalogRelation? Find(CachedRemoteRelation relation) =>
        _session.Kept.Find(relation.RelationId) is { } stored ? new TableRelation([], stored) : null;

    public ITableSource Open(Connect.Catalog operation) => new CatalogOperations(statement).Run(operation);

    public SessionVariable? FindVariable(IReadOnlyList<string> name) => _session.Catalog.FindVariable(name);

    public SqlFunction? FindFunction(IReadOnlyList<string> name) => _session.Catalog.FindFunction(name);

    /// <summary>Opens a table of the session catalog.</summary>
    public ITableSource Open(TableEntry table, IReadOnlyDictionary<string, string> options)
    {
        var all = new SourceOptions(table.Options.Concat(options));
        var given = table.Provider == "delta" ? null : table.Schema;
        return Opening(_session.Application.Sources.Find(table.Provider!).Open(new ReadRequest(statement, [table.Path!], given, all)));
    }

    /// <summary>A schema that came as DDL or JSON.</summary>
    public StructType SchemaOf(string text)
    {
        var type = TypeJson.IsJson(text)
            ? TypeJson.Read(text, name => ProtocolTypes.FromProtocol(_session.Parser.ParseDataType(name)))
            : ProtocolTypes.FromProtocol(_session.Parser.ParseDataType(text));
        return type as StructType
            ?? throw SparkErrors.Analysis(
                "INVALID_SCHEMA.NON_STRUCT_TYPE",
                ("inputSchema", $"\"{text}\""),
                ("dataType", TypeText.Quoted(type))
            );
    }

    private ITableSource Opening(ITableSource source)
    {
        Opened.Add(source);
        return source;
    }

    private byte[] Artifact(string name) =>
        _session.Artifacts.TryGetValue(name, out var data)
            ? data
            : throw new SparkException(
                $"[LOCAL_RELATION_NOT_FOUND] The local data '{name}' was not uploaded to this session. SQLSTATE: 42P01"
            )
            {
                ErrorClass = "LOCAL_RELATION_NOT_FOUND",
            };

    private static List<string> PathsOption(string? json) =>
        json is null ? [] : [.. System.Text.Json.JsonDocument.Parse(json).RootElement.EnumerateArray().Select(item => item.GetString()!)];
}
