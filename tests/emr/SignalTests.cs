using Aws.Local;
using Aws.Local.Emr;
using Aws.Local.Faults;
using Xunit;

namespace Emr.Tests;

/// <summary>What signals do to a launcher that follows a step: the launcher is a process, the signals are the system's.</summary>
public class SignalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly string[] Submit = ["submit", "--wait", "--", "run", "retail"];

    [Fact]
    public Task Ctrl_C_interrupts_the_step_waits_for_its_end_and_names_what_still_runs() =>
        InterruptAsync(launcher => LauncherProcess.Start(launcher, Submit));

    /// <summary>The same on the system's own clock.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public Task Ctrl_C_interrupts_the_step_of_the_launcher_that_users_start() =>
        InterruptAsync(launcher => LauncherProcess.StartBuilt(launcher, Submit));

    [Fact]
    public async Task A_second_Ctrl_C_kills_the_step()
    {
        var held = new HeldStep();
        await using var launcher = await LauncherFixture.StartAsync(new LocalAwsOptions { Steps = _ => held });
        await using var process = LauncherProcess.Start(launcher, Submit);
        await process.ToldAsync("is RUNNING");
        process.Signal("INT");
        await held.Interrupted.WaitAsync(Patience);
        Assert.False(held.Killed.IsCompleted);
        process.Signal("INT");
        await held.Killed.WaitAsync(Patience);
        Assert.Equal(130, await process.ExitAsync());
        Assert.Equal(StepState.CANCELLED, launcher.Aws.Emr.Clusters[0].Steps[0].State);
        Assert.Contains("TERMINATE_PROCESS", process.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", process.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_of_its_own_ends_with_the_step_that_was_interrupted()
    {
        var held = new HeldStep();
        await using var launcher = await LauncherFixture.StartAsync(new LocalAwsOptions { Steps = _ => held });
        await using var process = LauncherProcess.Start(launcher, "submit", "--cluster", "new", "--wait", "--", "run", "retail");
        await process.ToldAsync("is RUNNING");
        process.Signal("INT");
        await held.Interrupted.WaitAsync(Patience);
        held.End(143);
        Assert.Equal(130, await process.ExitAsync());
        var cluster = Assert.Single(launcher.Aws.Emr.Clusters);
        Assert.Matches(
            $"Nothing is left running: {cluster.Id} is TERMINAT|Still running: {cluster.Id}, which ends by itself",
            process.Error
        );
    }

    [Fact]
    public async Task Ctrl_C_while_the_step_is_handed_over_leaves_no_step_behind()
    {
        await using var launcher = await LauncherFixture.StartAsync(
            new LocalAwsOptions { Steps = _ => new HeldStep { EndsWhenInterrupted = true } }
        );
        Assert.Equal(0, await launcher.RunAsync("cluster", "create"));
        launcher.Aws.Faults.Add(new Fault("AddJobFlowSteps", FaultKind.Delay, Delay: TimeSpan.FromSeconds(3)));
        await using var process = LauncherProcess.Start(launcher, "submit", "--", "run", "retail");
        while (!launcher.Aws.Faults.Requests.Any(request => request.Operation == "AddJobFlowSteps"))
        {
            Assert.False(process.HasExited, process.Error);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        process.Signal("INT");
        Assert.Equal(130, await process.ExitAsync());
        Assert.Equal(StepState.CANCELLED, Assert.Single(launcher.Aws.Emr.Clusters[0].Steps).State);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 10)]
    public async Task A_killed_launcher_is_resumed_by_attach_and_ends_as_the_step_does(int stepsExit, int expected)
    {
        var held = new HeldStep();
        await using var launcher = await LauncherFixture.StartAsync(new LocalAwsOptions { Steps = _ => held });
        await using var killed = LauncherProcess.Start(launcher, Submit);
        await killed.ToldAsync("is RUNNING");
        killed.Signal("KILL");
        Assert.Equal(137, await killed.ExitAsync());
        var step = Assert.Single(Assert.Single(launcher.Aws.Emr.Clusters).Steps);
        Assert.Equal(StepState.RUNNING, step.State);

        var run = killed.Error.Split("run ", 2)[1].Split('.')[0];
        await using var process = LauncherProcess.Start(launcher, "attach", run);
        await process.ToldAsync($"Found {step.Id}");
        (await held.Started.WaitAsync(Patience)).Stdout.WriteLine("printed after the launcher was killed");
        held.End(stepsExit, "System.InvalidOperationException: the lake is not there");
        Assert.Equal(expected, await process.ExitAsync());
        Assert.Contains("printed after the launcher was killed", process.Out, StringComparison.Ordinal);
        if (stepsExit != 0)
            Assert.Contains("System.InvalidOperationException: the lake is not there", process.Error, StringComparison.Ordinal);
    }

    private static async Task InterruptAsync(Func<LauncherFixture, LauncherProcess> start)
    {
        var held = new HeldStep();
        await using var launcher = await LauncherFixture.StartAsync(new LocalAwsOptions { Steps = _ => held });
        await using var process = start(launcher);
        await process.ToldAsync("is RUNNING");
        process.Signal("INT");
        await held.Interrupted.WaitAsync(Patience);
        await process.ToldAsync("is CANCEL_PENDING");
        Assert.False(process.HasExited);
        Assert.False(held.Killed.IsCompleted);

        held.End(143);
        Assert.Equal(130, await process.ExitAsync());
        var cluster = Assert.Single(launcher.Aws.Emr.Clusters);
        var step = Assert.Single(cluster.Steps);
        Assert.Equal(StepState.CANCELLED, step.State);
        Assert.Contains(
            $"{step.Id} is CANCELLED. Still running: the cluster {cluster.Id} (shared)",
            process.Error,
            StringComparison.Ordinal
        );
        Assert.False(held.Killed.IsCompleted);
    }

    /// <summary>A step that ends when the test says so.</summary>
    private sealed class HeldStep : IStepProgram
    {
        private readonly TaskCompletionSource<StepRun> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _interrupted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<int> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private string _lastWords = "";

        public bool EndsWhenInterrupted { get; init; }

        public Task<StepRun> Started => _started.Task;

        public Task Interrupted => _interrupted.Task;

        public Task Killed => _killed.Task;

        /// <param name="exception">What it says of a failure.</param>
        public void End(int exitCode, string exception = "")
        {
            _lastWords = exitCode == 0 ? "" : $"Unhandled exception. {exception}";
            _end.SetResult(exitCode);
        }

        public async Task<StepOutcome> RunAsync(StepRun run, CancellationToken interrupt, CancellationToken kill)
        {
            using var interrupted = interrupt.Register(() =>
            {
                _interrupted.TrySetResult();
                if (EndsWhenInterrupted)
                    _end.TrySetResult(143);
            });
            _started.TrySetResult(run);
            try
            {
                var exitCode = await _end.Task.WaitAsync(kill);
                run.Stderr.WriteLine(_lastWords);
                return new StepOutcome(exitCode);
            }
            catch (OperationCanceledException)
            {
                _killed.TrySetResult();
                throw;
            }
        }
    }
}
