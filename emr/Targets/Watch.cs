using Spark.Emr.Errors;

namespace Spark.Emr.Targets;

/// <summary>What a look at something that is watched has found.</summary>
internal enum Sight
{
    Unchanged,
    Changed,
    Ended,
}

/// <summary>Watches what goes on at AWS.</summary>
internal static class Watch
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    /// <summary>Looks again and again until the end is seen; the pauses in between grow while nothing changes.</summary>
    public static async Task UntilEndAsync(Func<Task<Sight>> look, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (var pause = ShortestPause; ; )
        {
            var seen = await look();
            if (seen == Sight.Ended)
                return;
            pause = seen == Sight.Changed ? ShortestPause : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 3 / 2));
            // A third of jitter keeps launchers that started together from asking together.
            await Task.Delay(pause * (0.67 + Random.Shared.NextDouble() / 3), clock, cancellationToken);
        }
    }

    /// <summary>Watches something, and cancels it when its time is up or at Ctrl-C.</summary>
    /// <param name="watch">Watches; its token is cancelled when somebody has had enough.</param>
    /// <param name="cancel">Cancels what was watched, and says how it ended; it gets the reason, <see cref="ExitCode.TimedOut"/> or
    /// <see cref="ExitCode.Interrupted"/>.</param>
    /// <param name="timeout">How much time there is; null for ever.</param>
    /// <param name="interrupt">Cancelled at Ctrl-C.</param>
    public static async Task<T> OrCancelAsync<T>(
        Func<CancellationToken, Task<T>> watch,
        Func<ExitCode, Task<T>> cancel,
        TimeSpan? timeout,
        TimeProvider clock,
        CancellationToken interrupt
    )
    {
        using var limit = timeout is { } time ? new CancellationTokenSource(time, clock) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, interrupt);
        try
        {
            return await watch(either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return await cancel(interrupt.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.TimedOut);
        }
    }
}
