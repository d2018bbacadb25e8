using Microsoft.Spark.Sql.Rows;
using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Sql;

/// <summary>A row of a result.</summary>
/// <remarks>
/// Values are <see cref="bool"/>, <see cref="sbyte"/>, <see cref="short"/>, <see cref="int"/>, <see cref="long"/>, <see cref="float"/>,
/// <see cref="double"/>, <see cref="decimal"/>, <see cref="string"/>, <c>byte[]</c>, <see cref="Date"/>, <see cref="Timestamp"/>,
/// <see cref="System.Collections.ArrayList"/> for arrays, <see cref="System.Collections.Hashtable"/> for maps, and <see cref="Row"/> for structs;
/// <see cref="DateTime"/> for timestamps without a zone, <see cref="TimeOnly"/> for times, <see cref="TimeSpan"/> for intervals of days,
/// <see cref="int"/> (months) for intervals of years. <see cref="GetAs{T}(int)"/> gives them as other types too.
/// </remarks>
public sealed class Row
{
    private readonly ResultBatch? _batch;
    private readonly int _index;
    private object?[]? _values;

    /// <summary>Makes a row of values.</summary>
    /// <exception cref="ArgumentException">There are not as many values as fields.</exception>
    public Row(object?[] values, StructType schema)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(schema);
        if (values.Length != schema.Fields.Count)
            throw new ArgumentException(
                $"The row has {values.Length} values, but its schema {schema.Fields.Count} fields.",
                nameof(values)
            );
        _values = values;
        Schema = schema;
    }

    internal Row(ResultBatch batch, int index, StructType schema)
    {
        _batch = batch;
        _index = index;
        Schema = schema;
    }

    private Row(GenericRow row)
    {
        _values = row.Values;
        Schema = new StructType([]);
    }

    /// <summary>A row without names of the same values.</summary>
    public static implicit operator Row(GenericRow genericRow) => new(genericRow);

    /// <summary>The names and types of the values; without fields when they have no names.</summary>
    public StructType Schema { get; }

    /// <summary>All values.</summary>
    public object?[] Values => _values ??= _batch!.Values(_index);

    /// <summary>The number of values.</summary>
    public int Size() => _batch?.Columns.Length ?? _values!.Length;

    /// <summary>The value at a position.</summary>
    public object? this[int index] => Get(index);

    /// <summary>The value of a column.</summary>
    public object? this[string columnName] => Get(columnName);

    /// <summary>The value at a position; null when there is none.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such position.</exception>
    public object? Get(int index)
    {
        Check(index);
        return _values is { } values ? values[index] : _batch!.Columns[index][_index];
    }

    /// <summary>The value of a column; null when there is none.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public object? Get(string columnName) => Get(Schema.IndexOf(columnName));

    /// <summary>Whether the value at a position is null.</summary>
    public bool IsNullAt(int index) => Get(index) is null;

    /// <summary>The value at a position as another type.</summary>
    /// <remarks>
    /// Numbers convert to numbers when they fit; dates and timestamps to <see cref="DateOnly"/>, <see cref="DateTime"/> and
    /// <see cref="DateTimeOffset"/>; arrays to <c>T[]</c> and lists; maps to dictionaries; structs to <see cref="Row"/>. A null is a value of any
    /// type that has nulls.
    /// </remarks>
    /// <exception cref="InvalidCastException">The value is no <typeparamref name="T"/>.</exception>
    /// <exception cref="OverflowException">The number does not fit.</exception>
    public T GetAs<T>(int index)
    {
        Check(index);
        if (_values is null && _batch!.Columns[index] is IResultColumn<T> typed && typed.TryGet(_index, out var value))
            return value;
        return ValueConverter.To<T>(Get(index));
    }

    /// <summary>The value of a column as another type, as <see cref="GetAs{T}(int)"/> converts it.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public T GetAs<T>(string columnName) => GetAs<T>(Schema.IndexOf(columnName));

    /// <summary>The values in brackets.</summary>
    public override string ToString() => new GenericRow(Values).ToString();

    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj) || (obj is Row row && ValueConverter.SequenceEqual(Values, row.Values) && Schema.Equals(row.Schema));

    public override int GetHashCode() => ValueConverter.SequenceHash(Values);

    private void Check(int index)
    {
        if ((uint)index >= (uint)Size())
            throw new IndexOutOfRangeException($"The row has {Size()} columns; there is no column {index}.");
    }
}
