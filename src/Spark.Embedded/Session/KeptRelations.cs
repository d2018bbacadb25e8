using Google.Protobuf;
using Google.Protobuf.Reflection;
using Spark.Connect;
using Spark.Embedded.Plan;
using Spark.Embedded.Run;
using Spark.Embedded.Types;

namespace Spark.Embedded.Session;

/// <summary>
/// Relations whose rows are kept: checkpoints, by their id, and persisted plans, which stand in for every plan that contains them. Rows lie in
/// tables of DuckDB, in memory as long as they fit and else in the spill folder.
/// </summary>
internal sealed class KeptRelations(EmbeddedSession session)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StoredSource> _checkpoints = [];
    private readonly Dictionary<ByteString, Persisted> _persisted = [];

    /// <summary>Runs a plan and keeps its rows under a new id.</summary>
    public string Checkpoint(Relation relation, RunningStatement statement)
    {
        var stored = Store(statement.Compile(relation), statement);
        var id = Guid.NewGuid().ToString();
        lock (_lock)
            _checkpoints[id] = stored;
        return id;
    }

    public StoredSource? Find(string id)
    {
        lock (_lock)
            return _checkpoints.GetValueOrDefault(id);
    }

    public void Remove(string id)
    {
        lock (_lock)
        {
            if (_checkpoints.Remove(id, out var stored))
                Drop(stored);
        }
    }

    /// <summary>Has a plan's rows kept from the first statement on that needs them.</summary>
    public void Persist(Relation relation, StorageLevel level)
    {
        lock (_lock)
            _persisted.TryAdd(Key(relation), new Persisted(level));
    }

    public void Unpersist(Relation relation)
    {
        lock (_lock)
        {
            if (_persisted.Remove(Key(relation), out var entry) && entry.Stored is { } stored)
                Drop(stored);
        }
    }

    public void UnpersistAll()
    {
        lock (_lock)
        {
            foreach (var entry in _persisted.Values)
            {
                if (entry.Stored is { } stored)
                    Drop(stored);
            }

            _persisted.Clear();
        }
    }

    /// <summary>How a plan is kept; the level of nothing when it is not.</summary>
    public StorageLevel LevelOf(Relation relation)
    {
        lock (_lock)
            return _persisted.TryGetValue(Key(relation), out var entry) ? entry.Level : new StorageLevel { Replication = 1 };
    }

    public bool IsPersisted(Relation relation)
    {
        lock (_lock)
            return _persisted.ContainsKey(Key(relation));
    }

    /// <summary>The plan with the persisted parts of it replaced by their rows.</summary>
    public Relation Replace(Relation relation, RunningStatement statement)
    {
        lock (_lock)
        {
            if (_persisted.Count == 0)
                return relation;
        }

        var copy = relation.Clone();
        return Replaced(copy, statement) ?? copy;
    }

    /// <summary>What stands in for a message when it is a persisted relation; otherwise null, and the parts of it are replaced in place.</summary>
    private Relation? Replaced(IMessage message, RunningStatement statement)
    {
        if (message is Relation part && Stored(part, statement) is { } id)
            return new Relation
            {
                Common = part.Common,
                CachedRemoteRelation = new CachedRemoteRelation { RelationId = id },
            };
        ReplaceParts(message, statement);
        return null;
    }

    private void ReplaceParts(IMessage message, RunningStatement statement)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (
                field.FieldType != FieldType.Message
                || field.IsMap
                || (field.ContainingOneof is { } choice && choice.Accessor.GetCaseFieldDescriptor(message) != field)
            )
                continue;
            if (field.IsRepeated)
            {
                var list = (System.Collections.IList)field.Accessor.GetValue(message);
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is IMessage item && Replaced(item, statement) is { } replaced)
                        list[i] = replaced;
                }
            }
            else if (field.Accessor.GetValue(message) is IMessage child && Replaced(child, statement) is { } replaced)
            {
                field.Accessor.SetValue(message, replaced);
            }
        }
    }

    /// <summary>Keeps the rows of a compiled query in a table.</summary>
    public StoredSource Store(CompiledQuery query, RunningStatement statement)
    {
        var table = session.Application.NewTable("kept");
        var columns = query.ColumnNames.Select((name, i) => $"{Sql.Name(name)} AS c{i}");
        statement.Connection.Execute(
            $"CREATE TABLE {table} AS SELECT {(query.ColumnNames.Count == 0 ? "1 AS c" : string.Join(", ", columns))} FROM ({query.Sql})"
        );
        return new StoredSource(table, query.Schema);
    }

    private string? Stored(Relation part, RunningStatement statement)
    {
        if (part.RelTypeCase is Relation.RelTypeOneofCase.None or Relation.RelTypeOneofCase.CachedRemoteRelation)
            return null;
        Persisted? entry;
        lock (_lock)
        {
            if (!_persisted.TryGetValue(Key(part), out entry))
                return null;
        }

        lock (entry)
        {
            if (entry.Id is null)
            {
                // It is not replaced by itself, but the kept relations that it is made of are read, not computed again.
                var parts = part.Clone();
                ReplaceParts(parts, statement);
                var query = PlanCompiler.Compile(parts, statement.Context(statement.Catalog));
                statement.Register(query);
                entry.Stored = Store(query, statement);
                entry.Id = Guid.NewGuid().ToString();
                lock (_lock)
                    _checkpoints[entry.Id] = entry.Stored;
            }

            return entry.Id;
        }
    }

    private void Drop(StoredSource stored)
    {
        var connection = session.Engine.Rent(session.TimeZone);
        try
        {
            connection.Execute($"DROP TABLE IF EXISTS {stored.Table}");
        }
        finally
        {
            session.Engine.Return(connection);
        }
    }

    /// <summary>A plan without the ids that a client gives its parts.</summary>
    internal static ByteString Key(Relation relation) => Plain(relation).ToByteString();

    /// <summary>The plan without those ids.</summary>
    internal static Relation Plain(Relation relation)
    {
        var copy = relation.Clone();
        Strip(copy);
        return copy;

        static void Strip(IMessage message)
        {
            if (message is Relation part)
                part.Common = null;
            if (message is Expression expression)
                expression.Common = null;
            foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
            {
                if (
                    field.FieldType != FieldType.Message
                    || field.IsMap
                    || (field.ContainingOneof is { } choice && choice.Accessor.GetCaseFieldDescriptor(message) != field)
                )
                    continue;
                if (field.IsRepeated)
                {
                    foreach (var item in (System.Collections.IList)field.Accessor.GetValue(message))
                        Strip((IMessage)item);
                }
                else if (field.Accessor.GetValue(message) is IMessage child)
                {
                    Strip(child);
                }
            }
        }
    }

    private sealed class Persisted(StorageLevel level)
    {
        public StorageLevel Level => level;

        public string? Id { get; set; }

        public StoredSource? Stored { get; set; }
    }
}

/// <summary>Rows in a table of DuckDB whose columns are named <c>c0</c>, <c>c1</c>, ...</summary>
internal sealed record StoredSource(string Table, StructType Schema) : ITableSource
{
    public IReadOnlyList<StructField> MetadataColumns => [];

    public ScanSql ToSql(ScanRequest request)
    {
        var alias = Sql.Name(request.Alias);
        return new ScanSql($"{Table} AS {alias}", [.. request.Columns.Select(column => $"{alias}.{RowScanRegistry.ColumnName(column)}")]);
    }
}
