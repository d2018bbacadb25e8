using Microsoft.Spark.Sql.Types;
using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql.Catalog;

/// <summary>The catalog of a session: databases, tables, views and functions. Names may carry their catalog and database, as in <c>db.table</c>.</summary>
public sealed class Catalog
{
    private readonly SparkSession _session;

    internal Catalog(SparkSession session) => _session = session;

    /// <summary>Keeps a table in memory.</summary>
    public void CacheTable(string tableName) => Run(new() { CacheTable = new() { TableName = tableName } });

    /// <summary>Keeps a table where <paramref name="storageLevel"/> says.</summary>
    public void CacheTable(string tableName, StorageLevel storageLevel) =>
        Run(
            new()
            {
                CacheTable = new() { TableName = tableName, StorageLevel = storageLevel.ToProto() },
            }
        );

    /// <summary>Keeps no table in memory any longer.</summary>
    public void ClearCache() => Run(new() { ClearCache = new() });

    /// <summary>Creates a table over the files of a path, in Spark's default format.</summary>
    public DataFrame CreateTable(string tableName, string path) => Create(tableName, path, null, null, null, null);

    /// <summary>Creates a table over the files of a path.</summary>
    public DataFrame CreateTable(string tableName, string path, string source) => Create(tableName, path, source, null, null, null);

    /// <summary>Creates a table of a format, with its options.</summary>
    public DataFrame CreateTable(string tableName, string source, IDictionary<string, string> options) =>
        Create(tableName, null, source, null, null, options);

    /// <summary>Creates a table of a format, with its options and a description.</summary>
    public DataFrame CreateTable(string tableName, string source, string description, IDictionary<string, string> options) =>
        Create(tableName, null, source, null, description, options);

    /// <summary>Creates a table of a format with a schema.</summary>
    public DataFrame CreateTable(string tableName, string source, StructType schema, IDictionary<string, string> options) =>
        Create(tableName, null, source, schema, null, options);

    /// <summary>Creates a table of a format with a schema and a description.</summary>
    public DataFrame CreateTable(
        string tableName,
        string source,
        StructType schema,
        string description,
        IDictionary<string, string> options
    ) => Create(tableName, null, source, schema, description, options);

    /// <summary>The catalog in use.</summary>
    public string CurrentCatalog() => Ask<string>(new() { CurrentCatalog = new() });

    /// <summary>The database in use.</summary>
    public string CurrentDatabase() => Ask<string>(new() { CurrentDatabase = new() });

    /// <summary>Whether there is a database.</summary>
    public bool DatabaseExists(string dbName) => Ask<bool>(new() { DatabaseExists = new() { DbName = dbName } });

    /// <summary>Drops a view of all sessions.</summary>
    /// <returns>Whether there was one.</returns>
    public bool DropGlobalTempView(string viewName) => Ask<bool>(new() { DropGlobalTempView = new() { ViewName = viewName } });

    /// <summary>Drops a view of the session.</summary>
    /// <returns>Whether there was one.</returns>
    public bool DropTempView(string viewName) => Ask<bool>(new() { DropTempView = new() { ViewName = viewName } });

    /// <summary>Whether there is a function.</summary>
    public bool FunctionExists(string functionName) => Ask<bool>(new() { FunctionExists = new() { FunctionName = functionName } });

    /// <summary>Whether there is a function in a database.</summary>
    public bool FunctionExists(string dbName, string functionName) =>
        Ask<bool>(
            new()
            {
                FunctionExists = new() { FunctionName = functionName, DbName = dbName },
            }
        );

    /// <summary>A database.</summary>
    /// <exception cref="AnalysisException">There is none of that name.</exception>
    public Database GetDatabase(string dbName) => new(Single(new() { GetDatabase = new() { DbName = dbName } }));

    /// <summary>A function.</summary>
    /// <exception cref="AnalysisException">There is none of that name.</exception>
    public Function GetFunction(string functionName) => new(Single(new() { GetFunction = new() { FunctionName = functionName } }));

    /// <summary>A function of a database.</summary>
    /// <exception cref="AnalysisException">There is none of that name.</exception>
    public Function GetFunction(string dbName, string functionName) =>
        new(
            Single(
                new()
                {
                    GetFunction = new() { FunctionName = functionName, DbName = dbName },
                }
            )
        );

    /// <summary>A table or view.</summary>
    /// <exception cref="AnalysisException">There is none of that name.</exception>
    public Table GetTable(string tableName) => new(Single(new() { GetTable = new() { TableName = tableName } }));

    /// <summary>A table of a database.</summary>
    /// <exception cref="AnalysisException">There is none of that name.</exception>
    public Table GetTable(string dbName, string tableName) =>
        new(
            Single(
                new()
                {
                    GetTable = new() { TableName = tableName, DbName = dbName },
                }
            )
        );

    /// <summary>Whether a table is kept in memory.</summary>
    public bool IsCached(string tableName) => Ask<bool>(new() { IsCached = new() { TableName = tableName } });

    /// <summary>The catalogs.</summary>
    public DataFrame ListCatalogs() => List(new() { ListCatalogs = new() });

    /// <summary>The columns of a table.</summary>
    public DataFrame ListColumns(string tableName) => List(new() { ListColumns = new() { TableName = tableName } });

    /// <summary>The columns of a table of a database.</summary>
    public DataFrame ListColumns(string dbName, string tableName) =>
        List(
            new()
            {
                ListColumns = new() { TableName = tableName, DbName = dbName },
            }
        );

    /// <summary>The databases.</summary>
    public DataFrame ListDatabases() => List(new() { ListDatabases = new() });

    /// <summary>The functions of the database in use, and the built-in ones.</summary>
    public DataFrame ListFunctions() => List(new() { ListFunctions = new() });

    /// <summary>The functions of a database, and the built-in ones.</summary>
    public DataFrame ListFunctions(string dbName) => List(new() { ListFunctions = new() { DbName = dbName } });

    /// <summary>The tables of the database in use, and the session's views.</summary>
    public DataFrame ListTables() => List(new() { ListTables = new() });

    /// <summary>The tables of a database, and the session's views.</summary>
    public DataFrame ListTables(string dbName) => List(new() { ListTables = new() { DbName = dbName } });

    /// <summary>Finds the partitions that a table's folders have.</summary>
    public void RecoverPartitions(string tableName) => Run(new() { RecoverPartitions = new() { TableName = tableName } });

    /// <summary>Forgets what is remembered of the files of a path.</summary>
    public void RefreshByPath(string path) => Run(new() { RefreshByPath = new() { Path = path } });

    /// <summary>Forgets what is remembered of a table's files.</summary>
    public void RefreshTable(string tableName) => Run(new() { RefreshTable = new() { TableName = tableName } });

    /// <summary>Uses a catalog from now on.</summary>
    public void SetCurrentCatalog(string catalogName) => Run(new() { SetCurrentCatalog = new() { CatalogName = catalogName } });

    /// <summary>Uses a database from now on.</summary>
    public void SetCurrentDatabase(string dbName) => Run(new() { SetCurrentDatabase = new() { DbName = dbName } });

    /// <summary>Whether there is a table or view.</summary>
    public bool TableExists(string tableName) => Ask<bool>(new() { TableExists = new() { TableName = tableName } });

    /// <summary>Whether there is a table in a database.</summary>
    public bool TableExists(string dbName, string tableName) =>
        Ask<bool>(
            new()
            {
                TableExists = new() { TableName = tableName, DbName = dbName },
            }
        );

    /// <summary>Keeps a table in memory no longer.</summary>
    public void UncacheTable(string tableName) => Run(new() { UncacheTable = new() { TableName = tableName } });

    private DataFrame Create(
        string tableName,
        string? path,
        string? source,
        StructType? schema,
        string? description,
        IDictionary<string, string>? options
    )
    {
        var table = new Proto.CreateTable { TableName = tableName, Schema = schema?.ToProto() };
        if (path is not null)
            table.Path = path;
        if (source is not null)
            table.Source = source;
        if (description is not null)
            table.Description = description;
        table.Options.Add(options ?? new Dictionary<string, string>());
        Run(new() { CreateTable = table });
        return _session.Table(tableName);
    }

    private DataFrame List(Proto.Catalog question) => _session.NewDataFrame(new() { Catalog = question });

    private Row Single(Proto.Catalog question) => List(question).Collect().Single();

    private T Ask<T>(Proto.Catalog question) => Single(question).GetAs<T>(0);

    private void Run(Proto.Catalog question) => _session.Execution.Collect(List(question).Plan);
}
