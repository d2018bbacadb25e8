namespace Spark.Jobs.Batches;

/// <summary>A raw file as landed. Raw files never change, so path and length identify what was read.</summary>
public sealed record RawFile(string Path, long Length);
