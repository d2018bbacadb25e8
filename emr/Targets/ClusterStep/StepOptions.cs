namespace Spark.Emr.Targets.ClusterStep;

/// <summary>How a run becomes a step.</summary>
internal sealed record StepOptions
{
    /// <summary>The <see cref="Cluster"/> that a run has to itself; it ends with the run.</summary>
    public const string NewCluster = "new";

    /// <summary>The cluster's id or name, or <see cref="NewCluster"/>; null for the environment's shared cluster.</summary>
    public string? Cluster { get; init; }

    /// <summary>Whether the driver runs in a YARN container, rather than on the primary node.</summary>
    public bool ClusterMode { get; init; }

    /// <summary>What the cluster does when the step fails.</summary>
    public string ActionOnFailure { get; init; } = "CONTINUE";
}
