using Aws.Local;
using Aws.Local.Emr;
using Aws.Local.Faults;
using Xunit;

namespace Emr.Tests;

public class SubmitTests
{
    private static readonly string[] Run = ["--", "run", "retail", "--input", "s3://test-raw/retail", "--lake", "s3://test-processed"];

    [Fact]
    public async Task A_step_of_half_an_hour_ends_in_success_and_shows_what_it_printed()
    {
        await using var launcher = await LauncherFixture.StartAsync(
            new LocalAwsOptions
            {
                Speed = 1000,
                Steps = _ => new SimulatedStep
                {
                    Duration = TimeSpan.FromMinutes(31),
                    Stdout = ["first line", "zweite Zeile ü", "last line"],
                },
            }
        );
        var code = await launcher.RunAsync(["submit", "--cluster", "new", "--wait", .. Run]);
        Assert.Equal(0, code);
        Assert.Equal(["first line", "zweite Zeile ü", "last line"], launcher.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("COMPLETED in 00:31", launcher.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_answer_to_the_submission_does_not_submit_twice()
    {
        await using var launcher = await LauncherFixture.StartAsync();
        Assert.Equal(0, await launcher.RunAsync("cluster", "create"));
        launcher.Aws.Faults.Add(new Fault("AddJobFlowSteps", FaultKind.DropAfter));
        Assert.Equal(0, await launcher.RunAsync(["submit", "--wait", .. Run]));
        var cluster = Assert.Single(launcher.Aws.Emr.Clusters);
        Assert.Single(cluster.Steps);
        Assert.Contains("looking for the step by its run id", launcher.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_answer_to_the_creation_does_not_create_twice()
    {
        await using var launcher = await LauncherFixture.StartAsync();
        launcher.Aws.Faults.Add(new Fault("RunJobFlow", FaultKind.DropAfter));
        Assert.Equal(0, await launcher.RunAsync(["submit", "--cluster", "new", "--wait", .. Run]));
        Assert.Single(Assert.Single(launcher.Aws.Emr.Clusters).Steps);
    }

    [Fact]
    public async Task A_request_that_never_arrived_is_sent_again()
    {
        await using var launcher = await LauncherFixture.StartAsync();
        Assert.Equal(0, await launcher.RunAsync("cluster", "create"));
        launcher.Aws.Faults.Add(new Fault("AddJobFlowSteps", FaultKind.DropBefore));
        Assert.Equal(0, await launcher.RunAsync(["submit", "--wait", .. Run]));
        Assert.Single(Assert.Single(launcher.Aws.Emr.Clusters).Steps);
    }

    [Fact]
    public async Task A_time_limit_cancels_the_step_and_exits_124()
    {
        await using var launcher = await LauncherFixture.StartAsync(
            new LocalAwsOptions { Steps = _ => new SimulatedStep { Duration = TimeSpan.FromHours(5) } }
        );
        Assert.Equal(124, await launcher.RunAsync(["submit", "--wait", "--timeout", "20m", .. Run]));
        Assert.Equal(StepState.CANCELLED, launcher.Aws.Emr.Clusters[0].Steps[0].State);
    }

    [Fact]
    public async Task A_step_that_ignores_the_interrupt_is_killed_in_the_end()
    {
        await using var launcher = await LauncherFixture.StartAsync(
            new LocalAwsOptions { Steps = _ => new SimulatedStep { Duration = TimeSpan.FromHours(5), InterruptedAfter = null } }
        );
        Assert.Equal(124, await launcher.RunAsync(["submit", "--wait", "--timeout", "20m", .. Run]));
        Assert.Equal(StepState.CANCELLED, launcher.Aws.Emr.Clusters[0].Steps[0].State);
        Assert.Contains("TERMINATE_PROCESS", launcher.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_step_exits_10_and_names_the_root_exception_with_its_place()
    {
        string[] stderr =
        [
            "26/11/21 01:00:00 WARN Utils: something",
            "Unhandled exception. Spark.Jobs.RunFailedException: the run failed",
            " ---> System.IO.InvalidDataException: column 'quantity' of sales-2.csv, row 17: 'abc' is no number",
            "   at Spark.Jobs.Ingest.Parse(String row) in /src/jobs/Ingest.cs:line 42",
            "   --- End of inner exception stack trace ---",
            "   at Spark.Jobs.Program.Main(String[] args) in /src/jobs/Program.cs:line 7",
            "Exception in thread \"main\" org.apache.spark.SparkUserAppException: User application exited with 134",
        ];
        await using var launcher = await LauncherFixture.StartAsync(
            new LocalAwsOptions
            {
                Speed = 100,
                LogDelay = TimeSpan.FromMinutes(4),
                Steps = _ => new SimulatedStep { ExitCode = 134, Stderr = stderr },
            }
        );
        Assert.Equal(10, await launcher.RunAsync(["submit", "--wait", .. Run]));
        Assert.Contains(
            "System.IO.InvalidDataException: column 'quantity' of sales-2.csv, row 17: 'abc' is no number",
            launcher.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("Ingest.cs:line 42", launcher.Error, StringComparison.Ordinal);
        Assert.Contains("steps logs", launcher.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_cluster_mode_output_and_exception_come_from_the_drivers_container()
    {
        const string application = "application_1700000000000_0001";
        const string container = $"{application}/container_1700000000000_0001_01_000001";
        await using var launcher = await LauncherFixture.StartAsync(
            new LocalAwsOptions
            {
                Speed = 100,
                Steps = _ => new SimulatedStep
                {
                    ExitCode = 1,
                    Stdout = [],
                    Stderr =
                    [
                        $"INFO Client: Submitted application {application}",
                        "Exception in thread \"main\" org.apache.spark.SparkException: Application finished with failed status",
                    ],
                    Containers = new Dictionary<string, string>
                    {
                        [$"{container}/stdout"] = "printed by the driver",
                        [$"{container}/stderr"] =
                            "Unhandled exception. System.InvalidOperationException: no such lake\n   at Spark.Jobs.Lake.Open() in /src/jobs/Lake.cs:line 9",
                    },
                },
            }
        );
        Assert.Equal(10, await launcher.RunAsync(["submit", "--wait", "--deploy-mode", "cluster", .. Run]));
        Assert.Contains("printed by the driver", launcher.Out, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException: no such lake", launcher.Error, StringComparison.Ordinal);
        Assert.Contains("Lake.cs:line 9", launcher.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_cluster_is_told_apart_from_a_failed_step()
    {
        await using var launcher = await LauncherFixture.StartAsync(
            new LocalAwsOptions { Steps = _ => new SimulatedStep { LosesCluster = true } }
        );
        Assert.Equal(12, await launcher.RunAsync(["submit", "--wait", .. Run]));
    }

    [Fact]
    public async Task A_cluster_that_ends_without_a_reason_after_a_failed_step_is_a_failure()
    {
        await using var launcher = await LauncherFixture.StartAsync(
            new LocalAwsOptions { Steps = _ => new SimulatedStep { ExitCode = 3, Stderr = ["error: it went wrong"] } }
        );
        Assert.Equal(10, await launcher.RunAsync(["submit", "--cluster", "new", "--wait", .. Run]));
        Assert.Contains("it went wrong", launcher.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_bootstrap_action_shows_that_nodes_stderr()
    {
        await using var launcher = await LauncherFixture.StartAsync(new LocalAwsOptions { FailingBootstrapAction = 0 });
        Assert.Equal(13, await launcher.RunAsync(["submit", "--cluster", "new", "--wait", .. Run]));
        Assert.Contains("checksum mismatch", launcher.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_gets_no_capacity_is_told_with_its_reason()
    {
        await using var launcher = await LauncherFixture.StartAsync(
            new LocalAwsOptions { ClusterFailure = ("INSTANCE_FLEET_TIMEOUT", "No capacity for m7g.xlarge") }
        );
        Assert.Equal(14, await launcher.RunAsync(["submit", "--cluster", "new", "--wait", .. Run]));
        Assert.Contains("No capacity for m7g.xlarge", launcher.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Throttling_without_end_exits_15_and_refused_credentials_16()
    {
        await using var launcher = await LauncherFixture.StartAsync();
        launcher.Aws.Faults.Add(new Fault("ListClusters", FaultKind.Throttle, Count: 1000));
        Assert.Equal(15, await launcher.RunAsync(["submit", "--wait", .. Run]));
        launcher.Variables["AWS_SECRET_ACCESS_KEY"] = "wrong";
        Assert.Equal(16, await launcher.RunAsync("cluster", "list"));
        Assert.DoesNotContain("wrong", launcher.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_followed_by_attach_and_an_unknown_one_is_missing()
    {
        await using var launcher = await LauncherFixture.StartAsync(
            new LocalAwsOptions { Steps = _ => new SimulatedStep { Duration = TimeSpan.FromMinutes(10) } }
        );
        Assert.Equal(0, await launcher.RunAsync(["submit", .. Run]));
        var run = launcher.Out.Trim();
        Assert.Equal(0, await launcher.RunAsync("attach", run));
        Assert.Contains("hello from the step", launcher.Out, StringComparison.Ordinal);
        Assert.Equal(19, await launcher.RunAsync("attach", "20200101T000000-0123456789"));
    }

    [Fact]
    public async Task Without_a_deployment_nothing_is_submitted()
    {
        await using var launcher = await LauncherFixture.StartAsync(deploy: false);
        Assert.Equal(19, await launcher.RunAsync(["submit", "--wait", .. Run]));
        Assert.Contains("deploy --env", launcher.Error, StringComparison.Ordinal);
        Assert.Empty(launcher.Aws.Emr.Clusters);
    }
}
