using Microsoft.Spark;
using Spark.Connect;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Session;

/// <summary>A database of the session catalog.</summary>
/// <param name="Location">The folder of its tables.</param>
internal sealed record DatabaseEntry(string Name, string Location, string? Comment = null)
{
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}

/// <summary>A table or persisted view of the session catalog.</summary>
/// <param name="Provider">The format, lower case; null for a view.</param>
/// <param name="Path">The folder; null for a view.</param>
internal sealed record TableEntry(string Database, string Name, string? Provider, string? Path)
{
    /// <summary>The schema it was created with; null for a table whose files tell it.</summary>
    public StructType? Schema { get; init; }

    public IReadOnlyList<string> PartitionColumns { get; init; } = [];

    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    public string? Comment { get; init; }

    /// <summary>Whether the files stay when the table is dropped.</summary>
    public bool External { get; init; }

    /// <summary>The plan of a view.</summary>
    public ViewRelation? View { get; init; }

    /// <summary>The query of a view as text.</summary>
    public string? ViewText { get; init; }

    public bool IsView => View is not null;
}

/// <summary>
/// The names of a session: databases and tables under the warehouse folder, temporary views, variables and functions. As with Spark's in-memory
/// catalog, they last as long as the application; the files of tables last longer.
/// </summary>
internal sealed class SessionCatalog
{
    public const string CatalogName = "spark_catalog";
    private const string DefaultDatabase = "default";

    private readonly Lock _lock = new();
    private readonly Func<string> _warehouse;
    private readonly Dictionary<string, DatabaseEntry> _databases = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Database, string Table), TableEntry> _tables;
    private readonly Dictionary<string, ViewRelation> _temporaryViews = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ViewRelation> _globalViews;
    private readonly Dictionary<string, SessionVariable> _variables = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SqlFunction> _functions = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="shared">The catalog of a session of the same application, whose tables and global views this one sees; null for the first.</param>
    public SessionCatalog(Func<string> warehouse, SessionCatalog? shared = null)
    {
        _warehouse = warehouse;
        _tables = shared?._tables ?? [];
        _globalViews = shared?._globalViews ?? new(StringComparer.OrdinalIgnoreCase);
        if (shared is not null)
            _databases = shared._databases;
    }

    public string CurrentDatabase { get; private set; } = DefaultDatabase;

    public IReadOnlyList<DatabaseEntry> Databases
    {
        get
        {
            lock (_lock)
                return
                [
                    .. _databases
                        .Values.Prepend(Default)
                        .DistinctBy(database => database.Name, StringComparer.OrdinalIgnoreCase)
                        .OrderBy(database => database.Name, StringComparer.Ordinal),
                ];
        }
    }

    private DatabaseEntry Default => new(DefaultDatabase, _warehouse(), "default database");

    public DatabaseEntry? FindDatabase(string name)
    {
        lock (_lock)
            return _databases.TryGetValue(name, out var database) ? database
                : name.Equals(DefaultDatabase, StringComparison.OrdinalIgnoreCase) ? Default
                : null;
    }

    public DatabaseEntry RequireDatabase(string name) =>
        FindDatabase(name) ?? throw SparkErrors.Analysis("SCHEMA_NOT_FOUND", ("schemaName", SparkErrors.Identifier(CatalogName, name)));

    public void Use(string database) => CurrentDatabase = RequireDatabase(database).Name;

    public void CreateDatabase(
        string name,
        bool ifNotExists,
        string? location,
        string? comment,
        IReadOnlyDictionary<string, string> properties
    )
    {
        if (FindDatabase(name) is not null)
        {
            if (!ifNotExists)
                throw SparkErrors.Analysis("SCHEMA_ALREADY_EXISTS", ("schemaName", SparkErrors.Identifier(CatalogName, name)));
            return;
        }

        lock (_lock)
            _databases[name] = new DatabaseEntry(name, location ?? Path.Combine(_warehouse(), name + ".db"), comment)
            {
                Properties = properties,
            };
    }

    public void Replace(DatabaseEntry database)
    {
        lock (_lock)
            _databases[database.Name] = database;
    }

    public void DropDatabase(string name, bool ifExists, bool cascade, Action<TableEntry> dropTable)
    {
        if (FindDatabase(name) is not { } database)
        {
            if (!ifExists)
                throw SparkErrors.Analysis("SCHEMA_NOT_FOUND", ("schemaName", SparkErrors.Identifier(CatalogName, name)));
            return;
        }

        var tables = Tables(database.Name);
        if (tables.Count > 0 && !cascade)
            throw SparkErrors.Analysis("SCHEMA_NOT_EMPTY", ("schemaName", SparkErrors.Identifier(CatalogName, name)));
        foreach (var table in tables)
            dropTable(table);
        lock (_lock)
            _databases.Remove(name);
        if (CurrentDatabase.Equals(name, StringComparison.OrdinalIgnoreCase))
            CurrentDatabase = DefaultDatabase;
    }

    /// <summary>The tables and views of a database, by name.</summary>
    public IReadOnlyList<TableEntry> Tables(string database)
    {
        lock (_lock)
            return
            [
                .. _tables
                    .Values.Where(table => table.Database.Equals(database, StringComparison.OrdinalIgnoreCase))
                    .OrderBy(table => table.Name, StringComparer.Ordinal),
            ];
    }

    /// <summary>A table or view; a name of one part is looked up in the current database.</summary>
    public TableEntry? FindTable(IReadOnlyList<string> name)
    {
        if (Split(name) is not { } parts)
            return null;
        lock (_lock)
            return _tables.GetValueOrDefault(Key(parts.Database, parts.Table));
    }

    public TableEntry RequireTable(IReadOnlyList<string> name) => FindTable(name) ?? throw TableNotFound(name);

    /// <summary>Where a new table of the name lies and what it is called in full.</summary>
    public (DatabaseEntry Database, string Table, string Path) Place(IReadOnlyList<string> name)
    {
        var (database, table) =
            Split(name)
            ?? throw SparkErrors.Analysis(
                "REQUIRES_SINGLE_PART_NAMESPACE",
                ("sessionCatalog", CatalogName),
                ("namespace", SparkErrors.Identifier([.. name.SkipLast(1)]))
            );
        var entry = RequireDatabase(database);
        return (entry, table, Path.Combine(entry.Location, table.ToLowerInvariant()));
    }

    public void Put(TableEntry table)
    {
        lock (_lock)
            _tables[Key(table.Database, table.Name)] = table;
    }

    public void Remove(TableEntry table)
    {
        lock (_lock)
            _tables.Remove(Key(table.Database, table.Name));
    }

    /// <summary>The temporary views, by name.</summary>
    public IReadOnlyList<ViewRelation> TemporaryViews
    {
        get
        {
            lock (_lock)
                return [.. _temporaryViews.Values.OrderBy(view => view.Qualifier[^1], StringComparer.Ordinal)];
        }
    }

    public IReadOnlyList<ViewRelation> GlobalViews
    {
        get
        {
            lock (_lock)
                return [.. _globalViews.Values.OrderBy(view => view.Qualifier[^1], StringComparer.Ordinal)];
        }
    }

    public ViewRelation? FindTemporaryView(string name)
    {
        lock (_lock)
            return _temporaryViews.GetValueOrDefault(name);
    }

    public ViewRelation? FindGlobalView(string name)
    {
        lock (_lock)
            return _globalViews.GetValueOrDefault(name);
    }

    public void CreateView(string name, Relation plan, StructType? columns, bool global, bool replace)
    {
        lock (_lock)
        {
            var views = global ? _globalViews : _temporaryViews;
            if (!replace && views.ContainsKey(name))
                throw SparkErrors.Analysis(
                    "TEMP_TABLE_OR_VIEW_ALREADY_EXISTS",
                    ("relationName", SparkErrors.Identifier(global ? ["global_temp", name] : [name]))
                );
            views[name] = new ViewRelation(global ? ["global_temp", name] : [name], plan, columns);
        }
    }

    /// <summary>Drops a temporary view and tells whether there was one.</summary>
    public bool DropView(string name, bool global)
    {
        lock (_lock)
            return (global ? _globalViews : _temporaryViews).Remove(name);
    }

    public SessionVariable? FindVariable(IReadOnlyList<string> name)
    {
        if (name.Count > 1 && !name[^2].Equals("session", StringComparison.OrdinalIgnoreCase))
            return null;
        lock (_lock)
            return _variables.GetValueOrDefault(name[^1]);
    }

    public void SetVariable(string name, Literal? value)
    {
        lock (_lock)
        {
            if (value is null)
                _variables.Remove(name);
            else
                _variables[name] = new SessionVariable(["system", "session", name], value);
        }
    }

    public SqlFunction? FindFunction(IReadOnlyList<string> name)
    {
        lock (_lock)
            return _functions.GetValueOrDefault(name[^1]);
    }

    public IReadOnlyList<SqlFunction> Functions
    {
        get
        {
            lock (_lock)
                return [.. _functions.Values];
        }
    }

    public void SetFunction(string name, SqlFunction? function)
    {
        lock (_lock)
        {
            if (function is null)
                _functions.Remove(name);
            else
                _functions[name] = function;
        }
    }

    public AnalysisException TableNotFound(IReadOnlyList<string> name) =>
        SparkErrors.Analysis("TABLE_OR_VIEW_NOT_FOUND", ("relationName", SparkErrors.Identifier(name)));

    /// <summary>Whether a name fits a pattern of SHOW and the catalog: <c>*</c> for anything, <c>|</c> between alternatives.</summary>
    public static bool Matches(string name, string? pattern) =>
        pattern is null
        || pattern
            .Trim()
            .Split('|')
            .Any(part =>
                System.Text.RegularExpressions.Regex.IsMatch(
                    name,
                    "^(?:" + System.Text.RegularExpressions.Regex.Escape(part.Trim()).Replace(@"\*", ".*", StringComparison.Ordinal) + ")$",
                    System.Text.RegularExpressions.RegexOptions.IgnoreCase | System.Text.RegularExpressions.RegexOptions.CultureInvariant
                )
            );

    private (string Database, string Table)? Split(IReadOnlyList<string> name) =>
        name.Count switch
        {
            1 => (CurrentDatabase, name[0]),
            2 => (name[0], name[1]),
            3 when name[0].Equals(CatalogName, StringComparison.OrdinalIgnoreCase) => (name[1], name[2]),
            _ => null,
        };

    private static (string, string) Key(string database, string table) => (database.ToLowerInvariant(), table.ToLowerInvariant());
}
