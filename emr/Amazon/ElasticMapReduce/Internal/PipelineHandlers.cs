using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace Amazon.ElasticMapReduce.Internal;

/// <summary>Gives the endpoint provider the region and the custom address of the client's settings.</summary>
internal sealed class RegionEndpointResolver : BaseEndpointResolver
{
    protected override void ServiceSpecificHandler(IExecutionContext executionContext, EndpointParameters parameters) { }

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) => Parameters(requestContext.ClientConfig);

    public static EndpointParameters Parameters(IClientConfig config) =>
        new RegionParameters
        {
            ["Region"] = config.RegionEndpoint?.SystemName ?? config.AuthenticationRegion,
            ["Endpoint"] = config.ServiceURL,
            ["UseFIPS"] = config.UseFIPSEndpoint,
        };

    private sealed class RegionParameters : EndpointParameters;
}

/// <summary>Every operation is signed with Signature Version 4.</summary>
internal sealed class AuthSchemeHandler : BaseAuthResolverHandler
{
    private static readonly List<IAuthSchemeOption> SigV4 = [new SigV4Option()];

    protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => SigV4;

    private sealed class SigV4Option : IAuthSchemeOption
    {
        public string SchemeId { get; set; } = "aws.auth#sigv4";

        public string ShortName => "sigv4";
    }
}

/// <summary>The address set by the user, or the region's: <c>{prefix}.{region}.{partition's suffix}</c>.</summary>
internal sealed class RegionalEndpoint(string prefix) : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        if (parameters["Endpoint"] is string { Length: > 0 } custom)
            return new Endpoint(custom);
        if (parameters["Region"] is not string { Length: > 0 } region)
            throw new AmazonClientException("No AWS region is set. Set AWS_REGION or the environment's region.");
        var host = parameters["UseFIPS"] is true ? prefix + "-fips" : prefix;
        return new Endpoint($"https://{host}.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}");
    }
}
