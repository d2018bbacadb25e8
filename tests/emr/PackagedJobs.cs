using Spark.Emr;
using Spark.Emr.Commands;
using Spark.Testing;
using Xunit;

namespace Emr.Tests;

/// <summary>The real package of the jobs, made by <c>package</c> when the first test asks for it.</summary>
public sealed class PackagedJobs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task<string>> _package;

    public PackagedJobs() => _package = new Lazy<Task<string>>(PackageAsync);

    /// <summary>The package's folder. Without Spark, against which the runner is built, the test is skipped.</summary>
    public Task<string> FolderAsync()
    {
        SparkServer.RequireSparkHome();
        return _package.Value;
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> PackageAsync()
    {
        var error = new StringWriter();
        var code = await Launcher.RunAsync(
            ["package", "--package", _folder["package"]],
            new LauncherServices { Out = TextWriter.Null, Error = TextWriter.Synchronized(error) }
        );
        Assert.True(code == 0, error.ToString());
        return _folder["package"];
    }
}
