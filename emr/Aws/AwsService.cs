namespace Spark.Emr.Aws;

/// <summary>The services that the launcher calls.</summary>
internal enum AwsService
{
    Emr,
    EmrServerless,
    S3,
    Sts,
    Iam,
}
