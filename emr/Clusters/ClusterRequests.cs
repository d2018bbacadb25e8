using Amazon.ElasticMapReduce;
using Amazon.ElasticMapReduce.Model;
using Spark.Emr.Settings;

namespace Spark.Emr.Clusters;

/// <summary>Turns an environment into the request that creates its cluster.</summary>
internal static class ClusterRequests
{
    /// <summary>The tag by which clusters that this launcher created are known.</summary>
    public const string EnvironmentTag = "spark-emr:environment";

    /// <param name="keepAlive">Whether it waits for more steps; otherwise it ends with the last one.</param>
    public static RunJobFlowRequest Create(
        LaunchEnvironment environment,
        string name,
        bool keepAlive,
        IReadOnlyList<StepConfig>? steps = null
    )
    {
        var plan = environment.Cluster;
        return new RunJobFlowRequest
        {
            Name = name,
            ReleaseLabel = environment.Release,
            LogUri = $"s3://{environment.Buckets.Logs}/emr/",
            Applications = [new Application { Name = "Spark" }, new Application { Name = "Hadoop" }],
            Instances = Instances(environment, keepAlive),
            Steps = steps is { Count: > 0 } ? [.. steps] : null,
            BootstrapActions =
                environment.Bootstrap.Count == 0
                    ? null
                    :
                    [
                        .. environment.Bootstrap.Select(action => new BootstrapActionConfig
                        {
                            Name = action.Name,
                            ScriptBootstrapAction = new ScriptBootstrapActionConfig { Path = action.Path, Args = [.. action.Arguments] },
                        }),
                    ],
            Configurations =
                environment.Configurations.Count == 0
                    ? null
                    :
                    [
                        .. environment.Configurations.Select(classification => new Configuration
                        {
                            Classification = classification.Name,
                            Properties = new Dictionary<string, string>(classification.Properties),
                        }),
                    ],
            JobFlowRole = environment.Roles.Instance,
            ServiceRole = environment.Roles.Service,
            StepConcurrencyLevel = plan.StepConcurrency,
            // Only a cluster that waits can idle.
            AutoTerminationPolicy = keepAlive ? new AutoTerminationPolicy { IdleTimeout = plan.IdleMinutes * 60L } : null,
            EbsRootVolumeSize = plan.RootVolumeSize,
            ScaleDownBehavior = ScaleDownBehavior.TERMINATE_AT_TASK_COMPLETION,
            SessionEnabled = environment.HasSessions ? true : null,
            VisibleToAllUsers = true,
            Tags =
            [
                .. environment
                    .Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal)
                    .Append(new(EnvironmentTag, environment.Name))
                    .Select(tag => new Tag { Key = tag.Key, Value = tag.Value }),
            ],
        };
    }

    private static JobFlowInstancesConfig Instances(LaunchEnvironment environment, bool keepAlive)
    {
        var (plan, network) = (environment.Cluster, environment.Network);
        var instances = new JobFlowInstancesConfig
        {
            KeepJobFlowAliveWhenNoSteps = keepAlive,
            TerminationProtected = plan.TerminationProtected && keepAlive,
            Ec2KeyName = network.KeyName,
            ServiceAccessSecurityGroup = network.ServiceAccessSecurityGroup,
        };
        if (plan.Fleets.Count > 0)
        {
            instances.Ec2SubnetIds = [.. network.Subnets];
            instances.InstanceFleets = [.. plan.Fleets.Select(Fleet)];
        }
        else
        {
            instances.Ec2SubnetId = network.Subnets[0];
            instances.InstanceGroups =
            [
                .. plan.Groups.Select(group => new InstanceGroupConfig
                {
                    Name = group.Role.ToString(),
                    InstanceRole = group.Role switch
                    {
                        NodeRole.Primary => InstanceRoleType.MASTER,
                        NodeRole.Core => InstanceRoleType.CORE,
                        _ => InstanceRoleType.TASK,
                    },
                    InstanceType = group.Type,
                    InstanceCount = group.Count,
                    Market = group.Spot ? MarketType.SPOT : MarketType.ON_DEMAND,
                }),
            ];
        }

        return instances;
    }

    private static InstanceFleetConfig Fleet(FleetPlan fleet) =>
        new()
        {
            Name = fleet.Role.ToString(),
            InstanceFleetType = fleet.Role switch
            {
                NodeRole.Primary => InstanceFleetType.MASTER,
                NodeRole.Core => InstanceFleetType.CORE,
                _ => InstanceFleetType.TASK,
            },
            TargetOnDemandCapacity = fleet.OnDemand,
            TargetSpotCapacity = fleet.Spot,
            InstanceTypeConfigs =
            [
                .. fleet.Types.Select(type => new InstanceTypeConfig { InstanceType = type.Type, WeightedCapacity = type.Weight }),
            ],
            LaunchSpecifications =
                fleet.Spot == 0
                    ? null
                    : new InstanceFleetProvisioningSpecifications
                    {
                        SpotSpecification = new SpotProvisioningSpecification
                        {
                            TimeoutDurationMinutes = fleet.SpotTimeoutMinutes,
                            TimeoutAction = SpotProvisioningTimeoutAction.SWITCH_TO_ON_DEMAND,
                            AllocationStrategy = SpotProvisioningAllocationStrategy.CapacityOptimized,
                        },
                    },
        };
}
