using System.IO.Compression;
using System.Text;
using Aws.Local;
using Aws.Local.Emr;
using Spark.Emr.Logs;
using Xunit;

namespace Emr.Tests;

public class LogTests
{
    [Fact]
    public async Task Lines_stream_while_the_step_runs_and_come_once_though_the_object_is_rewritten()
    {
        var lines = Enumerable.Range(0, 40).Select(i => $"line {i}").ToArray();
        await using var launcher = await LauncherFixture.StartAsync(
            new LocalAwsOptions { Steps = _ => new SimulatedStep { Duration = TimeSpan.FromMinutes(40), Stdout = lines } }
        );
        Assert.Equal(0, await launcher.RunAsync("submit", "--wait", "--", "run", "retail"));
        Assert.Equal(lines, launcher.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var uploads = launcher.Aws.Objects.Writes.Count(write =>
            write.Operation == "LogUpload" && write.Key.EndsWith("stdout.gz", StringComparison.Ordinal)
        );
        Assert.True(uploads > 3, $"The log was rewritten {uploads} times, so nothing was shown of rewriting.");
    }

    [Fact]
    public async Task A_line_that_an_upload_cut_is_told_whole()
    {
        await using var launcher = await LauncherFixture.StartAsync();
        using var aws = launcher.Services().Connect(launcher.Environment());
        var tail = new LogTail(aws.S3, "test-logs", "x.gz");
        Assert.Empty(await tail.NextAsync(toTheEnd: true, TestContext.Current.CancellationToken));
        Put(launcher, "one\ntw");
        Assert.Equal(["one"], await tail.NextAsync(toTheEnd: false, TestContext.Current.CancellationToken));
        Put(launcher, "one\ntwo\nthree");
        Assert.Equal(["two"], await tail.NextAsync(toTheEnd: false, TestContext.Current.CancellationToken));
        Assert.Equal(["three"], await tail.NextAsync(toTheEnd: true, TestContext.Current.CancellationToken));
        Assert.Empty(await tail.NextAsync(toTheEnd: true, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_innermost_exception_is_found_with_its_place()
    {
        var dotnet = RootCause.Find(
            """
            INFO something
            Unhandled exception. System.AggregateException: One or more errors occurred. (boom)
             ---> System.ArgumentException: boom
               at System.Linq.Enumerable.First()
               at My.Job.Run() in /src/Job.cs:line 12
               --- End of inner exception stack trace ---
               at My.Program.Main() in /src/Program.cs:line 3
            """.Replace("\r", "", StringComparison.Ordinal)
        );
        Assert.Equal(("System.ArgumentException: boom", "My.Job.Run() in /src/Job.cs:line 12"), (dotnet!.Exception, dotnet.Place));

        var java = RootCause.Find(
            "org.apache.spark.SparkException: Job aborted\n\tat org.apache.spark.A.b(A.scala:1)\nCaused by: java.io.IOException: No space left on device\n\tat java.io.FileOutputStream.write(FileOutputStream.java:9)\n\t... 3 more\n"
        );
        Assert.Equal(
            ("java.io.IOException: No space left on device", "java.io.FileOutputStream.write(FileOutputStream.java:9)"),
            (java!.Exception, java.Place)
        );
        Assert.Null(RootCause.Find("all is well\n"));
    }

    [Fact]
    public void What_the_job_says_of_its_failure_counts_more_than_exceptions_that_Spark_logged_before()
    {
        const string handled =
            "org.apache.spark.sql.delta.DeltaAnalysisException: [DELTA_MISSING_DELTA_TABLE] `s3://lake/ops/batches` is not a Delta table.\n\tat org.apache.spark.sql.delta.DeltaErrors.missing(DeltaErrors.scala:7)\n";
        var broken = RootCause.Find(
            handled + "spark-jobs: processed.sales breaks the rule IsComplete \"region\": 3 was observed.\nINFO SparkContext: stopped\n"
        );
        Assert.Equal(("processed.sales breaks the rule IsComplete \"region\": 3 was observed.", null), (broken!.Exception, broken.Place));

        var missing = RootCause.Find(
            handled
                + "org.apache.spark.sql.AnalysisException: [PATH_NOT_FOUND] Path does not exist: s3://raw/x. SQLSTATE: 42K03\n\tat org.apache.spark.sql.errors.QueryCompilationErrors$.dataPathNotExistError(QueryCompilationErrors.scala:1699)\n"
                + "spark-jobs: [PATH_NOT_FOUND] Path does not exist: s3://raw/x. SQLSTATE: 42K03\n"
        );
        Assert.StartsWith("org.apache.spark.sql.AnalysisException: [PATH_NOT_FOUND]", missing!.Exception, StringComparison.Ordinal);
        Assert.EndsWith("(QueryCompilationErrors.scala:1699)", missing.Place, StringComparison.Ordinal);
    }

    private static void Put(LauncherFixture launcher, string text)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest))
            zip.Write(Encoding.UTF8.GetBytes(text));
        launcher.Aws.Objects.Put("test-logs", "x.gz", bytes.ToArray(), new Dictionary<string, string>(), new Dictionary<string, string>());
    }
}
