using System.Buffers.Binary;
using System.Text;

namespace Spark.Connect.Arrow;

/// <summary>
/// Writes a FlatBuffers message from front to back: a table first, its strings, vectors and tables after it, because offsets point forward.
/// Positions returned by one method are handed to the next.
/// </summary>
/// <remarks>https://flatbuffers.dev/internals/</remarks>
internal sealed class FlatWriter
{
    private byte[] _bytes = new byte[1024];
    private int _length = 4;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Adds a table, all zero, with a field of the given width in bytes (1, 2, 4 or 8; 0 leaves it out) in each slot.</summary>
    public int AddTable(params ReadOnlySpan<byte> widths)
    {
        var vtableLength = 4 + 2 * widths.Length;
        Align(2);
        var vtable = Reserve(vtableLength);
        Align(8);
        // Four bytes for the way back to the vtable, after which the fields, widest first, are all aligned.
        var table = Reserve(8) + 4;
        var next = 4;
        for (byte width = 8; width > 0; width /= 2)
        for (var slot = 0; slot < widths.Length; slot++)
            if (widths[slot] == width)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(vtable + 4 + 2 * slot), (ushort)next);
                Reserve(width);
                next += width;
            }

        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(vtable), (ushort)vtableLength);
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(vtable + 2), (ushort)next);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(table), table - vtable);
        return table;
    }

    public void SetRoot(int table) => SetOffset(0, table);

    public void SetByte(int table, int slot, byte value) => _bytes[Field(table, slot)] = value;

    public void SetBoolean(int table, int slot, bool value) => _bytes[Field(table, slot)] = value ? (byte)1 : (byte)0;

    public void SetInt16(int table, int slot, short value) =>
        BinaryPrimitives.WriteInt16LittleEndian(_bytes.AsSpan(Field(table, slot)), value);

    public void SetInt32(int table, int slot, int value) =>
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(Field(table, slot)), value);

    public void SetInt64(int table, int slot, long value) =>
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(Field(table, slot)), value);

    /// <summary>Lets a table's field point to something added later.</summary>
    public void SetReference(int table, int slot, int target) => SetOffset(Field(table, slot), target);

    public int AddString(string value)
    {
        Align(4);
        var count = Encoding.UTF8.GetByteCount(value);
        var position = Reserve(4 + count + 1);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(position), count);
        Encoding.UTF8.GetBytes(value, _bytes.AsSpan(position + 4));
        return position;
    }

    /// <summary>Adds a vector of references, to be set with <see cref="SetElement"/>.</summary>
    public int AddReferences(int count)
    {
        Align(4);
        var position = Reserve(4 + 4 * count);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(position), count);
        return position;
    }

    public void SetElement(int vector, int index, int target) => SetOffset(vector + 4 + 4 * index, target);

    /// <summary>Adds a vector of structs that are each made of two 64-bit integers.</summary>
    public int AddPairs(IReadOnlyList<(long First, long Second)> pairs)
    {
        Align(8);
        var position = Reserve(8 + 16 * pairs.Count) + 4;
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(position), pairs.Count);
        for (var i = 0; i < pairs.Count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(position + 4 + 16 * i), pairs[i].First);
            BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(position + 12 + 16 * i), pairs[i].Second);
        }

        return position;
    }

    private int Field(int table, int slot)
    {
        var vtable = table - BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(table));
        return table + BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(vtable + 4 + 2 * slot));
    }

    private void SetOffset(int position, int target) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(position), target - position);

    private void Align(int alignment) => Reserve(-_length & (alignment - 1));

    private int Reserve(int count)
    {
        var position = _length;
        _length += count;
        if (_length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_length, 2 * _bytes.Length));
        return position;
    }
}
