using Spark.Emr.Deployment;

namespace Spark.Emr.Targets;

/// <summary>A run of the jobs app that is asked for.</summary>
/// <param name="App">The version that runs.</param>
/// <param name="Arguments">The arguments of the jobs app, which reach it identical.</param>
/// <param name="Settings">Spark settings, <c>--conf</c>.</param>
internal sealed record RunRequest(RunId Id, DeployedApp App, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>The name that it has at AWS: what it runs, and its id.</summary>
    public string Name => Id.StepName("jobs " + string.Join(' ', Arguments.Take(2)));
}
