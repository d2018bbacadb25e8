using System.Globalization;
using System.Numerics;
using System.Text;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;
using static Spark.Embedded.Functions.Parameter;

namespace Spark.Embedded.Functions;

/// <summary><c>format_number</c>, and <c>to_number</c> and <c>to_char</c> with their formats of digits, points and signs.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-number-pattern.html</remarks>
internal static class NumberFormats
{
    public static BoundFunction FormatNumber(FunctionCall call)
    {
        var arguments = Match(call, [Numeric, AnyOf(Int, Text)]);
        if (arguments[1].Type is StringType)
            throw BindError.Unsupported(call, "with a pattern of java.text.DecimalFormat");
        var native = FunctionBuilder.Native(
            $"format_number_{arguments[0].Type.Name}",
            [arguments[0].Type, SparkType.Integer],
            SparkType.String,
            (a, result) =>
            {
                var digits = a.Int(1);
                if (digits >= 0)
                    result.Set(Grouped(a.Value(0)!, arguments[0].Type, digits));
            }
        );
        return Result(call, arguments, SparkType.String, true, a => a.Native(native, a[0], a[1]));
    }

    /// <summary>The number with groups of three digits, rounded half even as Java's DecimalFormat does.</summary>
    private static string Grouped(object value, SparkType type, int digits)
    {
        if (value is double or float && !double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)))
            return Convert.ToDouble(value, CultureInfo.InvariantCulture) switch
            {
                double.NaN => "NaN",
                > 0 => "\u221E",
                _ => "-\u221E",
            };
        var (unscaled, scale) = value switch
        {
            BigInteger big => (big, ((DecimalType)type).Scale),
            double or float => Exact(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            _ => (new BigInteger(Convert.ToInt64(value, CultureInfo.InvariantCulture)), 0),
        };
        // Java keeps the sign of a zero, also of one that rounding made.
        var negative = unscaled.Sign < 0 || (value is double d && double.IsNegative(d)) || (value is float f && float.IsNegative(f));
        var absolute = BigInteger.Abs(unscaled);
        if (scale > digits)
        {
            var power = BigInteger.Pow(10, scale - digits);
            var quotient = BigInteger.DivRem(absolute, power, out var rest);
            absolute = rest * 2 > power || (rest * 2 == power && !quotient.IsEven) ? quotient + 1 : quotient;
        }
        else
        {
            absolute *= BigInteger.Pow(10, digits - scale);
        }

        var text = absolute.ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        var whole = text[..^digits];
        var grouped = new StringBuilder();
        for (var i = 0; i < whole.Length; i++)
        {
            if (i > 0 && (whole.Length - i) % 3 == 0)
                grouped.Append(',');
            grouped.Append(whole[i]);
        }

        return (negative ? "-" : "") + grouped + (digits > 0 ? "." + text[^digits..] : "");
    }

    /// <summary>The decimal digits of a double's exact binary value.</summary>
    internal static (BigInteger Unscaled, int Scale) Exact(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = (bits & 0xFFFFFFFFFFFFFL) | (exponent == 0 ? 0 : 1L << 52);
        exponent = Math.Max(exponent, 1) - 1075;
        var magnitude = new BigInteger(value < 0 ? -mantissa : mantissa);
        return exponent >= 0 ? (magnitude << exponent, 0) : (magnitude * BigInteger.Pow(5, -exponent), -exponent);
    }

    public static BoundFunction ToNumber(FunctionCall call, bool attempt)
    {
        var arguments = Match(call, [Text, Text.Foldable()]);
        var format = NumberFormat.Of(
            arguments[1].Constant() as string ?? throw BindError.Unsupported(call, "with a format that is computed")
        );
        var type = format.Type;
        var native = new NativeFunction(
            $"spark_{(attempt ? "try_" : "")}to_number<{format.Text}>",
            [SparkType.String],
            type,
            (a, result) =>
            {
                if (format.Parse(a.Text(0)) is { } unscaled)
                    result.SetValue(unscaled);
                else if (!attempt)
                    throw SparkErrors.Runtime(
                        "INVALID_FORMAT.MISMATCH_INPUT",
                        [("inputType", "\"STRING\""), ("input", a.Text(0)), ("format", format.Text)]
                    );
            }
        );
        return Result(call, arguments, type, true, a => a.Native(native, a[0]));
    }

    public static BoundFunction ToChar(FunctionCall call)
    {
        var given =
            call.Arguments[0].Type is DecimalType ? call.Arguments[0]
            : call.Arguments[0].Type is IntegralType integral
                ? ImplicitTypeCasts.CastTo(call.Arguments[0], DecimalRules.Of(integral), call.Mode)
            : call.Arguments[0].Type is FractionalType or StringType or NullType
                ? ImplicitTypeCasts.CastTo(call.Arguments[0], new DecimalType(30, 15), call.Mode)
            : throw BindError.UnexpectedInputType(call, 0, "\"DECIMAL\"");
        var text =
            ImplicitTypeCasts.ImplicitCast(call.Arguments[1], SparkType.String, call.Mode)?.Constant() as string
            ?? throw BindError.NonFoldable(call, 1, "\"STRING\"");
        var format = NumberFormat.Of(text);
        var type = (DecimalType)given.Type;
        var native = new NativeFunction(
            $"spark_to_char_{type.Precision}_{type.Scale}<{text}>",
            [type],
            SparkType.String,
            (a, result) => result.Set(format.Format((BigInteger)a.Value(0)!, type.Scale))
        );
        return Result(call, [given, call.Arguments[1]], SparkType.String, given.Nullable, a => a.Native(native, a[0]));
    }
}

/// <summary>A number format: digits 0 and 9, a point, group separators, a dollar, and a sign.</summary>
internal sealed class NumberFormat
{
    private readonly string _whole;
    private readonly string _fraction;
    private readonly bool _dollar;
    private readonly char _leading;
    private readonly char _trailing;
    private readonly bool _angled;

    private NumberFormat(string text)
    {
        Text = text;
        var body = text.ToUpperInvariant();
        if (body.StartsWith("PR", StringComparison.Ordinal) || body.Length == 0)
            throw Refused("UNEXPECTED_TOKEN");
        if (body[0] is 'S' || body.StartsWith("MI", StringComparison.Ordinal))
        {
            _leading = body[0];
            body = body[(_leading == 'S' ? 1 : 2)..];
        }

        if (body.StartsWith('$'))
        {
            _dollar = true;
            body = body[1..];
        }

        if (body.EndsWith("PR", StringComparison.Ordinal))
        {
            _angled = true;
            body = body[..^2];
        }
        else if (body.EndsWith("MI", StringComparison.Ordinal) || body.EndsWith('S'))
        {
            _trailing = body.EndsWith('S') ? 'S' : 'M';
            body = body[..^(_trailing == 'S' ? 1 : 2)];
        }

        var point = body.IndexOfAny(['.', 'D']);
        (_whole, _fraction) = point < 0 ? (body, "") : (body[..point], body[(point + 1)..]);
        _whole = _whole.Replace('G', ',');
        if (_whole.Any(c => c is not ('0' or '9' or ',')) || _fraction.Any(c => c is not ('0' or '9')) || (_leading != 0 && _trailing != 0))
            throw Refused("UNEXPECTED_TOKEN");
        if (!_whole.Concat(_fraction).Any(char.IsAsciiDigit))
            throw Refused("WRONG_NUM_DIGIT");
        if (_whole.StartsWith(',') || _whole.EndsWith(',') || _whole.Contains(",,", StringComparison.Ordinal))
            throw Refused("CONT_THOUSANDS_SEPS");
    }

    public string Text { get; }

    /// <summary>The type of the numbers that the format reads.</summary>
    public DecimalType Type => new(_whole.Count(char.IsAsciiDigit) + _fraction.Length, _fraction.Length);

    public static NumberFormat Of(string text) => new(text);

    /// <summary>The unscaled number; null for text that does not fit.</summary>
    public BigInteger? Parse(string text)
    {
        var rest = text.Trim();
        var negative = false;
        if (_angled)
        {
            negative = rest.StartsWith('<') && rest.EndsWith('>');
            rest = negative ? rest[1..^1] : rest;
        }

        if (_leading != 0 && rest.Length > 0 && (rest[0] == '-' || (rest[0] == '+' && _leading == 'S')))
        {
            negative = rest[0] == '-';
            rest = rest[1..];
        }

        if (_trailing != 0 && rest.Length > 0 && (rest[^1] == '-' || (rest[^1] == '+' && _trailing == 'S')))
        {
            negative = rest[^1] == '-';
            rest = rest[..^1];
        }

        if (_dollar != rest.StartsWith('$'))
            return null;
        if (_dollar)
            rest = rest[1..];
        var point = rest.IndexOf('.', StringComparison.Ordinal);
        var (whole, fraction) = point < 0 ? (rest, "") : (rest[..point], rest[(point + 1)..]);
        if (fraction.Length > _fraction.Length || !fraction.All(char.IsAsciiDigit) || whole.Any(c => !char.IsAsciiDigit(c) && c != ','))
            return null;

        // The groups are matched from the point: separators where the format has them, no digit more.
        var groups = _whole.Split(',');
        var given = whole.Split(',');
        if (given.Length > groups.Length)
            return null;
        for (var i = 0; i < given.Length; i++)
        {
            var (expected, actual) = (groups[^(i + 1)], given[^(i + 1)]);
            var first = i == given.Length - 1;
            if (actual.Length > expected.Length || (!first && actual.Length != expected.Length))
                return null;
        }

        // Digits that begin with 0 in the format must all be there.
        var digits = whole.Replace(",", "", StringComparison.Ordinal);
        var pattern = _whole.Replace(",", "", StringComparison.Ordinal);
        var zero = pattern.IndexOf('0');
        if (zero == 0 && digits.Length != pattern.Length)
            return null;
        if (digits.Length == 0 && fraction.Length == 0)
            return null;
        var unscaled = BigInteger.Parse("0" + digits + fraction.PadRight(_fraction.Length, '0'), CultureInfo.InvariantCulture);
        return negative ? -unscaled : unscaled;
    }

    public string Format(BigInteger unscaled, int scale)
    {
        var negative = unscaled.Sign < 0;
        var text = ValueText.Decimal(BigInteger.Abs(unscaled), scale);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = (point < 0 ? text : text[..point]).TrimStart('0');
        var fraction = point < 0 ? "" : text[(point + 1)..].TrimEnd('0');
        var slots = _whole.Count(char.IsAsciiDigit);
        var full = _whole.Concat(_fraction).Any(c => c != ',');
        if (whole.Length > slots || fraction.Length > _fraction.Length)
        {
            var hashes =
                string.Concat(_whole.Select(c => c == ',' ? ',' : '#'))
                + (_fraction.Length > 0 ? "." + new string('#', _fraction.Length) : "");
            return full ? hashes : "";
        }

        var digits = whole.PadLeft(slots, ' ');
        var output = new StringBuilder();
        var at = 0;
        foreach (var c in _whole)
        {
            if (c == ',')
            {
                output.Append(output.ToString().AsSpan().IndexOfAnyExcept(' ') >= 0 ? ',' : ' ');
                continue;
            }

            output.Append(digits[at] == ' ' && c == '0' ? '0' : digits[at]);
            at++;
        }

        // Before a point there is at least a zero.
        if (slots > 0 && _fraction.Length > 0 && output[^1] == ' ')
            output[^1] = '0';
        var lead = output.ToString();
        var spaces = lead.Length - lead.TrimStart(' ').Length;
        var number = lead[spaces..] + (_fraction.Length > 0 ? "." + fraction.PadRight(_fraction.Length, '0') : "");
        var sign =
            negative ? "-"
            : _leading == 'S' || _trailing == 'S' ? "+"
            : " ";
        if (_dollar)
            number = "$" + number;
        if (_leading != 0)
            number = sign + number;
        var padded = new string(' ', spaces) + number;
        if (_trailing != 0)
            padded += sign;
        if (_angled)
            padded = negative ? new string(' ', spaces) + "<" + number + ">" : padded + "  ";
        return padded;
    }

    private Microsoft.Spark.AnalysisException Refused(string subclass) =>
        SparkErrors.Analysis("INVALID_FORMAT." + subclass, ("format", $"'{Text}'"));
}
