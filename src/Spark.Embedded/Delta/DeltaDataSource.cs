using System.Globalization;
using System.Text;
using Delta.Log;
using Spark.Connect;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Sources;
using Spark.Embedded.Types;

namespace Spark.Embedded.Delta;

/// <summary>The data source <c>delta</c>: tables by their folder, now or as they were.</summary>
/// <remarks>https://docs.delta.io/latest/delta-batch.html</remarks>
/// <param name="tables">The tables of the database.</param>
internal sealed class DeltaDataSource(DeltaTables tables) : DataSource
{
    private const string StatisticsSkipping = "spark.databricks.delta.stats.skipping";

    public override string Name => "delta";

    public override ITableSource Open(ReadRequest request) =>
        DeltaSession.Guard<ITableSource>(() =>
        {
            if (request.Paths.Count != 1)
                throw DeltaErrors.Analysis("DELTA_INVALID_PATHS", "A Delta table is read from one path.");
            var (path, inPath) = TimeTravel(request.Paths[0]);
            var log = tables.Open(path);
            if (request.Options.Flag("readChangeFeed") || request.Options.Flag("readChangeData"))
                return Changes(log, request);
            var version = request.Options["versionAsOf"] ?? inPath;
            var snapshot = (version, request.Options["timestampAsOf"]) switch
            {
                (not null, not null) => throw DeltaErrors.Analysis(
                    "DELTA_ONEOF_IN_TIMETRAVEL",
                    "Please either provide 'timestampAsOf' or 'versionAsOf' for time travel.",
                    "42601"
                ),
                (not null, null) => log.At(
                    long.TryParse(version, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
                        ? number
                        : throw SourceOptions.Wrong("versionAsOf", version, "a version number")
                ),
                (null, { } time) => log.At(History.VersionAt(log, Milliseconds(time, request.Context.TimeZone))),
                _ => log.Update(),
            };
            return snapshot is null
                ? throw (
                    Directory.Exists(DeltaTables.LocalPath(path))
                        ? DeltaErrors.Analysis("DELTA_MISSING_DELTA_TABLE", $"`{path}` is not a Delta table.", "42P01")
                        : SparkErrors.Analysis("PATH_NOT_FOUND", ("path", "file:" + DeltaTables.LocalPath(path)))
                )
                : new DeltaTableSource(snapshot, !bool.TryParse(request.Context.Config(StatisticsSkipping), out var skips) || skips)
                {
                    IsTimeTravel = version is not null || request.Options["timestampAsOf"] is not null,
                };
        });

    /// <summary>The change data feed between two versions or points in time.</summary>
    private static ChangeDataSource Changes(DeltaLog log, ReadRequest request)
    {
        var start =
            Bound("starting", firstAfter: true)
            ?? throw DeltaErrors.Analysis(
                "DELTA_NO_START_FOR_CDC_READ",
                "No startingVersion or startingTimestamp provided for CDC read.",
                "42601"
            );
        return new ChangeDataSource(log, start, Bound("ending", firstAfter: false));

        long? Bound(string prefix, bool firstAfter)
        {
            if (request.Options[prefix + "Version"] is { } version)
                return long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw SourceOptions.Wrong(prefix + "Version", version, "a version number");
            if (request.Options[prefix + "Timestamp"] is not { } time)
                return null;
            var history = History.Read(log);
            var millis = Milliseconds(time, request.Context.TimeZone);
            return firstAfter
                ? history.LastOrDefault(entry => entry.Timestamp >= millis)?.Version
                : history.FirstOrDefault(entry => entry.Timestamp <= millis)?.Version;
        }
    }

    public override void Write(WriteRequest request) =>
        new DeltaWriter(DeltaSession.Of(request.Context, tables)).Write(
            new DeltaWrite(
                request.Path,
                request.Query,
                request.Mode switch
                {
                    WriteOperation.Types.SaveMode.Append => WriteMode.Append,
                    WriteOperation.Types.SaveMode.Overwrite => WriteMode.Overwrite,
                    WriteOperation.Types.SaveMode.Ignore => WriteMode.Ignore,
                    _ => WriteMode.ErrorIfExists,
                }
            )
            {
                PartitionBy = request.PartitionColumns,
                Options = request.Options.Values,
            }
        );

    /// <summary>A path may end with <c>@v12</c>.</summary>
    private static (string Path, string? Version) TimeTravel(string path)
    {
        var at = path.LastIndexOf("@v", StringComparison.Ordinal);
        return at > 0 && at + 2 < path.Length && path.AsSpan(at + 2).IndexOfAnyExceptInRange('0', '9') < 0 && !DeltaTables.IsTable(path)
            ? (path[..at], path[(at + 2)..])
            : (path, null);
    }

    private static long Milliseconds(string text, string timeZone) =>
        DateTimeText.TryTimestamp(Encoding.UTF8.GetBytes(text), Zones.Find(timeZone), out var micros)
            ? Math.DivRem(micros, 1000).Quotient
            : throw SourceOptions.Wrong("timestampAsOf", text, "a date or timestamp");
}
