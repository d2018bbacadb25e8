using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace Spark.Embedded.Types;

/// <summary>
/// The offsets of a region before 1972, to the second. Until then clocks kept the mean time of some town, and <see cref="TimeZoneInfo"/> rounds
/// those offsets to minutes.
/// </summary>
/// <remarks>https://www.rfc-editor.org/rfc/rfc8536</remarks>
internal sealed class ZoneHistory
{
    /// <summary>Seconds since 1970 from which on every region's offset is in whole minutes: Liberia was the last, on 1972-01-07.</summary>
    public const long End = 63_676_800;

    private const int HeaderLength = 44;

    private static readonly ConcurrentDictionary<string, ZoneHistory?> Known = new(StringComparer.Ordinal);

    private readonly long[] _transitions;
    private readonly int[] _offsets;
    private readonly int _first;

    private ZoneHistory(long[] transitions, int[] offsets, int first) => (_transitions, _offsets, _first) = (transitions, offsets, first);

    /// <summary>The history of a region; null where the system has no time zone database.</summary>
    public static ZoneHistory? Of(string region) => Known.GetOrAdd(region, Load);

    /// <summary>Seconds ahead of UTC at an instant before <see cref="End"/>.</summary>
    public int OffsetAt(long seconds)
    {
        var index = Array.BinarySearch(_transitions, seconds);
        if (index < 0)
            index = ~index - 1;
        return index < 0 ? _first : _offsets[index];
    }

    private static ZoneHistory? Load(string region)
    {
        try
        {
            var folder = Environment.GetEnvironmentVariable("TZDIR") is { Length: > 0 } set ? set : "/usr/share/zoneinfo";
            return Read(File.ReadAllBytes(Path.Combine(folder, region)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static ZoneHistory? Read(ReadOnlySpan<byte> file)
    {
        // The first block has times of 32 bits; the second, from version 2 on, the same in 64.
        if (file.Length < HeaderLength || !file.StartsWith("TZif"u8) || file[4] < (byte)'2')
            return null;
        file = file[
            (
                HeaderLength
                + (Count(file, 3) * 5)
                + (Count(file, 4) * 6)
                + Count(file, 5)
                + (Count(file, 2) * 8)
                + Count(file, 1)
                + Count(file, 0)
            )..
        ];
        var (times, types) = (Count(file, 3), Count(file, 4));
        var body = file[HeaderLength..];
        if (body.Length < (times * 9) + (types * 6) || types == 0)
            return null;
        var kinds = body[(times * 9)..];
        var transitions = new long[times];
        var offsets = new int[times];
        for (var i = 0; i < times; i++)
        {
            transitions[i] = BinaryPrimitives.ReadInt64BigEndian(body[(i * 8)..]);
            offsets[i] = BinaryPrimitives.ReadInt32BigEndian(kinds[(body[(times * 8) + i] * 6)..]);
        }

        return new ZoneHistory(transitions, offsets, BinaryPrimitives.ReadInt32BigEndian(kinds));
    }

    /// <summary>A count of the header: of UT and standard indicators, leap seconds, times, types, characters.</summary>
    private static int Count(ReadOnlySpan<byte> block, int which) => BinaryPrimitives.ReadInt32BigEndian(block[(20 + (which * 4))..]);
}
