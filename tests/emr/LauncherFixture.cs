using System.Text.Json.Nodes;
using Aws.Local;
using Spark.Emr;
using Spark.Emr.Packaging;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

// The AWS SDK reads its settings from the process's environment, which every test sets for its own server.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Emr.Tests;

/// <summary>A local AWS with the buckets of an environment, a package that is deployed there, and the launcher in this process.</summary>
public sealed class LauncherFixture : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("launcher-").FullName;

    private LauncherFixture(LocalAwsServer aws)
    {
        Aws = aws;
        Package = Path.Combine(_folder, "package");
    }

    public LocalAwsServer Aws { get; }

    public string EnvironmentFile => Path.Combine(_folder, "test.yaml");

    /// <summary>The folder of the package that commands take; a made-up one unless a test sets another.</summary>
    public string Package { get; set; }

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
        foreach (
            var (name, value) in (IEnumerable<(string, string)>)
                [
                    ("AWS_ENDPOINT_URL", aws.Url),
                    ("AWS_ACCESS_KEY_ID", "test"),
                    ("AWS_SECRET_ACCESS_KEY", "test"),
                    ("AWS_REGION", "eu-west-1"),
                    ("AWS_EC2_METADATA_DISABLED", "true"),
                ]
        )
            Environment.SetEnvironmentVariable(name, value);
        foreach (var zone in (string[])["raw", "processed", "curated", "artifacts", "logs"])
            aws.Objects.CreateBucket("test-" + zone);
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
        AppPackage.Pack(app, InPackage("dotnet-linux-x64.zip"), file => file.EndsWith("library.so", StringComparison.Ordinal));
        AppPackage.Pack(app, InPackage("jobs-linux-x64.zip"), file => !file.EndsWith("library.so", StringComparison.Ordinal));
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
        var services = new LauncherServices
        {
            Clock = Aws.Clock,
            Out = TextWriter.Synchronized(output),
            Error = TextWriter.Synchronized(error),
        };
        var code = await Launcher.RunAsync(CommandLine(arguments), services);
        (Out, Error) = (output.ToString(), error.ToString());
        return code;
    }

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
