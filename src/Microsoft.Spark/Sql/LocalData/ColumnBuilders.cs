using System.Globalization;
using System.Text;
using global::Spark.Connect.Columnar;
using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Sql;

/// <summary>Makes the builder of a column for a Spark type.</summary>
internal static class ColumnBuilders
{
    /// <summary>The builder for a type.</summary>
    /// <exception cref="SparkUnsupportedOperationException">Values of the type cannot be sent to the engine.</exception>
    public static ColumnBuilder For(DataType type) =>
        type switch
        {
            BooleanType => new BooleanBuilder(value => value is bool b ? b : throw Mismatch(value, type)),
            ByteType => new FixedBuilder<sbyte>(new(ColumnKind.Int8), value => Number(value, type, Convert.ToSByte)),
            ShortType => new FixedBuilder<short>(new(ColumnKind.Int16), value => Number(value, type, Convert.ToInt16)),
            IntegerType => new FixedBuilder<int>(ColumnType.Int32, value => value is int i ? i : Number(value, type, Convert.ToInt32)),
            LongType => new FixedBuilder<long>(ColumnType.Int64, value => value is long l ? l : Number(value, type, Convert.ToInt64)),
            FloatType => new FixedBuilder<float>(
                new(ColumnKind.Float32),
                value => value is float f ? f : Number(value, type, Convert.ToSingle)
            ),
            DoubleType => new FixedBuilder<double>(
                ColumnType.Float64,
                value => value is double d ? d : Number(value, type, Convert.ToDouble)
            ),
            DecimalType d => new FixedBuilder<Int128>(
                new(ColumnKind.Decimal128) { Precision = d.Precision, Scale = d.Scale },
                value => Scaled(Number(value, type, Convert.ToDecimal), d)
            ),
            StringType or CharType or VarcharType => new BytesBuilder(
                ColumnType.Utf8,
                value => Encoding.UTF8.GetMaxByteCount(Text(value, type).Length),
                (value, bytes) => Encoding.UTF8.GetBytes(Text(value, type), bytes)
            ),
            BinaryType => new BytesBuilder(
                new(ColumnKind.Binary),
                value => value is byte[] bytes ? bytes.Length : throw Mismatch(value, type),
                (value, destination) =>
                {
                    ((byte[])value).CopyTo(destination);
                    return ((byte[])value).Length;
                }
            ),
            DateType => new FixedBuilder<int>(new(ColumnKind.Date32), value => Days(value, type)),
            TimestampType => new FixedBuilder<long>(new(ColumnKind.TimestampMicros) { TimeZone = "UTC" }, value => Instant(value, type)),
            TimestampNTZType => new FixedBuilder<long>(
                new(ColumnKind.TimestampMicros),
                value =>
                    value is DateTime dateTime
                        ? (dateTime.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond
                        : throw Mismatch(value, type)
            ),
            TimeType => new FixedBuilder<long>(
                new(ColumnKind.Time64Nanos),
                value => value is TimeOnly time ? time.Ticks * 100 : throw Mismatch(value, type)
            ),
            DayTimeIntervalType => new FixedBuilder<long>(
                new(ColumnKind.DurationMicros),
                value => value is TimeSpan span ? span.Ticks / TimeSpan.TicksPerMicrosecond : throw Mismatch(value, type)
            ),
            YearMonthIntervalType => new FixedBuilder<int>(new(ColumnKind.IntervalMonths), value => Number(value, type, Convert.ToInt32)),
            NullType => new NullBuilder(),
            ArrayType array => List(array),
            MapType map => Map(map),
            StructType structure => Struct(structure),
            _ => throw new SparkUnsupportedOperationException(
                $"Local data of type {type.Sql} cannot be sent to the engine; make it of text with an expression."
            ),
        };

    private static ListBuilder List(ArrayType type)
    {
        var element = For(type.ElementType);
        return new(new(ColumnKind.List) { Children = [new ColumnField("element", element.Type, type.ContainsNull)] }, element);
    }

    private static MapBuilder Map(MapType type)
    {
        var (key, value) = (For(type.KeyType), For(type.ValueType));
        var entry = new ColumnType(ColumnKind.Struct)
        {
            Children = [new ColumnField("key", key.Type, Nullable: false), new ColumnField("value", value.Type, type.ValueContainsNull)],
        };
        return new(new(ColumnKind.Map) { Children = [new ColumnField("entries", entry, Nullable: false)] }, key, value);
    }

    private static StructBuilder Struct(StructType type)
    {
        var fields = type.Fields.ConvertAll(field => For(field.DataType)).ToArray();
        var children = type.Fields.Select((field, i) => new ColumnField(field.Name, fields[i].Type, field.IsNullable)).ToArray();
        return new(new(ColumnKind.Struct) { Children = children }, fields);
    }

    private static T Number<T>(object value, DataType type, Func<object, IFormatProvider, T> convert) =>
        Type.GetTypeCode(value.GetType()) is >= TypeCode.SByte and <= TypeCode.Decimal
        && !value.GetType().IsEnum
        && (type is not IntegralType || value is not (float or double or decimal))
            ? convert(value, CultureInfo.InvariantCulture)
            : throw Mismatch(value, type);

    private static Int128 Scaled(decimal value, DecimalType type)
    {
        var rounded = Math.Round(value, Math.Min(type.Scale, 28), MidpointRounding.AwayFromZero);
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(rounded, bits);
        var digits =
            new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]) is var magnitude && rounded < 0
                ? -(Int128)magnitude
                : (Int128)magnitude;
        for (int scale = rounded.Scale; scale < type.Scale; scale++)
            digits = checked(digits * 10);
        return Int128.Abs(digits) < Power(type.Precision)
            ? digits
            : throw new OverflowException($"{value.ToString(CultureInfo.InvariantCulture)} does not fit into {type.Sql}.");
    }

    private static Int128 Power(int exponent)
    {
        Int128 power = 1;
        for (var i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }

    private static string Text(object value, DataType type) =>
        value switch
        {
            string text => text,
            char or Guid or Enum => value.ToString()!,
            _ => throw Mismatch(value, type),
        };

    private static int Days(object value, DataType type) =>
        value switch
        {
            Date date => date.DaysSinceEpoch,
            DateOnly date => new Date(date).DaysSinceEpoch,
            DateTime dateTime => new Date(dateTime).DaysSinceEpoch,
            _ => throw Mismatch(value, type),
        };

    private static long Instant(object value, DataType type) =>
        value switch
        {
            Timestamp timestamp => timestamp.MicrosecondsSinceEpoch,
            DateTime dateTime => new Timestamp(dateTime).MicrosecondsSinceEpoch,
            DateTimeOffset instant => new Timestamp(instant).MicrosecondsSinceEpoch,
            _ => throw Mismatch(value, type),
        };

    private static InvalidCastException Mismatch(object value, DataType type) =>
        new(
            $"The value '{Convert.ToString(value, CultureInfo.InvariantCulture)}' of type {value.GetType().Name} does not belong into a column of type {type.Sql}."
        );
}
