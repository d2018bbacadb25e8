using System.Buffers.Binary;

namespace Delta.Log;

/// <summary>The rows that are deleted from a data file, by their position from 0.</summary>
/// <remarks>https://github.com/delta-io/delta/blob/master/PROTOCOL.md#deletion-vector-format</remarks>
public sealed class DeletionVector
{
    private const int MagicNumber = 1681511377;

    // https://github.com/RoaringBitmap/RoaringFormatSpec
    private const int CookieWithoutRuns = 12346;
    private const int CookieWithRuns = 12347;
    private const int OffsetsFromContainers = 4;
    private const int ArrayContainerLimit = 4096;
    private const int BitmapContainerBytes = 8192;

    private DeletionVector(long[] rows) => Rows = rows;

    /// <summary>The deleted rows, ascending.</summary>
    public IReadOnlyList<long> Rows { get; }

    /// <summary>Loads a vector from the log or from its file, checking size, checksum and count.</summary>
    /// <exception cref="DeltaLogException">The file is missing or damaged.</exception>
    public static DeletionVector Load(ILogStore store, DeletionVectorDescriptor descriptor)
    {
        var path = descriptor.FilePath;
        ReadOnlySpan<byte> data;
        if (path is null)
        {
            // Z85 works in fours: what was padded is cut off again.
            data = Z85.Decode(descriptor.PathOrInlineDv).AsSpan();
            if (data.Length < descriptor.SizeInBytes)
                throw DeltaLogException.Corrupt($"an inline deletion vector of {data.Length} bytes should have {descriptor.SizeInBytes}");
            data = data[..descriptor.SizeInBytes];
        }
        else
        {
            // Size (big-endian), data, CRC-32.
            var block =
                store.Read(path, descriptor.Offset ?? 0, descriptor.SizeInBytes + 8)
                ?? throw DeltaLogException.Corrupt($"the deletion vector file {path} of {store.Root} is missing");
            if (block.Length < descriptor.SizeInBytes + 8 || BinaryPrimitives.ReadInt32BigEndian(block.Span) != descriptor.SizeInBytes)
                throw DeltaLogException.Corrupt($"the deletion vector at {descriptor.Offset} of {path} has another size than the log says");
            data = block.Span.Slice(4, descriptor.SizeInBytes);
            if (Crc32(data) != BinaryPrimitives.ReadUInt32BigEndian(block.Span[(4 + descriptor.SizeInBytes)..]))
                throw DeltaLogException.Corrupt($"the deletion vector at {descriptor.Offset} of {path} fails its checksum");
        }

        var vector = Parse(data);
        return vector.Rows.Count == descriptor.Cardinality
            ? vector
            : throw DeltaLogException.Corrupt(
                $"a deletion vector holds {vector.Rows.Count} rows where the log says {descriptor.Cardinality}"
            );
    }

    /// <summary>Reads a serialised <c>RoaringBitmapArray</c>.</summary>
    public static DeletionVector Parse(ReadOnlySpan<byte> data)
    {
        try
        {
            var magic = BinaryPrimitives.ReadInt32LittleEndian(data);
            if (magic != MagicNumber)
                throw DeltaLogException.Corrupt($"a deletion vector has the unknown format {magic}");
            var buckets = BinaryPrimitives.ReadInt64LittleEndian(data[4..]);
            data = data[12..];
            var rows = new List<long>();
            for (long bucket = 0; bucket < buckets; bucket++)
            {
                var high = (long)BinaryPrimitives.ReadInt32LittleEndian(data) << 32;
                data = data[4..];
                data = data[ReadBitmap(data, high, rows)..];
            }

            return new DeletionVector([.. rows]);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw DeltaLogException.Corrupt("a deletion vector ends before its content", e);
        }
    }

    /// <summary>Reads one 32-bit Roaring bitmap and tells how many bytes it took.</summary>
    private static int ReadBitmap(ReadOnlySpan<byte> data, long high, List<long> rows)
    {
        var cookie = BinaryPrimitives.ReadInt32LittleEndian(data);
        var at = 4;
        int containers;
        ReadOnlySpan<byte> runs = default;
        if ((cookie & 0xFFFF) == CookieWithRuns)
        {
            containers = (cookie >>> 16) + 1;
            runs = data.Slice(at, (containers + 7) / 8);
            at += runs.Length;
        }
        else if (cookie == CookieWithoutRuns)
        {
            containers = BinaryPrimitives.ReadInt32LittleEndian(data[at..]);
            at += 4;
        }
        else
        {
            throw DeltaLogException.Corrupt($"a bitmap of a deletion vector begins with {cookie}");
        }

        var headers = data.Slice(at, containers * 4);
        at += headers.Length;
        if (runs.IsEmpty || containers >= OffsetsFromContainers)
            at += containers * 4; // Offsets, for random access.
        for (var i = 0; i < containers; i++)
        {
            var start = high | ((long)BinaryPrimitives.ReadUInt16LittleEndian(headers[(4 * i)..]) << 16);
            var cardinality = BinaryPrimitives.ReadUInt16LittleEndian(headers[((4 * i) + 2)..]) + 1;
            if (!runs.IsEmpty && (runs[i >> 3] & (1 << (i & 7))) != 0)
            {
                var count = BinaryPrimitives.ReadUInt16LittleEndian(data[at..]);
                at += 2;
                for (var run = 0; run < count; run++, at += 4)
                {
                    var first = BinaryPrimitives.ReadUInt16LittleEndian(data[at..]);
                    var more = BinaryPrimitives.ReadUInt16LittleEndian(data[(at + 2)..]);
                    for (var value = 0; value <= more; value++)
                        rows.Add(start + first + value);
                }
            }
            else if (cardinality <= ArrayContainerLimit)
            {
                for (var value = 0; value < cardinality; value++, at += 2)
                    rows.Add(start + BinaryPrimitives.ReadUInt16LittleEndian(data[at..]));
            }
            else
            {
                var bits = data.Slice(at, BitmapContainerBytes);
                for (var value = 0; value < 65536; value++)
                {
                    if ((bits[value >> 3] & (1 << (value & 7))) != 0)
                        rows.Add(start + value);
                }

                at += BitmapContainerBytes;
            }
        }

        return at;
    }

    private static uint Crc32(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320u & (uint)-(int)(crc & 1));
        }

        return ~crc;
    }
}
