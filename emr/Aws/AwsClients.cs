using Amazon;
using Amazon.ElasticMapReduce;
using Amazon.EMRServerless;
using Amazon.IdentityManagement;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecurityToken;

namespace Spark.Emr.Aws;

/// <summary>The clients of one account and region; each comes into being when it is first asked for.</summary>
/// <param name="settings">Region, addresses and credentials.</param>
/// <param name="region">The region where the settings name none.</param>
internal sealed class AwsClients(AwsSettings settings, string region, TimeProvider clock) : IDisposable
{
    private readonly string _region = settings.Region ?? region;
    private readonly List<IDisposable> _clients = [];
    private EmrGateway? _emr;
    private AmazonEMRServerlessClient? _serverless;
    private IAmazonS3? _s3;
    private IAmazonSecurityTokenService? _sts;
    private AmazonIdentityManagementServiceClient? _iam;

    // The gateway decides what may be sent again: the SDK's own retries would submit a step twice.
    public EmrGateway Emr =>
        _emr ??= new EmrGateway(
            Kept(
                new AmazonElasticMapReduceClient(
                    Configured(new AmazonElasticMapReduceConfig { MaxErrorRetry = 0, MaxStaleConnectionRetries = 0 }, AwsService.Emr)
                )
            ),
            clock
        );

    public AmazonEMRServerlessClient Serverless =>
        _serverless ??= Kept(
            new AmazonEMRServerlessClient(Configured(new AmazonEMRServerlessConfig { MaxErrorRetry = 8 }, AwsService.EmrServerless))
        );

    // A custom endpoint seldom serves a host name per bucket.
    public IAmazonS3 S3 =>
        _s3 ??= Kept(
            new AmazonS3Client(
                Configured(new AmazonS3Config { ForcePathStyle = settings.EndpointOf(AwsService.S3) is not null }, AwsService.S3)
            )
        );

    public IAmazonSecurityTokenService Sts =>
        _sts ??= Kept(new AmazonSecurityTokenServiceClient(Configured(new AmazonSecurityTokenServiceConfig(), AwsService.Sts)));

    public AmazonIdentityManagementServiceClient Iam
    {
        get
        {
            if (_iam is null)
            {
                var config = Configured(new AmazonIdentityManagementServiceConfig(), AwsService.Iam);
                config.AuthenticationRegion = AmazonIdentityManagementServiceConfig.SigningRegion(_region);
                _iam = Kept(new AmazonIdentityManagementServiceClient(config));
            }

            return _iam;
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients)
            client.Dispose();
    }

    private T Kept<T>(T client)
        where T : IDisposable
    {
        _clients.Add(client);
        return client;
    }

    private T Configured<T>(T config, AwsService service)
        where T : ClientConfig
    {
        config.RegionEndpoint = RegionEndpoint.GetBySystemName(_region);
        if (settings.Credentials is { } credentials)
            config.DefaultAWSCredentials = credentials;
        // Setting a region drops an endpoint that the SDK has found itself.
        if (settings.EndpointOf(service) is { } url)
        {
            config.ServiceURL = url;
            config.AuthenticationRegion = _region;
        }

        return config;
    }
}
