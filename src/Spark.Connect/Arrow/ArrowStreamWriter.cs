using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Spark.Connect.Columnar;

namespace Spark.Connect.Arrow;

/// <summary>Writes batches as an Arrow IPC stream: the schema, the batches, the end.</summary>
/// <remarks>https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format</remarks>
public sealed class ArrowStreamWriter
{
    // MetadataVersion.V5, since Arrow 1.0.
    private const short Version = 4;

    private const byte SchemaMessage = 1,
        RecordBatchMessage = 3;

    private static readonly byte[] Padding = new byte[8];

    private readonly Stream _output;
    private readonly IReadOnlyList<ColumnField> _fields;

    /// <summary>Begins the stream with its schema. The output is not closed at the end.</summary>
    public ArrowStreamWriter(Stream output, IReadOnlyList<ColumnField> fields)
    {
        _output = output;
        _fields = fields;
        var writer = new FlatWriter();
        var message = AddMessage(writer, SchemaMessage, 0);
        writer.SetReference(message, 2, ArrowSchema.Write(writer, fields));
        WriteMetadata(writer);
    }

    /// <summary>The whole stream of <paramref name="batches"/> as bytes.</summary>
    public static byte[] WriteAll(IReadOnlyList<ColumnField> fields, IEnumerable<ColumnBatch> batches)
    {
        using var output = new MemoryStream();
        var writer = new ArrowStreamWriter(output, fields);
        foreach (var batch in batches)
            writer.Write(batch);
        writer.WriteEnd();
        return output.ToArray();
    }

    public void Write(ColumnBatch batch)
    {
        var nodes = new List<(long, long)>();
        var places = new List<(long, long)>();
        var buffers = new List<ReadOnlyMemory<byte>>();
        if (batch.Columns.Count != _fields.Count)
            throw new ArgumentException($"The stream has {_fields.Count} columns, the batch {batch.Columns.Count}.", nameof(batch));
        for (var i = 0; i < batch.Columns.Count; i++)
        {
            if (batch.Columns[i].Type.Kind != _fields[i].Type.Kind)
                throw new ArgumentException(
                    $"Column '{_fields[i].Name}' of the stream is {_fields[i].Type.Kind}, that of the batch {batch.Columns[i].Type.Kind}.",
                    nameof(batch)
                );
            AddColumn(batch.Columns[i], nodes, buffers);
        }

        long bodyLength = 0;
        foreach (var buffer in buffers)
        {
            places.Add((bodyLength, buffer.Length));
            bodyLength += Padded(buffer.Length);
        }

        var writer = new FlatWriter();
        var message = AddMessage(writer, RecordBatchMessage, bodyLength);
        var table = writer.AddTable(8, 4, 4);
        writer.SetReference(message, 2, table);
        writer.SetInt64(table, 0, batch.RowCount);
        writer.SetReference(table, 1, writer.AddPairs(nodes));
        writer.SetReference(table, 2, writer.AddPairs(places));
        WriteMetadata(writer);
        foreach (var buffer in buffers)
        {
            _output.Write(buffer.Span);
            _output.Write(Padding.AsSpan(0, (int)(Padded(buffer.Length) - buffer.Length)));
        }
    }

    /// <summary>Ends the stream.</summary>
    public void WriteEnd()
    {
        Span<byte> end = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];
        _output.Write(end);
    }

    private static int AddMessage(FlatWriter writer, byte header, long bodyLength)
    {
        var message = writer.AddTable(2, 1, 4, 8);
        writer.SetRoot(message);
        writer.SetInt16(message, 0, Version);
        writer.SetByte(message, 1, header);
        writer.SetInt64(message, 3, bodyLength);
        return message;
    }

    private void WriteMetadata(FlatWriter writer)
    {
        Span<byte> prefix = stackalloc byte[8];
        var length = Padded(writer.Written.Length);
        BinaryPrimitives.WriteInt32LittleEndian(prefix, -1);
        BinaryPrimitives.WriteInt32LittleEndian(prefix[4..], (int)length);
        _output.Write(prefix);
        _output.Write(writer.Written);
        _output.Write(Padding.AsSpan(0, (int)length - writer.Written.Length));
    }

    private static void AddColumn(ColumnVector column, List<(long, long)> nodes, List<ReadOnlyMemory<byte>> buffers)
    {
        if (column.Type.Kind == ColumnKind.Null)
        {
            nodes.Add((column.Length, column.Length));
            return;
        }

        nodes.Add((column.Length, CountNulls(column)));
        buffers.Add(column.Validity.IsEmpty ? default : column.Validity[..((column.Length + 7) / 8)]);
        switch (column.Type.Kind)
        {
            case ColumnKind.Boolean:
                buffers.Add(column.Data[..((column.Length + 7) / 8)]);
                break;
            case ColumnKind.Utf8 or ColumnKind.Binary or ColumnKind.LargeUtf8 or ColumnKind.LargeBinary:
                buffers.Add(column.Offsets);
                buffers.Add(column.Data);
                break;
            case ColumnKind.List or ColumnKind.Map:
                buffers.Add(column.Offsets);
                break;
            case ColumnKind.Struct:
                break;
            default:
                buffers.Add(column.Data[..(column.Length * column.Type.ByteWidth)]);
                break;
        }

        foreach (var child in column.Children)
            AddColumn(child, nodes, buffers);
    }

    private static int CountNulls(ColumnVector column)
    {
        if (column.Validity.IsEmpty)
            return 0;
        var bits = column.Validity.Span;
        var whole = column.Length / 8;
        var valid = 0;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bits[..whole]))
            valid += BitOperations.PopCount(word);
        for (var i = whole & ~7; i < whole; i++)
            valid += BitOperations.PopCount(bits[i]);
        if ((column.Length & 7) != 0)
            valid += BitOperations.PopCount((uint)bits[whole] & ((1u << (column.Length & 7)) - 1));
        return column.Length - valid;
    }

    private static long Padded(long length) => (length + 7) & ~7L;
}
