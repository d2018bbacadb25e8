using Spark.Connect.Columnar;
using Spark.Embedded.Types;

namespace Spark.Embedded.Run;

/// <summary>
/// Gives DuckDB's batches the names and the physical types of a Spark schema: intervals, for one, are plain numbers in DuckDB.
/// </summary>
internal sealed class ResultShape(StructType schema, string timeZone)
{
    /// <summary>The fields of every batch.</summary>
    public IReadOnlyList<ColumnField> Fields => _fields;

    private readonly ColumnField[] _fields =
    [
        .. schema.Fields.Select(field => new ColumnField(field.Name, TypeOf(field.Type, timeZone), field.Nullable)),
    ];

    /// <summary>The batch with the schema's fields; it owns the memory of the one given.</summary>
    public ColumnBatch Apply(ColumnBatch batch)
    {
        if (batch.Columns.Count != _fields.Length)
            throw new InvalidOperationException($"The result has {batch.Columns.Count} columns where the schema has {_fields.Length}.");
        var columns = new ColumnVector[_fields.Length];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = Apply(batch.Columns[i], _fields[i].Type);
        return new ColumnBatch(_fields, columns, batch.RowCount, batch);
    }

    private static ColumnVector Apply(ColumnVector vector, ColumnType type)
    {
        if (type.Kind == ColumnKind.Null)
            return new ColumnVector { Type = type, Length = vector.Length };
        if (
            Width(vector.Type) != Width(type)
            || (vector.Type.Kind == ColumnKind.Decimal128 && (vector.Type.Precision, vector.Type.Scale) != (type.Precision, type.Scale))
        )
            throw new InvalidOperationException($"The result has a column of {vector.Type.Kind} where the schema has {type.Kind}.");
        var children = vector.Children;
        if (children.Count > 0)
        {
            var shaped = new ColumnVector[children.Count];
            for (var i = 0; i < shaped.Length; i++)
                shaped[i] = Apply(children[i], type.Children[i].Type);
            children = shaped;
        }

        return new ColumnVector
        {
            Type = type,
            Length = vector.Length,
            Validity = vector.Validity,
            Offsets = vector.Offsets,
            Data = vector.Data,
            Children = children,
        };
    }

    /// <summary>What tells whether the buffers of one type can be read as another's.</summary>
    private static (ColumnKind Kind, int Bytes) Width(ColumnType type) =>
        type.ByteWidth > 0 && type.Kind is not (ColumnKind.Float32 or ColumnKind.Float64)
            ? (ColumnKind.Int64, type.ByteWidth)
            : (type.Kind, 0);

    private static ColumnType TypeOf(SparkType type, string timeZone) =>
        type switch
        {
            NullType => new ColumnType(ColumnKind.Null),
            IntegralType { Bytes: 1 } => new ColumnType(ColumnKind.Int8),
            IntegralType { Bytes: 2 } => new ColumnType(ColumnKind.Int16),
            IntegralType { Bytes: 4 } => ColumnType.Int32,
            IntegralType => ColumnType.Int64,
            FractionalType => type == SparkType.Float ? new ColumnType(ColumnKind.Float32) : ColumnType.Float64,
            DecimalType d => new ColumnType(ColumnKind.Decimal128) { Precision = d.Precision, Scale = d.Scale },
            StringType => ColumnType.Utf8,
            TimeType => new ColumnType(ColumnKind.Time64Nanos),
            YearMonthIntervalType => new ColumnType(ColumnKind.IntervalMonths),
            DayTimeIntervalType => new ColumnType(ColumnKind.DurationMicros),
            ArrayType array => new ColumnType(ColumnKind.List)
            {
                Children = [new ColumnField("element", TypeOf(array.Element, timeZone), array.ContainsNull)],
            },
            MapType map => new ColumnType(ColumnKind.Map)
            {
                Children =
                [
                    new ColumnField(
                        "entries",
                        new ColumnType(ColumnKind.Struct)
                        {
                            Children =
                            [
                                new ColumnField("key", TypeOf(map.Key, timeZone), false),
                                new ColumnField("value", TypeOf(map.Value, timeZone), map.ValueContainsNull),
                            ],
                        },
                        false
                    ),
                ],
            },
            StructType fields => new ColumnType(ColumnKind.Struct)
            {
                Children = [.. fields.Fields.Select(field => new ColumnField(field.Name, TypeOf(field.Type, timeZone), field.Nullable))],
            },
            _ => type.DuckDb switch
            {
                "BOOLEAN" => ColumnType.Boolean,
                "BLOB" => new ColumnType(ColumnKind.Binary),
                "DATE" => new ColumnType(ColumnKind.Date32),
                "TIMESTAMPTZ" => new ColumnType(ColumnKind.TimestampMicros) { TimeZone = timeZone },
                "TIMESTAMP" => new ColumnType(ColumnKind.TimestampMicros),
                "INTERVAL" => new ColumnType(ColumnKind.IntervalMonthDayNano),
                "JSON" => ColumnType.Utf8,
                _ => throw new InvalidOperationException($"No physical type for {type}."),
            },
        };
}
