using Amazon.Runtime;

namespace Amazon.ElasticMapReduce.Model;

/// <summary>Creates a cluster and starts it, with steps if given.</summary>
public sealed class RunJobFlowRequest : AmazonElasticMapReduceRequest
{
    public string? Name { get; set; }
    public string? LogUri { get; set; }
    public string? LogEncryptionKmsKeyId { get; set; }
    public string? ReleaseLabel { get; set; }
    public JobFlowInstancesConfig? Instances { get; set; }
    public List<StepConfig>? Steps { get; set; }
    public List<BootstrapActionConfig>? BootstrapActions { get; set; }
    public List<Application>? Applications { get; set; }
    public List<Configuration>? Configurations { get; set; }
    public bool? VisibleToAllUsers { get; set; }
    public string? JobFlowRole { get; set; }
    public string? ServiceRole { get; set; }
    public List<Tag>? Tags { get; set; }
    public string? SecurityConfiguration { get; set; }
    public string? AutoScalingRole { get; set; }
    public ScaleDownBehavior? ScaleDownBehavior { get; set; }
    public string? CustomAmiId { get; set; }
    public int? EbsRootVolumeSize { get; set; }
    public RepoUpgradeOnBoot? RepoUpgradeOnBoot { get; set; }
    public int? StepConcurrencyLevel { get; set; }
    public ManagedScalingPolicy? ManagedScalingPolicy { get; set; }
    public List<PlacementGroupConfig>? PlacementGroupConfigs { get; set; }
    public AutoTerminationPolicy? AutoTerminationPolicy { get; set; }
    public string? OSReleaseLabel { get; set; }

    /// <summary>Lets Spark Connect sessions start on the cluster; EMR-Spark 8 and later.</summary>
    public bool? SessionEnabled { get; set; }
}

public sealed class RunJobFlowResponse : AmazonWebServiceResponse
{
    public string? JobFlowId { get; set; }
    public string? ClusterArn { get; set; }
}

/// <summary>Adds steps to a running cluster, at most 256 that are not finished.</summary>
public sealed class AddJobFlowStepsRequest : AmazonElasticMapReduceRequest
{
    public string? JobFlowId { get; set; }
    public List<StepConfig>? Steps { get; set; }
    public string? ExecutionRoleArn { get; set; }
}

public sealed class AddJobFlowStepsResponse : AmazonWebServiceResponse
{
    public List<string>? StepIds { get; set; }
}

/// <summary>Cancels pending steps, and running ones on releases from 5.28.</summary>
public sealed class CancelStepsRequest : AmazonElasticMapReduceRequest
{
    public string? ClusterId { get; set; }
    public List<string>? StepIds { get; set; }
    public StepCancellationOption? StepCancellationOption { get; set; }
}

public sealed class CancelStepsResponse : AmazonWebServiceResponse
{
    public List<CancelStepsInfo>? CancelStepsInfoList { get; set; }
}

/// <summary>Tells everything about one cluster.</summary>
public sealed class DescribeClusterRequest : AmazonElasticMapReduceRequest
{
    public string? ClusterId { get; set; }
}

public sealed class DescribeClusterResponse : AmazonWebServiceResponse
{
    public Cluster? Cluster { get; set; }
}

/// <summary>Tells everything about one step; failure details may lag behind the state.</summary>
public sealed class DescribeStepRequest : AmazonElasticMapReduceRequest
{
    public string? ClusterId { get; set; }
    public string? StepId { get; set; }
}

public sealed class DescribeStepResponse : AmazonWebServiceResponse
{
    public Step? Step { get; set; }
}

/// <summary>Lists clusters, newest first, 50 a page.</summary>
public sealed class ListClustersRequest : AmazonElasticMapReduceRequest
{
    public DateTime? CreatedAfter { get; set; }
    public DateTime? CreatedBefore { get; set; }
    public List<ClusterState>? ClusterStates { get; set; }
    public string? Marker { get; set; }
}

public sealed class ListClustersResponse : AmazonWebServiceResponse
{
    public List<ClusterSummary>? Clusters { get; set; }
    public string? Marker { get; set; }
}

/// <summary>Lists steps, newest first, 50 a page; at most ten ids a call.</summary>
public sealed class ListStepsRequest : AmazonElasticMapReduceRequest
{
    public string? ClusterId { get; set; }
    public List<StepState>? StepStates { get; set; }
    public List<string>? StepIds { get; set; }
    public string? Marker { get; set; }
}

public sealed class ListStepsResponse : AmazonWebServiceResponse
{
    public List<StepSummary>? Steps { get; set; }
    public string? Marker { get; set; }
}

/// <summary>Lists the EC2 instances of a cluster, 2,000 a page.</summary>
public sealed class ListInstancesRequest : AmazonElasticMapReduceRequest
{
    public string? ClusterId { get; set; }
    public string? InstanceGroupId { get; set; }
    public List<InstanceGroupType>? InstanceGroupTypes { get; set; }
    public string? InstanceFleetId { get; set; }
    public InstanceFleetType? InstanceFleetType { get; set; }
    public List<InstanceState>? InstanceStates { get; set; }
    public string? Marker { get; set; }
}

public sealed class ListInstancesResponse : AmazonWebServiceResponse
{
    public List<Instance>? Instances { get; set; }
    public string? Marker { get; set; }
}

/// <summary>Lists the instance fleets of a cluster.</summary>
public sealed class ListInstanceFleetsRequest : AmazonElasticMapReduceRequest
{
    public string? ClusterId { get; set; }
    public string? Marker { get; set; }
}

public sealed class ListInstanceFleetsResponse : AmazonWebServiceResponse
{
    public List<InstanceFleet>? InstanceFleets { get; set; }
    public string? Marker { get; set; }
}

/// <summary>Lists the instance groups of a cluster.</summary>
public sealed class ListInstanceGroupsRequest : AmazonElasticMapReduceRequest
{
    public string? ClusterId { get; set; }
    public string? Marker { get; set; }
}

public sealed class ListInstanceGroupsResponse : AmazonWebServiceResponse
{
    public List<InstanceGroup>? InstanceGroups { get; set; }
    public string? Marker { get; set; }
}

/// <summary>Lists the bootstrap actions of a cluster.</summary>
public sealed class ListBootstrapActionsRequest : AmazonElasticMapReduceRequest
{
    public string? ClusterId { get; set; }
    public string? Marker { get; set; }
}

public sealed class ListBootstrapActionsResponse : AmazonWebServiceResponse
{
    public List<Command>? BootstrapActions { get; set; }
    public string? Marker { get; set; }
}

/// <summary>Shuts clusters down, at most ten a call.</summary>
public sealed class TerminateJobFlowsRequest : AmazonElasticMapReduceRequest
{
    public List<string>? JobFlowIds { get; set; }
}

/// <summary>Adds tags to a cluster.</summary>
public sealed class AddTagsRequest : AmazonElasticMapReduceRequest
{
    public string? ResourceId { get; set; }
    public List<Tag>? Tags { get; set; }
}

public sealed class AddTagsResponse : AmazonWebServiceResponse;

/// <summary>Changes how many steps run side by side.</summary>
public sealed class ModifyClusterRequest : AmazonElasticMapReduceRequest
{
    public string? ClusterId { get; set; }
    public int? StepConcurrencyLevel { get; set; }
}

public sealed class ModifyClusterResponse : AmazonWebServiceResponse
{
    public int? StepConcurrencyLevel { get; set; }
}

/// <summary>Sets after how much idle time a cluster ends itself.</summary>
public sealed class PutAutoTerminationPolicyRequest : AmazonElasticMapReduceRequest
{
    public string? ClusterId { get; set; }
    public AutoTerminationPolicy? AutoTerminationPolicy { get; set; }
}

public sealed class PutAutoTerminationPolicyResponse : AmazonWebServiceResponse;

/// <summary>Tells the applications of a release.</summary>
public sealed class DescribeReleaseLabelRequest : AmazonElasticMapReduceRequest
{
    public string? ReleaseLabel { get; set; }
    public string? NextToken { get; set; }
    public int? MaxResults { get; set; }
}

public sealed class DescribeReleaseLabelResponse : AmazonWebServiceResponse
{
    public string? ReleaseLabel { get; set; }
    public List<SimplifiedApplication>? Applications { get; set; }
    public string? NextToken { get; set; }
    public List<OSRelease>? AvailableOSReleases { get; set; }
}

/// <summary>Lists the releases of the region.</summary>
public sealed class ListReleaseLabelsRequest : AmazonElasticMapReduceRequest
{
    public ReleaseLabelFilter? Filters { get; set; }
    public string? NextToken { get; set; }
    public int? MaxResults { get; set; }
}

public sealed class ListReleaseLabelsResponse : AmazonWebServiceResponse
{
    public List<string>? ReleaseLabels { get; set; }
    public string? NextToken { get; set; }
}

public sealed class TerminateJobFlowsResponse : AmazonWebServiceResponse;
