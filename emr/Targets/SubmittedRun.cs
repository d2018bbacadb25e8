namespace Spark.Emr.Targets;

/// <summary>A run that AWS has taken.</summary>
/// <param name="HostId">The id of the cluster, or of the serverless application.</param>
/// <param name="Id">The id of the step, or of the job run.</param>
internal sealed record SubmittedRun(RunId Run, string HostId, string Id);
