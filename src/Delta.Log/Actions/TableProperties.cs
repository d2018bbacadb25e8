using System.Globalization;

namespace Delta.Log;

/// <summary>How columns of data files are found.</summary>
public enum ColumnMappingMode
{
    /// <summary>By their names in the schema.</summary>
    None,

    /// <summary>By their physical names.</summary>
    Name,

    /// <summary>By the field ids in the Parquet files.</summary>
    Id,
}

/// <summary>The typed view of a table's properties, with Delta's defaults.</summary>
/// <remarks>https://docs.delta.io/latest/table-properties.html</remarks>
public readonly struct TableProperties(IReadOnlyDictionary<string, string?> configuration)
{
    /// <summary>Rows may be added, never changed or deleted.</summary>
    public bool AppendOnly => Flag("delta.appendOnly", false);

    /// <summary>A checkpoint is written every so many commits; 10 by default.</summary>
    public int CheckpointInterval => (int)Math.Max(1, Number("delta.checkpointInterval", 10));

    public bool EnableChangeDataFeed => Flag("delta.enableChangeDataFeed", false);

    public bool EnableDeletionVectors => Flag("delta.enableDeletionVectors", false);

    public bool EnableInCommitTimestamps => Flag("delta.enableInCommitTimestamps", false);

    public bool EnableTypeWidening => Flag("delta.enableTypeWidening", false);

    /// <summary>The version whose commit enabled in-commit timestamps, when the table is older than that.</summary>
    public long? InCommitTimestampEnablementVersion => OptionalNumber("delta.inCommitTimestampEnablementVersion");

    /// <summary>Columns that get statistics, from the first on; 32 by default, -1 for all.</summary>
    public int DataSkippingNumIndexedCols => (int)Number("delta.dataSkippingNumIndexedCols", 32);

    /// <summary>Columns that get statistics, by name; null when <see cref="DataSkippingNumIndexedCols"/> decides.</summary>
    public string? DataSkippingStatsColumns => Text("delta.dataSkippingStatsColumns");

    public bool CheckpointWriteStatsAsJson => Flag("delta.checkpoint.writeStatsAsJson", true);

    /// <summary>Whether checkpoints hold statistics as columns too; false by default, where Delta's is true: readers make do with the JSON.</summary>
    public bool CheckpointWriteStatsAsStruct => Flag("delta.checkpoint.writeStatsAsStruct", false);

    public ColumnMappingMode ColumnMappingMode =>
        Text("delta.columnMapping.mode")?.ToUpperInvariant() switch
        {
            null or "NONE" => ColumnMappingMode.None,
            "NAME" => ColumnMappingMode.Name,
            "ID" => ColumnMappingMode.Id,
            var other => throw new DeltaLogException(
                "DELTA_MODE_NOT_SUPPORTED",
                $"Unknown column mapping mode '{other}'; expected none, name or id."
            ),
        };

    /// <summary>How commits are checked against each other; serializable by default, as in Delta outside Databricks.</summary>
    public IsolationLevel IsolationLevel =>
        Text("delta.isolationLevel")?.ToUpperInvariant() switch
        {
            null or "SERIALIZABLE" => IsolationLevel.Serializable,
            "WRITESERIALIZABLE" => IsolationLevel.WriteSerializable,
            var other => throw new DeltaLogException("DELTA_INVALID_ISOLATION_LEVEL", $"Invalid isolation level '{other}'."),
        };

    /// <summary>How long removed files stay for readers of older versions; a week by default.</summary>
    public TimeSpan DeletedFileRetention => Interval("delta.deletedFileRetentionDuration", TimeSpan.FromDays(7));

    /// <summary>How long the history stays; 30 days by default.</summary>
    public TimeSpan LogRetention => Interval("delta.logRetentionDuration", TimeSpan.FromDays(30));

    /// <summary>Whether files of the log are deleted when their retention is over; true by default.</summary>
    public bool EnableExpiredLogCleanup => Flag("delta.enableExpiredLogCleanup", true);

    /// <summary>CHECK constraints: name and SQL.</summary>
    public IEnumerable<KeyValuePair<string, string>> CheckConstraints =>
        configuration
            .Where(pair => pair.Key.StartsWith("delta.constraints.", StringComparison.Ordinal) && pair.Value is not null)
            .Select(pair => new KeyValuePair<string, string>(pair.Key["delta.constraints.".Length..], pair.Value!));

    private string? Text(string key) => configuration.TryGetValue(key, out var value) ? value : null;

    private bool Flag(string key, bool missing) => bool.TryParse(Text(key), out var value) ? value : missing;

    private long? OptionalNumber(string key) => long.TryParse(Text(key), CultureInfo.InvariantCulture, out var value) ? value : null;

    private long Number(string key, long missing) => OptionalNumber(key) ?? missing;

    private TimeSpan Interval(string key, TimeSpan missing) =>
        Text(key) is not { } text
            ? missing
            : ParseInterval(text)
                ?? throw new DeltaLogException(
                    "DELTA_INVALID_INTERVAL",
                    $"The property {key} = '{text}' is no interval such as 'interval 7 days'."
                );

    /// <summary>Reads <c>interval 1 week 2 days</c>, with or without the first word; null when it is none.</summary>
    internal static TimeSpan? ParseInterval(string text)
    {
        var words = text.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (words.Count > 0 && words[0].Equals("interval", StringComparison.OrdinalIgnoreCase))
            words.RemoveAt(0);
        if (words.Count == 0 || words.Count % 2 != 0)
            return null;
        var total = TimeSpan.Zero;
        for (var i = 0; i < words.Count; i += 2)
        {
            if (!double.TryParse(words[i], CultureInfo.InvariantCulture, out var count))
                return null;
            var unit = words[i + 1].ToUpperInvariant().TrimEnd('S') switch
            {
                "WEEK" => TimeSpan.FromDays(7),
                "DAY" => TimeSpan.FromDays(1),
                "HOUR" => TimeSpan.FromHours(1),
                "MINUTE" => TimeSpan.FromMinutes(1),
                "SECOND" => TimeSpan.FromSeconds(1),
                "MILLISECOND" => TimeSpan.FromMilliseconds(1),
                "MICROSECOND" => TimeSpan.FromMicroseconds(1),
                _ => TimeSpan.Zero, // Delta allows no months or years: they have no fixed length.
            };
            if (unit == TimeSpan.Zero)
                return null;
            total += unit * count;
        }

        return total;
    }
}
