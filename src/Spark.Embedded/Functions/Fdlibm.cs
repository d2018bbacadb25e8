namespace Spark.Embedded.Functions;

/// <summary>
/// Exponentials as Java's StrictMath computes them: the algorithms of fdlibm, whose last digit differs from that of the C library's.
/// </summary>
/// <remarks>https://www.netlib.org/fdlibm</remarks>
internal static class Fdlibm
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double InverseLn2 = 1.44269504088896338700e+00;

    public static double Exp(double x)
    {
        if (double.IsNaN(x) || double.IsPositiveInfinity(x))
            return x;
        if (double.IsNegativeInfinity(x))
            return 0;
        if (x > 7.09782712893383973096e+02)
            return double.PositiveInfinity;
        if (x < -7.45133219101941108420e+02)
            return 0;

        double high = 0,
            low = 0;
        var k = 0;
        var magnitude = Math.Abs(x);
        var word = (int)(BitConverter.DoubleToInt64Bits(x) >> 32) & 0x7fffffff;
        if (word > 0x3fd62e42)
        {
            if (word < 0x3FF0A2B2)
            {
                high = x - (x < 0 ? -Ln2High : Ln2High);
                low = x < 0 ? -Ln2Low : Ln2Low;
                k = x < 0 ? -1 : 1;
            }
            else
            {
                k = (int)((InverseLn2 * x) + (x < 0 ? -0.5 : 0.5));
                high = x - (k * Ln2High);
                low = k * Ln2Low;
            }

            x = high - low;
        }
        else if (magnitude < 3.725290298461914e-09)
        {
            return 1 + x;
        }

        var t = x * x;
        var c =
            x
            - (
                t
                * (
                    1.66666666666666019037e-01
                    + (
                        t
                        * (
                            -2.77777777770155933842e-03
                            + (t * (6.61375632143793436117e-05 + (t * (-1.65339022054652515390e-06 + (t * 4.13813679705723846039e-08)))))
                        )
                    )
                )
            );
        if (k == 0)
            return 1 - ((x * c / (c - 2)) - x);
        var y = 1 - (low - (x * c / (2 - c)) - high);
        return k >= -1021 ? Scale(y, k) : Scale(y, k + 1000) * 9.33263618503218878990e-302;
    }

    public static double Expm1(double x)
    {
        if (double.IsNaN(x) || double.IsPositiveInfinity(x))
            return x;
        if (x > 7.09782712893383973096e+02)
            return double.PositiveInfinity;
        if (x < -38.816242)
            return -1;

        var k = 0;
        double c = 0;
        var word = (int)(BitConverter.DoubleToInt64Bits(x) >> 32) & 0x7fffffff;
        if (word > 0x3fd62e42)
        {
            double high,
                low;
            if (word < 0x3FF0A2B2)
            {
                high = x > 0 ? x - Ln2High : x + Ln2High;
                low = x > 0 ? Ln2Low : -Ln2Low;
                k = x > 0 ? 1 : -1;
            }
            else
            {
                k = (int)((InverseLn2 * x) + (x > 0 ? 0.5 : -0.5));
                high = x - (k * Ln2High);
                low = k * Ln2Low;
            }

            x = high - low;
            c = high - x - low;
        }
        else if (word < 0x3c900000)
        {
            return x;
        }

        var half = 0.5 * x;
        var squared = x * half;
        var r1 =
            1
            + (
                squared
                * (
                    -3.33333333333331316428e-02
                    + (
                        squared
                        * (
                            1.58730158725481460165e-03
                            + (
                                squared
                                * (
                                    -7.93650757867487942473e-05
                                    + (squared * (4.00821782732936239552e-06 + (squared * -2.01099218183624371326e-07)))
                                )
                            )
                        )
                    )
                )
            );
        var t = 3 - (r1 * half);
        var e = squared * ((r1 - t) / (6 - (x * t)));
        if (k == 0)
            return x - ((x * e) - squared);
        e = (x * (e - c)) - c;
        e -= squared;
        switch (k)
        {
            case -1:
                return (0.5 * (x - e)) - 0.5;
            case 1:
                return x < -0.25 ? -2 * (e - (x + 0.5)) : 1 + (2 * (x - e));
            case <= -2 or > 56:
                return Scale(1 - (e - x), k) - 1;
            case < 20:
                return Scale(1 - Math.ScaleB(1, -k) - (e - x), k);
            default:
                return Scale(x - (e + Math.ScaleB(1, -k)) + 1, k);
        }
    }

    public static double Log1p(double x)
    {
        if (x < -1 || double.IsNaN(x))
            return double.NaN;
        if (x == -1)
            return double.NegativeInfinity;
        if (double.IsPositiveInfinity(x))
            return x;

        var word = (int)(BitConverter.DoubleToInt64Bits(x) >> 32);
        var magnitude = word & 0x7fffffff;
        var k = 1;
        double f = 0,
            c = 0;
        var top = 1;
        if (word < 0x3FDA827A)
        {
            if (magnitude < 0x3e200000)
                return magnitude < 0x3c900000 ? x : x - (x * x * 0.5);
            if (word > 0 || word <= unchecked((int)0xbfd2bec3))
            {
                k = 0;
                f = x;
                top = 1;
            }
        }

        if (k != 0)
        {
            var u = 1 + x;
            if (word < 0x43400000)
            {
                top = (int)(BitConverter.DoubleToInt64Bits(u) >> 32);
                k = (top >> 20) - 1023;
                c = k > 0 ? 1 - (u - x) : x - (u - 1);
                c /= u;
            }
            else
            {
                u = x;
                top = (int)(BitConverter.DoubleToInt64Bits(u) >> 32);
                k = (top >> 20) - 1023;
            }

            top &= 0x000fffff;
            var fraction = BitConverter.DoubleToInt64Bits(u) & 0xFFFFFFFFL;
            if (top < 0x6a09e)
            {
                u = BitConverter.Int64BitsToDouble(((long)(top | 0x3ff00000) << 32) | fraction);
            }
            else
            {
                k++;
                u = BitConverter.Int64BitsToDouble(((long)(top | 0x3fe00000) << 32) | fraction);
                top = (0x00100000 - top) >> 2;
            }

            f = u - 1;
        }

        var half = 0.5 * f * f;
        if (top == 0)
        {
            if (f == 0)
                return k == 0 ? 0 : (k * Ln2High) + (c + (k * Ln2Low));
            var short1 = half * (1 - (0.66666666666666666 * f));
            return k == 0 ? f - short1 : (k * Ln2High) - (short1 - ((k * Ln2Low) + c) - f);
        }

        var s = f / (2 + f);
        var z = s * s;
        var r =
            z
            * (
                6.666666666666735130e-01
                + (
                    z
                    * (
                        3.999999999940941908e-01
                        + (
                            z
                            * (
                                2.857142874366239149e-01
                                + (
                                    z
                                    * (
                                        2.222219843214978396e-01
                                        + (
                                            z
                                            * (1.818357216161805012e-01 + (z * (1.531383769920937332e-01 + (z * 1.479819860511658591e-01))))
                                        )
                                    )
                                )
                            )
                        )
                    )
                )
            );
        return k == 0 ? f - (half - (s * (half + r))) : (k * Ln2High) - (half - ((s * (half + r)) + ((k * Ln2Low) + c)) - f);
    }

    public static double Cosh(double x)
    {
        var magnitude = Math.Abs(x);
        if (magnitude < 0.34657359027997264)
        {
            var t = Expm1(magnitude);
            return magnitude < 2.7755575615628914e-17 ? 1 + t : 1 + (t * t / (1 + t + (1 + t)));
        }

        if (magnitude < 22)
        {
            var t = Exp(magnitude);
            return (0.5 * t) + (0.5 / t);
        }

        if (magnitude < 709.782712893384)
            return 0.5 * Exp(magnitude);
        var w = Exp(0.5 * magnitude);
        return magnitude <= 710.4758600739439 ? 0.5 * w * w
            : double.IsNaN(x) ? x
            : double.PositiveInfinity;
    }

    public static double Sinh(double x)
    {
        var magnitude = Math.Abs(x);
        var half = x < 0 ? -0.5 : 0.5;
        if (magnitude < 22)
        {
            if (magnitude < 3.725290298461914e-09)
                return x;
            var t = Expm1(magnitude);
            return magnitude < 1 ? half * ((2 * t) - (t * t / (t + 1))) : half * (t + (t / (t + 1)));
        }

        if (magnitude < 709.782712893384)
            return half * Exp(magnitude);
        var w = Exp(0.5 * magnitude);
        return magnitude <= 710.4758600739439 ? half * w * w : x * double.PositiveInfinity;
    }

    public static double Tanh(double x)
    {
        var magnitude = Math.Abs(x);
        if (double.IsNaN(x) || magnitude < 2.7755575615628914e-17)
            return x;
        double z;
        if (magnitude >= 22)
            z = 1;
        else if (magnitude >= 1)
            z = 1 - (2 / (Expm1(2 * magnitude) + 2));
        else
        {
            var t = Expm1(-2 * magnitude);
            z = -t / (t + 2);
        }

        return x < 0 ? -z : z;
    }

    public static double Cbrt(double x)
    {
        if (x == 0 || !double.IsFinite(x))
            return x;
        var magnitude = Math.Abs(x);
        double t;
        if (magnitude < 2.2250738585072014e-308)
            t = High((HighWord(18014398509481984.0 * magnitude) / 3) + 696219795);
        else
            t = High((HighWord(magnitude) / 3) + 715094163);

        // From 5 bits to 23, cut to 20 and made larger than the root, then one step of Newton to 53.
        var r = t * t / magnitude;
        var s = 5.42857142857142815906e-01 + (r * t);
        t *=
            3.57142857142857150787e-01
            + (1.60714285714285720630e+00 / (s + 1.41428571428571436819e+00 + (-7.05306122448979611050e-01 / s)));
        t = High(HighWord(t) + 1);
        s = t * t;
        r = magnitude / s;
        r = (r - t) / (t + t + r);
        t += t * r;
        return x < 0 ? -t : t;
    }

    private static int HighWord(double value) => (int)(BitConverter.DoubleToInt64Bits(value) >> 32);

    private static double High(int word) => BitConverter.Int64BitsToDouble((long)word << 32);

    /// <summary>Adds to a double's exponent.</summary>
    private static double Scale(double value, int k) =>
        BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(value) + ((long)k << 52));
}
