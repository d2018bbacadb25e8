using Amazon.ElasticMapReduce.Internal;
using Amazon.EMRServerless.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.EMRServerless;

/// <summary>
/// Amazon EMR Serverless: what a launcher needs of it. It stands in for the package AWSSDK.EMRServerless, with that package's names, on
/// the pipeline of AWSSDK.Core.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/emr-serverless/latest/APIReference/Welcome.html</remarks>
public sealed class AmazonEMRServerlessClient(AmazonEMRServerlessConfig config) : AmazonServiceClient(config)
{
    protected override IServiceMetadata ServiceMetadata { get; } = new Metadata();

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<Amazon.Runtime.Internal.EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new RegionEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new AuthSchemeHandler());
    }

    /// <inheritdoc cref="StartJobRunRequest"/>
    public Task<StartJobRunResponse> StartJobRunAsync(StartJobRunRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<StartJobRunResponse>(request, "POST", JobRuns(request.ApplicationId), cancellationToken);

    /// <inheritdoc cref="GetJobRunRequest"/>
    public Task<GetJobRunResponse> GetJobRunAsync(GetJobRunRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetJobRunResponse>(request, "GET", $"{JobRuns(request.ApplicationId)}/{request.JobRunId}", cancellationToken);

    /// <inheritdoc cref="CancelJobRunRequest"/>
    public Task<CancelJobRunResponse> CancelJobRunAsync(CancelJobRunRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<CancelJobRunResponse>(request, "DELETE", $"{JobRuns(request.ApplicationId)}/{request.JobRunId}", cancellationToken);

    private static string JobRuns(string? application) => $"/applications/{application}/jobruns";

    private Task<T> InvokeAsync<T>(AmazonEMRServerlessRequest request, string method, string path, CancellationToken cancellationToken)
        where T : AmazonWebServiceResponse, new() =>
        InvokeAsync<T>(
            request,
            new InvokeOptions
            {
                RequestMarshaller = new RestMarshaller(method, path),
                ResponseUnmarshaller = new ResponseUnmarshaller<T>(AwsJson.CamelCase),
            },
            cancellationToken
        );

    /// <summary>The REST-JSON protocol as far as these operations use it: ids in the path, the rest in the body.</summary>
    private sealed class RestMarshaller(string method, string path) : IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public IRequest Marshall(AmazonWebServiceRequest input)
        {
            var request = new DefaultRequest(input, "Amazon.EMRServerless") { HttpMethod = method, ResourcePath = path };
            if (method == "POST")
            {
                request.Content = AwsJson.CamelCaseBody(input);
                request.Headers["Content-Type"] = "application/json";
            }

            return request;
        }
    }

    private sealed class Metadata : IServiceMetadata
    {
        public string ServiceId => "EMR Serverless";

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
    }
}
