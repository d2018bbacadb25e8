using Amazon.Runtime;

namespace Spark.Emr.Targets;

/// <summary>A request that would be sent.</summary>
/// <param name="Condition">When it is sent, or what of it is not known before; null when it is sent as it is.</param>
internal sealed record PlannedRequest(AmazonWebServiceRequest Request, string? Condition = null);
