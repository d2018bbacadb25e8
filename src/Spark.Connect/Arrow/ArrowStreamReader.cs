using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Spark;
using Spark.Connect.Columnar;

namespace Spark.Connect.Arrow;

/// <summary>
/// Reads an Arrow IPC stream that lies in memory. The columns of its batches are views of that memory: nothing is copied, and it must
/// not change while they are in use.
/// </summary>
/// <remarks>
/// https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format. A damaged stream raises <see cref="InvalidDataException"/>; a type or an
/// encoding that Spark's results do not use raises <see cref="SparkUnsupportedOperationException"/>. The Apache.Arrow package would do for this where it
/// can be had, at the price of copying.
/// </remarks>
public sealed class ArrowStreamReader
{
    private const byte SchemaMessage = 1,
        DictionaryBatchMessage = 2,
        RecordBatchMessage = 3;

    private static readonly ReadOnlyMemory<byte> OneOffset = new byte[8];

    private readonly ReadOnlyMemory<byte> _stream;
    private int _position;

    /// <summary>Reads the schema, with which a stream begins.</summary>
    public ArrowStreamReader(ReadOnlyMemory<byte> stream)
    {
        _stream = stream;
        if (!TryReadMessage(out var metadata, out _))
            throw new InvalidDataException("The Arrow stream is empty: it has no schema.");
        var message = FlatTable.Root(metadata);
        if (message.GetByte(1) != SchemaMessage || !message.TryGetTable(2, out var schema))
            throw new InvalidDataException("The Arrow stream does not begin with a schema.");
        Fields = ArrowSchema.Read(schema);
    }

    /// <summary>The fields of every batch.</summary>
    public IReadOnlyList<ColumnField> Fields { get; }

    /// <summary>Reads every batch of a stream.</summary>
    public static IReadOnlyList<ColumnBatch> ReadAll(ReadOnlyMemory<byte> stream, out IReadOnlyList<ColumnField> fields)
    {
        var reader = new ArrowStreamReader(stream);
        fields = reader.Fields;
        var batches = new List<ColumnBatch>();
        while (reader.ReadBatch() is { } batch)
            batches.Add(batch);
        return batches;
    }

    /// <summary>The next batch; null at the end of the stream.</summary>
    public ColumnBatch? ReadBatch()
    {
        if (!TryReadMessage(out var metadata, out var body))
            return null;
        var message = FlatTable.Root(metadata);
        switch (message.GetByte(1))
        {
            case RecordBatchMessage when message.TryGetTable(2, out var batch):
                return ReadRecordBatch(batch, body);
            case DictionaryBatchMessage:
                throw new SparkUnsupportedOperationException(
                    "The Arrow stream holds a dictionary, which Spark's results do not use and which is not supported."
                );
            default:
                throw new InvalidDataException(
                    $"The Arrow stream holds a message of type {message.GetByte(1)} where a record batch is expected."
                );
        }
    }

    private bool TryReadMessage(out ReadOnlySpan<byte> metadata, out ReadOnlyMemory<byte> body)
    {
        metadata = default;
        body = default;
        // A stream may end with a length of 0 or just end.
        if (_position == _stream.Length)
            return false;
        var length = ReadInt32();
        // Since Arrow 0.15 a marker stands before the length.
        if (length == -1)
            length = ReadInt32();
        if (length == 0)
            return false;

        metadata = Take(length).Span;
        var bodyLength = FlatTable.Root(metadata).GetInt64(3);
        body = Take(bodyLength);
        return true;
    }

    private int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4).Span);

    private ReadOnlyMemory<byte> Take(long length)
    {
        if (length < 0 || length > _stream.Length - _position)
            throw new InvalidDataException(
                $"The Arrow stream is cut off: {length} bytes are announced at {_position}, {_stream.Length - _position} are left."
            );
        var taken = _stream.Slice(_position, (int)length);
        _position += (int)length;
        return taken;
    }

    private ColumnBatch ReadRecordBatch(FlatTable batch, ReadOnlyMemory<byte> body)
    {
        if (batch.TryGetTable(3, out var compression))
            throw new SparkUnsupportedOperationException(
                $"The Arrow data is compressed with {(compression.GetByte(0) == 0 ? "LZ4" : "ZSTD")}, which is not supported. "
                    + "Set spark.sql.execution.arrow.compression.codec to none on the server."
            );
        var length = batch.GetInt64(0);
        if (length is < 0 or > int.MaxValue)
            throw new InvalidDataException($"The Arrow batch announces {length} rows.");

        var columns = new ColumnVector[Fields.Count];
        var layout = new Layout(batch.GetStructs(1, 16), batch.GetStructs(2, 16), body);
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = layout.NextColumn(Fields[i]);
            if (columns[i].Length != length)
                throw new InvalidDataException(
                    $"The Arrow batch has {length} rows, but its column '{Fields[i].Name}' has {columns[i].Length}."
                );
        }

        return new ColumnBatch(Fields, columns, (int)length);
    }

    /// <summary>The field nodes and buffers of a batch, which stand in the order of a walk over its columns.</summary>
    private ref struct Layout(ReadOnlySpan<byte> nodes, ReadOnlySpan<byte> buffers, ReadOnlyMemory<byte> body)
    {
        private readonly ReadOnlySpan<long> _nodes = MemoryMarshal.Cast<byte, long>(nodes);
        private readonly ReadOnlySpan<long> _buffers = MemoryMarshal.Cast<byte, long>(buffers);
        private int _node;
        private int _buffer;

        public ColumnVector NextColumn(ColumnField field)
        {
            if (_node + 2 > _nodes.Length)
                throw new InvalidDataException("The Arrow batch has fewer columns than its schema.");
            var length = _nodes[_node];
            var nullCount = _nodes[_node + 1];
            _node += 2;
            if (length is < 0 or >= int.MaxValue)
                throw new InvalidDataException($"The Arrow column '{field.Name}' announces {length} values.");
            var count = (int)length;
            var type = field.Type;
            if (type.Kind == ColumnKind.Null)
                return new ColumnVector { Type = type, Length = count };

            var validity = NextBuffer();
            if (nullCount == 0)
                validity = default;
            else if (!validity.IsEmpty || nullCount > 0)
                validity = Sized(validity, (count + 7L) / 8, field);

            switch (type.Kind)
            {
                case ColumnKind.Boolean:
                    return new ColumnVector
                    {
                        Type = type,
                        Length = count,
                        Validity = validity,
                        Data = Sized(NextBuffer(), (count + 7L) / 8, field),
                    };
                case ColumnKind.Utf8 or ColumnKind.Binary:
                    var offsets = NextOffsets(count, 4, field);
                    var data = NextBuffer();
                    CheckOffsets<int>(offsets, data.Length, field);
                    return new ColumnVector
                    {
                        Type = type,
                        Length = count,
                        Validity = validity,
                        Offsets = offsets,
                        Data = data,
                    };
                case ColumnKind.LargeUtf8 or ColumnKind.LargeBinary:
                    var wide = NextOffsets(count, 8, field);
                    var text = NextBuffer();
                    CheckOffsets<long>(wide, text.Length, field);
                    return new ColumnVector
                    {
                        Type = type,
                        Length = count,
                        Validity = validity,
                        Offsets = wide,
                        Data = text,
                    };
                case ColumnKind.List or ColumnKind.Map:
                    var ranges = NextOffsets(count, 4, field);
                    var child = NextColumn(type.Children[0]);
                    CheckOffsets<int>(ranges, child.Length, field);
                    return new ColumnVector
                    {
                        Type = type,
                        Length = count,
                        Validity = validity,
                        Offsets = ranges,
                        Children = [child],
                    };
                case ColumnKind.Struct:
                    var children = new ColumnVector[type.Children.Count];
                    for (var i = 0; i < children.Length; i++)
                    {
                        children[i] = NextColumn(type.Children[i]);
                        if (children[i].Length != count)
                            throw new InvalidDataException(
                                $"The Arrow struct '{field.Name}' has {count} values, but its field '{type.Children[i].Name}' has {children[i].Length}."
                            );
                    }

                    return new ColumnVector
                    {
                        Type = type,
                        Length = count,
                        Validity = validity,
                        Children = children,
                    };
                default:
                    return new ColumnVector
                    {
                        Type = type,
                        Length = count,
                        Validity = validity,
                        Data = Sized(NextBuffer(), (long)count * type.ByteWidth, field),
                    };
            }
        }

        private ReadOnlyMemory<byte> NextBuffer()
        {
            if (_buffer + 2 > _buffers.Length)
                throw new InvalidDataException("The Arrow batch has fewer buffers than its schema asks for.");
            var (offset, length) = (_buffers[_buffer], _buffers[_buffer + 1]);
            _buffer += 2;
            if (offset < 0 || length < 0 || length > body.Length || offset > body.Length - length)
                throw new InvalidDataException(
                    $"A buffer of the Arrow batch ({length} bytes at {offset}) lies outside its body of {body.Length} bytes."
                );
            return body.Slice((int)offset, (int)length);
        }

        private ReadOnlyMemory<byte> NextOffsets(int count, int width, ColumnField field)
        {
            var offsets = NextBuffer();
            // A column without values may leave its offsets out.
            return count == 0 && offsets.IsEmpty ? OneOffset[..width] : Sized(offsets, (count + 1L) * width, field);
        }

        private static ReadOnlyMemory<byte> Sized(ReadOnlyMemory<byte> buffer, long needed, ColumnField field) =>
            buffer.Length >= needed
                ? buffer[..(int)needed]
                : throw new InvalidDataException(
                    $"A buffer of the Arrow column '{field.Name}' has {buffer.Length} bytes where {needed} are needed."
                );

        private static void CheckOffsets<T>(ReadOnlyMemory<byte> buffer, int end, ColumnField field)
            where T : unmanaged, System.Numerics.IBinaryInteger<T>
        {
            var offsets = MemoryMarshal.Cast<byte, T>(buffer.Span);
            var previous = T.Zero;
            var ordered = true;
            foreach (var offset in offsets)
            {
                ordered &= offset >= previous;
                previous = offset;
            }

            if (!ordered || previous > T.CreateChecked(end))
                throw new InvalidDataException($"The offsets of the Arrow column '{field.Name}' do not ascend from 0 to at most {end}.");
        }
    }
}
