using System.Globalization;
using System.Numerics;
using System.Text;
using Spark.Embedded.Errors;
using Spark.Embedded.Run;
using Spark.Embedded.Types;

namespace Spark.Embedded.Sources.Json;

/// <summary>Writes JSON lines as Spark does: null fields of rows are left out unless <c>ignoreNullFields</c> is false.</summary>
internal sealed class JsonFileWriter : RowFileWriter
{
    private readonly bool _ignoreNulls;
    private readonly bool _asciiOnly;
    private readonly string _lineSeparator;
    private readonly TimeZoneInfo _zone;
    private readonly TimePattern _date;
    private readonly TimePattern _timestamp;
    private readonly TimePattern _timestampNtz;
    private readonly StringBuilder _line = new();

    public JsonFileWriter(SourceOptions options, string timeZone)
    {
        if (options.Flag("pretty"))
            throw SparkErrors.Unsupported("the JSON option pretty");
        Charset = options.First("encoding", "charset");
        _ignoreNulls = options.Flag("ignoreNullFields", true);
        _asciiOnly = options.Flag("writeNonAsciiCharacterAsCodePoint");
        _lineSeparator = options.Text("lineSep", "\n");
        _zone = Zones.Find(options.Text("timeZone", timeZone));
        _date = TimePattern.Parse(options.Text("dateFormat", "yyyy-MM-dd"));
        _timestamp = TimePattern.Parse(options.Text("timestampFormat", "yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]"));
        _timestampNtz = TimePattern.Parse(options.Text("timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss[.SSS]"));
    }

    protected override string Extension => "json";

    protected override void Check(IReadOnlyList<StructField> columns)
    {
        if (columns.FirstOrDefault(column => column.Type == SparkType.CalendarInterval) is { } wrong)
            throw SparkErrors.Analysis(
                "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE",
                ("columnName", SparkErrors.Identifier(wrong.Name)),
                ("columnType", TypeText.Quoted(wrong.Type)),
                ("format", "JSON")
            );
    }

    protected override void WriteRow(Stream output, IReadOnlyList<StructField> columns, object?[] values)
    {
        _line.Clear();
        Struct(columns, values);
        _line.Append(_lineSeparator);
        output.Write(Encoding.UTF8.GetBytes(_line.ToString()));
    }

    private void Struct(IReadOnlyList<StructField> fields, object?[] values)
    {
        _line.Append('{');
        var first = true;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is null && _ignoreNulls)
                continue;
            if (!first)
                _line.Append(',');
            first = false;
            Text(fields[i].Name);
            _line.Append(':');
            Value(values[i], fields[i].Type);
        }

        _line.Append('}');
    }

    private void Value(object? value, SparkType type)
    {
        switch (value)
        {
            case null:
                _line.Append("null");
                break;
            case bool flag:
                _line.Append(flag ? "true" : "false");
                break;
            case int days when type == SparkType.Date:
                Text(_date.Format(days * 86_400_000_000L, TimeZoneInfo.Utc));
                break;
            case long micros when type == SparkType.Timestamp:
                Text(_timestamp.Format(micros, _zone));
                break;
            case long micros when type == SparkType.TimestampNtz:
                Text(_timestampNtz.Format(micros, TimeZoneInfo.Utc));
                break;
            case sbyte or short or int or long when type is IntegralType:
                _line.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
            case BigInteger unscaled when type is DecimalType d:
                _line.Append(ValueText.Decimal(unscaled, d.Scale));
                break;
            case double number when double.IsFinite(number):
                _line.Append(ValueText.Double(number));
                break;
            case float number when float.IsFinite(number):
                _line.Append(ValueText.Float(number));
                break;
            case byte[] bytes:
                Text(Convert.ToBase64String(bytes));
                break;
            case object?[] items when type is ArrayType array:
                _line.Append('[');
                for (var i = 0; i < items.Length; i++)
                {
                    if (i > 0)
                        _line.Append(',');
                    Value(items[i], array.Element);
                }

                _line.Append(']');
                break;
            case object?[] fields when type is StructType structure:
                Struct(structure.Fields, fields);
                break;
            case KeyValuePair<object, object?>[] pairs when type is MapType map:
                _line.Append('{');
                for (var i = 0; i < pairs.Length; i++)
                {
                    if (i > 0)
                        _line.Append(',');
                    Text(ShowText.Plain(pairs[i].Key, map.Key, _zone));
                    _line.Append(':');
                    Value(pairs[i].Value, map.Value);
                }

                _line.Append('}');
                break;
            default:
                Text(ShowText.Plain(value, type, _zone));
                break;
        }
    }

    private void Text(string text)
    {
        _line.Append('"');
        foreach (var character in text)
        {
            switch (character)
            {
                case '"' or '\\':
                    _line.Append('\\').Append(character);
                    break;
                case '\b':
                    _line.Append("\\b");
                    break;
                case '\f':
                    _line.Append("\\f");
                    break;
                case '\n':
                    _line.Append("\\n");
                    break;
                case '\r':
                    _line.Append("\\r");
                    break;
                case '\t':
                    _line.Append("\\t");
                    break;
                case < ' ':
                case > '\x7F' when _asciiOnly:
                    _line.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
                    break;
                default:
                    _line.Append(character);
                    break;
            }
        }

        _line.Append('"');
    }
}
