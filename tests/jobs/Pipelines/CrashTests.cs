using System.Diagnostics;
using Spark.Jobs.Lakes;
using Spark.Jobs.Samples;
using Spark.Testing;
using Xunit;

namespace Spark.Jobs.Tests.Pipelines;

/// <summary>Kills the program, as <c>kill -9</c> does, at moments all over a run.</summary>
[Collection(PipelineFixture.Collection)]
[Trait("Speed", "Slow")]
public sealed class CrashTests(PipelineFixture pipelines) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_that_is_killed_anywhere_is_completed_by_the_next_one()
    {
        new SalesGenerator(3_000, 5).Write(_folder["all"]);
        var files = Directory.GetFiles(_folder["all"]).Order().ToList();
        Deliver(files.Take(8), _folder["raw"]);
        var clock = Stopwatch.StartNew();
        Assert.Equal(0, JobsProgram.Run(_folder.Path, "run", "sales", "--input", _folder["raw"], "--lake", _folder["expected"]).ExitCode);
        var whole = clock.Elapsed;
        Deliver(files.Skip(8), _folder["raw-later"]);
        Assert.Equal(
            0,
            JobsProgram.Run(_folder.Path, "run", "sales", "--input", _folder["raw-later"], "--lake", _folder["expected"]).ExitCode
        );
        var expected = pipelines.Tables("sales", _folder["expected"]);

        const int moments = 8;
        for (var moment = 1; moment <= moments; moment++)
        {
            var lake = _folder[$"lake-{moment}"];
            foreach (var raw in new[] { _folder["raw"], _folder["raw-later"] })
            {
                Kill(whole * moment / moments, "run", "sales", "--input", raw, "--lake", lake);
                AssertNothingHalfWritten(lake);
                var resumed = JobsProgram.Run(_folder.Path, "run", "sales", "--input", raw, "--lake", lake, "--json");
                Assert.True(resumed.ExitCode == 0, resumed.Error);
            }

            var actual = pipelines.Tables("sales", lake);
            foreach (var (table, rows) in expected)
                Assert.Equal(rows, actual[table]);
            var counts = pipelines
                .Spark.Read()
                .Format("delta")
                .Load($"{lake}/ops/runs")
                .SelectExpr(
                    "cast(sum(rows_read) as string)",
                    "cast(sum(rows_processed - rows_replaced) as string)",
                    "cast(count(*) as string)"
                );
            Assert.Equal([$"3000|{expected["processed.sales"].Count}|2"], PipelineFixture.RowsOf(counts));
        }
    }

    private static void Deliver(IEnumerable<string> files, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in files)
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }

    private void Kill(TimeSpan after, params string[] args)
    {
        using var process = JobsProgram.Start(_folder.Path, new Dictionary<string, string?>(), args);
        if (!process.WaitForExit(after))
            process.Kill();
        process.WaitForExit();
    }

    /// <summary>Every table that is there can be read, and the batch's processed rows are all there or none.</summary>
    private void AssertNothingHalfWritten(string lake)
    {
        if (!Directory.Exists(lake))
            return;
        foreach (
            var table in new Lake(lake)
                .Tables()
                .Where(table => Directory.EnumerateFiles(Path.Combine(table.Path, "_delta_log"), "*.json").Any())
        )
            pipelines.Spark.Read().Format("delta").Load(table.Path).Count();
    }
}
