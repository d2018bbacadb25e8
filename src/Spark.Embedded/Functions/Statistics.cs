using System.Numerics;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions;

/// <summary>Statistics of lists, with Spark's formulas in Spark's order of operations, so that the last digit agrees.</summary>
internal static class Statistics
{
    /// <summary>A pair of doubles in a list.</summary>
    public static readonly StructType Pair = new([new StructField("y", SparkType.Double), new StructField("x", SparkType.Double)]);

    /// <summary>Percentiles of values with frequencies.</summary>
    public static readonly NativeFunction Weighted = FunctionBuilder.Native(
        "percentile_weighted",
        [new ArrayType(Pair), new ArrayType(SparkType.Double)],
        new ArrayType(SparkType.Double, false),
        (a, result) =>
        {
            var counts = new SortedDictionary<double, long>(Comparer<double>.Create((x, y) => SparkValue.Compare(x, y)));
            foreach (var entry in (object?[])a.Value(0)!)
            {
                var (value, weight) = ((double)((object?[])entry!)[0]!, (long)(double)((object?[])entry)[1]!);
                if (weight < 0)
                    throw SparkErrors.Runtime("INTERNAL_ERROR", [("message", "Negative values found in " + weight)]);
                if (weight > 0)
                    counts[value] = counts.GetValueOrDefault(value) + weight;
            }

            if (counts.Count == 0)
                return;
            var total = counts.Values.Sum();
            result.SetValue(((object?[])a.Value(1)!).Select(p => (object?)Between(At, total, (double)p!)).ToArray());

            double At(long index)
            {
                foreach (var (value, count) in counts)
                {
                    if ((index -= count) < 0)
                        return value;
                }

                return double.NaN;
            }
        }
    );

    /// <summary>The value at a fraction of the way through sorted values, interpolated between neighbours.</summary>
    public static double Interpolated(double[] sorted, double fraction) => Between(i => sorted[i], sorted.Length, fraction);

    public static double InterpolatedDescending(double[] sorted, double fraction) =>
        Between(i => sorted[sorted.Length - 1 - i], sorted.Length, fraction);

    /// <summary>The first value whose share of the rows before and with it reaches the fraction.</summary>
    public static double Discrete(double[] sorted, double fraction) => sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * fraction) - 1)];

    public static double DiscreteDescending(double[] sorted, double fraction) =>
        sorted[sorted.Length - 1 - Math.Max(0, (int)Math.Ceiling(sorted.Length * fraction) - 1)];

    private static double Between(Func<long, double> at, long count, double fraction)
    {
        var position = (count - 1) * fraction;
        var (lower, higher) = ((long)Math.Floor(position), (long)Math.Ceiling(position));
        var low = at(lower);
        if (lower == higher)
            return low;
        var high = at(higher);
        return low == high ? low : ((higher - position) * low) + ((position - lower) * high);
    }

    /// <summary>The index of an approximate percentile.</summary>
    public static int Rank(double fraction, int count, double error) =>
        fraction <= error ? 0
        : fraction >= 1 - error ? count - 1
        : Math.Max(0, (int)Math.Ceiling(fraction * count) - 1);

    /// <summary>A statistic of central moments; null where Spark gives null.</summary>
    public static double? Moment(string statistic, object?[] values)
    {
        double n = 0,
            mean = 0,
            m2 = 0,
            m3 = 0,
            m4 = 0;
        foreach (var value in values)
        {
            n++;
            var delta = (double)value! - mean;
            var deltaN = delta / n;
            mean += deltaN;
            m2 += delta * (delta - deltaN);
            var (delta2, deltaN2) = (delta * delta, deltaN * deltaN);
            m3 = m3 - (3.0 * deltaN * m2) + (delta * (delta2 - deltaN2));
            m4 = m4 - (4.0 * deltaN * m3) - (6.0 * deltaN2 * m2) + (delta * ((delta * delta2) - (deltaN * deltaN2)));
        }

        if (n == 0)
            return null;
        return statistic switch
        {
            "var_pop" => m2 / n,
            "var_samp" => n == 1 ? null : m2 / (n - 1),
            "stddev_pop" => Math.Sqrt(m2 / n),
            "stddev_samp" => n == 1 ? null : Math.Sqrt(m2 / (n - 1)),
            "skewness" => m2 == 0 ? null : Math.Sqrt(n) * m3 / Math.Sqrt(m2 * m2 * m2),
            _ => m2 == 0 ? null : (n * m4 / (m2 * m2)) - 3.0,
        };
    }

    /// <summary>A statistic of pairs: the dependent value first, as in <c>regr_slope(y, x)</c>.</summary>
    public static double? OfPairs(string statistic, object?[] pairs, bool ansi)
    {
        double n = 0,
            xMean = 0,
            yMean = 0,
            c = 0,
            x2 = 0,
            y2 = 0,
            sxx = 0,
            syy = 0,
            swapped = 0;
        foreach (var pair in pairs)
        {
            // Spark's names: its x is the first argument.
            var (x, y) = ((double)((object?[])pair!)[0]!, (double)((object?[])pair)[1]!);
            n++;
            var (dx, dy) = (x - xMean, y - yMean);
            xMean += dx / n;
            yMean += dy / n;

            // The regressions take second moments and the covariance as the aggregates of one column and of (x, y) do.
            sxx += dy * (dy - (dy / n));
            syy += dx * (dx - (dx / n));
            swapped += dy * (x - xMean);
            c += dx * (y - yMean);
            x2 += dx * (x - xMean);
            y2 += dy * (y - yMean);
        }

        if (n == 0)
            return null;
        switch (statistic)
        {
            case "covar_pop":
                return c / n;
            case "covar_samp":
                return n == 1 ? null : c / (n - 1);
            case "corr":
                return n == 1 ? null : Divide(c, Math.Sqrt(x2 * y2));
            case "regr_r2":
                return y2 == 0 ? null
                    : x2 == 0 ? 1.0
                    : c / Math.Sqrt(x2 * y2) is var r ? r * r
                    : null;
            case "regr_slope":
                return sxx == 0 ? null : swapped / sxx;
            case "regr_intercept":
                return sxx == 0 ? null : xMean - (swapped / sxx * yMean);
            case "regr_sxx":
                return sxx;
            case "regr_syy":
                return syy;
            default:
                return c;
        }

        double? Divide(double a, double b) =>
            b != 0 ? a / b
            : ansi ? throw SparkErrors.Runtime("DIVIDE_BY_ZERO", [("config", "\"spark.sql.ansi.enabled\"")])
            : null;
    }

    /// <summary>
    /// The estimate of HyperLogLog++ from 64-bit hashes. Above the range of linear counting Spark corrects its raw estimate with tables of
    /// biases; there the exact number of distinct hashes is given, which is nearer.
    /// </summary>
    /// <remarks>https://research.google/pubs/pub40671</remarks>
    public static long HyperLogLog(object?[] hashes, int precision)
    {
        int[] thresholds = [10, 20, 40, 80, 220, 400, 900, 1800, 3100, 6500, 15500, 20000, 50000, 120000, 350000];
        var registers = new byte[1 << precision];
        foreach (var hash in hashes)
        {
            var bits = (ulong)(long)hash!;
            var index = bits >> (64 - precision);
            var rank = BitOperations.LeadingZeroCount((bits << precision) | (1UL << (precision - 1))) + 1;
            registers[index] = Math.Max(registers[index], (byte)rank);
        }

        var zeros = registers.Count(r => r == 0);
        double m = registers.Length;
        var linear = zeros == 0 ? double.PositiveInfinity : m * Math.Log(m / zeros);
        return precision < 19 && linear <= thresholds[precision - 4]
            ? (long)Math.Round(linear, MidpointRounding.AwayFromZero)
            : hashes.Length;
    }
}
