using System.Collections;
using System.Runtime.InteropServices;
using global::Spark.Connect.Columnar;
using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Sql.Rows;

/// <summary>Copies columns of a batch into the CLR types that <see cref="Row"/> promises.</summary>
internal static class ColumnDecoder
{
    /// <summary>Copies a column; nothing of the batch's memory is used afterwards.</summary>
    public static ResultColumn Decode(ColumnVector column, DataType type)
    {
        if (column.Type.Kind == ColumnKind.Null)
            return new ObjectColumn<object>(new object?[column.Length]);
        return type switch
        {
            BooleanType => new ValueColumn<bool>(Booleans(column), Validity(column)),
            ByteType => Values<sbyte>(column),
            ShortType => Values<short>(column),
            IntegerType => Values<int>(column),
            LongType => Values<long>(column),
            FloatType => Values<float>(column),
            DoubleType => Values<double>(column),
            DecimalType => Decimals(column),
            StringType or CharType or VarcharType => new ObjectColumn<string>(Strings(column)),
            BinaryType => new ObjectColumn<byte[]>(Objects(column, static (c, row) => c.GetBytes(row).ToArray())),
            DateType => new ConvertedColumn<int, Date>(
                Copy<int>(column),
                Validity(column),
                static days => new Date(Date.FromDaysSinceEpoch(days))
            ),
            TimestampType => new ConvertedColumn<long, Timestamp>(
                Copy<long>(column),
                Validity(column),
                static micros => new Timestamp(Timestamp.FromMicrosecondsSinceEpoch(micros, DateTimeKind.Utc))
            ),
            TimestampNTZType => Converted<long, DateTime>(
                column,
                static micros => Timestamp.FromMicrosecondsSinceEpoch(micros, DateTimeKind.Unspecified)
            ),
            TimeType => Converted<long, TimeOnly>(column, static nanos => new TimeOnly(nanos / 100)),
            DayTimeIntervalType => Converted<long, TimeSpan>(column, static micros => TimeSpan.FromMicroseconds(micros)),
            YearMonthIntervalType => Values<int>(column),
            CalendarIntervalType => Intervals(column),
            ArrayType array => Arrays(column, array),
            MapType map => Maps(column, map),
            StructType structure => Structs(column, structure),
            VariantType => Variants(column),
            _ => throw new SparkUnsupportedOperationException(
                $"Values of type {type.Sql} have no form in .NET here; cast the column to another type."
            ),
        };
    }

    private static ValueColumn<T> Values<T>(ColumnVector column)
        where T : unmanaged => new(Copy<T>(column), Validity(column));

    private static T[] Copy<T>(ColumnVector column)
        where T : unmanaged
    {
        if (column.Type.ByteWidth != Marshal.SizeOf<T>())
            throw new SparkException($"The engine sent a column as {column.Type.Kind} where {typeof(T).Name} belongs.");
        return column.Values<T>().ToArray();
    }

    private static byte[] Validity(ColumnVector column) => column.Validity.Span.ToArray();

    private static bool[] Booleans(ColumnVector column)
    {
        var values = new bool[column.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = column.GetBoolean(i);
        return values;
    }

    private static string?[] Strings(ColumnVector column)
    {
        var values = new string?[column.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = column.IsNull(i) ? null : column.GetString(i);
        return values;
    }

    private static T?[] Objects<T>(ColumnVector column, Func<ColumnVector, int, T> convert)
        where T : class
    {
        var values = new T?[column.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = column.IsNull(i) ? null : convert(column, i);
        return values;
    }

    private static ValueColumn<T> Converted<TStored, T>(ColumnVector column, Func<TStored, T> convert)
        where TStored : unmanaged
        where T : struct
    {
        var stored = column.Values<TStored>();
        var values = new T[column.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (!column.IsNull(i))
                values[i] = convert(stored[i]);
        }

        return new(values, Validity(column));
    }

    private static ValueColumn<decimal> Decimals(ColumnVector column)
    {
        var scale = column.Type.Scale;
        return Converted<Int128, decimal>(column, value => ToDecimal(value, scale));
    }

    /// <summary>A scaled number as a CLR decimal, which has 96 bits and at most 28 digits after the point.</summary>
    internal static decimal ToDecimal(Int128 value, int scale)
    {
        const int MaxScale = 28;
        var (digits, places) = (value, scale);
        while (places > 0 && (places > MaxScale || !Fits(digits)))
        {
            var (quotient, remainder) = Int128.DivRem(digits, 10);
            if (remainder != 0)
                break;
            (digits, places) = (quotient, places - 1);
        }

        if (places > MaxScale || !Fits(digits))
        {
            throw new SparkArithmeticException(
                $"A value of DECIMAL with {scale} digits after the point has more digits than .NET's decimal holds; cast the column to a string or a smaller decimal."
            );
        }

        var magnitude = (UInt128)Int128.Abs(digits);
        return new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), (int)(uint)(magnitude >> 64), digits < 0, (byte)places);
    }

    private static bool Fits(Int128 digits) => digits > -(Int128.One << 96) && digits < Int128.One << 96;

    private static ValueColumn<CalendarInterval> Intervals(ColumnVector column)
    {
        var values = new CalendarInterval[column.Length];
        var bytes = column.Data.Span;
        for (var i = 0; i < values.Length; i++)
        {
            var value = bytes.Slice(i * 16, 16);
            values[i] = new(
                MemoryMarshal.Read<int>(value),
                MemoryMarshal.Read<int>(value[4..]),
                MemoryMarshal.Read<long>(value[8..]) / 1000
            );
        }

        return new(values, Validity(column));
    }

    private static ObjectColumn<ArrayList> Arrays(ColumnVector column, ArrayType type)
    {
        var elements = Decode(column.Children[0], type.ElementType);
        return new(
            Objects(
                column,
                (c, row) =>
                {
                    var (start, end) = c.Range(row);
                    var list = new ArrayList(end - start);
                    for (var i = start; i < end; i++)
                        list.Add(elements[i]);
                    return list;
                }
            )
        );
    }

    private static ObjectColumn<Hashtable> Maps(ColumnVector column, MapType type)
    {
        var keys = Decode(column.Children[0].Children[0], type.KeyType);
        var values = Decode(column.Children[0].Children[1], type.ValueType);
        return new(
            Objects(
                column,
                (c, row) =>
                {
                    var (start, end) = c.Range(row);
                    var table = new Hashtable(end - start);
                    for (var i = start; i < end; i++)
                        table[keys[i]!] = values[i];
                    return table;
                }
            )
        );
    }

    private static ObjectColumn<Row> Structs(ColumnVector column, StructType type)
    {
        var fields = new ResultColumn[type.Fields.Count];
        for (var i = 0; i < fields.Length; i++)
            fields[i] = Decode(column.Children[i], type.Fields[i].DataType);
        var batch = new ResultBatch(fields, column.Length);
        return new(Objects(column, (_, row) => new Row(batch, row, type)));
    }

    private static ObjectColumn<VariantValue> Variants(ColumnVector column)
    {
        int Child(string name) =>
            column.Type.Children.ToList().FindIndex(field => field.Name == name) is var index and >= 0
                ? index
                : throw new SparkException($"The engine sent a variant without its {name}.");
        var (value, metadata) = (column.Children[Child("value")], column.Children[Child("metadata")]);
        return new(Objects(column, (_, row) => new VariantValue(value.GetBytes(row).ToArray(), metadata.GetBytes(row).ToArray())));
    }
}
