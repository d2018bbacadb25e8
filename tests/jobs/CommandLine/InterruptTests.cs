using System.Diagnostics;
using System.Globalization;
using Spark.Jobs.Samples;
using Spark.Testing;
using Xunit;

namespace Spark.Jobs.Tests.CommandLine;

[Trait("Speed", "Slow")]
public sealed class InterruptTests : IDisposable
{
    private const int Rows = 200_000;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_ends_a_run_with_its_exit_code_and_the_next_run_goes_on(string signal, int exitCode)
    {
        new SalesGenerator(Rows, 3).Write(_folder["raw"]);
        using var process = JobsProgram.Start(
            _folder.Path,
            new Dictionary<string, string?>(),
            "run",
            "sales",
            "--input",
            "raw",
            "--lake",
            "lake"
        );
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);

        // The quarantine table is the first to be written, when most of the work lies ahead.
        while (!File.Exists(_folder["lake/quarantine/sales/_delta_log/00000000000000000000.json"]))
        {
            Assert.False(process.HasExited, "The run ended before it wrote a table.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        using (var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(exitCode, process.ExitCode);
        Assert.Equal("spark-jobs: interrupted; run again to go on where it stopped.", (await error).Trim());
        Assert.False(Directory.Exists(_folder["lake/curated"]), "The run had ended before the signal came.");

        var resumed = JobsProgram.Run(_folder.Path, "run", "sales", "--input", "raw", "--lake", "lake", "--json").Json;
        Assert.Equal(Rows, resumed.GetProperty("rowsRead").GetInt32());
        Assert.Equal(
            Rows,
            resumed.GetProperty("rowsProcessed").GetInt32()
                + resumed.GetProperty("rowsQuarantined").GetInt32()
                + resumed.GetProperty("rowsDuplicate").GetInt32()
        );
    }
}
