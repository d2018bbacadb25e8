using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using System.Text;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;
using static Spark.Embedded.Functions.Parameter;

namespace Spark.Embedded.Functions;

/// <summary><c>format_string</c>: the conversions d, s, f, x, X, o, e, c, b, %, n of java.util.Formatter.</summary>
/// <remarks>https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/Formatter.html</remarks>
internal static class PrintfFormats
{
    private static readonly ConcurrentDictionary<string, IReadOnlyList<Piece>> Parsed = new();

    /// <summary>Literal text (conversion NUL), or a conversion with the argument that it takes (-1 for none).</summary>
    private sealed record Piece(string Text, char Conversion, int Argument, string Flags, int Width, int Precision);

    public static BoundFunction FormatString(FunctionCall call)
    {
        var arguments = Match(call, [Text, Any.Repeated()]);
        if (arguments[0].Constant() is string format)
            Check(call, Parse(format), arguments);
        var types = arguments.Skip(1).Select(a => a.Type is NullType ? SparkType.String : a.Type).ToList();
        var native = new NativeFunction(
            $"spark_format_string({string.Join(",", types.Select(t => t.Name))})",
            [SparkType.String, .. types],
            SparkType.String,
            (a, result) =>
            {
                if (!a.IsNull(0))
                    result.Set(Format(Parse(a.Text(0)), a, types));
            }
        )
        {
            SeesNulls = true,
        };
        return Result(call, arguments, SparkType.String, arguments[0].Nullable, a => a.Native(native, a.Sql.Sql));
    }

    private static void Check(FunctionCall call, IReadOnlyList<Piece> pieces, IReadOnlyList<Expr> arguments)
    {
        foreach (var piece in pieces.Where(p => p.Argument >= 0))
        {
            if (piece.Argument >= arguments.Count - 1)
                throw SparkErrors.Runtime("INTERNAL_ERROR", [("message", $"Format specifier '%{piece.Conversion}'")]);
            var type = arguments[piece.Argument + 1].Type;
            var plain =
                type is StringType or IntegralType or NullType || type == SparkType.Boolean || (type is FractionalType or DecimalType);
            if (!plain)
                throw BindError.Unsupported(call, $"of {type.Name} values");
        }
    }

    private static IReadOnlyList<Piece> Parse(string format) =>
        Parsed.GetOrAdd(
            format,
            static format =>
            {
                var pieces = new List<Piece>();
                var ordinary = 0;
                var last = -1;
                for (var i = 0; i < format.Length; )
                {
                    if (format[i] != '%')
                    {
                        var end = format.IndexOf('%', i);
                        end = end < 0 ? format.Length : end;
                        pieces.Add(new Piece(format[i..end], '\0', -1, "", -1, -1));
                        i = end;
                        continue;
                    }

                    i++;
                    var number = Number(format, ref i);
                    var argument = -2;
                    if (number > 0 && i < format.Length && format[i] == '$')
                    {
                        if (number == 0)
                            throw ZeroIndex();
                        argument = number - 1;
                        number = -1;
                        i++;
                    }
                    else if (number == 0 && i < format.Length && format[i] == '$')
                    {
                        throw ZeroIndex();
                    }
                    else if (number >= 0)
                    {
                        // Digits were a width, or a zero flag before it.
                        i -= number.ToString(CultureInfo.InvariantCulture).Length;
                        while (i > 0 && format[i - 1] == '0')
                            i--;
                        number = -1;
                    }

                    var flags = new StringBuilder();
                    while (i < format.Length && "-#+ 0,(<".Contains(format[i]))
                        flags.Append(format[i++]);
                    var width = Number(format, ref i);
                    var precision = -1;
                    if (i < format.Length && format[i] == '.')
                    {
                        i++;
                        precision = Number(format, ref i);
                    }

                    if (i >= format.Length)
                        throw SparkErrors.Runtime("INTERNAL_ERROR", [("message", "Conversion = '%'")]);
                    var conversion = format[i++];
                    if (!"dsSfxXoeEcCbBgGhHn%".Contains(conversion))
                        throw SparkErrors.Unsupported($"the conversion %{conversion} in the format '{format}'");
                    if ("gGhHCaA".Contains(conversion))
                        throw SparkErrors.Unsupported($"the conversion %{conversion} in the format '{format}'");
                    if (conversion is '%' or 'n')
                        argument = -1;
                    else if (flags.ToString().Contains('<'))
                        argument = last;
                    else if (argument == -2)
                        argument = ordinary++;
                    last = argument;
                    pieces.Add(new Piece("", conversion, argument, flags.ToString(), width, precision));
                }

                return pieces;
            }
        );

    private static Microsoft.Spark.SparkException ZeroIndex() =>
        SparkErrors.Runtime("INVALID_PARAMETER_VALUE.ZERO_INDEX", [("parameter", "`strfmt`"), ("functionName", "`format_string`")]);

    private static int Number(string text, ref int at)
    {
        var begin = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return at > begin ? int.Parse(text.AsSpan(begin, at - begin), CultureInfo.InvariantCulture) : -1;
    }

    private static string Format(IReadOnlyList<Piece> pieces, NativeArguments a, IReadOnlyList<SparkType> types)
    {
        var output = new StringBuilder();
        foreach (var piece in pieces)
        {
            switch (piece.Conversion)
            {
                case '\0':
                    output.Append(piece.Text);
                    continue;
                case '%':
                    output.Append(Padded("%", piece));
                    continue;
                case 'n':
                    output.Append('\n');
                    continue;
            }

            if (piece.Argument + 1 >= a.Count)
                throw SparkErrors.Runtime("INTERNAL_ERROR", [("message", $"Format specifier '%{piece.Conversion}'")]);
            output.Append(Padded(Convert(piece, a.Value(piece.Argument + 1), types[piece.Argument]), piece));
        }

        return output.ToString();
    }

    private static string Padded(string text, Piece piece) =>
        piece.Width <= text.Length ? text
        : piece.Flags.Contains('-') ? text.PadRight(piece.Width)
        : text.PadLeft(piece.Width);

    private static string Convert(Piece piece, object? value, SparkType type)
    {
        switch (piece.Conversion)
        {
            case 'b' or 'B':
                var flag =
                    value is null ? "false"
                    : value is bool b ? (b ? "true" : "false")
                    : "true";
                return piece.Conversion == 'B' ? flag.ToUpperInvariant() : flag;
            case 's' or 'S':
                var text = value switch
                {
                    null => "null",
                    BigInteger d => ValueText.Decimal(d, ((DecimalType)type).Scale),
                    _ => SparkValue.Text(value),
                };
                text = piece.Precision >= 0 && piece.Precision < text.Length ? text[..piece.Precision] : text;
                return piece.Conversion == 'S' ? text.ToUpperInvariant() : text;
        }

        if (value is null)
            return "null";
        switch (piece.Conversion)
        {
            case 'c' when value is int point:
                return char.ConvertFromUtf32(point);
            case 'd' when value is sbyte or short or int or long:
                return Signed(new BigInteger(System.Convert.ToInt64(value, CultureInfo.InvariantCulture)), "", piece);
            case 'x' or 'X' or 'o' when value is sbyte or short or int or long:
                var bits = value switch
                {
                    sbyte n => (ulong)(byte)n,
                    short n => (ushort)n,
                    int n => (uint)n,
                    _ => (ulong)(long)value,
                };
                var digits = piece.Conversion == 'o' ? Octal(bits) : bits.ToString("x", CultureInfo.InvariantCulture);
                digits =
                    (
                        piece.Flags.Contains('#')
                            ? piece.Conversion == 'o'
                                ? "0"
                                : "0x"
                            : ""
                    ) + digits;
                if (piece.Flags.Contains('0'))
                    digits = digits.PadLeft(piece.Width, '0');
                return piece.Conversion == 'X' ? digits.ToUpperInvariant() : digits;
            case 'f' when value is double or float or BigInteger:
                var precision = piece.Precision < 0 ? 6 : piece.Precision;
                if (
                    value is not BigInteger
                    && System.Convert.ToDouble(value, CultureInfo.InvariantCulture) is var real
                    && !double.IsFinite(real)
                )
                    return double.IsNaN(real) ? "NaN"
                        : real > 0 ? (piece.Flags.Contains('+') ? "+Infinity" : "Infinity")
                        : piece.Flags.Contains('(') ? "(Infinity)"
                        : "-Infinity";
                var (unscaled, scale) = value is BigInteger big ? (big, ((DecimalType)type).Scale) : Shortest(value);
                var rounded = DecimalForms.Rescale(unscaled, scale, precision);
                var fraction =
                    precision == 0
                        ? ""
                        : "."
                            + BigInteger
                                .Remainder(BigInteger.Abs(rounded), BigInteger.Pow(10, precision))
                                .ToString(CultureInfo.InvariantCulture)
                                .PadLeft(precision, '0');
                return Signed(BigInteger.Divide(rounded, BigInteger.Pow(10, precision)), fraction, piece, unscaled.Sign < 0);
            case 'e' or 'E' when value is double or float:
                var shown = System
                    .Convert.ToDouble(value, CultureInfo.InvariantCulture)
                    .ToString("e" + (piece.Precision < 0 ? 6 : piece.Precision), CultureInfo.InvariantCulture);
                var mark = shown.IndexOf('e', StringComparison.Ordinal);
                shown = shown[..(mark + 2)] + shown[(mark + 2)..].TrimStart('0').PadLeft(2, '0');
                return piece.Conversion == 'E' ? shown.ToUpperInvariant() : shown;
            default:
                throw SparkErrors.Runtime("INTERNAL_ERROR", [("message", $"{piece.Conversion} != {type.Name}")]);
        }
    }

    /// <summary>The shortest decimal that stands for the number, which is what Java rounds.</summary>
    private static (BigInteger Unscaled, int Scale) Shortest(object value)
    {
        var text = value is float f
            ? f.ToString("R", CultureInfo.InvariantCulture)
            : ((double)value).ToString("R", CultureInfo.InvariantCulture);
        var exponent = 0;
        if (text.IndexOf('E', StringComparison.Ordinal) is var e and >= 0)
            (exponent, text) = (int.Parse(text.AsSpan(e + 1), CultureInfo.InvariantCulture), text[..e]);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var scale = (point < 0 ? 0 : text.Length - point - 1) - exponent;
        var unscaled = BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return scale < 0 ? (unscaled * BigInteger.Pow(10, -scale), 0) : (unscaled, scale);
    }

    private static string Signed(BigInteger whole, string fraction, Piece piece, bool? isNegative = null)
    {
        var negative = isNegative ?? whole.Sign < 0;
        var digits = BigInteger.Abs(whole).ToString(CultureInfo.InvariantCulture);
        if (piece.Flags.Contains(','))
        {
            for (var i = digits.Length - 3; i > 0; i -= 3)
                digits = digits.Insert(i, ",");
        }

        var (before, after) = negative
            ? (piece.Flags.Contains('(') ? ("(", ")") : ("-", ""))
            : (
                piece.Flags.Contains('+') ? "+"
                : piece.Flags.Contains(' ') ? " "
                : "",
                ""
            );
        var body = digits + fraction;
        if (piece.Flags.Contains('0'))
            body = body.PadLeft(piece.Width - before.Length - after.Length, '0');
        return before + body + after;
    }

    private static string Octal(ulong bits)
    {
        var digits = new Stack<char>();
        do
        {
            digits.Push((char)('0' + (bits & 7)));
            bits >>= 3;
        } while (bits != 0);
        return new string([.. digits]);
    }
}
