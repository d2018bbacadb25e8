namespace Delta.Log;

/// <summary>Which anomalies between concurrent transactions a table allows.</summary>
/// <remarks>https://docs.delta.io/latest/concurrency-control.html</remarks>
public enum IsolationLevel
{
    /// <summary>The outcome is that of running all transactions one after the other, in the order of the versions.</summary>
    Serializable,

    /// <summary>As serializable, but a blind append may slip before a transaction that should have seen it.</summary>
    WriteSerializable,

    /// <summary>For commits that only rearrange rows: what they rewrote must be unchanged.</summary>
    SnapshotIsolation,
}
