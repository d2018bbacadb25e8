using Amazon.ElasticMapReduce.Model;
using Spark.Emr.Errors;

namespace Spark.Emr.Clusters;

/// <summary>The end of a cluster as a launcher tells it.</summary>
/// <param name="Code">Success for an end that somebody wanted.</param>
internal sealed record ClusterEnd(ExitCode Code, string Reason)
{
    /// <summary>How the cluster ended; null when it lives.</summary>
    public static ClusterEnd? Of(Cluster cluster)
    {
        if (cluster.Status?.State?.Value is not ("TERMINATED" or "TERMINATED_WITH_ERRORS"))
            return null;
        var reason = cluster.Status.StateChangeReason;
        var text =
            $"The cluster {cluster.Id} ended: {reason?.Message ?? "EMR gives no reason"}{(reason?.Code is { } code ? $" ({code})" : "")}.";
        return reason?.Code?.Value switch
        {
            "BOOTSTRAP_FAILURE" => new ClusterEnd(ExitCode.BootstrapFailed, text),
            "ALL_STEPS_COMPLETED" => new ClusterEnd(ExitCode.Success, text),
            _ => new ClusterEnd(ExitCode.ClusterLost, text),
        };
    }
}
