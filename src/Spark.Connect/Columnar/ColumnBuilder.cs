using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Spark.Connect.Columnar;

/// <summary>Makes a column by appending one value after the other.</summary>
/// <remarks>
/// A value of a list or a map is appended by appending its elements to <see cref="Children"/> first and then calling <see cref="AppendList"/>; one of a
/// struct by appending each field and then calling <see cref="AppendStruct"/>. A map's child is its entry struct.
/// </remarks>
public sealed class ColumnBuilder
{
    private readonly ColumnType _type;
    private readonly int _width;
    private readonly bool _wideOffsets;
    private readonly ArrayBufferWriter<byte> _data = new();
    private readonly ArrayBufferWriter<byte> _offsets = new();
    private byte[] _validity = [];
    private int _length;
    private int _nullCount;

    public ColumnBuilder(ColumnType type)
    {
        _type = type;
        _width = type.ByteWidth;
        _wideOffsets = type.Kind is ColumnKind.LargeUtf8 or ColumnKind.LargeBinary;
        var children = new ColumnBuilder[type.Children.Count];
        for (var i = 0; i < children.Length; i++)
            children[i] = new ColumnBuilder(type.Children[i].Type);
        Children = children;
        if (HasOffsets)
            AppendOffset(0);
    }

    public int Length => _length;

    /// <summary>The builders of the element of a list, the fields of a struct, or the entry struct of a map.</summary>
    public IReadOnlyList<ColumnBuilder> Children { get; }

    private bool HasOffsets =>
        _type.Kind
            is ColumnKind.Utf8
                or ColumnKind.LargeUtf8
                or ColumnKind.Binary
                or ColumnKind.LargeBinary
                or ColumnKind.List
                or ColumnKind.Map;

    /// <summary>Appends a null, of whatever type; a struct's fields get one too.</summary>
    public void AppendNull()
    {
        if (_nullCount == 0)
        {
            // Until the first null there is no bitmap: every value before it is there.
            _validity = new byte[Math.Max(16, (_length >> 3) + 16)];
            _validity.AsSpan(0, _length >> 3).Fill(0xFF);
            _validity[_length >> 3] = (byte)((1 << (_length & 7)) - 1);
        }

        _nullCount++;
        switch (_type.Kind)
        {
            case ColumnKind.Null:
                break;
            case ColumnKind.Boolean:
                SetDataBit(false);
                break;
            case ColumnKind.Struct:
                foreach (var child in Children)
                    child.AppendNull();
                break;
            case ColumnKind.List or ColumnKind.Map:
                AppendOffset(Children[0]._length);
                break;
            default:
                if (_width == 0)
                {
                    AppendOffset(_data.WrittenCount);
                }
                else
                {
                    _data.GetSpan(_width)[.._width].Clear();
                    _data.Advance(_width);
                }

                break;
        }

        Advance(false);
    }

    public void AppendBoolean(bool value)
    {
        Require(_type.Kind == ColumnKind.Boolean);
        SetDataBit(value);
        Advance(true);
    }

    /// <summary>Appends a value of a fixed-width column in its physical form: a date is an int of days, a decimal an unscaled Int128.</summary>
    public void Append<T>(T value)
        where T : unmanaged
    {
        Require(_width == Unsafe.SizeOf<T>());
        MemoryMarshal.Write(_data.GetSpan(_width), value);
        _data.Advance(_width);
        Advance(true);
    }

    /// <summary>Appends values of a fixed-width column, none of them null.</summary>
    public void AppendRange<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Require(_width == Unsafe.SizeOf<T>());
        _data.Write(MemoryMarshal.AsBytes(values));
        if (_nullCount == 0)
            _length += values.Length;
        else
            for (var i = 0; i < values.Length; i++)
                Advance(true);
    }

    /// <summary>Appends a decimal, rounded half up to the column's scale.</summary>
    /// <exception cref="OverflowException">It has more digits than the column.</exception>
    public void AppendDecimal(decimal value)
    {
        Require(_type.Kind == ColumnKind.Decimal128);
        Append(Decimal128.FromDecimal(value, _type.Precision, _type.Scale));
    }

    public void AppendString(string value)
    {
        Require(_type.Kind is ColumnKind.Utf8 or ColumnKind.LargeUtf8);
        Encoding.UTF8.GetBytes(value, _data);
        AppendOffset(_data.WrittenCount);
        Advance(true);
    }

    /// <summary>Appends the bytes of a binary value, or of a text that is UTF-8 already.</summary>
    public void AppendBytes(ReadOnlySpan<byte> value)
    {
        Require(HasOffsets && Children.Count == 0);
        _data.Write(value);
        AppendOffset(_data.WrittenCount);
        Advance(true);
    }

    /// <summary>Ends a list or map value: it is made of what was appended to the child since the last one ended.</summary>
    public void AppendList()
    {
        Require(_type.Kind is ColumnKind.List or ColumnKind.Map);
        AppendOffset(Children[0]._length);
        Advance(true);
    }

    /// <summary>Ends a struct value, whose fields have been appended to the children.</summary>
    public void AppendStruct()
    {
        Require(_type.Kind == ColumnKind.Struct);
        Advance(true);
        foreach (var child in Children)
            if (child._length != _length)
                throw new InvalidOperationException(
                    $"A struct with {_length} values has a field with {child._length}: append one value to every field first."
                );
    }

    /// <summary>The column made so far. The builder must not be used afterwards: the column has its buffers.</summary>
    public ColumnVector Build() =>
        new()
        {
            Type = _type,
            Length = _length,
            Validity = _nullCount == 0 || _type.Kind == ColumnKind.Null ? default : _validity.AsMemory(0, (_length + 7) / 8),
            Offsets = _offsets.WrittenMemory,
            Data = _data.WrittenMemory,
            Children = Children.Count == 0 ? [] : [.. Children.Select(child => child.Build())],
        };

    private void Require(bool fits, [CallerMemberName] string method = "")
    {
        if (!fits)
            throw new InvalidOperationException($"{method} does not fit a column of kind {_type.Kind}.");
    }

    private void Advance(bool valid)
    {
        if (_nullCount > 0)
        {
            if (_length >> 3 >= _validity.Length)
                Array.Resize(ref _validity, 2 * _validity.Length);
            if (valid)
                _validity[_length >> 3] |= (byte)(1 << (_length & 7));
        }

        _length++;
    }

    private void SetDataBit(bool value)
    {
        if ((_length & 7) == 0)
        {
            _data.GetSpan(1)[0] = 0;
            _data.Advance(1);
        }

        if (value)
            MemoryMarshal.AsMemory(_data.WrittenMemory).Span[^1] |= (byte)(1 << (_length & 7));
    }

    private void AppendOffset(int offset)
    {
        if (_wideOffsets)
        {
            MemoryMarshal.Write(_offsets.GetSpan(8), (long)offset);
            _offsets.Advance(8);
        }
        else
        {
            MemoryMarshal.Write(_offsets.GetSpan(4), offset);
            _offsets.Advance(4);
        }
    }
}
