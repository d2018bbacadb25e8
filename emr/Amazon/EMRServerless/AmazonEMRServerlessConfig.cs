using Amazon.ElasticMapReduce.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace Amazon.EMRServerless;

/// <summary>The settings of <see cref="AmazonEMRServerlessClient"/>; <c>AWS_ENDPOINT_URL_EMR_SERVERLESS</c> names another endpoint.</summary>
public sealed class AmazonEMRServerlessConfig : ClientConfig
{
    public AmazonEMRServerlessConfig()
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
        ServiceId = "EMR Serverless";
        AuthenticationServiceName = "emr-serverless";
        EndpointProvider = new RegionalEndpoint("emr-serverless");
    }

    public override string RegionEndpointServiceName => "emr-serverless";

    public override string ServiceVersion => "2021-07-13";

    public override string UserAgent { get; } = InternalSDKUtils.BuildUserAgentString("EMR_Serverless", "4.0.0");

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(RegionEndpointResolver.Parameters(this));
}
