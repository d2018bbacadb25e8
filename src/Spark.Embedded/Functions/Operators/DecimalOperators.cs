using System.Globalization;
using System.Numerics;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions.Operators;

/// <summary>Decimal arithmetic that DuckDB cannot do exactly: with more than 38 digits on the way, and all division.</summary>
internal static class DecimalOperators
{
    /// <summary>Whether DuckDB's own operator gives Spark's result, digit for digit.</summary>
    public static bool IsNative(string symbol, DecimalType left, DecimalType right, DecimalType result) =>
        symbol == "*"
            ? left.Scale + right.Scale == result.Scale && left.Precision + right.Precision <= DecimalType.MaxPrecision
            : Math.Max(left.Scale, right.Scale) == result.Scale && result.Precision < DecimalType.MaxPrecision;

    /// <summary>The operation on unscaled integers of any size, rounded half up to the result's scale.</summary>
    public static NativeFunction Of(string symbol, DecimalType left, DecimalType right, SparkType result, EvalMode mode)
    {
        var operation = symbol switch
        {
            "+" => "add",
            "-" => "subtract",
            "*" => "multiply",
            "/" => "divide",
            "%" => "remainder",
            _ => "div",
        };
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"spark_decimal_{operation}_{left.Precision}_{left.Scale}_{right.Precision}_{right.Scale}_{mode.ToString().ToLowerInvariant()}"
        );
        return new NativeFunction(
            name,
            [left, right],
            result,
            (arguments, target) =>
            {
                if (
                    symbol == "/"
                    && result is DecimalType plain
                    && DecimalForms.TryDivide(
                        arguments.Unscaled(0),
                        left.Scale,
                        arguments.Unscaled(1),
                        right.Scale,
                        plain,
                        out var quotient
                    )
                )
                {
                    target.SetUnscaled(quotient);
                    return;
                }

                BigInteger a = arguments.Unscaled(0),
                    b = arguments.Unscaled(1);
                if (b.IsZero && (symbol is "/" or "%" or "div"))
                    return;
                var (value, scale) = Compute(symbol, a, left.Scale, b, right.Scale);
                if (result is not DecimalType type)
                {
                    if (value >= long.MinValue && value <= long.MaxValue)
                        target.Set((long)value);
                    else if (mode != EvalMode.Legacy)
                        throw SparkErrors.Runtime(
                            "ARITHMETIC_OVERFLOW",
                            [
                                ("message", "Overflow in integral divide"),
                                ("alternative", " Use 'try_divide' to tolerate overflow and return NULL instead."),
                                ("config", "\"spark.sql.ansi.enabled\""),
                            ]
                        );
                    return;
                }

                if (DecimalForms.Fit(value, scale, type) is { } fitting)
                    target.SetValue(fitting);
                else if (mode != EvalMode.Legacy)
                    throw OutOfRange(value, scale, type);
            }
        );
    }

    /// <summary>The error for a decimal with too many digits.</summary>
    internal static Microsoft.Spark.SparkException OutOfRange(BigInteger unscaled, int scale, DecimalType type) =>
        SparkErrors.Runtime(
            "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION",
            [
                ("value", ValueText.Decimal(unscaled, scale)),
                ("precision", type.Precision.ToString(CultureInfo.InvariantCulture)),
                ("scale", type.Scale.ToString(CultureInfo.InvariantCulture)),
                ("config", "\"spark.sql.ansi.enabled\""),
            ]
        );

    private static (BigInteger Value, int Scale) Compute(string symbol, BigInteger a, int aScale, BigInteger b, int bScale)
    {
        var scale = Math.Max(aScale, bScale);
        var (left, right) = (a * BigInteger.Pow(10, scale - aScale), b * BigInteger.Pow(10, scale - bScale));
        return symbol switch
        {
            "+" => (left + right, scale),
            "-" => (left - right, scale),
            "*" => (a * b, aScale + bScale),
            "%" => (BigInteger.Remainder(left, right), scale),
            "div" => (BigInteger.Divide(left, right), 0),
            _ => (DecimalForms.Divide(a, aScale, b, bScale), DecimalType.MaxPrecision),
        };
    }
}
