using Spark.Emr.Errors;
using Spark.Emr.Targets;
using Xunit;

namespace Emr.Tests;

public class WatchTests
{
    [Fact]
    public async Task Pauses_grow_while_nothing_changes_and_shrink_when_something_does()
    {
        var clock = new ImpatientClock();
        var sights = new Queue<Sight>([Sight.Changed, .. Enumerable.Repeat(Sight.Unchanged, 8), Sight.Changed, Sight.Ended]);
        await Watch.UntilEndAsync(() => Task.FromResult(sights.Dequeue()), clock, TestContext.Current.CancellationToken);
        Assert.Equal(10, clock.Pauses.Count);
        // Without the jitter of a third: 3, 4.5, 6.75, 10.1, 15.2, 20, 20 ... and 3 again.
        Assert.InRange(clock.Pauses[0].TotalSeconds, 2, 3);
        Assert.InRange(clock.Pauses[3].TotalSeconds, 6.7, 10.2);
        Assert.All(clock.Pauses[5..9], pause => Assert.InRange(pause.TotalSeconds, 13.4, 20));
        Assert.InRange(clock.Pauses[9].TotalSeconds, 2, 3);
    }

    [Theory]
    [InlineData(false, 124)]
    [InlineData(true, 130)]
    public async Task What_takes_too_long_is_cancelled_with_the_reason(bool interrupted, int expected)
    {
        using var interrupt = new CancellationTokenSource();
        var why = await Watch.OrCancelAsync(
            async cancellationToken =>
            {
                if (interrupted)
                    await interrupt.CancelAsync();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return ExitCode.Success;
            },
            Task.FromResult,
            interrupted ? null : TimeSpan.FromMilliseconds(1),
            TimeProvider.System,
            interrupt.Token
        );
        Assert.Equal(expected, (int)why);
    }

    /// <summary>A clock whose timers all fire at once; it remembers how long they should have taken.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        public List<TimeSpan> Pauses { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan)
                Pauses.Add(dueTime);
            return System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
        }
    }
}
