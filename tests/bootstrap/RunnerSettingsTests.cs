using System.Reflection;
using System.Text.RegularExpressions;
using Spark.Launch;
using Spark.Testing;
using Xunit;

namespace Spark.Bootstrap.Tests;

public partial class RunnerSettingsTests
{
    private static readonly string Runner = Path.Combine(Repository.Root, "bootstrap", "runner");

    [Fact]
    public void The_runner_and_those_who_submit_to_it_use_the_same_names()
    {
        var csharp = typeof(RunnerSettings)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.Name != nameof(RunnerSettings.RunnerClass))
            .ToDictionary(field => WordStart().Replace(field.Name, "_").ToUpperInvariant(), field => (string)field.GetValue(null)!);
        var package = Path.Combine(Runner, "org", "apache", "spark", "deploy", "dotnet");
        var java = JavaConstant()
            .Matches(File.ReadAllText(Path.Combine(package, "RunnerSettings.java")))
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        Assert.Equivalent(csharp, java, strict: true);
        Assert.True(File.Exists(Path.Combine(Runner, RunnerSettings.RunnerClass.Replace('.', Path.DirectorySeparatorChar) + ".java")));

        // Nowhere else in the runner does one of the settings stand.
        foreach (var file in Directory.GetFiles(package).Where(file => !file.EndsWith("RunnerSettings.java", StringComparison.Ordinal)))
            Assert.DoesNotContain("\"spark.dotnet.", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [GeneratedRegex("static final String (?<name>[A-Z_]+) = \"(?<value>[^\"]+)\";")]
    private static partial Regex JavaConstant();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();
}
