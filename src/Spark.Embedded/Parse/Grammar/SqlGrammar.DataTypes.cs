using System.Text.Json;
using System.Text.Json.Nodes;
using Spark.Connect;

namespace Spark.Embedded.Parse.Grammar;

// Data types: https://spark.apache.org/docs/latest/sql-ref-datatypes.html.
internal sealed partial class SqlGrammar
{
    /// <summary>The type of a cast, where CHAR and VARCHAR mean STRING.</summary>
    private DataType CastType()
    {
        var type = DataType();
        return type.KindCase is Spark.Connect.DataType.KindOneofCase.Char or Spark.Connect.DataType.KindOneofCase.VarChar
            ? new DataType { String = new() { Collation = "UTF8_BINARY" } }
            : type;
    }

    public DataType DataType()
    {
        var start = _position;
        if (Current.Kind is not (TokenKind.Word or TokenKind.QuotedIdentifier))
            throw Unexpected();
        var name = Next().Text;
        switch (name.ToUpperInvariant())
        {
            case "ARRAY":
                ExpectTypeArgument(start, "ARRAY", [("elementType", "<INT>")]);
                var element = DataType();
                CloseType();
                return new DataType
                {
                    Array = new() { ElementType = element, ContainsNull = true },
                };
            case "MAP":
                ExpectTypeArgument(start, "MAP", []);
                var key = DataType();
                Expect(",");
                var value = DataType();
                CloseType();
                return new DataType
                {
                    Map = new()
                    {
                        KeyType = key,
                        ValueType = value,
                        ValueContainsNull = true,
                    },
                };
            case "STRUCT":
                return Struct(start);
            case "BOOLEAN":
                return new DataType { Boolean = new() };
            case "TINYINT" or "BYTE":
                return new DataType { Byte = new() };
            case "SMALLINT" or "SHORT":
                return new DataType { Short = new() };
            case "INT" or "INTEGER":
                return new DataType { Integer = new() };
            case "BIGINT" or "LONG":
                return new DataType { Long = new() };
            case "FLOAT" or "REAL":
                return new DataType { Float = new() };
            case "DOUBLE":
                return new DataType { Double = new() };
            case "DATE":
                return new DataType { Date = new() };
            case "BINARY":
                return new DataType { Binary = new() };
            case "VOID":
                return new DataType { Null = new() };
            case "VARIANT":
                return new DataType { Variant = new() };
            case "TIMESTAMP_LTZ":
                return new DataType { Timestamp = new() };
            case "TIMESTAMP_NTZ":
                return new DataType { TimestampNtz = new() };
            case "TIMESTAMP":
                return TakeWithoutTimeZone() || _options.TimestampIsNtz
                    ? new DataType { TimestampNtz = new() }
                    : new DataType { Timestamp = new() };
            case "TIME":
                var precision = At("(") ? TypeArguments()[0] : 6;
                TakeWithoutTimeZone();
                return new DataType { Time = new() { Precision = precision } };
            case "STRING":
                var collation = At("COLLATE") ? Collation() : "UTF8_BINARY";
                return new DataType { String = new() { Collation = collation } };
            case "CHAR" or "CHARACTER":
                return new DataType { Char = new() { Length = Length(start) } };
            case "VARCHAR":
                return new DataType { VarChar = new() { Length = Length(start) } };
            case "DECIMAL" or "DEC" or "NUMERIC":
                return Decimal(start);
            case "INTERVAL":
                return IntervalType(start);
            case "GEOMETRY" when At("("):
                return new DataType { Geometry = new() { Srid = Srid() } };
            case "GEOGRAPHY" when At("("):
                return new DataType { Geography = new() { Srid = Srid() } };
        }
        var arguments = At("(") ? "(" + string.Join(',', TypeArguments()) + ")" : "";
        throw Error(start, "UNSUPPORTED_DATATYPE", ("typeName", $"\"{name.ToUpperInvariant()}{arguments}\""));
    }

    private void ExpectTypeArgument(int start, string type, ReadOnlySpan<(string, string)> parameters)
    {
        if (!Take("<"))
            throw Error(start, "INCOMPLETE_TYPE_DEFINITION." + type, parameters);
    }

    /// <summary>The closing bracket of a type, which may be the first half of <c>&gt;&gt;</c>.</summary>
    private void CloseType()
    {
        var token = Current;
        if (token.Kind == TokenKind.Symbol && token.Text is ">>" or ">>>" or ">=")
            _tokens[_position] = token with { Text = token.Text[1..], Start = token.Start + 1, Column = token.Column + 1 };
        else
            Expect(">");
    }

    private bool TakeWithoutTimeZone()
    {
        if (!At("WITHOUT", "TIME") || !Peek(2).Is("ZONE"))
            return false;
        _position += 3;
        return true;
    }

    private string Collation()
    {
        Expect("COLLATE");
        return SqlNames.Join(MultipartIdentifier());
    }

    private List<int> TypeArguments() => Parenthesized(IntegerValue);

    private int Srid()
    {
        Expect("(");
        var srid = Take("ANY") ? -1 : IntegerValue();
        Expect(")");
        return srid;
    }

    private int Length(int start)
    {
        if (At("("))
            return TypeArguments()[0];
        throw Error(start, "DATATYPE_MISSING_SIZE", ("type", $"\"{_tokens[start].Text.ToUpperInvariant()}\""));
    }

    private DataType Decimal(int start)
    {
        var arguments = At("(") ? TypeArguments() : [10, 0];
        var scale = arguments.Count > 1 ? arguments[1] : 0;
        if (arguments[0] > MaxPrecision)
        {
            throw Error(
                start,
                "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION",
                ("precision", arguments[0].ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ("maxPrecision", "38")
            );
        }
        return new DataType
        {
            Decimal = new() { Precision = arguments[0], Scale = scale },
        };
    }

    private DataType IntervalType(int start)
    {
        if (!AtAny("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"))
            return new DataType { CalendarInterval = new() };
        var (yearMonth, from) = IntervalFields.Of(Next().Text.ToLowerInvariant());
        var to = from;
        if (At("TO") && IsAny(Peek(), yearMonth ? ["MONTH"] : ["HOUR", "MINUTE", "SECOND"]))
        {
            _position++;
            to = IntervalFields.Of(Next().Text.ToLowerInvariant()).Field;
            if (to <= from)
                throw NotAllowed(start, "an interval type whose fields are not in order");
        }
        return yearMonth
            ? new DataType
            {
                YearMonthInterval = new() { StartField = from, EndField = to },
            }
            : new DataType
            {
                DayTimeInterval = new() { StartField = from, EndField = to },
            };
    }

    private DataType Struct(int start)
    {
        var type = new DataType { Struct = new() };
        if (Take("<>"))
            return type;
        ExpectTypeArgument(start, "STRUCT", []);
        if (Take(">"))
            return type;
        type.Struct.Fields.AddRange(
            List(() =>
            {
                var name = ErrorCapturingIdentifier();
                Take(":");
                return Field(name);
            })
        );
        CloseType();
        return type;
    }

    /// <summary><c>type [NOT NULL] [COMMENT 'text']</c> of a column or a field.</summary>
    private DataType.Types.StructField Field(string name)
    {
        var field = new DataType.Types.StructField
        {
            Name = name,
            DataType = DataType(),
            Nullable = true,
        };
        if (At("NOT", "NULL") || At("!", "NULL"))
        {
            _position += 2;
            field.Nullable = false;
        }
        if (Take("COMMENT"))
            field.Metadata = new JsonObject { ["comment"] = StringLiteral() }.ToJsonString(CommentJson);
        return field;
    }

    // Comments stay readable: only what JSON itself forbids is escaped.
    private static readonly JsonSerializerOptions CommentJson = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The columns of a table schema: <c>a INT, b STRING COMMENT 'text'</c>.</summary>
    public DataType TableSchema()
    {
        var schema = new DataType { Struct = new() };
        schema.Struct.Fields.AddRange(List(() => Field(ErrorCapturingIdentifier())));
        return schema;
    }
}
