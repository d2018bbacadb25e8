using Delta.Log;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using ArrayType = Spark.Embedded.Types.ArrayType;
using MapType = Spark.Embedded.Types.MapType;

namespace Spark.Embedded.Delta;

/// <summary><c>DESCRIBE HISTORY</c> and <c>DESCRIBE DETAIL</c>, column by column as Delta answers them.</summary>
internal static class DescribeCommands
{
    private static readonly MapType TextMap = new(SparkType.String, SparkType.String);

    private static readonly Types.StructType HistorySchema = new([
        new("version", SparkType.Long),
        new("timestamp", SparkType.Timestamp),
        new("userId", SparkType.String),
        new("userName", SparkType.String),
        new("operation", SparkType.String),
        new("operationParameters", TextMap),
        new("job", Texts("jobId", "jobName", "jobRunId", "runId", "jobOwnerId", "triggerType")),
        new("notebook", Texts("notebookId")),
        new("clusterId", SparkType.String),
        new("readVersion", SparkType.Long),
        new("isolationLevel", SparkType.String),
        new("isBlindAppend", SparkType.Boolean),
        new("operationMetrics", TextMap),
        new("userMetadata", SparkType.String),
        new("engineInfo", SparkType.String),
    ]);

    /// <summary>The versions, newest first.</summary>
    /// <param name="limit">How many at most; null for all.</param>
    public static CompiledQuery History(DeltaLog log, int? limit) =>
        DeltaSession.Guard(() =>
            Results.Rows(
                HistorySchema,
                global::Delta
                    .Log.History.Read(log, limit)
                    .Select(entry =>
                    {
                        var info = entry.CommitInfo;
                        return (IReadOnlyList<object?>)
                            [
                                entry.Version,
                                entry.Timestamp,
                                info?.UserId,
                                info?.UserName,
                                info?.Operation,
                                info?.OperationParameters.ToDictionary(pair => pair.Key, pair => CommitInfo.ParameterText(pair.Value)),
                                null,
                                null,
                                null,
                                info?.ReadVersion,
                                info?.IsolationLevel,
                                info?.IsBlindAppend,
                                info?.OperationMetrics.ToDictionary(pair => pair.Key, pair => pair.Value),
                                info?.UserMetadata,
                                info?.EngineInfo,
                            ];
                    })
            )
        );

    /// <summary>What a table is.</summary>
    public static CompiledQuery Detail(DeltaLog log) =>
        DeltaSession.Guard(() =>
        {
            var snapshot = log.Current();
            var metadata = snapshot.Metadata;
            var texts = new ArrayType(SparkType.String);
            return Results.Row(
                ("format", SparkType.String, "delta"),
                ("id", SparkType.String, metadata.Id),
                ("name", SparkType.String, metadata.Name),
                ("description", SparkType.String, metadata.Description),
                ("location", SparkType.String, "file:" + log.Store.Root),
                ("createdAt", SparkType.Timestamp, metadata.CreatedTime),
                ("lastModified", SparkType.Timestamp, snapshot.Timestamp),
                ("partitionColumns", texts, metadata.PartitionColumns),
                ("clusteringColumns", texts, Clustering.Text(Clustering.Columns(snapshot)).ToList()),
                ("numFiles", SparkType.Long, (long)snapshot.FileCount),
                ("sizeInBytes", SparkType.Long, snapshot.SizeInBytes),
                ("properties", TextMap, metadata.Configuration),
                ("minReaderVersion", SparkType.Integer, snapshot.Protocol.MinReaderVersion),
                ("minWriterVersion", SparkType.Integer, snapshot.Protocol.MinWriterVersion),
                ("tableFeatures", texts, snapshot.Protocol.Features.Order(StringComparer.Ordinal).ToList())
            );
        });

    private static Types.StructType Texts(params string[] names) =>
        new([.. names.Select(name => new Types.StructField(name, SparkType.String))]);
}
