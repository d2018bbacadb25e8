using System.Buffers.Binary;
using System.Text;

namespace Spark.Connect.Arrow;

/// <summary>
/// A table of a FlatBuffers message, read in place. Every access is checked against the message, so that a damaged one raises
/// <see cref="InvalidDataException"/>. The Google.FlatBuffers package would do the same where it can be had.
/// </summary>
/// <remarks>https://flatbuffers.dev/internals/</remarks>
internal readonly ref struct FlatTable
{
    private readonly ReadOnlySpan<byte> _message;
    private readonly int _position;
    private readonly int _vtable;
    private readonly int _vtableLength;

    private FlatTable(ReadOnlySpan<byte> message, int position)
    {
        _message = message;
        _position = position;
        var vtable = position - (long)Int32At(position);
        if (vtable < 0 || vtable > message.Length - 4)
            throw Damaged();
        _vtable = (int)vtable;
        _vtableLength = UInt16At(_vtable);
        if (_vtableLength < 4 || _vtableLength > message.Length - _vtable)
            throw Damaged();
    }

    public static FlatTable Root(ReadOnlySpan<byte> message)
    {
        if (message.Length < 4)
            throw Damaged();
        return new FlatTable(message, Target(message, 0));
    }

    public bool GetBoolean(int slot, bool missing = false) => Find(slot) is var at && at == 0 ? missing : Bytes(at, 1)[0] != 0;

    public byte GetByte(int slot, byte missing = 0) => Find(slot) is var at && at == 0 ? missing : Bytes(at, 1)[0];

    public short GetInt16(int slot, short missing = 0) => Find(slot) is var at && at == 0 ? missing : (short)UInt16At(at);

    public int GetInt32(int slot, int missing = 0) => Find(slot) is var at && at == 0 ? missing : Int32At(at);

    public long GetInt64(int slot, long missing = 0) =>
        Find(slot) is var at && at == 0 ? missing : BinaryPrimitives.ReadInt64LittleEndian(Bytes(at, 8));

    public string? GetString(int slot)
    {
        var at = Find(slot);
        return at == 0 ? null : Encoding.UTF8.GetString(VectorAt(Target(_message, at), 1, out _));
    }

    public bool TryGetTable(int slot, out FlatTable table)
    {
        var at = Find(slot);
        table = at == 0 ? default : new FlatTable(_message, Target(_message, at));
        return at != 0;
    }

    /// <summary>The bytes of a vector of scalars or structs that take <paramref name="width"/> bytes each; empty when it is missing.</summary>
    public ReadOnlySpan<byte> GetStructs(int slot, int width)
    {
        var at = Find(slot);
        return at == 0 ? default : VectorAt(Target(_message, at), width, out _);
    }

    /// <summary>A vector of tables; empty when it is missing.</summary>
    public FlatTables GetTables(int slot)
    {
        var at = Find(slot);
        if (at == 0)
            return default;
        var offsets = VectorAt(Target(_message, at), 4, out var first);
        return new FlatTables(_message, first, offsets.Length / 4);
    }

    internal static InvalidDataException Damaged() => new("The metadata of an Arrow message is damaged: an offset points outside it.");

    internal static FlatTable At(ReadOnlySpan<byte> message, int offsetPosition) => new(message, Target(message, offsetPosition));

    /// <summary>Where the field of <paramref name="slot"/> lies in the message; 0 when the table does not have it.</summary>
    private int Find(int slot)
    {
        var entry = 4 + 2 * slot;
        if (_message.IsEmpty || entry + 2 > _vtableLength)
            return 0;
        var offset = UInt16At(_vtable + entry);
        return offset == 0 ? 0 : _position + offset;
    }

    private ReadOnlySpan<byte> VectorAt(int position, int width, out int first)
    {
        var count = (uint)Int32At(position);
        first = position + 4;
        var length = (long)count * width;
        if (length > _message.Length - first)
            throw Damaged();
        return _message.Slice(first, (int)length);
    }

    private static int Target(ReadOnlySpan<byte> message, int position)
    {
        var target = position + (long)BinaryPrimitives.ReadUInt32LittleEndian(Bytes(message, position, 4));
        return target <= message.Length - 4 ? (int)target : throw Damaged();
    }

    private ushort UInt16At(int position) => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(position, 2));

    private int Int32At(int position) => BinaryPrimitives.ReadInt32LittleEndian(Bytes(position, 4));

    private ReadOnlySpan<byte> Bytes(int position, int length) => Bytes(_message, position, length);

    private static ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> message, int position, int length) =>
        position >= 0 && position <= message.Length - length ? message.Slice(position, length) : throw Damaged();
}

/// <summary>A vector of tables in a FlatBuffers message.</summary>
internal readonly ref struct FlatTables(ReadOnlySpan<byte> message, int first, int count)
{
    private readonly ReadOnlySpan<byte> _message = message;

    public int Count => count;

    public FlatTable this[int index] => FlatTable.At(_message, first + 4 * index);
}
