namespace Spark.Jobs.Pipelines;

/// <summary>A run that cannot finish: a broken law or rule, or raw files that are gone. The batch stays open and is taken up by the next run.</summary>
public sealed class PipelineException(string message) : Exception(message);
