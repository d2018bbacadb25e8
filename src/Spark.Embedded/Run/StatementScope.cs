namespace Spark.Embedded.Run;

/// <summary>What lives as long as one statement: the scans and tables that its SQL names.</summary>
internal sealed class StatementScope(DuckDbEngine engine) : IDisposable
{
    private readonly List<Action> _cleanups = [];
    private readonly CancellationTokenSource _interrupt = new();

    /// <summary>Is cancelled when the statement is to stop: for work that DuckDB cannot interrupt.</summary>
    public CancellationToken Interrupted => _interrupt.Token;

    /// <summary>Asks such work to stop, from any thread.</summary>
    public void Interrupt() => _interrupt.Cancel();

    /// <summary>Makes a scan known for the statement and returns the SQL that reads it.</summary>
    public string Add(RowScan scan)
    {
        var sql = engine.Scans.Add(scan, out var number);
        OnDispose(() => engine.Scans.Remove(number));
        return sql;
    }

    /// <summary>Has something done when the statement is over.</summary>
    public void OnDispose(Action cleanup)
    {
        lock (_cleanups)
            _cleanups.Add(cleanup);
    }

    public void Dispose()
    {
        lock (_cleanups)
        {
            foreach (var cleanup in _cleanups)
                cleanup();
            _cleanups.Clear();
        }
    }
}
