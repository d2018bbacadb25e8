namespace Spark.Embedded.Run;

/// <summary>One DuckDB instance with the engine's own functions in it; the sessions of a process share it.</summary>
internal sealed class DuckDbEngine : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Stack<DuckDbConnection> _idle = [];
    private bool _disposed;

    /// <inheritdoc cref="DuckDbDatabase.Open"/>
    public DuckDbEngine(int? threads = null, string? memoryLimit = null, string? spillFolder = null)
    {
        Database = DuckDbDatabase.Open(threads, memoryLimit, spillFolder);
        var connection = Database.Connect();
        Scans = new RowScanRegistry(connection);
        Functions = new NativeFunctionRegistry(Database);
        _idle.Push(connection);
    }

    public DuckDbDatabase Database { get; }

    /// <summary>Functions written in C#.</summary>
    public NativeFunctionRegistry Functions { get; }

    /// <summary>Scans written in C#.</summary>
    public RowScanRegistry Scans { get; }

    /// <summary>Lends a connection in a time zone; return it with <see cref="Return"/>.</summary>
    public DuckDbConnection Rent(string timeZone)
    {
        DuckDbConnection? connection;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _idle.TryPop(out connection);
        }

        connection ??= Database.Connect();
        connection.UseTimeZone(timeZone);
        return connection;
    }

    /// <summary>Takes a connection back.</summary>
    public void Return(DuckDbConnection connection)
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                _idle.Push(connection);
                return;
            }
        }

        connection.Dispose();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var connection in _idle)
                connection.Dispose();
            _idle.Clear();
        }

        Functions.Dispose();
        Database.Dispose();
    }
}
