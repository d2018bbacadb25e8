using System.Globalization;

namespace Delta.Log;

/// <summary>A type of a Delta schema.</summary>
/// <remarks>https://github.com/delta-io/delta/blob/master/PROTOCOL.md#schema-serialization-format</remarks>
public abstract record DeltaType;

/// <summary>A type without parts, by its name in the schema: <c>string</c>, <c>long</c>, <c>timestamp_ntz</c>, <c>decimal(10,2)</c>.</summary>
public record PrimitiveType(string Name) : DeltaType
{
    public static readonly PrimitiveType String = new("string");
    public static readonly PrimitiveType Long = new("long");
    public static readonly PrimitiveType Integer = new("integer");
    public static readonly PrimitiveType Short = new("short");
    public static readonly PrimitiveType Byte = new("byte");
    public static readonly PrimitiveType Float = new("float");
    public static readonly PrimitiveType Double = new("double");
    public static readonly PrimitiveType Boolean = new("boolean");
    public static readonly PrimitiveType Binary = new("binary");
    public static readonly PrimitiveType Date = new("date");
    public static readonly PrimitiveType Timestamp = new("timestamp");
    public static readonly PrimitiveType TimestampNtz = new("timestamp_ntz");
    public static readonly PrimitiveType Void = new("void");

    public sealed override string ToString() => Name;
}

/// <summary>A decimal of <paramref name="Precision"/> digits, <paramref name="Scale"/> of them after the point.</summary>
public sealed record DecimalType(int Precision, int Scale)
    : PrimitiveType($"decimal({Precision.ToString(CultureInfo.InvariantCulture)},{Scale.ToString(CultureInfo.InvariantCulture)})");

/// <summary>A list whose elements may be null when <paramref name="ContainsNull"/>.</summary>
public sealed record ArrayType(DeltaType ElementType, bool ContainsNull) : DeltaType
{
    public override string ToString() => $"array<{ElementType}>";
}

/// <summary>A map whose values may be null when <paramref name="ValueContainsNull"/>.</summary>
public sealed record MapType(DeltaType KeyType, DeltaType ValueType, bool ValueContainsNull) : DeltaType
{
    public override string ToString() => $"map<{KeyType},{ValueType}>";
}

/// <summary>Named fields, unique without regard to case.</summary>
public sealed record StructType(IReadOnlyList<StructField> Fields) : DeltaType
{
    /// <summary>The field of that name, without regard to case; null when there is none.</summary>
    public StructField? Find(string name)
    {
        foreach (var field in Fields)
        {
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return field;
        }

        return null;
    }

    public bool Equals(StructType? other) => other is not null && Fields.SequenceEqual(other.Fields);

    public override int GetHashCode() => Fields.Count == 0 ? 0 : HashCode.Combine(Fields.Count, Fields[0]);

    public override string ToString() => $"struct<{string.Join(",", Fields.Select(field => $"{field.Name}:{field.Type}"))}>";
}

/// <summary>A field of a struct, or a column of the table.</summary>
public sealed record StructField(string Name, DeltaType Type, bool Nullable = true)
{
    /// <summary>Metadata, each value as JSON.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = NoMetadata;

    /// <summary>The name by which data files, statistics and partition values know the column: its own unless columns are mapped.</summary>
    public string PhysicalName => MetadataText("delta.columnMapping.physicalName") ?? Name;

    /// <summary>The column's id under column mapping; null without.</summary>
    public int? ColumnId =>
        Metadata.TryGetValue("delta.columnMapping.id", out var json) && int.TryParse(json, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;

    /// <summary>The expression of a generated column, in SQL; null for any other column.</summary>
    public string? GenerationExpression => MetadataText("delta.generationExpression");

    /// <summary>Whether values of the column are numbers that the writer counts up.</summary>
    public bool IsIdentity => Metadata.ContainsKey("delta.identity.start");

    /// <summary>The default of the column in SQL, <c>CURRENT_DEFAULT</c> in Spark; null for none.</summary>
    public string? DefaultExpression => MetadataText("CURRENT_DEFAULT");

    /// <summary>The column's comment.</summary>
    public string? Comment => MetadataText("comment");

    /// <summary>A metadata value that is text.</summary>
    public string? MetadataText(string key) => Metadata.TryGetValue(key, out var json) ? JsonText.Unquote(json) : null;

    /// <summary>This field with one more metadata value, given as JSON.</summary>
    public StructField WithMetadata(string key, string json) =>
        this with
        {
            Metadata = new Dictionary<string, string>(Metadata) { [key] = json },
        };

    public bool Equals(StructField? other) =>
        other is not null
        && Name == other.Name
        && Nullable == other.Nullable
        && Type.Equals(other.Type)
        && Metadata.Count == other.Metadata.Count
        && Metadata.All(pair => other.Metadata.TryGetValue(pair.Key, out var json) && json == pair.Value);

    public override int GetHashCode() => HashCode.Combine(Name, Nullable, Type);

    private static readonly Dictionary<string, string> NoMetadata = new(0);
}
