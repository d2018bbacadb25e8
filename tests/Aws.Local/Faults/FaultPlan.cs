using System.Collections.Concurrent;

namespace Aws.Local.Faults;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>A throttling error instead of an answer.</summary>
    Throttle,

    /// <summary>HTTP 500 instead of an answer.</summary>
    InternalError,

    /// <summary>HTTP 503 instead of an answer.</summary>
    Unavailable,

    /// <summary>The connection is cut before the request is carried out.</summary>
    DropBefore,

    /// <summary>The request is carried out, then the connection is cut instead of an answer.</summary>
    DropAfter,

    /// <summary>The answer comes late, by <see cref="Fault.Delay"/>.</summary>
    Delay,

    /// <summary>The credentials are refused.</summary>
    AccessDenied,
}

/// <summary>A fault for the next requests of an operation.</summary>
/// <param name="Operation">The operation's name, such as <c>AddJobFlowSteps</c> or <c>PutObject</c>; <c>*</c> for all.</param>
/// <param name="Count">How many requests it befalls.</param>
/// <param name="Delay">Real time, for <see cref="FaultKind.Delay"/>.</param>
public sealed record Fault(string Operation, FaultKind Kind, int Count = 1, TimeSpan Delay = default);

/// <summary>The faults that are switched on, and what was requested so far.</summary>
public sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<(Fault Fault, int Left)> _faults = [];

    /// <summary>Every request that came, in order: service and operation.</summary>
    public ConcurrentQueue<(string Service, string Operation)> Requests { get; } = new();

    public void Add(Fault fault)
    {
        lock (_lock)
            _faults.Add((fault, fault.Count));
    }

    /// <summary>The fault that befalls this request, if any; it is used up by one.</summary>
    public Fault? Take(string operation)
    {
        lock (_lock)
        {
            var index = _faults.FindIndex(entry => entry.Left > 0 && (entry.Fault.Operation == "*" || entry.Fault.Operation == operation));
            if (index < 0)
                return null;
            _faults[index] = (_faults[index].Fault, _faults[index].Left - 1);
            return _faults[index].Fault;
        }
    }
}

/// <summary>A bucket of requests that refills with time, as EMR throttles each of its operations' families.</summary>
public sealed class TokenBucket(int capacity, double refillPerSecond, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private double _tokens = capacity;
    private DateTimeOffset _at = clock.GetUtcNow();

    /// <summary>How often it was empty.</summary>
    public int Refused { get; private set; }

    public bool TryTake()
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            _tokens = Math.Min(capacity, _tokens + (now - _at).TotalSeconds * refillPerSecond);
            _at = now;
            if (_tokens < 1)
            {
                Refused++;
                return false;
            }

            _tokens--;
            return true;
        }
    }
}
