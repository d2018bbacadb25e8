using System.Collections.Concurrent;
using System.Globalization;
using Spark.Embedded.Errors;

namespace Spark.Embedded.Types;

/// <summary>
/// Time zones by the names that Spark takes: a region, one of Java's short ids, <c>Z</c>, <c>UTC</c>, or an offset such as <c>+01:00</c> or
/// <c>GMT-8</c>. Instants and wall clocks are microseconds since 1970-01-01T00:00:00.
/// </summary>
/// <remarks>https://docs.oracle.com/javase/8/docs/api/java/time/ZoneId.html#SHORT_IDS</remarks>
internal static class Zones
{
    private const long MicrosPerDay = 86_400_000_000;
    private static readonly ConcurrentDictionary<string, TimeZoneInfo?> Known = new(StringComparer.Ordinal);

    /// <summary>The zone of a name.</summary>
    /// <exception cref="Microsoft.Spark.SparkException">INVALID_TIMEZONE: there is none.</exception>
    public static TimeZoneInfo Find(string name) =>
        TryFind(name, out var zone) ? zone : throw SparkErrors.Runtime("INVALID_TIMEZONE", [("timeZone", name)]);

    public static bool TryFind(string name, out TimeZoneInfo zone)
    {
        zone = Known.GetOrAdd(name, static name => Load(name.Trim()))!;
        return zone is not null;
    }

    /// <summary>The wall clock of an instant.</summary>
    public static long ToLocal(long instant, TimeZoneInfo zone) => instant + OffsetAt(instant, zone);

    /// <summary>The instant of a wall clock: of two the earlier, and after a gap the time as far behind it as the clock was set.</summary>
    public static long ToInstant(long local, TimeZoneInfo zone)
    {
        if (zone == TimeZoneInfo.Utc)
            return local;
        var earlier = local - OffsetAt(local - MicrosPerDay, zone);
        if (ToLocal(earlier, zone) == local)
            return earlier;
        var later = local - OffsetAt(local + MicrosPerDay, zone);
        return ToLocal(later, zone) == local ? later : earlier;
    }

    /// <summary>Like <see cref="ToInstant"/>; false for an instant outside Spark's range.</summary>
    public static bool TryToInstant(long local, TimeZoneInfo zone, out long instant)
    {
        instant = ToInstant(local, zone);
        return Int128.Abs((Int128)local - instant) <= MicrosPerDay;
    }

    /// <summary>The microseconds by which a zone's wall clock is ahead of UTC at an instant.</summary>
    public static long OffsetAt(long instant, TimeZoneInfo zone)
    {
        if (zone == TimeZoneInfo.Utc)
            return 0;

        // Outside the years that DateTime holds, the offset is that of its ends.
        var micros = Math.Clamp(
            instant,
            (DateTime.MinValue - DateTime.UnixEpoch).Ticks / 10,
            (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / 10
        );
        return zone.GetUtcOffset(DateTime.UnixEpoch.AddTicks(micros * 10)).Ticks / 10;
    }

    private static TimeZoneInfo? Load(string name)
    {
        var id = name switch
        {
            "Z" or "z" or "UT" or "GMT" or "Etc/UTC" => "UTC",
            "PST" => "America/Los_Angeles",
            "MST" => "America/Denver",
            "CST" => "America/Chicago",
            "EST" => "America/New_York",
            "CET" => "Europe/Paris",
            "JST" => "Asia/Tokyo",
            "CTT" => "Asia/Shanghai",
            "IST" => "Asia/Kolkata",
            _ => name,
        };
        if (id == "UTC")
            return TimeZoneInfo.Utc;
        var offset =
            id.StartsWith("UTC", StringComparison.Ordinal) || id.StartsWith("GMT", StringComparison.Ordinal) ? id[3..]
            : id.StartsWith("UT", StringComparison.Ordinal) ? id[2..]
            : id;
        if (offset.Length > 1 && offset[0] is '+' or '-')
            return OfOffset(offset);
        return id.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;
    }

    /// <summary><c>+h</c>, <c>+hh</c>, <c>+h:m</c>, <c>+hh:mm</c>, <c>+hhmm</c>, <c>+hh:mm:ss</c>; at most 18 hours, in whole minutes.</summary>
    private static TimeZoneInfo? OfOffset(string text)
    {
        var parts = text[1..].Split(':');
        if (parts.Length == 1 && parts[0].Length is 4 or 6)
            parts = [.. parts[0].Chunk(2).Select(pair => new string(pair))];
        var seconds = 0;
        for (var i = 0; i < 3; i++)
        {
            var part = 0;
            if (
                i < parts.Length
                && (
                    parts[i].Length is 0 or > 2
                    || !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out part)
                    || (i > 0 && part > 59)
                )
            )
                return null;
            seconds = seconds * 60 + part;
        }

        // .NET's zones hold offsets of at most 14 hours, as all zones in use have; one of more is told apart from no zone at all.
        if (parts.Length > 3 || seconds > 18 * 3600 || seconds % 60 != 0)
            return null;
        if (seconds == 0)
            return TimeZoneInfo.Utc;
        var offset = TimeSpan.FromSeconds(Math.Min(seconds, 14 * 3600));
        return TimeZoneInfo.CreateCustomTimeZone(text, text[0] == '-' ? -offset : offset, text, text);
    }
}
