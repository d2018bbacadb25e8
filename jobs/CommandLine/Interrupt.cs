using Microsoft.Spark.Sql;

namespace Spark.Jobs.CommandLine;

/// <summary>
/// Ctrl-C and termination: stops what the engine is doing and exits. Nothing half-written is visible, and the next run takes the batch up.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public Interrupt() => Console.CancelKeyPress += Stop;

    /// <summary>The session whose work to stop.</summary>
    public SparkSession? Session { get; set; }

    public void Dispose() => Console.CancelKeyPress -= Stop;

    private void Stop(object? sender, ConsoleCancelEventArgs e)
    {
        e.Cancel = true;
        if (Session is { } session)
        {
            // A server must be told; but whoever pressed Ctrl-C does not wait for one that no longer answers.
            Task.Run(session.InterruptAll).Wait(Patience);
        }

        Console.Error.WriteLine("spark-jobs: interrupted; run again to go on where it stopped.");
        Environment.Exit(JobsCommandLine.Interrupted);
    }
}
