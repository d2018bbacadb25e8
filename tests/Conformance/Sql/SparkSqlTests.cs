using Spark.Connect.Client;
using Spark.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(SparkServer))]

namespace Conformance.Tests.Sql;

/// <summary>
/// Spark's SQL suite on Spark, through its Connect server. What fails here is a difference of the way there or of this suite, and hides nothing
/// about the other engines. It takes a quarter of an hour, and drops the databases of its server, so it runs by itself.
/// </summary>
[Trait("Speed", "Long")]
public sealed class SparkSqlTests(SparkServer server)
{
    /// <summary>What is off by default and on in Spark's own tests.</summary>
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["spark.sql.timeType.enabled"] = "true",
        ["spark.sql.geospatial.enabled"] = "true",
        ["spark.sql.collation.schemaLevel.enabled"] = "true",
    };

    public static TheoryData<string> Files() => GoldenSuite.Files();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task EveryAnswerIsSparks(string name)
    {
        await using (var session = await ConnectExecutor.OpenAsync(await server.ConnectionStringAsync(), Settings))
            await GoldenSuite.CheckAsync("spark", name, session);

        // Sessions share the server's catalog, and the next file expects it empty.
        await using var other = await ConnectExecutor.OpenAsync(await server.ConnectionStringAsync());
        var cleaner = new GoldenRun(other);
        foreach (var database in await cleaner.RowsAsync("SHOW DATABASES"))
            if (database != "default")
                await cleaner.RowsAsync($"DROP DATABASE `{database}` CASCADE");
        foreach (var view in await cleaner.RowsAsync("SHOW VIEWS"))
            await cleaner.RowsAsync($"DROP VIEW `{view}`");
        foreach (var table in await cleaner.RowsAsync("SHOW TABLES"))
            await cleaner.RowsAsync($"DROP TABLE `{table}`");
        foreach (var function in (await cleaner.RowsAsync("SHOW USER FUNCTIONS")).Where(name => name.Contains('.')))
            await cleaner.RowsAsync($"DROP FUNCTION {function}");
    }
}
