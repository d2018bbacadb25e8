using Microsoft.Spark.Sql.Types;
using Xunit;

namespace Microsoft.Spark.Tests.Types;

public sealed class DateTimeTests
{
    [Fact]
    public void A_timestamp_is_an_instant_in_microseconds()
    {
        var timestamp = new Timestamp(2020, 1, 2, 15, 30, 31, 123456);
        Assert.Equal("2020-01-02 15:30:31.123456Z", timestamp.ToString());
        Assert.Equal(new DateTime(2020, 1, 2, 15, 30, 31, DateTimeKind.Utc).AddTicks(1234560), timestamp.ToDateTime());
        Assert.Equal(DateTimeKind.Utc, timestamp.ToDateTime().Kind);
        Assert.Equal(timestamp, new Timestamp(timestamp.ToDateTime().AddTicks(9)));
        Assert.Equal(timestamp, new Timestamp(new DateTimeOffset(timestamp.ToDateTime()).ToOffset(TimeSpan.FromHours(5))));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Timestamp(2020, 1, 2, 15, 30, 30, 1_000_000));
    }

    [Fact]
    public void Days_and_instants_before_1970_count_backwards()
    {
        Assert.Equal(-1, new Date(1969, 12, 31).DaysSinceEpoch);
        Assert.Equal(new DateOnly(1969, 12, 31), Date.FromDaysSinceEpoch(-1));
        var before = new Timestamp(1969, 12, 31, 23, 59, 59, 999_999);
        Assert.Equal(-1, before.MicrosecondsSinceEpoch);
        Assert.Equal(before.ToDateTime(), Timestamp.FromMicrosecondsSinceEpoch(-1, DateTimeKind.Utc));
    }

    [Fact]
    public void What_NET_cannot_hold_is_an_error_of_Spark()
    {
        Assert.Equal(DateOnly.MaxValue, Date.FromDaysSinceEpoch(new Date(9999, 12, 31).DaysSinceEpoch));
        Assert.Throws<SparkDateTimeException>(() => Date.FromDaysSinceEpoch(int.MaxValue));
        Assert.Throws<SparkDateTimeException>(() => Timestamp.FromMicrosecondsSinceEpoch(long.MinValue, DateTimeKind.Utc));
    }

    [Fact]
    public void Dates_compare_and_sort()
    {
        Assert.Equal(new Date(2024, 2, 29), new Date(new DateTime(2024, 2, 29, 13, 0, 0)));
        Assert.Equal("2024-02-29", new Date(2024, 2, 29).ToString());
        Assert.True(new Date(2024, 2, 29).CompareTo(new Date(2024, 3, 1)) < 0);
    }
}
