using global::Spark.Connect.Execution;
using Microsoft.Spark.Sql.Streaming;
using Microsoft.Spark.Sql.Types;
using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <summary>The way into Spark: reads data, runs SQL, and holds settings and temporary views.</summary>
public sealed partial class SparkSession : IDisposable
{
    private static readonly AsyncLocal<SparkSession?> ActiveInThread = new();
    private static SparkSession? _default;
    private SparkContext? _context;
    private int _stopped;

    internal SparkSession(IPlanExecutor executor, IReadOnlyDictionary<string, string>? config = null)
    {
        Execution = new PlanExecution(executor);
        InitialConfig = config ?? new Dictionary<string, string>();
        Catalog = new Catalog.Catalog(this);
    }

    /// <summary>Begins to describe a session.</summary>
    public static Builder Builder() => new();

    /// <summary>The catalog: databases, tables, views and functions.</summary>
    public Catalog.Catalog Catalog { get; }

    /// <summary>What is left of Spark's context over Spark Connect.</summary>
    public SparkContext SparkContext => _context ??= new SparkContext(this);

    /// <summary>The name of the engine that runs the session's queries: <c>embedded</c>, or the address of a Spark Connect server.</summary>
    public string Engine => Executor.Engine;

    /// <summary>The session's id, a UUID.</summary>
    public string SessionId => Executor.SessionId;

    /// <summary>Whether the session has ended.</summary>
    public bool IsStopped => _stopped != 0;

    /// <summary>Runs the plans.</summary>
    internal PlanExecution Execution { get; }

    internal IPlanExecutor Executor => Execution.Executor;

    /// <summary>The settings that the session was built with.</summary>
    internal IReadOnlyDictionary<string, string> InitialConfig { get; }

    /// <summary>Makes a session the one that <see cref="GetActiveSession"/> gives in this flow of execution.</summary>
    public static void SetActiveSession(SparkSession session) => ActiveInThread.Value = session;

    /// <summary>Forgets the active session.</summary>
    public static void ClearActiveSession() => ActiveInThread.Value = null;

    /// <summary>The active session; null for none.</summary>
    public static SparkSession? GetActiveSession() => ActiveInThread.Value is { IsStopped: false } session ? session : null;

    /// <summary>Makes a session the one that <see cref="GetDefaultSession"/> gives everywhere.</summary>
    public static void SetDefaultSession(SparkSession session) => _default = session;

    /// <summary>Forgets the default session.</summary>
    public static void ClearDefaultSession() => _default = null;

    /// <summary>The default session; null for none.</summary>
    public static SparkSession? GetDefaultSession() => _default is { IsStopped: false } session ? session : null;

    /// <summary>The active session, or the default one.</summary>
    /// <exception cref="InvalidOperationException">There is neither.</exception>
    public static SparkSession Active() =>
        GetActiveSession()
        ?? GetDefaultSession()
        ?? throw new InvalidOperationException("There is no Spark session; make one with SparkSession.Builder().GetOrCreate().");

    /// <summary>The session's settings.</summary>
    public RuntimeConfig Conf() => new(Execution);

    /// <summary>The streaming queries that run in the session.</summary>
    public StreamingQueryManager Streams() => new(this);

    /// <summary>Another session on the same engine, with its own settings and temporary views.</summary>
    public SparkSession NewSession() => new(PlanExecution.Wait(() => Executor.NewSessionAsync()), InitialConfig);

    /// <summary>Another session on the same engine that begins with this one's settings and temporary views.</summary>
    public SparkSession CloneSession() => new(PlanExecution.Wait(() => Executor.NewSessionAsync(clone: true)), InitialConfig);

    /// <summary>The version of Spark that the engine is, or speaks for.</summary>
    public string Version() => Execution.Analyze(new() { SparkVersion = new() }).SparkVersion.Version;

    /// <summary>A table or view of the catalog, or files as in <c>delta.`/lake/sales`</c>.</summary>
    public DataFrame Table(string tableName) => Read().Table(tableName);

    /// <summary>Runs a statement of SQL. Commands run at once; queries when their result is asked for.</summary>
    /// <exception cref="ParseException">The text is not Spark SQL.</exception>
    public DataFrame Sql(string sqlText) => RunSql(NewSql(sqlText));

    /// <summary>Runs a statement of SQL with parameters, <c>:name</c> in its text.</summary>
    /// <param name="args">Their values: columns, or values that become literals.</param>
    public DataFrame Sql(string sqlText, IReadOnlyDictionary<string, object?> args)
    {
        var sql = NewSql(sqlText);
        foreach (var (name, value) in args)
            sql.NamedArguments.Add(name, Column.ToColumn(value).Expression);
        return RunSql(sql);
    }

    /// <summary>Runs a statement of SQL with parameters, <c>?</c> in its text.</summary>
    /// <param name="args">Their values: columns, or values that become literals.</param>
    public DataFrame Sql(string sqlText, params object?[] args)
    {
        var sql = NewSql(sqlText);
        sql.PosArguments.Add(args.Select(value => Column.ToColumn(value).Expression));
        return RunSql(sql);
    }

    /// <summary>Runs a command in the language of another system.</summary>
    /// <param name="runner">The class of Spark's <c>ExternalCommandRunner</c> that runs it.</param>
    public DataFrame ExecuteCommand(string runner, string command, Dictionary<string, string> options)
    {
        var external = new Proto.ExecuteExternalCommand { Runner = runner, Command = command };
        external.Options.Add(options);
        return FromSqlResult(Execution.Command(new() { ExecuteExternalCommand = external }));
    }

    /// <summary>Begins to read files or tables.</summary>
    public DataFrameReader Read() => new(this);

    /// <summary>Begins to read streams.</summary>
    public DataStreamReader ReadStream() => new(this);

    /// <summary>Functions that users register.</summary>
    public UdfRegistration Udf() => new(this);

    /// <summary>The numbers from 0 to <paramref name="end"/>, without it, in a column <c>id</c>.</summary>
    public DataFrame Range(long end) => Range(0, end);

    /// <summary>The numbers from <paramref name="start"/> to <paramref name="end"/>, without it, in a column <c>id</c>.</summary>
    public DataFrame Range(long start, long end) => Range(start, end, 1);

    /// <inheritdoc cref="Range(long, long)"/>
    /// <param name="step">How far apart they are.</param>
    public DataFrame Range(long start, long end, long step) => Range(start, end, step, null);

    /// <inheritdoc cref="Range(long, long, long)"/>
    /// <param name="numPartitions">In how many partitions.</param>
    public DataFrame Range(long start, long end, long step, int numPartitions) => Range(start, end, step, (int?)numPartitions);

    /// <summary>The rows of a function that makes tables, such as <c>explode</c> or <c>range</c>.</summary>
    public DataFrame TableValuedFunction(string name, params Column[] arguments)
    {
        var function = new Proto.UnresolvedTableValuedFunction { FunctionName = name };
        function.Arguments.Add(arguments.Select(argument => argument.Expression));
        return NewDataFrame(new() { UnresolvedTableValuedFunction = function });
    }

    /// <summary>Marks the executions that this session starts from now on, so that <see cref="InterruptTag"/> finds them.</summary>
    /// <exception cref="ArgumentException">The tag is empty or has a comma.</exception>
    public void AddTag(string tag) => Execution.AddTag(CheckTag(tag));

    /// <summary>Marks executions with the tag no longer.</summary>
    public void RemoveTag(string tag) => Execution.RemoveTag(CheckTag(tag));

    /// <summary>The tags that executions get.</summary>
    public IReadOnlyCollection<string> GetTags() => [.. Execution.Tags];

    /// <summary>Marks executions no longer.</summary>
    public void ClearTags() => Execution.ClearTags();

    /// <summary>Interrupts all of the session's executions.</summary>
    /// <returns>The ids of those that were interrupted.</returns>
    public IReadOnlyList<string> InterruptAll() => Interrupt(new() { InterruptType = Proto.InterruptRequest.Types.InterruptType.All });

    /// <summary>Interrupts the executions that have a tag.</summary>
    /// <returns>The ids of those that were interrupted.</returns>
    public IReadOnlyList<string> InterruptTag(string tag) =>
        Interrupt(new() { InterruptType = Proto.InterruptRequest.Types.InterruptType.Tag, OperationTag = CheckTag(tag) });

    /// <summary>Interrupts one execution.</summary>
    /// <returns>Its id, when it was interrupted.</returns>
    public IReadOnlyList<string> InterruptOperation(string operationId) =>
        Interrupt(new() { InterruptType = Proto.InterruptRequest.Types.InterruptType.OperationId, OperationId = operationId });

    /// <summary>Uploads a file to the engine, under the name of the protocol, such as <c>files/rates.csv</c> or <c>jars/functions.jar</c>.</summary>
    public void AddArtifact(string name, Stream content) =>
        PlanExecution.Wait(async () =>
        {
            await Executor.AddArtifactAsync(name, content).ConfigureAwait(false);
            return true;
        });

    /// <summary>Ends the session.</summary>
    public void Stop()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
            return;
        Interlocked.CompareExchange(ref _default, null, this);
        if (ActiveInThread.Value == this)
            ActiveInThread.Value = null;
        PlanExecution.Wait(async () =>
        {
            await Executor.DisposeAsync().ConfigureAwait(false);
            return true;
        });
    }

    /// <inheritdoc cref="Stop"/>
    public void Dispose() => Stop();

    /// <summary>A DataFrame over a relation that has no plan id yet.</summary>
    internal DataFrame NewDataFrame(Proto.Relation relation, StructType? schema = null) => new(this, DataFrame.Identify(relation), schema);

    private DataFrame Range(long start, long end, long step, int? numPartitions)
    {
        if (step == 0)
            throw new ArgumentOutOfRangeException(nameof(step), step, "The numbers of a range are apart.");
        var range = new Proto.Range
        {
            Start = start,
            End = end,
            Step = step,
        };
        if (numPartitions is { } number)
            range.NumPartitions = number;
        return NewDataFrame(new() { Range = range });
    }

    private static Proto.SQL NewSql(string sqlText)
    {
        ArgumentNullException.ThrowIfNull(sqlText);
        return new() { Query = sqlText };
    }

    private DataFrame RunSql(Proto.SQL sql)
    {
        var command = new Proto.SqlCommand { Input = DataFrame.Identify(new() { Sql = sql }) };
        if (sql.NamedArguments.Count + sql.PosArguments.Count == 0)
        {
#pragma warning disable CS0612 // Servers before 4.0 know only this field; later ones prefer it, and lose the arguments of the other.
            command.Sql = sql.Query;
#pragma warning restore CS0612
        }

        return FromSqlResult(Execution.Command(new() { SqlCommand = command }));
    }

    private DataFrame FromSqlResult(CommandResult result) =>
        NewDataFrame(result.Sql?.Clone() ?? throw new SparkException("The engine did not say what the statement gave."));

    private IReadOnlyList<string> Interrupt(Proto.InterruptRequest request) => PlanExecution.Wait(() => Executor.InterruptAsync(request));

    private static string CheckTag(string tag)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        return tag.Contains(',') ? throw new ArgumentException("A tag has no comma.", nameof(tag)) : tag;
    }
}
