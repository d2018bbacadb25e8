using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace Emr.Tests;

/// <summary>The launcher as a process of its own: it gets real signals and ends with a real exit code.</summary>
internal sealed class LauncherProcess : IAsyncDisposable
{
    // Far above what a loaded machine needs; it is reached only by a launcher that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();

    private LauncherProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Append(_out, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Out => Text(_out);

    public string Error => Text(_error);

    public bool HasExited => _process.HasExited;

    /// <summary>The launcher on a clock that runs thirty times as fast.</summary>
    public static LauncherProcess Start(LauncherFixture launcher, params string[] arguments) =>
        Start("Emr.ScaledLauncher.dll", launcher, arguments);

    /// <summary>The launcher as a user starts it.</summary>
    public static LauncherProcess StartBuilt(LauncherFixture launcher, params string[] arguments) =>
        Start("Spark.Emr.dll", launcher, arguments);

    private static LauncherProcess Start(string program, LauncherFixture launcher, string[] arguments)
    {
        // Started from a shell's background, this process may ignore SIGINT, which its children would inherit.
        var start = new ProcessStartInfo("env") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (
            var argument in (string[])
                ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, program), .. launcher.CommandLine(arguments)]
        )
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in launcher.Variables)
            start.Environment[name] = value;
        start.Environment["LAUNCHER_CLOCK_SPEED"] = "30";
        return new LauncherProcess(Process.Start(start)!);
    }

    /// <summary>Sends <c>INT</c> or <c>KILL</c>.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits until the launcher has told <paramref name="text"/> on stderr.</summary>
    public async Task ToldAsync(string text)
    {
        var waited = Stopwatch.StartNew();
        while (!Error.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(
                HasExited || waited.Elapsed > Patience,
                $"The launcher {(HasExited ? $"exited with {_process.ExitCode}" : "hangs")} and did not tell '{text}':\n{Out}\n{Error}"
            );
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.Append(line).Append('\n');
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
