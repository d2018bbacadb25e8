using System.Runtime.InteropServices;
using Microsoft.Spark.Sql;
using Spark.Launch;

namespace Spark.Jobs.CommandLine;

/// <summary>
/// Ctrl-C and termination: stops what the engine is doing and exits with 128 and the signal's number, as a shell expects. Nothing half-written
/// is visible, and the next run takes the batch up.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly PosixSignalRegistration[] _registrations;
    private bool _stopping;

    public Interrupt() =>
        _registrations = [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, JobsCommandLine.Interrupted)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, JobsCommandLine.Terminated)),
        ];

    /// <summary>The session whose work to stop.</summary>
    public SparkSession? Session { get; set; }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private void Stop(PosixSignalContext signal, int exitCode)
    {
        signal.Cancel = true;

        // Under spark-submit, Ctrl-C comes from the terminal and once more from the runner.
        if (Interlocked.Exchange(ref _stopping, true))
            return;
        if (Session is { } session)
        {
            // A server must be told; but whoever pressed Ctrl-C does not wait for one that no longer answers.
            Task.Run(session.InterruptAll).Wait(Patience);
        }

        Console.Error.WriteLine(JobsApp.ErrorPrefix + "interrupted; run again to go on where it stopped.");
        Environment.Exit(exitCode);
    }
}
