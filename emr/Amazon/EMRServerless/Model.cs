using Amazon.ElasticMapReduce.Model;
using Amazon.Runtime;

namespace Amazon.EMRServerless.Model;

/// <summary>What every request to EMR Serverless is.</summary>
public abstract class AmazonEMRServerlessRequest : AmazonWebServiceRequest;

/// <summary>Starts a job run; the token makes it safe to repeat.</summary>
public sealed class StartJobRunRequest : AmazonEMRServerlessRequest
{
    /// <summary>In the request's path.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? ApplicationId { get; set; }
    public string? ClientToken { get; set; }
    public string? ExecutionRoleArn { get; set; }
    public JobDriver? JobDriver { get; set; }
    public ConfigurationOverrides? ConfigurationOverrides { get; set; }
    public Dictionary<string, string>? Tags { get; set; }
    public long? ExecutionTimeoutMinutes { get; set; }
    public string? Name { get; set; }
}

public sealed class StartJobRunResponse : AmazonWebServiceResponse
{
    public string? ApplicationId { get; set; }
    public string? JobRunId { get; set; }
    public string? Arn { get; set; }
}

/// <summary>Tells everything about one job run.</summary>
public sealed class GetJobRunRequest : AmazonEMRServerlessRequest
{
    public string? ApplicationId { get; set; }
    public string? JobRunId { get; set; }
}

public sealed class GetJobRunResponse : AmazonWebServiceResponse
{
    public JobRun? JobRun { get; set; }
}

/// <summary>Cancels a job run.</summary>
public sealed class CancelJobRunRequest : AmazonEMRServerlessRequest
{
    public string? ApplicationId { get; set; }
    public string? JobRunId { get; set; }
}

public sealed class CancelJobRunResponse : AmazonWebServiceResponse
{
    public string? ApplicationId { get; set; }
    public string? JobRunId { get; set; }
}

public sealed class JobDriver
{
    public SparkSubmit? SparkSubmit { get; set; }
}

public sealed class SparkSubmit
{
    public string? EntryPoint { get; set; }
    public List<string>? EntryPointArguments { get; set; }
    public string? SparkSubmitParameters { get; set; }
}

public sealed class ConfigurationOverrides
{
    public List<Configuration>? ApplicationConfiguration { get; set; }
    public MonitoringConfiguration? MonitoringConfiguration { get; set; }
}

public sealed class MonitoringConfiguration
{
    public S3MonitoringConfiguration? S3MonitoringConfiguration { get; set; }
}

public sealed class S3MonitoringConfiguration
{
    public string? LogUri { get; set; }
}

public sealed class JobRun
{
    public string? ApplicationId { get; set; }
    public string? JobRunId { get; set; }
    public string? Name { get; set; }
    public JobRunState? State { get; set; }
    public string? StateDetails { get; set; }
    public string? ReleaseLabel { get; set; }
    public ConfigurationOverrides? ConfigurationOverrides { get; set; }
    public int? TotalExecutionDurationSeconds { get; set; }
}
