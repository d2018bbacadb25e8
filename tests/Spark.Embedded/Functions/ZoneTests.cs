using Microsoft.Spark;
using Spark.Embedded.Tests.Session;
using Xunit;

namespace Spark.Embedded.Tests.Functions;

/// <summary>The ids of time zones that Java knows, with Spark 4.1's answers.</summary>
public sealed class ZoneTests
{
    [Theory]
    [InlineData("EST", 1719810000, "1889-12-31 19:00:00", "-05:00")]
    [InlineData("MST", 1719817200, "1889-12-31 17:00:00", "-07:00")]
    [InlineData("HST", 1719828000, "1889-12-31 14:00:00", "-10:00")]
    [InlineData("PST", 1719817200, "1889-12-31 16:00:00", "America/Los_Angeles")]
    [InlineData("GMT+8", 1719763200, "1890-01-01 08:00:00", "GMT+08:00")]
    [InlineData("UTC+8", 1719763200, "1890-01-01 08:00:00", "UTC+08:00")]
    [InlineData("+05:30", 1719772200, "1890-01-01 05:30:00", "+05:30")]
    [InlineData("GMT+2", 1719784800, "1890-01-01 02:00:00", "GMT+02:00")]
    [InlineData("Z", 1719792000, "1890-01-01 00:00:00", "Z")]
    [InlineData("UT+3", 1719781200, "1890-01-01 03:00:00", "UT+03:00")]
    [InlineData("GMT0", 1719792000, "1890-01-01 00:00:00", "GMT0")]
    [InlineData("+5", 1719774000, "1890-01-01 05:00:00", "+05:00")]
    [InlineData("+05", 1719774000, "1890-01-01 05:00:00", "+05:00")]
    [InlineData("+0530", 1719772200, "1890-01-01 05:30:00", "+05:30")]
    [InlineData("+053015", 1719772185, "1890-01-01 05:30:15", "+05:30:15")]
    [InlineData("+05:30:15", 1719772185, "1890-01-01 05:30:15", "+05:30:15")]
    [InlineData("-18:00", 1719856800, "1889-12-31 06:00:00", "-18:00")]
    [InlineData("America/New_York", 1719806400, "1889-12-31 19:00:00", "America/New_York")]
    [InlineData("CST", 1719810000, "1889-12-31 18:00:00", "America/Chicago")]
    [InlineData("ACT", 1719757800, "1890-01-01 08:43:20", "Australia/Darwin")]
    [InlineData("BST", 1719770400, "1890-01-01 05:53:20", "Asia/Dhaka")]
    [InlineData("Etc/GMT+5", 1719810000, "1889-12-31 19:00:00", "Etc/GMT+5")]
    [InlineData("UTC+05:30:15", 1719772185, "1890-01-01 05:30:15", "UTC+05:30:15")]
    [InlineData("EST5EDT", 1719806400, "1889-12-31 19:00:00", "EST5EDT")]
    [InlineData("GMT+8:00", 1719763200, "1890-01-01 08:00:00", "GMT+08:00")]
    [InlineData("UTC+08", 1719763200, "1890-01-01 08:00:00", "UTC+08:00")]
    [InlineData("UCT", 1719792000, "1890-01-01 00:00:00", "UCT")]
    [InlineData("AGT", 1719802800, "1889-12-31 20:06:12", "America/Argentina/Buenos_Aires")]
    [InlineData("ART", 1719781200, "1890-01-01 02:05:09", "Africa/Cairo")]
    [InlineData("AST", 1719820800, "1889-12-31 14:00:24", "America/Anchorage")]
    [InlineData("BET", 1719802800, "1889-12-31 20:53:32", "America/Sao_Paulo")]
    [InlineData("CAT", 1719784800, "1890-01-01 02:10:18", "Africa/Harare")]
    [InlineData("CNT", 1719801000, "1889-12-31 20:29:08", "America/St_Johns")]
    [InlineData("CTT", 1719763200, "1890-01-01 08:05:43", "Asia/Shanghai")]
    [InlineData("EAT", 1719781200, "1890-01-01 02:27:16", "Africa/Addis_Ababa")]
    [InlineData("ECT", 1719784800, "1890-01-01 00:09:21", "Europe/Paris")]
    [InlineData("IET", 1719806400, "1889-12-31 18:00:00", "America/Indiana/Indianapolis")]
    [InlineData("IST", 1719772200, "1890-01-01 05:21:10", "Asia/Kolkata")]
    [InlineData("JST", 1719759600, "1890-01-01 09:00:00", "Asia/Tokyo")]
    [InlineData("MIT", 1719745200, "1890-01-01 12:33:04", "Pacific/Apia")]
    [InlineData("NET", 1719777600, "1890-01-01 02:58:00", "Asia/Yerevan")]
    [InlineData("NST", 1719748800, "1890-01-01 11:30:00", "Pacific/Auckland")]
    [InlineData("PLT", 1719774000, "1890-01-01 04:28:12", "Asia/Karachi")]
    [InlineData("PNT", 1719817200, "1889-12-31 17:00:00", "America/Phoenix")]
    [InlineData("PRT", 1719806400, "1889-12-31 19:35:35", "America/Puerto_Rico")]
    [InlineData("SST", 1719752400, "1890-01-01 10:39:48", "Pacific/Guadalcanal")]
    [InlineData("VST", 1719766800, "1890-01-01 07:06:30", "Asia/Ho_Chi_Minh")]
    public async Task A_session_runs_in_the_zone(string zone, long summer, string old, string id)
    {
        await using var bench = new ExecutorBench();
        await bench.Sql($"SET TIME ZONE '{zone}'");
        Assert.Equal(
            [$"'{zone}' | {summer} | '{old}' | '{id}'"],
            await bench.Sql(
                "SELECT current_timezone(), unix_timestamp(timestamp'2024-07-01 00:00:00'), CAST(timestamp'1890-01-01 00:00:00Z' AS STRING), "
                    + "date_format(timestamp'2024-07-01 00:00:00Z', 'VV')"
            )
        );

        // Every way from an instant to a wall clock and back takes the same offset.
        var wall = "CAST(from_unixtime(1719792000) AS TIMESTAMP_NTZ)";
        Assert.Equal(
            ["true | true | true | true | true | true | true"],
            await bench.Sql(
                $"SELECT {wall} = CAST(timestamp_seconds(1719792000) AS TIMESTAMP_NTZ), unix_seconds(CAST({wall} AS TIMESTAMP)) = 1719792000, "
                    + $"CAST({wall} AS DATE) = CAST(timestamp_seconds(1719792000) AS DATE), hour({wall}) = hour(timestamp_seconds(1719792000)), "
                    + $"unix_seconds(to_utc_timestamp(from_utc_timestamp(timestamp_seconds(1719792000), '{zone}'), '{zone}')) = 1719792000, "
                    + "unix_seconds(CAST(DATE'2024-07-01' AS TIMESTAMP)) = unix_timestamp('2024-07-01', 'yyyy-MM-dd'), "
                    + "date_trunc('DAY', timestamp_seconds(1719792000)) = CAST(CAST(timestamp_seconds(1719792000) AS DATE) AS TIMESTAMP)"
            )
        );
    }

    [Theory]
    [InlineData("+05:30", "2024-07-01 05:30:00")]
    [InlineData("EST", "2024-06-30 19:00:00")]
    [InlineData("GMT+8", "2024-07-01 08:00:00")]
    [InlineData("UTC+05:30:15", "2024-07-01 05:30:15")]
    [InlineData("-18:00", "2024-06-30 06:00:00")]
    [InlineData("MIT", "2024-07-01 13:00:00")]
    public async Task A_wall_clock_is_moved_to_the_zone_and_back(string zone, string expected)
    {
        await using var bench = new ExecutorBench();
        foreach (var session in (string[])["UTC", "+05:30", "America/New_York"])
        {
            await bench.Sql($"SET TIME ZONE '{session}'");
            Assert.Equal(
                [$"'{expected}' | '2024-07-01 00:00:00' | '{expected}'"],
                await bench.Sql(
                    $"SELECT CAST(from_utc_timestamp(timestamp'2024-07-01 00:00:00', '{zone}') AS STRING), "
                        + $"CAST(to_utc_timestamp(timestamp'{expected}', '{zone}') AS STRING), "
                        + $"CAST(convert_timezone('UTC', '{zone}', timestamp_ntz'2024-07-01 00:00:00') AS STRING)"
                )
            );
        }
    }

    [Theory]
    [InlineData("+18:01")]
    [InlineData("america/new_york")]
    [InlineData("utc")]
    [InlineData("z")]
    [InlineData("gmt+8")]
    [InlineData("Eastern Standard Time")]
    public async Task Ids_that_Java_does_not_know_are_refused(string zone)
    {
        await using var bench = new ExecutorBench();
        Assert.Equal(
            "INVALID_CONF_VALUE.TIME_ZONE",
            (await Assert.ThrowsAnyAsync<SparkException>(() => bench.Sql($"SET TIME ZONE '{zone}'"))).ErrorClass
        );
        Assert.Equal(
            "INVALID_TIMEZONE",
            (
                await Assert.ThrowsAnyAsync<SparkException>(() =>
                    bench.Sql($"SELECT from_utc_timestamp(timestamp'2024-07-01 00:00:00', '{zone}')")
                )
            ).ErrorClass
        );
    }

    [Fact]
    public async Task An_interval_sets_an_offset()
    {
        await using var bench = new ExecutorBench();
        await bench.Sql("SET TIME ZONE INTERVAL 2 HOURS");
        Assert.Equal(["'+02:00'"], await bench.Sql("SELECT current_timezone()"));
        await bench.Sql("SET TIME ZONE INTERVAL '10:30' HOUR TO MINUTE");
        Assert.Equal(["'+10:30' | 0"], await bench.Sql("SELECT current_timezone(), unix_timestamp(timestamp'1970-01-01 10:30:00')"));
    }
}
