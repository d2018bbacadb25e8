using System.Collections.Concurrent;
using System.Globalization;
using DuckDB.NET.Native;
using Spark.Connect;
using Spark.Connect.Columnar;
using Spark.Embedded.Delta;
using Spark.Embedded.Functions;
using Spark.Embedded.Parse;
using Spark.Embedded.Plan;
using Spark.Embedded.Run;
using Spark.Embedded.Sources;
using Spark.Embedded.Sources.Csv;
using Spark.Embedded.Sources.Json;
using Spark.Embedded.Sources.Parquet;
using Spark.Embedded.Sources.Text;
using Spark.Embedded.Types;

namespace Spark.Embedded.Session;

/// <summary>What the sessions of one application share: the DuckDB instance and the Delta tables it has open.</summary>
internal sealed class EmbeddedApplication : IDisposable
{
    private readonly Lazy<DuckDbEngine> _engine;
    private readonly Lazy<DeltaTables> _tables;
    private readonly Lazy<DataSourceRegistry> _sources;
    private int _sessions;
    private long _lastTable;

    public EmbeddedApplication(SessionConfig config)
    {
        // Opened by the first statement that needs it: a session that only asks for settings costs nothing.
        _engine = new Lazy<DuckDbEngine>(() =>
            new DuckDbEngine(
                config[SessionConfig.Threads] is { } threads ? int.Parse(threads, CultureInfo.InvariantCulture) : null,
                config[SessionConfig.Memory],
                config[SessionConfig.SpillFolder] is { } folder
                    ? Path.Combine(folder, $"spark-embedded-{Environment.ProcessId}-{Guid.NewGuid():N}")
                    : null
            )
        );
        _tables = new Lazy<DeltaTables>(() => new DeltaTables(_engine.Value.Database));
        _sources = new Lazy<DataSourceRegistry>(() =>
            new DataSourceRegistry(
                new CsvDataSource(),
                new JsonDataSource(),
                new ParquetDataSource(),
                new TextDataSource(),
                new DeltaDataSource(_tables.Value)
            )
        );
    }

    public DuckDbEngine Engine => _engine.Value;

    public DeltaTables Tables => _tables.Value;

    /// <summary>The data sources: one more stands in one more line of the constructor.</summary>
    public DataSourceRegistry Sources => _sources.Value;

    /// <summary>A name for a table of DuckDB that nobody else has.</summary>
    public string NewTable(string prefix) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}_{Interlocked.Increment(ref _lastTable)}");

    public void Join() => Interlocked.Increment(ref _sessions);

    /// <summary>A session ends; the last one closes DuckDB.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _sessions) == 0)
            Dispose();
    }

    public void Dispose()
    {
        if (_engine.IsValueCreated)
            _engine.Value.Dispose();
    }
}

/// <summary>A session of the embedded engine: settings, names, artifacts, and relations that are kept.</summary>
internal sealed class EmbeddedSession
{
    public EmbeddedSession(EmbeddedApplication application, SessionConfig config, SessionCatalog? sharedCatalog)
    {
        Application = application;
        Config = config;
        Catalog = new SessionCatalog(() => Path.GetFullPath(FileListing.LocalPath(config["spark.sql.warehouse.dir"]!)), sharedCatalog);
        Parser = new SessionSqlParser(key => config[key]);
        Kept = new KeptRelations(this);
        application.Join();
    }

    public EmbeddedApplication Application { get; }

    public DuckDbEngine Engine => Application.Engine;

    public SessionConfig Config { get; }

    public SessionCatalog Catalog { get; }

    public SessionSqlParser Parser { get; }

    /// <summary>Uploads by name: <c>cache/HASH</c>, <c>files/NAME</c>.</summary>
    public ConcurrentDictionary<string, byte[]> Artifacts { get; } = new(StringComparer.Ordinal);

    /// <summary>Relations that were persisted or checkpointed.</summary>
    public KeptRelations Kept { get; }

    public string TimeZone => Config["spark.sql.session.timeZone"]!;

    /// <summary>Begins a statement.</summary>
    public RunningStatement NewStatement() => new(this);
}

/// <summary>One statement while it runs: what it opened, and the connection it runs on.</summary>
internal sealed class RunningStatement : ISourceContext, IDisposable
{
    private readonly Lock _lock = new();
    private DuckDbConnection? _connection;
    private bool _interrupted;

    public RunningStatement(EmbeddedSession session)
    {
        Session = session;
        Scope = new StatementScope(session.Engine);
        Catalog = new StatementCatalog(this);
    }

    public EmbeddedSession Session { get; }

    public StatementScope Scope { get; }

    public StatementCatalog Catalog { get; }

    /// <summary>The connection of the statement, lent on first use.</summary>
    public DuckDbConnection Connection
    {
        get
        {
            lock (_lock)
            {
                _connection ??= Session.Engine.Rent(Session.TimeZone);
                ThrowIfInterrupted();
                return _connection;
            }
        }
    }

    public DuckDbEngine Engine => Session.Engine;

    public ISqlParser Parser => Session.Parser;

    public string? Config(string key) => Session.Config[key];

    public IEnumerable<ITableSource> Opened => Catalog.Opened;

    /// <summary>Ends the statement when it was told to stop.</summary>
    public void ThrowIfInterrupted()
    {
        lock (_lock)
        {
            if (_interrupted)
                throw new DuckDbException(DuckDBErrorType.Interrupt, "INTERRUPT Error: Interrupted!");
        }
    }

    /// <summary>Compiles a plan; its native functions are known to DuckDB afterwards.</summary>
    public CompiledQuery Compile(Relation relation) => Compile(relation, Catalog);

    public CompiledQuery Compile(Relation plan, IReadOnlyDictionary<string, ITableSource> sources) =>
        Compile(plan, sources.Count == 0 ? Catalog : new SourceOverlay(Catalog, sources));

    private CompiledQuery Compile(Relation relation, ICatalog catalog)
    {
        var query = PlanCompiler.Compile(Session.Kept.Replace(relation, this), Context(catalog));
        Register(query);
        return query;
    }

    /// <summary>The schema of a plan.</summary>
    public StructType Schema(Relation relation) => PlanCompiler.Schema(relation, Context(Catalog));

    public SessionContext Context(ICatalog catalog) =>
        new()
        {
            Catalog = catalog,
            Functions = FunctionTable.Instance,
            Parser = Session.Parser,
            Config = Config,
            CurrentDatabase = Session.Catalog.CurrentDatabase,
            RunEagerly = plan => [.. Rows(PlanCompiler.Lower(plan, Context(catalog)))],
        };

    public void Register(IReadOnlyCollection<NativeFunction> functions)
    {
        if (functions.Count > 0)
            Engine.Functions.Register(functions);
    }

    public void Register(CompiledQuery query)
    {
        Register(query.Natives);
        foreach (var (_, observed) in query.Observations)
            Register(observed);
    }

    /// <summary>What Delta's commands need of the session.</summary>
    public DeltaSession Delta => DeltaSession.Of(this, Session.Application.Tables);

    /// <summary>The batches of a compiled query in the physical types of its schema.</summary>
    public IEnumerable<ColumnBatch> Batches(CompiledQuery query)
    {
        var shape = new ResultShape(query.Schema, Session.TimeZone);
        using var result = Connection.Query(query.Sql);
        while (result.Next() is { } batch)
            yield return query.Schema.Fields.Count == 0 ? new ColumnBatch([], [], batch.RowCount, batch) : shape.Apply(batch);
    }

    /// <summary>The rows of a compiled query as values.</summary>
    public IEnumerable<object?[]> Rows(CompiledQuery query)
    {
        Register(query);
        foreach (var batch in Batches(query))
        {
            using (batch)
            {
                for (var row = 0; row < batch.RowCount; row++)
                    yield return [.. batch.Columns.Select(column => ValueReader.Read(column, row))];
            }
        }
    }

    /// <summary>Stops what runs, from any thread.</summary>
    public void Interrupt()
    {
        lock (_lock)
        {
            _interrupted = true;
            Scope.Interrupt();
            _connection?.Interrupt();
        }
    }

    public void Dispose()
    {
        Scope.Dispose();
        lock (_lock)
        {
            if (_connection is not null)
                Session.Engine.Return(_connection);
            _connection = null;
        }
    }
}
