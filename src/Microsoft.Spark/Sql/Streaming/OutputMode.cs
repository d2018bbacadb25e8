namespace Microsoft.Spark.Sql.Streaming;

/// <summary>Which rows a streaming query writes at each trigger.</summary>
public enum OutputMode
{
    /// <summary>The new ones.</summary>
    Append,

    /// <summary>All of them.</summary>
    Complete,

    /// <summary>Those that changed.</summary>
    Update,
}
