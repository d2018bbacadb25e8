using System.Globalization;
using System.Numerics;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.Parameter;
using static Spark.Embedded.Functions.Row;

namespace Spark.Embedded.Functions;

/// <summary>Mathematical functions, but for the rounding ones (<see cref="RoundingFunctions"/>) and the operators.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-functions-builtin.html#mathematical-functions</remarks>
internal static class MathFunctions
{
    public static FunctionDefinition? Find(string name) =>
        name switch
        {
            "acos" => Unary(name, Math.Acos),
            "acosh" => Unary(name, x => Math.Log(x + Math.Sqrt((x * x) - 1))),
            "asin" => Unary(name, Math.Asin),
            "asinh" => Unary(name, x => double.IsNegativeInfinity(x) ? x : Math.Log(x + Math.Sqrt((x * x) + 1))),
            "atan" => Unary(name, Math.Atan),
            "atanh" => Unary(name, x => 0.5 * (Fdlibm.Log1p(x) - Fdlibm.Log1p(-x))),
            "cbrt" => Unary(name, Fdlibm.Cbrt),
            "cos" => Unary(name, Math.Cos),
            "cosh" => Unary(name, Fdlibm.Cosh),
            "cot" => Unary(name, x => 1 / Math.Tan(x)),
            "csc" => Unary(name, x => 1 / Math.Sin(x)),
            "degrees" => Unary(name, x => x * 57.29577951308232),
            "exp" => Unary(name, Fdlibm.Exp),
            "expm1" => Unary(name, Fdlibm.Expm1),
            "ln" => Logarithm(name, 0, Math.Log).PrintedAs("ln"),
            "log10" => Logarithm(name, 0, Math.Log10),
            "log1p" => Logarithm(name, -1, Fdlibm.Log1p),
            "log2" => Logarithm(name, 0, x => Math.Log(x) / Math.Log(2)),
            "log" => Bound(name, FunctionKind.Scalar, LogBase),
            "radians" => Unary(name, x => x * 0.017453292519943295),
            "rint" => Unary(name, x => Math.Round(x, MidpointRounding.ToEven)).PrintedAs("rint"),
            "sec" => Unary(name, x => 1 / Math.Cos(x)),
            "sign" => Scalar(name, [NumericOrInterval], SparkType.Double, Sign).MayBeNull().PrintedAs("sign"),
            "signum" => Scalar(name, [NumericOrInterval], SparkType.Double, Sign).MayBeNull().PrintedAs("SIGNUM"),
            "sin" => Unary(name, Math.Sin),
            "sinh" => Unary(name, Fdlibm.Sinh),
            "sqrt" => Unary(name, Math.Sqrt),
            "tan" => Unary(name, Math.Tan),
            "tanh" => Unary(name, Fdlibm.Tanh),
            "atan2" => Scalar(name, [Real, Real], Binary(name, (y, x) => Math.Atan2(y + 0.0, x + 0.0))).PrintedAs("ATAN2"),
            "hypot" => Scalar(name, [Real, Real], Binary(name, double.Hypot)).PrintedAs("HYPOT"),
            "pow" => Scalar(name, [Real, Real], Binary("pow", Pow)),
            "power" => Scalar(name, [Real, Real], Binary("pow", Pow)).PrintedAs("POWER"),
            "e" => Scalar(name, [], SparkType.Double, _ => "CAST('2.718281828459045' AS DOUBLE)").PrintedAs("E"),
            "pi" => Scalar(name, [], SparkType.Double, _ => "pi()").PrintedAs("PI"),
            "abs" => Scalar(name, [NumericOrInterval], a => a[0].Type, Absolute),
            "factorial" => Scalar(
                    name,
                    [Int],
                    SparkType.Long,
                    a => $"CASE WHEN {a[0]} BETWEEN 0 AND 20 THEN CAST(factorial({a[0]}) AS BIGINT) END"
                )
                .MayBeNull(),
            "bin" => Scalar(name, [Long], SparkType.String, a => $"bin({a[0]})"),
            "hex" => Scalar(name, [AnyOf(Long, Parameter.Binary, Text)], SparkType.String, a => $"hex({a[0]})"),
            "unhex" => Scalar(name, [Text], Unhex).MayBeNull(),
            "conv" => Of(
                name,
                FunctionKind.Scalar,
                [Text, Int, Int],
                _ => SparkType.String,
                _ => true,
                a => a.Native(a.Call.Mode == EvalMode.Ansi ? ConvAnsi : Conv, a.Sql.Sql)
            ),
            "width_bucket" => Bound(name, FunctionKind.Scalar, WidthBucketCall),
            "rand" or "random" => Bound(name, FunctionKind.Scalar, call => Random(call, "random()")).Indeterminate(),
            "randn" => Bound(name, FunctionKind.Scalar, call => Random(call, "sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())"))
                .Indeterminate(),
            _ => null,
        };

    private static readonly Parameter NumericOrInterval = AnyOf(
        Numeric,
        Where("INTERVAL", type => type is DayTimeIntervalType or YearMonthIntervalType)
    );

    private static FunctionDefinition Unary(string name, Func<double, double> function) =>
        Scalar(name, [Real], StringForms.Of(name, [SparkType.Double], SparkType.Double, (a, result) => result.Set(function(a.Double(0)))))
            .MayBeNull()
            .PrintedAs(name.ToUpperInvariant());

    /// <summary>A logarithm, which is null at and below its asymptote.</summary>
    private static FunctionDefinition Logarithm(string name, double asymptote, Func<double, double> function) =>
        Scalar(
                name,
                [Real],
                StringForms.Of(
                    name,
                    [SparkType.Double],
                    SparkType.Double,
                    (a, result) =>
                    {
                        if (!(a.Double(0) <= asymptote))
                            result.Set(function(a.Double(0)));
                    }
                )
            )
            .MayBeNull()
            .PrintedAs(name.ToUpperInvariant());

    private static NativeFunction Binary(string name, Func<double, double, double> function) =>
        StringForms.Of(
            name,
            [SparkType.Double, SparkType.Double],
            SparkType.Double,
            (a, result) => result.Set(function(a.Double(0), a.Double(1)))
        );

    /// <summary>Java's pow, which differs from C's for NaN exponents and for one to the power of infinity.</summary>
    private static double Pow(double x, double y) =>
        double.IsNaN(y) || (Math.Abs(x) == 1 && double.IsInfinity(y)) ? double.NaN : Math.Pow(x, y);

    private static BoundFunction LogBase(FunctionCall call)
    {
        var arguments = Match(call, call.Arguments.Count == 1 ? [Real] : [Real, Real]);
        if (arguments.Count == 1)
            return Find("ln")!.Bind(call) with { Print = printed => $"LOG(E(), {printed[0]})" };
        return Result(
            call,
            arguments,
            SparkType.Double,
            true,
            a =>
                a.Native(
                    StringForms.Of(
                        "log_base",
                        [SparkType.Double, SparkType.Double],
                        SparkType.Double,
                        (x, result) =>
                        {
                            if (!(x.Double(0) <= 0) && !(x.Double(1) <= 0))
                                result.Set(Math.Log(x.Double(1)) / Math.Log(x.Double(0)));
                        }
                    ),
                    a.Sql.Sql
                )
        ) with
        {
            Print = printed => $"LOG({printed[0]}, {printed[1]})",
        };
    }

    private static string Sign(Operands a) =>
        a.TypeOf(0) is FractionalType
            ? $"CASE WHEN isnan(CAST({a[0]} AS DOUBLE)) THEN CAST('NaN' AS DOUBLE) WHEN {a[0]} = 0 THEN CAST({a[0]} AS DOUBLE) ELSE CAST(sign({a[0]}) AS DOUBLE) END"
            : $"CAST(sign({a[0]}) AS DOUBLE)";

    private static string Absolute(Operands a)
    {
        if (a.TypeOf(0) is not (IntegralType or DayTimeIntervalType or YearMonthIntervalType))
            return $"abs({a[0]})";
        var (width, word) = a.Type.DuckDb switch
        {
            "TINYINT" => (8, "byte"),
            "SMALLINT" => (16, "short"),
            "INTEGER" => (32, "integer"),
            _ => (64, "long"),
        };
        var minimum = (-BigInteger.Pow(2, width - 1)).ToString(CultureInfo.InvariantCulture);
        var overflow = a.Call.Mode == EvalMode.Ansi ? AggregateFunctions.Overflow(word + " overflow") : a[0];
        return $"CASE WHEN {a[0]} = ({minimum}) THEN {overflow} ELSE abs({a[0]}) END";
    }

    private static readonly NativeFunction Unhex = StringForms.Of(
        "unhex",
        [SparkType.String],
        SparkType.Binary,
        (a, result) =>
        {
            var text = a.Text(0);
            if (text.All(char.IsAsciiHexDigit))
                result.Set(Convert.FromHexString(text.Length % 2 == 0 ? text : "0" + text));
        }
    );

    private static readonly NativeFunction Conv = StringForms.Of(
        "conv",
        [SparkType.String, SparkType.Integer, SparkType.Integer],
        SparkType.String,
        (a, result) => result.Set(Convert1(a.Text(0), a.Int(1), a.Int(2), false))
    );

    private static readonly NativeFunction ConvAnsi = StringForms.Of(
        "conv_ansi",
        [SparkType.String, SparkType.Integer, SparkType.Integer],
        SparkType.String,
        (a, result) => result.Set(Convert1(a.Text(0), a.Int(1), a.Int(2), true))
    );

    /// <summary>A number in one base written in another; a negative target base reads the 64 bits as signed.</summary>
    private static string? Convert1(string text, int from, int to, bool ansi)
    {
        if (from is < 2 or > 36 || Math.Abs(to) is < 2 or > 36)
            return null;
        var digits = text.Trim(' ');
        if (digits.Length == 0)
            return null;
        var negative = digits[0] == '-';
        BigInteger value = 0;
        var overflow = false;
        foreach (var c in negative ? digits[1..] : digits)
        {
            var digit =
                char.IsAsciiDigit(c) ? c - '0'
                : char.IsAsciiLetter(c) ? char.ToUpperInvariant(c) - 'A' + 10
                : int.MaxValue;
            if (digit >= from)
                break;
            value = (value * from) + digit;
            if (value > ulong.MaxValue)
            {
                overflow = true;
                break;
            }
        }

        if (overflow && ansi)
            throw SparkErrors.Runtime(
                "ARITHMETIC_OVERFLOW",
                [("message", "Overflow in function conv()"), ("alternative", ""), ("config", "\"spark.sql.ansi.enabled\"")]
            );
        var bits = overflow ? ulong.MaxValue : (ulong)value;
        if (negative && to > 0)
            bits = overflow || (long)bits < 0 ? ulong.MaxValue : (ulong)-(long)bits;
        if (to < 0 && (long)bits < 0 && !negative)
        {
            bits = (ulong)-(long)bits;
            negative = true;
        }

        var radix = (ulong)Math.Abs(to);
        var written = new Stack<char>();
        do
        {
            written.Push("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(int)(bits % radix)]);
            bits /= radix;
        } while (bits != 0);
        return (negative && to < 0 ? "-" : "") + new string([.. written]);
    }

    private static BoundFunction WidthBucketCall(FunctionCall call)
    {
        var interval = call.Arguments.Count > 0 && call.Arguments[0].Type is YearMonthIntervalType or DayTimeIntervalType;
        var arguments = Match(call, interval ? [Any, Any, Any, Long] : [Real, Real, Real, Long]);
        return Result(
            call,
            arguments,
            SparkType.Long,
            true,
            a => a.Native(WidthBucket, [.. Enumerable.Range(0, 3).Select(i => $"CAST({a[i]} AS DOUBLE)"), a[3]])
        );
    }

    private static readonly NativeFunction WidthBucket = StringForms.Of(
        "width_bucket",
        [SparkType.Double, SparkType.Double, SparkType.Double, SparkType.Long],
        SparkType.Long,
        (a, result) =>
        {
            var (value, low, high, count) = (a.Double(0), a.Double(1), a.Double(2), a.Long(3));
            if (
                count <= 0
                || count == long.MaxValue
                || double.IsNaN(value)
                || low == high
                || !double.IsFinite(low)
                || !double.IsFinite(high)
            )
                return;
            var (lower, upper) = (Math.Min(low, high), Math.Max(low, high));
            if (low < high)
                result.Set(
                    value < lower ? 0
                    : value >= upper ? count + 1
                    : (long)(count * (value - lower) / (upper - lower)) + 1
                );
            else
                result.Set(
                    value > upper ? 0
                    : value <= lower ? count + 1
                    : (long)(count * (upper - value) / (upper - lower)) + 1
                );
        }
    );

    private static BoundFunction Random(FunctionCall call, string form)
    {
        if (call.Arguments.Count > 0)
            throw BindError.Unsupported(call, "with a seed, whose numbers depend on Spark's partitions");
        return Result(call, [], SparkType.Double, false, _ => $"({form})") with
        {
            Print = call.Name.ToLowerInvariant() == "randn" ? null : _ => "rand()",
        };
    }
}
