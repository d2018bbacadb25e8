using System.Text.Json;

namespace Delta.Log;

/// <summary>Reads actions from JSON lines: commits, log compactions, and the rows of checkpoints.</summary>
public static class ActionReader
{
    /// <summary>Reads every action of a file.</summary>
    /// <param name="lines">UTF-8 JSON, one action a line.</param>
    /// <param name="source">The file's name, for errors.</param>
    public static List<LogAction> ReadAll(ReadOnlySpan<byte> lines, string source)
    {
        var actions = new List<LogAction>();
        Read(lines, source, actions.Add);
        return actions;
    }

    /// <summary>Reads every action of a file and hands each on.</summary>
    public static void Read(ReadOnlySpan<byte> lines, string source, Action<LogAction> action)
    {
        if (lines.StartsWith("\uFEFF"u8))
            lines = lines[3..];
        for (var line = 1; !lines.IsEmpty; line++)
        {
            var end = lines.IndexOf((byte)'\n');
            var text = end < 0 ? lines : lines[..end];
            lines = end < 0 ? [] : lines[(end + 1)..];
            if (text.Trim("\r\n\t "u8).IsEmpty)
                continue;
            try
            {
                ReadLine(text, action);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
            {
                throw DeltaLogException.Corrupt($"line {line} of {source} is no action: {e.Message}", e);
            }
        }
    }

    private static void ReadLine(ReadOnlySpan<byte> text, Action<LogAction> action)
    {
        var reader = new Utf8JsonReader(text);
        reader.Read();
        Expect(ref reader, JsonTokenType.StartObject);
        // A checkpoint row has a column for every action and sets one.
        while (NextName(ref reader))
        {
            LogAction? one;
            if (reader.ValueTextEquals("add"u8))
                one = Value(ref reader) ? ReadAdd(ref reader) : null;
            else if (reader.ValueTextEquals("remove"u8))
                one = Value(ref reader) ? ReadRemove(ref reader) : null;
            else if (reader.ValueTextEquals("commitInfo"u8))
                one = Value(ref reader) ? ReadCommitInfo(ref reader) : null;
            else if (reader.ValueTextEquals("metaData"u8))
                one = Value(ref reader) ? ReadMetadata(ref reader) : null;
            else if (reader.ValueTextEquals("protocol"u8))
                one = Value(ref reader) ? ReadProtocol(ref reader) : null;
            else if (reader.ValueTextEquals("txn"u8))
                one = Value(ref reader) ? ReadTransaction(ref reader) : null;
            else if (reader.ValueTextEquals("cdc"u8))
                one = Value(ref reader) ? ReadCdc(ref reader) : null;
            else if (reader.ValueTextEquals("domainMetadata"u8))
                one = Value(ref reader) ? ReadDomain(ref reader) : null;
            else if (reader.ValueTextEquals("checkpointMetadata"u8))
                one = Value(ref reader) ? ReadCheckpointMetadata(ref reader) : null;
            else if (reader.ValueTextEquals("sidecar"u8))
                one = Value(ref reader) ? ReadSidecar(ref reader) : null;
            else
            {
                var name = reader.GetString()!;
                one = Value(ref reader) ? new UnknownAction(name, RawValue(ref reader)) : null;
            }

            if (one is not null)
                action(one);
        }
    }

    private static AddFile ReadAdd(ref Utf8JsonReader reader)
    {
        string? path = null,
            stats = null,
            parsedStats = null,
            clustering = null;
        IReadOnlyDictionary<string, string?>? partitions = null,
            tags = null;
        long size = 0,
            modified = 0;
        long? baseRow = null,
            rowVersion = null;
        var dataChange = true;
        DeletionVectorDescriptor? vector = null;
        List<KeyValuePair<string, string>>? unknown = null;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader))
        {
            if (reader.ValueTextEquals("path"u8))
                path = Text(ref reader);
            else if (reader.ValueTextEquals("partitionValues"u8))
                partitions = ReadMap(ref reader);
            else if (reader.ValueTextEquals("size"u8))
                size = Int64(ref reader) ?? 0;
            else if (reader.ValueTextEquals("modificationTime"u8))
                modified = Int64(ref reader) ?? 0;
            else if (reader.ValueTextEquals("dataChange"u8))
                dataChange = Bool(ref reader) ?? true;
            else if (reader.ValueTextEquals("stats"u8))
                stats = Text(ref reader);
            else if (reader.ValueTextEquals("tags"u8))
                tags = ReadMap(ref reader);
            else if (reader.ValueTextEquals("deletionVector"u8))
                vector = Value(ref reader) ? ReadDeletionVector(ref reader) : null;
            else if (reader.ValueTextEquals("baseRowId"u8))
                baseRow = Int64(ref reader);
            else if (reader.ValueTextEquals("defaultRowCommitVersion"u8))
                rowVersion = Int64(ref reader);
            else if (reader.ValueTextEquals("clusteringProvider"u8))
                clustering = Text(ref reader);
            // A checkpoint may hold statistics and partition values as columns of their own, instead of the text or beside it.
            else if (reader.ValueTextEquals("stats_parsed"u8))
                parsedStats = Text(ref reader);
            else if (reader.ValueTextEquals("partitionValues_parsed"u8))
                SkipValue(ref reader);
            else
                Keep(ref unknown, ref reader);
        }

        return new AddFile
        {
            Path = path ?? throw new JsonException("add has no path"),
            PartitionValues = partitions ?? EmptyMap.Values,
            Size = size,
            ModificationTime = modified,
            DataChange = dataChange,
            Stats = stats ?? parsedStats,
            Tags = tags,
            DeletionVector = vector,
            BaseRowId = baseRow,
            DefaultRowCommitVersion = rowVersion,
            ClusteringProvider = clustering,
            UnknownFields = unknown,
        };
    }

    private static RemoveFile ReadRemove(ref Utf8JsonReader reader)
    {
        string? path = null,
            stats = null;
        IReadOnlyDictionary<string, string?>? partitions = null,
            tags = null;
        long? deleted = null,
            size = null,
            baseRow = null,
            rowVersion = null;
        bool? extended = null;
        var dataChange = true;
        DeletionVectorDescriptor? vector = null;
        List<KeyValuePair<string, string>>? unknown = null;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader))
        {
            if (reader.ValueTextEquals("path"u8))
                path = Text(ref reader);
            else if (reader.ValueTextEquals("deletionTimestamp"u8))
                deleted = Int64(ref reader);
            else if (reader.ValueTextEquals("dataChange"u8))
                dataChange = Bool(ref reader) ?? true;
            else if (reader.ValueTextEquals("extendedFileMetadata"u8))
                extended = Bool(ref reader);
            else if (reader.ValueTextEquals("partitionValues"u8))
                partitions = ReadMap(ref reader);
            else if (reader.ValueTextEquals("size"u8))
                size = Int64(ref reader);
            else if (reader.ValueTextEquals("stats"u8))
                stats = Text(ref reader);
            else if (reader.ValueTextEquals("tags"u8))
                tags = ReadMap(ref reader);
            else if (reader.ValueTextEquals("deletionVector"u8))
                vector = Value(ref reader) ? ReadDeletionVector(ref reader) : null;
            else if (reader.ValueTextEquals("baseRowId"u8))
                baseRow = Int64(ref reader);
            else if (reader.ValueTextEquals("defaultRowCommitVersion"u8))
                rowVersion = Int64(ref reader);
            else
                Keep(ref unknown, ref reader);
        }

        return new RemoveFile
        {
            Path = path ?? throw new JsonException("remove has no path"),
            DeletionTimestamp = deleted,
            DataChange = dataChange,
            ExtendedFileMetadata = extended,
            PartitionValues = partitions ?? EmptyMap.Values,
            Size = size,
            Stats = stats,
            Tags = tags,
            DeletionVector = vector,
            BaseRowId = baseRow,
            DefaultRowCommitVersion = rowVersion,
            UnknownFields = unknown,
        };
    }

    private static AddCdcFile ReadCdc(ref Utf8JsonReader reader)
    {
        string? path = null;
        IReadOnlyDictionary<string, string?>? partitions = null,
            tags = null;
        long size = 0;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader))
        {
            if (reader.ValueTextEquals("path"u8))
                path = Text(ref reader);
            else if (reader.ValueTextEquals("partitionValues"u8))
                partitions = ReadMap(ref reader);
            else if (reader.ValueTextEquals("size"u8))
                size = Int64(ref reader) ?? 0;
            else if (reader.ValueTextEquals("tags"u8))
                tags = ReadMap(ref reader);
            else
                SkipValue(ref reader);
        }

        return new AddCdcFile
        {
            Path = path ?? throw new JsonException("cdc has no path"),
            PartitionValues = partitions ?? EmptyMap.Values,
            Size = size,
            Tags = tags,
        };
    }

    private static DeletionVectorDescriptor ReadDeletionVector(ref Utf8JsonReader reader)
    {
        string? storage = null,
            path = null;
        int? offset = null;
        var size = 0;
        long cardinality = 0;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader))
        {
            if (reader.ValueTextEquals("storageType"u8))
                storage = Text(ref reader);
            else if (reader.ValueTextEquals("pathOrInlineDv"u8))
                path = Text(ref reader);
            else if (reader.ValueTextEquals("offset"u8))
                offset = (int?)Int64(ref reader);
            else if (reader.ValueTextEquals("sizeInBytes"u8))
                size = (int)(Int64(ref reader) ?? 0);
            else if (reader.ValueTextEquals("cardinality"u8))
                cardinality = Int64(ref reader) ?? 0;
            else
                SkipValue(ref reader);
        }

        return new DeletionVectorDescriptor(
            storage ?? throw new JsonException("deletionVector has no storageType"),
            path ?? throw new JsonException("deletionVector has no pathOrInlineDv"),
            offset,
            size,
            cardinality
        );
    }

    private static TableMetadata ReadMetadata(ref Utf8JsonReader reader)
    {
        string? id = null,
            tableName = null,
            description = null,
            schema = null,
            provider = null;
        IReadOnlyDictionary<string, string?>? options = null,
            configuration = null;
        IReadOnlyList<string>? partitions = null;
        long? created = null;
        List<KeyValuePair<string, string>>? unknown = null;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader))
        {
            if (reader.ValueTextEquals("id"u8))
                id = Text(ref reader);
            else if (reader.ValueTextEquals("name"u8))
                tableName = Text(ref reader);
            else if (reader.ValueTextEquals("description"u8))
                description = Text(ref reader);
            else if (reader.ValueTextEquals("schemaString"u8))
                schema = Text(ref reader);
            else if (reader.ValueTextEquals("partitionColumns"u8))
                partitions = ReadList(ref reader);
            else if (reader.ValueTextEquals("configuration"u8))
                configuration = ReadMap(ref reader);
            else if (reader.ValueTextEquals("createdTime"u8))
                created = Int64(ref reader);
            else if (reader.ValueTextEquals("format"u8))
                ReadFormat(ref reader, ref provider, ref options);
            else
                Keep(ref unknown, ref reader);
        }

        return new TableMetadata
        {
            Id = id ?? throw new JsonException("metaData has no id"),
            Name = tableName,
            Description = description,
            FormatProvider = provider ?? "parquet",
            FormatOptions = options ?? EmptyMap.Values,
            SchemaString = schema ?? throw new JsonException("metaData has no schemaString"),
            PartitionColumns = partitions ?? [],
            Configuration = configuration ?? EmptyMap.Values,
            CreatedTime = created,
            UnknownFields = unknown,
        };
    }

    private static void ReadFormat(ref Utf8JsonReader reader, ref string? provider, ref IReadOnlyDictionary<string, string?>? options)
    {
        if (!Value(ref reader))
            return;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader))
        {
            if (reader.ValueTextEquals("provider"u8))
                provider = Text(ref reader);
            else if (reader.ValueTextEquals("options"u8))
                options = ReadMap(ref reader);
            else
                SkipValue(ref reader);
        }
    }

    private static TableProtocol ReadProtocol(ref Utf8JsonReader reader)
    {
        int readerVersion = 0,
            writerVersion = 0;
        IReadOnlyList<string>? readerFeatures = null,
            writerFeatures = null;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader))
        {
            if (reader.ValueTextEquals("minReaderVersion"u8))
                readerVersion = (int)(Int64(ref reader) ?? 0);
            else if (reader.ValueTextEquals("minWriterVersion"u8))
                writerVersion = (int)(Int64(ref reader) ?? 0);
            else if (reader.ValueTextEquals("readerFeatures"u8))
                readerFeatures = ReadList(ref reader);
            else if (reader.ValueTextEquals("writerFeatures"u8))
                writerFeatures = ReadList(ref reader);
            else
                SkipValue(ref reader);
        }

        return new TableProtocol(readerVersion, writerVersion, readerFeatures, writerFeatures);
    }

    private static SetTransaction ReadTransaction(ref Utf8JsonReader reader)
    {
        string? application = null;
        long version = 0;
        long? updated = null;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader))
        {
            if (reader.ValueTextEquals("appId"u8))
                application = Text(ref reader);
            else if (reader.ValueTextEquals("version"u8))
                version = Int64(ref reader) ?? 0;
            else if (reader.ValueTextEquals("lastUpdated"u8))
                updated = Int64(ref reader);
            else
                SkipValue(ref reader);
        }

        return new SetTransaction(application ?? throw new JsonException("txn has no appId"), version, updated);
    }

    private static DomainMetadata ReadDomain(ref Utf8JsonReader reader)
    {
        string? domain = null,
            configuration = null;
        var removed = false;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader))
        {
            if (reader.ValueTextEquals("domain"u8))
                domain = Text(ref reader);
            else if (reader.ValueTextEquals("configuration"u8))
                configuration = Text(ref reader);
            else if (reader.ValueTextEquals("removed"u8))
                removed = Bool(ref reader) ?? false;
            else
                SkipValue(ref reader);
        }

        return new DomainMetadata(domain ?? throw new JsonException("domainMetadata has no domain"), configuration ?? "", removed);
    }

    private static CheckpointMetadata ReadCheckpointMetadata(ref Utf8JsonReader reader)
    {
        long version = 0;
        IReadOnlyDictionary<string, string?>? tags = null;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader))
        {
            if (reader.ValueTextEquals("version"u8))
                version = Int64(ref reader) ?? 0;
            else if (reader.ValueTextEquals("tags"u8))
                tags = ReadMap(ref reader);
            else
                SkipValue(ref reader);
        }

        return new CheckpointMetadata(version, tags);
    }

    private static Sidecar ReadSidecar(ref Utf8JsonReader reader)
    {
        string? path = null;
        long size = 0,
            modified = 0;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader))
        {
            if (reader.ValueTextEquals("path"u8))
                path = Text(ref reader);
            else if (reader.ValueTextEquals("sizeInBytes"u8))
                size = Int64(ref reader) ?? 0;
            else if (reader.ValueTextEquals("modificationTime"u8))
                modified = Int64(ref reader) ?? 0;
            else
                SkipValue(ref reader);
        }

        return new Sidecar(path ?? throw new JsonException("sidecar has no path"), size, modified);
    }

    private static CommitInfo ReadCommitInfo(ref Utf8JsonReader reader)
    {
        // Implementations may put any JSON here: a field of another type than Spark's is kept, not refused.
        using var document = JsonDocument.ParseValue(ref reader);
        var info = new CommitInfo();
        List<KeyValuePair<string, string>>? unknown = null;
        foreach (var field in document.RootElement.EnumerateObject())
        {
            var value = field.Value;
            var known = (field.Name, value.ValueKind) switch
            {
                ("timestamp", JsonValueKind.Number) => info with { Timestamp = value.GetInt64() },
                ("inCommitTimestamp", JsonValueKind.Number) => info with { InCommitTimestamp = value.GetInt64() },
                ("userId", JsonValueKind.String) => info with { UserId = value.GetString() },
                ("userName", JsonValueKind.String) => info with { UserName = value.GetString() },
                ("operation", JsonValueKind.String) => info with { Operation = value.GetString() },
                ("operationParameters", JsonValueKind.Object) => info with
                {
                    OperationParameters = value.EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetRawText()),
                },
                ("readVersion", JsonValueKind.Number) => info with { ReadVersion = value.GetInt64() },
                ("isolationLevel", JsonValueKind.String) => info with { IsolationLevel = value.GetString() },
                ("isBlindAppend", JsonValueKind.True or JsonValueKind.False) => info with { IsBlindAppend = value.GetBoolean() },
                ("operationMetrics", JsonValueKind.Object) => info with
                {
                    OperationMetrics = value
                        .EnumerateObject()
                        .ToDictionary(one => one.Name, one => CommitInfo.ParameterText(one.Value.GetRawText())),
                },
                ("userMetadata", JsonValueKind.String) => info with { UserMetadata = value.GetString() },
                ("engineInfo", JsonValueKind.String) => info with { EngineInfo = value.GetString() },
                ("txnId", JsonValueKind.String) => info with { TxnId = value.GetString() },
                _ => null,
            };
            if (known is null && value.ValueKind != JsonValueKind.Null)
                (unknown ??= []).Add(new(field.Name, value.GetRawText()));
            info = known ?? info;
        }

        return info with
        {
            UnknownFields = unknown,
        };
    }

    /// <summary>A map of text to text; values of other kinds (some writers put numbers) as their JSON.</summary>
    private static Dictionary<string, string?>? ReadMap(ref Utf8JsonReader reader)
    {
        if (!Value(ref reader))
            return null;
        Expect(ref reader, JsonTokenType.StartObject);
        var map = new Dictionary<string, string?>();
        while (NextName(ref reader))
        {
            var key = reader.GetString()!;
            map[key] = Text(ref reader);
        }

        return map;
    }

    private static List<string>? ReadList(ref Utf8JsonReader reader)
    {
        if (!Value(ref reader))
            return null;
        Expect(ref reader, JsonTokenType.StartArray);
        var list = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            list.Add(reader.GetString()!);
        return list;
    }

    private static void Keep(ref List<KeyValuePair<string, string>>? unknown, ref Utf8JsonReader reader)
    {
        var name = reader.GetString()!;
        if (Value(ref reader))
            (unknown ??= []).Add(new(name, RawValue(ref reader)));
    }

    /// <summary>Goes to the next member's name; false at the end of the object.</summary>
    private static bool NextName(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Goes from a name to its value; false when it is null.</summary>
    private static bool Value(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.Null;

    private static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    private static string? Text(ref Utf8JsonReader reader) =>
        !Value(ref reader) ? null
        : reader.TokenType == JsonTokenType.String ? reader.GetString()
        : RawValue(ref reader);

    private static long? Int64(ref Utf8JsonReader reader) => Value(ref reader) ? reader.GetInt64() : null;

    private static bool? Bool(ref Utf8JsonReader reader) => Value(ref reader) ? reader.GetBoolean() : null;

    private static string RawValue(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.GetRawText();
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (reader.TokenType != token)
            throw new JsonException($"expected {token}, found {reader.TokenType}");
    }
}
