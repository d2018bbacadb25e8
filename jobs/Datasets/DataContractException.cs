namespace Spark.Jobs.Datasets;

/// <summary>A contract that cannot be used: says file, line and field.</summary>
public sealed class DataContractException(string message) : Exception(message);
