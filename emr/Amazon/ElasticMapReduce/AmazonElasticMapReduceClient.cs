using Amazon.ElasticMapReduce.Internal;
using Amazon.ElasticMapReduce.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.ElasticMapReduce;

/// <summary>
/// Amazon EMR on EC2. It stands in for the package AWSSDK.ElasticMapReduce, with that package's names and shapes, on the pipeline of
/// AWSSDK.Core (credentials, signing, retries, endpoints): where the package can be had, a PackageReference replaces this folder.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/emr/latest/APIReference/Welcome.html</remarks>
public sealed class AmazonElasticMapReduceClient : AmazonServiceClient
{
    /// <summary>Finds credentials, region and endpoint as every AWS tool does.</summary>
    public AmazonElasticMapReduceClient()
        : this(new AmazonElasticMapReduceConfig()) { }

    public AmazonElasticMapReduceClient(AmazonElasticMapReduceConfig config)
        : base(config) { }

    public AmazonElasticMapReduceClient(AWSCredentials credentials, AmazonElasticMapReduceConfig config)
        : base(credentials, config) { }

    protected override IServiceMetadata ServiceMetadata { get; } = new Metadata();

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<Amazon.Runtime.Internal.EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new RegionEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new AuthSchemeHandler());
    }

    /// <inheritdoc cref="RunJobFlowRequest"/>
    public Task<RunJobFlowResponse> RunJobFlowAsync(RunJobFlowRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<RunJobFlowResponse>(request, cancellationToken);

    /// <inheritdoc cref="AddJobFlowStepsRequest"/>
    public Task<AddJobFlowStepsResponse> AddJobFlowStepsAsync(
        AddJobFlowStepsRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<AddJobFlowStepsResponse>(request, cancellationToken);

    /// <inheritdoc cref="CancelStepsRequest"/>
    public Task<CancelStepsResponse> CancelStepsAsync(CancelStepsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<CancelStepsResponse>(request, cancellationToken);

    /// <inheritdoc cref="DescribeClusterRequest"/>
    public Task<DescribeClusterResponse> DescribeClusterAsync(
        DescribeClusterRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<DescribeClusterResponse>(request, cancellationToken);

    /// <inheritdoc cref="DescribeStepRequest"/>
    public Task<DescribeStepResponse> DescribeStepAsync(DescribeStepRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeStepResponse>(request, cancellationToken);

    /// <inheritdoc cref="ListClustersRequest"/>
    public Task<ListClustersResponse> ListClustersAsync(ListClustersRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListClustersResponse>(request, cancellationToken);

    /// <inheritdoc cref="ListStepsRequest"/>
    public Task<ListStepsResponse> ListStepsAsync(ListStepsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListStepsResponse>(request, cancellationToken);

    /// <inheritdoc cref="ListInstancesRequest"/>
    public Task<ListInstancesResponse> ListInstancesAsync(ListInstancesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListInstancesResponse>(request, cancellationToken);

    /// <inheritdoc cref="ListInstanceFleetsRequest"/>
    public Task<ListInstanceFleetsResponse> ListInstanceFleetsAsync(
        ListInstanceFleetsRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<ListInstanceFleetsResponse>(request, cancellationToken);

    /// <inheritdoc cref="ListInstanceGroupsRequest"/>
    public Task<ListInstanceGroupsResponse> ListInstanceGroupsAsync(
        ListInstanceGroupsRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<ListInstanceGroupsResponse>(request, cancellationToken);

    /// <inheritdoc cref="ListBootstrapActionsRequest"/>
    public Task<ListBootstrapActionsResponse> ListBootstrapActionsAsync(
        ListBootstrapActionsRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<ListBootstrapActionsResponse>(request, cancellationToken);

    /// <inheritdoc cref="TerminateJobFlowsRequest"/>
    public Task<TerminateJobFlowsResponse> TerminateJobFlowsAsync(
        TerminateJobFlowsRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<TerminateJobFlowsResponse>(request, cancellationToken);

    /// <inheritdoc cref="AddTagsRequest"/>
    public Task<AddTagsResponse> AddTagsAsync(AddTagsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<AddTagsResponse>(request, cancellationToken);

    /// <inheritdoc cref="ModifyClusterRequest"/>
    public Task<ModifyClusterResponse> ModifyClusterAsync(ModifyClusterRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ModifyClusterResponse>(request, cancellationToken);

    /// <inheritdoc cref="PutAutoTerminationPolicyRequest"/>
    public Task<PutAutoTerminationPolicyResponse> PutAutoTerminationPolicyAsync(
        PutAutoTerminationPolicyRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<PutAutoTerminationPolicyResponse>(request, cancellationToken);

    /// <inheritdoc cref="DescribeReleaseLabelRequest"/>
    public Task<DescribeReleaseLabelResponse> DescribeReleaseLabelAsync(
        DescribeReleaseLabelRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<DescribeReleaseLabelResponse>(request, cancellationToken);

    /// <inheritdoc cref="ListReleaseLabelsRequest"/>
    public Task<ListReleaseLabelsResponse> ListReleaseLabelsAsync(
        ListReleaseLabelsRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<ListReleaseLabelsResponse>(request, cancellationToken);

    /// <inheritdoc cref="StartSessionRequest"/>
    public Task<StartSessionResponse> StartSessionAsync(StartSessionRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<StartSessionResponse>(request, cancellationToken);

    /// <inheritdoc cref="GetSessionRequest"/>
    public Task<GetSessionResponse> GetSessionAsync(GetSessionRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetSessionResponse>(request, cancellationToken);

    /// <inheritdoc cref="GetSessionEndpointRequest"/>
    public Task<GetSessionEndpointResponse> GetSessionEndpointAsync(
        GetSessionEndpointRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<GetSessionEndpointResponse>(request, cancellationToken);

    /// <inheritdoc cref="TerminateSessionRequest"/>
    public Task<TerminateSessionResponse> TerminateSessionAsync(
        TerminateSessionRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<TerminateSessionResponse>(request, cancellationToken);

    private Task<T> InvokeAsync<T>(AmazonElasticMapReduceRequest request, CancellationToken cancellationToken)
        where T : AmazonWebServiceResponse, new() =>
        InvokeAsync<T>(
            request,
            new InvokeOptions { RequestMarshaller = RequestMarshaller.Instance, ResponseUnmarshaller = ResponseUnmarshaller<T>.Instance },
            cancellationToken
        );

    private sealed class Metadata : IServiceMetadata
    {
        public string ServiceId => "EMR";

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
    }
}
