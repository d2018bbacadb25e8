using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Spark;

namespace Spark.Embedded.Sources;

/// <summary>Time zones by the names that Spark takes: a region, Z, UTC, or an offset such as +01:00.</summary>
internal static class Zones
{
    private const long MicrosPerTick = 10;
    private static readonly ConcurrentDictionary<string, TimeZoneInfo?> Known = [];

    public static TimeZoneInfo Find(string name) => TryFind(name, out var zone)
        ? zone
        : throw new SparkDateTimeException($"[INVALID_TIMEZONE] The timezone: {name} is invalid. The timezone must be either a region-based zone ID or a zone offset. SQLSTATE: 22009")
        {
            ErrorClass = "INVALID_TIMEZONE",
            SqlState = "22009",
            MessageParameters = new Dictionary<string, string> { ["timeZone"] = name },
        };

    public static bool TryFind(string name, out TimeZoneInfo zone)
    {
        zone = Known.GetOrAdd(name, static text => Load(text))!;
        return zone is not null;
    }

    /// <summary>
    /// The instant of a wall clock. One that a change of the clocks leaves out is moved on by the change; one that comes twice is the earlier.
    /// </summary>
    public static bool TryToUtc(long localMicros, TimeZoneInfo zone, out long micros)
    {
        micros = localMicros;
        if (zone == TimeZoneInfo.Utc)
            return true;
        micros = localMicros - OffsetOfLocal(localMicros, zone) * MicrosPerSecond;
        return true;
    }

    private const long MicrosPerSecond = 1_000_000;

    /// <summary>The zone's offset at an instant, in seconds.</summary>
    public static long OffsetAt(long micros, TimeZoneInfo zone) =>
        zone == TimeZoneInfo.Utc ? 0 : (long)zone.GetUtcOffset(Clamp(micros, DateTimeKind.Utc)).TotalSeconds;

    private static long OffsetOfLocal(long localMicros, TimeZoneInfo zone)
    {
        var local = Clamp(localMicros, DateTimeKind.Unspecified);
        if (zone.IsAmbiguousTime(local))
            return (long)zone.GetAmbiguousTimeOffsets(local).Max().TotalSeconds;
        if (zone.IsInvalidTime(local))
            return (long)zone.GetUtcOffset(local.AddDays(-1)).TotalSeconds;
        return (long)zone.GetUtcOffset(local).TotalSeconds;
    }

    private static DateTime Clamp(long micros, DateTimeKind kind)
    {
        var ticks = Math.Clamp(micros, -62135596800000000, 253402300799999999) * MicrosPerTick + DateTime.UnixEpoch.Ticks;
        return new DateTime(Math.Clamp(ticks, DateTime.MinValue.Ticks + TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay), kind);
    }

    private static TimeZoneInfo? Load(string name)
    {
        var text = name.Trim();
        if (text is "Z" or "z" or "UTC" or "GMT" or "UT" or "Etc/UTC")
            return TimeZoneInfo.Utc;
        if (text.StartsWith("UTC", StringComparison.Ordinal) || text.StartsWith("GMT", StringComparison.Ordinal))
            text = text[3..];
        else if (text.StartsWith("UT", StringComparison.Ordinal))
            text = text[2..];
        if (text.Length > 0 && text[0] is '+' or '-')
            return Offset(text);
        return TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) && text.Length > 0 ? zone : null;
    }

    /// <summary><c>+h</c>, <c>+hh</c>, <c>+h:m</c>, <c>+hh:mm</c>, <c>+hhmm</c>, <c>+hh:mm:ss</c>.</summary>
    private static TimeZoneInfo? Offset(string text)
    {
        var parts = text[1..].Split(':');
        if (parts.Length == 1 && parts[0].Length is 4 or 6)
            parts = [.. parts[0].Chunk(2).Select(pair => new string(pair))];
        var seconds = 0;
        for (var i = 0; i < 3; i++)
        {
            var part = 0;
            if (i < parts.Length && (parts[i].Length is 0 or > 2 || !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out part) || (i > 0 && part > 59)))
                return null;
            seconds = seconds * 60 + part;
        }

        if (parts.Length > 3 || seconds > 18 * 3600)
            return null;
        if (seconds == 0)
            return TimeZoneInfo.Utc;

        // A custom zone counts in minutes; no zone in use has seconds.
        return seconds % 60 != 0 ? null : TimeZoneInfo.CreateCustomTimeZone(text, Sign(text) * TimeSpan.FromSeconds(Math.Min(seconds, 14 * 3600)), text, text);
    }

    private static int Sign(string text) => text[0] == '-' ? -1 : 1;
}
