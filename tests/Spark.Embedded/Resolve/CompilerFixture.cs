using Spark.Connect;
using Spark.Embedded.Functions;
using Spark.Embedded.Parse;
using Spark.Embedded.Plan;
using Spark.Embedded.Run;
using Spark.Embedded.Types;

namespace Spark.Embedded.Tests.Resolve;

/// <summary>Compiles Spark SQL and plan messages and runs the result on a database in memory.</summary>
public sealed class CompilerFixture : IDisposable
{
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open();
    private readonly DuckDbConnection _connection;
    private readonly NativeFunctionRegistry _natives;
    private readonly Dictionary<string, string> _config = [];

    public CompilerFixture()
    {
        _connection = _database.Connect();
        _natives = new NativeFunctionRegistry(_database);
        _connection.UseTimeZone("UTC");
        Session = new SessionContext
        {
            Catalog = Tables,
            Functions = FunctionTable.Instance,
            Parser = new SessionSqlParser(key => _config.GetValueOrDefault(key)),
            Config = key => _config.GetValueOrDefault(key),
        };
    }

    public SessionContext Session { get; }

    internal MemoryCatalog Tables { get; } = new();

    public CompilerFixture With(string key, string value)
    {
        _config[key] = value;
        return this;
    }

    /// <summary>Names a query.</summary>
    public CompilerFixture View(string name, string sql)
    {
        Tables.Relations[name] = new ViewRelation([name], Session.Parser.ParseQuery(sql));
        return this;
    }

    public CompiledQuery Compile(string sql) => PlanCompiler.Compile(Session.Parser.ParseQuery(sql), Session);

    /// <summary>The rows of a query, values cast to Spark's strings.</summary>
    public IReadOnlyList<string> Rows(string sql) => Rows(Compile(sql));

    public IReadOnlyList<string> Rows(Relation relation) => Rows(PlanCompiler.Compile(relation, Session));

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    private List<string> Rows(CompiledQuery query)
    {
        var natives = new List<NativeFunction>(query.Natives);
        var columns = query.ColumnNames.Select((name, i) => $"{Lower.CastSql(name, query.Schema.Fields[i].Type, natives)} AS {name}");
        var sql = $"SELECT {string.Join(", ", columns)} FROM ({query.Sql}) AS q";
        _natives.Register(natives);
        var rows = new List<string>();
        try
        {
            using var result = _connection.Query(sql);
            while (result.Next() is { } batch)
            {
                using (batch)
                {
                    for (var row = 0; row < batch.RowCount; row++)
                        rows.Add(string.Join("|", batch.Columns.Select(column => column.IsNull(row) ? "NULL" : column.GetString(row))));
                }
            }
        }
        catch (DuckDbException error)
        {
            throw DuckDbErrors.ToSpark(error);
        }

        return rows;
    }

    private static class Lower
    {
        public static string CastSql(string name, SparkType type, List<NativeFunction> natives) =>
            Embedded.Lower.CastLowering.Sql(name, type, SparkType.String, EvalMode.Ansi, "UTC", natives);
    }
}

/// <summary>Names to relations, and nothing else.</summary>
internal sealed class MemoryCatalog : ICatalog
{
    public Dictionary<string, CatalogRelation> Relations { get; } = new(StringComparer.OrdinalIgnoreCase);

    public CatalogRelation? Find(IReadOnlyList<string> name, IReadOnlyDictionary<string, string> options) =>
        Relations.GetValueOrDefault(name[^1]);

    public ITableSource Open(Read.Types.DataSource source) => throw new NotSupportedException();

    public ITableSource Open(LocalRelation relation) => throw new NotSupportedException();

    public ITableSource Open(CachedLocalRelation relation) => throw new NotSupportedException();

    public ITableSource Open(ChunkedCachedLocalRelation relation) => throw new NotSupportedException();

    public CatalogRelation? Find(CachedRemoteRelation relation) => null;

    public ITableSource Open(Catalog operation) => throw new NotSupportedException();

    public SessionVariable? FindVariable(IReadOnlyList<string> name) => null;

    public SqlFunction? FindFunction(IReadOnlyList<string> name) => null;
}

/// <summary>A table of constants that remembers what was asked of it.</summary>
internal sealed class MemoryTable(StructType schema, params string[] rows) : ITableSource
{
    public StructType Schema { get; } = schema;

    public IReadOnlyList<StructField> MetadataColumns { get; init; } = [];

    public ScanRequest? Asked { get; private set; }

    public ScanSql ToSql(ScanRequest request)
    {
        Asked = request;
        var names = Schema.Fields.Select((_, i) => $"x{i}");
        return new ScanSql(
            $"(VALUES {string.Join(", ", rows)}) AS {request.Alias}({string.Join(", ", names)})",
            [.. request.Columns.Select(i => i < Schema.Fields.Count ? $"{request.Alias}.x{i}" : "'file'")]
        );
    }
}
