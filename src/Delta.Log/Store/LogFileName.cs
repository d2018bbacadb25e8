using System.Globalization;

namespace Delta.Log;

/// <summary>The kinds of files in <c>_delta_log</c>.</summary>
public enum LogFileKind
{
    Commit,

    /// <summary>A checkpoint in one Parquet file.</summary>
    Checkpoint,

    /// <summary>One Parquet file of a checkpoint in several parts.</summary>
    CheckpointPart,

    /// <summary>A checkpoint whose name carries a UUID, in Parquet or JSON.</summary>
    V2Checkpoint,

    /// <summary>The actions of several commits, reconciled.</summary>
    Compaction,

    /// <summary>A version checksum.</summary>
    Checksum,

    Other,
}

/// <summary>Names of the files in <c>_delta_log</c>.</summary>
/// <remarks>https://github.com/delta-io/delta/blob/master/PROTOCOL.md#file-types</remarks>
public readonly record struct LogFileName(LogFileKind Kind, long Version, int Part = 0, int Parts = 0)
{
    public const string Folder = "_delta_log";
    public const string LastCheckpoint = Folder + "/_last_checkpoint";
    public const string Sidecars = Folder + "/_sidecars";

    private const int VersionDigits = 20;

    public static string Commit(long version) => $"{Folder}/{Digits(version)}.json";

    public static string Checkpoint(long version) => $"{Folder}/{Digits(version)}.checkpoint.parquet";

    /// <summary>The least path that a file of this version can have.</summary>
    public static string From(long version) => $"{Folder}/{Digits(version)}";

    /// <summary>Reads a path; what is no file of the log is <see cref="LogFileKind.Other"/>.</summary>
    public static LogFileName Parse(string path)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        if (
            name.Length <= VersionDigits
            || name[VersionDigits] != '.'
            || !long.TryParse(name[..VersionDigits], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
        )
            return new(LogFileKind.Other, -1);
        var rest = name[(VersionDigits + 1)..];
        if (rest is "json")
            return new(LogFileKind.Commit, version);
        if (rest is "checkpoint.parquet")
            return new(LogFileKind.Checkpoint, version);
        if (rest is "crc")
            return new(LogFileKind.Checksum, version);
        if (rest.EndsWith(".compacted.json"))
            return new(LogFileKind.Compaction, version);
        if (!rest.StartsWith("checkpoint."))
            return new(LogFileKind.Other, -1);
        rest = rest["checkpoint.".Length..];
        if (
            rest.Length == 29
            && rest[10] == '.'
            && rest.EndsWith(".parquet")
            && int.TryParse(rest[..10], NumberStyles.None, CultureInfo.InvariantCulture, out var part)
            && int.TryParse(rest.Slice(11, 10), NumberStyles.None, CultureInfo.InvariantCulture, out var parts)
        )
            return new(LogFileKind.CheckpointPart, version, part, parts);
        return rest.EndsWith(".parquet") || rest.EndsWith(".json") ? new(LogFileKind.V2Checkpoint, version) : new(LogFileKind.Other, -1);
    }

    private static string Digits(long version) => version.ToString("D20", CultureInfo.InvariantCulture);
}
