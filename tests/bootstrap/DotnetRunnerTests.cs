using System.Diagnostics;
using System.IO.Compression;
using Spark.Testing;
using Xunit;

namespace Spark.Bootstrap.Tests;

/// <summary>The runner under the real spark-submit, with a small program that tells what reaches it.</summary>
public sealed class DotnetRunnerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string Probe = Path.Combine(AppContext.BaseDirectory, "Probe.dll");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Arguments_streams_and_exit_code_are_the_programs_own()
    {
        using var run = await SubmitAsync(await ZipAsync(), "7", "a b", "", "*", "--conf", "x");
        await run.StandardInput.WriteAsync("from outside");
        run.StandardInput.Close();

        var output = await run.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        var errors = await run.StandardError.ReadToEndAsync().WaitAsync(Patience);
        await run.WaitForExitAsync().WaitAsync(Patience);

        Assert.True(run.ExitCode == 7, errors);
        Assert.Equal(["input from outside", "answer forty-two", "arguments 7|a b||*|--conf|x"], Lines(output));
        Assert.Contains("on stderr", errors);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task A_signal_reaches_the_program_while_Spark_still_answers()
    {
        using var run = await SubmitAsync(Probe, "43", "wait");
        run.StandardInput.Close();
        Assert.Equal("waiting", await run.StandardOutput.ReadLineAsync().WaitAsync(Patience));

        using (var kill = Process.Start("kill", ["-TERM", run.Id.ToString()]))
            await kill.WaitForExitAsync();

        var output = await run.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await run.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(["SIGTERM", "input", "answer forty-two", "arguments 43|wait"], Lines(output));
        Assert.Equal(43, run.ExitCode);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task A_program_that_is_not_there_is_one_line_and_exit_code_2()
    {
        using var run = await SubmitAsync("nowhere.dll");
        run.StandardInput.Close();

        var errors = await run.StandardError.ReadToEndAsync().WaitAsync(Patience);
        await run.WaitForExitAsync().WaitAsync(Patience);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("DotnetRunner: the program nowhere.dll", errors);
        Assert.DoesNotContain("\tat ", errors);
    }

    [Fact]
    public async Task Without_Spark_the_script_says_so()
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "bootstrap", "submit-local.sh"), "list"])
        {
            RedirectStandardError = true,
        };
        start.Environment.Remove("SPARK_HOME");
        using var run = Process.Start(start)!;

        var errors = await run.StandardError.ReadToEndAsync().WaitAsync(Patience);
        await run.WaitForExitAsync().WaitAsync(Patience);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SPARK_HOME is not set", Assert.Single(Lines(errors)));
    }

    /// <summary>The probe as a published folder in a zip.</summary>
    private async Task<string> ZipAsync()
    {
        var zip = _folder["probe.zip"];
        await using var archive = await ZipFile.OpenAsync(zip, ZipArchiveMode.Create);
        foreach (
            var file in Directory
                .EnumerateFiles(AppContext.BaseDirectory)
                .Where(file => !Path.GetFileName(file).StartsWith("Bootstrap.", StringComparison.Ordinal))
        )
            await archive.CreateEntryFromFileAsync(file, Path.GetFileName(file), CompressionLevel.Fastest);
        return zip;
    }

    private async Task<Process> SubmitAsync(params string[] arguments)
    {
        var home = SparkServer.RequireSparkHome();
        var jar = _folder["runner.jar"];
        using (var build = Process.Start("bash", [Path.Combine(Repository.Root, "bootstrap", "build-runner.sh"), jar]))
        {
            await build.WaitForExitAsync().WaitAsync(Patience);
            Assert.Equal(0, build.ExitCode);
        }

        var start = new ProcessStartInfo(Path.Combine(home, "bin", "spark-submit"))
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] options =
        [
            "--class",
            "org.apache.spark.deploy.dotnet.DotnetRunner",
            "--master",
            "local[2]",
            "--conf",
            "spark.ui.enabled=false",
            "--driver-java-options",
            $"-Dlog4j2.configurationFile=file:{Repository.Root}/bootstrap/log4j2.properties",
        ];
        foreach (var argument in (string[])[.. options, jar, .. arguments])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
