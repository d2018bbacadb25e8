using Grpc.Core;

namespace Spark.Connect.Client;

/// <summary>
/// When and how often a failed call is made again: after waits that grow exponentially, with jitter so that many clients do not come back at once.
/// The defaults are those of Spark's own clients, which bear an outage of about ten minutes.
/// </summary>
internal sealed record RetryPolicy
{
    public static readonly RetryPolicy Default = new();

    /// <summary>For the first call to a server: one that was never there will hardly come up in ten minutes, one that is starting may in seconds.</summary>
    public static readonly RetryPolicy FirstContact = new() { MaxRetries = 4 };

    public int MaxRetries { get; init; } = 15;

    public TimeSpan InitialBackoff { get; init; } = TimeSpan.FromMilliseconds(50);

    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromMinutes(1);

    public double BackoffMultiplier { get; init; } = 4;

    /// <summary>The most that is added to a wait at random.</summary>
    public TimeSpan Jitter { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Shorter waits get no jitter.</summary>
    public TimeSpan MinJitterThreshold { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait that a server may ask for.</summary>
    public TimeSpan MaxServerDelay { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Whether the call may succeed when made again: the server was not reached, another call took over the result's cursor, or the server says so.
    /// </summary>
    public static bool CanRetry(RpcException failure) =>
        failure.IsLostConnection
        || (
            failure.StatusCode == StatusCode.Internal
            && failure.Status.Detail.Contains("INVALID_CURSOR.DISCONNECTED", StringComparison.Ordinal)
        )
        || failure.RetryDelay is not null;

    /// <summary>How long to wait before attempt <paramref name="attempt"/> + 1, counted from 0; null to give up.</summary>
    /// <param name="random">A number from 0 to 1 for the jitter.</param>
    public TimeSpan? Delay(int attempt, RpcException failure, double random)
    {
        if (attempt >= MaxRetries || !CanRetry(failure))
            return null;
        var wait = TimeSpan.FromMilliseconds(
            Math.Min(InitialBackoff.TotalMilliseconds * Math.Pow(BackoffMultiplier, attempt), MaxBackoff.TotalMilliseconds)
        );
        if (failure.RetryDelay is { } asked)
            wait = TimeSpan.FromTicks(Math.Max(wait.Ticks, Math.Min(asked.Ticks, MaxServerDelay.Ticks)));
        return wait >= MinJitterThreshold ? wait + random * Jitter : wait;
    }
}
