using System.Runtime.InteropServices;
using System.Text;

namespace Spark.Connect.Columnar;

/// <summary>
/// A run of rows, column by column, in Apache Arrow's layout. Batches stay columnar from the engine to whoever asks for rows.
/// </summary>
public sealed class ColumnBatch : IDisposable
{
    private readonly IDisposable? _owner;

    /// <summary>Makes a batch of columns that all have <paramref name="rowCount"/> values.</summary>
    /// <param name="owner">Memory to free with the batch, when the buffers are not managed.</param>
    public ColumnBatch(IReadOnlyList<ColumnField> fields, IReadOnlyList<ColumnVector> columns, int rowCount, IDisposable? owner = null)
    {
        if (fields.Count != columns.Count)
            throw new ArgumentException($"{fields.Count} fields but {columns.Count} columns.", nameof(columns));
        Fields = fields;
        Columns = columns;
        RowCount = rowCount;
        _owner = owner;
    }

    public IReadOnlyList<ColumnField> Fields { get; }

    public IReadOnlyList<ColumnVector> Columns { get; }

    public int RowCount { get; }

    public void Dispose() => _owner?.Dispose();
}

/// <summary>One column of a batch: Arrow buffers and, for nested types, child columns.</summary>
public sealed class ColumnVector
{
    public required ColumnType Type { get; init; }

    /// <summary>How many values it holds.</summary>
    public required int Length { get; init; }

    /// <summary>One bit per value, set where there is one; empty when no value is null.</summary>
    public ReadOnlyMemory<byte> Validity { get; init; }

    /// <summary><see cref="Length"/> + 1 offsets (32 bits, or 64 for the large kinds) of text, binary, list and map columns.</summary>
    public ReadOnlyMemory<byte> Offsets { get; init; }

    /// <summary>The values of a fixed-width column, or the bytes of text and binary.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The element of a list, the fields of a struct, the entries of a map.</summary>
    public IReadOnlyList<ColumnVector> Children { get; init; } = [];

    public bool IsNull(int row) => Type.Kind == ColumnKind.Null || (!Validity.IsEmpty && (Validity.Span[row >> 3] & (1 << (row & 7))) == 0);

    /// <summary>The fixed-width values as <typeparamref name="T"/>; values at null rows have no meaning.</summary>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Data.Span)[..Length];

    public bool GetBoolean(int row) => (Data.Span[row >> 3] & (1 << (row & 7))) != 0;

    /// <summary>Where the value of a text, binary, list or map row begins and ends in <see cref="Data"/> or in the child.</summary>
    public (int Start, int End) Range(int row)
    {
        if (Type.Kind is ColumnKind.LargeUtf8 or ColumnKind.LargeBinary)
        {
            var wide = MemoryMarshal.Cast<byte, long>(Offsets.Span);
            return (checked((int)wide[row]), checked((int)wide[row + 1]));
        }

        var offsets = MemoryMarshal.Cast<byte, int>(Offsets.Span);
        return (offsets[row], offsets[row + 1]);
    }

    public ReadOnlySpan<byte> GetBytes(int row)
    {
        var (start, end) = Range(row);
        return Data.Span[start..end];
    }

    public string GetString(int row) => Encoding.UTF8.GetString(GetBytes(row));
}
