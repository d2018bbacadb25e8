using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql.Streaming;

/// <summary>When a streaming query looks for new data.</summary>
public sealed class Trigger
{
    private readonly Action<Proto.WriteStreamOperationStart> _apply;

    private Trigger(Action<Proto.WriteStreamOperationStart> apply) => _apply = apply;

    /// <summary>Every so many milliseconds; 0 for as soon as it can.</summary>
    public static Trigger ProcessingTime(long intervalMs) => ProcessingTime(Milliseconds(intervalMs));

    /// <summary>Every interval, such as <c>10 seconds</c>.</summary>
    public static Trigger ProcessingTime(string interval)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(interval);
        return new(write => write.ProcessingTimeInterval = interval.Trim());
    }

    /// <summary>Once, all data that there is as one batch; then the query ends.</summary>
    public static Trigger Once() => new(write => write.Once = true);

    /// <summary>Once, all data that there is in as many batches as it takes; then the query ends.</summary>
    public static Trigger AvailableNow() => new(write => write.AvailableNow = true);

    /// <summary>Row by row, with a checkpoint every so many milliseconds.</summary>
    public static Trigger Continuous(long intervalMs) => Continuous(Milliseconds(intervalMs));

    /// <summary>Row by row, with a checkpoint every interval, such as <c>10 seconds</c>.</summary>
    public static Trigger Continuous(string interval)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(interval);
        return new(write => write.ContinuousCheckpointInterval = interval.Trim());
    }

    internal void Apply(Proto.WriteStreamOperationStart write) => _apply(write);

    private static string Milliseconds(long interval) =>
        interval >= 0
            ? $"{OptionText.Of(interval)} milliseconds"
            : throw new ArgumentOutOfRangeException(nameof(interval), interval, "An interval is not negative.");
}
