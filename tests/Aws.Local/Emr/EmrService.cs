using System.Text.Json.Nodes;
using Aws.Local.Faults;
using Aws.Local.Signing;

namespace Aws.Local.Emr;

/// <summary>
/// Amazon EMR on EC2: the operations of a step launcher, with the limits and validations of the service.
/// https://docs.aws.amazon.com/emr/latest/APIReference/API_Operations.html
/// </summary>
public sealed class EmrService(LocalAwsOptions options, ClusterSimulation simulation)
{
    private const int PageSize = 50;
    private const int MostActiveSteps = 256;
    private const int LongestArguments = 10_240;
    private readonly Lock _lock = new();
    private readonly List<Cluster> _clusters = [];
    private readonly Dictionary<string, Session> _sessions = [];
    private readonly Dictionary<string, string> _sessionTokens = [];
    private readonly TokenBucket? _bucket = options.Throttle is { } t
        ? new TokenBucket(t.Capacity, t.RefillPerSecond, simulation.Clock)
        : null;

    /// <summary>How many requests were refused for their rate.</summary>
    public int Throttled => _bucket?.Refused ?? 0;

    /// <summary>All clusters, oldest first.</summary>
    public IReadOnlyList<Cluster> Clusters
    {
        get
        {
            lock (_lock)
                return [.. _clusters];
        }
    }

    /// <exception cref="AwsError">The service refuses the request.</exception>
    public JsonObject Handle(string operation, JsonObject request)
    {
        if (_bucket is { } bucket && !bucket.TryTake())
            throw new AwsError(400, "ThrottlingException", "Rate exceeded");
        return operation switch
        {
            "RunJobFlow" => RunJobFlow(request),
            "AddJobFlowSteps" => AddJobFlowSteps(request),
            "CancelSteps" => CancelSteps(request),
            "DescribeCluster" => new JsonObject { ["Cluster"] = Find(request, "ClusterId").ToJson() },
            "DescribeStep" => new JsonObject { ["Step"] = FindStep(request).ToJson() },
            "ListClusters" => ListClusters(request),
            "ListSteps" => ListSteps(request),
            "ListInstances" => ListInstances(request),
            "ListInstanceFleets" => new JsonObject { ["InstanceFleets"] = Described(request, "InstanceFleets", Fleet) },
            "ListInstanceGroups" => new JsonObject { ["InstanceGroups"] = Described(request, "InstanceGroups", Group) },
            "ListBootstrapActions" => ListBootstrapActions(request),
            "TerminateJobFlows" => TerminateJobFlows(request),
            "AddTags" => AddTags(request),
            "ModifyCluster" => ModifyCluster(request),
            "PutAutoTerminationPolicy" => PutAutoTerminationPolicy(request),
            "DescribeReleaseLabel" => DescribeReleaseLabel(request),
            "ListReleaseLabels" => new JsonObject
            {
                ["ReleaseLabels"] = new JsonArray([.. Releases.Known.Select(label => (JsonNode)label)]),
            },
            "StartSession" => StartSession(request),
            "GetSession" => new JsonObject { ["Session"] = FindSession(request).ToJson(simulation.Clock.GetUtcNow()) },
            "GetSessionEndpoint" => GetSessionEndpoint(request),
            "TerminateSession" => TerminateSession(request),
            _ => throw new AwsError(400, "UnknownOperationException", $"The operation {operation} is not served here."),
        };
    }

    /// <summary>Whether a session's endpoint may take this token now.</summary>
    public bool AcceptsToken(string sessionId, string token)
    {
        lock (_lock)
            return _sessionTokens.TryGetValue(token, out var owner)
                && owner == sessionId
                && _sessions[sessionId].TokenExpires > simulation.Clock.GetUtcNow();
    }

    private JsonObject RunJobFlow(JsonObject request)
    {
        Required(request, "Name");
        if (request["Instances"] is not JsonObject instances)
            throw Invalid("Instances is required.");
        var fleets = instances["InstanceFleets"] as JsonArray;
        var groups = instances["InstanceGroups"] as JsonArray;
        if (fleets is not null && groups is not null)
            throw Invalid("Instance fleets and instance groups are mutually exclusive.");
        var primary = fleets is not null
            ? fleets.Count(f => f?["InstanceFleetType"]?.GetValue<string>() == "MASTER")
            : groups?.Count(g => g?["InstanceRole"]?.GetValue<string>() == "MASTER") ?? 0;
        if (primary != 1)
            throw Invalid("Exactly one MASTER instance fleet or group is required.");
        if (request["ReleaseLabel"]?.GetValue<string>() is not { } release || !Releases.Known.Contains(release))
            throw Invalid($"The supplied release label is invalid: {request["ReleaseLabel"]}.");
        Required(request, "JobFlowRole");
        Required(request, "ServiceRole");
        if (request["StepConcurrencyLevel"]?.GetValue<int>() is < 1 or > 256)
            throw Invalid("StepConcurrencyLevel must be between 1 and 256.");

        var cluster = new Cluster("j-" + NewId(13), (JsonObject)request.DeepClone(), simulation.Clock.GetUtcNow());
        var steps = ParseSteps(request["Steps"] as JsonArray);
        lock (_lock)
        {
            cluster.Steps.AddRange(steps);
            _clusters.Add(cluster);
        }

        simulation.Start(cluster, _lock);
        return new JsonObject { ["JobFlowId"] = cluster.Id, ["ClusterArn"] = cluster.Summary()["ClusterArn"]!.DeepClone() };
    }

    private JsonObject AddJobFlowSteps(JsonObject request)
    {
        var cluster = Find(request, "JobFlowId");
        var steps = ParseSteps(request["Steps"] as JsonArray ?? throw Invalid("Steps is required."));
        lock (_lock)
        {
            if (cluster.IsOver || cluster.State == ClusterState.TERMINATING)
                throw Invalid("A job flow that is shutting down, terminated, or finished may not be modified.");
            if (cluster.Steps.Count(step => step.IsActive) + steps.Count > MostActiveSteps)
                throw Invalid($"Maximum number of active steps(State = 'Running', 'Pending' or 'Cancel_Pending') for cluster exceeded.");
            cluster.Steps.AddRange(steps);
        }

        return new JsonObject { ["StepIds"] = new JsonArray([.. steps.Select(step => (JsonNode)step.Id)]) };
    }

    private List<Step> ParseSteps(JsonArray? steps)
    {
        var parsed = new List<Step>();
        foreach (var node in steps ?? [])
        {
            var config = node as JsonObject ?? throw Invalid("A step is not an object.");
            Required(config, "Name");
            if (config["Name"]!.GetValue<string>().Length > 256)
                throw Invalid("1 validation error detected: a step's name must have length less than or equal to 256");
            if (config["HadoopJarStep"] is not JsonObject jar)
                throw Invalid("HadoopJarStep is required.");
            Required(jar, "Jar");
            var step = new Step("s-" + NewId(13), config, simulation.Clock.GetUtcNow());
            if (step.Args.Sum(argument => argument.Length + 1) > LongestArguments)
                throw Invalid(
                    $"1 validation error detected: the arguments of a step must have length less than or equal to {LongestArguments}"
                );
            parsed.Add(step);
        }

        return parsed;
    }

    private JsonObject CancelSteps(JsonObject request)
    {
        var cluster = Find(request, "ClusterId");
        var kill = request["StepCancellationOption"]?.GetValue<string>() == "TERMINATE_PROCESS";
        var answers = new JsonArray();
        foreach (var id in request["StepIds"] as JsonArray ?? throw Invalid("StepIds is required."))
        {
            Step? step;
            lock (_lock)
                step = cluster.Steps.Find(candidate => candidate.Id == id!.GetValue<string>());
            var refused = step is null ? "Step is not valid." : simulation.Cancel(step, kill, _lock);
            answers.Add(
                (JsonNode)
                    new JsonObject
                    {
                        ["StepId"] = id!.DeepClone(),
                        ["Status"] = refused is null ? "SUBMITTED" : "FAILED",
                        ["Reason"] = refused,
                    }
            );
        }

        return new JsonObject { ["CancelStepsInfoList"] = answers };
    }

    private JsonObject ListClusters(JsonObject request)
    {
        var states = Strings(request, "ClusterStates");
        lock (_lock)
        {
            var found = _clusters
                .AsEnumerable()
                .Reverse()
                .Where(cluster => states.Count == 0 || states.Contains(cluster.State.ToString()))
                .Where(cluster =>
                    request["CreatedAfter"]?.GetValue<double>() is not { } after
                    || cluster.Created.ToUnixTimeMilliseconds() / 1000.0 > after
                );
            return Page(request, "Clusters", found.Select(cluster => cluster.Summary()));
        }
    }

    private JsonObject ListSteps(JsonObject request)
    {
        var cluster = Find(request, "ClusterId");
        var (states, ids) = (Strings(request, "StepStates"), Strings(request, "StepIds"));
        if (ids.Count > 10)
            throw Invalid("A maximum of 10 StepIds can be specified.");
        if (ids.Count > 0 && states.Count > 0)
            throw Invalid("StepIds and StepStates cannot be specified together.");
        lock (_lock)
        {
            return Page(
                request,
                "Steps",
                cluster
                    .Steps.AsEnumerable()
                    .Reverse()
                    .Where(step =>
                        (ids.Count == 0 || ids.Contains(step.Id)) && (states.Count == 0 || states.Contains(step.State.ToString()))
                    )
                    .Select(step => step.ToJson())
            );
        }
    }

    private JsonObject ListInstances(JsonObject request)
    {
        var cluster = Find(request, "ClusterId");
        JsonObject Instance(string id, string role) =>
            new()
            {
                ["Id"] = "ci-" + id[2..],
                ["Ec2InstanceId"] = id,
                ["PrivateDnsName"] = role == "MASTER" ? "ip-10-0-0-10.ec2.internal" : "ip-10-0-0-11.ec2.internal",
                ["InstanceType"] = InstanceType(cluster, role),
                ["Market"] = "ON_DEMAND",
                ["InstanceGroupId"] = $"ig-{role}",
                ["Status"] = new JsonObject
                {
                    ["State"] = cluster.IsOver ? "TERMINATED" : "RUNNING",
                    ["Timeline"] = cluster.Status()["Timeline"]!.DeepClone(),
                },
            };
        return new JsonObject
        {
            ["Instances"] = new JsonArray(Instance(cluster.PrimaryInstance, "MASTER"), Instance(cluster.CoreInstance, "CORE")),
        };
    }

    private static string? InstanceType(Cluster cluster, string role)
    {
        var instances = cluster.Request["Instances"];
        var group = (instances?["InstanceGroups"] as JsonArray)?.FirstOrDefault(g => g?["InstanceRole"]?.GetValue<string>() == role);
        var fleet = (instances?["InstanceFleets"] as JsonArray)?.FirstOrDefault(f => f?["InstanceFleetType"]?.GetValue<string>() == role);
        return group?["InstanceType"]?.GetValue<string>() ?? fleet?["InstanceTypeConfigs"]?[0]?["InstanceType"]?.GetValue<string>();
    }

    private JsonArray Described(JsonObject request, string field, Func<Cluster, JsonObject, JsonObject> describe)
    {
        var cluster = Find(request, "ClusterId");
        return new JsonArray([
            .. (cluster.Request["Instances"]?[field] as JsonArray ?? []).Select(node => (JsonNode)describe(cluster, (JsonObject)node!)),
        ]);
    }

    private static JsonObject Fleet(Cluster cluster, JsonObject config) =>
        new()
        {
            ["Id"] = "if-" + config["InstanceFleetType"],
            ["Name"] = config["Name"]?.DeepClone(),
            ["InstanceFleetType"] = config["InstanceFleetType"]!.DeepClone(),
            ["TargetOnDemandCapacity"] = config["TargetOnDemandCapacity"]?.DeepClone(),
            ["TargetSpotCapacity"] = config["TargetSpotCapacity"]?.DeepClone(),
            ["ProvisionedOnDemandCapacity"] = config["TargetOnDemandCapacity"]?.DeepClone(),
            ["ProvisionedSpotCapacity"] = config["TargetSpotCapacity"]?.DeepClone(),
            ["InstanceTypeSpecifications"] = new JsonArray([
                .. (config["InstanceTypeConfigs"] as JsonArray ?? []).Select(type =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["InstanceType"] = type!["InstanceType"]?.DeepClone(),
                            ["WeightedCapacity"] = type["WeightedCapacity"]?.DeepClone() ?? 1,
                        }
                ),
            ]),
            ["Status"] = new JsonObject
            {
                ["State"] = cluster.IsOver ? "TERMINATED" : "RUNNING",
                ["Timeline"] = cluster.Status()["Timeline"]!.DeepClone(),
            },
        };

    private static JsonObject Group(Cluster cluster, JsonObject config) =>
        new()
        {
            ["Id"] = "ig-" + config["InstanceRole"],
            ["Name"] = config["Name"]?.DeepClone(),
            ["Market"] = config["Market"]?.DeepClone() ?? "ON_DEMAND",
            ["InstanceGroupType"] = config["InstanceRole"]!.DeepClone(),
            ["InstanceType"] = config["InstanceType"]?.DeepClone(),
            ["RequestedInstanceCount"] = config["InstanceCount"]?.DeepClone(),
            ["RunningInstanceCount"] = cluster.IsOver ? 0 : config["InstanceCount"]?.DeepClone(),
            ["Status"] = new JsonObject
            {
                ["State"] = cluster.IsOver ? "TERMINATED" : "RUNNING",
                ["Timeline"] = cluster.Status()["Timeline"]!.DeepClone(),
            },
        };

    private JsonObject ListBootstrapActions(JsonObject request) =>
        new()
        {
            ["BootstrapActions"] = new JsonArray([
                .. (Find(request, "ClusterId").Request["BootstrapActions"] as JsonArray ?? []).Select(action =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["Name"] = action!["Name"]?.DeepClone(),
                            ["ScriptPath"] = action["ScriptBootstrapAction"]?["Path"]?.DeepClone(),
                            ["Args"] = action["ScriptBootstrapAction"]?["Args"]?.DeepClone() ?? new JsonArray(),
                        }
                ),
            ]),
        };

    private JsonObject TerminateJobFlows(JsonObject request)
    {
        foreach (var id in Strings(request, "JobFlowIds"))
        {
            var cluster = Find(id);
            if (cluster.Request["Instances"]?["TerminationProtected"]?.GetValue<bool>() == true)
                throw new AwsError(
                    400,
                    "ValidationException",
                    "Could not shut down one or more job flows since they are termination protected."
                );
            cluster.Terminate.Cancel();
        }

        return [];
    }

    private JsonObject AddTags(JsonObject request)
    {
        var cluster = Find(request, "ResourceId");
        lock (_lock)
        {
            var tags = cluster.Request["Tags"] as JsonArray ?? [];
            foreach (var tag in request["Tags"] as JsonArray ?? [])
                tags.Add(tag!.DeepClone());
            if (tags.Parent is null)
                cluster.Request["Tags"] = tags;
        }

        return [];
    }

    private JsonObject ModifyCluster(JsonObject request)
    {
        var cluster = Find(request, "ClusterId");
        cluster.StepConcurrency = request["StepConcurrencyLevel"]?.GetValue<int>() ?? cluster.StepConcurrency;
        return new JsonObject { ["StepConcurrencyLevel"] = cluster.StepConcurrency };
    }

    private JsonObject PutAutoTerminationPolicy(JsonObject request)
    {
        var cluster = Find(request, "ClusterId");
        var seconds = request["AutoTerminationPolicy"]?["IdleTimeout"]?.GetValue<long>() ?? 3600;
        if (seconds is < 60 or > 604_800)
            throw Invalid("IdleTimeout must be between 60 and 604800 seconds.");
        cluster.IdleTimeout = TimeSpan.FromSeconds(seconds);
        return [];
    }

    private static JsonObject DescribeReleaseLabel(JsonObject request)
    {
        var label = request["ReleaseLabel"]?.GetValue<string>() ?? Releases.Known[0];
        if (!Releases.Known.Contains(label))
            throw Invalid($"The supplied release label is invalid: {label}.");
        return new JsonObject
        {
            ["ReleaseLabel"] = label,
            ["Applications"] = new JsonArray(new JsonObject { ["Name"] = "Spark", ["Version"] = Releases.SparkOf(label) }),
        };
    }

    private JsonObject StartSession(JsonObject request)
    {
        var cluster = Find(request, "ClusterId");
        if (cluster.State is not (ClusterState.RUNNING or ClusterState.WAITING))
            throw Invalid($"Sessions start on a cluster that is RUNNING or WAITING; {cluster.Id} is {cluster.State}.");
        if (cluster.Request["SessionEnabled"]?.GetValue<bool>() != true || options.SessionEndpoint is null)
            throw Invalid("Sessions are not enabled on this cluster.");
        var token = request["ClientRequestToken"]?.GetValue<string>();
        lock (_lock)
        {
            var session = _sessions.Values.FirstOrDefault(candidate =>
                token is not null && candidate.ClientToken == token && candidate.ClusterId == cluster.Id
            );
            if (session is null)
            {
                session = new Session("se-" + NewId(13), cluster.Id, token, simulation.Clock.GetUtcNow());
                _sessions[session.Id] = session;
            }

            return new JsonObject
            {
                ["Id"] = session.Id,
                ["ClusterId"] = cluster.Id,
                ["State"] = session.StateAt(simulation.Clock.GetUtcNow()),
            };
        }
    }

    private JsonObject GetSessionEndpoint(JsonObject request)
    {
        var session = FindSession(request);
        var now = simulation.Clock.GetUtcNow();
        if (session.StateAt(now) is not ("STARTED" or "IDLE" or "BUSY"))
            throw Invalid($"The session {session.Id} is {session.StateAt(now)}.");
        var token = Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N");
        lock (_lock)
        {
            _sessionTokens[token] = session.Id;
            session.TokenExpires = now + options.SessionTokenLifetime;
        }

        return new JsonObject
        {
            ["Endpoint"] = $"https://{options.SessionEndpoint}",
            ["AuthToken"] = token,
            ["AuthTokenExpirationTime"] = session.TokenExpires.ToUnixTimeMilliseconds() / 1000.0,
        };
    }

    private JsonObject TerminateSession(JsonObject request)
    {
        var session = FindSession(request);
        session.Terminated = true;
        return new JsonObject { ["Id"] = session.Id, ["State"] = "TERMINATED" };
    }

    private Session FindSession(JsonObject request)
    {
        var cluster = Find(request, "ClusterId");
        lock (_lock)
        {
            return _sessions.TryGetValue(request["SessionId"]?.GetValue<string>() ?? "", out var session) && session.ClusterId == cluster.Id
                ? session
                : throw Invalid("The session is not valid.");
        }
    }

    private Step FindStep(JsonObject request)
    {
        var cluster = Find(request, "ClusterId");
        lock (_lock)
            return cluster.Steps.Find(step => step.Id == request["StepId"]?.GetValue<string>()) ?? throw Invalid("Step id is not valid.");
    }

    private Cluster Find(JsonObject request, string field) =>
        Find(request[field]?.GetValue<string>() ?? throw Invalid($"{field} is required."));

    private Cluster Find(string id)
    {
        lock (_lock)
            return _clusters.Find(cluster => cluster.Id == id) ?? throw Invalid($"Cluster id '{id}' is not valid.");
    }

    private static JsonObject Page(JsonObject request, string field, IEnumerable<JsonObject> items)
    {
        var start = request["Marker"]?.GetValue<string>() is { } marker
            ? int.Parse(marker, System.Globalization.CultureInfo.InvariantCulture)
            : 0;
        var page = items.Skip(start).Take(PageSize + 1).ToList();
        var answer = new JsonObject { [field] = new JsonArray([.. page.Take(PageSize).Select(item => (JsonNode)item)]) };
        if (page.Count > PageSize)
            answer["Marker"] = (start + PageSize).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return answer;
    }

    private static HashSet<string> Strings(JsonObject request, string field) =>
        [.. (request[field] as JsonArray ?? []).Select(node => node!.GetValue<string>())];

    private static void Required(JsonObject request, string field)
    {
        if (request[field] is null)
            throw Invalid($"1 validation error detected: Value null at '{field}' failed to satisfy constraint: Member must not be null");
    }

    private static AwsError Invalid(string message) =>
        new(
            400,
            message.Contains("validation error", StringComparison.Ordinal) ? "ValidationException" : "InvalidRequestException",
            message
        );

    private static string NewId(int length) => Guid.NewGuid().ToString("N")[..length].ToUpperInvariant();
}

/// <summary>A Spark Connect session of a cluster.</summary>
internal sealed class Session(string id, string clusterId, string? clientToken, DateTimeOffset created)
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(20);

    public string Id { get; } = id;
    public string ClusterId { get; } = clusterId;
    public string? ClientToken { get; } = clientToken;
    public DateTimeOffset TokenExpires { get; set; }
    public bool Terminated { get; set; }

    public string StateAt(DateTimeOffset now) =>
        Terminated ? "TERMINATED"
        : now - created < StartTime / 2 ? "SUBMITTED"
        : now - created < StartTime ? "STARTING"
        : "IDLE";

    public JsonObject ToJson(DateTimeOffset now) =>
        new()
        {
            ["Id"] = Id,
            ["ClusterId"] = ClusterId,
            ["State"] = StateAt(now),
            ["CreatedAt"] = created.ToUnixTimeMilliseconds() / 1000.0,
        };
}

/// <summary>The releases that the local service offers.</summary>
internal static class Releases
{
    public static readonly IReadOnlyList<string> Known =
    [
        "emr-spark-8.2.0",
        "emr-spark-8.1.0",
        "emr-spark-8.0.0",
        "emr-7.12.0",
        "emr-7.11.0",
        "emr-7.10.0",
    ];

    public static string SparkOf(string label) => label.StartsWith("emr-spark-8", StringComparison.Ordinal) ? "4.1.3" : "3.5.6";
}
