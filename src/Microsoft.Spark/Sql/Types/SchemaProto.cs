using Kind = global::Spark.Connect.DataType.KindOneofCase;
using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql.Types;

/// <summary>Reads types from the protocol's messages.</summary>
internal static class SchemaProto
{
    public static DataType Read(Proto.DataType type) =>
        type.KindCase switch
        {
            Kind.Null => new NullType(),
            Kind.Binary => new BinaryType(),
            Kind.Boolean => new BooleanType(),
            Kind.Byte => new ByteType(),
            Kind.Short => new ShortType(),
            Kind.Integer => new IntegerType(),
            Kind.Long => new LongType(),
            Kind.Float => new FloatType(),
            Kind.Double => new DoubleType(),
            Kind.Decimal => new DecimalType(
                type.Decimal.HasPrecision ? type.Decimal.Precision : 10,
                type.Decimal.HasScale ? type.Decimal.Scale : 0
            ),
            Kind.String => new StringType(type.String.Collation),
            Kind.Char => new CharType(type.Char.Length),
            Kind.VarChar => new VarcharType(type.VarChar.Length),
            Kind.Date => new DateType(),
            Kind.Timestamp => new TimestampType(),
            Kind.TimestampNtz => new TimestampNTZType(),
            Kind.Time => new TimeType(type.Time.HasPrecision ? type.Time.Precision : 6),
            Kind.CalendarInterval => new CalendarIntervalType(),
            Kind.YearMonthInterval => new YearMonthIntervalType(
                type.YearMonthInterval.HasStartField ? type.YearMonthInterval.StartField : 0,
                type.YearMonthInterval.HasEndField ? type.YearMonthInterval.EndField : 1
            ),
            Kind.DayTimeInterval => new DayTimeIntervalType(
                type.DayTimeInterval.HasStartField ? type.DayTimeInterval.StartField : 0,
                type.DayTimeInterval.HasEndField ? type.DayTimeInterval.EndField : 3
            ),
            Kind.Array => new ArrayType(Read(type.Array.ElementType), type.Array.ContainsNull),
            Kind.Map => new MapType(Read(type.Map.KeyType), Read(type.Map.ValueType), type.Map.ValueContainsNull),
            Kind.Struct => new StructType(
                type.Struct.Fields.Select(field => new StructField(
                    field.Name,
                    Read(field.DataType),
                    field.Nullable,
                    field.HasMetadata ? field.Metadata : null
                ))
            ),
            Kind.Variant => new VariantType(),
            Kind.Udt when type.Udt.SqlType is { } sqlType => Read(sqlType),
            Kind.Unparsed => DataType.FromDdl(type.Unparsed.DataTypeString),
            var kind => throw new SparkUnsupportedOperationException(
                $"Columns of type {kind} are not supported by this API; cast the column to another type."
            ),
        };
}
