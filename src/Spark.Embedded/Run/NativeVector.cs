using System.Numerics;
using System.Text;
using Spark.Embedded.Types;
using static DuckDB.NET.Native.NativeMethods.Vectors;

namespace Spark.Embedded.Run;

/// <summary>A DuckDB vector seen as values of a Spark type: the argument or the result of a native function.</summary>
internal sealed unsafe class NativeVector
{
    private readonly nint _handle;
    private readonly SparkType _type;
    private readonly NativeVector[] _children;
    private void* _data;
    private ulong* _validity;

    internal NativeVector(nint handle, SparkType type)
    {
        _handle = handle;
        _type = type;
        _data = DuckDBVectorGetData(handle);
        _validity = DuckDBVectorGetValidity(handle);
        _children = type switch
        {
            ArrayType array => [new NativeVector(DuckDBListVectorGetChild(handle), array.Element)],
            // A map is a list of key-value structs.
            MapType map =>
            [
                new NativeVector(DuckDBListVectorGetChild(handle), new StructType([new("key", map.Key), new("value", map.Value)])),
            ],
            StructType fields =>
            [
                .. fields.Fields.Select((field, i) => new NativeVector(DuckDBStructVectorGetChild(handle, i), field.Type)),
            ],
            _ => [],
        };
    }

    private NativeVector()
    {
        _type = SparkType.Null;
        _children = [];
        _data = System.Runtime.InteropServices.NativeMemory.AllocZeroed(16);
    }

    /// <summary>One fixed-width value, at row 0, that nobody reads: for values that are only checked.</summary>
    internal static readonly NativeVector Discard = new();

    internal bool IsNull(long row) => _validity != null && (_validity[row >> 6] & (1UL << (int)(row & 63))) == 0;

    internal T Get<T>(long row)
        where T : unmanaged => ((T*)_data)[row];

    internal bool Boolean(long row) => ((byte*)_data)[row] != 0;

    internal int Int(long row) =>
        _type.DuckDb switch
        {
            "TINYINT" => ((sbyte*)_data)[row],
            "SMALLINT" => ((short*)_data)[row],
            _ => ((int*)_data)[row],
        };

    internal double Double(long row) => _type == SparkType.Float ? ((float*)_data)[row] : ((double*)_data)[row];

    /// <summary>The bytes of a <c>duckdb_string_t</c>: a length, then up to twelve bytes in place or a prefix and a pointer.</summary>
    internal ReadOnlySpan<byte> Bytes(long row)
    {
        var text = (byte*)_data + row * 16;
        var length = *(int*)text;
        return new ReadOnlySpan<byte>(length <= 12 ? text + 4 : *(byte**)(text + 8), length);
    }

    /// <summary>A decimal without its point, from the width that DuckDB has for its precision.</summary>
    internal Int128 Unscaled(long row) =>
        ((DecimalType)_type).Precision switch
        {
            <= 4 => Get<short>(row),
            <= 9 => Get<int>(row),
            <= 18 => Get<long>(row),
            _ => Get<Int128>(row),
        };

    internal object? Value(long row)
    {
        if (IsNull(row))
            return null;
        switch (_type)
        {
            case StringType:
                return Encoding.UTF8.GetString(Bytes(row));
            case DecimalType:
                return (BigInteger)Unscaled(row);
            case ArrayType:
                var items = List(row);
                var values = new object?[items.Length];
                for (var i = 0; i < values.Length; i++)
                    values[i] = _children[0].Value(items.Offset + i);
                return values;
            case MapType:
                var entries = List(row);
                var pairs = new KeyValuePair<object, object?>[entries.Length];
                for (var i = 0; i < pairs.Length; i++)
                    pairs[i] = new(
                        _children[0]._children[0].Value(entries.Offset + i)!,
                        _children[0]._children[1].Value(entries.Offset + i)
                    );
                return pairs;
            case StructType:
                return Array.ConvertAll(_children, child => child.Value(row));
            default:
                return _type.DuckDb switch
                {
                    "BOOLEAN" => Boolean(row),
                    "TINYINT" => Get<sbyte>(row),
                    "SMALLINT" => Get<short>(row),
                    "INTEGER" or "DATE" => Get<int>(row),
                    "BIGINT" or "TIMESTAMP" or "TIMESTAMPTZ" or "TIME" => Get<long>(row),
                    "FLOAT" => Get<float>(row),
                    "DOUBLE" => Get<double>(row),
                    "BLOB" => Bytes(row).ToArray(),
                    "JSON" => Encoding.UTF8.GetString(Bytes(row)),
                    "INTERVAL" => Get<DuckDbInterval>(row).ToTuple(),
                    _ => throw new InvalidOperationException($"No value of {_type} in a native function."),
                };
        }
    }

    /// <summary>Makes a row that was set to null a value again.</summary>
    internal void SetValid(long row)
    {
        if (_validity != null)
            _validity[row >> 6] |= 1UL << (int)(row & 63);
        if (_type is StructType)
        {
            foreach (var child in _children)
                child.SetValid(row);
        }
    }

    /// <summary>A decimal of a precision, in the width that DuckDB has for it.</summary>
    internal void SetUnscaled(long row, Int128 value, int precision)
    {
        if (precision <= 4)
            Set(row, (short)value);
        else if (precision <= 9)
            Set(row, (int)value);
        else if (precision <= 18)
            Set(row, (long)value);
        else
            Set(row, value);
    }

    internal void SetNull(long row)
    {
        if (_validity == null)
        {
            DuckDBVectorEnsureValidityWritable(_handle);
            _validity = DuckDBVectorGetValidity(_handle);
        }

        _validity[row >> 6] &= ~(1UL << (int)(row & 63));

        // The fields of a null struct are null too.
        if (_type is StructType)
        {
            foreach (var child in _children)
                child.SetNull(row);
        }
    }

    internal void Set<T>(long row, T value)
        where T : unmanaged => ((T*)_data)[row] = value;

    internal void SetInt(long row, int value)
    {
        switch (_type.DuckDb)
        {
            case "TINYINT":
                Set(row, checked((sbyte)value));
                break;
            case "SMALLINT":
                Set(row, checked((short)value));
                break;
            case "BIGINT":
                Set(row, (long)value);
                break;
            default:
                Set(row, value);
                break;
        }
    }

    internal void SetDouble(long row, double value)
    {
        if (_type == SparkType.Float)
            Set(row, (float)value);
        else
            Set(row, value);
    }

    internal void SetBytes(long row, ReadOnlySpan<byte> value)
    {
        if (value.Length <= 12)
        {
            // Short text lies in the duckdb_string_t itself, padded with zeros.
            var text = (byte*)_data + row * 16;
            *(ulong*)text = (uint)value.Length;
            *(ulong*)(text + 8) = 0;
            value.CopyTo(new Span<byte>(text + 4, 12));
            return;
        }

        fixed (byte* start = value)
        {
            DuckDBUnsafeVectorAssignStringElementLength(_handle, (ulong)row, start, value.Length);
        }
    }

    internal void SetValue(long row, object? value)
    {
        switch (value)
        {
            case null:
                SetNull(row);
                break;
            case BigInteger unscaled when _type is DecimalType { Precision: var precision }:
                SetUnscaled(row, (Int128)unscaled, precision);
                break;
            case decimal number when _type is DecimalType type:
                SetValue(row, new BigInteger(number * Power10(type.Scale)));
                break;
            case bool flag:
                Set(row, flag ? (byte)1 : (byte)0);
                break;
            case sbyte number:
                SetInt(row, number);
                break;
            case short number:
                SetInt(row, number);
                break;
            case int number:
                SetInt(row, number);
                break;
            case long number:
                Set(row, number);
                break;
            case float number:
                SetDouble(row, number);
                break;
            case double number:
                SetDouble(row, number);
                break;
            case string text:
                SetBytes(row, Encoding.UTF8.GetBytes(text));
                break;
            case byte[] bytes:
                SetBytes(row, bytes);
                break;
            case (int months, int days, long micros):
                Set(row, new DuckDbInterval(months, days, micros));
                break;
            case object?[] fields when _type is StructType:
                for (var i = 0; i < _children.Length; i++)
                    _children[i].SetValue(row, fields[i]);
                break;
            case object?[] items when _type is ArrayType:
                var first = Reserve(row, items.Length);
                for (var i = 0; i < items.Length; i++)
                    _children[0].SetValue(first + i, items[i]);
                break;
            case KeyValuePair<object, object?>[] pairs when _type is MapType:
                var start = Reserve(row, pairs.Length);
                for (var i = 0; i < pairs.Length; i++)
                {
                    _children[0]._children[0].SetValue(start + i, pairs[i].Key);
                    _children[0]._children[1].SetValue(start + i, pairs[i].Value);
                }

                break;
            default:
                throw new InvalidOperationException($"A native function gave a {value.GetType().Name} for {_type}.");
        }
    }

    private static decimal Power10(int digits)
    {
        var power = 1m;
        while (digits-- > 0)
            power *= 10;
        return power;
    }

    private (long Offset, int Length) List(long row)
    {
        var entry = (ulong*)_data + row * 2;
        return ((long)entry[0], (int)entry[1]);
    }

    /// <summary>Makes room for a list of <paramref name="length"/> behind those already there, and tells where it begins.</summary>
    private long Reserve(long row, int length)
    {
        var first = (ulong)DuckDBListVectorGetSize(_handle);
        DuckDBListVectorReserve(_handle, first + (ulong)length);
        DuckDBListVectorSetSize(_handle, first + (ulong)length);
        var entry = (ulong*)_data + row * 2;
        entry[0] = first;
        entry[1] = (ulong)length;
        _children[0].Refresh();
        return (long)first;
    }

    /// <summary>Growing a list moves its element's memory.</summary>
    private void Refresh()
    {
        _data = DuckDBVectorGetData(_handle);
        _validity = DuckDBVectorGetValidity(_handle);
        if (_type is StructType)
        {
            foreach (var child in _children)
                child.Refresh();
        }
    }

    private readonly record struct DuckDbInterval(int Months, int Days, long Micros)
    {
        public (int Months, int Days, long Micros) ToTuple() => (Months, Days, Micros);
    }
}
