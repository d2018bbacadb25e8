using System.Text.Json.Nodes;

namespace Aws.Local.Emr;

/// <summary>The states of a cluster. https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-overview.html#emr-overview-cluster-lifecycle</summary>
public enum ClusterState
{
    STARTING,
    BOOTSTRAPPING,
    RUNNING,
    WAITING,
    TERMINATING,
    TERMINATED,
    TERMINATED_WITH_ERRORS,
}

/// <summary>The states of a step.</summary>
public enum StepState
{
    PENDING,
    CANCEL_PENDING,
    RUNNING,
    COMPLETED,
    CANCELLED,
    FAILED,
    INTERRUPTED,
}

/// <summary>A step and where it stands.</summary>
public sealed class Step(string id, JsonObject config, DateTimeOffset created)
{
    public string Id { get; } = id;
    public string Name { get; } = config["Name"]!.GetValue<string>();
    public string ActionOnFailure { get; } = config["ActionOnFailure"]?.GetValue<string>() ?? "TERMINATE_CLUSTER";
    public JsonObject HadoopJarStep { get; } = (JsonObject)config["HadoopJarStep"]!.DeepClone();
    public IReadOnlyList<string> Args { get; } = [.. config["HadoopJarStep"]!["Args"]?.AsArray().Select(a => a!.GetValue<string>()) ?? []];
    public DateTimeOffset Created { get; } = created;
    public StepState State { get; set; } = StepState.PENDING;
    public DateTimeOffset? Started { get; set; }
    public DateTimeOffset? Ended { get; set; }
    public JsonObject? FailureDetails { get; set; }
    public CancellationTokenSource Interrupt { get; } = new();
    public CancellationTokenSource Kill { get; } = new();
    public bool IsActive => State is StepState.PENDING or StepState.RUNNING or StepState.CANCEL_PENDING;

    public JsonObject ToJson() =>
        new()
        {
            ["Id"] = Id,
            ["Name"] = Name,
            ["ActionOnFailure"] = ActionOnFailure,
            ["Config"] = new JsonObject
            {
                ["Jar"] = HadoopJarStep["Jar"]?.DeepClone(),
                ["MainClass"] = HadoopJarStep["MainClass"]?.DeepClone(),
                ["Properties"] = new JsonObject(),
                ["Args"] = HadoopJarStep["Args"]?.DeepClone() ?? new JsonArray(),
            },
            ["Status"] = new JsonObject
            {
                ["State"] = State.ToString(),
                ["StateChangeReason"] = new JsonObject(),
                ["FailureDetails"] = FailureDetails?.DeepClone(),
                ["Timeline"] = Cluster.Timeline(("CreationDateTime", Created), ("StartDateTime", Started), ("EndDateTime", Ended)),
            },
        };
}

/// <summary>A cluster and where it stands.</summary>
public sealed class Cluster(string id, JsonObject request, DateTimeOffset created)
{
    public string Id { get; } = id;
    public JsonObject Request { get; } = request;
    public string Name { get; } = request["Name"]!.GetValue<string>();
    public DateTimeOffset Created { get; } = created;
    public DateTimeOffset? Ready { get; set; }
    public DateTimeOffset? Ended { get; set; }
    public ClusterState State { get; set; }
    public string? ReasonCode { get; set; }
    public string? ReasonMessage { get; set; }
    public int StepConcurrency { get; set; } = request["StepConcurrencyLevel"]?.GetValue<int>() ?? 1;
    public bool KeepAlive { get; } = request["Instances"]?["KeepJobFlowAliveWhenNoSteps"]?.GetValue<bool>() ?? false;
    public string? LogUri { get; } = request["LogUri"]?.GetValue<string>();
    public TimeSpan? IdleTimeout { get; set; } =
        request["AutoTerminationPolicy"]?["IdleTimeout"]?.GetValue<long>() is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    public List<Step> Steps { get; } = [];
    public string PrimaryInstance { get; } = "i-" + Guid.NewGuid().ToString("N")[..17];
    public string CoreInstance { get; } = "i-" + Guid.NewGuid().ToString("N")[..17];
    public CancellationTokenSource Terminate { get; } = new();
    public bool IsOver => State is ClusterState.TERMINATED or ClusterState.TERMINATED_WITH_ERRORS;

    public JsonObject Status() =>
        new()
        {
            ["State"] = State.ToString(),
            ["StateChangeReason"] =
                ReasonCode is null && ReasonMessage is null
                    ? new JsonObject()
                    : new JsonObject { ["Code"] = ReasonCode, ["Message"] = ReasonMessage },
            ["Timeline"] = Timeline(("CreationDateTime", Created), ("ReadyDateTime", Ready), ("EndDateTime", Ended)),
        };

    public JsonObject Summary() =>
        new()
        {
            ["Id"] = Id,
            ["Name"] = Name,
            ["Status"] = Status(),
            ["NormalizedInstanceHours"] = 0,
            ["ClusterArn"] = Arn,
        };

    public JsonObject ToJson()
    {
        var json = Summary();
        foreach (
            var field in (string[])
                [
                    "LogUri",
                    "ReleaseLabel",
                    "ServiceRole",
                    "Applications",
                    "Tags",
                    "Configurations",
                    "SecurityConfiguration",
                    "ScaleDownBehavior",
                    "EbsRootVolumeSize",
                    "SessionEnabled",
                ]
        )
            json[field] = Request[field]?.DeepClone();
        var instances = Request["Instances"];
        json["InstanceCollectionType"] = instances?["InstanceFleets"] is null ? "INSTANCE_GROUP" : "INSTANCE_FLEET";
        json["AutoTerminate"] = !KeepAlive;
        json["TerminationProtected"] = instances?["TerminationProtected"]?.DeepClone() ?? false;
        json["StepConcurrencyLevel"] = StepConcurrency;
        json["MasterPublicDnsName"] = "ip-10-0-0-10.ec2.internal";
        json["Ec2InstanceAttributes"] = new JsonObject
        {
            ["Ec2SubnetId"] = instances?["Ec2SubnetIds"]?[0]?.DeepClone() ?? instances?["Ec2SubnetId"]?.DeepClone(),
            ["IamInstanceProfile"] = Request["JobFlowRole"]?.DeepClone(),
            ["Ec2AvailabilityZone"] = "eu-west-1a",
        };
        return json;
    }

    private string Arn => $"arn:aws:elasticmapreduce:eu-west-1:000000000000:cluster/{Id}";

    internal static JsonObject Timeline(params (string Name, DateTimeOffset? Time)[] times)
    {
        var json = new JsonObject();
        foreach (var (name, time) in times)
        {
            if (time is { } at)
                json[name] = at.ToUnixTimeMilliseconds() / 1000.0;
        }

        return json;
    }
}
