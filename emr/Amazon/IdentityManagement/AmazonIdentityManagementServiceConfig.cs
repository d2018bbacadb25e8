using Amazon.ElasticMapReduce.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace Amazon.IdentityManagement;

/// <summary>The settings of <see cref="AmazonIdentityManagementServiceClient"/>; <c>AWS_ENDPOINT_URL_IAM</c> names another endpoint.</summary>
public sealed class AmazonIdentityManagementServiceConfig : ClientConfig
{
    public AmazonIdentityManagementServiceConfig()
        : base(
            new DefaultConfigurationProvider([
                new DefaultConfiguration
                {
                    Name = DefaultConfigurationMode.Standard,
                    RetryMode = RequestRetryMode.Standard,
                    ConnectTimeout = TimeSpan.FromSeconds(3.1),
                },
            ])
        )
    {
        ServiceId = "IAM";
        AuthenticationServiceName = "iam";
        EndpointProvider = new PartitionEndpoint();
    }

    public override string RegionEndpointServiceName => "iam";

    public override string ServiceVersion => "2010-05-08";

    public override string UserAgent { get; } = InternalSDKUtils.BuildUserAgentString("IAM", "4.0.0");

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(RegionEndpointResolver.Parameters(this));

    /// <summary>IAM is one service for all regions of a partition, and signed for one of them.</summary>
    /// <remarks>https://docs.aws.amazon.com/general/latest/gr/iam-service.html</remarks>
    public static string SigningRegion(string region) => Partition(region).Region;

    private static (string Host, string Region) Partition(string region) =>
        region.StartsWith("cn-", StringComparison.Ordinal) ? ("iam.cn-north-1.amazonaws.com.cn", "cn-north-1")
        : region.StartsWith("us-gov-", StringComparison.Ordinal) ? ("iam.us-gov.amazonaws.com", "us-gov-west-1")
        : ("iam.amazonaws.com", "us-east-1");

    private sealed class PartitionEndpoint : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters parameters)
        {
            if (parameters["Endpoint"] is string { Length: > 0 } custom)
                return new Endpoint(custom);
            if (parameters["Region"] is not string { Length: > 0 } region)
                throw new AmazonClientException("No AWS region is set. Set AWS_REGION or the environment's region.");
            return new Endpoint($"https://{Partition(region).Host}");
        }
    }
}
