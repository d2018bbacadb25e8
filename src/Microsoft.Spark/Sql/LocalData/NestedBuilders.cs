using System.Collections;
using System.Reflection;
using System.Runtime.InteropServices;
using global::Spark.Connect.Columnar;

namespace Microsoft.Spark.Sql;

/// <summary>Lists behind offsets.</summary>
internal sealed class ListBuilder(ColumnType type, ColumnBuilder element) : ColumnBuilder(type)
{
    private readonly List<int> _offsets = [0];

    public override long Size => element.Size + (_offsets.Count * 4L);

    protected override void Add(object value)
    {
        if (value is not IEnumerable values || value is string)
            throw new InvalidCastException($"A value of type {value.GetType().Name} is no list.");
        foreach (var item in values)
            element.Append(item);
        _offsets.Add(element.Count);
    }

    protected override void AddMissing() => _offsets.Add(element.Count);

    protected override ColumnVector Finish(ReadOnlyMemory<byte> validity) => OffsetColumn(Type, _offsets, validity, element.Build());

    /// <summary>A column of offsets over a child; the offsets begin anew.</summary>
    internal static ColumnVector OffsetColumn(ColumnType type, List<int> offsets, ReadOnlyMemory<byte> validity, ColumnVector child)
    {
        var column = new ColumnVector
        {
            Type = type,
            Length = offsets.Count - 1,
            Validity = validity,
            Children = [child],
            Offsets = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(offsets)).ToArray(),
        };
        offsets.RemoveRange(1, offsets.Count - 1);
        return column;
    }
}

/// <summary>Maps: lists of structs of key and value.</summary>
internal sealed class MapBuilder(ColumnType type, ColumnBuilder key, ColumnBuilder value) : ColumnBuilder(type)
{
    private readonly List<int> _offsets = [0];

    public override long Size => key.Size + value.Size + (_offsets.Count * 4L);

    protected override void Add(object map)
    {
        if (map is not IDictionary entries)
            throw new InvalidCastException($"A value of type {map.GetType().Name} is no dictionary.");
        foreach (DictionaryEntry entry in entries)
        {
            key.Append(entry.Key);
            value.Append(entry.Value);
        }

        _offsets.Add(key.Count);
    }

    protected override void AddMissing() => _offsets.Add(key.Count);

    protected override ColumnVector Finish(ReadOnlyMemory<byte> validity)
    {
        var count = key.Count;
        var entries = new ColumnVector
        {
            Type = Type.Children[0].Type,
            Length = count,
            Children = [key.Build(), value.Build()],
        };
        return ListBuilder.OffsetColumn(Type, _offsets, validity, entries);
    }
}

/// <summary>Structs: a child for each field. Takes rows, arrays of values, and objects whose members are the fields.</summary>
internal sealed class StructBuilder(ColumnType type, ColumnBuilder[] fields) : ColumnBuilder(type)
{
    private Type? _clrType;
    private Func<object, object?>[] _getters = [];

    public override long Size => fields.Sum(child => child.Size);

    protected override void Add(object value)
    {
        switch (value)
        {
            case Row row:
                AddAll(row.Values);
                break;
            case GenericRow row:
                AddAll(row.Values);
                break;
            case object?[] values:
                AddAll(values);
                break;
            default:
                AddMembers(value);
                break;
        }
    }

    protected override void AddMissing()
    {
        foreach (var field in fields)
            field.AppendNull();
    }

    protected override ColumnVector Finish(ReadOnlyMemory<byte> validity) =>
        new()
        {
            Type = Type,
            Length = Count,
            Validity = validity,
            Children = Array.ConvertAll(fields, field => field.Build()),
        };

    private void AddAll(object?[] values)
    {
        if (values.Length != fields.Length)
            throw new ArgumentException($"A row has {values.Length} values where its schema has {fields.Length} fields.");
        for (var i = 0; i < fields.Length; i++)
            fields[i].Append(values[i]);
    }

    private void AddMembers(object value)
    {
        if (_clrType != value.GetType())
        {
            _clrType = value.GetType();
            _getters =
            [
                .. ClrTypes
                    .Members(_clrType)
                    .Select(member => member is FieldInfo field ? (Func<object, object?>)field.GetValue : ((PropertyInfo)member).GetValue),
            ];
            if (_getters.Length != fields.Length)
                throw new InvalidCastException($"A value of type {_clrType.Name} is no struct of {fields.Length} fields.");
        }

        for (var i = 0; i < fields.Length; i++)
            fields[i].Append(_getters[i](value));
    }
}
