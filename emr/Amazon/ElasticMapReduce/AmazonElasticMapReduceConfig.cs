using Amazon.ElasticMapReduce.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace Amazon.ElasticMapReduce;

/// <summary>
/// The settings of <see cref="AmazonElasticMapReduceClient"/>: the SDK's own, so that <c>AWS_REGION</c>, <c>AWS_PROFILE</c>,
/// <c>AWS_ENDPOINT_URL</c>, <c>AWS_ENDPOINT_URL_EMR</c> and the files under <c>~/.aws</c> mean what they mean everywhere.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html</remarks>
public sealed class AmazonElasticMapReduceConfig : ClientConfig
{
    private static readonly DefaultConfiguration Standard = new()
    {
        Name = DefaultConfigurationMode.Standard,
        RetryMode = RequestRetryMode.Standard,
        ConnectTimeout = TimeSpan.FromSeconds(3.1),
    };

    public AmazonElasticMapReduceConfig()
        : base(new DefaultConfigurationProvider([Standard]))
    {
        ServiceId = "EMR";
        AuthenticationServiceName = "elasticmapreduce";
        EndpointProvider = new RegionalEndpoint("elasticmapreduce");
    }

    public override string RegionEndpointServiceName => "elasticmapreduce";

    public override string ServiceVersion => "2009-03-31";

    public override string UserAgent { get; } = InternalSDKUtils.BuildUserAgentString("EMR", "4.0.0");

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(RegionEndpointResolver.Parameters(this));
}
