using Spark.Connect;
using Spark.Embedded.Delta;
using Spark.Embedded.Errors;
using Spark.Embedded.Parse.Statements;
using Spark.Embedded.Plan;
using Spark.Embedded.Sources;
using Spark.Embedded.Types;
using SaveMode = Spark.Connect.WriteOperation.Types.SaveMode;
using StructField = Spark.Embedded.Types.StructField;
using StructType = Spark.Embedded.Types.StructType;

namespace Spark.Embedded.Session;

/// <summary>Runs the statements of Spark SQL that are more than a query.</summary>
internal sealed partial class StatementRunner(RunningStatement statement)
{
    private readonly EmbeddedSession _session = statement.Session;
    private readonly SessionCatalog _catalog = statement.Session.Catalog;

    /// <summary>Runs a statement and returns its rows; null for none.</summary>
    public CompiledQuery? Run(Parse.Statements.Statement parsed)
    {
        if (parsed is not MultiInsertStatement inserts)
            return ConflictRetry.Run(statement, () => RunOnce(parsed));
        // Each is a transaction of its own.
        foreach (var insert in inserts.Inserts)
            ConflictRetry.Run(statement, () => Insert(insert));
        return null;
    }

    private CompiledQuery? RunOnce(Parse.Statements.Statement parsed)
    {
        switch (parsed)
        {
            case QueryStatement query:
                return statement.Compile(query.Query);
            case ExplainStatement explain:
                return Rows(
                    [new("plan", SparkType.String)],
                    [
                        [new PlanExplanation(statement).Of(explain.Statement, explain.Mode)],
                    ]
                );
            case SetConfigurationStatement set:
                return Set(set);
            case ResetConfigurationStatement reset:
                foreach (var key in reset.Key is { } one ? [one] : _session.Config.All.Keys.Where(SessionConfig.IsModifiable).ToList())
                    _session.Config.Unset(key);
                return null;
            case CreateTableStatement create:
                Create(create);
                return null;
            case DropTableStatement drop:
                new TableCommands(statement).Drop(drop.Name, drop.IfExists);
                return null;
            case CreateViewStatement view:
                Create(view);
                return null;
            case CreateTempViewUsingStatement view:
                Create(view);
                return null;
            case DropViewStatement drop:
                new TableCommands(statement).Drop(drop.Name, drop.IfExists, isView: true);
                return null;
            case InsertIntoStatement insert:
                return Insert(insert);
            case InsertOverwriteDirectoryStatement { Path: { } path } directory:
                _session
                    .Application.Sources.Find(directory.Provider)
                    .Write(
                        new WriteRequest(
                            statement,
                            statement.Compile(directory.Query),
                            FileListing.LocalPath(path),
                            SaveMode.Overwrite,
                            [],
                            new SourceOptions(directory.Options)
                        )
                    );
                return null;
            case CacheTableStatement cache:
                if (cache.Query is { } cached)
                    _catalog.CreateView(cache.Name[^1], cached, statement.Schema(cached), false, false);
                _session.Kept.Persist(new CatalogOperations(statement).Reference(Dotted(cache.Name)), CatalogOperations.DefaultLevel);
                return null;
            case UncacheTableStatement uncache:
                if (statement.Catalog.Find(uncache.Name, new Dictionary<string, string>()) is not null || !uncache.IfExists)
                    _session.Kept.Unpersist(new CatalogOperations(statement).Reference(Dotted(uncache.Name)));
                return null;
            case ClearCacheStatement:
                _session.Kept.UnpersistAll();
                return null;
            case RefreshTableStatement or RefreshResourceStatement or RepairTableStatement or RefreshFunctionStatement or AnalyzeStatement:
                // Files are listed and their statistics read anew by every statement.
                return null;
            case DeclareVariableStatement declare:
                Declare(declare);
                return null;
            case DropVariableStatement drop:
                if (_catalog.FindVariable(drop.Name) is null && !drop.IfExists)
                    throw SparkErrors.Analysis("VARIABLE_NOT_FOUND", ("variableName", SparkErrors.Identifier(drop.Name)));
                _catalog.SetVariable(drop.Name[^1], null);
                return null;
            case SetVariablesStatement set:
                foreach (var assignment in set.Assignments)
                    Assign(assignment.Name, assignment.Value);
                return null;
            case CreateSqlFunctionStatement function:
                Create(function);
                return null;
            case DropFunctionStatement drop:
                if (_catalog.FindFunction(drop.Name) is null && !drop.IfExists)
                    throw SparkErrors.Analysis("ROUTINE_NOT_FOUND", ("routineName", SparkErrors.Identifier(drop.Name)));
                _catalog.SetFunction(drop.Name[^1], null);
                return null;
            default:
                return Namespace(parsed) ?? DeltaStatement(parsed);
        }
    }

    private static CompiledQuery Rows(IReadOnlyList<StructField> columns, IEnumerable<object?[]> rows) =>
        ResultRows.Query(new StructType(columns), rows);

    private static string Dotted(IReadOnlyList<string> name) =>
        string.Join(".", name.Select(part => $"`{part.Replace("`", "``", StringComparison.Ordinal)}`"));

    private CompiledQuery? Set(SetConfigurationStatement set)
    {
        StructField[] columns = [new("key", SparkType.String, false), new("value", SparkType.String, false)];
        if (set.Key is null)
            return Rows(columns, _session.Config.All.Select(pair => new object?[] { pair.Key, pair.Value }));
        if (set.Value is null)
            return Rows(
                columns,
                [
                    [set.Key, _session.Config[set.Key] ?? "<undefined>"],
                ]
            );
        _session.Config.Set(set.Key, set.Value);
        return Rows(
            columns,
            [
                [set.Key, set.Value],
            ]
        );
    }

    private void Create(CreateTableStatement create)
    {
        var tables = new TableCommands(statement);
        var existing = _catalog.FindTable(create.Name);
        if (existing is not null && create.Mode == CreateMode.CreateIfNotExists)
            return;
        if (existing is not null && create.Mode == CreateMode.Create)
            throw SparkErrors.Analysis(
                "TABLE_OR_VIEW_ALREADY_EXISTS",
                ("relationName", SparkErrors.Identifier(SessionCatalog.CatalogName, existing.Database, existing.Name))
            );
        if (existing is null && create.Mode == CreateMode.Replace)
            throw _catalog.TableNotFound(create.Name);
        var clauses = create.Clauses;
        if (clauses.Buckets is not null)
            throw SparkErrors.Unsupported("CLUSTERED BY ... BUCKETS");
        if (clauses.ClusterBy.Count > 0 && create.Query is not null)
            throw SparkErrors.Unsupported("CLUSTER BY in CREATE TABLE ... AS SELECT", "Create the table, then insert the rows.");
        var partitions = clauses
            .Partitioning.Select(field =>
                field.Transform is null ? field.Column[^1] : throw SparkErrors.Unsupported($"the partition transform {field.Transform}")
            )
            .ToList();
        var replace = create.Mode is CreateMode.Replace or CreateMode.CreateOrReplace;
        if (create.Name.Count == 2 && create.Name[0].Equals("delta", StringComparison.OrdinalIgnoreCase))
        {
            CreateByPath(create, partitions, replace);
            return;
        }

        if (create.Query is { } query)
        {
            var options = new Dictionary<string, string>(clauses.Options);
            if (replace)
                options["overwriteSchema"] = "true";
            tables.Save(
                create.Name,
                statement.Compile(query),
                create.Provider,
                replace ? SaveMode.Overwrite : SaveMode.ErrorIfExists,
                partitions,
                options,
                clauses.Properties,
                clauses.Comment,
                clauses.Location
            );
            return;
        }

        tables.Create(
            create.Name,
            create.Provider,
            clauses.Location,
            SchemaOf(create),
            partitions,
            clauses.Options,
            clauses.Comment,
            clauses.Properties,
            replace && existing is not null,
            clauses.ClusterBy
        );
    }

    private void CreateByPath(CreateTableStatement create, List<string> partitions, bool replace)
    {
        var path = FileListing.LocalPath(create.Name[1]);
        var log = _session.Application.Tables.Open(path);
        if (log.Update() is not null && create.Mode == CreateMode.CreateIfNotExists)
            return;
        if (create.Query is { } query)
        {
            _session
                .Application.Sources.Find("delta")
                .Write(
                    new WriteRequest(
                        statement,
                        statement.Compile(query),
                        path,
                        replace ? SaveMode.Overwrite : SaveMode.ErrorIfExists,
                        partitions,
                        new SourceOptions(replace ? [KeyValuePair.Create("overwriteSchema", "true")] : [])
                    )
                );
            return;
        }

        new Delta.TableCommands(statement.Delta).Create(
            log,
            new TableDefinition(DeltaSchemas.ToDelta(SchemaOf(create)!))
            {
                PartitionBy = partitions,
                ClusterBy = create.Clauses.ClusterBy,
                Properties = create.Clauses.Properties,
                Comment = create.Clauses.Comment,
            },
            replace && log.Update() is not null
        );
    }

    private StructType? SchemaOf(CreateTableStatement create)
    {
        var fields = create
            .Columns.Concat(create.Clauses.Partitioning.Select(field => field.Definition).OfType<ColumnDefinition>())
            .Select(column =>
            {
                if (column.Generated is not null || column.Identity is not null)
                    throw SparkErrors.Unsupported("generated and identity columns");
                return new StructField(
                    column.Name[^1],
                    ProtocolTypes.FromProtocol(column.Type, _session.Parser.ParseDataType),
                    column.Nullable,
                    column.Comment is null
                        ? null
                        : $"{{\"comment\":{System.Text.Json.JsonSerializer.Serialize(column.Comment, JsonTexts.Default.String)}}}"
                );
            })
            .ToList();
        if (fields.Count == 0)
            return null;
        var schema = new StructType(fields);
        ColumnNames.CheckUnique(schema);
        ColumnNames.CheckUnique(create.Clauses.Partitioning.Select(field => field.Column[^1]));
        return schema;
    }

    private void Create(CreateViewStatement view)
    {
        var plan = view.Query;
        var schema = statement.Schema(plan);
        if (view.Columns.Count > 0)
        {
            if (view.Columns.Count != schema.Fields.Count)
            {
                throw SparkErrors.Analysis(
                    view.Columns.Count > schema.Fields.Count
                        ? "CREATE_VIEW_COLUMN_ARITY_MISMATCH.NOT_ENOUGH_DATA_COLUMNS"
                        : "CREATE_VIEW_COLUMN_ARITY_MISMATCH.TOO_MANY_DATA_COLUMNS",
                    ("viewName", SparkErrors.Identifier(view.Name)),
                    ("viewColumns", string.Join(", ", view.Columns.Select(column => SparkErrors.Identifier(column.Name)))),
                    ("dataColumns", string.Join(", ", schema.Fields.Select(field => SparkErrors.Identifier(field.Name))))
                );
            }

            var renamed = new ToDF { Input = plan };
            renamed.ColumnNames.AddRange(view.Columns.Select(column => column.Name));
            plan = new Relation { ToDf = renamed };
            schema = new StructType([.. schema.Fields.Select((field, i) => field with { Name = view.Columns[i].Name })]);
        }

        ColumnNames.CheckUnique(schema);
        if (view.Kind != ViewKind.Persisted)
        {
            if (
                view.IfNotExists
                && (
                    view.Kind == ViewKind.GlobalTemporary
                        ? _catalog.FindGlobalView(view.Name[^1])
                        : _catalog.FindTemporaryView(view.Name[^1])
                )
                    is not null
            )
                return;
            _catalog.CreateView(view.Name[^1], plan, schema, view.Kind == ViewKind.GlobalTemporary, view.Replace);
            return;
        }

        var existing = _catalog.FindTable(view.Name);
        if (existing is not null && view.IfNotExists)
            return;
        if (existing is not null && !view.Replace)
            throw SparkErrors.Analysis(
                "TABLE_OR_VIEW_ALREADY_EXISTS",
                ("relationName", SparkErrors.Identifier(SessionCatalog.CatalogName, existing.Database, existing.Name))
            );
        var (database, name, _) = _catalog.Place(view.Name);
        _catalog.Put(
            new TableEntry(database.Name, name, null, null)
            {
                View = new ViewRelation([SessionCatalog.CatalogName, database.Name, name], plan, schema),
                ViewText = view.QuerySql,
                Schema = schema,
                Comment = view.Comment,
                Properties = view.Properties,
            }
        );
    }

    private void Create(CreateTempViewUsingStatement view)
    {
        var read = new Read.Types.DataSource { Format = view.Provider };
        foreach (var (key, value) in view.Options)
            read.Options[key] = value;
        if (view.Schema is { } given)
            read.Schema = TypeText.Ddl((StructType)ProtocolTypes.FromProtocol(given, _session.Parser.ParseDataType));
        var plan = new Relation { Read = new Read { DataSource = read } };
        _catalog.CreateView(view.Name[^1], plan, statement.Schema(plan), view.IsGlobal, view.Replace);
    }

    private CompiledQuery? Insert(InsertIntoStatement insert)
    {
        if (insert.IfPartitionNotExists)
            throw SparkErrors.Unsupported("INSERT ... IF NOT EXISTS", "Ask for the partition's rows before.");
        var options = new Dictionary<string, string>(insert.Options);
        if (insert.ReplaceWhere is { } where)
            options["replaceWhere"] = where.Sql;
        else if (
            insert.Overwrite
            && _session.Config["spark.sql.sources.partitionOverwriteMode"]!.Equals("DYNAMIC", StringComparison.OrdinalIgnoreCase)
        )
            options.TryAdd("partitionOverwriteMode", "dynamic");
        new InsertCommand(statement).Run(
            insert.Table,
            insert.Query,
            insert.Overwrite || insert.ReplaceWhere is not null,
            insert.ByName,
            insert.Columns,
            options,
            insert.Partition
        );
        return null;
    }

    private void Declare(DeclareVariableStatement declare)
    {
        foreach (var name in declare.Names)
        {
            if (!declare.Replace && _catalog.FindVariable(name) is not null)
                throw SparkErrors.Analysis(
                    "VARIABLE_ALREADY_EXISTS",
                    ("variableName", SparkErrors.Identifier("system", "session", name[^1]))
                );
            var value = declare.Default is { } expression ? expression : Plans.Null;
            if (declare.Type is { } type)
                value = new Expression
                {
                    Cast = new Expression.Types.Cast { Expr = value, Type = type },
                };
            _catalog.SetVariable(name[^1], Evaluate(value));
        }
    }

    private void Assign(IReadOnlyList<string> name, Expression value)
    {
        var variable =
            _catalog.FindVariable(name)
            ?? throw SparkErrors.Analysis(
                "UNRESOLVED_VARIABLE",
                ("variableName", SparkErrors.Identifier(name)),
                ("searchPath", "`SYSTEM`.`SESSION`")
            );
        _catalog.SetVariable(name[^1], Evaluate(Plans.Cast(value, variable.Value.Type)));
    }

    private Literal Evaluate(Expression value)
    {
        var query = statement.Compile(
            Plans.Project(
                new Relation
                {
                    LocalRelation = null,
                    Range = new Connect.Range
                    {
                        Start = 0,
                        End = 1,
                        Step = 1,
                    },
                },
                [value.As("value")]
            )
        );
        return new Literal(statement.Rows(query).First()[0], query.Schema.Fields[0].Type);
    }

    private void Create(CreateSqlFunctionStatement function) =>
        throw SparkErrors.Unsupported($"CREATE FUNCTION {string.Join(".", function.Name)}");
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class JsonTexts : System.Text.Json.Serialization.JsonSerializerContext;
