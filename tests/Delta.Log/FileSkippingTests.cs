using Xunit;

namespace Delta.Log.Tests;

/// <summary>What statistics and partition values of other writers allow to conclude, and what not.</summary>
public sealed class FileSkippingTests
{
    [Theory]
    [InlineData("2024-02-29", 19782)]
    [InlineData("0001-01-01", -719162)]
    [InlineData("9999-12-31", 2932896)]
    [InlineData("+12000-01-01", 3663382)]
    [InlineData("12000-01-01", 3663382)]
    [InlineData("0000-02-29", -719469)]
    [InlineData("-0044-03-15", -735525)]
    [InlineData("+294247-01-10", 106751991)]
    public void DatesOfAnyYearAreRead(string text, long days)
    {
        Assert.True(DeltaValue.TryParseDate(text, out var read));
        Assert.Equal(days, read);
    }

    [Theory]
    [InlineData("2023-02-29")]
    [InlineData("2024-13-01")]
    [InlineData("2024-1-01")]
    [InlineData("24-01-01")]
    [InlineData("2024-01-01T")]
    [InlineData("")]
    public void WhatIsNoDateIsNotRead(string text) => Assert.False(DeltaValue.TryParseDate(text, out _));

    [Theory]
    [InlineData("1970-01-01T00:00:00.000Z", 0)]
    [InlineData("1970-01-01 00:00:01", 1_000_000)]
    [InlineData("1970-01-01T00:00:00.123456789Z", 123_456)]
    [InlineData("1969-12-31T23:59:59.999Z", -1_000)]
    [InlineData("1970-01-01T01:00:00+01:00", 0)]
    [InlineData("1970-01-01T01:00:00+0100", 0)]
    [InlineData("1969-12-31T16:07:02-07:52:58", 0)]
    [InlineData("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999)]
    [InlineData("+10000-01-01T00:00:00.000Z", 253_402_300_800_000_000)]
    [InlineData("1970-01-02", 86_400_000_000)]
    public void TimestampsOfAnyYearAndZoneAreRead(string text, long micros)
    {
        Assert.True(DeltaValue.TryParseTimestamp(text, out var read));
        Assert.Equal(micros, read);
    }

    [Theory]
    [InlineData("+300000-01-01T00:00:00Z")]
    [InlineData("2024-01-01T25:00:00Z")]
    [InlineData("2024-01-01T00:00:00 Europe/Rome")]
    [InlineData("2024-01-01T00:00:00.Z")]
    public void WhatIsNoTimestampIsNotRead(string text) => Assert.False(DeltaValue.TryParseTimestamp(text, out _));

    /// <summary>Other writers cut the upper bound to milliseconds, and the offsets of old zones to minutes.</summary>
    [Theory]
    [InlineData("timestamp", "2024-01-01T00:00:00.123Z", 999, 0)]
    [InlineData("timestamp_ntz", "2024-01-01T00:00:00.123", 999, 0)]
    [InlineData("timestamp", "1880-01-01T00:00:00.123-07:52", 999 + 59_000_000, 59_000_000)]
    public void BoundsOfTimesAreWidened(string type, string text, long above, long below)
    {
        var statistics = FileStatistics.Parse($"{{\"minValues\":{{\"c\":\"{text}\"}},\"maxValues\":{{\"c\":\"{text}\"}}}}")!;
        Assert.True(DeltaValue.TryParseTimestamp(text, out var exact));
        Assert.Equal(exact + above, statistics.Max(["c"], new PrimitiveType(type)));
        Assert.Equal(exact - below, statistics.Min(["c"], new PrimitiveType(type)));
    }

    [Theory]
    [InlineData("""{"numRecords":2,"minValues":{"x":1.0},"maxValues":{"x":5.0},"nullCount":{"x":0}}""")] // A NaN that the writer left out.
    [InlineData("""{"numRecords":2,"minValues":{"x":1.0},"maxValues":{"x":"NaN"},"nullCount":{"x":0}}""")] // As Spark writes it.
    [InlineData("""{"numRecords":2,"minValues":{"x":1.0},"nullCount":{"x":0}}""")]
    public void ANaNIsNeverSkipped(string stats)
    {
        Assert.True(MayMatch(PrimitiveType.Double, stats, Compare(ComparisonOperator.Greater, 100.0)));
        Assert.True(MayMatch(PrimitiveType.Double, stats, Compare(ComparisonOperator.GreaterOrEqual, 100.0)));
        Assert.True(MayMatch(PrimitiveType.Double, stats, Compare(ComparisonOperator.NotEqual, 1.0)));
        Assert.False(MayMatch(PrimitiveType.Double, stats, Compare(ComparisonOperator.Less, 1.0)));
    }

    [Theory]
    [InlineData("""{"numRecords":2,"minValues":{"x":-0.0},"maxValues":{"x":-0.0}}""", 0.0)]
    [InlineData("""{"numRecords":2,"minValues":{"x":0.0},"maxValues":{"x":0.0}}""", -0.0)]
    [InlineData("""{"numRecords":2,"minValues":{"x":"-Infinity"},"maxValues":{"x":"Infinity"}}""", double.PositiveInfinity)]
    public void ZeroHasTwoSignsAndInfinitiesCompare(string stats, double value) =>
        Assert.True(MayMatch(PrimitiveType.Double, stats, Compare(ComparisonOperator.Equal, value)));

    /// <summary>A statistic that is not there says nothing.</summary>
    [Theory]
    [InlineData("""{"numRecords":2}""")]
    [InlineData("""{"numRecords":2,"minValues":{},"maxValues":{},"nullCount":{}}""")]
    [InlineData("""{"minValues":{"x":5},"maxValues":{"x":5}}""")]
    [InlineData("")]
    [InlineData("no json")]
    public void WithoutACountThereMayBeNulls(string stats)
    {
        Assert.True(MayMatch(PrimitiveType.Long, stats, new FilePredicate.IsNull(["x"])));
        Assert.True(MayMatch(PrimitiveType.Long, stats, new FilePredicate.IsNotNull(["x"])));
    }

    [Theory]
    [InlineData("\uE000", "\U0001F608")] // In UTF-16 the second begins with a lower unit.
    [InlineData("\uFFFF", "\U0001F608")]
    [InlineData("a", "\u00E9")]
    [InlineData("Z", "a")]
    public void TextIsComparedByItsBytes(string less, string greater)
    {
        var stats = $"{{\"numRecords\":1,\"minValues\":{{\"x\":\"{greater}\"}},\"maxValues\":{{\"x\":\"{greater}\"}}}}";
        Assert.False(MayMatch(PrimitiveType.String, stats, Compare(ComparisonOperator.LessOrEqual, less)));
        Assert.True(MayMatch(PrimitiveType.String, stats, Compare(ComparisonOperator.Greater, less)));
    }

    [Theory]
    [InlineData("2024-01-01T00:00:00.000000Z", false)]
    [InlineData("2024-01-01 00:00:00", true)] // In the zone of whoever wrote it.
    public void OnlyTimesWithTheirZoneTellPartitionsApart(string value, bool mayMatch)
    {
        var noon = 1_704_110_400_000_000L;
        var file = TemporaryTable.File("f") with { PartitionValues = new Dictionary<string, string?> { ["x"] = value } };
        Assert.Equal(
            mayMatch,
            new FileSkipping(Table(PrimitiveType.Timestamp, partitioned: true)).MayMatch(file, Compare(ComparisonOperator.Equal, noon))
        );
    }

    private static FilePredicate Compare(ComparisonOperator comparison, IComparable value) =>
        new FilePredicate.Comparison(["x"], comparison, value);

    private static bool MayMatch(DeltaType type, string stats, FilePredicate predicate) =>
        new FileSkipping(Table(type)).MayMatch(TemporaryTable.File("f") with { Stats = stats }, predicate);

    private static TableMetadata Table(DeltaType type, bool partitioned = false) =>
        new()
        {
            Id = "t",
            SchemaString = SchemaJson.Write(new StructType([new("x", type)])),
            PartitionColumns = partitioned ? ["x"] : [],
        };
}
