using Delta.Log;

namespace Spark.Embedded.Delta;

/// <summary>The change data feed of a table.</summary>
internal static class ChangeDataFeed
{
    /// <summary>The column that tells what happened to a row: insert, delete, update_preimage, update_postimage.</summary>
    public const string ChangeType = "_change_type";

    /// <summary>Whether commits must record the rows that they change.</summary>
    public static bool IsOn(Snapshot snapshot) =>
        snapshot.Protocol.Supports(TableFeature.ChangeDataFeed) && snapshot.Metadata.Properties.EnableChangeDataFeed;
}
