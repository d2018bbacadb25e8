using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <summary>Metrics that a query computes on the side, as <see cref="DataFrame.Observe(Observation, Column, Column[])"/> asks for them.</summary>
/// <param name="name">A name for the metrics; a random one when null.</param>
public sealed class Observation(string? name = null)
{
    private readonly TaskCompletionSource<IReadOnlyDictionary<string, object?>> _metrics = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private int _watching;

    /// <summary>The name.</summary>
    public string Name { get; } = name ?? Guid.NewGuid().ToString();

    /// <summary>The metrics by name. Waits for the first action of the observed DataFrame to end.</summary>
    /// <exception cref="InvalidOperationException">No DataFrame is observed.</exception>
    public IReadOnlyDictionary<string, object?> Get =>
        _watching != 0
            ? _metrics.Task.GetAwaiter().GetResult()
            : throw new InvalidOperationException("The observation watches no DataFrame yet.");

    internal void Watch(DataFrame df)
    {
        if (Interlocked.Exchange(ref _watching, 1) != 0)
            throw new ArgumentException("An observation watches one DataFrame only.");
        df.SparkSession.Execution.Observe(df.PlanId, this);
    }

    internal void Complete(Proto.ExecutePlanResponse.Types.ObservedMetrics metrics) =>
        _metrics.TrySetResult(
            metrics.Keys.Zip(metrics.Values).ToDictionary(metric => metric.First, metric => Literals.Value(metric.Second))
        );
}
