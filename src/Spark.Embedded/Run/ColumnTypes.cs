using Spark.Connect.Columnar;
using Spark.Embedded.Errors;
using Spark.Embedded.Types;

namespace Spark.Embedded.Run;

/// <summary>The Spark type of a column that comes without one.</summary>
internal static class ColumnTypes
{
    internal static SparkType ToSpark(ColumnType type) =>
        type.Kind switch
        {
            ColumnKind.Null => SparkType.Null,
            ColumnKind.Boolean => SparkType.Boolean,
            ColumnKind.Int8 => SparkType.Byte,
            ColumnKind.Int16 => SparkType.Short,
            ColumnKind.Int32 => SparkType.Integer,
            ColumnKind.Int64 => SparkType.Long,
            ColumnKind.Float32 => SparkType.Float,
            ColumnKind.Float64 => SparkType.Double,
            ColumnKind.Decimal128 => new DecimalType(type.Precision, type.Scale),
            ColumnKind.Utf8 or ColumnKind.LargeUtf8 => SparkType.String,
            ColumnKind.Binary or ColumnKind.LargeBinary => SparkType.Binary,
            ColumnKind.Date32 => SparkType.Date,
            ColumnKind.Time64Nanos => new TimeType(),
            ColumnKind.TimestampMicros => type.TimeZone is null ? SparkType.TimestampNtz : SparkType.Timestamp,
            ColumnKind.IntervalMonths => new YearMonthIntervalType(),
            ColumnKind.DurationMicros => new DayTimeIntervalType(),
            ColumnKind.IntervalMonthDayNano => SparkType.CalendarInterval,
            ColumnKind.List => new ArrayType(ToSpark(type.Children[0].Type), type.Children[0].Nullable),
            ColumnKind.Map => new MapType(
                ToSpark(type.Children[0].Type.Children[0].Type),
                ToSpark(type.Children[0].Type.Children[1].Type),
                type.Children[0].Type.Children[1].Nullable
            ),
            ColumnKind.Struct => new StructType([
                .. type.Children.Select(child => new StructField(child.Name, ToSpark(child.Type), child.Nullable)),
            ]),
            _ => throw SparkErrors.Unsupported($"columns of the Arrow type {type.Kind}"),
        };
}
