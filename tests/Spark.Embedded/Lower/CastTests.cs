using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Spark.Embedded.Tests.Resolve;
using Spark.Embedded.Types;
using Xunit;

namespace Spark.Embedded.Tests.Lower;

/// <summary>Casts read and print values as Spark does.</summary>
public sealed class CastTests : IDisposable
{
    private readonly CompilerFixture _spark = new();

    public void Dispose() => _spark.Dispose();

    [Theory]
    [InlineData("CAST(1.0D AS STRING)", "1.0")]
    [InlineData("CAST(1e7D AS STRING)", "1.0E7")]
    [InlineData("CAST(0.0001D AS STRING)", "1.0E-4")]
    [InlineData("CAST(double('-Infinity') AS STRING)", "-Infinity")]
    [InlineData("CAST(0.5 AS STRING)", "0.5")]
    [InlineData("CAST(array(1, null) AS STRING)", "[1, null]")]
    [InlineData("CAST(map('a', 1) AS STRING)", "{a -> 1}")]
    [InlineData("CAST(struct(1, 'x') AS STRING)", "{1, x}")]
    [InlineData("CAST(timestamp'2020-01-01 10:00:00.500' AS STRING)", "2020-01-01 10:00:00.5")]
    [InlineData("CAST(2.9D AS INT)", "2")]
    [InlineData("CAST(-2.9BD AS INT)", "-2")]
    [InlineData("CAST(0.285D AS DECIMAL(10,2))", "0.29")]
    [InlineData("CAST(' +12 ' AS INT)", "12")]
    [InlineData("CAST('1e2' AS DECIMAL(5,1))", "100.0")]
    [InlineData("CAST('1_000' AS DOUBLE) IS NULL", null)]
    [InlineData("CAST('2.5d' AS DOUBLE)", "2.5")]
    [InlineData("CAST('YES' AS BOOLEAN)", "true")]
    [InlineData("CAST('2020-1-5' AS DATE)", "2020-01-05")]
    [InlineData("CAST('2020-01-05T10' AS DATE)", "2020-01-05")]
    [InlineData("CAST('2020-01-05 10:00:00+02:00' AS TIMESTAMP)", "2020-01-05 08:00:00")]
    [InlineData("CAST('2020-01-05 1:2' AS TIMESTAMP)", "2020-01-05 01:02:00")]
    [InlineData("CAST('2020' AS TIMESTAMP_NTZ)", "2020-01-01 00:00:00")]
    [InlineData("CAST(1.5D AS TIMESTAMP)", "1970-01-01 00:00:01.5")]
    [InlineData("CAST('1-2' AS INTERVAL YEAR TO MONTH)", "INTERVAL '1-2' YEAR TO MONTH")]
    public void Values(string expression, string? text)
    {
        if (text is null)
            Assert.ThrowsAny<Microsoft.Spark.SparkException>(() => _spark.Rows($"SELECT {expression}"));
        else
            Assert.Equal([text], _spark.Rows($"SELECT {expression}"));
    }

    /// <summary>What prints reads back as itself.</summary>
    [Fact]
    public void Doubles_print_so_that_they_read_back() =>
        Prop.ForAll<double>(value =>
                double.IsNaN(value) || double.IsInfinity(value) || NumberText.Fractional(ValueText.Double(value)) == value
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Dates_print_so_that_they_read_back() =>
        Prop.ForAll(
                Gen.Choose(-700_000, 2_900_000).ToArbitrary(),
                days => DateTimeText.TryDate(Encoding.UTF8.GetBytes(ValueText.Date(days)), out var read) && read == days
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Timestamps_print_so_that_they_read_back() =>
        Prop.ForAll<int, int>(
                (seconds, micros) =>
                {
                    var instant = (seconds * 1_000_000L) + (Math.Abs((long)micros) % 1_000_000);
                    return DateTimeText.TryTimestampNtz(
                            Encoding.UTF8.GetBytes(ValueText.Timestamp(instant)),
                            allowZone: false,
                            out var read
                        )
                        && read == instant;
                }
            )
            .QuickCheckThrowOnFailure();
}
