using System.Buffers;
using System.Text.Json;

namespace Delta.Log;

/// <summary>Writes actions as JSON lines, fields in Spark's order.</summary>
public static class ActionWriter
{
    /// <summary>The actions as UTF-8 JSON, one a line.</summary>
    public static ReadOnlyMemory<byte> WriteAll(IEnumerable<LogAction> actions)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(buffer, JsonText.Options);
        foreach (var action in actions)
        {
            Write(writer, action);
            writer.Flush();
            writer.Reset();
            buffer.Write("\n"u8);
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, LogAction action)
    {
        writer.WriteStartObject();
        switch (action)
        {
            case AddFile add:
                writer.WriteStartObject("add");
                writer.WriteString("path", add.Path);
                WriteMap(writer, "partitionValues", add.PartitionValues);
                writer.WriteNumber("size", add.Size);
                writer.WriteNumber("modificationTime", add.ModificationTime);
                writer.WriteBoolean("dataChange", add.DataChange);
                WriteFileTail(writer, add);
                WriteOptional(writer, "clusteringProvider", add.ClusteringProvider);
                break;
            case RemoveFile remove:
                writer.WriteStartObject("remove");
                writer.WriteString("path", remove.Path);
                WriteOptional(writer, "deletionTimestamp", remove.DeletionTimestamp);
                writer.WriteBoolean("dataChange", remove.DataChange);
                if (remove.ExtendedFileMetadata is { } extended)
                    writer.WriteBoolean("extendedFileMetadata", extended);
                if (remove.ExtendedFileMetadata == true || remove.PartitionValues.Count > 0)
                    WriteMap(writer, "partitionValues", remove.PartitionValues);
                WriteOptional(writer, "size", remove.Size);
                WriteFileTail(writer, remove);
                break;
            case AddCdcFile cdc:
                writer.WriteStartObject("cdc");
                writer.WriteString("path", cdc.Path);
                WriteMap(writer, "partitionValues", cdc.PartitionValues);
                writer.WriteNumber("size", cdc.Size);
                writer.WriteBoolean("dataChange", false);
                if (cdc.Tags is not null)
                    WriteMap(writer, "tags", cdc.Tags);
                break;
            case TableMetadata metadata:
                WriteMetadata(writer, metadata);
                break;
            case TableProtocol protocol:
                writer.WriteStartObject("protocol");
                writer.WriteNumber("minReaderVersion", protocol.MinReaderVersion);
                writer.WriteNumber("minWriterVersion", protocol.MinWriterVersion);
                WriteList(writer, "readerFeatures", protocol.ReaderFeatures);
                WriteList(writer, "writerFeatures", protocol.WriterFeatures);
                break;
            case SetTransaction txn:
                writer.WriteStartObject("txn");
                writer.WriteString("appId", txn.AppId);
                writer.WriteNumber("version", txn.Version);
                WriteOptional(writer, "lastUpdated", txn.LastUpdated);
                break;
            case DomainMetadata domain:
                writer.WriteStartObject("domainMetadata");
                writer.WriteString("domain", domain.Domain);
                writer.WriteString("configuration", domain.Configuration);
                writer.WriteBoolean("removed", domain.Removed);
                break;
            case CommitInfo info:
                WriteCommitInfo(writer, info);
                break;
            case CheckpointMetadata checkpoint:
                writer.WriteStartObject("checkpointMetadata");
                writer.WriteNumber("version", checkpoint.Version);
                if (checkpoint.Tags is not null)
                    WriteMap(writer, "tags", checkpoint.Tags);
                break;
            case Sidecar sidecar:
                writer.WriteStartObject("sidecar");
                writer.WriteString("path", sidecar.Path);
                writer.WriteNumber("sizeInBytes", sidecar.SizeInBytes);
                writer.WriteNumber("modificationTime", sidecar.ModificationTime);
                break;
            case UnknownAction unknown:
                WriteRaw(writer, unknown.Name, unknown.Json);
                writer.WriteEndObject();
                return;
            default:
                throw new ArgumentException($"{action.GetType().Name} has no form in the log.", nameof(action));
        }

        foreach (var (name, json) in action.UnknownFields ?? [])
            WriteRaw(writer, name, json);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteFileTail(Utf8JsonWriter writer, FileAction file)
    {
        WriteOptional(writer, "stats", file.Stats);
        if (file.Tags is not null)
            WriteMap(writer, "tags", file.Tags);
        if (file.DeletionVector is { } vector)
        {
            writer.WriteStartObject("deletionVector");
            writer.WriteString("storageType", vector.StorageType);
            writer.WriteString("pathOrInlineDv", vector.PathOrInlineDv);
            WriteOptional(writer, "offset", vector.Offset);
            writer.WriteNumber("sizeInBytes", vector.SizeInBytes);
            writer.WriteNumber("cardinality", vector.Cardinality);
            writer.WriteEndObject();
        }

        WriteOptional(writer, "baseRowId", file.BaseRowId);
        WriteOptional(writer, "defaultRowCommitVersion", file.DefaultRowCommitVersion);
    }

    private static void WriteMetadata(Utf8JsonWriter writer, TableMetadata metadata)
    {
        writer.WriteStartObject("metaData");
        writer.WriteString("id", metadata.Id);
        WriteOptional(writer, "name", metadata.Name);
        WriteOptional(writer, "description", metadata.Description);
        writer.WriteStartObject("format");
        writer.WriteString("provider", metadata.FormatProvider);
        WriteMap(writer, "options", metadata.FormatOptions);
        writer.WriteEndObject();
        writer.WriteString("schemaString", metadata.SchemaString);
        WriteList(writer, "partitionColumns", metadata.PartitionColumns);
        WriteMap(writer, "configuration", metadata.Configuration);
        WriteOptional(writer, "createdTime", metadata.CreatedTime);
    }

    private static void WriteCommitInfo(Utf8JsonWriter writer, CommitInfo info)
    {
        writer.WriteStartObject("commitInfo");
        WriteOptional(writer, "inCommitTimestamp", info.InCommitTimestamp);
        WriteOptional(writer, "timestamp", info.Timestamp);
        WriteOptional(writer, "userId", info.UserId);
        WriteOptional(writer, "userName", info.UserName);
        WriteOptional(writer, "operation", info.Operation);
        writer.WriteStartObject("operationParameters");
        foreach (var (name, json) in info.OperationParameters)
            WriteRaw(writer, name, json);
        writer.WriteEndObject();
        WriteOptional(writer, "readVersion", info.ReadVersion);
        WriteOptional(writer, "isolationLevel", info.IsolationLevel);
        if (info.IsBlindAppend is { } blind)
            writer.WriteBoolean("isBlindAppend", blind);
        WriteMap(writer, "operationMetrics", info.OperationMetrics);
        WriteOptional(writer, "userMetadata", info.UserMetadata);
        WriteOptional(writer, "engineInfo", info.EngineInfo);
        WriteOptional(writer, "txnId", info.TxnId);
    }

    private static void WriteRaw(Utf8JsonWriter writer, string name, string json)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(json, skipInputValidation: true);
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
    }

    private static void WriteMap(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, string?> map)
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in map)
            writer.WriteString(key, value);
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<string>? values)
    {
        if (values is null)
            return;
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
