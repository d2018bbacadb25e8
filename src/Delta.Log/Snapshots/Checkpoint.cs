using System.Text;

namespace Delta.Log;

/// <summary>Writes checkpoints: the state of a version in one Parquet file, so that readers need not replay the log from its beginning.</summary>
/// <remarks>https://github.com/delta-io/delta/blob/master/PROTOCOL.md#checkpoints</remarks>
public static class Checkpoint
{
    /// <summary>Writes the checkpoint that is due, if one is.</summary>
    internal static void AfterCommit(DeltaLog log, long version, Snapshot snapshot)
    {
        if (log.Checkpoints is null || version == 0 || version % snapshot.Metadata.Properties.CheckpointInterval != 0)
            return;
        try
        {
            Write(log, snapshot.Version == version ? snapshot : log.At(version));
            LogCleanup.Run(log, snapshot.Metadata.Properties);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DeltaLogException)
        {
            // The commit stands; the next checkpoint makes up for this one.
        }
    }

    /// <summary>Writes a classic checkpoint of a snapshot, and points <c>_last_checkpoint</c> at it.</summary>
    /// <exception cref="NotSupportedException">The log was opened without a Parquet writer.</exception>
    public static void Write(DeltaLog log, Snapshot snapshot)
    {
        var format = log.Checkpoints ?? throw new NotSupportedException("A checkpoint needs a Parquet writer, and none was given.");
        var expired = log.Now - (long)snapshot.Metadata.Properties.DeletedFileRetention.TotalMilliseconds;
        // The stale flag and what a tombstone does not need are dropped.
        var actions = new List<LogAction>(snapshot.FileCount + 8) { snapshot.Protocol, snapshot.Metadata };
        actions.AddRange(snapshot.Transactions);
        actions.AddRange(snapshot.Domains);
        actions.AddRange(snapshot.Files.Select(file => file with { DataChange = false }));
        actions.AddRange(
            snapshot
                .Tombstones.Where(file => (file.DeletionTimestamp ?? 0) > expired)
                .Select(file => file with { DataChange = false, Stats = null, Tags = null })
        );
        var size = format.Write(LogFileName.Checkpoint(snapshot.Version), actions, snapshot.Metadata);
        var pointer = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", snapshot.Version);
            writer.WriteNumber("size", actions.Count);
            writer.WriteNumber("sizeInBytes", size);
            writer.WriteNumber("numOfAddFiles", snapshot.FileCount);
            // With it readers need not open the file to learn its columns.
            writer.WritePropertyName("checkpointSchema");
            writer.WriteRawValue(SchemaJson.Write(CheckpointSchema.For(snapshot.Metadata)), skipInputValidation: true);
            writer.WriteEndObject();
        });
        log.Store.Put(LogFileName.LastCheckpoint, Encoding.UTF8.GetBytes(pointer));
    }
}
