namespace Spark.Jobs.Batches;

/// <summary>Why a batch is processed.</summary>
public enum BatchKind
{
    /// <summary>Files that no batch has had yet.</summary>
    Incremental,

    /// <summary>All files, into tables that start anew.</summary>
    FullRefresh,

    /// <summary>The rows of some days, from all files that were processed before.</summary>
    Restatement,
}
