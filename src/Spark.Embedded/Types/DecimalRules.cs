namespace Spark.Embedded.Types;

/// <summary>Precision and scale of decimal results.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-ansi-compliance.html#decimal-operations</remarks>
public static class DecimalRules
{
    /// <summary>Digits behind the point that are kept, if need be, when a result has more than 38 digits.</summary>
    private const int MinimumAdjustedScale = 6;

    /// <summary>The decimal that holds every value of a number type.</summary>
    public static DecimalType Of(SparkType type) =>
        type switch
        {
            DecimalType d => d,
            IntegralType { Bytes: 1 } => new DecimalType(3, 0),
            IntegralType { Bytes: 2 } => new DecimalType(5, 0),
            IntegralType { Bytes: 4 } => new DecimalType(10, 0),
            IntegralType => new DecimalType(20, 0),
            _ when type == SparkType.Float => new DecimalType(14, 7),
            _ => new DecimalType(30, 15),
        };

    /// <summary>The decimal of an integer constant, by its digits.</summary>
    public static DecimalType OfConstant(long value) =>
        new(Math.Abs((decimal)value).ToString(System.Globalization.CultureInfo.InvariantCulture).Length, 0);

    /// <summary>Whether every value of the other type fits.</summary>
    public static bool IsWiderThan(DecimalType type, SparkType other)
    {
        var inner = Of(other);
        return type.Precision - type.Scale >= inner.Precision - inner.Scale && type.Scale >= inner.Scale;
    }

    /// <summary>The decimal that holds the values of both, cut to 38 digits at the scale's cost.</summary>
    public static DecimalType Wider(DecimalType left, DecimalType right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        var digits = Math.Max(left.Precision - left.Scale, right.Precision - right.Scale);
        var excess = Math.Max(0, digits + scale - DecimalType.MaxPrecision);
        return new DecimalType(digits + scale - excess, Math.Max(0, scale - excess));
    }

    public static DecimalType Add(DecimalType left, DecimalType right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        return Adjust(Math.Max(left.Precision - left.Scale, right.Precision - right.Scale) + scale + 1, scale);
    }

    public static DecimalType Multiply(DecimalType left, DecimalType right) =>
        Adjust(left.Precision + right.Precision + 1, left.Scale + right.Scale);

    public static DecimalType Divide(DecimalType left, DecimalType right)
    {
        var scale = Math.Max(MinimumAdjustedScale, left.Scale + right.Precision + 1);
        return Adjust(left.Precision - left.Scale + right.Scale + scale, scale);
    }

    public static DecimalType Remainder(DecimalType left, DecimalType right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        return Adjust(Math.Min(left.Precision - left.Scale, right.Precision - right.Scale) + scale, scale);
    }

    /// <summary>The whole number of digits that <c>div</c> of decimals is cut to before it becomes a bigint.</summary>
    public static DecimalType IntegralDivide(DecimalType left, DecimalType right) =>
        Bounded(Math.Max(1, left.Precision - left.Scale + right.Scale), 0);

    /// <summary>Precision and scale cut to 38 each.</summary>
    public static DecimalType Bounded(int precision, int scale) =>
        new(Math.Min(precision, DecimalType.MaxPrecision), Math.Min(scale, DecimalType.MaxPrecision));

    private static DecimalType Adjust(int precision, int scale)
    {
        if (precision <= DecimalType.MaxPrecision)
            return new DecimalType(precision, scale);

        // The digits before the point are kept; the scale pays, down to six digits.
        var kept = Math.Max(DecimalType.MaxPrecision - (precision - scale), Math.Min(scale, MinimumAdjustedScale));
        return new DecimalType(DecimalType.MaxPrecision, kept);
    }
}
