namespace Spark.Emr.Targets;

/// <summary>Where a target tells what happens.</summary>
/// <param name="Tell">Takes a line of progress.</param>
/// <param name="Print">Takes a line that the run has printed.</param>
internal sealed record RunConsole(Action<string> Tell, Action<string> Print);
