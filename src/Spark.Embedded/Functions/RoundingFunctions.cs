using System.Globalization;
using System.Numerics;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;
using static Spark.Embedded.Functions.Parameter;

namespace Spark.Embedded.Functions;

/// <summary><c>round</c>, <c>bround</c>, <c>ceil</c> and <c>floor</c>: decimals and doubles round by their decimal digits, half up or half even.</summary>
internal static class RoundingFunctions
{
    private enum Rounding
    {
        HalfUp,
        HalfEven,
        Ceiling,
        Floor,
    }

    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(["round"], "SELECT round(2.5, 0)", name => Bound(name, FunctionKind.Scalar, call => Round(call, Rounding.HalfUp))),
            new(["bround"], "SELECT bround(2.5, 0)", name => Bound(name, FunctionKind.Scalar, call => Round(call, Rounding.HalfEven))),
            new(
                ["ceil", "ceiling"],
                "SELECT ceil(-0.1)",
                name => Bound(name, FunctionKind.Scalar, call => Whole(call, Rounding.Ceiling, name))
            ),
            new(["floor"], "SELECT floor(-0.1)", name => Bound(name, FunctionKind.Scalar, call => Whole(call, Rounding.Floor, name))),
        ];

    private static BoundFunction Round(FunctionCall call, Rounding rounding)
    {
        var arguments = Match(call, [Numeric, Int.Or(0).Foldable()]);
        if (arguments[1] is Literal { Value: null })
            return Result(call, arguments, arguments[0].Type, true, a => $"CAST(NULL AS {a.Type.DuckDb})");
        if (arguments[1].Constant() is not int scale)
            throw BindError.Unsupported(call, "with a scale that is not written as a number");
        var type = arguments[0].Type is DecimalType d ? DecimalResult(d, scale) : arguments[0].Type;
        return Result(call, arguments, type, true, a => Form(a, scale, rounding));
    }

    private static BoundFunction Whole(FunctionCall call, Rounding rounding, string name)
    {
        if (call.Arguments.Count == 1)
        {
            var one = Match(call, [Numeric]);
            var result = one[0].Type is DecimalType d ? new DecimalType(Math.Min(38, d.Precision - d.Scale + 1), 0) : SparkType.Long;
            return Result(
                call,
                one,
                result,
                true,
                a =>
                    a.TypeOf(0) switch
                    {
                        DecimalType => Form(a, 0, rounding),
                        FractionalType => a.Native(
                            rounding == Rounding.Ceiling ? CeilingOfDouble : FloorOfDouble,
                            $"CAST({a[0]} AS DOUBLE)"
                        ),
                        _ => $"CAST({a[0]} AS BIGINT)",
                    }
            ) with
            {
                Print = printed => $"{(name == "ceiling" ? name : name.ToUpperInvariant())}({printed[0]})",
            };
        }

        var arguments = Match(call, [Numeric, Int.Foldable()]).ToArray();
        if (arguments[1].Constant() is not int scale)
            throw BindError.Unsupported(call, "with a scale that is not written as a number");
        if (arguments[0].Type is not DecimalType)
            arguments[0] = ImplicitTypeCasts.CastTo(arguments[0], DecimalRules.Of(arguments[0].Type), call.Mode);
        return Result(call, arguments, DecimalResult((DecimalType)arguments[0].Type, scale), true, a => Form(a, scale, rounding));
    }

    private static DecimalType DecimalResult(DecimalType type, int scale)
    {
        // One digit more, for the carry.
        var digits = type.Precision - type.Scale + 1;
        return scale < 0
            ? new DecimalType(Math.Min(38, Math.Max(digits, -scale + 1)), 0)
            : new DecimalType(Math.Min(38, digits + Math.Min(type.Scale, scale)), Math.Min(type.Scale, scale));
    }

    private static string Form(Operands a, int scale, Rounding rounding)
    {
        switch (a.TypeOf(0))
        {
            case IntegralType when scale >= 0:
                return a[0];
            case DecimalType d when scale >= d.Scale:
                return $"CAST({a[0]} AS {a.Type.DuckDb})";
            case DecimalType { Precision: < 38 } d when scale >= 0 && rounding == Rounding.HalfUp:
                // DuckDB rounds decimals half up when it narrows their scale.
                return $"CAST({a[0]} AS {a.Type.DuckDb})";
            case FractionalType type:
                return a.Native(OfDouble(type, scale, rounding), a[0]);
            default:
                return a.Native(OfDecimal(a.TypeOf(0), a.Type, scale, rounding, a.Call.Mode), a[0]);
        }
    }

    private static readonly NativeFunction CeilingOfDouble = FunctionBuilder.Native(
        "ceil",
        [SparkType.Double],
        SparkType.Long,
        (a, result) => result.Set(Saturated(Math.Ceiling(a.Double(0))))
    );
    private static readonly NativeFunction FloorOfDouble = FunctionBuilder.Native(
        "floor",
        [SparkType.Double],
        SparkType.Long,
        (a, result) => result.Set(Saturated(Math.Floor(a.Double(0))))
    );

    /// <summary>Java's conversion of a double to a long: NaN is 0, what is too large the largest.</summary>
    private static long Saturated(double value) =>
        double.IsNaN(value) ? 0
        : value >= long.MaxValue ? long.MaxValue
        : value <= long.MinValue ? long.MinValue
        : (long)value;

    private static NativeFunction OfDouble(FractionalType type, int scale, Rounding rounding) =>
        FunctionBuilder.Native(
            string.Create(CultureInfo.InvariantCulture, $"round_{type.Name}_{scale}_{rounding}"),
            [type],
            type,
            (a, result) =>
            {
                var value = a.Double(0);
                result.Set(
                    type == SparkType.Float
                        ? RoundDigits(value, ((float)value).ToString("R", CultureInfo.InvariantCulture), scale, rounding)
                        : RoundDouble(value, scale, rounding)
                );
            }
        );

    private static double RoundDouble(double value, int scale, Rounding rounding)
    {
        if (scale is >= 0 and <= 15 && Math.Abs(value) < 1e15)
        {
            // Away from the midpoint the product tells the digits; the quotient of two exact numbers is the double nearest to them.
            var power = Math.Pow(10, scale);
            var scaled = Math.Abs(value) * power;
            var floor = Math.Floor(scaled);
            if (scaled < 1e13 && Math.Abs(scaled - floor - 0.5) > 1e-2)
            {
                var whole = scaled - floor > 0.5 ? floor + 1 : floor;
                return whole == 0 ? 0 : Math.CopySign(whole / power, value);
            }
        }

        return RoundDigits(value, value.ToString("R", CultureInfo.InvariantCulture), scale, rounding);
    }

    /// <summary>Rounds the shortest decimal digits that stand for a double, as Java's BigDecimal of its text.</summary>
    private static double RoundDigits(double value, string digits, int scale, Rounding rounding)
    {
        if (!double.IsFinite(value))
            return value;
        var exponent = 0;
        if (digits.IndexOf('E', StringComparison.Ordinal) is var e and >= 0)
        {
            exponent = int.Parse(digits.AsSpan(e + 1), CultureInfo.InvariantCulture);
            digits = digits[..e];
        }

        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var ownScale = (point < 0 ? 0 : digits.Length - point - 1) - exponent;
        if (scale >= ownScale)
            return value;
        var unscaled = BigInteger.Parse(digits.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        var rounded = Rescale(unscaled, ownScale, scale, rounding);

        // Rounded to nothing, a negative number loses its sign, as a BigDecimal has no negative zero.
        return rounded.IsZero
            ? 0
            : double.Parse(string.Create(CultureInfo.InvariantCulture, $"{rounded}E{-scale}"), CultureInfo.InvariantCulture);
    }

    private static NativeFunction OfDecimal(SparkType from, SparkType to, int scale, Rounding rounding, EvalMode mode)
    {
        var ownScale = (from as DecimalType)?.Scale ?? 0;
        return FunctionBuilder.Native(
            string.Create(CultureInfo.InvariantCulture, $"round_{from.Name}_{scale}_{rounding}_{mode}"),
            [from],
            to,
            (a, result) =>
            {
                var value = a.Value(0)!;
                var unscaled = value is BigInteger big ? big : new BigInteger(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                var rounded = Rescale(unscaled, ownScale, scale, rounding) * (scale < 0 ? BigInteger.Pow(10, -scale) : BigInteger.One);
                if (to is DecimalType { Precision: var precision })
                {
                    if (BigInteger.Abs(rounded) < BigInteger.Pow(10, precision))
                        result.SetValue(rounded);
                    else if (mode == EvalMode.Ansi)
                        throw SparkErrors.Runtime(
                            "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION",
                            [
                                ("value", ValueText(rounded)),
                                ("precision", $"{precision}"),
                                ("scale", $"{Math.Max(scale, 0)}"),
                                ("config", "\"spark.sql.ansi.enabled\""),
                            ]
                        );
                    return;
                }

                var bits = ((IntegralType)to).Bytes * 8;
                var limit = BigInteger.Pow(2, bits - 1);
                if (rounded >= limit || rounded < -limit)
                {
                    if (mode == EvalMode.Ansi)
                        throw SparkErrors.Runtime(
                            "ARITHMETIC_OVERFLOW",
                            [("message", "Overflow"), ("alternative", ""), ("config", "\"spark.sql.ansi.enabled\"")]
                        );
                    rounded = ((rounded + limit) % (2 * limit) + (2 * limit)) % (2 * limit) - limit;
                }

                result.SetValue(
                    bits switch
                    {
                        8 => (object)(sbyte)rounded,
                        16 => (short)rounded,
                        32 => (int)rounded,
                        _ => (long)rounded,
                    }
                );
            }
        );

        static string ValueText(BigInteger value) => value.ToString(CultureInfo.InvariantCulture);
    }

    private static BigInteger Rescale(BigInteger unscaled, int from, int to, Rounding rounding)
    {
        if (to >= from)
            return unscaled * BigInteger.Pow(10, to - from);

        // So many digits are cut that nothing but the sign is left.
        if (from - to > 400)
            return rounding == Rounding.Ceiling && unscaled.Sign > 0 ? 1
                : rounding == Rounding.Floor && unscaled.Sign < 0 ? -1
                : 0;
        var power = BigInteger.Pow(10, from - to);
        var quotient = BigInteger.DivRem(unscaled, power, out var remainder);
        if (remainder.IsZero)
            return quotient;
        var twice = BigInteger.Abs(remainder) * 2;
        var away = rounding switch
        {
            Rounding.Ceiling => unscaled.Sign > 0,
            Rounding.Floor => unscaled.Sign < 0,
            Rounding.HalfUp => twice >= power,
            _ => twice > power || (twice == power && !quotient.IsEven),
        };
        return away ? quotient + unscaled.Sign : quotient;
    }
}
