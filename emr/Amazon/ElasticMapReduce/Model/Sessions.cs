using Amazon.Runtime;

namespace Amazon.ElasticMapReduce.Model;

/// <summary>Starts a Spark Connect session on a cluster of EMR-Spark 8 that has sessions enabled. The token makes it safe to repeat.</summary>
public sealed class StartSessionRequest : AmazonElasticMapReduceRequest
{
    public string? ClientRequestToken { get; set; }
    public string? ClusterId { get; set; }
    public List<Configuration>? EngineConfigurations { get; set; }
    public string? ExecutionRoleArn { get; set; }
    public string? Name { get; set; }
    public long? SessionIdleTimeoutInMinutes { get; set; }
    public List<Tag>? Tags { get; set; }
}

public sealed class StartSessionResponse : AmazonWebServiceResponse
{
    public string? AccountId { get; set; }
    public string? Arn { get; set; }
    public string? ClusterId { get; set; }
    public string? Id { get; set; }
    public SessionState? State { get; set; }
}

/// <summary>Tells the state of a session.</summary>
public sealed class GetSessionRequest : AmazonElasticMapReduceRequest
{
    public string? ClusterId { get; set; }
    public string? SessionId { get; set; }
}

public sealed class GetSessionResponse : AmazonWebServiceResponse
{
    public Session? Session { get; set; }
}

/// <summary>Gives the endpoint of a session and a token for it that expires.</summary>
public sealed class GetSessionEndpointRequest : AmazonElasticMapReduceRequest
{
    public string? ClusterId { get; set; }
    public string? SessionId { get; set; }
}

public sealed class GetSessionEndpointResponse : AmazonWebServiceResponse
{
    /// <summary>A secret: it must not reach a log.</summary>
    public string? AuthToken { get; set; }
    public DateTime? AuthTokenExpirationTime { get; set; }
    public string? Endpoint { get; set; }
}

/// <summary>Ends a session.</summary>
public sealed class TerminateSessionRequest : AmazonElasticMapReduceRequest
{
    public string? ClusterId { get; set; }
    public string? SessionId { get; set; }
}

public sealed class TerminateSessionResponse : AmazonWebServiceResponse
{
    public string? Id { get; set; }
    public SessionState? State { get; set; }
}

public sealed class Session
{
    public string? AccountId { get; set; }
    public string? Arn { get; set; }
    public string? ClusterId { get; set; }
    public DateTime? CreatedAt { get; set; }
    public DateTime? EndedAt { get; set; }
    public List<Configuration>? EngineConfigurations { get; set; }
    public string? ExecutionRoleArn { get; set; }
    public string? Id { get; set; }
    public DateTime? IdleSince { get; set; }
    public string? Name { get; set; }
    public string? ReleaseLabel { get; set; }
    public string? ServerUrl { get; set; }
    public long? SessionIdleTimeoutInMinutes { get; set; }
    public DateTime? StartedAt { get; set; }
    public SessionState? State { get; set; }
    public string? StateChangeReason { get; set; }
    public List<Tag>? Tags { get; set; }
    public DateTime? UpdatedAt { get; set; }
}
