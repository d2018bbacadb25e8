namespace Spark.Emr.Targets;

/// <summary>How long a launcher waits for what.</summary>
/// <param name="Timeout">For the run's end; null for ever.</param>
/// <param name="LogPatience">For the logs that tell why a run failed. EMR uploads logs every five minutes.</param>
/// <param name="OutputPatience">For the last lines that a run printed, when there is nothing else to learn from its logs.</param>
internal sealed record FollowLimits(TimeSpan? Timeout, TimeSpan LogPatience, TimeSpan OutputPatience)
{
    public static readonly FollowLimits Default = new(null, TimeSpan.FromMinutes(6), TimeSpan.FromSeconds(90));
}
