using System.Diagnostics;
using System.IO.Compression;
using Aws.Local;
using Aws.Local.Emr;
using Microsoft.Spark.Sql;
using Spark.Emr.Packaging;
using Spark.Jobs.Lakes;
using Spark.Jobs.Samples;
using Spark.Testing;
using Xunit;

namespace Emr.Tests;

/// <summary>From the sources to tables: package, deploy, submit, with the step's spark-submit run for real and the lake in the local S3.</summary>
[Trait("Speed", "Slow")]
public sealed class EndToEndTests(PackagedJobs jobs) : IClassFixture<PackagedJobs>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_step_leaves_the_tables_of_a_local_run_and_a_failing_one_shows_why()
    {
        await using var launcher = await StartAsync();
        new SalesGenerator(2_000, 5).Write(_folder["days"]);
        Directory.CreateDirectory(_folder["raw"]);
        foreach (var day in Directory.GetFiles(_folder["days"]).Order(StringComparer.Ordinal).Take(3))
        {
            var file = Path.Combine(_folder["raw"], Path.GetFileName(day));
            File.Copy(day, file);
            launcher.Aws.Objects.Put(
                "test-raw",
                $"sales/{Path.GetFileName(file)}",
                await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken),
                new Dictionary<string, string>(),
                new Dictionary<string, string>()
            );
        }

        Assert.True(await launcher.RunAsync("deploy") == 0, launcher.Error);
        AssertLayers(launcher.Package);
        var code = await launcher.RunAsync("submit", "--cluster", "new", "--wait", "--", "run", "sales");
        Assert.True(code == 0, launcher.Error);
        // The run's own report came back through the step's logs.
        Assert.Contains("s3://test-raw/sales", launcher.Out, StringComparison.Ordinal);
        Assert.Contains("quarantine.sales", launcher.Out, StringComparison.Ordinal);

        Download(launcher, "test-processed", _folder["remote"]);
        await RunLocallyAsync("run", "sales", "--input", _folder["raw"], "--lake", _folder["local"]);
        using var spark = SparkSession.Builder().Config("spark.sql.session.timeZone", "UTC").Create();
        var tables = new Lake(_folder["local"]).Tables();
        Assert.Equal(tables.Select(table => table.Name), new Lake(_folder["remote"]).Tables().Select(table => table.Name));
        foreach (var table in tables)
        {
            var (here, there) = (Read(spark, "local", table), Read(spark, "remote", table));
            Assert.Equal(here.Schema().Json, there.Schema().Json);
            if (table.Layer != "ops")
                Assert.Equal(RowsOf(here), RowsOf(there));
        }

        // On a lake that does not exist yet Spark logs exceptions that the job handles; the one it fails with must be told apart.
        code = await launcher.RunAsync(
            "submit",
            "--cluster",
            "new",
            "--wait",
            "--",
            "run",
            "sales",
            "--input",
            "s3://test-raw/nothing",
            "--lake",
            "s3://test-curated/none"
        );
        Assert.Equal(10, code);
        Assert.Contains(
            "FAILED: org.apache.spark.sql.AnalysisException: [PATH_NOT_FOUND] Path does not exist: s3://test-raw/nothing.",
            launcher.Error,
            StringComparison.Ordinal
        );
    }

    private async Task<LauncherFixture> StartAsync()
    {
        var sparkHome = SparkServer.RequireSparkHome();
        LocalAwsServer? aws = null;
        var launcher = await LauncherFixture.StartAsync(
            new LocalAwsOptions
            {
                // Fast enough for the watching, slow enough that waits measured by this clock outlast a busy machine's stalls.
                Speed = 10,
                ProvisioningTime = TimeSpan.FromSeconds(10),
                BootstrapTime = TimeSpan.FromSeconds(5),
                LogInterval = TimeSpan.FromSeconds(30),
                LogDelay = TimeSpan.Zero,
                Steps = _ => new SparkSubmitStep(sparkHome, aws!.Url),
            },
            deploy: false
        );
        aws = launcher.Aws;
        launcher.Package = await jobs.FolderAsync();
        return launcher;
    }

    /// <summary>What a change of the jobs uploads is theirs alone: small, and without the runtime.</summary>
    private static void AssertLayers(string folder)
    {
        var package = AppPackage.Open(folder);
        var (others, own) = (EntriesOf(package.Base), EntriesOf(package.App));
        Assert.Empty(others.Intersect(own));
        Assert.Superset(
            new HashSet<string> { "libcoreclr.so", "System.Private.CoreLib.dll", "libduckdb.so", "Google.Protobuf.dll" },
            others.ToHashSet()
        );
        Assert.Superset(
            new HashSet<string> { "Spark.Jobs", "Spark.Jobs.dll", "Spark.Jobs.deps.json", "Microsoft.Spark.dll", "contracts/sales.yaml" },
            own.ToHashSet()
        );
        Assert.True(
            package.App.Length < package.Base.Length / 10,
            $"The app's own layer has {package.App.Length:N0} bytes:\n{string.Join('\n', own)}"
        );
    }

    private static IReadOnlyList<string> EntriesOf(PackagedFile archive)
    {
        using var zip = ZipFile.OpenRead(archive.Path);
        return [.. zip.Entries.Select(entry => entry.FullName)];
    }

    /// <summary>The jobs app as a process without Spark: the embedded engine.</summary>
    private static async Task RunLocallyAsync(params string[] arguments)
    {
        using var process = Process.Start(JobsProcess.Start(arguments))!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await output + error);
    }

    private static void Download(LauncherFixture launcher, string bucket, string folder)
    {
        foreach (
            var stored in launcher.Aws.Objects.List(bucket, "", "", "", int.MaxValue).Objects.Where(stored => !stored.Key.EndsWith('/'))
        )
        {
            var path = Path.Combine(folder, stored.Key);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, stored.Content);
        }
    }

    private DataFrame Read(SparkSession spark, string lake, LakeTable table) =>
        spark.Read().Format("delta").Load(new Lake(_folder[lake]).Table(table.Layer, table.Table).Path);

    /// <summary>The rows as text, sorted; without the columns that tell runs and files apart.</summary>
    private static IReadOnlyList<string> RowsOf(DataFrame rows)
    {
        var columns = rows.Columns()
            .Except(["run_id", "batch_id", "file"])
            .Select(name => Functions.Expr($"coalesce(cast(`{name}` as string), 'null') as `{name}`"));
        return [.. rows.Select([.. columns]).Collect().Select(row => string.Join('|', row.Values)).Order(StringComparer.Ordinal)];
    }
}
