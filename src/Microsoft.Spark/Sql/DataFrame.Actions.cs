using Microsoft.Spark.Sql.Types;
using ExplainMode = global::Spark.Connect.AnalyzePlanRequest.Types.Explain.Types.ExplainMode;
using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <content>What runs the plan, or asks the engine about it.</content>
public sealed partial class DataFrame
{
    /// <summary>All rows. They stay columnar until they are looked at.</summary>
    public IEnumerable<Row> Collect() => SparkSession.Execution.Collect(Plan).ToRows();

    /// <summary>The rows one after another as they arrive, without holding them all.</summary>
    public IEnumerable<Row> ToLocalIterator() => SparkSession.Execution.Stream(Plan);

    /// <inheritdoc cref="ToLocalIterator()"/>
    /// <param name="prefetchPartitions">Has no meaning here: results are always fetched ahead.</param>
    public IEnumerable<Row> ToLocalIterator(bool prefetchPartitions) => ToLocalIterator();

    /// <summary>The first <paramref name="n"/> rows.</summary>
    public IEnumerable<Row> Head(int n) => Limit(n).Collect();

    /// <summary>The first row.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Row Head() => Head(1).FirstOrDefault() ?? throw new InvalidOperationException("The DataFrame has no rows.");

    /// <inheritdoc cref="Head()"/>
    public Row First() => Head();

    /// <inheritdoc cref="Head(int)"/>
    public IEnumerable<Row> Take(int n) => Head(n);

    /// <summary>The last <paramref name="n"/> rows.</summary>
    public IEnumerable<Row> Tail(int n) =>
        Derive(
                new()
                {
                    Tail = new() { Input = _relation, Limit = NotNegative(n) },
                },
                keepsSchema: true
            )
            .Collect();

    /// <summary>The number of rows.</summary>
    public long Count() => GroupBy().Count().Collect().Single().GetAs<long>(0);

    /// <summary>Whether there is no row.</summary>
    public bool IsEmpty() => !Select().Limit(1).Collect().Any();

    /// <summary>Writes rows to the console, as a table.</summary>
    /// <param name="numRows">How many at most.</param>
    /// <param name="truncate">Cuts longer values to that many characters; 0 for never.</param>
    /// <param name="vertical">Whether to write one line for each column.</param>
    public void Show(int numRows = 20, int truncate = 20, bool vertical = false) =>
        Console.WriteLine(ShowString(numRows, truncate, vertical));

    /// <summary>What <see cref="Show"/> writes.</summary>
    public string ShowString(int numRows = 20, int truncate = 20, bool vertical = false) =>
        Derive(
                new()
                {
                    ShowString = new()
                    {
                        Input = _relation,
                        NumRows = numRows,
                        Truncate = truncate,
                        Vertical = vertical,
                    },
                }
            )
            .Collect()
            .Single()
            .GetAs<string>(0);

    /// <summary>Writes the plan to the console.</summary>
    /// <param name="extended">Whether to write the logical plans too.</param>
    public void Explain(bool extended = false) => Explain(extended ? "extended" : "simple");

    /// <summary>Writes the plan to the console.</summary>
    /// <param name="mode"><c>simple</c>, <c>extended</c>, <c>codegen</c>, <c>cost</c> or <c>formatted</c>.</param>
    public void Explain(string mode) => Console.WriteLine(ExplainString(mode));

    /// <summary>What <see cref="Explain(string)"/> writes.</summary>
    public string ExplainString(string mode = "simple")
    {
        var explainMode = mode.ToLowerInvariant() switch
        {
            "simple" => ExplainMode.Simple,
            "extended" => ExplainMode.Extended,
            "codegen" => ExplainMode.Codegen,
            "cost" => ExplainMode.Cost,
            "formatted" => ExplainMode.Formatted,
            _ => throw new ArgumentException(
                $"There is no explain mode '{mode}'; use simple, extended, codegen, cost or formatted.",
                nameof(mode)
            ),
        };
        return SparkSession
            .Execution.Analyze(
                new()
                {
                    Explain = new() { Plan = Plan, ExplainMode = explainMode },
                }
            )
            .Explain.ExplainString;
    }

    /// <summary>Whether collecting needs no cluster.</summary>
    public bool IsLocal() => SparkSession.Execution.Analyze(new() { IsLocal = new() { Plan = Plan } }).IsLocal.IsLocal_;

    /// <summary>Whether the rows come from a stream.</summary>
    public bool IsStreaming() => SparkSession.Execution.Analyze(new() { IsStreaming = new() { Plan = Plan } }).IsStreaming.IsStreaming_;

    /// <summary>The files that the rows are read from, as far as the engine can tell.</summary>
    public IEnumerable<string> InputFiles() =>
        SparkSession.Execution.Analyze(new() { InputFiles = new() { Plan = Plan } }).InputFiles.Files;

    /// <summary>Whether the two plans are equal but for the names they use, and so give the same rows.</summary>
    public bool SameSemantics(DataFrame other)
    {
        CheckSameSession(other);
        return SparkSession
            .Execution.Analyze(
                new()
                {
                    SameSemantics = new() { TargetPlan = Plan, OtherPlan = other.Plan },
                }
            )
            .SameSemantics.Result;
    }

    /// <summary>A hash that DataFrames of the <see cref="SameSemantics">same semantics</see> share.</summary>
    public int SemanticHash() => SparkSession.Execution.Analyze(new() { SemanticHash = new() { Plan = Plan } }).SemanticHash.Result;

    /// <summary>Keeps the rows in memory, and on disk what does not fit, once they were computed.</summary>
    public DataFrame Persist() => Persist(Sql.StorageLevel.MEMORY_AND_DISK);

    /// <summary>Keeps the rows once they were computed.</summary>
    /// <param name="storageLevel">Where.</param>
    public DataFrame Persist(StorageLevel storageLevel)
    {
        SparkSession.Execution.Analyze(
            new()
            {
                Persist = new() { Relation = _relation, StorageLevel = storageLevel.ToProto() },
            }
        );
        return this;
    }

    /// <inheritdoc cref="Persist()"/>
    public DataFrame Cache() => Persist();

    /// <summary>Where the rows are kept.</summary>
    public StorageLevel StorageLevel() =>
        new(SparkSession.Execution.Analyze(new() { GetStorageLevel = new() { Relation = _relation } }).GetStorageLevel.StorageLevel);

    /// <summary>Keeps the rows no longer.</summary>
    /// <param name="blocking">Whether to wait until they are gone.</param>
    public DataFrame Unpersist(bool blocking = false)
    {
        SparkSession.Execution.Analyze(
            new()
            {
                Unpersist = new() { Relation = _relation, Blocking = blocking },
            }
        );
        return this;
    }

    /// <summary>The same rows, kept in the checkpoint directory so that their plan is forgotten.</summary>
    /// <param name="eager">Whether to compute them now.</param>
    public DataFrame Checkpoint(bool eager = true) => Checkpoint(local: false, eager);

    /// <summary>The same rows, kept on the executors so that their plan is forgotten.</summary>
    /// <param name="eager">Whether to compute them now.</param>
    public DataFrame LocalCheckpoint(bool eager = true) => Checkpoint(local: true, eager);

    /// <summary>Makes the DataFrame a view of the session.</summary>
    /// <exception cref="AnalysisException">There is such a view.</exception>
    public void CreateTempView(string viewName) => CreateView(viewName, global: false, replace: false);

    /// <summary>Makes the DataFrame a view of the session, in place of one of that name.</summary>
    public void CreateOrReplaceTempView(string viewName) => CreateView(viewName, global: false, replace: true);

    /// <summary>Makes the DataFrame a view <c>global_temp.viewName</c> of all sessions.</summary>
    /// <exception cref="AnalysisException">There is such a view.</exception>
    public void CreateGlobalTempView(string viewName) => CreateView(viewName, global: true, replace: false);

    /// <summary>Makes the DataFrame a view <c>global_temp.viewName</c> of all sessions, in place of one of that name.</summary>
    public void CreateOrReplaceGlobalTempView(string viewName) => CreateView(viewName, global: true, replace: true);

    /// <summary>The number of rows, and of the values, mean, deviation, least and greatest of the columns.</summary>
    /// <param name="cols">The columns; all of numbers and text when none is named.</param>
    public DataFrame Describe(params string[] cols)
    {
        var describe = new Proto.StatDescribe { Input = _relation };
        describe.Cols.Add(cols);
        return Derive(new() { Describe = describe });
    }

    /// <summary>Statistics of all columns of numbers and text.</summary>
    /// <param name="statistics">
    /// <c>count</c>, <c>mean</c>, <c>stddev</c>, <c>min</c>, <c>max</c>, <c>count_distinct</c>, <c>approx_count_distinct</c> or percentiles such as
    /// <c>75%</c>; the usual ones when none is named.
    /// </param>
    public DataFrame Summary(params string[] statistics)
    {
        var summary = new Proto.StatSummary { Input = _relation };
        summary.Statistics.Add(statistics);
        return Derive(new() { Summary = summary });
    }

    private StructType ReadSchema() =>
        DataType.FromProto(SparkSession.Execution.Analyze(new() { Schema = new() { Plan = Plan } }).Schema.Schema_) as StructType
        ?? throw new SparkException("The engine answered with a schema that is no struct.");

    private DataFrame Checkpoint(bool local, bool eager)
    {
        var result = SparkSession.Execution.Command(
            new()
            {
                CheckpointCommand = new()
                {
                    Relation = _relation,
                    Local = local,
                    Eager = eager,
                },
            }
        );
        return new DataFrame(
            SparkSession,
            Identify(new() { CachedRemoteRelation = result.Checkpoint ?? throw new SparkException("The engine made no checkpoint.") }),
            _schema
        );
    }

    private void CreateView(string viewName, bool global, bool replace) =>
        SparkSession.Execution.Command(
            new()
            {
                CreateDataframeView = new()
                {
                    Input = _relation,
                    Name = viewName,
                    IsGlobal = global,
                    Replace = replace,
                },
            }
        );
}
