using Microsoft.Spark.Sql.Rows;

namespace Microsoft.Spark.Sql;

/// <summary>Values without names, to make a <see cref="DataFrame"/> of.</summary>
/// <param name="values">The values, in the order of the columns.</param>
public sealed class GenericRow(object?[] values)
{
    /// <summary>The values.</summary>
    public object?[] Values { get; } = values ?? throw new ArgumentNullException(nameof(values));

    /// <summary>The number of values.</summary>
    public int Size() => Values.Length;

    /// <summary>The value at a position.</summary>
    public object? this[int index] => Get(index);

    /// <summary>The value at a position.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such position.</exception>
    public object? Get(int index) =>
        index >= 0 && index < Values.Length
            ? Values[index]
            : throw new IndexOutOfRangeException($"The row has {Values.Length} values; there is no value at {index}.");

    /// <summary>The value at a position, converted as <see cref="Row.GetAs{T}(int)"/> does.</summary>
    public T GetAs<T>(int index) => ValueConverter.To<T>(Get(index));

    /// <summary>The values in brackets.</summary>
    public override string ToString() =>
        $"[{string.Join(",", Values.Select(value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)))}]";

    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj) || (obj is GenericRow row && ValueConverter.SequenceEqual(Values, row.Values));

    public override int GetHashCode() => ValueConverter.SequenceHash(Values);
}
