namespace Spark.Emr.Deployment;

/// <summary>A version of the jobs app in the artifacts bucket. Its addresses hold the hash of what lies there and so never change meaning.</summary>
/// <param name="ArchiveUri">The app's archive, <c>s3://bucket/apps/jobs-HASH.tar.gz</c>.</param>
/// <param name="RunnerUri">The runner's jar, <c>s3://bucket/apps/runner-HASH.jar</c>.</param>
/// <param name="Program">The program inside the archive.</param>
public sealed record DeployedApp(string ArchiveUri, string RunnerUri, string Program);
