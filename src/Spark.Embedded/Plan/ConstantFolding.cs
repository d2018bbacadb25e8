using System.Globalization;
using Spark.Embedded.Types;

namespace Spark.Embedded.Plan;

/// <summary>The values of constant expressions that a query's shape depends on: limits, frame bounds, names.</summary>
internal static class ConstantFolding
{
    /// <summary>The value of a constant; null when it is null or not among the few forms that are computed here.</summary>
    public static object? Value(Expr expression) =>
        expression switch
        {
            Literal literal => literal.Value,
            Cast cast => Convert(Value(cast.Child), cast.Type),
            Call { Function: { Definition.Name: "negative", Arguments: [var operand] } } => Negate(Value(operand)),
            Call { Function: { Definition.Name: "+" or "-" or "*" or "%", Arguments: [var left, var right] } } call => Arithmetic(
                call.Function.Definition.Name,
                Value(left),
                Value(right),
                call.Type
            ),
            Call { Function: { Definition.Name: "concat" or "||" } function } => Concat(function.Arguments),
            Call { Function: { Definition.Name: "lower", Arguments: [var text] } } => (Value(text) as string)?.ToLowerInvariant(),
            Call { Function: { Definition.Name: "upper", Arguments: [var text] } } => (Value(text) as string)?.ToUpperInvariant(),
            _ => null,
        };

    /// <summary>The value of a whole-number constant; null when it is none.</summary>
    public static long? Integer(Expr expression) =>
        Value(expression) switch
        {
            sbyte n => n,
            short n => n,
            int n when expression.Type is IntegralType => n,
            long n when expression.Type is IntegralType => n,
            _ => null,
        };

    /// <summary>A constant of a type.</summary>
    public static Literal Constant(object value, SparkType type) => new(value, type);

    private static object? Concat(IReadOnlyList<Expr> parts)
    {
        var texts = parts.Select(Value).ToList();
        return texts.All(text => text is string) ? string.Concat(texts) : null;
    }

    private static object? Negate(object? value) =>
        value switch
        {
            sbyte n => (sbyte)-n,
            short n => (short)-n,
            int n => -n,
            long n => -n,
            double n => -n,
            float n => -n,
            decimal n => -n,
            _ => null,
        };

    private static object? Arithmetic(string name, object? left, object? right, SparkType type)
    {
        if (left is not (sbyte or short or int or long) || right is not (sbyte or short or int or long) || type is not IntegralType)
            return null;
        var (a, b) = (
            System.Convert.ToInt64(left, CultureInfo.InvariantCulture),
            System.Convert.ToInt64(right, CultureInfo.InvariantCulture)
        );
        try
        {
            var result = name switch
            {
                "+" => checked(a + b),
                "-" => checked(a - b),
                "*" => checked(a * b),
                _ => b == 0 ? throw new OverflowException() : a % b,
            };
            return Convert(result, type);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static object? Convert(object? value, SparkType type)
    {
        if (value is null)
            return null;
        try
        {
            return type switch
            {
                IntegralType { Bytes: 1 } when IsWhole(value) => System.Convert.ToSByte(value, CultureInfo.InvariantCulture),
                IntegralType { Bytes: 2 } when IsWhole(value) => System.Convert.ToInt16(value, CultureInfo.InvariantCulture),
                IntegralType { Bytes: 4 } when IsWhole(value) => System.Convert.ToInt32(value, CultureInfo.InvariantCulture),
                IntegralType { Bytes: 8 } when IsWhole(value) => System.Convert.ToInt64(value, CultureInfo.InvariantCulture),
                StringType when value is string => value,
                StringType when IsWhole(value) => System.Convert.ToString(value, CultureInfo.InvariantCulture),
                _ => null,
            };
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static bool IsWhole(object value) => value is sbyte or short or int or long;
}
