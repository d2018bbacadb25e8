using System.Text.Json;

namespace Spark.Embedded.Types;

/// <summary>Schemas as Spark writes them in JSON: <c>{"type":"struct","fields":[...]}</c>.</summary>
public static class TypeJson
{
    /// <summary>Whether a text is such JSON rather than DDL.</summary>
    public static bool IsJson(string text) => text.AsSpan().TrimStart() is ['{' or '"', ..];

    /// <summary>Reads a type.</summary>
    /// <param name="parse">Reads a type's name, such as <c>decimal(10,2)</c>.</param>
    public static SparkType Read(string json, Func<string, SparkType> parse)
    {
        using var document = JsonDocument.Parse(json);
        return Type(document.RootElement, parse);
    }

    /// <summary>Writes a type.</summary>
    public static string Write(SparkType type)
    {
        using var buffer = new MemoryStream();
        using (
            var json = new Utf8JsonWriter(
                buffer,
                new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
            Write(json, type);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, SparkType type)
    {
        switch (type)
        {
            case ArrayType array:
                json.WriteStartObject();
                json.WriteString("type", "array");
                json.WritePropertyName("elementType");
                Write(json, array.Element);
                json.WriteBoolean("containsNull", array.ContainsNull);
                json.WriteEndObject();
                break;
            case MapType map:
                json.WriteStartObject();
                json.WriteString("type", "map");
                json.WritePropertyName("keyType");
                Write(json, map.Key);
                json.WritePropertyName("valueType");
                Write(json, map.Value);
                json.WriteBoolean("valueContainsNull", map.ValueContainsNull);
                json.WriteEndObject();
                break;
            case StructType structure:
                json.WriteStartObject();
                json.WriteString("type", "struct");
                json.WriteStartArray("fields");
                foreach (var field in structure.Fields)
                {
                    json.WriteStartObject();
                    json.WriteString("name", field.Name);
                    json.WritePropertyName("type");
                    Write(json, field.Type);
                    json.WriteBoolean("nullable", field.Nullable);
                    json.WritePropertyName("metadata");
                    json.WriteRawValue(field.Metadata ?? "{}");
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
                break;
            default:
                json.WriteStringValue(TypeText.JsonName(type));
                break;
        }
    }

    private static SparkType Type(JsonElement element, Func<string, SparkType> parse)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return element.GetString() switch
            {
                "long" => SparkType.Long,
                "integer" => SparkType.Integer,
                "short" => SparkType.Short,
                "byte" => SparkType.Byte,
                "void" or "null" => SparkType.Null,
                var name => parse(name!),
            };
        }

        return element.GetProperty("type").GetString() switch
        {
            "array" => new ArrayType(Type(element.GetProperty("elementType"), parse), element.GetProperty("containsNull").GetBoolean()),
            "map" => new MapType(
                Type(element.GetProperty("keyType"), parse),
                Type(element.GetProperty("valueType"), parse),
                element.GetProperty("valueContainsNull").GetBoolean()
            ),
            "udt" => Type(element.GetProperty("sqlType"), parse),
            _ => new StructType([
                .. element
                    .GetProperty("fields")
                    .EnumerateArray()
                    .Select(field => new StructField(
                        field.GetProperty("name").GetString()!,
                        Type(field.GetProperty("type"), parse),
                        field.GetProperty("nullable").GetBoolean(),
                        field.TryGetProperty("metadata", out var metadata) && metadata.EnumerateObject().Any()
                            ? metadata.GetRawText()
                            : null
                    )),
            ]),
        };
    }
}
