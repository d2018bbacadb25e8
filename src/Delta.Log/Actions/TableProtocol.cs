namespace Delta.Log;

/// <summary>The <c>protocol</c> action: what a client must understand to read or to write the table.</summary>
/// <param name="MinReaderVersion">1 to 3.</param>
/// <param name="MinWriterVersion">1 to 7.</param>
/// <param name="ReaderFeatures">Named features for readers; null below reader version 3.</param>
/// <param name="WriterFeatures">Named features for writers; null below writer version 7.</param>
/// <remarks>https://github.com/delta-io/delta/blob/master/PROTOCOL.md#protocol-evolution</remarks>
public sealed record TableProtocol(
    int MinReaderVersion,
    int MinWriterVersion,
    IReadOnlyList<string>? ReaderFeatures = null,
    IReadOnlyList<string>? WriterFeatures = null
) : LogAction
{
    // Below version 7 a writer version stands for these features.
    private static readonly (int Version, string Feature)[] LegacyFeatures =
    [
        (2, TableFeature.AppendOnly),
        (2, TableFeature.Invariants),
        (3, TableFeature.CheckConstraints),
        (4, TableFeature.ChangeDataFeed),
        (4, TableFeature.GeneratedColumns),
        (5, TableFeature.ColumnMapping),
        (6, TableFeature.IdentityColumns),
    ];

    /// <summary>What Delta gives a new table that needs nothing more.</summary>
    public static readonly TableProtocol Default = new(1, 2);

    /// <summary>Whether writers of the table must respect the feature.</summary>
    public bool Supports(string feature)
    {
        if (MinWriterVersion >= 7)
            return WriterFeatures?.Contains(feature) == true;
        foreach (var (version, name) in LegacyFeatures)
        {
            if (name == feature)
                return MinWriterVersion >= version;
        }

        return false;
    }

    /// <summary>All features that the table supports, also those that its versions stand for.</summary>
    public IEnumerable<string> Features =>
        MinWriterVersion >= 7
            ? (WriterFeatures ?? []).Union(ReaderFeatures ?? [])
            : LegacyFeatures.Where(legacy => MinWriterVersion >= legacy.Version).Select(legacy => legacy.Feature);

    /// <summary>Whether readers of the table must resolve columns by their mapping.</summary>
    public bool SupportsColumnMapping => MinReaderVersion == 2 || ReaderFeatures?.Contains(TableFeature.ColumnMapping) == true;

    /// <summary>This protocol with one more feature; raises versions only as far as needed and keeps every feature that is there.</summary>
    public TableProtocol With(string feature)
    {
        if (Supports(feature) && (MinReaderVersion < 3 || !TableFeature.IsForReaders(feature) || ReaderFeatures?.Contains(feature) == true))
            return this;
        foreach (var (version, name) in LegacyFeatures)
        {
            if (name == feature && MinWriterVersion < 7)
            {
                return this with
                {
                    MinWriterVersion = Math.Max(MinWriterVersion, version),
                    MinReaderVersion = feature == TableFeature.ColumnMapping ? Math.Max(MinReaderVersion, 2) : MinReaderVersion,
                };
            }
        }

        var writer = WriterFeatures is not null
            ? [.. WriterFeatures]
            : LegacyFeatures.Where(legacy => MinWriterVersion >= legacy.Version).Select(legacy => legacy.Feature).ToList();
        if (!writer.Contains(feature))
            writer.Add(feature);
        var forReaders = TableFeature.IsForReaders(feature);
        var reader = ReaderFeatures?.ToList();
        if (reader is null && forReaders)
            reader = MinReaderVersion == 2 ? [TableFeature.ColumnMapping] : [];
        if (forReaders && !reader!.Contains(feature))
            reader.Add(feature);
        return this with
        {
            MinReaderVersion = forReaders ? 3 : MinReaderVersion,
            MinWriterVersion = 7,
            ReaderFeatures = reader,
            WriterFeatures = writer,
        };
    }

    /// <summary>Refuses, by name, a table that this library cannot read rightly.</summary>
    /// <exception cref="DeltaLogException">A version or feature is not supported.</exception>
    public void CheckReadable(string table)
    {
        if (MinReaderVersion is < 1 or > 3)
            throw TooNew(table, "reader", MinReaderVersion, 3);
        if (MinReaderVersion == 3)
            CheckFeatures(table, ReaderFeatures, TableFeature.Readable, "DELTA_UNSUPPORTED_FEATURES_FOR_READ", "read");
    }

    /// <summary>Refuses, by name, a table that this library cannot write rightly.</summary>
    /// <exception cref="DeltaLogException">A version or feature is not supported, or the schema uses a feature that is not.</exception>
    public void CheckWritable(string table, TableMetadata metadata)
    {
        CheckReadable(table);
        if (MinWriterVersion is < 1 or > 7)
            throw TooNew(table, "writer", MinWriterVersion, 7);
        if (MinWriterVersion == 7)
            CheckFeatures(table, WriterFeatures, TableFeature.Writable, "DELTA_UNSUPPORTED_FEATURES_FOR_WRITE", "write to");
        // These features do no harm until a column uses them.
        foreach (var field in metadata.Schema.Fields)
        {
            if (field.GenerationExpression is not null)
                throw Unsupported(
                    table,
                    [$"{TableFeature.GeneratedColumns} (column {field.Name})"],
                    "DELTA_UNSUPPORTED_FEATURES_FOR_WRITE",
                    "write to"
                );
            if (field.IsIdentity)
                throw Unsupported(
                    table,
                    [$"{TableFeature.IdentityColumns} (column {field.Name})"],
                    "DELTA_UNSUPPORTED_FEATURES_FOR_WRITE",
                    "write to"
                );
        }
    }

    public bool Equals(TableProtocol? other) =>
        other is not null
        && MinReaderVersion == other.MinReaderVersion
        && MinWriterVersion == other.MinWriterVersion
        && SameFeatures(ReaderFeatures, other.ReaderFeatures)
        && SameFeatures(WriterFeatures, other.WriterFeatures);

    public override int GetHashCode() => HashCode.Combine(MinReaderVersion, MinWriterVersion);

    private static bool SameFeatures(IReadOnlyList<string>? left, IReadOnlyList<string>? right) =>
        left is null || right is null ? left is null == right is null : left.ToHashSet().SetEquals(right);

    private static void CheckFeatures(
        string table,
        IReadOnlyList<string>? features,
        IReadOnlySet<string> supported,
        string errorClass,
        string verb
    )
    {
        var missing = (features ?? []).Where(feature => !supported.Contains(feature)).ToList();
        if (missing.Count > 0)
            throw Unsupported(table, missing, errorClass, verb);
    }

    private static DeltaLogException Unsupported(string table, IReadOnlyList<string> features, string errorClass, string verb) =>
        new(
            errorClass,
            $"Cannot {verb} the Delta table {table}: it uses the table feature{(features.Count > 1 ? "s" : "")} {string.Join(", ", features)}, "
                + "which this engine does not support. Run the job on Spark, or drop the feature with ALTER TABLE ... DROP FEATURE there."
        );

    private static DeltaLogException TooNew(string table, string side, int version, int latest) =>
        new(
            "DELTA_INVALID_PROTOCOL_VERSION",
            $"The Delta table {table} needs {side} version {version}; this engine knows versions up to {latest}."
        );
}

/// <summary>The protocol's table features and which of them are implemented here.</summary>
/// <remarks>https://github.com/delta-io/delta/blob/master/PROTOCOL.md#valid-feature-names-in-table-features</remarks>
public static class TableFeature
{
    public const string AppendOnly = "appendOnly";
    public const string Invariants = "invariants";
    public const string CheckConstraints = "checkConstraints";
    public const string ChangeDataFeed = "changeDataFeed";
    public const string GeneratedColumns = "generatedColumns";
    public const string ColumnMapping = "columnMapping";
    public const string IdentityColumns = "identityColumns";
    public const string DeletionVectors = "deletionVectors";
    public const string TimestampNtz = "timestampNtz";
    public const string V2Checkpoint = "v2Checkpoint";
    public const string DomainMetadata = "domainMetadata";
    public const string InCommitTimestamp = "inCommitTimestamp";
    public const string AllowColumnDefaults = "allowColumnDefaults";
    public const string VacuumProtocolCheck = "vacuumProtocolCheck";
    public const string TypeWidening = "typeWidening";
    public const string Clustering = "clustering";

    /// <summary>Features that a table may ask of its readers.</summary>
    public static readonly IReadOnlySet<string> Readable = new HashSet<string>
    {
        ColumnMapping,
        DeletionVectors,
        TimestampNtz,
        V2Checkpoint,
        VacuumProtocolCheck,
        TypeWidening,
        "typeWidening-preview",
    };

    /// <summary>
    /// Features that a table may ask of its writers. Generated and identity columns are among them because a table may name the features and have
    /// no such column; <see cref="TableProtocol.CheckWritable"/> looks.
    /// </summary>
    public static readonly IReadOnlySet<string> Writable = new HashSet<string>
    {
        AppendOnly,
        Invariants,
        CheckConstraints,
        ChangeDataFeed,
        GeneratedColumns,
        ColumnMapping,
        IdentityColumns,
        DeletionVectors,
        TimestampNtz,
        V2Checkpoint,
        DomainMetadata,
        InCommitTimestamp,
        "inCommitTimestamp-preview",
        AllowColumnDefaults,
        VacuumProtocolCheck,
        TypeWidening,
        "typeWidening-preview",
        Clustering,
    };

    /// <summary>Whether the feature binds readers too.</summary>
    public static bool IsForReaders(string feature) =>
        feature is ColumnMapping or DeletionVectors or TimestampNtz or V2Checkpoint or VacuumProtocolCheck or TypeWidening;
}
