namespace Amazon.ElasticMapReduce.Model;

public sealed class Configuration
{
    public string? Classification { get; set; }
    public List<Configuration>? Configurations { get; set; }
    public Dictionary<string, string>? Properties { get; set; }
}

public sealed class BootstrapActionConfig
{
    public string? Name { get; set; }
    public ScriptBootstrapActionConfig? ScriptBootstrapAction { get; set; }
}

public sealed class ScriptBootstrapActionConfig
{
    public string? Path { get; set; }
    public List<string>? Args { get; set; }
}

public sealed class Application
{
    public string? Name { get; set; }
    public string? Version { get; set; }
    public List<string>? Args { get; set; }
    public Dictionary<string, string>? AdditionalInfo { get; set; }
}

public sealed class Tag
{
    public string? Key { get; set; }
    public string? Value { get; set; }
}

public sealed class ManagedScalingPolicy
{
    public ComputeLimits? ComputeLimits { get; set; }
}

public sealed class ComputeLimits
{
    public ComputeLimitsUnitType? UnitType { get; set; }
    public int? MinimumCapacityUnits { get; set; }
    public int? MaximumCapacityUnits { get; set; }
    public int? MaximumOnDemandCapacityUnits { get; set; }
    public int? MaximumCoreCapacityUnits { get; set; }
}

public sealed class PlacementGroupConfig
{
    public InstanceRoleType? InstanceRole { get; set; }
    public PlacementGroupStrategy? PlacementStrategy { get; set; }
}

public sealed class AutoTerminationPolicy
{
    public long? IdleTimeout { get; set; }
}

public sealed class Cluster
{
    public string? Id { get; set; }
    public string? Name { get; set; }
    public ClusterStatus? Status { get; set; }
    public Ec2InstanceAttributes? Ec2InstanceAttributes { get; set; }
    public InstanceCollectionType? InstanceCollectionType { get; set; }
    public string? LogUri { get; set; }
    public string? LogEncryptionKmsKeyId { get; set; }
    public string? ReleaseLabel { get; set; }
    public bool? AutoTerminate { get; set; }
    public bool? TerminationProtected { get; set; }
    public bool? VisibleToAllUsers { get; set; }
    public List<Application>? Applications { get; set; }
    public List<Tag>? Tags { get; set; }
    public string? ServiceRole { get; set; }
    public int? NormalizedInstanceHours { get; set; }
    public string? MasterPublicDnsName { get; set; }
    public List<Configuration>? Configurations { get; set; }
    public string? SecurityConfiguration { get; set; }
    public string? AutoScalingRole { get; set; }
    public ScaleDownBehavior? ScaleDownBehavior { get; set; }
    public string? CustomAmiId { get; set; }
    public int? EbsRootVolumeSize { get; set; }
    public RepoUpgradeOnBoot? RepoUpgradeOnBoot { get; set; }
    public string? ClusterArn { get; set; }
    public string? OutpostArn { get; set; }
    public int? StepConcurrencyLevel { get; set; }
    public List<PlacementGroupConfig>? PlacementGroups { get; set; }
    public string? OSReleaseLabel { get; set; }
}

public sealed class ClusterStatus
{
    public ClusterState? State { get; set; }
    public ClusterStateChangeReason? StateChangeReason { get; set; }
    public ClusterTimeline? Timeline { get; set; }
}

public sealed class ClusterStateChangeReason
{
    public ClusterStateChangeReasonCode? Code { get; set; }
    public string? Message { get; set; }
}

public sealed class ClusterTimeline
{
    public DateTime? CreationDateTime { get; set; }
    public DateTime? ReadyDateTime { get; set; }
    public DateTime? EndDateTime { get; set; }
}

public sealed class ClusterSummary
{
    public string? Id { get; set; }
    public string? Name { get; set; }
    public ClusterStatus? Status { get; set; }
    public int? NormalizedInstanceHours { get; set; }
    public string? ClusterArn { get; set; }
    public string? OutpostArn { get; set; }
}

public sealed class Command
{
    public string? Name { get; set; }
    public string? ScriptPath { get; set; }
    public List<string>? Args { get; set; }
}

public sealed class SimplifiedApplication
{
    public string? Name { get; set; }
    public string? Version { get; set; }
}

public sealed class OSRelease
{
    public string? Label { get; set; }
}

public sealed class ReleaseLabelFilter
{
    public string? Prefix { get; set; }
    public string? Application { get; set; }
}
