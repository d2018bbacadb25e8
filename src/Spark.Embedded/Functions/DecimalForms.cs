using System.Globalization;
using System.Numerics;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions;

/// <summary>Decimal arithmetic as Spark does it: exact, then rounded half up.</summary>
internal static class DecimalForms
{
    /// <summary>The mean of intervals from their sum and count, rounded half up; null over none.</summary>
    public static readonly NativeFunction AverageInterval = new("spark_avg_interval", [SparkType.Long, SparkType.Long], SparkType.Long, (a, result) =>
    {
        if (a.Long(1) != 0)
            result.Set((long)RoundedQuotient(a.Long(0), a.Long(1)));
    });

    /// <summary>A decimal sum of a scale divided by a count; null over none.</summary>
    public static NativeFunction DivideByCount(int scale, DecimalType result) =>
        new(string.Create(CultureInfo.InvariantCulture, $"spark_avg_{scale}_{result.Precision}_{result.Scale}"),
            [new DecimalType(DecimalType.MaxPrecision, scale), SparkType.Long], result, (a, quotient) =>
            {
                if (a.Long(1) != 0)
                    quotient.SetValue(Fit(Divide((BigInteger)a.Value(0)!, scale, a.Long(1), 0), DecimalType.MaxPrecision, result));
            });

    /// <summary>The unscaled quotient of two decimals with 38 digits behind the point, as Spark's Decimal divides.</summary>
    public static BigInteger Divide(BigInteger dividend, int dividendScale, BigInteger divisor, int divisorScale)
    {
        var shift = DecimalType.MaxPrecision - dividendScale + divisorScale;
        return RoundedQuotient(dividend * BigInteger.Pow(10, shift), divisor);
    }

    /// <summary>An unscaled decimal rounded half up to another scale; null when it has too many digits then.</summary>
    public static BigInteger? Fit(BigInteger unscaled, int scale, DecimalType type)
    {
        var rounded = Rescale(unscaled, scale, type.Scale);
        return BigInteger.Abs(rounded) < BigInteger.Pow(10, type.Precision) ? rounded : null;
    }

    /// <summary>An unscaled decimal at another scale, rounded half up.</summary>
    public static BigInteger Rescale(BigInteger unscaled, int from, int to) => to >= from
        ? unscaled * BigInteger.Pow(10, to - from)
        : RoundedQuotient(unscaled, BigInteger.Pow(10, from - to));

    /// <summary>A quotient rounded half away from zero, which is what Java calls HALF_UP.</summary>
    public static BigInteger RoundedQuotient(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        return BigInteger.Abs(remainder) * 2 >= BigInteger.Abs(divisor) ? quotient + (dividend.Sign * divisor.Sign) : quotient;
    }
}
