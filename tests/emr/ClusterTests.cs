using Aws.Local;
using Aws.Local.Emr;
using Aws.Local.Faults;
using Spark.Emr.Errors;
using Spark.Emr.Settings;
using Spark.Emr.Targets;
using Spark.Emr.Targets.ClusterStep;
using Xunit;

namespace Emr.Tests;

public class ClusterTests
{
    [Fact]
    public async Task Of_two_launchers_that_want_one_cluster_by_name_one_creates_it()
    {
        await using var launcher = await LauncherFixture.StartAsync();
        var environment = launcher.Environment();
        // Both have looked and found none before either creates: the look takes long.
        launcher.Aws.Faults.Add(new Fault("ListClusters", FaultKind.Delay, Count: 2, TimeSpan.FromMilliseconds(300)));
        var ids = await Task.WhenAll(
            Enumerable
                .Range(0, 2)
                .Select(_ =>
                    Task.Run(() =>
                    {
                        var services = launcher.Services();
                        return services
                            .Clusters(services.Connect(environment))
                            .FindOrCreateAsync(environment, "shared", TestContext.Current.CancellationToken);
                    })
                )
        );
        Assert.Equal(ids[0], ids[1]);
        Assert.Single(launcher.Aws.Emr.Clusters);
        Assert.Empty(launcher.Aws.Objects.List("test-artifacts", "leases/", "", "", 10).Objects);
    }

    [Fact]
    public async Task A_dead_cluster_is_replaced()
    {
        await using var launcher = await LauncherFixture.StartAsync();
        Assert.Equal(0, await launcher.RunAsync("cluster", "create"));
        var first = launcher.Out.Trim();
        Assert.Equal(0, await launcher.RunAsync("cluster", "create"));
        Assert.Equal(first, launcher.Out.Trim());
        Assert.Equal(0, await launcher.RunAsync("cluster", "terminate", first));
        while (!launcher.Aws.Emr.Clusters[0].IsOver)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal(0, await launcher.RunAsync("cluster", "create"));
        Assert.NotEqual(first, launcher.Out.Trim());
    }

    [Fact]
    public async Task More_than_256_active_steps_wait_for_a_place()
    {
        await using var launcher = await LauncherFixture.StartAsync(
            new LocalAwsOptions { Steps = _ => new SimulatedStep { Duration = TimeSpan.FromMinutes(20) } }
        );
        Assert.Equal(0, await launcher.RunAsync("cluster", "create"));
        var cluster = launcher.Out.Trim();
        var steps = new System.Text.Json.Nodes.JsonArray([
            .. Enumerable
                .Range(0, 256)
                .Select(i =>
                    (System.Text.Json.Nodes.JsonNode)
                        new System.Text.Json.Nodes.JsonObject
                        {
                            ["Name"] = $"filler {i}",
                            ["HadoopJarStep"] = new System.Text.Json.Nodes.JsonObject { ["Jar"] = "command-runner.jar" },
                        }
                ),
        ]);
        launcher.Aws.Emr.Handle("AddJobFlowSteps", new System.Text.Json.Nodes.JsonObject { ["JobFlowId"] = cluster, ["Steps"] = steps });
        Assert.Equal(0, await launcher.RunAsync("submit", "--", "run", "retail"));
        Assert.Contains("256 active steps", launcher.Error, StringComparison.Ordinal);
        Assert.Equal(257, launcher.Aws.Emr.Clusters[0].Steps.Count);
    }

    [Fact]
    public async Task A_hundred_steps_are_watched_within_the_services_rate()
    {
        await using var launcher = await LauncherFixture.StartAsync(
            new LocalAwsOptions { Throttle = (10, 0.5), Steps = _ => new SimulatedStep { Duration = TimeSpan.FromSeconds(30) } }
        );
        var environment = launcher.Environment("cluster.stepConcurrency=25");
        var services = launcher.Services();
        using var aws = services.Connect(environment);
        var clusters = services.Clusters(aws);
        var id = await clusters.FindOrCreateAsync(environment, "shared", TestContext.Current.CancellationToken);
        var submitted = new List<SubmittedRun>();
        for (var i = 0; i < 100; i++)
        {
            var run = RunId.New(services.Clock);
            var added = launcher.Aws.Emr.Clusters[0];
            var step = new Step(
                $"s-{i:0000000000000}",
                new System.Text.Json.Nodes.JsonObject
                {
                    ["Name"] = run.StepName("jobs"),
                    ["HadoopJarStep"] = new System.Text.Json.Nodes.JsonObject { ["Jar"] = "command-runner.jar" },
                },
                services.Clock.GetUtcNow()
            );
            added.Steps.Add(step);
            submitted.Add(new SubmittedRun(run, id, step.Id));
        }

        var results = await new StepWatcher(aws.Emr, clusters).WatchAsync(
            submitted,
            (_, _) => { },
            null,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(100, results.Count);
        Assert.All(results, result => Assert.Equal(ExitCode.Success, result.Code));
    }

    [Fact]
    public async Task A_wrong_environment_file_is_told_with_line_and_field()
    {
        await using var launcher = await LauncherFixture.StartAsync(deploy: false);
        var lines = File.ReadAllLines(launcher.EnvironmentFile);
        File.WriteAllLines(launcher.EnvironmentFile, [.. lines, "relase: emr-7.12.0"]);
        Assert.Equal(2, await launcher.RunAsync("cluster", "list"));
        Assert.Contains($"test.yaml:{lines.Length + 1}: relase is not a field here", launcher.Error, StringComparison.Ordinal);
        File.WriteAllLines(
            launcher.EnvironmentFile,
            lines.Select(line => line.Replace("stepConcurrency: 4", "stepConcurrency: 1000", StringComparison.Ordinal))
        );
        Assert.Equal(2, await launcher.RunAsync("cluster", "list"));
        Assert.Contains("cluster.stepConcurrency must be a whole number from 1 to 256", launcher.Error, StringComparison.Ordinal);
        File.WriteAllLines(launcher.EnvironmentFile, lines);
        Assert.Equal(
            0,
            await launcher.RunAsync("cluster", "create", "--dry-run", "--set", "release=emr-7.12.0", "--set", "cluster.stepConcurrency=7")
        );
        Assert.Equal("emr-7.12.0", launcher.Json()["requests"]![0]!["body"]!["ReleaseLabel"]!.GetValue<string>());
        Assert.Equal(7, launcher.Json()["requests"]![0]!["body"]!["StepConcurrencyLevel"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_environments_that_ship_are_valid()
    {
        foreach (var name in (string[])["dev", "stage", "prod"])
            Assert.Equal(name, EnvironmentFile.Load(Path.Combine(AppContext.BaseDirectory, "environments", name + ".yaml"), []).Name);
        await Task.CompletedTask;
    }
}
