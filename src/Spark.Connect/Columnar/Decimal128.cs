using System.Globalization;

namespace Spark.Connect.Columnar;

/// <summary>Converts the unscaled values of <see cref="ColumnKind.Decimal128"/> columns, whose 38 digits are more than a CLR decimal holds.</summary>
public static class Decimal128
{
    /// <summary>Digits of the widest decimal of Spark.</summary>
    public const int MaxPrecision = 38;

    private static readonly Int128[] PowersOfTenTable = PowersOfTen();

    /// <summary>Ten to the power of <paramref name="exponent"/>, 0 to 38.</summary>
    public static Int128 PowerOfTen(int exponent) => PowersOfTenTable[exponent];

    /// <summary>The unscaled value of <paramref name="value"/> at the given scale, rounded half up as Spark does.</summary>
    /// <exception cref="OverflowException">It has more than <paramref name="precision"/> digits.</exception>
    public static Int128 FromDecimal(decimal value, int precision, int scale) => Rescale(Unscaled(value), value.Scale, precision, scale);

    /// <summary>Changes the scale of an unscaled value, rounding half up as Spark does.</summary>
    /// <exception cref="OverflowException">The result has more than <paramref name="precision"/> digits.</exception>
    public static Int128 Rescale(Int128 unscaled, int fromScale, int precision, int scale)
    {
        Int128 result;
        if (scale >= fromScale)
        {
            var factor = PowersOfTenTable[scale - fromScale];
            var limit = PowersOfTenTable[precision] / factor;
            result = Int128.Abs(unscaled) <= limit ? unscaled * factor : PowersOfTenTable[precision];
        }
        else
        {
            var divisor = PowersOfTenTable[fromScale - scale];
            var (quotient, remainder) = Int128.DivRem(unscaled, divisor);
            result = Int128.Abs(remainder) >= divisor - Int128.Abs(remainder) ? quotient + Int128.Sign(unscaled) : quotient;
        }

        return Int128.Abs(result) < PowersOfTenTable[precision]
            ? result
            : throw new OverflowException($"{ToString(unscaled, fromScale)} does not fit into decimal({precision},{scale}).");
    }

    /// <summary>The value as a CLR decimal with the given scale.</summary>
    /// <exception cref="OverflowException">A CLR decimal cannot hold all its digits.</exception>
    public static decimal ToDecimal(Int128 unscaled, int scale)
    {
        var magnitude = UInt128.CreateChecked(Int128.Abs(unscaled));
        var digits = scale;
        // A CLR decimal has 96 bits and 28 places: zeros at the end are the only digits that may go.
        while (magnitude >> 96 != 0 || digits > 28)
        {
            var (quotient, remainder) = UInt128.DivRem(magnitude, 10);
            if (remainder != 0 || digits == 0)
                throw new OverflowException(
                    $"{ToString(unscaled, scale)} has more digits than a System.Decimal holds; read it as text or as Int128."
                );
            magnitude = quotient;
            digits--;
        }

        var low = (ulong)magnitude;
        return new decimal((int)low, (int)(low >> 32), (int)(uint)(magnitude >> 64), Int128.IsNegative(unscaled), (byte)digits);
    }

    /// <summary>All digits in plain notation, as <c>-12.340</c>.</summary>
    public static string ToString(Int128 unscaled, int scale)
    {
        var digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var text = scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}";
        return Int128.IsNegative(unscaled) ? "-" + text : text;
    }

    private static Int128 Unscaled(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = new UInt128((uint)bits[2], (ulong)(uint)bits[1] << 32 | (uint)bits[0]);
        return decimal.IsNegative(value) ? -(Int128)magnitude : (Int128)magnitude;
    }

    private static Int128[] PowersOfTen()
    {
        var powers = new Int128[MaxPrecision + 1];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
