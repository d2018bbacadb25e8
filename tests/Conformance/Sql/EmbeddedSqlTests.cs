using System.Reflection;
using Spark.Connect.Execution;
using Spark.Testing;
using Xunit;

namespace Conformance.Tests.Sql;

/// <summary>Spark's SQL suite on the embedded engine: every answer is Spark's, or the case is a known gap.</summary>
public sealed class EmbeddedSqlTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Files() => ParserTests.Files();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task EveryAnswerIsSparks(string name)
    {
        var file = GoldenFile.Read(name);
        using var folder = new TemporaryFolder();
        await using var session = Open(folder.Path);
        var run = new GoldenRun(session);
        await run.ConfigureAsync(file.Settings);
        await SampleTables.CreateAsync(session);
        var failures = new Dictionary<int, string>();
        var counts = new int[Enum.GetValues<Verdict>().Length];
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
            counts[(int)outcome.Verdict]++;
            if (outcome.Verdict != Verdict.Right)
                failures[golden.Number] = outcome.Reason;
        }
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{name}: {counts[0]} right, {counts[1]} wrong answers, {counts[2]} wrong errors, {counts[3]} refused"
        );
        KnownGaps.Check("embedded", name, failures);
    }

    /// <summary>A session of its own with an empty warehouse, opened as the API opens it.</summary>
    private static IPlanExecutor Open(string warehouse)
    {
        var assembly = Assembly.Load("Spark.Embedded");
        var provider =
            assembly.GetCustomAttribute<PlanExecutorProviderAttribute>()
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} names no {nameof(IPlanExecutorProvider)}.");
        return ((IPlanExecutorProvider)Activator.CreateInstance(provider.Provider)!).Open(
            new Dictionary<string, string>
            {
                ["spark.sql.warehouse.dir"] = warehouse,

                // Rows that tie in a window's order come in any order; with one thread it is the same one in every run.
                ["spark.embedded.threads"] = "1",
            }
        );
    }
}
