using System.Globalization;
using Spark.Embedded.Types;

namespace Spark.Embedded.Plan;

/// <summary>
/// The conversions between instants and the session's wall clocks. DuckDB knows regions alone: where the session's zone is an offset, its own
/// clock is UTC, and the offset is added here.
/// </summary>
public static class ZoneSql
{
    /// <summary>The zone that DuckDB's connection is set to for a session's zone.</summary>
    public static string ForDuckDb(string zone) => Zones.FixedOffset(zone) is null ? Zones.Region(zone) : "UTC";

    /// <summary>The wall clock (TIMESTAMP) of an instant (TIMESTAMPTZ).</summary>
    public static string Local(string instant, string zone) =>
        Zones.FixedOffset(zone) is { } offset and not 0
            ? $"make_timestamp(epoch_us({instant}) + {Number(offset)})"
            : $"CAST({instant} AS TIMESTAMP)";

    /// <summary>The instant of a wall clock: where a clock was set back, the earlier one, as in Java. DuckDB takes the later.</summary>
    public static string Instant(string local, string zone) =>
        Zones.FixedOffset(zone) switch
        {
            0 => $"CAST({local} AS TIMESTAMPTZ)",
            { } offset => $"make_timestamptz(epoch_us({local}) - {Number(offset)})",
            null =>
                $"list_transform([{local}], lambda spark_local: CASE WHEN CAST(CAST(spark_local AS TIMESTAMPTZ) - INTERVAL 1 HOUR AS TIMESTAMP) = spark_local "
                    + "THEN CAST(spark_local AS TIMESTAMPTZ) - INTERVAL 1 HOUR ELSE CAST(spark_local AS TIMESTAMPTZ) END)[1]",
        };

    /// <summary>A cast among dates, timestamps and wall clocks.</summary>
    public static string Cast(string sql, SparkType from, SparkType to, string zone)
    {
        if (Zones.FixedOffset(zone) is null or 0 || (from != SparkType.Timestamp && to != SparkType.Timestamp))
            return $"CAST({sql} AS {to.DuckDb})";
        return from == SparkType.Timestamp ? $"CAST({Local(sql, zone)} AS {to.DuckDb})" : Instant($"CAST({sql} AS TIMESTAMP)", zone);
    }

    private static string Number(long micros) => micros.ToString(CultureInfo.InvariantCulture);
}
