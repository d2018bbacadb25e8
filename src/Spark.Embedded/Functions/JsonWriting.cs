using System.Numerics;
using System.Text;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions;

/// <summary><c>to_json</c>: fields that are null are left out, timestamps are ISO 8601 with the session's offset.</summary>
internal static class JsonWriting
{
    private const string TimestampPattern = "yyyy-MM-dd'T'HH:mm:ss.SSSXXX";

    public static NativeFunction Function(SparkType type, string timeZone)
    {
        Check(type);
        var zone = Zones.Find(timeZone);
        return new NativeFunction(
            $"spark_to_json<{type.Name}>_{timeZone}",
            [type],
            SparkType.String,
            (a, result) =>
            {
                var json = new StringBuilder();
                Write(json, a.Value(0), type, zone);
                result.Set(json.ToString());
            }
        );
    }

    private static void Check(SparkType type)
    {
        switch (type)
        {
            case ArrayType array:
                Check(array.Element);
                break;
            case MapType map:
                Check(map.Key);
                Check(map.Value);
                break;
            case StructType s:
                s.Fields.ToList().ForEach(f => Check(f.Type));
                break;
            case YearMonthIntervalType or DayTimeIntervalType or TimeType:
                throw SparkErrors.Unsupported($"the function to_json of {type.Name}");
            case var _ when type == SparkType.CalendarInterval || type == SparkType.Variant:
                throw SparkErrors.Unsupported($"the function to_json of {type.Name}");
        }
    }

    private static void Write(StringBuilder json, object? value, SparkType type, TimeZoneInfo zone)
    {
        switch (value)
        {
            case null:
                json.Append("null");
                return;
            case bool b:
                json.Append(b ? "true" : "false");
                return;
            case string text:
                JsonTree.WriteString(json, text);
                return;
            case byte[] bytes:
                JsonTree.WriteString(json, Convert.ToBase64String(bytes));
                return;
            case double d when !double.IsFinite(d):
                JsonTree.WriteString(json, ValueText.Double(d));
                return;
            case float f when !float.IsFinite(f):
                JsonTree.WriteString(json, ValueText.Float(f));
                return;
            case BigInteger unscaled:
                json.Append(ValueText.Decimal(unscaled, ((DecimalType)type).Scale));
                return;
            case int days when type == SparkType.Date:
                JsonTree.WriteString(json, ValueText.Date(days));
                return;
            case long micros when type == SparkType.Timestamp:
                JsonTree.WriteString(json, Timestamp(micros, zone));
                return;
            case long micros when type == SparkType.TimestampNtz:
                JsonTree.WriteString(json, DatetimePattern.Of("yyyy-MM-dd'T'HH:mm:ss.SSS", false).Format(micros, 0, "UTC"));
                return;
            case object?[] items when type is ArrayType array:
                json.Append('[');
                for (var i = 0; i < items.Length; i++)
                {
                    json.Append(i > 0 ? "," : "");
                    Write(json, items[i], array.Element, zone);
                }

                json.Append(']');
                return;
            case object?[] fields when type is StructType row:
                json.Append('{');
                var first = true;
                for (var i = 0; i < fields.Length; i++)
                {
                    if (fields[i] is null)
                        continue;
                    json.Append(first ? "" : ",");
                    first = false;
                    JsonTree.WriteString(json, row.Fields[i].Name);
                    json.Append(':');
                    Write(json, fields[i], row.Fields[i].Type, zone);
                }

                json.Append('}');
                return;
            case KeyValuePair<object, object?>[] entries when type is MapType map:
                json.Append('{');
                for (var i = 0; i < entries.Length; i++)
                {
                    json.Append(i > 0 ? "," : "");
                    JsonTree.WriteString(json, Key(entries[i].Key, map.Key));
                    json.Append(':');
                    Write(json, entries[i].Value, map.Value, zone);
                }

                json.Append('}');
                return;
            default:
                json.Append(SparkValue.Text(value));
                return;
        }
    }

    private static string Timestamp(long micros, TimeZoneInfo zone)
    {
        var local = Zones.ToLocal(micros, zone);
        return DatetimePattern
            .Of(TimestampPattern, false)
            .Format(local, (int)((local - micros) / DatetimeArithmetic.MicrosPerSecond), zone.Id);
    }

    /// <summary>A map's key as text; Spark prints the internal number of dates and timestamps.</summary>
    private static string Key(object key, SparkType type) =>
        key switch
        {
            BigInteger unscaled => ValueText.Decimal(unscaled, ((DecimalType)type).Scale),
            string or bool or sbyte or short or int or long or float or double => SparkValue.Text(key),
            _ => throw SparkErrors.Unsupported($"the function to_json of maps with keys of {type.Name}"),
        };
}
