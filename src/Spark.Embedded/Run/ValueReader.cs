using System.Numerics;
using System.Runtime.InteropServices;
using Spark.Connect.Columnar;

namespace Spark.Embedded.Run;

/// <summary>Single values of batches, as <see cref="Plan.Literal"/> holds them; nested ones as in <see cref="Plan.NativeArguments.Value"/>.</summary>
internal static class ValueReader
{
    public static object? Read(ColumnVector column, int row)
    {
        if (column.IsNull(row))
            return null;
        switch (column.Type.Kind)
        {
            case ColumnKind.Boolean:
                return column.GetBoolean(row);
            case ColumnKind.Int8:
                return column.Values<sbyte>()[row];
            case ColumnKind.Int16:
                return column.Values<short>()[row];
            case ColumnKind.Int32 or ColumnKind.Date32 or ColumnKind.IntervalMonths:
                return column.Values<int>()[row];
            case ColumnKind.Int64 or ColumnKind.TimestampMicros or ColumnKind.DurationMicros:
                return column.Values<long>()[row];
            case ColumnKind.Time64Nanos:
                return column.Values<long>()[row] / 1000;
            case ColumnKind.Float32:
                return column.Values<float>()[row];
            case ColumnKind.Float64:
                return column.Values<double>()[row];
            case ColumnKind.Decimal128:
                return (BigInteger)column.Values<Int128>()[row];
            case ColumnKind.Utf8 or ColumnKind.LargeUtf8:
                return column.GetString(row);
            case ColumnKind.Binary or ColumnKind.LargeBinary:
                return column.GetBytes(row).ToArray();
            case ColumnKind.IntervalMonthDayNano:
                var bytes = column.Data.Span.Slice(row * 16, 16);
                return (MemoryMarshal.Read<int>(bytes), MemoryMarshal.Read<int>(bytes[4..]), MemoryMarshal.Read<long>(bytes[8..]) / 1000);
            case ColumnKind.List:
                var (start, end) = column.Range(row);
                var items = new object?[end - start];
                for (var i = 0; i < items.Length; i++)
                    items[i] = Read(column.Children[0], start + i);
                return items;
            case ColumnKind.Map:
                var (first, last) = column.Range(row);
                var entries = column.Children[0];
                var pairs = new KeyValuePair<object, object?>[last - first];
                for (var i = 0; i < pairs.Length; i++)
                    pairs[i] = new(Read(entries.Children[0], first + i)!, Read(entries.Children[1], first + i));
                return pairs;
            case ColumnKind.Struct:
                return column.Children.Select(child => Read(child, row)).ToArray();
            default:
                return null;
        }
    }
}
