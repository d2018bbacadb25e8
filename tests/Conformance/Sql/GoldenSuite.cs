using Spark.Connect.Execution;
using Xunit;

namespace Conformance.Tests.Sql;

/// <summary>Spark's SQL suite: every answer of an engine is Spark's, or the case is a known gap.</summary>
internal static class GoldenSuite
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The names of the golden files, or one empty name where they are missing.</summary>
    public static TheoryData<string> Files()
    {
        var files = new TheoryData<string>();
        foreach (var name in GoldenFile.Names().DefaultIfEmpty(""))
            files.Add(name);
        return files;
    }

    /// <summary>Runs the statements of a file on a session that has run nothing yet.</summary>
    /// <param name="engine">The engine's name in the list of known gaps.</param>
    /// <param name="name">The golden file.</param>
    /// <param name="session">The session.</param>
    public static async Task CheckAsync(string engine, string name, IPlanExecutor session)
    {
        var file = GoldenFile.Read(name);
        var run = new GoldenRun(session);
        await run.ConfigureAsync(file.Settings);
        await SampleTables.CreateAsync(session);
        var failures = new Dictionary<int, Outcome>();
        foreach (var golden in file.Cases)
        {
            using var patience = new CancellationTokenSource(Patience);
            Outcome outcome;
            try
            {
                outcome = await run.CheckAsync(golden, patience.Token);
            }
            catch (OperationCanceledException)
            {
                outcome = new Outcome(Verdict.WrongError, "no answer in time");
            }
            if (outcome.Verdict != Verdict.Right)
                failures[golden.Number] = outcome;
        }
        KnownGaps.Check(engine, name, failures);
    }
}
