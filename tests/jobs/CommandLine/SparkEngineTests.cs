using System.Text.Json;
using Spark.Jobs.Samples;
using Spark.Testing;
using Xunit;

namespace Spark.Jobs.Tests.CommandLine;

/// <summary>The program's <c>--engine</c>: the same commands on a Spark Connect server, and under <c>spark-submit</c>.</summary>
public sealed class SparkEngineTests(SparkServer server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task A_server_runs_the_pipeline_and_answers_queries()
    {
        var address = await server.ConnectionStringAsync();
        new SalesGenerator(500, 2).Write(_folder["raw"]);

        var run = JobsProgram.Run(
            _folder.Path,
            "run",
            "sales",
            "--input",
            _folder["raw"],
            "--lake",
            _folder["lake"],
            "--engine",
            address,
            "--json"
        );
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.StartsWith("sc://", run.Json.GetProperty("engine").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("token", run.Output + run.Error, StringComparison.OrdinalIgnoreCase);

        const string query = "select count(*) as n, sum(amount) as amount from processed.sales";
        var there = JobsProgram.Run(_folder.Path, "sql", query, "--lake", _folder["lake"], "--engine", address, "--format", "json");
        var here = JobsProgram.Run(_folder.Path, "sql", query, "--lake", _folder["lake"], "--format", "json");
        Assert.True(there.ExitCode == 0, there.Error);
        Assert.Equal(here.Output, there.Output);
        Assert.Equal(
            run.Json.GetProperty("rowsProcessed").GetInt32(),
            JsonDocument.Parse(there.Output).RootElement[0].GetProperty("n").GetInt32()
        );
    }

    [Fact]
    public void A_server_that_is_not_there_is_one_line_and_exit_code_1()
    {
        Directory.CreateDirectory(_folder["lake"]);

        var outcome = JobsProgram.RunHere("sql", "select 1", "--lake", _folder["lake"], "--engine", "sc://127.0.0.1:1");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
        Assert.Contains("127.0.0.1:1", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Engine_spark_submits_the_program_and_hands_on_its_output_and_exit_code()
    {
        SparkServer.RequireSparkHome();
        new SalesGenerator(500, 2).Write(_folder["raw"]);

        var run = JobsProgram.Run(
            _folder.Path,
            "run",
            "sales",
            "--input",
            _folder["raw"],
            "--lake",
            _folder["lake"],
            "--engine",
            "spark",
            "--json"
        );

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("spark", run.Json.GetProperty("engine").GetString());
        Assert.Equal(500, run.Json.GetProperty("rowsRead").GetInt32());
        Assert.True(Directory.Exists(_folder["lake/curated/sales_monthly_kpis/_delta_log"]));
    }
}
