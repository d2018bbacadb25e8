using Delta.Log;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Delta;

/// <summary><c>VACUUM</c>: deletes files that no version within the retention needs.</summary>
/// <remarks>https://docs.delta.io/latest/delta-utility.html#remove-files-no-longer-referenced-by-a-delta-table</remarks>
internal sealed class VacuumCommand(DeltaSession session)
{
    private const string RetentionCheck = "spark.databricks.delta.retentionDurationCheck.enabled";

    /// <summary>Deletes, or only lists.</summary>
    /// <param name="retentionHours">How long removed files stay; null for the table's own retention, a week by default.</param>
    /// <param name="dryRun">Whether only the files are listed that would go.</param>
    /// <returns>The column <c>path</c>: the files of a dry run, else the table.</returns>
    /// <exception cref="Microsoft.Spark.SparkIllegalArgumentException">The retention is below the table's and the check is on.</exception>
    public CompiledQuery Run(DeltaLog log, double? retentionHours = null, bool dryRun = false) =>
        DeltaSession.Guard(() =>
        {
            var snapshot = log.Current();
            snapshot.Protocol.CheckWritable(log.Store.Root, snapshot.Metadata);
            var configured = snapshot.Metadata.Properties.DeletedFileRetention;
            var check = session.Flag(RetentionCheck, true);
            if (retentionHours < 0)
                throw DeltaErrors.Analysis("DELTA_INVALID_RETENTION", "The retention of VACUUM cannot be negative.", "22003");
            if (check && retentionHours is { } given && given < configured.TotalHours)
                throw TooShort(configured);
            var retention = retentionHours is { } hours ? TimeSpan.FromHours(hours) : configured;
            var now = DateTimeOffset.UtcNow;
            var cutoff = (now - retention).ToUnixTimeMilliseconds();

            var root = log.Store.Root;
            var folder = new TableFolder(root);
            var old = folder
                .DataFiles()
                .Where(file => new DateTimeOffset(file.Info.LastWriteTimeUtc).ToUnixTimeMilliseconds() < cutoff)
                .ToList();
            var needed = snapshot
                .Files.SelectMany(Paths)
                .Concat(snapshot.Tombstones.Where(file => (file.DeletionTimestamp ?? 0) >= cutoff).SelectMany(Paths))
                .Select(path => IsPlain(path) && !folder.HasLinks ? path : folder.Resolve(path))
                .ToHashSet(StringComparer.Ordinal);
            var candidates = old.FindAll(file => !needed.Contains(file.Path));
            var schema = new Types.StructType([new("path", SparkType.String)]);
            if (dryRun)
                return Results.Rows(schema, candidates.Select(file => (IReadOnlyList<object?>)[$"file:{root}/{file.Path}"]));

            Record(
                log,
                new Operation("VACUUM START")
                {
                    Metrics = new Dictionary<string, string?>
                    {
                        ["numFilesToDelete"] = RowRewriter.Text(candidates.Count),
                        ["sizeOfDataToDelete"] = RowRewriter.Text(candidates.Sum(file => file.Info.Length)),
                    },
                }
                    .With("retentionCheckEnabled", check)
                    .With("defaultRetentionMillis", (long)configured.TotalMilliseconds),
                retentionHours
            );
            foreach (var (_, info) in candidates)
            {
                info.Delete();
                File.Delete(Path.Combine(info.DirectoryName!, $".{info.Name}.crc"));
            }

            var folders = RemoveEmptyFolders(folder);
            Record(
                log,
                new Operation("VACUUM END")
                {
                    Metrics = new Dictionary<string, string?>
                    {
                        ["numDeletedFiles"] = RowRewriter.Text(candidates.Count),
                        ["numVacuumedDirectories"] = RowRewriter.Text(folders),
                    },
                }.With("status", "COMPLETED"),
                null
            );
            return Results.Rows(
                schema,
                [
                    ["file:" + root],
                ]
            );
        });

    private void Record(DeltaLog log, Operation operation, double? retentionHours)
    {
        if (retentionHours is { } hours)
            operation.With("specifiedRetentionMillis", (long)TimeSpan.FromHours(hours).TotalMilliseconds);
        session.Commit(session.Begin(log), [], operation);
    }

    /// <summary>The files that a logical file needs, relative to the table; those outside it are never deleted.</summary>
    private static IEnumerable<string> Paths(FileAction file)
    {
        yield return FilePath.Decode(file.Path);
        if (file.DeletionVector?.FilePath is { } vector)
            yield return vector;
    }

    /// <summary>Whether a path says by itself where its file lies in the table.</summary>
    private static bool IsPlain(string path) => !FilePath.IsAbsolute(path) && !path.Split('/').Any(part => part is "" or "." or "..");

    private static int RemoveEmptyFolders(TableFolder folder)
    {
        var visited = 1;
        foreach (var inner in folder.Folders())
        {
            visited++;
            if (!inner.EnumerateFileSystemInfos().Any())
                inner.Delete();
        }

        return visited;
    }

    private static Microsoft.Spark.SparkIllegalArgumentException TooShort(TimeSpan configured) =>
        new(
            "[DELTA_VACUUM_RETENTION_PERIOD_TOO_SHORT] The specified VACUUM retention period is too low and may corrupt this Delta table if any writes are in progress.\n\n"
                + "If no operations (insert, upsert, delete, optimize) are running, you can disable this safety check by setting:\n"
                + $"{RetentionCheck} = false\n\nOtherwise, use a retention period of at least {configured.TotalHours.ToString("0", System.Globalization.CultureInfo.InvariantCulture)} hours."
        )
        {
            ErrorClass = "DELTA_VACUUM_RETENTION_PERIOD_TOO_SHORT",
            SqlState = "22003",
        };
}
