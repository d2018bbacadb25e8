using System.Text.Json;

namespace Delta.Log;

/// <summary>What a file's statistics say, read on demand.</summary>
/// <remarks>https://github.com/delta-io/delta/blob/master/PROTOCOL.md#per-file-statistics</remarks>
public sealed class FileStatistics
{
    private readonly JsonElement _root;

    private FileStatistics(JsonElement root) => _root = root;

    /// <summary>Reads statistics; null when there are none or they are no JSON.</summary>
    public static FileStatistics? Parse(string? stats)
    {
        if (string.IsNullOrEmpty(stats))
            return null;
        try
        {
            var root = JsonElement.Parse(stats);
            return root.ValueKind == JsonValueKind.Object ? new(root) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Rows of the data file, deleted ones included; null when unknown.</summary>
    public long? NumRecords => Number(_root, "numRecords");

    /// <summary>Whether bounds are exact for the rows that are not deleted.</summary>
    public bool TightBounds => !_root.TryGetProperty("tightBounds", out var tight) || tight.ValueKind != JsonValueKind.False;

    /// <summary>Nulls in a column; null when unknown.</summary>
    /// <param name="path">Physical names from the outermost field in.</param>
    public long? NullCount(IReadOnlyList<string> path) =>
        Find("nullCount", path) is { ValueKind: JsonValueKind.Number } count ? count.GetInt64() : null;

    /// <summary>A value that no value of the column is below; null when unknown.</summary>
    /// <param name="path">Physical names from the outermost field in.</param>
    public IComparable? Min(IReadOnlyList<string> path, DeltaType type) => Bound("minValues", path, type, isMax: false);

    /// <summary>A value that no value of the column is above, but for NaN, which some writers leave out; null when unknown.</summary>
    /// <param name="path">Physical names from the outermost field in.</param>
    public IComparable? Max(IReadOnlyList<string> path, DeltaType type) => Bound("maxValues", path, type, isMax: true);

    private IComparable? Bound(string kind, IReadOnlyList<string> path, DeltaType type, bool isMax)
    {
        if (Find(kind, path) is not { } element)
            return null;
        var text = element.ValueKind switch
        {
            JsonValueKind.String => element.GetString()!,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
            _ => null,
        };
        if (text is null)
            return null;
        if (type is PrimitiveType { Name: "timestamp" or "timestamp_ntz" })
            return IsoText.TryTimestamp(text, out var micros, out var isUtc)
                ? Widen(micros, isUtc || type.Equals(PrimitiveType.TimestampNtz), isMax)
                : null;
        return DeltaValue.TryParse(text, type, out var value) ? value : null;
    }

    /// <summary>
    /// The bound of instants that a text was made of: it is cut to milliseconds, downwards, and offsets of historic zones are cut to minutes.
    /// </summary>
    private static long Widen(long micros, bool isExact, bool isMax)
    {
        const long Cut = 999;
        const long OffsetSeconds = 59 * IsoText.MicrosPerSecond;
        var by = (isMax ? Cut : 0) + (isExact ? 0 : OffsetSeconds);
        var widened = isMax ? (Int128)micros + by : (Int128)micros - by;
        return (long)Int128.Clamp(widened, long.MinValue, long.MaxValue);
    }

    private JsonElement? Find(string kind, IReadOnlyList<string> path)
    {
        if (!_root.TryGetProperty(kind, out var element))
            return null;
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }

        return element;
    }

    private static long? Number(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var element) && element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var value)
            ? value
            : null;
}
