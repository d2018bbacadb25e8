using System.Runtime.InteropServices;
using global::Spark.Connect.Columnar;

namespace Microsoft.Spark.Sql;

/// <summary>Collects values of a column in Arrow's layout.</summary>
internal abstract class ColumnBuilder(ColumnType type)
{
    private byte[]? _validity;

    /// <summary>The physical type.</summary>
    public ColumnType Type { get; } = type;

    /// <summary>How many values it has.</summary>
    public int Count { get; private set; }

    /// <summary>About how many bytes they take.</summary>
    public abstract long Size { get; }

    /// <summary>Adds a value of the CLR; null for none.</summary>
    /// <exception cref="InvalidCastException">The value does not belong into the column.</exception>
    public void Append(object? value)
    {
        if (value is null)
        {
            AppendNull();
            return;
        }

        Add(value);
        Advance();
    }

    /// <summary>Adds a null.</summary>
    public void AppendNull()
    {
        AddMissing();
        if (_validity is null)
        {
            _validity = new byte[Math.Max(64, (Count >> 3) + 1)];
            _validity.AsSpan(0, Count >> 3).Fill(0xFF);
            _validity[Count >> 3] = (byte)((1 << (Count & 7)) - 1);
        }

        Advance(valid: false);
    }

    /// <summary>The column of the values so far; the builder begins anew.</summary>
    public ColumnVector Build()
    {
        var column = Finish(_validity is null ? ReadOnlyMemory<byte>.Empty : _validity.AsMemory(0, (Count + 7) >> 3));
        _validity = null;
        Count = 0;
        return column;
    }

    /// <summary>Keeps a value that is not null.</summary>
    protected abstract void Add(object value);

    /// <summary>Keeps the place of a null.</summary>
    protected abstract void AddMissing();

    protected abstract ColumnVector Finish(ReadOnlyMemory<byte> validity);

    /// <summary>Counts a value that was kept.</summary>
    protected void Advance(bool valid = true)
    {
        if (_validity is not null)
        {
            if (Count >> 3 >= _validity.Length)
                Array.Resize(ref _validity, _validity.Length * 2);
            if (valid)
                _validity[Count >> 3] |= (byte)(1 << (Count & 7));
        }

        Count++;
    }
}

/// <summary>Values of a fixed width, stored as <typeparamref name="T"/>.</summary>
internal class FixedBuilder<T>(ColumnType type, Func<object, T> convert) : ColumnBuilder(type)
    where T : unmanaged
{
    private T[] _values = new T[256];
    private int _length;

    public override long Size => (long)_length * Marshal.SizeOf<T>();

    /// <summary>Adds a value without boxing it.</summary>
    public void Append(T value)
    {
        Store(value);
        Advance();
    }

    protected override void Add(object value) => Store(convert(value));

    protected override void AddMissing() => Store(default);

    protected override ColumnVector Finish(ReadOnlyMemory<byte> validity)
    {
        var data = MemoryMarshal.AsBytes(_values.AsSpan(0, _length)).ToArray();
        var column = new ColumnVector
        {
            Type = Type,
            Length = _length,
            Validity = validity,
            Data = data,
        };
        _length = 0;
        return column;
    }

    private void Store(T value)
    {
        if (_length == _values.Length)
            Array.Resize(ref _values, _length * 2);
        _values[_length++] = value;
    }
}

/// <summary>Truth values, a bit each.</summary>
internal sealed class BooleanBuilder(Func<object, bool> convert) : ColumnBuilder(ColumnType.Boolean)
{
    private byte[] _bits = new byte[64];
    private int _length;

    public override long Size => _length / 8;

    protected override void Add(object value) => Store(convert(value));

    protected override void AddMissing() => Store(false);

    protected override ColumnVector Finish(ReadOnlyMemory<byte> validity)
    {
        var column = new ColumnVector
        {
            Type = Type,
            Length = _length,
            Validity = validity,
            Data = _bits.AsSpan(0, (_length + 7) >> 3).ToArray(),
        };
        Array.Clear(_bits);
        _length = 0;
        return column;
    }

    private void Store(bool value)
    {
        if (_length >> 3 == _bits.Length)
            Array.Resize(ref _bits, _bits.Length * 2);
        if (value)
            _bits[_length >> 3] |= (byte)(1 << (_length & 7));
        _length++;
    }
}

/// <summary>Text or bytes behind offsets.</summary>
/// <param name="write">Writes a value into a span that is long enough, and says how much it took.</param>
/// <param name="measure">The most bytes that a value can take.</param>
internal sealed class BytesBuilder(ColumnType type, Func<object, int> measure, BytesBuilder.Writer write) : ColumnBuilder(type)
{
    private int[] _offsets = new int[257];
    private byte[] _data = new byte[4096];
    private int _length;
    private int _used;

    internal delegate int Writer(object value, Span<byte> destination);

    public override long Size => _used + (_length * 4L);

    protected override void Add(object value)
    {
        var most = measure(value);
        if (most > _data.Length - _used)
            Array.Resize(ref _data, (int)Math.Min(Array.MaxLength, Math.Max(_data.Length * 2L, (long)_used + most)));
        _used += write(value, _data.AsSpan(_used));
        Close();
    }

    protected override void AddMissing() => Close();

    protected override ColumnVector Finish(ReadOnlyMemory<byte> validity)
    {
        var column = new ColumnVector
        {
            Type = Type,
            Length = _length,
            Validity = validity,
            Offsets = MemoryMarshal.AsBytes(_offsets.AsSpan(0, _length + 1)).ToArray(),
            Data = _data.AsSpan(0, _used).ToArray(),
        };
        (_length, _used) = (0, 0);
        return column;
    }

    private void Close()
    {
        if (_length + 1 == _offsets.Length)
            Array.Resize(ref _offsets, _offsets.Length * 2);
        _offsets[++_length] = _used;
    }
}

/// <summary>Nothing but nulls.</summary>
internal sealed class NullBuilder() : ColumnBuilder(new ColumnType(ColumnKind.Null))
{
    public override long Size => 0;

    protected override void Add(object value) => throw new InvalidCastException($"{value} cannot stand in a column of type void.");

    protected override void AddMissing() { }

    protected override ColumnVector Finish(ReadOnlyMemory<byte> validity) => new() { Type = Type, Length = Count };
}
