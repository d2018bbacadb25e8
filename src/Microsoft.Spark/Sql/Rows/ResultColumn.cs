namespace Microsoft.Spark.Sql.Rows;

/// <summary>A column of a result, in the CLR's memory.</summary>
internal abstract class ResultColumn
{
    /// <summary>A row's value as the CLR type that <see cref="Row"/> promises; null for none.</summary>
    public abstract object? this[int row] { get; }
}

/// <summary>A column that gives its values as <typeparamref name="T"/> without boxing.</summary>
internal interface IResultColumn<T>
{
    /// <summary>Gives a row's value; false when it is null and <typeparamref name="T"/> cannot say so.</summary>
    bool TryGet(int row, out T value);
}

/// <summary>Values of a fixed width.</summary>
/// <param name="values">The values; at null rows they have no meaning.</param>
/// <param name="validity">One bit per row, set where there is a value; empty when no value is null.</param>
internal sealed class ValueColumn<T>(T[] values, byte[] validity) : ResultColumn, IResultColumn<T>, IResultColumn<T?>
    where T : struct
{
    public override object? this[int row] => IsNull(row) ? null : values[row];

    public bool TryGet(int row, out T value)
    {
        value = values[row];
        return !IsNull(row);
    }

    public bool TryGet(int row, out T? value)
    {
        value = IsNull(row) ? null : values[row];
        return true;
    }

    private bool IsNull(int row) => validity.Length > 0 && (validity[row >> 3] & (1 << (row & 7))) == 0;
}

/// <summary>Values that are objects.</summary>
internal sealed class ObjectColumn<T>(T?[] values) : ResultColumn, IResultColumn<T?>
    where T : class
{
    public override object? this[int row] => values[row];

    public bool TryGet(int row, out T? value)
    {
        value = values[row];
        return true;
    }
}

/// <summary>Values of a fixed width that become objects when somebody looks at them.</summary>
internal sealed class ConvertedColumn<TStored, T>(TStored[] values, byte[] validity, Func<TStored, T> convert)
    : ResultColumn,
        IResultColumn<T?>
    where TStored : struct
    where T : class
{
    public override object? this[int row] => TryGet(row, out var value) ? value : null;

    public bool TryGet(int row, out T? value)
    {
        value = validity.Length > 0 && (validity[row >> 3] & (1 << (row & 7))) == 0 ? null : convert(values[row]);
        return true;
    }
}
