using Spark.Connect;

namespace Spark.Embedded.Types;

/// <summary>Types between the protocol's messages and the engine's own.</summary>
public static class ProtocolTypes
{
    /// <summary>The type that a message tells of.</summary>
    /// <param name="parse">Reads a type that came as text; null where none may.</param>
    public static SparkType FromProtocol(DataType type, Func<string, DataType>? parse = null) =>
        type.KindCase switch
        {
            DataType.KindOneofCase.Null => SparkType.Null,
            DataType.KindOneofCase.Binary => SparkType.Binary,
            DataType.KindOneofCase.Boolean => SparkType.Boolean,
            DataType.KindOneofCase.Byte => SparkType.Byte,
            DataType.KindOneofCase.Short => SparkType.Short,
            DataType.KindOneofCase.Integer => SparkType.Integer,
            DataType.KindOneofCase.Long => SparkType.Long,
            DataType.KindOneofCase.Float => SparkType.Float,
            DataType.KindOneofCase.Double => SparkType.Double,
            DataType.KindOneofCase.Decimal => new DecimalType(
                type.Decimal.HasPrecision ? type.Decimal.Precision : 10,
                type.Decimal.HasScale ? type.Decimal.Scale : 0
            ),
            DataType.KindOneofCase.String => type.String.Collation is "" or "UTF8_BINARY"
                ? SparkType.String
                : new StringType(Collation: type.String.Collation),
            DataType.KindOneofCase.Char => new StringType(type.Char.Length, true),
            DataType.KindOneofCase.VarChar => new StringType(type.VarChar.Length),
            DataType.KindOneofCase.Date => SparkType.Date,
            DataType.KindOneofCase.Timestamp => SparkType.Timestamp,
            DataType.KindOneofCase.TimestampNtz => SparkType.TimestampNtz,
            DataType.KindOneofCase.Time => new TimeType(type.Time.HasPrecision ? type.Time.Precision : 6),
            DataType.KindOneofCase.CalendarInterval => SparkType.CalendarInterval,
            DataType.KindOneofCase.YearMonthInterval => YearMonth(type.YearMonthInterval),
            DataType.KindOneofCase.DayTimeInterval => DayTime(type.DayTimeInterval),
            DataType.KindOneofCase.Array => new ArrayType(FromProtocol(type.Array.ElementType, parse), type.Array.ContainsNull),
            DataType.KindOneofCase.Map => new MapType(
                FromProtocol(type.Map.KeyType, parse),
                FromProtocol(type.Map.ValueType, parse),
                type.Map.ValueContainsNull
            ),
            DataType.KindOneofCase.Struct => new StructType([
                .. type.Struct.Fields.Select(f => new StructField(
                    f.Name,
                    FromProtocol(f.DataType, parse),
                    f.Nullable,
                    f.HasMetadata ? f.Metadata : null
                )),
            ]),
            DataType.KindOneofCase.Variant => SparkType.Variant,
            DataType.KindOneofCase.Unparsed when parse is not null => FromProtocol(parse(type.Unparsed.DataTypeString), parse),
            DataType.KindOneofCase.Udt when type.Udt.SqlType is { } sqlType => FromProtocol(sqlType, parse),
            _ => throw Errors.SparkErrors.Unsupported($"the data type {type.KindCase}"),
        };

    /// <summary>The message that tells of a type.</summary>
    public static DataType ToProtocol(SparkType type) =>
        type switch
        {
            NullType => new DataType { Null = new() },
            IntegralType { Bytes: 1 } => new DataType { Byte = new() },
            IntegralType { Bytes: 2 } => new DataType { Short = new() },
            IntegralType { Bytes: 4 } => new DataType { Integer = new() },
            IntegralType => new DataType { Long = new() },
            FractionalType when type == SparkType.Float => new DataType { Float = new() },
            FractionalType => new DataType { Double = new() },
            DecimalType d => new DataType
            {
                Decimal = new() { Precision = d.Precision, Scale = d.Scale },
            },
            StringType { Length: { } n, Padded: true } => new DataType { Char = new() { Length = n } },
            StringType { Length: { } n } => new DataType { VarChar = new() { Length = n } },
            StringType s => new DataType { String = new() { Collation = s.Collation } },
            TimeType t => new DataType { Time = new() { Precision = t.Precision } },
            YearMonthIntervalType i => new DataType
            {
                YearMonthInterval = new() { StartField = i.Start, EndField = i.End },
            },
            DayTimeIntervalType i => new DataType
            {
                DayTimeInterval = new() { StartField = i.Start, EndField = i.End },
            },
            ArrayType a => new DataType
            {
                Array = new() { ElementType = ToProtocol(a.Element), ContainsNull = a.ContainsNull },
            },
            MapType m => new DataType
            {
                Map = new()
                {
                    KeyType = ToProtocol(m.Key),
                    ValueType = ToProtocol(m.Value),
                    ValueContainsNull = m.ValueContainsNull,
                },
            },
            StructType s => Struct(s),
            _ when type == SparkType.Boolean => new DataType { Boolean = new() },
            _ when type == SparkType.Binary => new DataType { Binary = new() },
            _ when type == SparkType.Date => new DataType { Date = new() },
            _ when type == SparkType.Timestamp => new DataType { Timestamp = new() },
            _ when type == SparkType.TimestampNtz => new DataType { TimestampNtz = new() },
            _ when type == SparkType.CalendarInterval => new DataType { CalendarInterval = new() },
            _ when type == SparkType.Variant => new DataType { Variant = new() },
            _ => throw new ArgumentException($"The type {type.Name} has no message.", nameof(type)),
        };

    private static DataType Struct(StructType type)
    {
        var message = new DataType { Struct = new() };
        foreach (var field in type.Fields)
        {
            var target = new DataType.Types.StructField
            {
                Name = field.Name,
                DataType = ToProtocol(field.Type),
                Nullable = field.Nullable,
            };
            if (field.Metadata is { } metadata)
                target.Metadata = metadata;
            message.Struct.Fields.Add(target);
        }

        return message;
    }

    private static YearMonthIntervalType YearMonth(DataType.Types.YearMonthInterval type)
    {
        var start = type.HasStartField ? type.StartField : 0;
        return new YearMonthIntervalType(
            start,
            type.HasEndField ? type.EndField
                : type.HasStartField ? start
                : 1
        );
    }

    private static DayTimeIntervalType DayTime(DataType.Types.DayTimeInterval type)
    {
        var start = type.HasStartField ? type.StartField : 0;
        return new DayTimeIntervalType(
            start,
            type.HasEndField ? type.EndField
                : type.HasStartField ? start
                : 3
        );
    }
}
