namespace Delta.Log;

/// <summary>The <c>metaData</c> action: the table's schema, partitioning and configuration.</summary>
/// <remarks>https://github.com/delta-io/delta/blob/master/PROTOCOL.md#change-metadata</remarks>
public sealed record TableMetadata : LogAction
{
    private StructType? _schema;
    private StructType? _partitionSchema;

    /// <summary>A UUID that the table keeps for life.</summary>
    public required string Id { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    /// <summary>Always <c>parquet</c>.</summary>
    public string FormatProvider { get; init; } = "parquet";

    public IReadOnlyDictionary<string, string?> FormatOptions { get; init; } = EmptyMap.Values;

    /// <summary>The schema as JSON; see <see cref="Schema"/>.</summary>
    public required string SchemaString
    {
        get;
        init
        {
            field = value;
            _schema = null;
            _partitionSchema = null;
        }
    }

    /// <summary>Names of the partition columns, in order.</summary>
    public IReadOnlyList<string> PartitionColumns
    {
        get;
        init
        {
            field = value;
            _partitionSchema = null;
        }
    } = [];

    /// <summary>The table's properties, such as <c>delta.appendOnly</c>.</summary>
    public IReadOnlyDictionary<string, string?> Configuration { get; init; } = EmptyMap.Values;

    /// <summary>Milliseconds since the epoch.</summary>
    public long? CreatedTime { get; init; }

    /// <summary>The schema, parsed.</summary>
    /// <exception cref="DeltaLogException">The schema string is no schema.</exception>
    public StructType Schema => _schema ??= SchemaJson.Parse(SchemaString);

    /// <summary>The partition columns with their types, in partitioning order.</summary>
    public StructType PartitionSchema =>
        _partitionSchema ??= new StructType([
            .. PartitionColumns.Select(name =>
                Schema.Find(name) ?? throw DeltaLogException.Corrupt($"the partition column '{name}' is not in the schema")
            ),
        ]);

    /// <summary>The typed view of <see cref="Configuration"/>.</summary>
    public TableProperties Properties => new(Configuration);

    /// <summary>This metadata with another schema.</summary>
    public TableMetadata WithSchema(StructType schema) => this with { SchemaString = SchemaJson.Write(schema), _schema = schema };

    public bool Equals(TableMetadata? other) =>
        other is not null
        && Id == other.Id
        && Name == other.Name
        && Description == other.Description
        && FormatProvider == other.FormatProvider
        && SchemaString == other.SchemaString
        && PartitionColumns.SequenceEqual(other.PartitionColumns)
        && Configuration.Count == other.Configuration.Count
        && Configuration.All(pair => other.Configuration.TryGetValue(pair.Key, out var value) && value == pair.Value);

    public override int GetHashCode() => HashCode.Combine(Id, SchemaString, Configuration.Count);
}
