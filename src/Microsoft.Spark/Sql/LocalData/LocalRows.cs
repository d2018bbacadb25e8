using System.Linq.Expressions;
using System.Reflection;
using global::Spark.Connect.Arrow;
using global::Spark.Connect.Columnar;
using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Sql;

/// <summary>Turns rows of the program into Arrow streams, in chunks that fit into a message.</summary>
internal sealed class LocalRows
{
    // A message and an array of the CLR end at 2 GiB; a column's offsets too.
    private const long ChunkSize = 256L << 20;

    private readonly StructType _schema;
    private readonly ColumnBuilder[] _columns;
    private readonly ColumnField[] _fields;
    private readonly List<byte[]> _chunks = [];
    private int _rows;

    private LocalRows(StructType schema)
    {
        _schema = schema;
        _columns = [.. schema.Fields.Select(field => ColumnBuilders.For(field.DataType))];
        _fields = [.. schema.Fields.Select((field, i) => new ColumnField(field.Name, _columns[i].Type, field.IsNullable))];
    }

    /// <summary>Arrow streams of rows, at least one.</summary>
    public static IReadOnlyList<byte[]> Encode(IEnumerable<GenericRow> rows, StructType schema)
    {
        var local = new LocalRows(schema);
        foreach (var row in rows)
        {
            ArgumentNullException.ThrowIfNull(row, nameof(rows));
            local.AddRow(row.Values);
        }

        return local.Finish();
    }

    /// <summary>Arrow streams of the values of one column.</summary>
    public static IReadOnlyList<byte[]> EncodeValues<T>(IEnumerable<T> values, StructType schema)
    {
        var local = new LocalRows(schema);
        if (local._columns[0] is FixedBuilder<int> ints && values is IEnumerable<int> intValues)
            local.AddAll(intValues, ints.Append);
        else if (local._columns[0] is FixedBuilder<long> longs && values is IEnumerable<long> longValues)
            local.AddAll(longValues, longs.Append);
        else if (local._columns[0] is FixedBuilder<double> doubles && values is IEnumerable<double> doubleValues)
            local.AddAll(doubleValues, doubles.Append);
        else
            local.AddAll(values, value => local.Append(0, value));
        return local.Finish();
    }

    /// <summary>Arrow streams of objects whose members are the columns.</summary>
    public static IReadOnlyList<byte[]> EncodeObjects<T>(IEnumerable<T> objects, StructType schema)
    {
        var local = new LocalRows(schema);
        var appenders = ClrTypes.Members(typeof(T)).Select((member, i) => local.Appender<T>(member, i)).ToArray();
        local.AddAll(
            objects,
            value =>
            {
                ArgumentNullException.ThrowIfNull(value, nameof(objects));
                foreach (var append in appenders)
                    append(value);
            }
        );
        return local.Finish();
    }

    private void AddAll<T>(IEnumerable<T> values, Action<T> add)
    {
        foreach (var value in values)
        {
            add(value);
            EndRow();
        }
    }

    private void AddRow(object?[] values)
    {
        if (values.Length != _columns.Length)
            throw new ArgumentException($"Row {_rows} has {values.Length} values, but the schema {_columns.Length} columns.");
        for (var i = 0; i < values.Length; i++)
            Append(i, values[i]);
        EndRow();
    }

    private void Append(int column, object? value)
    {
        if (value is null && !_schema.Fields[column].IsNullable)
            throw new ArgumentException($"Row {_rows} has no value for the column '{_schema.Fields[column].Name}', which cannot be null.");
        try
        {
            _columns[column].Append(value);
        }
        catch (Exception e) when (e is InvalidCastException or OverflowException)
        {
            throw new ArgumentException($"Row {_rows}, column '{_schema.Fields[column].Name}': {e.Message}", e);
        }
    }

    /// <summary>Reads a member of an object into a column, without boxing where the layout is that of the CLR.</summary>
    private Action<T> Appender<T>(MemberInfo member, int column)
    {
        var instance = Expression.Parameter(typeof(T));
        var value = Expression.MakeMemberAccess(instance, member);
        var builder = _columns[column];
        var fixedAppend = builder.GetType().GetMethod(nameof(FixedBuilder<int>.Append), [ClrTypes.TypeOf(member)]);
        if (fixedAppend is not null && fixedAppend.GetParameters()[0].ParameterType == ClrTypes.TypeOf(member) && value.Type.IsPrimitive)
            return Expression.Lambda<Action<T>>(Expression.Call(Expression.Constant(builder), fixedAppend, value), instance).Compile();
        var get = Expression.Lambda<Func<T, object?>>(Expression.Convert(value, typeof(object)), instance).Compile();
        return item => Append(column, get(item));
    }

    private void EndRow()
    {
        _rows++;
        if (_rows % 1024 == 0 && _columns.Sum(column => column.Size) >= ChunkSize)
            EndChunk();
    }

    private IReadOnlyList<byte[]> Finish()
    {
        if (_chunks.Count == 0 || _columns.Any(column => column.Count > 0))
            EndChunk();
        return _chunks;
    }

    private void EndChunk()
    {
        var count = _columns.Length > 0 ? _columns[0].Count : _rows;
        var batch = new ColumnBatch(_fields, Array.ConvertAll(_columns, column => column.Build()), count);
        _chunks.Add(ArrowStreamWriter.WriteAll(_fields, [batch]));
    }
}
