using System.Text.Encodings.Web;
using System.Text.Json;

namespace Microsoft.Spark.Sql.Types;

/// <summary>Reads the JSON form of types.</summary>
internal static class SchemaJson
{
    public static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static readonly JsonSerializerOptions SerializerOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static DataType Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json);
            return Parse(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ArgumentException($"This is not the JSON of a data type: {json}. {e.Message}", nameof(json), e);
        }
    }

    private static DataType Parse(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.String => ParseName(json.GetString()!),
            JsonValueKind.Object => ParseObject(json),
            _ => throw new JsonException($"A type is a name or an object, not {json.ValueKind}."),
        };

    private static DataType ParseName(string name) =>
        name switch
        {
            // A schema's JSON has these names besides those of SQL.
            "null" => new NullType(),
            "" => throw new JsonException("A type has a name."),
            _ => DdlParser.TryParseType(name) ?? throw new JsonException($"There is no type '{name}'."),
        };

    private static DataType ParseObject(JsonElement json) =>
        json.GetProperty("type").GetString() switch
        {
            "array" => new ArrayType(Parse(json.GetProperty("elementType")), json.GetProperty("containsNull").GetBoolean()),
            "map" => new MapType(
                Parse(json.GetProperty("keyType")),
                Parse(json.GetProperty("valueType")),
                json.GetProperty("valueContainsNull").GetBoolean()
            ),
            "struct" => new StructType(json.GetProperty("fields").EnumerateArray().Select(ParseField)),
            "udt" => json.TryGetProperty("sqlType", out var sqlType)
                ? Parse(sqlType)
                : throw new JsonException("A user-defined type has no meaning here without its sqlType."),
            var other => throw new JsonException($"There is no type '{other}' with parts."),
        };

    private static StructField ParseField(JsonElement json) =>
        new(
            json.GetProperty("name").GetString()!,
            Parse(json.GetProperty("type")),
            !json.TryGetProperty("nullable", out var nullable) || nullable.GetBoolean(),
            json.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object ? metadata.GetRawText() : null
        );
}
