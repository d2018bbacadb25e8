using Aws.Local.Faults;
using Xunit;

namespace Emr.Tests;

public class DeployTests
{
    [Fact]
    public async Task Only_what_changed_is_uploaded_and_running_steps_keep_their_version()
    {
        await using var launcher = await LauncherFixture.StartAsync();
        string[] run = ["submit", "--dry-run", "--cluster", "new", "--", "run", "retail"];
        Assert.Equal(0, await launcher.RunAsync(run));
        var before = launcher.Out;
        var uploads = launcher.Aws.Objects.Writes.Count;

        launcher.MakePackage("one");
        Assert.Equal(0, await launcher.RunAsync("deploy"));
        Assert.Equal(uploads, launcher.Aws.Objects.Writes.Count);

        launcher.MakePackage("two");
        Assert.Equal(0, await launcher.RunAsync("deploy"));
        Assert.Equal(uploads + 1, launcher.Aws.Objects.Writes.Count);
        Assert.Equal(0, await launcher.RunAsync(run));
        Assert.NotEqual(ArchiveOf(before), ArchiveOf(launcher.Out));
        Assert.NotNull(launcher.Aws.Objects.Find("test-artifacts", ArchiveOf(before)["s3://test-artifacts/".Length..]));

        // A library's new version leaves the app's layer alone.
        launcher.MakePackage("two", library: "newer");
        Assert.Equal(0, await launcher.RunAsync("deploy"));
        Assert.Equal(uploads + 2, launcher.Aws.Objects.Writes.Count);
        Assert.StartsWith("apps/dotnet-linux-x64-", launcher.Aws.Objects.Writes.Last().Key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_of_an_older_launcher_is_told()
    {
        await using var launcher = await LauncherFixture.StartAsync(deploy: false);
        File.WriteAllText(
            Path.Combine(launcher.Package, "package.json"),
            """{"archive": {"path": "jobs.zip", "sha256": "00", "length": 1}, "program": "Spark.Jobs"}"""
        );
        Assert.Equal(19, await launcher.RunAsync("deploy"));
        Assert.Contains("Run 'package' again", launcher.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_object_has_a_checksum_and_is_encrypted()
    {
        await using var launcher = await LauncherFixture.StartAsync();
        var (objects, _, _) = launcher.Aws.Objects.List("test-artifacts", "apps/", "", "", 100);
        Assert.Equal(3, objects.Count);
        Assert.All(
            objects,
            stored =>
            {
                Assert.Contains("x-amz-checksum-sha256", stored.Checksums.Keys);
                Assert.Equal("AES256", stored.Headers["x-amz-server-side-encryption"]);
            }
        );
    }

    [Fact]
    public async Task A_broken_upload_is_never_visible()
    {
        await using var launcher = await LauncherFixture.StartAsync(deploy: false);
        launcher.Aws.Faults.Add(new Fault("PutObject", FaultKind.DropBefore, Count: 20));
        Assert.NotEqual(0, await launcher.RunAsync("deploy"));
        Assert.Empty(launcher.Aws.Objects.List("test-artifacts", "", "", "", 100).Objects);
        Assert.Equal(19, await launcher.RunAsync("submit", "--", "run", "retail"));
    }

    private static string ArchiveOf(string output) =>
        System.Text.Json.Nodes.JsonNode.Parse(output)!["requests"]![0]!["body"]!["Steps"]![0]!["HadoopJarStep"]!["Args"]!
            .AsArray()
            .Select(a => a!.GetValue<string>())
            .First(a => a.StartsWith("s3://", StringComparison.Ordinal) && a.EndsWith(".zip", StringComparison.Ordinal));
}
