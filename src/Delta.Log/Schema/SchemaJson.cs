using System.Globalization;
using System.Text.Json;

namespace Delta.Log;

/// <summary>Spark's JSON form of a schema.</summary>
public static class SchemaJson
{
    /// <summary>Reads a schema string.</summary>
    /// <exception cref="DeltaLogException">It is no schema.</exception>
    public static StructType Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return ReadType(document.RootElement) as StructType ?? throw new JsonException("the root is no struct");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw DeltaLogException.Corrupt($"the schema string cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Writes a schema string.</summary>
    public static string Write(DeltaType type) => JsonText.Write(writer => WriteType(writer, type));

    /// <summary>A primitive type from its name, such as <c>long</c> or <c>decimal(10,2)</c>.</summary>
    public static PrimitiveType ParsePrimitive(string name)
    {
        if (name == "decimal")
            return new DecimalType(10, 0);
        if (!name.StartsWith("decimal(", StringComparison.Ordinal))
            return new PrimitiveType(name);
        var comma = name.IndexOf(',', StringComparison.Ordinal);
        return new DecimalType(
            int.Parse(
                name.AsSpan(8, comma - 8),
                NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture
            ),
            int.Parse(
                name.AsSpan((comma + 1)..^1),
                NumberStyles.AllowLeadingWhite | NumberStyles.AllowLeadingSign | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture
            )
        );
    }

    private static DeltaType ReadType(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String)
            return ParsePrimitive(json.GetString()!);
        return json.GetProperty("type").GetString() switch
        {
            "struct" => new StructType([.. json.GetProperty("fields").EnumerateArray().Select(ReadField)]),
            "array" => new ArrayType(ReadType(json.GetProperty("elementType")), json.GetProperty("containsNull").GetBoolean()),
            "map" => new MapType(
                ReadType(json.GetProperty("keyType")),
                ReadType(json.GetProperty("valueType")),
                json.GetProperty("valueContainsNull").GetBoolean()
            ),
            // A user-defined type is stored as the type beneath it.
            "udt" when json.TryGetProperty("sqlType", out var stored) => ReadType(stored),
            var other => throw new JsonException($"unknown type '{other}'"),
        };
    }

    private static StructField ReadField(JsonElement json)
    {
        var field = new StructField(
            json.GetProperty("name").GetString()!,
            ReadType(json.GetProperty("type")),
            !json.TryGetProperty("nullable", out var nullable) || nullable.GetBoolean()
        );
        if (!json.TryGetProperty("metadata", out var metadata) || metadata.ValueKind != JsonValueKind.Object)
            return field;
        Dictionary<string, string>? values = null;
        foreach (var property in metadata.EnumerateObject())
            (values ??= [])[property.Name] = property.Value.GetRawText();
        return values is null ? field : field with { Metadata = values };
    }

    private static void WriteType(Utf8JsonWriter writer, DeltaType type)
    {
        switch (type)
        {
            case PrimitiveType primitive:
                writer.WriteStringValue(primitive.Name);
                return;
            case StructType structure:
                writer.WriteStartObject();
                writer.WriteString("type", "struct");
                writer.WriteStartArray("fields");
                foreach (var field in structure.Fields)
                {
                    writer.WriteStartObject();
                    writer.WriteString("name", field.Name);
                    writer.WritePropertyName("type");
                    WriteType(writer, field.Type);
                    writer.WriteBoolean("nullable", field.Nullable);
                    writer.WriteStartObject("metadata");
                    foreach (var (key, json) in field.Metadata)
                    {
                        writer.WritePropertyName(key);
                        writer.WriteRawValue(json, skipInputValidation: true);
                    }

                    writer.WriteEndObject();
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
                return;
            case ArrayType array:
                writer.WriteStartObject();
                writer.WriteString("type", "array");
                writer.WritePropertyName("elementType");
                WriteType(writer, array.ElementType);
                writer.WriteBoolean("containsNull", array.ContainsNull);
                writer.WriteEndObject();
                return;
            case MapType map:
                writer.WriteStartObject();
                writer.WriteString("type", "map");
                writer.WritePropertyName("keyType");
                WriteType(writer, map.KeyType);
                writer.WritePropertyName("valueType");
                WriteType(writer, map.ValueType);
                writer.WriteBoolean("valueContainsNull", map.ValueContainsNull);
                writer.WriteEndObject();
                return;
            default:
                throw new ArgumentException($"{type.GetType().Name} is no type of a Delta schema.", nameof(type));
        }
    }
}
