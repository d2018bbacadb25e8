using Delta.Log;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Delta;

/// <summary><c>RESTORE TABLE ... TO VERSION | TIMESTAMP AS OF</c>: makes an older version the newest again.</summary>
/// <remarks>https://docs.delta.io/latest/delta-utility.html#restore-a-delta-table-to-an-earlier-state</remarks>
internal sealed class RestoreCommand(DeltaSession session)
{
    /// <summary>Restores.</summary>
    /// <param name="version">The version; null when a timestamp is given.</param>
    /// <param name="timestamp">Milliseconds since the epoch; null when a version is given.</param>
    /// <returns>One row with the counts and sizes of files.</returns>
    public CompiledQuery Run(DeltaLog log, long? version, long? timestamp = null) =>
        DeltaSession.Guard(() =>
        {
            var txn = session.Begin(log);
            var current = txn.Snapshot ?? log.Current();
            var target = log.At(
                version
                    ?? History.VersionAt(
                        log,
                        timestamp ?? throw new ArgumentException("A version or a timestamp is needed.", nameof(version))
                    )
            );
            txn.ReadWholeTable();
            var restored = target.Files.Where(file => current.FindFile(file.Key) is null).ToList();
            var removed = current.Files.Where(file => target.FindFile(file.Key) is null).ToList();
            var gone = restored.Select(file => FilePath.Decode(file.Path)).FirstOrDefault(path => log.Store.Find(path) is null);
            if (gone is not null)
            {
                throw DeltaErrors.Analysis(
                    "DELTA_CANNOT_RESTORE_TABLE_VERSION",
                    $"Cannot restore table to version {target.Version}: the data file {gone} is gone, perhaps by VACUUM. Restore a newer version.",
                    "22003"
                );
            }

            txn.SetMetadata(target.Metadata);
            var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            var (size, removedSize, restoredSize) = (target.SizeInBytes, removed.Sum(file => file.Size), restored.Sum(file => file.Size));
            var operation = new Operation("RESTORE")
            {
                Metrics = new Dictionary<string, string?>
                {
                    ["tableSizeAfterRestore"] = RowRewriter.Text(size),
                    ["numOfFilesAfterRestore"] = RowRewriter.Text(target.FileCount),
                    ["numRemovedFiles"] = RowRewriter.Text(removed.Count),
                    ["numRestoredFiles"] = RowRewriter.Text(restored.Count),
                    ["removedFilesSize"] = RowRewriter.Text(removedSize),
                    ["restoredFilesSize"] = RowRewriter.Text(restoredSize),
                },
            };
            if (version is { } number)
                operation.With("version", number);
            else
                operation.With(
                    "timestamp",
                    DateTimeOffset
                        .FromUnixTimeMilliseconds(timestamp!.Value)
                        .ToString("yyyy-MM-dd HH:mm:ss.FFF", System.Globalization.CultureInfo.InvariantCulture)
                );
            session.Commit(
                txn,
                [.. removed.Select(file => file.Remove(now)), .. restored.Select(file => file with { DataChange = true })],
                operation
            );
            return Results.Row(
                ("table_size_after_restore", SparkType.Long, size),
                ("num_of_files_after_restore", SparkType.Long, (long)target.FileCount),
                ("num_removed_files", SparkType.Long, (long)removed.Count),
                ("num_restored_files", SparkType.Long, (long)restored.Count),
                ("removed_files_size", SparkType.Long, removedSize),
                ("restored_files_size", SparkType.Long, restoredSize)
            );
        });
}
