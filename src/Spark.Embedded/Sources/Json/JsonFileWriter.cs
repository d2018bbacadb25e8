using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spark.Embedded.Run;
using Spark.Embedded.Types;

namespace Spark.Embedded.Sources.Json;

/// <summary>Writes JSON lines as Spark does: null fields are left out unless <c>ignoreNullFields</c> is false.</summary>
internal sealed class JsonFileWriter(SourceOptions options, string timeZone) : RowFileWriter
{
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly bool _ignoreNulls = options.Flag("ignoreNullFields", true);
    private readonly byte[] _lineSeparator = Encoding.UTF8.GetBytes(options.Text("lineSep", "\n"));
    private readonly TimeZoneInfo _zone = Zones.Find(options.Text("timeZone", timeZone));
    private readonly TimePattern _date = TimePattern.Parse(options.Text("dateFormat", "yyyy-MM-dd"));
    private readonly TimePattern _timestamp = TimePattern.Parse(options.Text("timestampFormat", "yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]"));
    private readonly TimePattern _timestampNtz = TimePattern.Parse(options.Text("timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss[.SSS]"));
    private readonly MemoryStream _line = new();

    protected override string Extension => "json";

    protected override void Check(IReadOnlyList<StructField> columns) { }

    protected override void WriteRow(Stream output, IReadOnlyList<StructField> columns, object?[] values)
    {
        _line.SetLength(0);
        using (var json = new Utf8JsonWriter(_line, WriterOptions))
            Struct(json, columns, values);
        output.Write(_line.GetBuffer().AsSpan(0, (int)_line.Length));
        output.Write(_lineSeparator);
    }

    private void Struct(Utf8JsonWriter json, IReadOnlyList<StructField> fields, object?[] values)
    {
        json.WriteStartObject();
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is null && _ignoreNulls)
                continue;
            json.WritePropertyName(fields[i].Name);
            Value(json, values[i], fields[i].Type);
        }

        json.WriteEndObject();
    }

    private void Value(Utf8JsonWriter json, object? value, SparkType type)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int days when type == SparkType.Date:
                json.WriteStringValue(_date.Format(days * 86_400_000_000L, TimeZoneInfo.Utc));
                break;
            case long micros when type == SparkType.Timestamp:
                json.WriteStringValue(_timestamp.Format(micros, _zone));
                break;
            case long micros when type == SparkType.TimestampNtz:
                json.WriteStringValue(_timestampNtz.Format(micros, TimeZoneInfo.Utc));
                break;
            case sbyte or short or int or long when type is IntegralType:
                json.WriteNumberValue(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case BigInteger unscaled when type is DecimalType d:
                json.WriteRawValue(ValueText.Decimal(unscaled, d.Scale), skipInputValidation: true);
                break;
            case double number when double.IsFinite(number):
                json.WriteRawValue(ValueText.Double(number), skipInputValidation: true);
                break;
            case float number when float.IsFinite(number):
                json.WriteRawValue(ValueText.Float(number), skipInputValidation: true);
                break;
            case byte[] bytes:
                json.WriteStringValue(Convert.ToBase64String(bytes));
                break;
            case object?[] items when type is ArrayType array:
                json.WriteStartArray();
                foreach (var item in items)
                    Value(json, item, array.Element);
                json.WriteEndArray();
                break;
            case object?[] fields when type is StructType structure:
                Struct(json, structure.Fields, fields);
                break;
            case KeyValuePair<object, object?>[] pairs when type is MapType map:
                json.WriteStartObject();
                foreach (var (key, item) in pairs)
                {
                    if (item is null && _ignoreNulls)
                        continue;
                    json.WritePropertyName(ShowText.Plain(key, map.Key, _zone));
                    Value(json, item, map.Value);
                }

                json.WriteEndObject();
                break;
            default:
                json.WriteStringValue(ShowText.Plain(value, type, _zone));
                break;
        }
    }
}
