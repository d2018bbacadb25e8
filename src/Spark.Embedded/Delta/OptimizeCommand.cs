using System.Globalization;
using Delta.Log;
using Spark.Connect;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using LogField = global::Delta.Log.StructField;
using StructType = Spark.Embedded.Types.StructType;

namespace Spark.Embedded.Delta;

/// <summary><c>OPTIMIZE</c>: writes many small files as few larger ones, and with ZORDER BY rows that are alike close together.</summary>
/// <remarks>https://docs.delta.io/latest/optimizations-oss.html</remarks>
internal sealed class OptimizeCommand(DeltaSession session)
{
    /// <summary>Files below this are candidates, in bytes.</summary>
    private const long SmallFile = 1L << 30;

    private const string Target = "__delta_target";

    private static readonly StructType FileSizes = new([
        new("min", SparkType.Long),
        new("max", SparkType.Long),
        new("avg", SparkType.Double),
        new("totalFiles", SparkType.Long),
        new("totalSize", SparkType.Long),
    ]);

    private static readonly StructType Metrics = new([
        new("numFilesAdded", SparkType.Long),
        new("numFilesRemoved", SparkType.Long),
        new("filesAdded", FileSizes),
        new("filesRemoved", FileSizes),
        new("partitionsOptimized", SparkType.Long),
        new("numBatches", SparkType.Long),
        new("totalConsideredFiles", SparkType.Long),
        new("totalFilesSkipped", SparkType.Long),
    ]);

    /// <summary>Compacts.</summary>
    /// <param name="condition">Partitions to look at; it may name partition columns only. Null for all.</param>
    /// <param name="zOrderBy">Columns of ZORDER BY; empty to compact only.</param>
    /// <returns>One row: <c>path</c> and <c>metrics</c>.</returns>
    public CompiledQuery Run(
        DeltaLog log,
        Expression? condition = null,
        IReadOnlyList<string>? zOrderBy = null,
        string? conditionText = null
    ) =>
        DeltaSession.Guard(() =>
        {
            var txn = session.Begin(log);
            var snapshot = txn.Snapshot ?? log.Current();
            var clustering = Clustering.Columns(snapshot);
            if (clustering.Count > 0 && zOrderBy is { Count: > 0 })
                throw DeltaErrors.Analysis(
                    "DELTA_CLUSTERING_WITH_ZORDER_BY",
                    $"OPTIMIZE command for Delta table with clustering doesn't support ZORDER BY. Please remove ZORDER BY ({string.Join(", ", zOrderBy)}).",
                    "42613"
                );
            var order = (zOrderBy ?? []).Select(name => Column(snapshot, name)).ToList();
            // A clustered table is compacted as any other, with the rows that are alike close together in each new file.
            var curve =
                order.Count > 0 ? order : [.. clustering.Where(column => column.Count == 1).Select(column => Column(snapshot, column[0]))];
            var considered = condition is null ? [.. snapshot.Files] : Partitions(snapshot, condition);
            var chosen = considered
                .GroupBy(PartitionKey)
                .Select(group =>
                    order.Count > 0 ? group.ToList() : [.. group.Where(file => file.Size < SmallFile || file.DeletionVector is not null)]
                )
                .Where(group =>
                    order.Count > 0 ? group.Count > 0 : group.Count > 1 || group.Exists(file => file.DeletionVector is not null)
                )
                .ToList();
            var removed = chosen.SelectMany(group => group).ToList();
            IReadOnlyList<AddFile> added = [];
            if (removed.Count > 0)
            {
                using var writer = new DataFileWriter(session.Connection, log.Store.Root, snapshot.Metadata, snapshot.Protocol);
                var scan = new DeltaScan(log.Store, snapshot.Metadata, snapshot.ColumnMappingMode, removed).ToSql(snapshot.Schema.Fields);
                added =
                [
                    .. writer
                        .Write(curve.Count == 0 ? scan : ZOrder(scan, snapshot, curve))
                        .Select(file =>
                            file with
                            {
                                DataChange = false,
                                ClusteringProvider = clustering.Count > 0 ? Clustering.Provider : null,
                            }
                        ),
                ];
                txn.MarkRead(removed);
                var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
                var operation = new Operation("OPTIMIZE")
                {
                    Metrics = new Dictionary<string, string?>
                    {
                        ["numAddedFiles"] = RowRewriter.Text(added.Count),
                        ["numRemovedFiles"] = RowRewriter.Text(removed.Count),
                        ["numAddedBytes"] = RowRewriter.Text(added.Sum(file => file.Size)),
                        ["numRemovedBytes"] = RowRewriter.Text(removed.Sum(file => file.Size)),
                    },
                }
                    .WithList("predicate", conditionText is null ? [] : [conditionText])
                    .WithList("zOrderBy", order.Select(column => column.Name))
                    .With("auto", false);
                session.Commit(txn, [.. removed.Select(file => file.Remove(now, dataChange: false)), .. added], operation);
                writer.Keep();
            }

            IReadOnlyList<object?> metrics =
            [
                (long)added.Count,
                (long)removed.Count,
                Sizes(added),
                Sizes(removed),
                (long)chosen.Count,
                (long)chosen.Count,
                (long)considered.Count,
                (long)(considered.Count - removed.Count),
            ];
            return Results.Row(("path", SparkType.String, "file:" + log.Store.Root), ("metrics", Metrics, metrics));
        });

    /// <summary>The files of the partitions that a condition is true for.</summary>
    private List<AddFile> Partitions(Snapshot snapshot, Expression condition)
    {
        var source = new DeltaTableSource(
            snapshot.Log.Store,
            snapshot.Metadata,
            snapshot.ColumnMappingMode,
            predicate =>
            {
                if (!predicate.IsOnPartitions(snapshot.Metadata))
                    throw DeltaErrors.Analysis(
                        "DELTA_UNSUPPORTED_DATA_CONDITION",
                        "Predicate references non-partition columns: OPTIMIZE ... WHERE takes partition columns only.",
                        "0AKDC"
                    );
                return [.. snapshot.FilesMatching(predicate)];
            },
            rowIds: true
        );
        var select = session.Select(
            Plans.Project(Plans.Filter(Plans.Table(Target), condition), [Plans.Column(DeltaScan.FileNumber)]),
            (Target, source)
        );
        return
        [
            .. session.Numbers($"SELECT DISTINCT {DeltaScan.FileNumber} FROM ({select})").Select(row => source.ScannedFiles![(int)row[0]]),
        ];
    }

    private static LogField Column(Snapshot snapshot, string name)
    {
        var column =
            snapshot.Schema.Find(name)
            ?? throw DeltaErrors.Analysis("DELTA_ZORDERING_COLUMN_DOES_NOT_EXIST", $"ZOrdering column {name} does not exist.", "42703");
        if (snapshot.Metadata.PartitionColumns.Contains(column.Name))
            throw DeltaErrors.Analysis(
                "DELTA_ZORDERING_ON_PARTITION_COLUMN",
                $"{column.Name} is a partition column. Z-Ordering can only be performed on data columns.",
                "42P10"
            );
        return column;
    }

    /// <summary>Orders rows along a Z-shaped curve: the bits of each column's rank, taken in turns.</summary>
    private static string ZOrder(string scan, Snapshot snapshot, List<LogField> order)
    {
        const int Bits = 10;
        var partition =
            snapshot.Metadata.PartitionColumns.Count == 0
                ? ""
                : $"PARTITION BY {Sql.List(snapshot.Metadata.PartitionColumns.Select(Sql.Name))} ";
        var ranks = order.Select(
            (column, i) =>
                $"ntile({(1 << Bits).ToString(CultureInfo.InvariantCulture)}) OVER ({partition}ORDER BY {Sql.Name(column.Name)}) - 1 AS __z{i}"
        );
        var curve = Enumerable
            .Range(0, Bits)
            .SelectMany(bit => order.Select((_, i) => $"(((__z{i} >> {bit}) & 1)::HUGEINT << {(bit * order.Count) + i})"));
        return $"SELECT {Sql.List(snapshot.Schema.Fields.Select(field => Sql.Name(field.Name)))} FROM (SELECT *, {Sql.List(ranks)} FROM ({scan})) ORDER BY {string.Join(" + ", curve)}";
    }

    private static string PartitionKey(AddFile file) =>
        string.Join(
            '\u0001',
            file.PartitionValues.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => $"{pair.Key}\u0002{pair.Value ?? "\u0003"}")
        );

    private static IReadOnlyList<object?> Sizes(IReadOnlyList<AddFile> files) =>
        files.Count == 0
            ? [null, null, 0.0, 0L, 0L]
            :
            [
                files.Min(file => file.Size),
                files.Max(file => file.Size),
                files.Average(file => (double)file.Size),
                (long)files.Count,
                files.Sum(file => file.Size),
            ];
}
