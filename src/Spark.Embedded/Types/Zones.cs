using System.Collections.Concurrent;
using System.Globalization;
using Spark.Embedded.Errors;

namespace Spark.Embedded.Types;

/// <summary>
/// Time zones by the names that Spark takes: a region, one of Java's short ids, <c>Z</c>, <c>UTC</c>, or an offset such as <c>+01:00</c> or
/// <c>GMT-8</c>. Instants and wall clocks are microseconds since 1970-01-01T00:00:00.
/// </summary>
/// <remarks>https://docs.oracle.com/javase/8/docs/api/java/time/ZoneId.html#SHORT_IDS</remarks>
public static class Zones
{
    private const long MicrosPerDay = 86_400_000_000;
    private static readonly ConcurrentDictionary<string, TimeZoneInfo?> Known = new(StringComparer.Ordinal);

    /// <summary>The zones that are offsets, with their microseconds.</summary>
    private static readonly ConcurrentDictionary<TimeZoneInfo, long> Offsets = new(ReferenceEqualityComparer.Instance);

    /// <summary>Java's short ids. Three of them are offsets that know no summer time.</summary>
    private static readonly Dictionary<string, string> ShortIds = new(StringComparer.Ordinal)
    {
        ["ACT"] = "Australia/Darwin",
        ["AET"] = "Australia/Sydney",
        ["AGT"] = "America/Argentina/Buenos_Aires",
        ["ART"] = "Africa/Cairo",
        ["AST"] = "America/Anchorage",
        ["BET"] = "America/Sao_Paulo",
        ["BST"] = "Asia/Dhaka",
        ["CAT"] = "Africa/Harare",
        ["CNT"] = "America/St_Johns",
        ["CST"] = "America/Chicago",
        ["CTT"] = "Asia/Shanghai",
        ["EAT"] = "Africa/Addis_Ababa",
        ["ECT"] = "Europe/Paris",
        ["EST"] = "-05:00",
        ["HST"] = "-10:00",
        ["IET"] = "America/Indiana/Indianapolis",
        ["IST"] = "Asia/Kolkata",
        ["JST"] = "Asia/Tokyo",
        ["MIT"] = "Pacific/Apia",
        ["MST"] = "-07:00",
        ["NET"] = "Asia/Yerevan",
        ["NST"] = "Pacific/Auckland",
        ["PLT"] = "Asia/Karachi",
        ["PNT"] = "America/Phoenix",
        ["PRT"] = "America/Puerto_Rico",
        ["PST"] = "America/Los_Angeles",
        ["SST"] = "Pacific/Guadalcanal",
        ["VST"] = "Asia/Ho_Chi_Minh",
    };

    /// <summary>The zone of a name.</summary>
    /// <exception cref="Microsoft.Spark.SparkException">INVALID_TIMEZONE: there is none.</exception>
    public static TimeZoneInfo Find(string name) =>
        TryFind(name, out var zone) ? zone : throw SparkErrors.Runtime("INVALID_TIMEZONE", [("timeZone", name)]);

    public static bool TryFind(string name, out TimeZoneInfo zone)
    {
        zone = Known.GetOrAdd(name, static name => Load(name.Trim()))!;
        return zone is not null;
    }

    /// <summary>What a zone's clocks show now.</summary>
    public static long Now(TimeZoneInfo zone) => ToLocal((DateTime.UtcNow - DateTime.UnixEpoch).Ticks / 10, zone);

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
        if (Offsets.TryGetValue(zone, out var fixedOffset))
            return fixedOffset;
        if (instant < ZoneHistory.End * 1_000_000 && ZoneHistory.Of(zone.Id) is { } history)
            return history.OffsetAt(Math.DivRem(instant, 1_000_000, out var rest) - (rest < 0 ? 1 : 0)) * 1_000_000L;

        // Outside the years that DateTime holds, the offset is that of its ends.
        var micros = Math.Clamp(
            instant,
            (DateTime.MinValue - DateTime.UnixEpoch).Ticks / 10,
            (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / 10
        );
        return zone.GetUtcOffset(DateTime.UnixEpoch.AddTicks(micros * 10)).Ticks / 10;
    }

    /// <summary>The microseconds by which a zone that is an offset is ahead of UTC, always; null for a region.</summary>
    public static long? FixedOffset(string name)
    {
        var zone = Find(name);
        return zone == TimeZoneInfo.Utc ? 0
            : Offsets.TryGetValue(zone, out var micros) ? micros
            : null;
    }

    /// <summary>The region that a name stands for; the name itself for one that is no short id.</summary>
    public static string Region(string name) => ShortIds.GetValueOrDefault(name, name);

    /// <summary>A zone's id as Java prints it: <c>GMT+08:00</c> for <c>GMT+8</c>, <c>-05:00</c> for <c>EST</c>.</summary>
    public static string Id(string name)
    {
        var id = Region(name);
        var prefix = Prefix(id);
        return id.Length > prefix.Length && id[prefix.Length] is '+' or '-' && TryOffset(id[prefix.Length..], out var seconds)
            ? prefix + OffsetText(seconds, prefix)
            : id;
    }

    private static TimeZoneInfo? Load(string name)
    {
        var id = Region(name);
        if (id is "Z" or "UTC" or "GMT" or "UT" or "Etc/UTC")
            return TimeZoneInfo.Utc;
        var offset = id[Prefix(id).Length..];
        if (offset.Length > 0 && offset[0] is '+' or '-')
            return TryOffset(offset, out var seconds) ? OfOffset(id, seconds) : null;

        // .NET takes names in any case and those of Windows too.
        return IsRegion(id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && zone.Id == id ? zone : null;
    }

    /// <summary>What may stand before an offset.</summary>
    private static string Prefix(string id) =>
        id.StartsWith("UTC", StringComparison.Ordinal) || id.StartsWith("GMT", StringComparison.Ordinal) ? id[..3]
        : id.StartsWith("UT", StringComparison.Ordinal) ? "UT"
        : "";

    private static bool IsRegion(string id) =>
        id.Length > 1
        && char.IsAsciiLetter(id[0])
        && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+' or '.' or '~');

    /// <summary><c>+h</c>, <c>+hh</c>, <c>+h:m</c>, <c>+hh:mm</c>, <c>+hhmm</c>, <c>+hh:mm:ss</c>, <c>+hhmmss</c>; at most 18 hours.</summary>
    private static bool TryOffset(string text, out int seconds)
    {
        seconds = 0;
        var parts = text[1..].Split(':');
        if (parts.Length == 1 && parts[0].Length is 4 or 6)
            parts = [.. parts[0].Chunk(2).Select(pair => new string(pair))];
        if (parts.Length > 3)
            return false;
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
                return false;
            seconds = (seconds * 60) + part;
        }

        if (seconds > 18 * 3600)
            return false;
        seconds = text[0] == '-' ? -seconds : seconds;
        return true;
    }

    private static TimeZoneInfo OfOffset(string id, int seconds)
    {
        if (seconds == 0)
            return TimeZoneInfo.Utc;

        // .NET's zones hold whole minutes, and 14 hours at most; the exact offset stands beside.
        var minutes = Math.Clamp(seconds / 60, -14 * 60, 14 * 60);
        var zone = TimeZoneInfo.CreateCustomTimeZone(id, TimeSpan.FromMinutes(minutes), id, id);
        Offsets[zone] = seconds * 1_000_000L;
        return zone;
    }

    private static string OffsetText(int seconds, string prefix)
    {
        if (seconds == 0)
            return prefix.Length == 0 ? "Z" : "";
        var size = Math.Abs(seconds);
        var text = string.Create(CultureInfo.InvariantCulture, $"{(seconds < 0 ? '-' : '+')}{size / 3600:D2}:{size / 60 % 60:D2}");
        return size % 60 == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}:{size % 60:D2}");
    }
}
