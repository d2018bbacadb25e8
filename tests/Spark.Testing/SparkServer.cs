using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Spark.Testing;

/// <summary>
/// A real Spark Connect server with Delta Lake, one for a test assembly: <c>[assembly: AssemblyFixture(typeof(SparkServer))]</c>. It starts when the
/// first test asks for it and ends with the test run, even when that is killed. Where <c>SPARK_TEST_REMOTE</c> holds the connection string of a
/// server that <c>spark-server.sh</c> started, that one is used instead, so that all assemblies share it.
/// </summary>
public sealed partial class SparkServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);

    private readonly Lazy<Task<string>> _start;
    private readonly StringBuilder _log = new();
    private TemporaryFolder? _folder;
    private Process? _process;

    public SparkServer() => _start = new Lazy<Task<string>>(StartAsync);

    /// <summary>Spark's folder; the test is skipped when <c>SPARK_HOME</c> names none, and fails where CI must not leave it out.</summary>
    public static string RequireSparkHome()
    {
        var home = Environment.GetEnvironmentVariable("SPARK_HOME");
        if (!string.IsNullOrEmpty(home))
            return File.Exists(Path.Combine(home, "bin", "spark-submit"))
                ? home
                : throw new InvalidOperationException($"SPARK_HOME is {home}, where no bin/spark-submit is.");
        const string reason = "SPARK_HOME is not set: this test needs a real Spark.";
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            Assert.Fail(reason);
        Assert.Skip(reason);
        return "";
    }

    /// <summary>The server's connection string, token included. Starts it if need be; without Spark the test is skipped.</summary>
    public Task<string> ConnectionStringAsync()
    {
        RequireSparkHome();
        return Environment.GetEnvironmentVariable("SPARK_TEST_REMOTE") is { Length: > 0 } shared ? Task.FromResult(shared) : _start.Value;
    }

    /// <summary>What the server has written so far, for a failure's message.</summary>
    private string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }

            _process.Dispose();
        }

        _folder?.Dispose();
    }

    private async Task<string> StartAsync()
    {
        _folder = new TemporaryFolder();
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var script = Path.Combine(Repository.Root, "tests", "Spark.Testing", "spark-server.sh");
        var start = new ProcessStartInfo("/bin/sh", [script, _folder.Path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Not an argument, which every user of the machine can read.
        start.Environment["SPARK_CONNECT_AUTHENTICATE_TOKEN"] = token;

        var port = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Record(line.Data, port);
        _process.ErrorDataReceived += (_, line) => Record(line.Data, port);
        _process.Exited += (_, _) =>
            port.TrySetException(new InvalidOperationException($"The Spark Connect server ended before it was ready:\n{Log}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            return $"sc://127.0.0.1:{await port.Task.WaitAsync(StartTimeout)}/;token={token}";
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The Spark Connect server was not ready after {StartTimeout.TotalMinutes} minutes:\n{Log}");
        }
    }

    private void Record(string? line, TaskCompletionSource<string> port)
    {
        if (line is null)
            return;
        lock (_log)
        {
            if (_log.Length > 100_000)
                _log.Remove(0, 50_000);
            _log.AppendLine(line);
        }

        if (!port.Task.IsCompleted && StartedAt().Match(line) is { Success: true } started)
            port.TrySetResult(started.Groups[1].Value);
    }

    [GeneratedRegex(@"Spark Connect server started at: .*:(\d+)")]
    private static partial Regex StartedAt();
}
