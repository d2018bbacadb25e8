using System.Globalization;
using System.Numerics;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions;

/// <summary>Decimal arithmetic as Spark does it: exact, then rounded half up.</summary>
internal static class DecimalForms
{
    private static readonly Int128[] Powers =
    [
        .. Enumerable.Range(0, DecimalType.MaxPrecision + 1).Select(n => (Int128)BigInteger.Pow(10, n)),
    ];

    /// <summary>The mean of intervals from their sum and count, rounded half up; null over none.</summary>
    public static readonly NativeFunction AverageInterval = new(
        "spark_avg_interval",
        [SparkType.Long, SparkType.Long],
        SparkType.Long,
        (a, result) =>
        {
            if (a.Long(1) != 0)
                result.Set((long)RoundedQuotient(a.Long(0), a.Long(1)));
        }
    );

    /// <summary>A decimal sum of a scale divided by a count; null over none.</summary>
    public static NativeFunction DivideByCount(int scale, DecimalType result) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"spark_avg_{scale}_{result.Precision}_{result.Scale}"),
            [new DecimalType(DecimalType.MaxPrecision, scale), SparkType.Long],
            result,
            (a, quotient) =>
            {
                if (TryDivide(a.Unscaled(0), scale, a.Long(1), 0, result, out var mean))
                    quotient.SetUnscaled(mean);
                else if (a.Long(1) != 0)
                    quotient.SetValue(Fit(Divide((BigInteger)a.Value(0)!, scale, a.Long(1), 0), DecimalType.MaxPrecision, result));
            }
        );

    /// <summary>The unscaled quotient of two decimals with 38 digits behind the point, as Spark's Decimal divides.</summary>
    public static BigInteger Divide(BigInteger dividend, int dividendScale, BigInteger divisor, int divisorScale)
    {
        var shift = DecimalType.MaxPrecision - dividendScale + divisorScale;
        return RoundedQuotient(dividend * BigInteger.Pow(10, shift), divisor);
    }

    /// <summary>
    /// What <see cref="Divide"/> and <see cref="Fit"/> give, without big integers; false says nothing, but that the operands are too large for it
    /// or the divisor is 0.
    /// </summary>
    public static bool TryDivide(
        Int128 dividend,
        int dividendScale,
        Int128 divisor,
        int divisorScale,
        DecimalType result,
        out Int128 quotient
    )
    {
        quotient = 0;
        var shift = result.Scale - dividendScale + divisorScale;
        if (shift < 0 || shift > DecimalType.MaxPrecision || divisor == 0)
            return false;
        var (numerator, denominator) = (Int128.Abs(dividend), Int128.Abs(divisor));

        // Spark rounds twice, to 38 digits behind the point and then to the result's. For such a divisor no quotient is so close to the
        // middle of two results that the first rounding would move it there.
        if (numerator > Int128.MaxValue / Powers[shift] || denominator >= Powers[DecimalType.MaxPrecision - result.Scale])
            return false;
        (quotient, var remainder) = Int128.DivRem(numerator * Powers[shift], denominator);
        if (remainder >= denominator - remainder)
            quotient++;
        if (quotient >= Powers[result.Precision])
            return false;
        if (Int128.IsNegative(dividend) != Int128.IsNegative(divisor))
            quotient = -quotient;
        return true;
    }

    /// <summary>An unscaled decimal rounded half up to another scale; null when it has too many digits then.</summary>
    public static BigInteger? Fit(BigInteger unscaled, int scale, DecimalType type)
    {
        var rounded = Rescale(unscaled, scale, type.Scale);
        return BigInteger.Abs(rounded) < BigInteger.Pow(10, type.Precision) ? rounded : null;
    }

    /// <summary>An unscaled decimal without its last digits, rounded half up; false when it has too many digits even then.</summary>
    public static bool TryRound(Int128 unscaled, int digits, int precision, out Int128 rounded)
    {
        if (digits <= 18 && unscaled >= long.MinValue / 2 && unscaled <= long.MaxValue / 2)
        {
            var (value, power) = ((long)unscaled, (long)Powers[digits]);
            rounded = (value + (value < 0 ? -(power / 2) : power / 2)) / power;
        }
        else
        {
            var magnitude = Int128.Abs(unscaled);
            var (quotient, remainder) = Int128.DivRem(magnitude, Powers[digits]);
            if (remainder >= Powers[digits] - remainder)
                quotient++;
            rounded = Int128.IsNegative(unscaled) ? -quotient : quotient;
        }

        return Int128.Abs(rounded) < Powers[precision];
    }

    /// <summary>An unscaled decimal at another scale, rounded half up.</summary>
    public static BigInteger Rescale(BigInteger unscaled, int from, int to) =>
        to >= from ? unscaled * BigInteger.Pow(10, to - from) : RoundedQuotient(unscaled, BigInteger.Pow(10, from - to));

    /// <summary>A quotient rounded half away from zero, which is what Java calls HALF_UP.</summary>
    public static BigInteger RoundedQuotient(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        return BigInteger.Abs(remainder) * 2 >= BigInteger.Abs(divisor) ? quotient + (dividend.Sign * divisor.Sign) : quotient;
    }
}
