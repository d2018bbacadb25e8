using System.Diagnostics;
using Aws.Local;
using Aws.Local.Emr;
using Spark.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(SparkServer))]

namespace Emr.Tests;

/// <summary>A job on a session of EMR-Spark 8: TLS, the session's token, and no step.</summary>
[Trait("Speed", "Slow")]
public class SessionTests(SparkServer spark)
{
    [Fact]
    public async Task A_job_runs_on_a_session_without_a_step()
    {
        var server = await spark.ConnectionStringAsync();
        var (address, token) = (server["sc://".Length..].Split("/;")[0], server.Split("token=")[1].Split(';')[0]);
        LauncherFixture? started = null;
        await using var proxy = await SessionProxy.StartAsync(
            new Uri($"http://{address}"),
            token,
            (session, secret) => started!.Aws.Emr.AcceptsToken(session, secret)
        );
        await using var launcher = started = await LauncherFixture.StartAsync(
            new LocalAwsOptions { SessionEndpoint = proxy.Address, SessionTokenLifetime = TimeSpan.FromDays(365) },
            deploy: false
        );
        Assert.Equal(0, await launcher.RunAsync("session"));
        var url = launcher.Out.Trim();

        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["ca.pem"], proxy.CertificatePem);
        Assert.Equal(0, Jobs(folder, "generate", "sales", "--rows", "300", "--output", folder["raw"]).Code);
        var (code, output, error) = Jobs(
            folder,
            "run",
            "sales",
            "--input",
            folder["raw"],
            "--lake",
            folder["lake"],
            "--engine",
            url,
            "--json"
        );
        Assert.True(code == 0, error);
        Assert.Contains("\"rowsRead\":300", output, StringComparison.Ordinal);
        Assert.Empty(launcher.Aws.Emr.Clusters[0].Steps);
        var secret = url.Split("x-aws-proxy-auth=")[1].Split(';')[0];
        Assert.DoesNotContain(secret, output + error, StringComparison.Ordinal);

        var stale = Jobs(
            folder,
            "run",
            "sales",
            "--input",
            folder["raw"],
            "--lake",
            folder["lake2"],
            "--engine",
            url.Replace(secret, new string('0', secret.Length), StringComparison.Ordinal)
        );
        Assert.Equal(1, stale.Code);
        Assert.Contains("token", stale.Error, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Jobs(TemporaryFolder folder, params string[] arguments)
    {
        var start = JobsProcess.Start(arguments);
        start.WorkingDirectory = folder.Path;
        // The local session's certificate is its own authority.
        start.Environment["SSL_CERT_FILE"] = folder["ca.pem"];
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
