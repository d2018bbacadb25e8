using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon;
using Amazon.ElasticMapReduce;
using Amazon.EMRServerless;
using Amazon.IdentityManagement;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecurityToken;
using Spark.Emr.Environments;
using Spark.Emr.Submission;
using Spectre.Console;

namespace Spark.Emr;

/// <summary>
/// What commands work with: the clients of an environment, the clock, and where things are told. Results go to stdout, progress to
/// stderr, so that <c>--json</c> can be piped.
/// </summary>
public sealed class LauncherServices
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public TextWriter Out { get; init; } = Console.Out;

    public TextWriter Error { get; init; } = Console.Error;

    /// <summary>Whether only JSON goes to stdout; set from <c>--json</c>.</summary>
    public bool AsJson { get; set; }

    // The gateway decides what may be sent again: the SDK's own retries would submit a step twice.
    public EmrGateway Emr(LaunchEnvironment environment) =>
        new(
            new AmazonElasticMapReduceClient(
                Configure(new AmazonElasticMapReduceConfig { MaxErrorRetry = 0, MaxStaleConnectionRetries = 0 }, environment)
            ),
            Clock
        );

    public AmazonEMRServerlessClient Serverless(LaunchEnvironment environment) =>
        new(Configure(new AmazonEMRServerlessConfig { MaxErrorRetry = 8 }, environment));

    public IAmazonS3 S3(LaunchEnvironment environment) =>
        new AmazonS3Client(
            Configure(
                new AmazonS3Config
                {
                    // A custom endpoint seldom serves a host name per bucket.
                    ForcePathStyle =
                        Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_S3") is not null
                        || Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") is not null,
                },
                environment
            )
        );

    public IAmazonSecurityTokenService Sts(LaunchEnvironment environment) =>
        new AmazonSecurityTokenServiceClient(Configure(new AmazonSecurityTokenServiceConfig(), environment));

    public AmazonIdentityManagementServiceClient Iam(LaunchEnvironment environment)
    {
        var config = Configure(new AmazonIdentityManagementServiceConfig(), environment);
        config.AuthenticationRegion = AmazonIdentityManagementServiceConfig.SigningRegion(Region(environment));
        return new AmazonIdentityManagementServiceClient(config);
    }

    public ClusterDirectory Clusters(LaunchEnvironment environment, EmrGateway emr) =>
        new(emr, new CreationLease(S3(environment), Clock), Tell);

    /// <summary>Progress, for people.</summary>
    public void Tell(string line)
    {
        if (!AsJson)
            Error.WriteLine(line);
    }

    /// <summary>The result: as JSON when asked for, else as <paramref name="shown"/> shows it.</summary>
    public void Show(object json, Action<IAnsiConsole> shown)
    {
        if (AsJson)
        {
            Out.WriteLine(JsonSerializer.Serialize(json, Json));
            return;
        }

        var toTerminal = ReferenceEquals(Out, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Out), Ansi = toTerminal ? AnsiSupport.Detect : AnsiSupport.No }
        );
        if (!toTerminal)
            console.Profile.Width = 200;
        shown(console);
    }

    private static string Region(LaunchEnvironment environment) => Environment.GetEnvironmentVariable("AWS_REGION") ?? environment.Region;

    private static T Configure<T>(T config, LaunchEnvironment environment)
        where T : ClientConfig
    {
        config.RegionEndpoint = RegionEndpoint.GetBySystemName(Region(environment));
        // Setting a region drops the configured endpoint; it is looked up again under the SDK's own names.
        var service = config switch
        {
            AmazonS3Config => "S3",
            AmazonSecurityTokenServiceConfig => "STS",
            AmazonEMRServerlessConfig => "EMR_SERVERLESS",
            AmazonIdentityManagementServiceConfig => "IAM",
            _ => "EMR",
        };
        if (
            (Environment.GetEnvironmentVariable($"AWS_ENDPOINT_URL_{service}") ?? Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL")) is
            { Length: > 0 } url
        )
        {
            var region = config.RegionEndpoint.SystemName;
            config.ServiceURL = url;
            config.AuthenticationRegion = region;
        }

        return config;
    }
}
