using System.Globalization;
using Spark.Connect.Columnar;

namespace Spark.Embedded.Tests;

/// <summary>The values of batches as text, in one form whatever engine made them.</summary>
internal static class BatchText
{
    public static List<string> Rows(IEnumerable<ColumnBatch> batches)
    {
        var rows = new List<string>();
        foreach (var batch in batches)
        {
            using (batch)
            {
                for (var row = 0; row < batch.RowCount; row++)
                    rows.Add(string.Join(" | ", batch.Columns.Select(column => Value(column, row))));
            }
        }

        return rows;
    }

    public static string Value(ColumnVector column, int row)
    {
        if (column.IsNull(row))
            return "∅";
        switch (column.Type.Kind)
        {
            case ColumnKind.Boolean:
                return column.GetBoolean(row) ? "true" : "false";
            case ColumnKind.Int8:
                return Number(column.Values<sbyte>()[row]);
            case ColumnKind.Int16:
                return Number(column.Values<short>()[row]);
            case ColumnKind.Int32 or ColumnKind.Date32 or ColumnKind.IntervalMonths:
                return Number(column.Values<int>()[row]);
            case ColumnKind.Int64 or ColumnKind.TimestampMicros or ColumnKind.DurationMicros or ColumnKind.Time64Nanos:
                return Number(column.Values<long>()[row]);
            case ColumnKind.Float32:
                return column.Values<float>()[row].ToString("R", CultureInfo.InvariantCulture);
            case ColumnKind.Float64:
                return column.Values<double>()[row].ToString("R", CultureInfo.InvariantCulture);
            case ColumnKind.Decimal128:
                return $"{column.Values<Int128>()[row].ToString(CultureInfo.InvariantCulture)}e-{column.Type.Scale}";
            case ColumnKind.Utf8 or ColumnKind.LargeUtf8:
                return $"'{column.GetString(row).Replace("\n", "\\n").Replace("\r", "\\r")}'";
            case ColumnKind.Binary or ColumnKind.LargeBinary:
                return Convert.ToHexString(column.GetBytes(row));
            case ColumnKind.List:
                var (start, end) = column.Range(row);
                return $"[{string.Join(", ", Enumerable.Range(start, end - start).Select(i => Value(column.Children[0], i)))}]";
            case ColumnKind.Map:
                var (first, last) = column.Range(row);
                var entries = column.Children[0];
                return $"{{{string.Join(", ", Enumerable.Range(first, last - first).Select(i => $"{Value(entries.Children[0], i)}: {Value(entries.Children[1], i)}"))}}}";
            case ColumnKind.Struct:
                return $"({string.Join(", ", column.Children.Select(child => Value(child, row)))})";
            default:
                return Convert.ToHexString(column.Data.Span.Slice(row * column.Type.ByteWidth, column.Type.ByteWidth));
        }

        static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
