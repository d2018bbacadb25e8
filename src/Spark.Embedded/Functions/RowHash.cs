using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions;

/// <summary>
/// <c>hash</c> (Murmur3, 32 bits) and <c>xxhash64</c> over rows, from seed 42: every value's hash is the seed of the next, nulls are passed over.
/// </summary>
internal static class RowHash
{
    private const int Seed = 42;

    /// <summary>The hash of columns of some types.</summary>
    /// <param name="result">int for Murmur3, bigint for xxHash64.</param>
    public static NativeFunction Function(IReadOnlyList<SparkType> types, SparkType result)
    {
        var wide = result == SparkType.Long;
        var name = $"spark_{(wide ? "xxhash64" : "hash")}({string.Join(",", types.Select(t => t.Name))})";
        return new NativeFunction(
            name,
            types,
            result,
            wide
                ? (a, hash) => hash.Set(Fold(a, types, (value, type, seed) => XxHash64(value, type, seed)))
                : (a, hash) => hash.Set((int)Fold(a, types, (value, type, seed) => Murmur3(value, type, (int)seed)))
        )
        {
            SeesNulls = true,
        };
    }

    private static long Fold(NativeArguments a, IReadOnlyList<SparkType> types, Func<object?, SparkType, long, long> hash)
    {
        long seed = Seed;
        for (var i = 0; i < types.Count; i++)
            seed = hash(a.Value(i), types[i], seed);
        return seed;
    }

    private static long Murmur3(object? value, SparkType type, int seed) =>
        value switch
        {
            null => seed,
            bool b => Murmur3Int(b ? 1 : 0, seed),
            sbyte n => Murmur3Int(n, seed),
            short n => Murmur3Int(n, seed),
            int n => Murmur3Int(n, seed),
            long n => Murmur3Long(n, seed),
            float f => Murmur3Int(
                f == 0 ? 0
                    : BitConverter.SingleToInt32Bits(float.IsNaN(f) ? float.NaN : f) is var bits && float.IsNaN(f) ? 0x7FC00000
                    : bits,
                seed
            ),
            double d => Murmur3Long(DoubleBits(d), seed),
            BigInteger unscaled => ((DecimalType)type).Precision <= 18
                ? Murmur3Long((long)unscaled, seed)
                : Murmur3Bytes(JavaBytes(unscaled), seed),
            string text => Murmur3Bytes(Encoding.UTF8.GetBytes(text), seed),
            byte[] bytes => Murmur3Bytes(bytes, seed),
            ValueTuple<int, int, long> interval => Murmur3Int(
                interval.Item1,
                (int)Murmur3Int(interval.Item2, (int)Murmur3Long(interval.Item3, seed))
            ),
            object?[] items => Items(items, type).Aggregate((long)seed, (hash, item) => Murmur3(item.Value, item.Type, (int)hash)),
            _ => throw new InvalidOperationException($"No hash of {type}."),
        };

    private static long XxHash64(object? value, SparkType type, long seed) =>
        value switch
        {
            null => seed,
            bool b => XxHash64Int(b ? 1 : 0, seed),
            sbyte n => XxHash64Int(n, seed),
            short n => XxHash64Int(n, seed),
            int n => XxHash64Int(n, seed),
            long n => XxHash64Long(n, seed),
            float f => XxHash64Int(
                f == 0 ? 0
                    : float.IsNaN(f) ? 0x7FC00000
                    : BitConverter.SingleToInt32Bits(f),
                seed
            ),
            double d => XxHash64Long(DoubleBits(d), seed),
            BigInteger unscaled => ((DecimalType)type).Precision <= 18
                ? XxHash64Long((long)unscaled, seed)
                : XxHash64Bytes(JavaBytes(unscaled), seed),
            string text => XxHash64Bytes(Encoding.UTF8.GetBytes(text), seed),
            byte[] bytes => XxHash64Bytes(bytes, seed),
            ValueTuple<int, int, long> interval => XxHash64Int(
                interval.Item1,
                XxHash64Int(interval.Item2, XxHash64Long(interval.Item3, seed))
            ),
            object?[] items => Items(items, type).Aggregate(seed, (hash, item) => XxHash64(item.Value, item.Type, hash)),
            _ => throw new InvalidOperationException($"No hash of {type}."),
        };

    private static IEnumerable<(object? Value, SparkType Type)> Items(object?[] items, SparkType type) =>
        items.Select((item, i) => (item, type is ArrayType array ? array.Element : ((StructType)type).Fields[i].Type));

    private static long DoubleBits(double value) =>
        value == 0 ? 0
        : double.IsNaN(value) ? 0x7FF8000000000000
        : BitConverter.DoubleToInt64Bits(value);

    /// <summary>The big-endian two's complement of fewest bytes, as Java's <c>BigInteger.toByteArray</c>.</summary>
    private static byte[] JavaBytes(BigInteger value) => value.ToByteArray(isBigEndian: true);

    private static long Murmur3Int(int value, int seed) => Finish(MixH1(seed, MixK1((uint)value)), 4);

    private static long Murmur3Long(long value, int seed) =>
        Finish(MixH1(MixH1((uint)seed, MixK1((uint)value)), MixK1((uint)(value >> 32))), 8);

    private static int Murmur3Bytes(ReadOnlySpan<byte> bytes, int seed)
    {
        var h1 = (uint)seed;
        var aligned = bytes.Length & ~3;
        for (var i = 0; i < aligned; i += 4)
            h1 = MixH1(h1, MixK1(BinaryPrimitives.ReadUInt32LittleEndian(bytes[i..])));

        // Spark mixes each remaining byte, sign-extended, as a word of its own.
        for (var i = aligned; i < bytes.Length; i++)
            h1 = MixH1(h1, MixK1((uint)(sbyte)bytes[i]));
        return Finish(h1, bytes.Length);
    }

    private static uint MixH1(int h1, uint k1) => MixH1((uint)h1, k1);

    private static uint MixH1(uint h1, uint k1) => (BitOperations.RotateLeft(h1 ^ k1, 13) * 5) + 0xE6546B64;

    private static uint MixK1(uint k1) => BitOperations.RotateLeft(k1 * 0xCC9E2D51, 15) * 0x1B873593;

    private static int Finish(uint h1, int length)
    {
        h1 ^= (uint)length;
        h1 = (h1 ^ (h1 >> 16)) * 0x85EBCA6B;
        h1 = (h1 ^ (h1 >> 13)) * 0xC2B2AE35;
        return (int)(h1 ^ (h1 >> 16));
    }

    private const ulong P1 = 0x9E3779B185EBCA87,
        P2 = 0xC2B2AE3D27D4EB4F,
        P3 = 0x165667B19E3779F9,
        P4 = 0x85EBCA77C2B2AE63,
        P5 = 0x27D4EB2F165667C5;

    private static long XxHash64Int(int value, long seed)
    {
        var hash = (ulong)seed + P5 + 4;
        hash ^= (uint)value * P1;
        hash = (BitOperations.RotateLeft(hash, 23) * P2) + P3;
        return Avalanche(hash);
    }

    internal static long XxHash64Long(long value, long seed)
    {
        var hash = (ulong)seed + P5 + 8;
        hash ^= BitOperations.RotateLeft((ulong)value * P2, 31) * P1;
        hash = (BitOperations.RotateLeft(hash, 27) * P1) + P4;
        return Avalanche(hash);
    }

    internal static long XxHash64Bytes(ReadOnlySpan<byte> bytes, long seed)
    {
        ulong hash;
        var at = 0;
        if (bytes.Length >= 32)
        {
            Span<ulong> lanes = [(ulong)seed + P1 + P2, (ulong)seed + P2, (ulong)seed, (ulong)seed - P1];
            for (; at <= bytes.Length - 32; at += 32)
            {
                for (var lane = 0; lane < 4; lane++)
                    lanes[lane] =
                        BitOperations.RotateLeft(
                            lanes[lane] + (BinaryPrimitives.ReadUInt64LittleEndian(bytes[(at + (8 * lane))..]) * P2),
                            31
                        ) * P1;
            }

            hash =
                BitOperations.RotateLeft(lanes[0], 1)
                + BitOperations.RotateLeft(lanes[1], 7)
                + BitOperations.RotateLeft(lanes[2], 12)
                + BitOperations.RotateLeft(lanes[3], 18);
            foreach (var lane in lanes)
                hash = ((hash ^ (BitOperations.RotateLeft(lane * P2, 31) * P1)) * P1) + P4;
        }
        else
        {
            hash = (ulong)seed + P5;
        }

        hash += (ulong)bytes.Length;
        for (; at <= bytes.Length - 8; at += 8)
            hash =
                (
                    BitOperations.RotateLeft(
                        hash ^ (BitOperations.RotateLeft(BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]) * P2, 31) * P1),
                        27
                    ) * P1
                ) + P4;
        if (at <= bytes.Length - 4)
        {
            hash = (BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]) * P1), 23) * P2) + P3;
            at += 4;
        }

        for (; at < bytes.Length; at++)
            hash = BitOperations.RotateLeft(hash ^ (bytes[at] * P5), 11) * P1;
        return Avalanche(hash);
    }

    private static long Avalanche(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * P2;
        hash = (hash ^ (hash >> 29)) * P3;
        return (long)(hash ^ (hash >> 32));
    }
}
