namespace Delta.Log;

/// <summary>The columns of a checkpoint file.</summary>
/// <remarks>https://github.com/delta-io/delta/blob/master/PROTOCOL.md#checkpoint-schema</remarks>
public static class CheckpointSchema
{
    private static readonly MapType Texts = new(PrimitiveType.String, PrimitiveType.String, true);
    private static readonly ArrayType Names = new(PrimitiveType.String, true);

    private static readonly StructType DeletionVector = Struct(
        ("storageType", PrimitiveType.String),
        ("pathOrInlineDv", PrimitiveType.String),
        ("offset", PrimitiveType.Integer),
        ("sizeInBytes", PrimitiveType.Integer),
        ("cardinality", PrimitiveType.Long)
    );

    /// <summary>A column for each kind of action, with the fields that <see cref="ActionWriter"/> writes.</summary>
    public static readonly StructType Actions = Struct(
        ("txn", Struct(("appId", PrimitiveType.String), ("version", PrimitiveType.Long), ("lastUpdated", PrimitiveType.Long))),
        (
            "add",
            Struct(
                ("path", PrimitiveType.String),
                ("partitionValues", Texts),
                ("size", PrimitiveType.Long),
                ("modificationTime", PrimitiveType.Long),
                ("dataChange", PrimitiveType.Boolean),
                ("tags", Texts),
                ("deletionVector", DeletionVector),
                ("baseRowId", PrimitiveType.Long),
                ("defaultRowCommitVersion", PrimitiveType.Long),
                ("clusteringProvider", PrimitiveType.String),
                ("stats", PrimitiveType.String)
            )
        ),
        (
            "remove",
            Struct(
                ("path", PrimitiveType.String),
                ("deletionTimestamp", PrimitiveType.Long),
                ("dataChange", PrimitiveType.Boolean),
                ("extendedFileMetadata", PrimitiveType.Boolean),
                ("partitionValues", Texts),
                ("size", PrimitiveType.Long),
                ("deletionVector", DeletionVector),
                ("baseRowId", PrimitiveType.Long),
                ("defaultRowCommitVersion", PrimitiveType.Long)
            )
        ),
        (
            "metaData",
            Struct(
                ("id", PrimitiveType.String),
                ("name", PrimitiveType.String),
                ("description", PrimitiveType.String),
                ("format", Struct(("provider", PrimitiveType.String), ("options", Texts))),
                ("schemaString", PrimitiveType.String),
                ("partitionColumns", Names),
                ("configuration", Texts),
                ("createdTime", PrimitiveType.Long)
            )
        ),
        (
            "protocol",
            Struct(
                ("minReaderVersion", PrimitiveType.Integer),
                ("minWriterVersion", PrimitiveType.Integer),
                ("readerFeatures", Names),
                ("writerFeatures", Names)
            )
        ),
        (
            "domainMetadata",
            Struct(("domain", PrimitiveType.String), ("configuration", PrimitiveType.String), ("removed", PrimitiveType.Boolean))
        )
    );

    /// <summary>The columns of a table's checkpoints: statistics as text, as columns, or both, as its properties say.</summary>
    public static StructType For(TableMetadata metadata)
    {
        var asStruct = metadata.Properties.CheckpointWriteStatsAsStruct;
        var asText = metadata.Properties.CheckpointWriteStatsAsJson;
        if (asText && !asStruct)
            return Actions;
        var fields = ((StructType)Actions.Find("add")!.Type).Fields.Where(field => asText || field.Name != "stats").ToList();
        if (asStruct)
        {
            if (metadata.PartitionColumns.Count > 0)
                fields.Add(
                    new(
                        "partitionValues_parsed",
                        new StructType([
                            .. metadata.PartitionSchema.Fields.Select(field => new StructField(field.PhysicalName, field.Type)),
                        ])
                    )
                );
            fields.Add(new("stats_parsed", Statistics(metadata)));
        }

        return new StructType([
            .. Actions.Fields.Select(field => field.Name == "add" ? field with { Type = new StructType(fields) } : field),
        ]);
    }

    private static StructType Statistics(TableMetadata metadata)
    {
        var data = new StructType([.. metadata.Schema.Fields.Where(field => !metadata.PartitionColumns.Contains(field.Name))]);
        var bounds = Leaves(data, static type => type is PrimitiveType { Name: not ("boolean" or "binary" or "void") } ? type : null);
        var counts = Leaves(data, static type => type is PrimitiveType { Name: "void" } ? null : PrimitiveType.Long);
        var fields = new List<StructField> { new("numRecords", PrimitiveType.Long) };
        if (bounds is not null)
            fields.AddRange([new("minValues", bounds), new("maxValues", bounds)]);
        if (counts is not null)
            fields.Add(new("nullCount", counts));
        return new StructType(fields);
    }

    /// <summary>A struct with other leaves; null when none is left.</summary>
    private static StructType? Leaves(StructType structure, Func<DeltaType, DeltaType?> leaf)
    {
        var fields = new List<StructField>();
        foreach (var field in structure.Fields)
        {
            if ((field.Type is StructType inner ? Leaves(inner, leaf) : leaf(field.Type)) is { } type)
                fields.Add(new(field.PhysicalName, type));
        }

        return fields.Count == 0 ? null : new StructType(fields);
    }

    private static StructType Struct(params (string Name, DeltaType Type)[] fields) =>
        new([.. fields.Select(field => new StructField(field.Name, field.Type))]);
}
