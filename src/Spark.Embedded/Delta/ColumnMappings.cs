using System.Globalization;
using System.Text.Json;
using Delta.Log;

namespace Spark.Embedded.Delta;

/// <summary>Gives columns the ids and physical names that column mapping asks for.</summary>
/// <remarks>https://github.com/delta-io/delta/blob/master/PROTOCOL.md#writer-requirements-for-column-mapping</remarks>
internal static class ColumnMappings
{
    private const string Id = "delta.columnMapping.id";
    private const string PhysicalName = "delta.columnMapping.physicalName";
    private const string MaxId = "delta.columnMapping.maxColumnId";

    /// <summary>The metadata with an id and a physical name for every field that has none, when the table maps columns.</summary>
    /// <param name="before">The metadata that it replaces; null for a new table.</param>
    public static TableMetadata Assign(TableMetadata metadata, TableMetadata? before)
    {
        if (metadata.Properties.ColumnMappingMode == ColumnMappingMode.None)
            return metadata;
        // Files that were written before mapping was switched on know the columns by their names.
        var upgrade = before is not null && before.Properties.ColumnMappingMode == ColumnMappingMode.None;
        var max = Math.Max(
            long.TryParse(metadata.Configuration.GetValueOrDefault(MaxId), CultureInfo.InvariantCulture, out var known) ? known : 0,
            Ids(metadata.Schema).DefaultIfEmpty(0).Max()
        );
        var schema = (StructType)Assign(metadata.Schema, upgrade, ref max);
        return metadata.WithSchema(schema) with
        {
            Configuration = new Dictionary<string, string?>(metadata.Configuration)
            {
                [MaxId] = max.ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    private static DeltaType Assign(DeltaType type, bool upgrade, ref long max)
    {
        switch (type)
        {
            case StructType structure:
                var fields = new List<StructField>(structure.Fields.Count);
                foreach (var field in structure.Fields)
                {
                    var mapped = field with { Type = Assign(field.Type, upgrade, ref max) };
                    if (!field.Metadata.ContainsKey(Id))
                        mapped = mapped.WithMetadata(Id, (++max).ToString(CultureInfo.InvariantCulture));
                    if (!field.Metadata.ContainsKey(PhysicalName))
                        mapped = mapped.WithMetadata(
                            PhysicalName,
                            JsonSerializer.Serialize(upgrade ? field.Name : $"col-{Guid.NewGuid()}", DeltaJson.Relaxed.String)
                        );
                    fields.Add(mapped);
                }

                return new StructType(fields);
            case ArrayType array:
                return array with { ElementType = Assign(array.ElementType, upgrade, ref max) };
            case MapType map:
                return map with { KeyType = Assign(map.KeyType, upgrade, ref max), ValueType = Assign(map.ValueType, upgrade, ref max) };
            default:
                return type;
        }
    }

    private static IEnumerable<long> Ids(DeltaType type) =>
        type switch
        {
            StructType structure => structure.Fields.SelectMany(field => Ids(field.Type).Append(field.ColumnId ?? 0)),
            ArrayType array => Ids(array.ElementType),
            MapType map => Ids(map.KeyType).Concat(Ids(map.ValueType)),
            _ => [],
        };
}
