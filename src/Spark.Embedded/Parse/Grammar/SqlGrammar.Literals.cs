using System.Globalization;
using System.Numerics;
using Microsoft.Spark;
using Spark.Connect;
using LiteralMessage = Spark.Connect.Expression.Types.Literal;

namespace Spark.Embedded.Parse.Grammar;

// Constants: numbers, strings, typed literals.
internal sealed partial class SqlGrammar
{
    /// <summary>Decimal digits that a Spark decimal holds at most.</summary>
    private const int MaxPrecision = 38;

    private Expression Constant()
    {
        var literal = Current.Kind switch
        {
            TokenKind.String => new LiteralMessage { String = StringLiteral() },
            TokenKind.Word when At("NULL") => new LiteralMessage { Null = new DataType { Null = new DataType.Types.NULL() } },
            TokenKind.Word => new LiteralMessage { Boolean = At("TRUE") },
            _ => null,
        };
        if (literal is null)
            return new Expression { Literal = Number() };
        if (literal.LiteralTypeCase != LiteralMessage.LiteralTypeOneofCase.String)
            _position++;
        return new Expression { Literal = literal };
    }

    private LiteralMessage Number()
    {
        var start = _position;
        var sign = Take("-") ? "-" : "";
        var token = Next();
        var text = sign + token.Text;
        switch (token.Kind)
        {
            case TokenKind.Integer:
                var value = BigInteger.Parse(text, CultureInfo.InvariantCulture);
                return value >= int.MinValue && value <= int.MaxValue ? new LiteralMessage { Integer = (int)value }
                    : value >= long.MinValue && value <= long.MaxValue ? new LiteralMessage { Long = (long)value }
                    : DecimalNumber(start, text);
            case TokenKind.TinyInt:
                return new LiteralMessage { Byte = (int)Integral(start, text[..^1], sbyte.MinValue, sbyte.MaxValue, "tinyint") };
            case TokenKind.SmallInt:
                return new LiteralMessage { Short = (int)Integral(start, text[..^1], short.MinValue, short.MaxValue, "smallint") };
            case TokenKind.BigInt:
                return new LiteralMessage { Long = Integral(start, text[..^1], long.MinValue, long.MaxValue, "bigint") };
            case TokenKind.Float:
                var single = float.Parse(text[..^1], CultureInfo.InvariantCulture);
                return float.IsInfinity(single)
                    ? throw OutOfRange(start, text[..^1], "-3.4028234663852886E+38", "3.4028234663852886E+38", "float")
                    : new LiteralMessage { Float = single };
            case TokenKind.Double:
                return DoubleNumber(start, text[..^1]);
            case TokenKind.Exponent when !_options.ExponentLiteralAsDecimal:
                return DoubleNumber(start, text);
            case TokenKind.BigDecimal:
                return DecimalNumber(start, text[..^2]);
            default:
                return DecimalNumber(start, text);
        }
    }

    private long Integral(int start, string text, long minimum, long maximum, string type)
    {
        var value = BigInteger.Parse(text, CultureInfo.InvariantCulture);
        return value >= minimum && value <= maximum
            ? (long)value
            : throw OutOfRange(
                start,
                text,
                minimum.ToString(CultureInfo.InvariantCulture),
                maximum.ToString(CultureInfo.InvariantCulture),
                type
            );
    }

    private LiteralMessage DoubleNumber(int start, string text)
    {
        var value = double.Parse(text, CultureInfo.InvariantCulture);
        return double.IsInfinity(value)
            ? throw OutOfRange(start, text, "-1.7976931348623157E+308", "1.7976931348623157E+308", "double")
            : new LiteralMessage { Double = value };
    }

    private Exception OutOfRange(int start, string text, string minimum, string maximum, string type) =>
        Error(
            start,
            "INVALID_NUMERIC_LITERAL_RANGE",
            ("rawStrippedQualifier", text),
            ("minValue", minimum),
            ("maxValue", maximum),
            ("typeName", type)
        );

    /// <summary>A decimal of exactly the digits that are written; an exponent moves the point.</summary>
    private LiteralMessage DecimalNumber(int start, string text)
    {
        var exponentAt = text.IndexOfAny(['e', 'E']);
        var mantissa = exponentAt < 0 ? text : text[..exponentAt];
        var scale =
            exponentAt < 0 ? 0 : -int.Parse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.');
        if (point >= 0)
        {
            scale += mantissa.Length - point - 1;
            mantissa = mantissa.Remove(point, 1);
        }
        var unscaled = BigInteger.Parse(mantissa, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (scale < 0 && -scale <= MaxPrecision)
        {
            unscaled *= BigInteger.Pow(10, -scale);
            scale = 0;
        }
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture);
        var precision = Math.Max(digits.Length, Math.Abs(scale));
        if (precision > MaxPrecision)
        {
            throw TooPrecise(start, precision, isTyped: _tokens[_position - 1].Kind == TokenKind.BigDecimal);
        }
        var padded = digits.PadLeft(scale + 1, '0');
        var plain = (unscaled.Sign < 0 ? "-" : "") + (scale == 0 ? padded : padded[..^scale] + "." + padded[^scale..]);
        return new LiteralMessage
        {
            Decimal = new LiteralMessage.Types.Decimal
            {
                Value = plain,
                Precision = precision,
                Scale = scale,
            },
        };
    }

    /// <summary>Spark reports only a literal with the suffix BD with its place in the text.</summary>
    private SparkException TooPrecise(int start, int precision, bool isTyped)
    {
        var digits = precision.ToString(CultureInfo.InvariantCulture);
        if (isTyped)
            return Error(start, "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION", ("precision", digits), ("maxPrecision", "38"));
        return new SparkArithmeticException(
            $"[DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION] Decimal precision {digits} exceeds max precision 38. SQLSTATE: 22003"
        )
        {
            ErrorClass = "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION",
            SqlState = "22003",
            MessageParameters = new Dictionary<string, string> { ["precision"] = digits, ["maxPrecision"] = "38" },
        };
    }

    /// <summary>String literals side by side are one.</summary>
    private string StringLiteral()
    {
        if (Current.Kind != TokenKind.String)
        {
            if (AtAny("?", ":") && Parameter().Literal is { HasString: true } parameter)
                return parameter.String;
            throw Unexpected();
        }
        var value = StringText.Unquote(Next().Text, _options);
        while (Current.Kind == TokenKind.String)
            value += StringText.Unquote(Next().Text, _options);
        return value;
    }

    private int IntegerValue()
    {
        if (Current.Kind == TokenKind.Integer)
            return int.Parse(Next().Text, CultureInfo.InvariantCulture);
        if (AtAny("?", ":") && Parameter().Literal is { HasInteger: true } parameter)
            return parameter.Integer;
        throw Unexpected();
    }

    /// <summary><c>DATE '2020-01-01'</c> and the like.</summary>
    private Expression TypedLiteral()
    {
        var start = _position;
        var type = Next().Text;
        var value = StringText.Unquote(Next().Text, _options);
        var datetime = new DatetimeLiterals(_options.SessionTimeZone);
        var literal = type.ToUpperInvariant() switch
        {
            "DATE" => datetime.Date(value) is { } days ? new LiteralMessage { Date = days } : null,
            "TIMESTAMP_NTZ" => datetime.TimestampNtz(value) is { } micros ? new LiteralMessage { TimestampNtz = micros } : null,
            "TIMESTAMP" when _options.TimestampIsNtz && !DatetimeLiterals.NamesZone(value) => datetime.TimestampNtz(value) is { } micros
                ? new LiteralMessage { TimestampNtz = micros }
                : null,
            "TIMESTAMP" or "TIMESTAMP_LTZ" => datetime.Timestamp(value) is { } micros ? new LiteralMessage { Timestamp = micros } : null,
            "TIME" => DatetimeLiterals.Time(value) is { } nanos
                ? new LiteralMessage
                {
                    Time = new LiteralMessage.Types.Time { Nano = nanos, Precision = 6 },
                }
                : null,
            "INTERVAL" => IntervalText(start, value),
            "X" => StringText.Unhex(value) is { } bytes ? new LiteralMessage { Binary = Google.Protobuf.ByteString.CopyFrom(bytes) } : null,
            _ => throw Error(
                start,
                "UNSUPPORTED_TYPED_LITERAL",
                ("unsupportedType", $"\"{type.ToUpperInvariant()}\""),
                ("supportedTypes", "\"DATE\", \"TIMESTAMP_NTZ\", \"TIMESTAMP_LTZ\", \"TIMESTAMP\", \"INTERVAL\", \"X\", \"TIME\"")
            ),
        };
        return literal is null
            ? throw Error(start, "INVALID_TYPED_LITERAL", ("valueType", $"\"{type.ToUpperInvariant()}\""), ("value", $"'{value}'"))
            : new Expression { Literal = literal };
    }
}
