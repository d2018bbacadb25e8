using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Spark.Embedded.Types;

namespace Spark.Embedded.Sources.Json;

/// <summary>JSON values as values of Spark types.</summary>
internal sealed class JsonConverter(JsonOptions options)
{
    /// <summary>Fills the values of an object's fields; false when one did not fit its type, which is then null.</summary>
    public bool Fields(JsonElement record, IReadOnlyList<StructField> fields, object?[] values)
    {
        var good = true;
        for (var i = 0; i < fields.Count; i++)
        {
            if (record.TryGetProperty(fields[i].Name, out var element))
                good &= TryValue(element, fields[i].Type, out values[i]);
        }

        return good;
    }

    private bool TryValue(JsonElement element, SparkType type, out object? value)
    {
        value = null;
        if (element.ValueKind == JsonValueKind.Null)
            return true;
        var text =
            element.ValueKind == JsonValueKind.String ? element.GetString()!
            : element.ValueKind == JsonValueKind.Number ? element.GetRawText()
            : null;
        var bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
        switch (type)
        {
            case StringType:
                value = element.ValueKind == JsonValueKind.String ? text : LenientJson.Spell(text ?? element.GetRawText());
                return true;
            case IntegralType integral:
                if (element.ValueKind != JsonValueKind.Number || !TextValueParser.TryLong(bytes, out var number))
                    return element.ValueKind == JsonValueKind.String && bytes.Length == 0;
                value = integral.Bytes switch
                {
                    1 when number == (sbyte)number => (sbyte)number,
                    2 when number == (short)number => (short)number,
                    4 when number == (int)number => (int)number,
                    8 => number,
                    _ => null,
                };
                return value is not null;
            case FractionalType:
                if (element.ValueKind == JsonValueKind.Number && LenientJson.NotANumber(text!, out var word))
                {
                    value = type == SparkType.Float ? (float)word : word;
                    return true;
                }

                if (element.ValueKind == JsonValueKind.String)
                {
                    if (!options.Leniency.NonNumericNumbers)
                        return bytes.Length == 0;
                    double? special = text switch
                    {
                        "NaN" => double.NaN,
                        "+INF" or "+Infinity" or "Infinity" or "INF" => double.PositiveInfinity,
                        "-INF" or "-Infinity" => double.NegativeInfinity,
                        _ => null,
                    };
                    value =
                        special is null ? null
                        : type == SparkType.Float ? (float)special
                        : special;
                    return special is not null || bytes.Length == 0;
                }

                if (element.ValueKind != JsonValueKind.Number || !TextValueParser.TryDouble(bytes, out var fraction))
                    return false;
                value = type == SparkType.Float ? float.Parse(text!, NumberStyles.Float, CultureInfo.InvariantCulture) : fraction;
                return true;
            case DecimalType d:
                if (
                    text is null
                    || LenientJson.NotANumber(text, out _)
                    || !TextValueParser.TryDecimal(bytes, d.Precision, d.Scale, element.ValueKind == JsonValueKind.String, out var unscaled)
                )
                    return false;
                value = (BigInteger)unscaled;
                return true;
            case ArrayType array:
                return element.ValueKind == JsonValueKind.Array && TryList(element, array.Element, out value);
            case StructType structure:
                if (element.ValueKind != JsonValueKind.Object)
                    return false;
                var fields = new object?[structure.Fields.Count];
                var good = Fields(element, structure.Fields, fields);
                value = fields;
                return good;
            case MapType map:
                return element.ValueKind == JsonValueKind.Object && TryMap(element, map, out value);
        }

        if (type == SparkType.Boolean)
        {
            value = element.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => null,
            };
            return value is not null;
        }

        if (type == SparkType.Binary && element.ValueKind == JsonValueKind.String)
        {
            var decoded = new byte[bytes.Length];
            value = Convert.TryFromBase64String(text!, decoded, out var length) ? decoded[..length] : null;
            return value is not null;
        }

        if (type == SparkType.Date && element.ValueKind == JsonValueKind.String)
        {
            var found = options.DateFormat is null
                ? DateTimeText.TryDate(bytes, out var days)
                : options.DateFormat.TryDate(bytes, out days);
            value = found ? days : null;
            return found;
        }

        if (type == SparkType.Timestamp)
        {
            if (element.ValueKind == JsonValueKind.Number && TextValueParser.TryLong(bytes, out var seconds))
            {
                value = seconds * 1_000_000;
                return true;
            }

            long micros = 0;
            var found =
                element.ValueKind == JsonValueKind.String
                && (
                    options.TimestampFormat is null
                        ? DateTimeText.TryTimestamp(bytes, options.Zone, out micros)
                        : options.TimestampFormat.TryTimestamp(bytes, options.Zone, out micros)
                );
            value = found ? micros : null;
            return found;
        }

        if (
            type == SparkType.TimestampNtz
            && element.ValueKind == JsonValueKind.String
            && DateTimeText.TryTimestampNtz(bytes, true, out var wall)
        )
        {
            value = wall;
            return true;
        }

        return false;
    }

    private bool TryList(JsonElement element, SparkType type, out object? value)
    {
        var items = new object?[element.GetArrayLength()];
        var good = true;
        var i = 0;
        foreach (var item in element.EnumerateArray())
            good &= TryValue(item, type, out items[i++]);
        value = good ? items : null;
        return good;
    }

    private bool TryMap(JsonElement element, MapType map, out object? value)
    {
        var pairs = new Dictionary<string, object?>();
        var good = map.Key is StringType;
        foreach (var property in element.EnumerateObject())
        {
            good &= TryValue(property.Value, map.Value, out var item);
            pairs[property.Name] = item;
        }

        value = good ? pairs.Select(pair => new KeyValuePair<object, object?>(pair.Key, pair.Value)).ToArray() : null;
        return good;
    }
}
