using System.Diagnostics;
using System.Security.Cryptography;
using Spark.Testing;
using Xunit;

namespace Emr.Tests;

/// <summary>The bootstrap action in a clean root: a mount namespace of its own whose /usr/local and /usr/share are empty.</summary>
public class NodeSetupTests
{
    [Fact]
    public void It_installs_once_refuses_a_wrong_checksum_and_leaves_no_half_runtime()
    {
        using var folder = new TemporaryFolder();
        var archive = MakeRuntime(folder, "runtime.tar.gz", "echo first");
        var newer = MakeRuntime(folder, "newer.tar.gz", "echo second");
        var script = Path.Combine(Repository.Root, "bootstrap", "node-setup.sh");
        var wrong = new string('0', 64);
        var (code, output) = InCleanRoot(
            folder,
            $"""
            set -u
            bash {script} --archive {archive} --sha256 {wrong} && echo UNEXPECTED
            test -e /usr/share/dotnet && echo UNEXPECTED
            bash {script} --archive file://{archive} --sha256 x64={Hash(archive)},arm64={Hash(archive)} && dotnet
            bash {script} --archive {archive} --sha256 {Hash(archive)}
            bash {script} --archive {newer} --sha256 {wrong}
            dotnet
            bash {script} --archive {newer} --sha256 {Hash(newer)} && dotnet
            ls /usr/share
            bash {script} --archive {newer}
            """
        );
        if (code == 97)
            Assert.Skip("This machine does not allow mount namespaces.");
        Assert.DoesNotContain("UNEXPECTED", output, StringComparison.Ordinal);
        Assert.Equal(
            [
                $"node-setup.sh: checksum mismatch: {archive} has {Hash(archive)}, expected {wrong}",
                $"node-setup.sh: installed file://{archive} in /usr/share/dotnet",
                "first",
                "node-setup.sh: /usr/share/dotnet has this runtime already",
                $"node-setup.sh: checksum mismatch: {newer} has {Hash(newer)}, expected {wrong}",
                "first",
                $"node-setup.sh: installed {newer} in /usr/share/dotnet",
                "second",
                "dotnet",
                "node-setup.sh: --sha256 is missing",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        );
    }

    private static string MakeRuntime(TemporaryFolder folder, string name, string program)
    {
        var content = Directory.CreateDirectory(folder[name + ".d"]).FullName;
        File.WriteAllText(Path.Combine(content, "dotnet"), $"#!/bin/sh\n{program}\n");
        Assert.Equal(0, Run("tar", ["-czf", folder[name], "-C", content, "."]).Code);
        return folder[name];
    }

    private static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    private static (int Code, string Output) InCleanRoot(TemporaryFolder folder, string commands)
    {
        var script = folder["commands.sh"];
        File.WriteAllText(
            script,
            $"mount -t tmpfs none /usr/share && mount -t tmpfs none /usr/local || exit 97\nexport PATH=/usr/local/bin:/usr/bin:/bin\n{commands}\n"
        );
        return Run("unshare", ["--user", "--map-root-user", "--mount", "bash", script]) is { Code: not 1 } done
            ? done
            : Run("unshare", ["--mount", "bash", script]);
    }

    private static (int Code, string Output) Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec \"$@\" 2>&1");
        start.ArgumentList.Add("bash");
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
