using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Spark.Connect.Columnar;
using Xunit;

namespace Spark.Connect.Tests.Columnar;

public class Decimal128Tests
{
    [Fact]
    public void A_decimal_comes_back_as_it_went() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<decimal>(),
                value =>
                {
                    var unscaled = Decimal128.FromDecimal(value, Decimal128.MaxPrecision, value.Scale);

                    Assert.Equal(value, Decimal128.ToDecimal(unscaled, value.Scale));
                }
            )
            .Check(Config.QuickThrowOnFailure);

    [Theory]
    [InlineData("1.005", 10, 2, "1.01")]
    [InlineData("-1.005", 10, 2, "-1.01")]
    [InlineData("1.0049", 10, 2, "1.00")]
    [InlineData("7", 3, 2, "7.00")]
    [InlineData("0.05", 1, 0, "0")]
    [InlineData("-0.5", 1, 0, "-1")]
    [InlineData("79228162514264337593543950335", 38, 9, "79228162514264337593543950335.000000000")]
    public void A_decimal_takes_the_scale_of_its_column(string value, int precision, int scale, string expected) =>
        Assert.Equal(expected, Decimal128.ToString(Decimal128.FromDecimal(Parse(value), precision, scale), scale));

    [Theory]
    [InlineData("10", 1, 0)]
    [InlineData("9.5", 1, 0)]
    [InlineData("79228162514264337593543950335", 38, 10)]
    public void A_decimal_with_too_many_digits_overflows(string value, int precision, int scale) =>
        Assert.Contains(value, Assert.Throws<OverflowException>(() => Decimal128.FromDecimal(Parse(value), precision, scale)).Message);

    [Fact]
    public void More_digits_than_a_decimal_has_are_only_lost_when_they_are_zeros()
    {
        var tooWide = Decimal128.PowerOfTen(38) - 1;

        Assert.Throws<OverflowException>(() => Decimal128.ToDecimal(tooWide, 0));
        Assert.Equal("99999999999999999999999999999999999.999", Decimal128.ToString(tooWide, 3));
        Assert.Equal(1m, Decimal128.ToDecimal(Decimal128.PowerOfTen(38), 38));
        Assert.Equal(0m, Decimal128.ToDecimal(0, 38));
    }

    private static decimal Parse(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
