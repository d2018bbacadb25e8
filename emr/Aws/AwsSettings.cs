using Amazon.Runtime;

namespace Spark.Emr.Aws;

/// <summary>What every AWS tool takes from its surroundings: region, addresses and credentials.</summary>
/// <remarks>https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html</remarks>
internal sealed record AwsSettings
{
    /// <summary>The region, <c>AWS_REGION</c>; null for the environment's own.</summary>
    public string? Region { get; init; }

    /// <summary>The address of all services that have none of their own, <c>AWS_ENDPOINT_URL</c>; null for AWS's.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Addresses of single services by the SDK's names for them, <c>AWS_ENDPOINT_URL_S3</c> being that of <c>S3</c>.</summary>
    public IReadOnlyDictionary<AwsService, string> Endpoints { get; init; } = new Dictionary<AwsService, string>();

    /// <summary>The credentials; null lets the SDK find them: variables, profiles, single sign-on, the instance's role.</summary>
    public AWSCredentials? Credentials { get; init; }

    /// <summary>The settings that the variables of this process hold.</summary>
    public static AwsSettings OfProcess() => Of(Environment.GetEnvironmentVariable);

    /// <summary>The settings in a set of environment variables.</summary>
    /// <param name="variable">The value of a variable; null when it is not set.</param>
    public static AwsSettings Of(Func<string, string?> variable) =>
        new()
        {
            Region = variable("AWS_REGION"),
            Endpoint = variable("AWS_ENDPOINT_URL"),
            Endpoints = Enum.GetValues<AwsService>()
                .Select(service => (Service: service, Url: variable($"AWS_ENDPOINT_URL_{VariableSuffix(service)}")))
                .Where(entry => !string.IsNullOrEmpty(entry.Url))
                .ToDictionary(entry => entry.Service, entry => entry.Url!),
        };

    /// <summary>The address of a service; null for AWS's.</summary>
    public string? EndpointOf(AwsService service) =>
        Endpoints.GetValueOrDefault(service) ?? (string.IsNullOrEmpty(Endpoint) ? null : Endpoint);

    private static string VariableSuffix(AwsService service) =>
        service switch
        {
            AwsService.EmrServerless => "EMR_SERVERLESS",
            _ => service.ToString().ToUpperInvariant(),
        };
}
