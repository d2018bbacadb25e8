using System.Text.Json.Nodes;
using Amazon.Runtime;
using Aws.Local;
using Spark.Emr;
using Spark.Emr.Aws;
using Spark.Emr.Commands;
using Spark.Emr.Packaging;
using Spark.Emr.Settings;
using Spark.Emr.Targets;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

// Every test has an AWS of its own, and most of its time is waiting for that one's clock.
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 8)]

namespace Emr.Tests;

/// <summary>A local AWS with the buckets of an environment, a package that is deployed there, and the launcher in this process.</summary>
internal sealed class LauncherFixture : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("launcher-").FullName;

    private LauncherFixture(LocalAwsServer aws)
    {
        Aws = aws;
        Package = Path.Combine(_folder, "package");
        Variables = new()
        {
            ["AWS_ENDPOINT_URL"] = aws.Url,
            ["AWS_ACCESS_KEY_ID"] = "test",
            ["AWS_SECRET_ACCESS_KEY"] = "test",
            ["AWS_REGION"] = "eu-west-1",
        };
    }

    public LocalAwsServer Aws { get; }

    public string EnvironmentFile => Path.Combine(_folder, "test.yaml");

    /// <summary>The folder of the package that commands take; a made-up one unless a test sets another.</summary>
    public string Package { get; set; }

    /// <summary>The environment variables by which the launcher reaches this AWS; those of the test's own process say nothing to it.</summary>
    public Dictionary<string, string> Variables { get; }

    /// <summary>What the last command printed.</summary>
    public string Out { get; private set; } = "";

    public string Error { get; private set; } = "";

    public static async Task<LauncherFixture> StartAsync(LocalAwsOptions? options = null, bool deploy = true)
    {
        var aws = await LocalAwsServer.StartAsync(
            (options ?? new LocalAwsOptions()) with
            {
                Speed = options?.Speed is null or 1 ? 600 : options.Speed,
            }
        );
        var fixture = new LauncherFixture(aws);
        foreach (var zone in (string[])["raw", "processed", "curated", "artifacts", "logs"])
            aws.Objects.CreateBucket("test-" + zone);
        // The clusters' clock runs fast: they must not idle out before they are looked at.
        File.WriteAllText(
            fixture.EnvironmentFile,
            """
            region: eu-west-1
            account: "000000000000"
            release: emr-spark-8.2.0
            buckets: { raw: test-raw, processed: test-processed, curated: test-curated, artifacts: test-artifacts, logs: test-logs }
            roles: { service: EMR_DefaultRole_V2, instance: EMR_EC2_DefaultRole }
            network: { subnets: [subnet-1, subnet-2] }
            serverless: { applicationId: 00fabcdef, executionRole: "arn:aws:iam::000000000000:role/jobs" }
            cluster:
              name: shared
              stepConcurrency: 4
              idleMinutes: 10080
              fleets:
                - { role: primary, onDemand: 1, types: [{ type: m7g.xlarge }] }
                - { role: core, onDemand: 1, spot: 2, types: [{ type: m7g.xlarge }, { type: m6g.xlarge }] }
            """
        );
        fixture.MakePackage("one");
        if (deploy)
            Assert.Equal(0, await fixture.RunAsync("deploy"));
        return fixture;
    }

    /// <summary>Puts a package in place that holds <paramref name="content"/>; the real one is built by 'package'.</summary>
    /// <param name="program">The program inside, a shell script for tests that really run it.</param>
    /// <param name="runner">The runner's jar, where steps run for real.</param>
    /// <param name="library">The library in the layer beneath.</param>
    public void MakePackage(string content, string program = "#!/bin/sh", string? runner = null, string library = "library")
    {
        var app = Directory.CreateDirectory(Path.Combine(_folder, "app")).FullName;
        File.WriteAllText(Path.Combine(app, "Spark.Jobs.dll"), content);
        File.WriteAllText(Path.Combine(app, "Spark.Jobs"), program);
        File.WriteAllText(Path.Combine(app, "library.so"), library);
        Directory.CreateDirectory(Package);
        string InPackage(string name) => Path.Combine(Package, name);
        LayerArchive.Pack(app, InPackage("dotnet-linux-x64.zip"), file => file.EndsWith("library.so", StringComparison.Ordinal));
        LayerArchive.Pack(app, InPackage("jobs-linux-x64.zip"), file => !file.EndsWith("library.so", StringComparison.Ordinal));
        if (runner is null)
            File.WriteAllText(InPackage("dotnet-runner.jar"), "jar");
        else
            File.Copy(runner, InPackage("dotnet-runner.jar"), overwrite: true);
        new AppPackage(
            PackagedFile.Of(InPackage("dotnet-linux-x64.zip")),
            PackagedFile.Of(InPackage("jobs-linux-x64.zip")),
            PackagedFile.Of(InPackage("dotnet-runner.jar")),
            "Spark.Jobs",
            "linux-x64"
        ).Save(Package);
    }

    /// <summary>Runs a launcher command with this environment and package.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Launcher.RunAsync(CommandLine(arguments), Services(output, error));
        (Out, Error) = (output.ToString(), error.ToString());
        return code;
    }

    /// <summary>What a launcher of this environment works with.</summary>
    public LauncherServices Services(TextWriter? output = null, TextWriter? error = null) =>
        new()
        {
            Clock = Aws.Clock,
            Aws = AwsSettings.Of(name => Variables.GetValueOrDefault(name)) with
            {
                Credentials = new BasicAWSCredentials(Variables["AWS_ACCESS_KEY_ID"], Variables["AWS_SECRET_ACCESS_KEY"]),
            },
            // A minute and a half of this clock passes while a busy machine takes a breath.
            Limits = FollowLimits.Default with
            {
                OutputPatience = TimeSpan.FromMinutes(15),
            },
            Out = TextWriter.Synchronized(output ?? TextWriter.Null),
            Error = TextWriter.Synchronized(error ?? TextWriter.Null),
        };

    /// <summary>This environment, read from its file.</summary>
    public LaunchEnvironment Environment(params string[] overrides) => Spark.Emr.Settings.EnvironmentFile.Load(EnvironmentFile, overrides);

    /// <summary>A command's arguments with this environment and package.</summary>
    public string[] CommandLine(params string[] arguments)
    {
        var dashes = Array.IndexOf(arguments, "--");
        var (own, passed) = dashes < 0 ? (arguments, []) : (arguments[..dashes], arguments[dashes..]);
        List<string> line = [.. own, "--env", EnvironmentFile];
        if (own[0] is "submit" or "deploy")
            line.AddRange(["--package", Package]);
        line.AddRange(passed);
        return [.. line];
    }

    public JsonNode Json() => JsonNode.Parse(Out)!;

    public async ValueTask DisposeAsync()
    {
        await Aws.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
