using Amazon.Runtime;

namespace Amazon.ElasticMapReduce;

public sealed class MarketType : ConstantClass
{
    public static readonly MarketType ON_DEMAND = new("ON_DEMAND");
    public static readonly MarketType SPOT = new("SPOT");

    public MarketType(string value)
        : base(value) { }

    public static implicit operator MarketType(string value) => FindValue<MarketType>(value);
}

public sealed class InstanceRoleType : ConstantClass
{
    public static readonly InstanceRoleType MASTER = new("MASTER");
    public static readonly InstanceRoleType CORE = new("CORE");
    public static readonly InstanceRoleType TASK = new("TASK");

    public InstanceRoleType(string value)
        : base(value) { }

    public static implicit operator InstanceRoleType(string value) => FindValue<InstanceRoleType>(value);
}

public sealed class InstanceFleetType : ConstantClass
{
    public static readonly InstanceFleetType MASTER = new("MASTER");
    public static readonly InstanceFleetType CORE = new("CORE");
    public static readonly InstanceFleetType TASK = new("TASK");

    public InstanceFleetType(string value)
        : base(value) { }

    public static implicit operator InstanceFleetType(string value) => FindValue<InstanceFleetType>(value);
}

public sealed class SpotProvisioningTimeoutAction : ConstantClass
{
    public static readonly SpotProvisioningTimeoutAction SWITCH_TO_ON_DEMAND = new("SWITCH_TO_ON_DEMAND");
    public static readonly SpotProvisioningTimeoutAction TERMINATE_CLUSTER = new("TERMINATE_CLUSTER");

    public SpotProvisioningTimeoutAction(string value)
        : base(value) { }

    public static implicit operator SpotProvisioningTimeoutAction(string value) => FindValue<SpotProvisioningTimeoutAction>(value);
}

public sealed class SpotProvisioningAllocationStrategy : ConstantClass
{
    public static readonly SpotProvisioningAllocationStrategy CapacityOptimized = new("capacity-optimized");

    public SpotProvisioningAllocationStrategy(string value)
        : base(value) { }

    public static implicit operator SpotProvisioningAllocationStrategy(string value) =>
        FindValue<SpotProvisioningAllocationStrategy>(value);
}

public sealed class OnDemandProvisioningAllocationStrategy : ConstantClass
{
    public static readonly OnDemandProvisioningAllocationStrategy LowestPrice = new("lowest-price");

    public OnDemandProvisioningAllocationStrategy(string value)
        : base(value) { }

    public static implicit operator OnDemandProvisioningAllocationStrategy(string value) =>
        FindValue<OnDemandProvisioningAllocationStrategy>(value);
}

public sealed class OnDemandCapacityReservationUsageStrategy : ConstantClass
{
    public static readonly OnDemandCapacityReservationUsageStrategy UseCapacityReservationsFirst = new("use-capacity-reservations-first");

    public OnDemandCapacityReservationUsageStrategy(string value)
        : base(value) { }

    public static implicit operator OnDemandCapacityReservationUsageStrategy(string value) =>
        FindValue<OnDemandCapacityReservationUsageStrategy>(value);
}

public sealed class OnDemandCapacityReservationPreference : ConstantClass
{
    public static readonly OnDemandCapacityReservationPreference Open = new("open");
    public static readonly OnDemandCapacityReservationPreference None = new("none");

    public OnDemandCapacityReservationPreference(string value)
        : base(value) { }

    public static implicit operator OnDemandCapacityReservationPreference(string value) =>
        FindValue<OnDemandCapacityReservationPreference>(value);
}

public sealed class ActionOnFailure : ConstantClass
{
    public static readonly ActionOnFailure TERMINATE_JOB_FLOW = new("TERMINATE_JOB_FLOW");
    public static readonly ActionOnFailure TERMINATE_CLUSTER = new("TERMINATE_CLUSTER");
    public static readonly ActionOnFailure CANCEL_AND_WAIT = new("CANCEL_AND_WAIT");
    public static readonly ActionOnFailure CONTINUE = new("CONTINUE");

    public ActionOnFailure(string value)
        : base(value) { }

    public static implicit operator ActionOnFailure(string value) => FindValue<ActionOnFailure>(value);
}

public sealed class ScaleDownBehavior : ConstantClass
{
    public static readonly ScaleDownBehavior TERMINATE_AT_INSTANCE_HOUR = new("TERMINATE_AT_INSTANCE_HOUR");
    public static readonly ScaleDownBehavior TERMINATE_AT_TASK_COMPLETION = new("TERMINATE_AT_TASK_COMPLETION");

    public ScaleDownBehavior(string value)
        : base(value) { }

    public static implicit operator ScaleDownBehavior(string value) => FindValue<ScaleDownBehavior>(value);
}

public sealed class RepoUpgradeOnBoot : ConstantClass
{
    public static readonly RepoUpgradeOnBoot SECURITY = new("SECURITY");
    public static readonly RepoUpgradeOnBoot NONE = new("NONE");

    public RepoUpgradeOnBoot(string value)
        : base(value) { }

    public static implicit operator RepoUpgradeOnBoot(string value) => FindValue<RepoUpgradeOnBoot>(value);
}

public sealed class ComputeLimitsUnitType : ConstantClass
{
    public static readonly ComputeLimitsUnitType Instancefleetunits = new("InstanceFleetUnits");
    public static readonly ComputeLimitsUnitType Instances = new("Instances");
    public static readonly ComputeLimitsUnitType VCPU = new("VCPU");

    public ComputeLimitsUnitType(string value)
        : base(value) { }

    public static implicit operator ComputeLimitsUnitType(string value) => FindValue<ComputeLimitsUnitType>(value);
}

public sealed class PlacementGroupStrategy : ConstantClass
{
    public static readonly PlacementGroupStrategy SPREAD = new("SPREAD");
    public static readonly PlacementGroupStrategy PARTITION = new("PARTITION");
    public static readonly PlacementGroupStrategy CLUSTER = new("CLUSTER");
    public static readonly PlacementGroupStrategy NONE = new("NONE");

    public PlacementGroupStrategy(string value)
        : base(value) { }

    public static implicit operator PlacementGroupStrategy(string value) => FindValue<PlacementGroupStrategy>(value);
}

public sealed class StepCancellationOption : ConstantClass
{
    public static readonly StepCancellationOption SEND_INTERRUPT = new("SEND_INTERRUPT");
    public static readonly StepCancellationOption TERMINATE_PROCESS = new("TERMINATE_PROCESS");

    public StepCancellationOption(string value)
        : base(value) { }

    public static implicit operator StepCancellationOption(string value) => FindValue<StepCancellationOption>(value);
}

public sealed class CancelStepsRequestStatus : ConstantClass
{
    public static readonly CancelStepsRequestStatus SUBMITTED = new("SUBMITTED");
    public static readonly CancelStepsRequestStatus FAILED = new("FAILED");

    public CancelStepsRequestStatus(string value)
        : base(value) { }

    public static implicit operator CancelStepsRequestStatus(string value) => FindValue<CancelStepsRequestStatus>(value);
}

public sealed class ClusterState : ConstantClass
{
    public static readonly ClusterState STARTING = new("STARTING");
    public static readonly ClusterState BOOTSTRAPPING = new("BOOTSTRAPPING");
    public static readonly ClusterState RUNNING = new("RUNNING");
    public static readonly ClusterState WAITING = new("WAITING");
    public static readonly ClusterState TERMINATING = new("TERMINATING");
    public static readonly ClusterState TERMINATED = new("TERMINATED");
    public static readonly ClusterState TERMINATED_WITH_ERRORS = new("TERMINATED_WITH_ERRORS");

    public ClusterState(string value)
        : base(value) { }

    public static implicit operator ClusterState(string value) => FindValue<ClusterState>(value);
}

public sealed class ClusterStateChangeReasonCode : ConstantClass
{
    public static readonly ClusterStateChangeReasonCode INTERNAL_ERROR = new("INTERNAL_ERROR");
    public static readonly ClusterStateChangeReasonCode VALIDATION_ERROR = new("VALIDATION_ERROR");
    public static readonly ClusterStateChangeReasonCode INSTANCE_FAILURE = new("INSTANCE_FAILURE");
    public static readonly ClusterStateChangeReasonCode INSTANCE_FLEET_TIMEOUT = new("INSTANCE_FLEET_TIMEOUT");
    public static readonly ClusterStateChangeReasonCode BOOTSTRAP_FAILURE = new("BOOTSTRAP_FAILURE");
    public static readonly ClusterStateChangeReasonCode USER_REQUEST = new("USER_REQUEST");
    public static readonly ClusterStateChangeReasonCode STEP_FAILURE = new("STEP_FAILURE");
    public static readonly ClusterStateChangeReasonCode ALL_STEPS_COMPLETED = new("ALL_STEPS_COMPLETED");

    public ClusterStateChangeReasonCode(string value)
        : base(value) { }

    public static implicit operator ClusterStateChangeReasonCode(string value) => FindValue<ClusterStateChangeReasonCode>(value);
}

public sealed class InstanceCollectionType : ConstantClass
{
    public static readonly InstanceCollectionType INSTANCE_FLEET = new("INSTANCE_FLEET");
    public static readonly InstanceCollectionType INSTANCE_GROUP = new("INSTANCE_GROUP");

    public InstanceCollectionType(string value)
        : base(value) { }

    public static implicit operator InstanceCollectionType(string value) => FindValue<InstanceCollectionType>(value);
}

public sealed class StepState : ConstantClass
{
    public static readonly StepState PENDING = new("PENDING");
    public static readonly StepState CANCEL_PENDING = new("CANCEL_PENDING");
    public static readonly StepState RUNNING = new("RUNNING");
    public static readonly StepState COMPLETED = new("COMPLETED");
    public static readonly StepState CANCELLED = new("CANCELLED");
    public static readonly StepState FAILED = new("FAILED");
    public static readonly StepState INTERRUPTED = new("INTERRUPTED");

    public StepState(string value)
        : base(value) { }

    public static implicit operator StepState(string value) => FindValue<StepState>(value);
}

public sealed class StepStateChangeReasonCode : ConstantClass
{
    public static readonly StepStateChangeReasonCode NONE = new("NONE");

    public StepStateChangeReasonCode(string value)
        : base(value) { }

    public static implicit operator StepStateChangeReasonCode(string value) => FindValue<StepStateChangeReasonCode>(value);
}

public sealed class InstanceGroupType : ConstantClass
{
    public static readonly InstanceGroupType MASTER = new("MASTER");
    public static readonly InstanceGroupType CORE = new("CORE");
    public static readonly InstanceGroupType TASK = new("TASK");

    public InstanceGroupType(string value)
        : base(value) { }

    public static implicit operator InstanceGroupType(string value) => FindValue<InstanceGroupType>(value);
}

public sealed class InstanceState : ConstantClass
{
    public static readonly InstanceState AWAITING_FULFILLMENT = new("AWAITING_FULFILLMENT");
    public static readonly InstanceState PROVISIONING = new("PROVISIONING");
    public static readonly InstanceState BOOTSTRAPPING = new("BOOTSTRAPPING");
    public static readonly InstanceState RUNNING = new("RUNNING");
    public static readonly InstanceState TERMINATED = new("TERMINATED");

    public InstanceState(string value)
        : base(value) { }

    public static implicit operator InstanceState(string value) => FindValue<InstanceState>(value);
}

public sealed class InstanceStateChangeReasonCode : ConstantClass
{
    public static readonly InstanceStateChangeReasonCode INTERNAL_ERROR = new("INTERNAL_ERROR");
    public static readonly InstanceStateChangeReasonCode VALIDATION_ERROR = new("VALIDATION_ERROR");
    public static readonly InstanceStateChangeReasonCode INSTANCE_FAILURE = new("INSTANCE_FAILURE");
    public static readonly InstanceStateChangeReasonCode BOOTSTRAP_FAILURE = new("BOOTSTRAP_FAILURE");
    public static readonly InstanceStateChangeReasonCode CLUSTER_TERMINATED = new("CLUSTER_TERMINATED");

    public InstanceStateChangeReasonCode(string value)
        : base(value) { }

    public static implicit operator InstanceStateChangeReasonCode(string value) => FindValue<InstanceStateChangeReasonCode>(value);
}

public sealed class InstanceFleetState : ConstantClass
{
    public static readonly InstanceFleetState PROVISIONING = new("PROVISIONING");
    public static readonly InstanceFleetState BOOTSTRAPPING = new("BOOTSTRAPPING");
    public static readonly InstanceFleetState RUNNING = new("RUNNING");
    public static readonly InstanceFleetState RESIZING = new("RESIZING");
    public static readonly InstanceFleetState SUSPENDED = new("SUSPENDED");
    public static readonly InstanceFleetState TERMINATING = new("TERMINATING");
    public static readonly InstanceFleetState TERMINATED = new("TERMINATED");

    public InstanceFleetState(string value)
        : base(value) { }

    public static implicit operator InstanceFleetState(string value) => FindValue<InstanceFleetState>(value);
}

public sealed class InstanceFleetStateChangeReasonCode : ConstantClass
{
    public static readonly InstanceFleetStateChangeReasonCode INTERNAL_ERROR = new("INTERNAL_ERROR");
    public static readonly InstanceFleetStateChangeReasonCode VALIDATION_ERROR = new("VALIDATION_ERROR");
    public static readonly InstanceFleetStateChangeReasonCode INSTANCE_FAILURE = new("INSTANCE_FAILURE");
    public static readonly InstanceFleetStateChangeReasonCode CLUSTER_TERMINATED = new("CLUSTER_TERMINATED");

    public InstanceFleetStateChangeReasonCode(string value)
        : base(value) { }

    public static implicit operator InstanceFleetStateChangeReasonCode(string value) =>
        FindValue<InstanceFleetStateChangeReasonCode>(value);
}

public sealed class InstanceGroupState : ConstantClass
{
    public static readonly InstanceGroupState PROVISIONING = new("PROVISIONING");
    public static readonly InstanceGroupState BOOTSTRAPPING = new("BOOTSTRAPPING");
    public static readonly InstanceGroupState RUNNING = new("RUNNING");
    public static readonly InstanceGroupState RECONFIGURING = new("RECONFIGURING");
    public static readonly InstanceGroupState RESIZING = new("RESIZING");
    public static readonly InstanceGroupState SUSPENDED = new("SUSPENDED");
    public static readonly InstanceGroupState TERMINATING = new("TERMINATING");
    public static readonly InstanceGroupState TERMINATED = new("TERMINATED");
    public static readonly InstanceGroupState ARRESTED = new("ARRESTED");
    public static readonly InstanceGroupState SHUTTING_DOWN = new("SHUTTING_DOWN");
    public static readonly InstanceGroupState ENDED = new("ENDED");

    public InstanceGroupState(string value)
        : base(value) { }

    public static implicit operator InstanceGroupState(string value) => FindValue<InstanceGroupState>(value);
}

public sealed class InstanceGroupStateChangeReasonCode : ConstantClass
{
    public static readonly InstanceGroupStateChangeReasonCode INTERNAL_ERROR = new("INTERNAL_ERROR");
    public static readonly InstanceGroupStateChangeReasonCode VALIDATION_ERROR = new("VALIDATION_ERROR");
    public static readonly InstanceGroupStateChangeReasonCode INSTANCE_FAILURE = new("INSTANCE_FAILURE");
    public static readonly InstanceGroupStateChangeReasonCode CLUSTER_TERMINATED = new("CLUSTER_TERMINATED");

    public InstanceGroupStateChangeReasonCode(string value)
        : base(value) { }

    public static implicit operator InstanceGroupStateChangeReasonCode(string value) =>
        FindValue<InstanceGroupStateChangeReasonCode>(value);
}

public sealed class SessionState : ConstantClass
{
    public static readonly SessionState SUBMITTED = new("SUBMITTED");
    public static readonly SessionState STARTING = new("STARTING");
    public static readonly SessionState STARTED = new("STARTED");
    public static readonly SessionState IDLE = new("IDLE");
    public static readonly SessionState BUSY = new("BUSY");
    public static readonly SessionState TERMINATING = new("TERMINATING");
    public static readonly SessionState TERMINATED = new("TERMINATED");
    public static readonly SessionState FAILED = new("FAILED");

    public SessionState(string value)
        : base(value) { }

    public static implicit operator SessionState(string value) => FindValue<SessionState>(value);
}
