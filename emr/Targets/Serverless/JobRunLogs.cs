using Amazon.S3;
using Spark.Emr.Logs;

namespace Spark.Emr.Targets.Serverless;

/// <summary>The logs of a job run's driver.</summary>
/// <remarks>https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/logging.html</remarks>
internal sealed class JobRunLogs
{
    /// <param name="logUri">Where the environment's job runs leave their logs.</param>
    public JobRunLogs(IAmazonS3 s3, string logUri, SubmittedRun run)
    {
        var uri = new Uri(logUri);
        var folder = $"{uri.AbsolutePath.Trim('/')}/applications/{run.HostId}/jobs/{run.Id}/SPARK_DRIVER/";
        Stdout = new LogTail(s3, uri.Host, folder + "stdout.gz");
        Stderr = new LogTail(s3, uri.Host, folder + "stderr.gz");
    }

    public LogTail Stdout { get; }

    public LogTail Stderr { get; }
}
