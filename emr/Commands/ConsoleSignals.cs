using System.Runtime.InteropServices;

namespace Spark.Emr.Commands;

/// <summary>Ctrl-C and SIGTERM: the first asks, the second insists, and a third ends this process at once.</summary>
internal sealed class ConsoleSignals : IDisposable
{
    // Never disposed: a signal may be on its way while its registration ends.
    private readonly CancellationTokenSource _first = new();
    private readonly CancellationTokenSource _second = new();
    private readonly CancellationTokenRegistration _also;
    private readonly PosixSignalRegistration[] _registrations;
    private int _received;

    public ConsoleSignals(CancellationToken also)
    {
        _also = also.Register(_first.Cancel);
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        ];
    }

    public CancellationToken First => _first.Token;

    public CancellationToken Second => _second.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _also.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        // Two signals may be handled at the same time, so they are counted rather than told apart by what the first has done so far.
        var count = Interlocked.Increment(ref _received);
        context.Cancel = count <= 2;
        (count == 1 ? _first : _second).Cancel();
    }
}
