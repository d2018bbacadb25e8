using Spark.Embedded.Types;

namespace Spark.Embedded.Run;

/// <summary>Rows that C# code makes and DuckDB reads, in parallel and only the columns it needs.</summary>
internal abstract class RowScan
{
    /// <summary>The columns in order.</summary>
    public abstract IReadOnlyList<StructField> Columns { get; }

    /// <summary>About how many rows there are; null when nobody knows.</summary>
    public virtual long? EstimatedRows => null;

    /// <summary>Starts reading.</summary>
    /// <param name="columns">Ordinals of the columns wanted, in the order of the output vectors.</param>
    public abstract RowScanRun Start(IReadOnlyList<int> columns);
}

/// <summary>One reading of a <see cref="RowScan"/>, shared by the threads that take part.</summary>
internal abstract class RowScanRun
{
    /// <summary>How many threads may take part.</summary>
    public abstract int MaxWorkers { get; }

    /// <summary>What one thread reads with.</summary>
    public abstract RowScanWorker NewWorker();
}

/// <summary>A thread's part in a reading.</summary>
internal abstract class RowScanWorker : IDisposable
{
    /// <summary>The most rows that a call may produce.</summary>
    public const int Capacity = 2048;

    /// <summary>Writes the next rows and tells how many; 0 when there are no more for this thread.</summary>
    public abstract int Fill(ReadOnlySpan<NativeVector> columns);

    public virtual void Dispose() { }
}
