using System.Numerics;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions.Operators;

/// <summary>Intervals times and divided by decimals, exactly; halves of the smallest unit are rounded away from zero.</summary>
internal static class IntervalScaling
{
    /// <param name="symbol"><c>*</c> or <c>/</c>.</param>
    /// <param name="interval">The type of the interval, which is that of the result too: months or microseconds.</param>
    public static NativeFunction Of(string symbol, SparkType interval, DecimalType number)
    {
        var isMonths = interval is YearMonthIntervalType;
        var stored = isMonths ? SparkType.Integer : SparkType.Long;
        var unit = BigInteger.Pow(10, number.Scale);
        return new NativeFunction(
            $"spark_interval_{(symbol == "*" ? "times" : "by")}_{(isMonths ? "months" : "micros")}_{number.Precision}_{number.Scale}",
            [stored, number],
            stored,
            (a, result) =>
            {
                BigInteger value = isMonths ? a.Int(0) : a.Long(0);
                BigInteger factor = a.Unscaled(1);
                var scaled = symbol == "*" ? Rounded(value * factor, unit) : Rounded(value * unit, factor);
                if (isMonths && scaled >= int.MinValue && scaled <= int.MaxValue)
                    result.Set((int)scaled);
                else if (!isMonths && scaled >= long.MinValue && scaled <= long.MaxValue)
                    result.Set((long)scaled);
                else
                    throw SparkErrors.Runtime("INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION", []);
            }
        );
    }

    private static BigInteger Rounded(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var rest);
        return BigInteger.Abs(rest) * 2 >= BigInteger.Abs(divisor) ? quotient + (dividend.Sign * divisor.Sign) : quotient;
    }
}
