using System.Text.Json;
using Spark.Embedded.Errors;
using Spark.Embedded.Types;
using Log = Delta.Log;

namespace Spark.Embedded.Delta;

/// <summary>Schemas between Delta's log and the engine.</summary>
internal static class DeltaSchemas
{
    /// <summary>The engine's form of a table's schema.</summary>
    public static StructType ToSpark(Log.StructType schema) => (StructType)ToSpark((Log.DeltaType)schema);

    public static SparkType ToSpark(Log.DeltaType type) =>
        type switch
        {
            Log.DecimalType exact => new DecimalType(exact.Precision, exact.Scale),
            Log.PrimitiveType primitive => Primitive(primitive.Name),
            Log.ArrayType array => new ArrayType(ToSpark(array.ElementType), array.ContainsNull),
            Log.MapType map => new MapType(ToSpark(map.KeyType), ToSpark(map.ValueType), map.ValueContainsNull),
            Log.StructType structure => new StructType([
                .. structure.Fields.Select(field => new StructField(
                    field.Name,
                    CharOrVarchar(field) ?? ToSpark(field.Type),
                    field.Nullable,
                    UserMetadata(field)
                )),
            ]),
            _ => throw SparkErrors.Unsupported($"the Delta type {type}"),
        };

    /// <summary>The form in the log of a schema.</summary>
    /// <exception cref="Microsoft.Spark.AnalysisException">Delta has no such type.</exception>
    public static Log.StructType ToDelta(StructType schema) => (Log.StructType)ToDelta(schema, "");

    /// <param name="path">Where the type stands, for the error.</param>
    public static Log.DeltaType ToDelta(SparkType type, string path) =>
        type switch
        {
            DecimalType exact => new Log.DecimalType(exact.Precision, exact.Scale),
            IntegralType integral => integral.Bytes switch
            {
                1 => Log.PrimitiveType.Byte,
                2 => Log.PrimitiveType.Short,
                4 => Log.PrimitiveType.Integer,
                _ => Log.PrimitiveType.Long,
            },
            StringType { Collation: "UTF8_BINARY" } => Log.PrimitiveType.String,
            NullType => Log.PrimitiveType.Void,
            ArrayType array => new Log.ArrayType(ToDelta(array.Element, path + ".element"), array.ContainsNull),
            MapType map => new Log.MapType(ToDelta(map.Key, path + ".key"), ToDelta(map.Value, path + ".value"), map.ValueContainsNull),
            StructType structure => new Log.StructType([.. structure.Fields.Select(field => ToDelta(field, path))]),
            _ when type == SparkType.Float => Log.PrimitiveType.Float,
            _ when type == SparkType.Double => Log.PrimitiveType.Double,
            _ when type == SparkType.Boolean => Log.PrimitiveType.Boolean,
            _ when type == SparkType.Binary => Log.PrimitiveType.Binary,
            _ when type == SparkType.Date => Log.PrimitiveType.Date,
            _ when type == SparkType.Timestamp => Log.PrimitiveType.Timestamp,
            _ when type == SparkType.TimestampNtz => Log.PrimitiveType.TimestampNtz,
            _ => throw DeltaErrors.Analysis(
                "DELTA_UNSUPPORTED_DATA_TYPES",
                $"Found columns using unsupported data types: [{path.TrimStart('.')}: {type.Name}]."
            ),
        };

    public static Log.StructField ToDelta(StructField field, string path = "")
    {
        var metadata = new Dictionary<string, string>();
        if (field.Metadata is { Length: > 0 } json)
        {
            using var document = JsonDocument.Parse(json);
            foreach (var property in document.RootElement.EnumerateObject())
                metadata[property.Name] = property.Value.GetRawText();
        }

        // Spark keeps the length of char and varchar beside the type string.
        if (field.Type is StringType { Length: not null })
            metadata["__CHAR_VARCHAR_TYPE_STRING"] = JsonSerializer.Serialize(field.Type.Name, DeltaJson.Default.String);
        return new Log.StructField(field.Name, ToDelta(field.Type, $"{path}.{field.Name}"), field.Nullable) { Metadata = metadata };
    }

    /// <summary>The DuckDB type of a column as its data files hold it, fields under their physical names.</summary>
    /// <param name="int96">Whether instants are INT96, which DuckDB reads as wall clocks in UTC.</param>
    public static string PhysicalDuckDb(Log.DeltaType type, bool int96 = false) =>
        type switch
        {
            Log.StructType structure =>
                $"STRUCT({string.Join(", ", structure.Fields.Where(IsStored).Select(field => $"{Sql.Name(field.PhysicalName)} {PhysicalDuckDb(field.Type, int96)}"))})",
            Log.ArrayType array => PhysicalDuckDb(array.ElementType, int96) + "[]",
            Log.MapType map => $"MAP({PhysicalDuckDb(map.KeyType, int96)}, {PhysicalDuckDb(map.ValueType, int96)})",
            Log.PrimitiveType { Name: "timestamp" } when int96 => "TIMESTAMP",
            _ => ToSpark(type).DuckDb,
        };

    /// <summary>Whether there is an instant anywhere in the type.</summary>
    public static bool HasInstant(Log.DeltaType type) =>
        type switch
        {
            Log.StructType structure => structure.Fields.Any(field => HasInstant(field.Type)),
            Log.ArrayType array => HasInstant(array.ElementType),
            Log.MapType map => HasInstant(map.KeyType) || HasInstant(map.ValueType),
            _ => type is Log.PrimitiveType { Name: "timestamp" },
        };

    /// <summary>Whether data files hold the column: those of type void are never written.</summary>
    public static bool IsStored(Log.StructField field) => field.Type is not Log.PrimitiveType { Name: "void" };

    /// <summary>Whether names anywhere in the type differ between schema and files.</summary>
    public static bool IsRenamed(Log.DeltaType type) =>
        type switch
        {
            Log.StructType structure => structure.Fields.Any(field =>
                field.Name != field.PhysicalName || !IsStored(field) || IsRenamed(field.Type)
            ),
            Log.ArrayType array => IsRenamed(array.ElementType),
            Log.MapType map => IsRenamed(map.KeyType) || IsRenamed(map.ValueType),
            _ => false,
        };

    private static SparkType Primitive(string name) =>
        name switch
        {
            "string" => SparkType.String,
            "long" => SparkType.Long,
            "integer" => SparkType.Integer,
            "short" => SparkType.Short,
            "byte" => SparkType.Byte,
            "float" => SparkType.Float,
            "double" => SparkType.Double,
            "boolean" => SparkType.Boolean,
            "binary" => SparkType.Binary,
            "date" => SparkType.Date,
            "timestamp" => SparkType.Timestamp,
            "timestamp_ntz" => SparkType.TimestampNtz,
            "void" => SparkType.Null,
            _ => throw SparkErrors.Unsupported($"the Delta type {name}"),
        };

    private static StringType? CharOrVarchar(Log.StructField field) =>
        field.MetadataText("__CHAR_VARCHAR_TYPE_STRING") is { } text
        && text.IndexOf('(', StringComparison.Ordinal) is > 0 and var open
        && int.TryParse(text.AsSpan(open + 1, text.Length - open - 2), System.Globalization.CultureInfo.InvariantCulture, out var length)
            ? new StringType(length, text.StartsWith("char", StringComparison.OrdinalIgnoreCase))
            : null;

    /// <summary>A field's metadata without what only Delta understands.</summary>
    private static string? UserMetadata(Log.StructField field)
    {
        var shown = field
            .Metadata.Where(pair => !pair.Key.StartsWith("delta.", StringComparison.Ordinal) && pair.Key != "__CHAR_VARCHAR_TYPE_STRING")
            .ToList();
        return shown.Count == 0
            ? null
            : "{"
                + string.Join(",", shown.Select(pair => JsonSerializer.Serialize(pair.Key, DeltaJson.Default.String) + ":" + pair.Value))
                + "}";
    }
}
