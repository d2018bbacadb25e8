namespace Spark.Emr.Deployment;

/// <summary>A version of the jobs app in the artifacts bucket. Its addresses hold the hash of what lies there and so never change meaning.</summary>
/// <param name="BaseUri">The archive beneath the app's, with the .NET runtime: <c>s3://bucket/apps/dotnet-linux-x64-HASH.zip</c>.</param>
/// <param name="AppUri">The app's archive, <c>s3://bucket/apps/jobs-linux-x64-HASH.zip</c>.</param>
/// <param name="RunnerUri">The runner's jar, <c>s3://bucket/apps/dotnet-runner-HASH.jar</c>.</param>
/// <param name="Program">The program inside the archive.</param>
internal sealed record DeployedApp(string BaseUri, string AppUri, string RunnerUri, string Program);
