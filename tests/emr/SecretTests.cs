using System.Text;
using Aws.Local;
using Xunit;

namespace Emr.Tests;

public class SecretTests
{
    private const string Secret = "5ecret5ecret5ecret";

    [Fact]
    public async Task Secrets_are_in_no_argument_no_log_and_no_error()
    {
        await using var launcher = await LauncherFixture.StartAsync(
            new LocalAwsOptions
            {
                Secrets = new Dictionary<string, string> { ["test"] = Secret, ["other"] = "x" },
            },
            deploy: false
        );
        var told = new StringBuilder();
        async Task RunAsync(params string[] arguments)
        {
            await launcher.RunAsync(arguments);
            told.Append(launcher.Out).Append(launcher.Error);
        }

        launcher.Variables["AWS_SECRET_ACCESS_KEY"] = Secret;
        await RunAsync("deploy");
        await RunAsync("doctor");
        await RunAsync("submit", "--dry-run", "--cluster", "new", "--", "run", "retail");
        await RunAsync("submit", "--cluster", "new", "--wait", "--", "run", "retail");
        launcher.Variables["AWS_SECRET_ACCESS_KEY"] = Secret + "-wrong";
        await RunAsync("doctor");
        await RunAsync("cluster", "list");
        Assert.DoesNotContain(Secret, told.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, launcher.Aws.Emr.Clusters[0].Request.ToJsonString(), StringComparison.Ordinal);
        foreach (var bucket in launcher.Aws.Objects.Buckets())
        {
            foreach (var stored in launcher.Aws.Objects.List(bucket, "", "", "", 1000).Objects)
                Assert.DoesNotContain(Secret, Encoding.UTF8.GetString(stored.Content), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_sessions_token_goes_to_the_address_alone()
    {
        await using var launcher = await LauncherFixture.StartAsync(new LocalAwsOptions { SessionEndpoint = "127.0.0.1:15002" });
        Assert.Equal(0, await launcher.RunAsync("session"));
        var address = launcher.Out.Trim();
        Assert.Matches("^sc://127\\.0\\.0\\.1:15002/;use_ssl=true;x-aws-proxy-auth=[0-9a-f]{64};authorization=se-", address);
        var token = address.Split("x-aws-proxy-auth=")[1].Split(';')[0];
        Assert.DoesNotContain(token, launcher.Error, StringComparison.Ordinal);
        var session = address.Split("authorization=")[1];
        Assert.True(launcher.Aws.Emr.AcceptsToken(session, token));

        var file = Path.GetTempFileName();
        Assert.Equal(0, await launcher.RunAsync("session", "--session", session, "--url-file", file));
        var renewed = File.ReadAllText(file).Split("x-aws-proxy-auth=")[1].Split(';')[0];
        Assert.NotEqual(token, renewed);
        Assert.DoesNotContain(renewed, launcher.Out + launcher.Error, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        File.Delete(file);
    }
}
