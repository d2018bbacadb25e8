namespace Spark.Emr.Settings;

/// <summary>What one environment file (<c>environments/dev.yaml</c>) says: where clusters run, what they are made of, and where data lies.</summary>
internal sealed record LaunchEnvironment
{
    /// <summary>The environment's name, that of its file.</summary>
    public required string Name { get; init; }

    /// <summary>The AWS region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>The account's twelve digits; <c>doctor</c> compares them with the credentials'.</summary>
    public required string Account { get; init; }

    /// <summary>The EMR release label.</summary>
    public required string Release { get; init; }

    public required Buckets Buckets { get; init; }

    public required Roles Roles { get; init; }

    public required Network Network { get; init; }

    public required ClusterPlan Cluster { get; init; }

    /// <summary>EMR Serverless; null when the environment has none.</summary>
    public ServerlessPlan? Serverless { get; init; }

    /// <summary>Scripts that run on every node before Hadoop starts, in order.</summary>
    public IReadOnlyList<BootstrapAction> Bootstrap { get; init; } = [];

    /// <summary>EMR configuration classifications.</summary>
    public IReadOnlyList<Classification> Configurations { get; init; } = [];

    /// <summary>Tags of everything that is created.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>When the pipelines run by themselves: an EventBridge Scheduler expression, <c>cron(...)</c> or <c>rate(...)</c>; null for never.</summary>
    public string? Schedule { get; init; }

    /// <summary>Whether the release is EMR-Spark 8, which has sessions.</summary>
    public bool HasSessions => Release.StartsWith("emr-spark-8", StringComparison.Ordinal);
}

/// <summary>The five buckets, by name.</summary>
internal sealed record Buckets(string Raw, string Processed, string Curated, string Artifacts, string Logs)
{
    public IEnumerable<(string Zone, string Name)> All =>
        [("raw", Raw), ("processed", Processed), ("curated", Curated), ("artifacts", Artifacts), ("logs", Logs)];
}

/// <summary>IAM roles, by name or ARN.</summary>
/// <param name="Service">What EMR itself may do.</param>
/// <param name="Instance">The instance profile: what the jobs may do.</param>
internal sealed record Roles(string Service, string Instance);

/// <summary>Where the instances stand.</summary>
/// <param name="Subnets">With instance fleets EMR chooses among them; with groups the first is taken.</param>
internal sealed record Network(IReadOnlyList<string> Subnets, string? KeyName = null, string? ServiceAccessSecurityGroup = null);

/// <summary>What a cluster of the environment is made of.</summary>
internal sealed record ClusterPlan
{
    /// <summary>The name under which launchers find and share it.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<FleetPlan> Fleets { get; init; }

    /// <summary>Instance groups, used when there are no fleets.</summary>
    public required IReadOnlyList<GroupPlan> Groups { get; init; }

    /// <summary>Steps side by side, 1 to 256.</summary>
    public int StepConcurrency { get; init; } = 1;

    /// <summary>Minutes without a step after which it ends itself, 1 to 10,080.</summary>
    public int IdleMinutes { get; init; } = 60;

    public bool TerminationProtected { get; init; }

    /// <summary>Gigabytes of each instance's root volume.</summary>
    public int? RootVolumeSize { get; init; }
}

/// <summary>The part of a node in a cluster.</summary>
internal enum NodeRole
{
    Primary,
    Core,
    Task,
}

/// <summary>Instances of several types that together give a capacity, on demand and spot.</summary>
/// <param name="SpotTimeoutMinutes">How long to wait for spot capacity before going on demand.</param>
internal sealed record FleetPlan(NodeRole Role, int OnDemand, int Spot, IReadOnlyList<WeightedType> Types, int SpotTimeoutMinutes = 10);

/// <param name="Weight">Units of capacity that one instance counts for.</param>
internal sealed record WeightedType(string Type, int Weight = 1);

/// <summary>A number of instances of one type.</summary>
internal sealed record GroupPlan(NodeRole Role, string Type, int Count, bool Spot = false);

internal sealed record BootstrapAction(string Name, string Path, IReadOnlyList<string> Arguments);

internal sealed record Classification(string Name, IReadOnlyDictionary<string, string> Properties);

/// <summary>An EMR Serverless application and the role of its job runs.</summary>
internal sealed record ServerlessPlan(string ApplicationId, string ExecutionRole);
