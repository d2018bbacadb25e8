using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Spark.Embedded.Functions;
using Spark.Embedded.Types;
using Xunit;

namespace Spark.Embedded.Tests.Functions;

/// <summary>The short ways of decimal arithmetic give what the exact ones do, or say that they cannot.</summary>
public sealed class DecimalFormsTests
{
    private static readonly Gen<BigInteger> Unscaled =
        from digits in Gen.Choose(1, 30)
        from first in Gen.Choose(int.MinValue, int.MaxValue)
        from second in Gen.Choose(0, int.MaxValue)
        from third in Gen.Choose(0, int.MaxValue)
        select (((new BigInteger(first) * int.MaxValue) + second) * int.MaxValue + third) % BigInteger.Pow(10, digits);

    [Fact]
    public void A_short_quotient_is_the_exact_one() =>
        Prop.ForAll(
                (
                    from a in Unscaled
                    from b in Unscaled
                    from scales in Gen.Choose(0, 6).Two()
                    from scale in Gen.Choose(0, 21)
                    select (a, b, scales, scale)
                ).ToArbitrary(),
                given =>
                {
                    var (a, b, (aScale, bScale), scale) = given;
                    var type = new DecimalType(DecimalType.MaxPrecision, scale);
                    return !DecimalForms.TryDivide((Int128)a, aScale, (Int128)b, bScale, type, out var quotient)
                        || DecimalForms.Fit(DecimalForms.Divide(a, aScale, b, bScale), DecimalType.MaxPrecision, type)
                            == (BigInteger)quotient;
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Theory]
    [InlineData("1", "3", 6, "333333")]
    [InlineData("2", "3", 6, "666667")]
    [InlineData("-1", "8", 2, "-13")]
    [InlineData("5", "-1000", 2, "-1")]
    public void Ordinary_quotients_take_the_short_way(string a, string b, int scale, string expected)
    {
        Assert.True(DecimalForms.TryDivide(Int128.Parse(a), 0, Int128.Parse(b), 0, new DecimalType(18, scale), out var quotient));
        Assert.Equal(Int128.Parse(expected), quotient);
    }

    [Fact]
    public void Rounding_is_half_up() =>
        Prop.ForAll(
                (
                    from value in Unscaled
                    from digits in Gen.Choose(1, 20)
                    from precision in Gen.Choose(5, 38)
                    select (value, digits, precision)
                ).ToArbitrary(),
                given =>
                {
                    var exact = DecimalForms.Fit(given.value, given.digits, new DecimalType(given.precision, 0));
                    return DecimalForms.TryRound((Int128)given.value, given.digits, given.precision, out var rounded)
                        ? exact == (BigInteger)rounded
                        : exact is null;
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
}
