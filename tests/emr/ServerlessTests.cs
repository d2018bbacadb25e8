using Aws.Local;
using Aws.Local.Emr;
using Aws.Local.Faults;
using Xunit;

namespace Emr.Tests;

public class ServerlessTests
{
    private static readonly string[] Run = ["--", "run", "retail"];

    [Fact]
    public async Task The_same_submit_runs_on_serverless_and_tells_that_it_queues()
    {
        await using var launcher = await LauncherFixture.StartAsync(new LocalAwsOptions { QueueTime = TimeSpan.FromMinutes(10) });
        Assert.Equal(0, await launcher.RunAsync(["submit", "--target", "serverless", "--wait", .. Run]));
        Assert.Contains("hello from the step", launcher.Out, StringComparison.Ordinal);
        Assert.Contains("QUEUED", launcher.Error, StringComparison.Ordinal);
        Assert.Empty(launcher.Aws.Emr.Clusters);
    }

    [Fact]
    public async Task A_lost_answer_starts_no_second_run()
    {
        await using var launcher = await LauncherFixture.StartAsync();
        launcher.Aws.Faults.Add(new Fault("StartJobRun", FaultKind.DropAfter, Count: 2));
        Assert.Equal(0, await launcher.RunAsync(["submit", "--target", "serverless", "--wait", .. Run]));
        Assert.Single(launcher.Aws.Serverless.Runs);
    }

    [Fact]
    public async Task A_failed_run_shows_its_exception_and_a_late_one_is_cancelled()
    {
        await using (
            var failing = await LauncherFixture.StartAsync(
                new LocalAwsOptions
                {
                    Steps = _ => new SimulatedStep
                    {
                        ExitCode = 1,
                        Stderr = ["Unhandled exception. System.InvalidOperationException: no such lake", "   at A.B() in /src/B.cs:line 3"],
                    },
                }
            )
        )
        {
            Assert.Equal(10, await failing.RunAsync(["submit", "--target", "serverless", "--wait", .. Run]));
            Assert.Contains("no such lake", failing.Error, StringComparison.Ordinal);
        }

        await using var late = await LauncherFixture.StartAsync(
            new LocalAwsOptions { Steps = _ => new SimulatedStep { Duration = TimeSpan.FromHours(5), InterruptedAfter = TimeSpan.Zero } }
        );
        Assert.Equal(124, await late.RunAsync(["submit", "--target", "serverless", "--wait", "--timeout", "10m", .. Run]));
        Assert.Equal("CANCELLED", Assert.Single(late.Aws.Serverless.Runs).State);
    }
}
