using System.Diagnostics;

namespace Emr.Tests;

/// <summary>The jobs app as a process of its own, from the folder of these tests.</summary>
internal static class JobsProcess
{
    /// <summary>How it is started, with its output redirected.</summary>
    public static ProcessStartInfo Start(params string[] arguments)
    {
        // Libraries that ASP.NET brings too do not lie beside these tests, so the app runs with their frameworks instead of its own.
        string[] frameworks = ["--runtimeconfig", Here("Emr.Tests.runtimeconfig.json"), "--depsfile", Here("Emr.Tests.deps.json")];
        var start = new ProcessStartInfo("dotnet", ["exec", .. frameworks, Here("Spark.Jobs.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("SPARK_REMOTE");
        return start;
    }

    private static string Here(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
