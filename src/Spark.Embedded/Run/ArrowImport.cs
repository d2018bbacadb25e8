using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using DuckDB.NET.Native;
using Spark.Connect.Columnar;

namespace Spark.Embedded.Run;

/// <summary>DuckDB's chunks as column batches, through Arrow's C data interface: the buffers are shared, not copied.</summary>
internal static unsafe class ArrowImport
{
    /// <summary>The columns of a statement or result.</summary>
    internal static IReadOnlyList<ColumnField> Fields(
        DuckDBArrowOptions options,
        ulong count,
        Func<ulong, (string Name, DuckDBLogicalType Type)> column
    )
    {
        using var columns = new DuckDbColumns([.. Enumerable.Range(0, (int)count).Select(i => column((ulong)i))]);
        ArrowSchema schema = default;
        Check(NativeMethods.Arrow.DuckDBToArrowSchema(options, (nint)columns.Types, (nint)columns.Names, columns.Count, (nint)(&schema)));
        try
        {
            return Children(&schema);
        }
        finally
        {
            if (schema.Release != null)
                schema.Release(&schema);
        }
    }

    internal static ColumnBatch Batch(DuckDBArrowOptions options, DuckDBDataChunk chunk, IReadOnlyList<ColumnField> fields)
    {
        var root = new ArrowOwner();
        try
        {
            Check(NativeMethods.Arrow.DuckDBDataChunkToArrow(options, chunk, (nint)root.Array));
            var columns = new ColumnVector[fields.Count];
            for (var i = 0; i < columns.Length; i++)
                columns[i] = Vector(root, fields[i].Type, root.Array->Children[i]);
            return new ColumnBatch(fields, columns, checked((int)root.Array->Length), root);
        }
        catch
        {
            root.Dispose();
            throw;
        }
    }

    private static ColumnVector Vector(ArrowOwner owner, ColumnType type, ArrowArray* array)
    {
        var length = checked((int)array->Length);
        var validity =
            type.Kind == ColumnKind.Null || array->NullCount == 0 || array->Buffers[0] == null
                ? ReadOnlyMemory<byte>.Empty
                : Memory(owner, array->Buffers[0], (length + 7) / 8);
        switch (type.Kind)
        {
            case ColumnKind.Null:
                return new ColumnVector { Type = type, Length = length };
            case ColumnKind.Utf8 or ColumnKind.Binary:
                var textEnd = ((int*)array->Buffers[1])[length];
                return new ColumnVector
                {
                    Type = type,
                    Length = length,
                    Validity = validity,
                    Offsets = Memory(owner, array->Buffers[1], (length + 1) * sizeof(int)),
                    Data = Memory(owner, array->Buffers[2], textEnd),
                };
            case ColumnKind.LargeUtf8 or ColumnKind.LargeBinary:
                var wideEnd = checked((int)((long*)array->Buffers[1])[length]);
                return new ColumnVector
                {
                    Type = type,
                    Length = length,
                    Validity = validity,
                    Offsets = Memory(owner, array->Buffers[1], (length + 1) * sizeof(long)),
                    Data = Memory(owner, array->Buffers[2], wideEnd),
                };
            case ColumnKind.List or ColumnKind.Map:
                return new ColumnVector
                {
                    Type = type,
                    Length = length,
                    Validity = validity,
                    Offsets = Memory(owner, array->Buffers[1], (length + 1) * sizeof(int)),
                    Children = [Vector(owner, type.Children[0].Type, array->Children[0])],
                };
            case ColumnKind.Struct:
                var children = new ColumnVector[type.Children.Count];
                for (var i = 0; i < children.Length; i++)
                    children[i] = Vector(owner, type.Children[i].Type, array->Children[i]);
                return new ColumnVector
                {
                    Type = type,
                    Length = length,
                    Validity = validity,
                    Children = children,
                };
            case ColumnKind.Time64Nanos:
                // DuckDB's TIME counts microseconds.
                var nanos = new byte[length * sizeof(long)];
                var values = MemoryMarshal.Cast<byte, long>(nanos.AsSpan());
                for (var i = 0; i < length; i++)
                    values[i] = ((long*)array->Buffers[1])[i] * 1000;
                return new ColumnVector
                {
                    Type = type,
                    Length = length,
                    Validity = validity,
                    Data = nanos,
                };
            default:
                var bytes = type.Kind == ColumnKind.Boolean ? (length + 7) / 8 : length * type.ByteWidth;
                return new ColumnVector
                {
                    Type = type,
                    Length = length,
                    Validity = validity,
                    Data = Memory(owner, array->Buffers[1], bytes),
                };
        }
    }

    private static ColumnField[] Children(ArrowSchema* schema)
    {
        var fields = new ColumnField[checked((int)schema->ChildCount)];
        for (var i = 0; i < fields.Length; i++)
        {
            var child = schema->Children[i];
            fields[i] = new ColumnField(Text(child->Name), TypeOf(child), (child->Flags & ArrowSchema.NullableFlag) != 0);
        }

        return fields;
    }

    private static ColumnType TypeOf(ArrowSchema* schema)
    {
        var format = Text(schema->Format);
        return format switch
        {
            "n" => new ColumnType(ColumnKind.Null),
            "b" => ColumnType.Boolean,
            "c" => new ColumnType(ColumnKind.Int8),
            "s" => new ColumnType(ColumnKind.Int16),
            "i" => ColumnType.Int32,
            "l" => ColumnType.Int64,
            // Unsigned, as DuckDB counts rows and bytes: never so many that the sign would matter. The lowering makes none.
            "L" => ColumnType.Int64,
            "f" => new ColumnType(ColumnKind.Float32),
            "g" => ColumnType.Float64,
            "u" => ColumnType.Utf8,
            "U" => new ColumnType(ColumnKind.LargeUtf8),
            "z" => new ColumnType(ColumnKind.Binary),
            "Z" => new ColumnType(ColumnKind.LargeBinary),
            "tdD" => new ColumnType(ColumnKind.Date32),
            "ttu" => new ColumnType(ColumnKind.Time64Nanos),
            "tin" => new ColumnType(ColumnKind.IntervalMonthDayNano),
            "+l" => new ColumnType(ColumnKind.List) { Children = Children(schema) },
            "+s" => new ColumnType(ColumnKind.Struct) { Children = Children(schema) },
            "+m" => new ColumnType(ColumnKind.Map) { Children = Children(schema) },
            _ when format.StartsWith("tsu:", StringComparison.Ordinal) => new ColumnType(ColumnKind.TimestampMicros)
            {
                TimeZone = format.Length == 4 ? null : format[4..],
            },
            _ when format.StartsWith("d:", StringComparison.Ordinal) => DecimalOf(format),
            _ => throw new DuckDbException(
                DuckDBErrorType.NotImplemented,
                $"The column '{Text(schema->Name)}' has a DuckDB type (Arrow format '{format}') that is not one of Spark's."
            ),
        };
    }

    private static ColumnType DecimalOf(string format)
    {
        var parts = format[2..].Split(',');
        return new ColumnType(ColumnKind.Decimal128)
        {
            Precision = int.Parse(parts[0], CultureInfo.InvariantCulture),
            Scale = int.Parse(parts[1], CultureInfo.InvariantCulture),
        };
    }

    private static string Text(byte* utf8) => Marshal.PtrToStringUTF8((nint)utf8) ?? "";

    private static ReadOnlyMemory<byte> Memory(ArrowOwner owner, void* start, int length) =>
        length == 0 ? ReadOnlyMemory<byte>.Empty : new NativeMemoryManager(owner, (byte*)start, length).Memory;

    /// <summary>Throws DuckDB's error, if it is one.</summary>
    internal static void Check(DuckDBErrorData error)
    {
        using (error)
        {
            if (!error.IsInvalid && error.HasError)
                throw new DuckDbException(NativeMethods.ErrorData.DuckDBErrorDataErrorType(error), error.Message ?? "");
        }
    }

    /// <summary>An exported array, released with the batch.</summary>
    private sealed class ArrowOwner : IDisposable
    {
        public ArrowArray* Array { get; private set; } = (ArrowArray*)NativeMemory.AllocZeroed((nuint)sizeof(ArrowArray));

        public void Dispose()
        {
            Free();
            GC.SuppressFinalize(this);
        }

        ~ArrowOwner() => Free();

        private void Free()
        {
            if (Array == null)
                return;
            if (Array->Release != null)
                Array->Release(Array);
            NativeMemory.Free(Array);
            Array = null;
        }
    }

    private sealed class NativeMemoryManager(ArrowOwner owner, byte* start, int length) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan() => new(start, length);

        public override MemoryHandle Pin(int elementIndex = 0) => new(start + elementIndex);

        public override void Unpin() { }

        // Named here, the owner keeps the buffers while a column is reachable and its batch is not.
        protected override void Dispose(bool disposing) => GC.KeepAlive(owner);
    }
}
