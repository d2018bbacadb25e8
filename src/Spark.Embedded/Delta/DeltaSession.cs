using Delta.Log;
using Spark.Connect;
using Spark.Embedded.Plan;
using Spark.Embedded.Run;
using Spark.Embedded.Sources;
using Spark.Embedded.Types;
using Filter = Spark.Connect.Filter;
using Limit = Spark.Connect.Limit;
using Project = Spark.Connect.Project;

namespace Spark.Embedded.Delta;

/// <summary>What Delta's writes and commands need of a session.</summary>
internal sealed class DeltaSession
{
    /// <summary>The connection on which a command runs; free of other work meanwhile.</summary>
    public required DuckDbConnection Connection { get; init; }

    /// <summary>The tables of the database.</summary>
    public required DeltaTables Tables { get; init; }

    /// <summary>Compiles a plan; the sources are found by their names (one part) before anything else.</summary>
    public required Func<Relation, IReadOnlyDictionary<string, ITableSource>, CompiledQuery> Compile { get; init; }

    /// <summary>Reads a Spark SQL expression, such as that of a CHECK constraint.</summary>
    public required Func<string, Expression> ParseExpression { get; init; }

    /// <summary>Makes native functions known to DuckDB before a query that calls them.</summary>
    public Action<IReadOnlyCollection<NativeFunction>> Register { get; init; } = static _ => { };

    /// <summary>The session's configuration.</summary>
    public Func<string, string?> Config { get; init; } = static _ => null;

    /// <summary>The session of a statement.</summary>
    public static DeltaSession Of(ISourceContext statement, DeltaTables tables) =>
        new()
        {
            Connection = statement.Connection,
            Tables = tables,
            Compile = statement.Compile,
            ParseExpression = statement.Parser.ParseExpression,
            Register = statement.Register,
            Opened = () => statement.Opened.OfType<DeltaTableSource>(),
            Config = statement.Config,
        };

    /// <summary>The Delta tables that the statement has opened so far.</summary>
    public Func<IEnumerable<DeltaTableSource>> Opened { get; init; } = static () => [];

    /// <summary>
    /// Begins a transaction in the engine's name. It begins at the version that the statement has read of the table, if it has, so that what was
    /// committed since counts as concurrent.
    /// </summary>
    public OptimisticTransaction Begin(DeltaLog log)
    {
        var newest = log.Update();
        var read = ReadsOf(log).Select(source => source.Snapshot).MinBy(snapshot => snapshot!.Version);
        return new(log, read?.Metadata.Id == newest?.Metadata.Id ? read ?? newest : newest)
        {
            EngineInfo = EngineInfo,
            UserMetadata = Config("spark.databricks.delta.commitInfo.userMetadata"),
        };
    }

    /// <summary>Commits.</summary>
    /// <exception cref="CommitConflictException">Another commit came first and the two exclude each other; nothing was written.</exception>
    public long Commit(OptimisticTransaction txn, IReadOnlyCollection<LogAction> actions, Operation operation)
    {
        foreach (var predicate in ReadsOf(txn.Log).SelectMany(source => source.Read))
            txn.ReadFiles(predicate);
        return txn.Commit(actions, operation) switch
        {
            CommitOutcome.Committed committed => committed.Version,
            CommitOutcome.Conflict conflict => throw new CommitConflictException(conflict, txn.Log.Store.Root),
            var other => throw new InvalidOperationException($"Unknown outcome {other}."),
        };
    }

    private static string EngineInfo { get; } =
        $"Spark.Embedded/{typeof(DeltaSession).Assembly.GetName().Version?.ToString(3)} Delta.Log/{typeof(DeltaLog).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>What the statement reads of a table as it is; versions of the past do not change.</summary>
    private IEnumerable<DeltaTableSource> ReadsOf(DeltaLog log) =>
        Opened().Where(source => source.Snapshot?.Log == log && !source.IsTimeTravel && source.Read.Count > 0);

    /// <summary>A setting that is true or false.</summary>
    public bool Flag(string key, bool missing) => bool.TryParse(Config(key), out var value) ? value : missing;

    /// <summary>The SELECT of a compiled query with its columns under Spark's names, and whatever it calls registered.</summary>
    public string Select(CompiledQuery query)
    {
        Register(query.Natives);
        if (query.ColumnNames.Count == 0)
            return query.Sql;
        return $"SELECT {Sql.List(query.Schema.Fields.Select((field, i) => $"{Sql.Name(query.ColumnNames[i])} AS {Sql.Name(field.Name)}"))} FROM ({query.Sql})";
    }

    /// <summary>Compiles a plan over sources to a SELECT.</summary>
    public string Select(Relation plan, params IReadOnlyList<(string Name, ITableSource Source)> sources) =>
        Select(Compile(plan, sources.ToDictionary(source => source.Name, source => source.Source)));

    /// <summary>The rows of a query of whole numbers.</summary>
    public List<long[]> Numbers(string sql)
    {
        var rows = new List<long[]>();
        using var result = Connection.Query(sql);
        while (result.Next() is { } batch)
        {
            using (batch)
            {
                for (var i = 0; i < batch.RowCount; i++)
                    rows.Add([.. batch.Columns.Select(column => column.IsNull(i) ? 0 : column.Values<long>()[i])]);
            }
        }

        return rows;
    }

    /// <summary>The first row of a query as text; null when there is none.</summary>
    public IReadOnlyList<string?>? FirstRow(string sql)
    {
        using var result = Connection.Query(sql);
        using var batch = result.Next();
        return batch is null ? null : [.. batch.Columns.Select(column => column.IsNull(0) ? null : column.GetString(0))];
    }

    /// <summary>Runs what a command does, with the log's and DuckDB's errors turned into Spark's.</summary>
    public static T Guard<T>(Func<T> command)
    {
        try
        {
            return command();
        }
        catch (DeltaLogException e)
        {
            throw DeltaErrors.From(e);
        }
        catch (DuckDbException e)
        {
            throw DuckDbErrors.ToSpark(e);
        }
    }
}

/// <summary>Builds the plans that commands need.</summary>
internal static class Plans
{
    public static Relation Table(string name) =>
        new() { Read = new Read { NamedTable = new Read.Types.NamedTable { UnparsedIdentifier = Quote(name) } } };

    public static Relation Filter(Relation input, Expression condition) =>
        new()
        {
            Filter = new Filter { Input = input, Condition = condition },
        };

    public static Relation Project(Relation input, IEnumerable<Expression> columns)
    {
        var project = new Project { Input = input };
        project.Expressions.AddRange(columns);
        return new Relation { Project = project };
    }

    public static Relation Alias(Relation input, string alias) =>
        new()
        {
            SubqueryAlias = new SubqueryAlias { Input = input, Alias = alias },
        };

    public static Relation Limit(Relation input, int rows) =>
        new()
        {
            Limit = new Limit { Input = input, Limit_ = rows },
        };

    /// <summary>A column, by the parts of its name.</summary>
    public static Expression Column(params IEnumerable<string> parts) =>
        new()
        {
            UnresolvedAttribute = new Expression.Types.UnresolvedAttribute { UnparsedIdentifier = string.Join(".", parts.Select(Quote)) },
        };

    public static Expression Call(string function, params IEnumerable<Expression> arguments)
    {
        var call = new Expression.Types.UnresolvedFunction { FunctionName = function };
        call.Arguments.AddRange(arguments);
        return new Expression { UnresolvedFunction = call };
    }

    public static Expression As(this Expression expression, string name)
    {
        var alias = new Expression.Types.Alias { Expr = expression };
        alias.Name.Add(name);
        return new Expression { Alias = alias };
    }

    public static Expression Cast(Expression expression, SparkType type) =>
        new()
        {
            Cast = new Expression.Types.Cast { Expr = expression, Type = ProtocolTypes.ToProtocol(type) },
        };

    public static Expression Null => new() { Literal = new Expression.Types.Literal { Null = new DataType { Null = new() } } };

    public static Expression Boolean(bool value) => new() { Literal = new Expression.Types.Literal { Boolean = value } };

    public static Expression Number(int value) => new() { Literal = new Expression.Types.Literal { Integer = value } };

    public static Expression Text(string value) => new() { Literal = new Expression.Types.Literal { String = value } };

    /// <summary>True where the condition is true; false where it is false or null.</summary>
    public static Expression IsTrue(Expression condition) => Call("coalesce", condition, Boolean(false));

    public static Expression IsNotTrue(Expression condition) => Call("not", IsTrue(condition));

    private static string Quote(string part) => "`" + part.Replace("`", "``", StringComparison.Ordinal) + "`";
}

/// <summary>A catalog in which some sources have names of their own.</summary>
internal sealed class SourceOverlay(ICatalog catalog, IReadOnlyDictionary<string, ITableSource> sources) : ICatalog
{
    public CatalogRelation? Find(IReadOnlyList<string> name, IReadOnlyDictionary<string, string> options) =>
        name.Count == 1 && sources.TryGetValue(name[0], out var source)
            ? new TableRelation([name[0]], source)
            : catalog.Find(name, options);

    public ITableSource Open(Read.Types.DataSource source) => catalog.Open(source);

    public ITableSource Open(LocalRelation relation) => catalog.Open(relation);

    public ITableSource Open(CachedLocalRelation relation) => catalog.Open(relation);

    public ITableSource Open(ChunkedCachedLocalRelation relation) => catalog.Open(relation);

    public CatalogRelation? Find(CachedRemoteRelation relation) => catalog.Find(relation);

    public ITableSource Open(Catalog operation) => catalog.Open(operation);

    public SessionVariable? FindVariable(IReadOnlyList<string> name) => catalog.FindVariable(name);

    public SqlFunction? FindFunction(IReadOnlyList<string> name) => catalog.FindFunction(name);
}
