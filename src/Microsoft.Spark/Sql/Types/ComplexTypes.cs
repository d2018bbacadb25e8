using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql.Types;

/// <summary>A list of values of one type.</summary>
/// <param name="elementType">The type of the elements.</param>
/// <param name="containsNull">Whether an element may be null.</param>
public sealed class ArrayType(DataType elementType, bool containsNull = true) : DataType
{
    /// <summary>The type of the elements.</summary>
    public DataType ElementType { get; } = elementType ?? throw new ArgumentNullException(nameof(elementType));

    /// <summary>Whether an element may be null.</summary>
    public bool ContainsNull { get; } = containsNull;

    public override string TypeName => "array";

    public override string SimpleString => $"array<{ElementType.SimpleString}>";

    public override string CatalogString => $"array<{ElementType.CatalogString}>";

    public override string Sql => $"ARRAY<{ElementType.Sql}>";

    internal override Proto.DataType ToProto() =>
        new()
        {
            Array = new() { ElementType = ElementType.ToProto(), ContainsNull = ContainsNull },
        };

    internal override void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "array");
        writer.WritePropertyName("elementType");
        ElementType.WriteJson(writer);
        writer.WriteBoolean("containsNull", ContainsNull);
        writer.WriteEndObject();
    }
}

/// <summary>Keys with a value each.</summary>
/// <param name="keyType">The type of the keys, which are never null.</param>
/// <param name="valueType">The type of the values.</param>
/// <param name="valueContainsNull">Whether a value may be null.</param>
public sealed class MapType(DataType keyType, DataType valueType, bool valueContainsNull = true) : DataType
{
    /// <summary>The type of the keys.</summary>
    public DataType KeyType { get; } = keyType ?? throw new ArgumentNullException(nameof(keyType));

    /// <summary>The type of the values.</summary>
    public DataType ValueType { get; } = valueType ?? throw new ArgumentNullException(nameof(valueType));

    /// <summary>Whether a value may be null.</summary>
    public bool ValueContainsNull { get; } = valueContainsNull;

    public override string TypeName => "map";

    public override string SimpleString => $"map<{KeyType.SimpleString},{ValueType.SimpleString}>";

    public override string CatalogString => $"map<{KeyType.CatalogString},{ValueType.CatalogString}>";

    public override string Sql => $"MAP<{KeyType.Sql}, {ValueType.Sql}>";

    internal override Proto.DataType ToProto() =>
        new()
        {
            Map = new()
            {
                KeyType = KeyType.ToProto(),
                ValueType = ValueType.ToProto(),
                ValueContainsNull = ValueContainsNull,
            },
        };

    internal override void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "map");
        writer.WritePropertyName("keyType");
        KeyType.WriteJson(writer);
        writer.WritePropertyName("valueType");
        ValueType.WriteJson(writer);
        writer.WriteBoolean("valueContainsNull", ValueContainsNull);
        writer.WriteEndObject();
    }
}

/// <summary>A column of a schema, or a field of a struct.</summary>
public sealed class StructField
{
    private readonly string? _metadata;

    /// <summary>Makes a field.</summary>
    /// <param name="name">The name.</param>
    /// <param name="dataType">The type.</param>
    /// <param name="isNullable">Whether a value may be null.</param>
    /// <param name="metadata">What else is known of the field, such as its <c>comment</c>; null for nothing.</param>
    public StructField(string name, DataType dataType, bool isNullable = true, JsonObject? metadata = null)
        : this(name, dataType, isNullable, metadata is { Count: > 0 } ? metadata.ToJsonString(SchemaJson.SerializerOptions) : null) { }

    internal StructField(string name, DataType dataType, bool isNullable, string? metadata)
    {
        Name = name ?? throw new ArgumentNullException(nameof(name));
        DataType = dataType ?? throw new ArgumentNullException(nameof(dataType));
        IsNullable = isNullable;
        _metadata = metadata is "" or "{}" ? null : metadata;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The type.</summary>
    public DataType DataType { get; }

    /// <summary>Whether a value may be null.</summary>
    public bool IsNullable { get; }

    /// <summary>What else is known of the field; empty when nothing is. A new copy each time.</summary>
    public JsonObject Metadata => _metadata is null ? [] : (JsonObject)JsonNode.Parse(_metadata)!;

    /// <summary>The field's comment; null for none.</summary>
    public string? Comment => _metadata is null ? null : (string?)Metadata["comment"];

    /// <summary>The metadata as JSON; null for none.</summary>
    internal string? MetadataJson => _metadata;

    /// <summary>The field as a column definition: <c>`total cost` DECIMAL(10,2) NOT NULL COMMENT 'in euros'</c>.</summary>
    public string ToDdl()
    {
        var ddl = new StringBuilder(SqlIdentifier.QuoteIfNeeded(Name)).Append(' ').Append(DataType.Sql);
        if (!IsNullable)
            ddl.Append(" NOT NULL");
        if (Comment is { } comment)
            ddl.Append(" COMMENT '").Append(comment.Replace("\\", "\\\\").Replace("'", "\\'")).Append('\'');
        return ddl.ToString();
    }

    public override string ToString() => $"StructField({Name},{DataType.GetType().Name},{(IsNullable ? "true" : "false")})";
}

/// <summary>Fields of their own name and type each: the type of a row, or of a column that holds rows.</summary>
public sealed class StructType : DataType
{
    private Dictionary<string, int>? _indexes;

    /// <summary>Makes a struct of the given fields.</summary>
    public StructType(IEnumerable<StructField> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        Fields = [.. fields];
    }

    /// <summary>Makes a struct without fields, to which <see cref="Add(string, DataType, bool)"/> adds.</summary>
    public StructType()
        : this([]) { }

    /// <summary>The fields, in order.</summary>
    public List<StructField> Fields { get; }

    /// <summary>The names of the fields, in order.</summary>
    public IReadOnlyList<string> FieldNames => Fields.ConvertAll(f => f.Name);

    /// <summary>The field of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public StructField this[string name] => Fields[IndexOf(name)];

    /// <summary>Reads a struct from a list of columns in SQL: <c>age INT NOT NULL, name STRING</c>.</summary>
    /// <exception cref="ArgumentException">The text is no such list.</exception>
    public static new StructType FromDdl(string ddl) => new DdlParser(ddl).ParseColumns();

    /// <summary>A struct with one more field.</summary>
    public StructType Add(string name, DataType dataType, bool isNullable = true) =>
        new(Fields.Append(new StructField(name, dataType, isNullable)));

    /// <summary>A struct with one more field, its type given in SQL.</summary>
    public StructType Add(string name, string dataType, bool isNullable = true) => Add(name, DataType.FromDdl(dataType), isNullable);

    /// <summary>The struct as a list of columns in SQL.</summary>
    public string ToDdl() => string.Join(",", Fields.Select(field => field.ToDdl()));

    /// <summary>The position of a field, by its exact name.</summary>
    /// <exception cref="ArgumentException">There is no such field.</exception>
    public int IndexOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_indexes is null || _indexes.Count > Fields.Count)
        {
            // The first of several fields of one name wins, as a search from the left would have it.
            var indexes = new Dictionary<string, int>(Fields.Count, StringComparer.Ordinal);
            for (var i = 0; i < Fields.Count; i++)
                indexes.TryAdd(Fields[i].Name, i);
            _indexes = indexes;
        }

        if (_indexes.TryGetValue(name, out var index) && index < Fields.Count && Fields[index].Name == name)
            return index;
        index = Fields.FindIndex(field => field.Name == name);
        return index >= 0
            ? index
            : throw new ArgumentException(
                $"There is no field '{name}'; the fields are {string.Join(", ", Fields.Select(f => $"'{f.Name}'"))}.",
                nameof(name)
            );
    }

    public override string TypeName => "struct";

    public override string SimpleString => $"struct<{string.Join(",", Fields.Select(f => $"{f.Name}:{f.DataType.SimpleString}"))}>";

    public override string CatalogString => $"struct<{string.Join(",", Fields.Select(f => $"{f.Name}:{f.DataType.CatalogString}"))}>";

    public override string Sql =>
        $"STRUCT<{string.Join(", ", Fields.Select(f => $"{SqlIdentifier.QuoteIfNeeded(f.Name)}: {f.DataType.Sql}{(f.IsNullable ? "" : " NOT NULL")}"))}>";

    /// <summary>The struct as a tree, one field per line, as <c>printSchema</c> shows it.</summary>
    /// <param name="level">How deep to go; 0 or less for all the way.</param>
    public string TreeString(int level = int.MaxValue)
    {
        var text = new StringBuilder("root\n");
        SchemaTree.Append(text, this, " |", level <= 0 ? int.MaxValue : level);
        return text.ToString();
    }

    internal override Proto.DataType ToProto()
    {
        var type = new Proto.DataType.Types.Struct();
        foreach (var field in Fields)
        {
            var member = new Proto.DataType.Types.StructField
            {
                Name = field.Name,
                DataType = field.DataType.ToProto(),
                Nullable = field.IsNullable,
            };
            if (field.MetadataJson is { } metadata)
                member.Metadata = metadata;
            type.Fields.Add(member);
        }

        return new() { Struct = type };
    }

    internal override void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "struct");
        writer.WriteStartArray("fields");
        foreach (var field in Fields)
        {
            writer.WriteStartObject();
            writer.WriteString("name", field.Name);
            writer.WritePropertyName("type");
            field.DataType.WriteJson(writer);
            writer.WriteBoolean("nullable", field.IsNullable);
            writer.WritePropertyName("metadata");
            writer.WriteRawValue(field.MetadataJson ?? "{}");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
