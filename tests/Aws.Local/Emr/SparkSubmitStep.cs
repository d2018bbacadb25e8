using System.Diagnostics;

namespace Aws.Local.Emr;

/// <summary>
/// Runs the step's spark-submit for real on a local Spark, with <c>s3://</c> served by this server through S3A. YARN's part, to place the
/// driver, is taken by <c>local[2]</c>.
/// </summary>
/// <param name="SparkHome">The Spark to run.</param>
/// <param name="Endpoint">This server's address.</param>
public sealed record SparkSubmitStep(string SparkHome, string Endpoint) : IStepProgram
{
    private string SparkSubmit => Path.Combine(SparkHome, "bin", "spark-submit");

    public async Task<StepOutcome> RunAsync(StepRun run, CancellationToken interrupt, CancellationToken kill)
    {
        var command = run.CommandLine;
        if (command is not ["spark-submit", ..])
        {
            run.Stderr.WriteLine($"command-runner.jar: this server runs spark-submit only, not '{command.FirstOrDefault()}'.");
            return new StepOutcome(1);
        }

        // A server in a shell's background ignores SIGINT, and so would the JVM below it, to which SEND_INTERRUPT is one.
        string[] program = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", SparkSubmit] : [SparkSubmit];
        var start = new ProcessStartInfo(program[0])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Directory.CreateTempSubdirectory("emr-step-").FullName,
        };
        foreach (
            var argument in program
                .Skip(1)
                .Concat(
                    Settings()
                        .SelectMany(setting => (string[])["--conf", $"{setting.Name}={setting.Value}"])
                        .Prepend("local[2]")
                        .Prepend("--master")
                        .Concat(WithoutDeployMode(command))
                )
        )
            start.ArgumentList.Add(argument);
        start.Environment["SPARK_HOME"] = SparkHome;
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Write(run.Stdout, line.Data);
        process.ErrorDataReceived += (_, line) => Write(run.Stderr, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await using var interrupted = interrupt.Register(() => Signal(process, "-INT"));
        try
        {
            await process.WaitForExitAsync(kill);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        Directory.Delete(start.WorkingDirectory, recursive: true);
        return new StepOutcome(process.ExitCode);
    }

    private IEnumerable<(string Name, string Value)> Settings() =>
        [
            ("spark.ui.enabled", "false"),
            ("spark.sql.shuffle.partitions", "2"),
            // Delta reads its log in fifty tasks, far too many for two cores.
            ("spark.databricks.delta.snapshotPartitions", "2"),
            ("spark.hadoop.fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem"),
            ("spark.hadoop.fs.s3a.endpoint", Endpoint),
            ("spark.hadoop.fs.s3a.endpoint.region", "eu-west-1"),
            ("spark.hadoop.fs.s3a.path.style.access", "true"),
            ("spark.hadoop.fs.s3a.access.key", "test"),
            ("spark.hadoop.fs.s3a.secret.key", "test"),
            ("spark.hadoop.fs.s3a.connection.ssl.enabled", "false"),
        ];

    /// <summary>A local master has no cluster to put the driver into.</summary>
    private static IEnumerable<string> WithoutDeployMode(IReadOnlyList<string> command) =>
        command.Skip(1).Where((argument, index) => argument != "--deploy-mode" && command[index] != "--deploy-mode");

    private static void Write(LogFile log, string? line)
    {
        if (line is not null)
            log.WriteLine(line);
    }

    private static void Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
