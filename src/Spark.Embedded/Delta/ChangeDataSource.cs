using System.Globalization;
using Delta.Log;
using Spark.Embedded.Plan;
using SparkTypes = Spark.Embedded.Types;

namespace Spark.Embedded.Delta;

/// <summary>The change data feed of a table between two versions as a source: its columns, <c>_change_type</c>, <c>_commit_version</c>, <c>_commit_timestamp</c>.</summary>
/// <remarks>https://docs.delta.io/latest/delta-change-data-feed.html</remarks>
internal sealed class ChangeDataSource : ITableSource
{
    private readonly DeltaLog _log;
    private readonly Snapshot _last;
    private readonly IReadOnlyList<HistoryEntry> _versions;

    /// <param name="start">The first version, inclusive.</param>
    /// <param name="end">The last version, inclusive; null for the newest.</param>
    /// <exception cref="Microsoft.Spark.AnalysisException">The feed was not recorded for the whole range.</exception>
    public ChangeDataSource(DeltaLog log, long start, long? end = null)
    {
        _log = log;
        var current = log.Current();
        if (start > current.Version)
            throw DeltaErrors.Analysis(
                "DELTA_CDC_START_VERSION_AFTER_LATEST",
                $"Start version {start} for change data feed exceeds the latest table version {current.Version}.",
                "22003"
            );
        if (end < start)
            throw DeltaErrors.Analysis(
                "DELTA_INVALID_CDC_RANGE",
                $"CDC range from start {start} to end {end} was invalid. End cannot be before start.",
                "22003"
            );
        _last = log.At(Math.Min(end ?? current.Version, current.Version));
        foreach (var version in (long[])[start, _last.Version])
        {
            if (!ChangeDataFeed.IsOn(log.At(version)))
            {
                throw DeltaErrors.Analysis(
                    "DELTA_MISSING_CHANGE_DATA",
                    $"Error getting change data for range [{start} , {_last.Version}] as change data was not recorded for version [{version}]. If you've enabled change data feed on this table, "
                        + "use `DESCRIBE HISTORY` to see when it was first enabled. Otherwise, to start recording change data, use `ALTER TABLE table_name SET TBLPROPERTIES (delta.enableChangeDataFeed=true)`.",
                    "KD002"
                );
            }
        }

        _versions = [.. History.Read(log).Where(entry => entry.Version >= start && entry.Version <= _last.Version)];
        Schema = new SparkTypes.StructType([
            .. DeltaSchemas.ToSpark(_last.Schema).Fields,
            new(ChangeDataFeed.ChangeType, SparkTypes.SparkType.String),
            new("_commit_version", SparkTypes.SparkType.Long),
            new("_commit_timestamp", SparkTypes.SparkType.Timestamp),
        ]);
    }

    /// <inheritdoc/>
    public SparkTypes.StructType Schema { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SparkTypes.StructField> MetadataColumns => [];

    /// <inheritdoc/>
    public ScanSql ToSql(ScanRequest request)
    {
        var arms = new List<string>();
        foreach (var entry in _versions)
        {
            var actions = _log.ReadCommit(entry.Version) ?? [];
            var changes = actions
                .OfType<AddCdcFile>()
                .Select(file => new AddFile
                {
                    Path = file.Path,
                    PartitionValues = file.PartitionValues,
                    Size = file.Size,
                    ModificationTime = 0,
                })
                .ToList();
            if (changes.Count > 0)
            {
                arms.Add(Arm(changes, entry, null));
                continue;
            }

            var added = actions.OfType<AddFile>().Where(file => file.DataChange).ToList();
            var removed = actions
                .OfType<RemoveFile>()
                .Where(file => file.DataChange)
                .Select(file => new AddFile
                {
                    Path = file.Path,
                    PartitionValues = file.PartitionValues,
                    Size = file.Size ?? 0,
                    ModificationTime = 0,
                    DeletionVector = file.DeletionVector,
                })
                .ToList();
            if (added.Count > 0)
                arms.Add(Arm(added, entry, "insert"));
            if (removed.Count > 0)
                arms.Add(Arm(removed, entry, "delete"));
        }

        if (arms.Count == 0)
            arms.Add(
                $"SELECT {Sql.List(Schema.Fields.Select(field => $"CAST(NULL AS {field.Type.DuckDb}) AS {Sql.Name(field.Name)}"))} WHERE false"
            );
        return new ScanSql(
            $"({string.Join(" UNION ALL ", arms)}) AS {request.Alias}",
            [.. request.Columns.Select(ordinal => $"{request.Alias}.{Sql.Name(Schema.Fields[ordinal].Name)}")]
        );
    }

    /// <summary>The rows of one version's files.</summary>
    /// <param name="changeType">What happened to all of them; null when the files say it.</param>
    private string Arm(IReadOnlyList<AddFile> files, HistoryEntry entry, string? changeType)
    {
        IEnumerable<StructField> columns = _last.Schema.Fields;
        if (changeType is null)
            columns = columns.Append(new StructField(ChangeDataFeed.ChangeType, PrimitiveType.String));
        var scan = new DeltaScan(_log.Store, _last.Metadata, _last.ColumnMappingMode, files).ToSql([.. columns]);
        var type = changeType is null ? Sql.Name(ChangeDataFeed.ChangeType) : Sql.Text(changeType) + " AS " + ChangeDataFeed.ChangeType;
        return $"SELECT {Sql.List(_last.Schema.Fields.Select(field => Sql.Name(field.Name)))}, {type}, "
            + string.Create(
                CultureInfo.InvariantCulture,
                $"CAST({entry.Version} AS BIGINT) AS _commit_version, make_timestamptz({entry.Timestamp * 1000}) AS _commit_timestamp FROM ({scan})"
            );
    }
}
