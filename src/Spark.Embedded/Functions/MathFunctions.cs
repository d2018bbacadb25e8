using System.Globalization;
using System.Numerics;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;
using static Spark.Embedded.Functions.Parameter;

namespace Spark.Embedded.Functions;

/// <summary>Mathematical functions, but for the rounding ones (<see cref="RoundingFunctions"/>) and the operators.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-functions-builtin.html#mathematical-functions</remarks>
internal static class MathFunctions
{
    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(["acos"], "SELECT acos(1)", name => Unary(name, Math.Acos)),
            new(["acosh"], "SELECT acosh(1)", name => Unary(name, x => Math.Log(x + Math.Sqrt((x * x) - 1)))),
            new(["asin"], "SELECT asin(0)", name => Unary(name, Math.Asin)),
            new(
                ["asinh"],
                "SELECT asinh(0)",
                name => Unary(name, x => double.IsNegativeInfinity(x) ? x : Math.Log(x + Math.Sqrt((x * x) + 1)))
            ),
            new(["atan"], "SELECT atan(0)", name => Unary(name, Math.Atan)),
            new(["atanh"], "SELECT atanh(0)", name => Unary(name, x => 0.5 * (Fdlibm.Log1p(x) - Fdlibm.Log1p(-x)))),
            new(["cbrt"], "SELECT cbrt(27.0)", name => Unary(name, Fdlibm.Cbrt)),
            new(["cos"], "SELECT cos(0)", name => Unary(name, Math.Cos)),
            new(["cosh"], "SELECT cosh(0)", name => Unary(name, Fdlibm.Cosh)),
            new(["cot"], "SELECT cot(1)", name => Unary(name, x => 1 / Math.Tan(x))),
            new(["csc"], "SELECT csc(1)", name => Unary(name, x => 1 / Math.Sin(x))),
            new(["degrees"], "SELECT degrees(3.141592653589793)", name => Unary(name, x => x * 57.29577951308232)),
            new(["exp"], "SELECT exp(0)", name => Unary(name, Fdlibm.Exp)),
            new(["expm1"], "SELECT expm1(0)", name => Unary(name, Fdlibm.Expm1)),
            new(["ln"], "SELECT ln(1)", name => Logarithm(name, 0, Math.Log).PrintedAs("ln")),
            new(["log10"], "SELECT log10(10)", name => Logarithm(name, 0, Math.Log10)),
            new(["log1p"], "SELECT log1p(0)", name => Logarithm(name, -1, Fdlibm.Log1p)),
            new(["log2"], "SELECT log2(2)", name => Logarithm(name, 0, x => Math.Log(x) / Math.Log(2))),
            new(["log"], "SELECT log(10, 100)", name => Bound(name, FunctionKind.Scalar, LogBase)),
            new(["radians"], "SELECT radians(180)", name => Unary(name, x => x * 0.017453292519943295)),
            new(["rint"], "SELECT rint(12.3456)", name => Unary(name, x => Math.Round(x, MidpointRounding.ToEven)).PrintedAs("rint")),
            new(["sec"], "SELECT sec(0)", name => Unary(name, x => 1 / Math.Cos(x))),
            new(
                ["sign"],
                "SELECT sign(40)",
                name => Scalar(name, [NumericOrInterval], SparkType.Double, Sign).MayBeNull().PrintedAs("sign")
            ),
            new(
                ["signum"],
                "SELECT signum(40)",
                name => Scalar(name, [NumericOrInterval], SparkType.Double, Sign).MayBeNull().PrintedAs("SIGNUM")
            ),
            new(["sin"], "SELECT sin(0)", name => Unary(name, Math.Sin)),
            new(["sinh"], "SELECT sinh(0)", name => Unary(name, Fdlibm.Sinh)),
            new(["sqrt"], "SELECT sqrt(4)", name => Unary(name, Math.Sqrt)),
            new(["tan"], "SELECT tan(0)", name => Unary(name, Math.Tan)),
            new(["tanh"], "SELECT tanh(0)", name => Unary(name, Fdlibm.Tanh)),
            new(
                ["atan2"],
                "SELECT atan2(0, 0)",
                name => Scalar(name, [Real, Real], Binary(name, (y, x) => Math.Atan2(y + 0.0, x + 0.0))).PrintedAs("ATAN2")
            ),
            new(["hypot"], "SELECT hypot(3, 4)", name => Scalar(name, [Real, Real], Binary(name, double.Hypot)).PrintedAs("HYPOT")),
            new(["pow"], "SELECT pow(2, 3)", name => Scalar(name, [Real, Real], Binary("pow", Pow))),
            new(["power"], "SELECT power(2, 3)", name => Scalar(name, [Real, Real], Binary("pow", Pow)).PrintedAs("POWER")),
            new(["e"], "SELECT e()", name => Scalar(name, [], SparkType.Double, _ => "CAST('2.718281828459045' AS DOUBLE)").PrintedAs("E")),
            new(["pi"], "SELECT pi()", name => Scalar(name, [], SparkType.Double, _ => "pi()").PrintedAs("PI")),
            new(["abs"], "SELECT abs(-1)", name => Scalar(name, [NumericOrInterval], a => a[0].Type, Absolute)),
            new(
                ["factorial"],
                "SELECT factorial(5)",
                name =>
                    Scalar(
                            name,
                            [Int],
                            SparkType.Long,
                            a => $"CASE WHEN {a[0]} BETWEEN 0 AND 20 THEN CAST(factorial({a[0]}) AS BIGINT) END"
                        )
                        .MayBeNull()
            ),
            new(["bin"], "SELECT bin(13)", name => Scalar(name, [Long], SparkType.String, a => $"bin({a[0]})")),
            new(
                ["hex"],
                "SELECT hex(17)",
                name => Scalar(name, [AnyOf(Long, Parameter.Binary, Text)], SparkType.String, a => $"hex({a[0]})")
            ),
            new(["unhex"], "SELECT decode(unhex('537061726B2053514C'), 'UTF-8')", name => Scalar(name, [Text], Unhex).MayBeNull()),
            new(
                ["conv"],
                "SELECT conv('100', 2, 10)",
                name =>
                    Of(
                        name,
                        FunctionKind.Scalar,
                        [Text, Int, Int],
                        _ => SparkType.String,
                        _ => true,
                        a => a.Native(a.Call.Mode == EvalMode.Ansi ? ConvAnsi : Conv, a.Sql.Sql)
                    )
            ),
            new(["width_bucket"], "SELECT width_bucket(5.3, 0.2, 10.6, 5)", name => Bound(name, FunctionKind.Scalar, WidthBucketCall)),
            new(
                ["rand", "random"],
                "SELECT rand()",
                name => Bound(name, FunctionKind.Scalar, call => Random(call, "random()")).Indeterminate()
            ),
            new(
                ["randn"],
                "SELECT randn()",
                name =>
                    Bound(name, FunctionKind.Scalar, call => Random(call, "sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())"))
                        .Indeterminate()
            ),
        ];

    private static readonly Parameter NumericOrInterval = AnyOf(
        Numeric,
        Where("INTERVAL", type => type is DayTimeIntervalType or YearMonthIntervalType)
    );

    private static FunctionDefinition Unary(string name, Func<double, double> function) =>
        Scalar(
                name,
                [Real],
                FunctionBuilder.Native(name, [SparkType.Double], SparkType.Double, (a, result) => result.Set(function(a.Double(0))))
            )
            .MayBeNull()
            .PrintedAs(name.ToUpperInvariant());

    /// <summary>A logarithm, which is null at and below its asymptote.</summary>
    private static FunctionDefinition Logarithm(string name, double asymptote, Func<double, double> function) =>
        Scalar(
                name,
                [Real],
                FunctionBuilder.Native(
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
        FunctionBuilder.Native(
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
            return FunctionTable.Instance.Find("ln")!.Bind(call) with { Print = printed => $"LOG(E(), {printed[0]})" };
        return Result(
            call,
            arguments,
            SparkType.Double,
            true,
            a =>
                a.Native(
                    FunctionBuilder.Native(
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

    private static readonly NativeFunction Unhex = FunctionBuilder.Native(
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

    private static readonly NativeFunction Conv = FunctionBuilder.Native(
        "conv",
        [SparkType.String, SparkType.Integer, SparkType.Integer],
        SparkType.String,
        (a, result) => result.Set(Convert1(a.Text(0), a.Int(1), a.Int(2), false))
    );

    private static readonly NativeFunction ConvAnsi = FunctionBuilder.Native(
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

    private static readonly NativeFunction WidthBucket = FunctionBuilder.Native(
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
