using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;

namespace Spark.Embedded.Delta;

/// <summary>
/// What a Parquet file's footer says of its timestamps. Spark writes instants as INT96 by default, a type that says nothing of UTC: DuckDB takes it for a
/// wall clock, so a scan must know the columns that have it.
/// </summary>
/// <remarks>https://parquet.apache.org/docs/file-format/metadata/, in Thrift's compact protocol.</remarks>
internal static class ParquetFooter
{
    private const int Int96 = 3;
    private const int MostRemembered = 100_000;

    // Data files never change; that of a table which was dropped has a name that does not come again.
    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);

    /// <summary>The columns of the top level that are INT96 or hold one, ordered, between commas; empty for none, or when the file cannot be read.</summary>
    public static string Int96Columns(string path)
    {
        if (Known.TryGetValue(path, out var known))
            return known;
        if (Known.Count > MostRemembered)
            Known.Clear();
        return Known[path] = Read(path);
    }

    private static string Read(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var length = RandomAccess.GetLength(file);
            Span<byte> tail = stackalloc byte[8];
            if (length < 12 || RandomAccess.Read(file, tail, length - 8) < 8 || !tail[4..].SequenceEqual("PAR1"u8))
                return "";
            var footer = new byte[BinaryPrimitives.ReadInt32LittleEndian(tail)];
            RandomAccess.Read(file, footer, length - 8 - footer.Length);
            return string.Join(',', new Reader(footer).Int96Columns().Order(StringComparer.Ordinal));
        }
        catch (Exception e) when (e is IOException or IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            return ""; // The scan itself will say what is wrong with the file.
        }
    }

    private sealed class Reader(byte[] data)
    {
        private int _at;

        public HashSet<string> Int96Columns()
        {
            var columns = new HashSet<string>(StringComparer.Ordinal);
            var field = 0;
            while (NextField(ref field) is { } type)
            {
                if (field != 2)
                {
                    Skip(type);
                    continue;
                }

                // The schema: the root, then every element before its children.
                var (count, _) = ListHeader();
                var open = new Stack<int>();
                var top = "";
                for (var i = 0; i < count; i++)
                {
                    var (name, kind, children) = Element();
                    if (i == 0)
                    {
                        open.Push(children);
                        continue;
                    }

                    while (open.Peek() == 0)
                        open.Pop();
                    open.Push(open.Pop() - 1);
                    if (open.Count == 1)
                        top = name;
                    if (kind == Int96)
                        columns.Add(top);
                    if (children > 0)
                        open.Push(children);
                }

                return columns;
            }

            return columns;
        }

        private (string Name, int? Kind, int Children) Element()
        {
            var (name, kind, children, field) = ("", (int?)null, 0, 0);
            while (NextField(ref field) is { } type)
            {
                switch (field)
                {
                    case 1:
                        kind = (int)ZigZag();
                        break;
                    case 4:
                        var length = (int)VarInt();
                        name = Encoding.UTF8.GetString(data, _at, length);
                        _at += length;
                        break;
                    case 5:
                        children = (int)ZigZag();
                        break;
                    default:
                        Skip(type);
                        break;
                }
            }

            return (name, kind, children);
        }

        /// <summary>The type of the next field; null at the end of the struct.</summary>
        private int? NextField(ref int field)
        {
            var header = data[_at++];
            if (header == 0)
                return null;
            field = header >> 4 == 0 ? (int)ZigZag() : field + (header >> 4);
            return header & 15;
        }

        private (int Count, int Type) ListHeader()
        {
            var header = data[_at++];
            return (header >> 4 == 15 ? (int)VarInt() : header >> 4, header & 15);
        }

        private void Skip(int type)
        {
            switch (type)
            {
                case 1 or 2: // A boolean's value is in its type.
                    break;
                case 3:
                    _at++;
                    break;
                case 4 or 5 or 6:
                    VarInt();
                    break;
                case 7:
                    _at += 8;
                    break;
                case 8:
                    _at += (int)VarInt();
                    break;
                case 9 or 10:
                    var (count, element) = ListHeader();
                    for (var i = 0; i < count; i++)
                        Skip(element is 1 or 2 ? 3 : element);
                    break;
                case 12:
                    var field = 0;
                    while (NextField(ref field) is { } inner)
                        Skip(inner);
                    break;
                default:
                    throw new ArgumentException($"Thrift type {type} in a Parquet footer.");
            }
        }

        private long ZigZag()
        {
            var value = VarInt();
            return (long)(value >> 1) ^ -(long)(value & 1);
        }

        private ulong VarInt()
        {
            ulong value = 0;
            for (var shift = 0; ; shift += 7)
            {
                var next = data[_at++];
                value |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80)
                    return value;
            }
        }
    }
}
