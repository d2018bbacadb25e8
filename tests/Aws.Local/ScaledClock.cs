namespace Aws.Local;

/// <summary>A clock that runs faster than the wall's, so that a step of half an hour takes a second. Timers run on it too.</summary>
/// <param name="speed">Virtual seconds in a real one; 1 is real time.</param>
public sealed class ScaledClock(double speed) : TimeProvider
{
    private readonly DateTimeOffset _start = System.GetUtcNow();
    private readonly long _startTicks = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _start + System.GetElapsedTime(_startTicks) * speed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Real(dueTime), Real(period));

    /// <summary>Waits for a span of virtual time.</summary>
    public Task Delay(TimeSpan span, CancellationToken cancellationToken = default)
    {
        return span <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(Real(span), cancellationToken);
    }

    /// <summary>The span on the wall's clock, at least a millisecond: shorter ones would make timers that never fire apart.</summary>
    private TimeSpan Real(TimeSpan span) =>
        span == Timeout.InfiniteTimeSpan || span == TimeSpan.Zero
            ? span
            : TimeSpan.FromMilliseconds(Math.Max(1, (span / speed).TotalMilliseconds));
}
