using System.Diagnostics;
using Aws.Local;
using Aws.Local.Emr;
using Spark.Testing;
using Xunit;

namespace Emr.Tests;

/// <summary>Steps whose spark-submit runs for real, with the runner's jar, on a local Spark.</summary>
[Trait("Speed", "Slow")]
public class RealStepTests
{
    [Fact]
    public async Task Arguments_of_any_text_reach_the_job_identical()
    {
        var sparkHome = SparkServer.RequireSparkHome();
        LocalAwsServer? aws = null;
        await using var launcher = await LauncherFixture.StartAsync(
            new LocalAwsOptions { Steps = _ => new SparkSubmitStep(sparkHome, aws!.Url) },
            deploy: false
        );
        aws = launcher.Aws;
        // A program that prints its arguments, one to a line, where the other layer lies beside it.
        launcher.MakePackage(
            "unused",
            program: "#!/bin/sh\ncat \"$(dirname \"$0\")/library.so\" >&2 || exit 9\nfor argument in \"$@\"; do printf '[%s]\\n' \"$argument\"; done\n",
            runner: BuildRunner()
        );
        Assert.Equal(0, await launcher.RunAsync("deploy"));
        string[] arguments =
        [
            "a b",
            "x,y",
            "",
            "}}",
            "{{x}}",
            "\"double\" and 'single'",
            "$HOME `id` \\",
            "ü 漢 🎉",
            "base64:eA",
            "--option=1",
            "plain",
        ];
        Assert.True(await launcher.RunAsync(["submit", "--cluster", "new", "--wait", "--", .. arguments]) == 0, launcher.Error);
        Assert.Equal(arguments.Select(argument => $"[{argument}]"), launcher.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string BuildRunner()
    {
        var jar = Path.Combine(Path.GetTempPath(), $"runner-{Guid.NewGuid():N}.jar");
        using var build = Process.Start(
            new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "bootstrap", "build-runner.sh"), jar])
            {
                RedirectStandardError = true,
            }
        )!;
        var error = build.StandardError.ReadToEnd();
        build.WaitForExit();
        Assert.True(build.ExitCode == 0, error);
        return jar;
    }
}
