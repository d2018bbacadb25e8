using System.Reflection;
using Spark.Connect.Execution;
using Spark.Testing;
using Xunit;

namespace Conformance.Tests.Sql;

/// <summary>Spark's SQL suite on the embedded engine.</summary>
public sealed class EmbeddedSqlTests
{
    public static TheoryData<string> Files() => GoldenSuite.Files();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task EveryAnswerIsSparks(string name)
    {
        using var folder = new TemporaryFolder();
        await using var session = Open(folder.Path);
        await GoldenSuite.CheckAsync("embedded", name, session);
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
