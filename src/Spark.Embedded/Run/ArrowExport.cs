using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Spark.Connect.Columnar;

namespace Spark.Embedded.Run;

/// <summary>Column batches as Arrow's C data interface, for DuckDB to read. The native structs and the pinned buffers live until disposal.</summary>
internal sealed unsafe class ArrowExport : IDisposable
{
    private readonly List<nint> _allocations = [];
    private readonly List<MemoryHandle> _pins = [];

    /// <summary>The schema of the columns as a struct of fields.</summary>
    public ArrowSchema* Schema(IReadOnlyList<ColumnField> fields)
    {
        var root = Schema("", "+s", nullable: false, fields);
        return root;
    }

    /// <summary>Rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> of a batch as a struct of columns.</summary>
    public ArrowArray* Array(ColumnBatch batch, int start, int count)
    {
        var root = Allocate<ArrowArray>();
        root->Length = count;
        root->BufferCount = 1;
        root->Buffers = (void**)AllocateArray(1);
        root->ChildCount = batch.Columns.Count;
        root->Children = (ArrowArray**)AllocateArray(batch.Columns.Count);
        for (var i = 0; i < batch.Columns.Count; i++)
        {
            root->Children[i] = Array(batch.Columns[i]);
            root->Children[i]->Offset = start;
            root->Children[i]->Length = count;
        }

        // DuckDB takes over whatever has a release callback; these structs have none, and stay this object's.
        return root;
    }

    public void Dispose()
    {
        foreach (var pin in _pins)
            pin.Dispose();
        foreach (var allocation in _allocations)
            NativeMemory.Free((void*)allocation);
        _pins.Clear();
        _allocations.Clear();
    }

    private ArrowArray* Array(ColumnVector vector)
    {
        var array = Allocate<ArrowArray>();
        array->Length = vector.Length;
        array->NullCount = vector.Validity.IsEmpty ? 0 : -1;
        switch (vector.Type.Kind)
        {
            case ColumnKind.Null:
                array->NullCount = vector.Length;
                break;
            case ColumnKind.Struct:
                Buffers(array, vector.Validity);
                break;
            case ColumnKind.List or ColumnKind.Map:
                Buffers(array, vector.Validity, vector.Offsets);
                break;
            case ColumnKind.Utf8 or ColumnKind.LargeUtf8 or ColumnKind.Binary or ColumnKind.LargeBinary:
                Buffers(array, vector.Validity, vector.Offsets, vector.Data);
                break;
            default:
                Buffers(array, vector.Validity, vector.Data);
                break;
        }

        array->ChildCount = vector.Children.Count;
        array->Children = (ArrowArray**)AllocateArray(vector.Children.Count);
        for (var i = 0; i < vector.Children.Count; i++)
            array->Children[i] = Array(vector.Children[i]);
        return array;
    }

    private void Buffers(ArrowArray* array, params ReadOnlySpan<ReadOnlyMemory<byte>> buffers)
    {
        array->BufferCount = buffers.Length;
        array->Buffers = (void**)AllocateArray(buffers.Length);
        for (var i = 0; i < buffers.Length; i++)
        {
            if (buffers[i].IsEmpty)
            {
                // An absent validity is a null pointer; other buffers must point somewhere.
                array->Buffers[i] = i == 0 ? null : Allocate<long>();
                continue;
            }

            var pin = buffers[i].Pin();
            _pins.Add(pin);
            array->Buffers[i] = pin.Pointer;
        }
    }

    private ArrowSchema* Schema(string name, string format, bool nullable, IReadOnlyList<ColumnField> children)
    {
        var schema = Allocate<ArrowSchema>();
        schema->Name = AllocateText(name);
        schema->Format = AllocateText(format);
        schema->Flags = nullable ? ArrowSchema.NullableFlag : 0;
        schema->ChildCount = children.Count;
        schema->Children = (ArrowSchema**)AllocateArray(children.Count);
        schema->Release = &ReleaseNothing;
        for (var i = 0; i < children.Count; i++)
            schema->Children[i] = Schema(children[i].Name, Format(children[i].Type), children[i].Nullable, children[i].Type.Children);
        return schema;
    }

    private static string Format(ColumnType type) =>
        type.Kind switch
        {
            ColumnKind.Null => "n",
            ColumnKind.Boolean => "b",
            ColumnKind.Int8 => "c",
            ColumnKind.Int16 => "s",
            ColumnKind.Int32 or ColumnKind.IntervalMonths => "i",
            ColumnKind.Int64 or ColumnKind.DurationMicros => "l",
            ColumnKind.Float32 => "f",
            ColumnKind.Float64 => "g",
            ColumnKind.Decimal128 => string.Create(CultureInfo.InvariantCulture, $"d:{type.Precision},{type.Scale}"),
            ColumnKind.Utf8 => "u",
            ColumnKind.LargeUtf8 => "U",
            ColumnKind.Binary => "z",
            ColumnKind.LargeBinary => "Z",
            ColumnKind.Date32 => "tdD",
            ColumnKind.Time64Nanos => "ttn",
            ColumnKind.TimestampMicros => "tsu:" + type.TimeZone,
            ColumnKind.IntervalMonthDayNano => "tin",
            ColumnKind.List => "+l",
            ColumnKind.Struct => "+s",
            ColumnKind.Map => "+m",
            _ => throw new InvalidOperationException($"No Arrow format for {type.Kind}."),
        };

    [UnmanagedCallersOnly(CallConvs = [typeof(System.Runtime.CompilerServices.CallConvCdecl)])]
    private static void ReleaseNothing(ArrowSchema* schema) => schema->Release = null;

    private T* Allocate<T>()
        where T : unmanaged
    {
        var memory = NativeMemory.AllocZeroed((nuint)sizeof(T));
        _allocations.Add((nint)memory);
        return (T*)memory;
    }

    private nint AllocateArray(int count)
    {
        var memory = NativeMemory.AllocZeroed((nuint)Math.Max(count, 1), (nuint)sizeof(nint));
        _allocations.Add((nint)memory);
        return (nint)memory;
    }

    private byte* AllocateText(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var memory = (byte*)NativeMemory.AllocZeroed((nuint)bytes.Length + 1);
        _allocations.Add((nint)memory);
        bytes.CopyTo(new Span<byte>(memory, bytes.Length));
        return memory;
    }
}
