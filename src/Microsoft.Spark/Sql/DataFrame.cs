using Microsoft.Spark.Sql.Streaming;
using Microsoft.Spark.Sql.Types;
using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <summary>Rows under named and typed columns: a plan of how to come by them, which runs when an action asks for the result.</summary>
/// <remarks>A DataFrame does not change; every transformation makes a new one.</remarks>
public sealed partial class DataFrame
{
    private readonly Proto.Relation _relation;
    private StructType? _schema;

    internal DataFrame(SparkSession session, Proto.Relation relation, StructType? schema = null)
    {
        SparkSession = session;
        _relation = relation;
        _schema = schema;
    }

    /// <summary>The session that the DataFrame belongs to.</summary>
    public SparkSession SparkSession { get; }

    /// <summary>The protocol's message for the plan.</summary>
    internal Proto.Relation Relation => _relation;

    /// <summary>The number by which columns of this very DataFrame refer to it.</summary>
    internal long PlanId => _relation.Common.PlanId;

    internal Proto.Plan Plan => new() { Root = _relation };

    /// <summary>The column of that name, of this DataFrame and no other that it is joined with.</summary>
    public Column this[string columnName] => Col(columnName);

    /// <inheritdoc cref="this[string]"/>
    public Column Col(string colName) => Column.Named(colName, PlanId);

    /// <summary>The columns whose names match a regular expression of Java, in backquotes as in SQL.</summary>
    public Column ColRegex(string colName) =>
        new(
            new Proto.Expression
            {
                UnresolvedRegex = new() { ColName = colName, PlanId = PlanId },
            }
        );

    /// <summary>A column that only some sources have beside the data, such as <c>_metadata</c> of files.</summary>
    public Column MetadataColumn(string colName) =>
        new(
            new Proto.Expression
            {
                UnresolvedAttribute = new()
                {
                    UnparsedIdentifier = colName,
                    PlanId = PlanId,
                    IsMetadataColumn = true,
                },
            }
        );

    /// <summary>The names and types of the columns. The first call asks the engine.</summary>
    public StructType Schema() => _schema ??= ReadSchema();

    /// <summary>Writes the schema to the console, as a tree.</summary>
    public void PrintSchema() => PrintSchema(0);

    /// <inheritdoc cref="PrintSchema()"/>
    /// <param name="level">How deep to go into nested columns; 0 for all the way.</param>
    public void PrintSchema(int level) => Console.WriteLine(Schema().TreeString(level));

    /// <summary>Each column's name and type.</summary>
    public IEnumerable<Tuple<string, string>> DTypes() =>
        Schema().Fields.ConvertAll(field => Tuple.Create(field.Name, field.DataType.SimpleString));

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Columns() => Schema().FieldNames;

    /// <summary>The same rows; for chains that name their DataFrames.</summary>
    public DataFrame ToDF() => new(SparkSession, _relation, _schema);

    /// <summary>The same rows with all columns renamed.</summary>
    /// <param name="colNames">As many names as there are columns.</param>
    public DataFrame ToDF(params string[] colNames)
    {
        var toDF = new Proto.ToDF { Input = _relation };
        toDF.ColumnNames.Add(colNames);
        return Derive(new() { ToDf = toDF });
    }

    /// <summary>The rows with columns put into the order, types and nullability of a schema, by name.</summary>
    public DataFrame To(StructType schema) =>
        new(
            SparkSession,
            Identify(
                new()
                {
                    ToSchema = new() { Input = _relation, Schema = schema.ToProto() },
                }
            ),
            schema
        );

    /// <summary>The DataFrame under a name by which columns can refer to it, as in <c>a.id</c>.</summary>
    public DataFrame As(string alias)
    {
        ArgumentNullException.ThrowIfNull(alias);
        return Derive(
            new()
            {
                SubqueryAlias = new() { Input = _relation, Alias = alias },
            },
            keepsSchema: true
        );
    }

    /// <inheritdoc cref="As(string)"/>
    public DataFrame Alias(string alias) => As(alias);

    /// <summary>Advice to the optimiser, such as <c>broadcast</c> or <c>repartition</c>.</summary>
    /// <param name="name">The hint.</param>
    /// <param name="parameters">Its parameters: columns, or values that become literals.</param>
    public DataFrame Hint(string name, object[]? parameters = null)
    {
        var columns = (parameters ?? []).Select(Column.ToColumn).ToArray();
        var hint = new Proto.Hint { Input = _relation, Name = name };
        hint.Parameters.Add(columns.Select(column => column.Expression));
        return Derive(new() { Hint = hint }, columns, keepsSchema: true);
    }

    /// <summary>What <paramref name="func"/> makes of the DataFrame, for a chain of steps.</summary>
    public DataFrame Transform(Func<DataFrame, DataFrame> func) => func(this);

    /// <summary>Functions over missing values.</summary>
    public DataFrameNaFunctions Na() => new(this);

    /// <summary>Functions of statistics.</summary>
    public DataFrameStatFunctions Stat() => new(this);

    /// <summary>Begins to write the rows to files or a table.</summary>
    public DataFrameWriter Write() => new(this);

    /// <summary>Begins to write the rows to a table of a catalog.</summary>
    public DataFrameWriterV2 WriteTo(string table) => new(this, table);

    /// <summary>Begins to merge the rows into a table.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="condition">Which row of the table a row of this DataFrame matches.</param>
    public MergeIntoWriter MergeInto(string table, Column condition) => new(this, table, condition);

    /// <summary>Begins to write the rows of a stream.</summary>
    public DataStreamWriter WriteStream() => new(this);

    /// <summary>For a stream: how late rows may come, measured by a column of event times.</summary>
    public DataFrame WithWatermark(string eventTime, string delayThreshold) =>
        Derive(
            new()
            {
                WithWatermark = new()
                {
                    Input = _relation,
                    EventTime = eventTime,
                    DelayThreshold = delayThreshold,
                },
            },
            keepsSchema: true
        );

    /// <summary>Metrics to compute on the side while the rows pass, under a name. Find them through an <see cref="Observation"/>.</summary>
    public DataFrame Observe(string name, Column expr, params Column[] exprs) => CollectMetrics(name, [expr, .. exprs]);

    /// <summary>Metrics to compute on the side while the rows pass; <paramref name="observation"/> has them after the first action.</summary>
    /// <exception cref="ArgumentException">The observation already watches a DataFrame.</exception>
    public DataFrame Observe(Observation observation, Column expr, params Column[] exprs)
    {
        var observed = CollectMetrics(observation.Name, [expr, .. exprs]);
        observation.Watch(observed);
        return observed;
    }

    /// <summary>The DataFrame's first column of its one row, as a value within another query; null without a row.</summary>
    public Column Scalar() => Subquery(Proto.SubqueryExpression.Types.SubqueryType.Scalar);

    /// <summary>Whether the DataFrame has a row, as a condition within another query.</summary>
    public Column Exists() => Subquery(Proto.SubqueryExpression.Types.SubqueryType.Exists);

    /// <summary>The schema as <c>[age: integer, name: string]</c>.</summary>
    public override string ToString() =>
        $"[{string.Join(", ", Schema().Fields.Select(field => $"{field.Name}: {field.DataType.SimpleString}"))}]";

    private Column Subquery(Proto.SubqueryExpression.Types.SubqueryType type) =>
        new(
            new Proto.Expression
            {
                SubqueryExpression = new() { PlanId = PlanId, SubqueryType = type },
            },
            [this]
        );

    private DataFrame CollectMetrics(string name, Column[] metrics)
    {
        var collect = new Proto.CollectMetrics { Input = _relation, Name = name };
        collect.Metrics.Add(metrics.Select(metric => metric.Expression));
        return Derive(new() { CollectMetrics = collect }, metrics, keepsSchema: true);
    }

    /// <summary>A DataFrame over a relation that this one is the input of.</summary>
    /// <param name="relation">The relation, still without a plan id.</param>
    /// <param name="columns">The columns that occur in it, whose subqueries the plan must carry.</param>
    /// <param name="keepsSchema">Whether the columns stay what they are.</param>
    internal DataFrame Derive(Proto.Relation relation, IEnumerable<Column>? columns = null, bool keepsSchema = false)
    {
        Identify(relation);
        columns ??= [];
        UserCode.Refuse(columns);
        var subqueries = Column.Together(columns.Select(column => column.Subqueries));
        if (subqueries.Count > 0)
        {
            var withRelations = new Proto.WithRelations { Root = relation };
            withRelations.References.Add(subqueries.Select(subquery => subquery.Relation));
            relation = Identify(new() { WithRelations = withRelations });
        }

        return new DataFrame(SparkSession, relation, keepsSchema ? _schema : null);
    }

    private static long _lastPlanId;

    /// <summary>Gives a relation a plan id that no other has in this process.</summary>
    internal static Proto.Relation Identify(Proto.Relation relation)
    {
        relation.Common = new() { PlanId = Interlocked.Increment(ref _lastPlanId) };
        return relation;
    }

    private void CheckSameSession(DataFrame other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.SparkSession.Executor.SessionId != SparkSession.Executor.SessionId)
            throw new ArgumentException("The two DataFrames belong to different sessions.", nameof(other));
    }
}
