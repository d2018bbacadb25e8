using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Microsoft.Spark.Sql.Types;

/// <summary>Reads the types and column lists of Spark's SQL, such as <c>id BIGINT NOT NULL, tags ARRAY&lt;STRING&gt; COMMENT 'x'</c>.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-datatypes.html</remarks>
internal sealed class DdlParser(string text)
{
    private readonly string _text = text ?? throw new ArgumentNullException(nameof(text));
    private int _position;

    /// <summary>Reads one type; null when the text is none.</summary>
    public static DataType? TryParseType(string text)
    {
        var parser = new DdlParser(text);
        try
        {
            var type = parser.ParseType();
            return parser.AtEnd ? type : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Reads a type or, when the text is none, a list of columns.</summary>
    public DataType ParseTypeOrColumns() => TryParseType(_text) ?? ParseColumns();

    public StructType ParseColumns()
    {
        var fields = new List<StructField>();
        if (AtEnd)
            return new StructType(fields);
        do fields.Add(ParseField());
        while (TryTake(','));
        if (!AtEnd)
            throw Error("',' or the end");
        return new StructType(fields);
    }

    private bool AtEnd
    {
        get
        {
            SkipSpace();
            return _position == _text.Length;
        }
    }

    private StructField ParseField()
    {
        var name = ParseName();
        TryTake(':');
        var type = ParseType();
        var nullable = true;
        JsonObject? metadata = null;
        while (true)
        {
            if (TryTakeWord("not"))
            {
                TakeWord("null");
                nullable = false;
            }
            else if (TryTakeWord("comment"))
            {
                metadata ??= [];
                metadata["comment"] = ParseString();
            }
            else
            {
                return new StructField(name, type, nullable, metadata);
            }
        }
    }

    private DataType ParseType()
    {
        SkipSpace();
        var start = _position;
        var name = ParseWord().ToLowerInvariant();
        switch (name)
        {
            case "boolean":
                return new BooleanType();
            case "tinyint" or "byte":
                return new ByteType();
            case "smallint" or "short":
                return new ShortType();
            case "int" or "integer":
                return new IntegerType();
            case "bigint" or "long":
                return new LongType();
            case "float" or "real":
                return new FloatType();
            case "double":
                return new DoubleType();
            case "date":
                return new DateType();
            case "timestamp" or "timestamp_ltz":
                return new TimestampType();
            case "timestamp_ntz":
                return new TimestampNTZType();
            case "string":
                return new StringType(TryTakeWord("collate") ? ParseWord() : null);
            case "binary":
                return new BinaryType();
            case "void":
                return new NullType();
            case "variant":
                return new VariantType();
            case "char" or "character":
                return new CharType(ParseSizes(1, 1)![0]);
            case "varchar":
                return new VarcharType(ParseSizes(1, 1)![0]);
            case "time":
                return new TimeType(ParseSizes(0, 1) is { } time ? time[0] : 6);
            case "decimal" or "dec" or "numeric":
                return ParseSizes(0, 2) is { } sizes ? new DecimalType(sizes[0], sizes.Length > 1 ? sizes[1] : 0) : new DecimalType();
            case "interval":
                return ParseInterval();
            case "array":
                return ParseArray();
            case "map":
                return ParseMap();
            case "struct":
                return ParseStruct();
            default:
                _position = start;
                throw Error("a data type");
        }
    }

    private DataType ParseInterval()
    {
        var start = _position;
        if (AtEnd || !char.IsAsciiLetter(_text[_position]))
            return new CalendarIntervalType();
        var first = ParseWord().ToLowerInvariant();
        var last = TryTakeWord("to") ? ParseWord().ToLowerInvariant() : null;
        if (IntervalUnits.Parse(first, last) is { } type)
            return type;
        // The word after belongs to something else, as in 'i INTERVAL NOT NULL'.
        _position = start;
        return new CalendarIntervalType();
    }

    private ArrayType ParseArray()
    {
        Take('<');
        var element = ParseType();
        Take('>');
        return new ArrayType(element);
    }

    private MapType ParseMap()
    {
        Take('<');
        var key = ParseType();
        Take(',');
        var value = ParseType();
        Take('>');
        return new MapType(key, value);
    }

    private StructType ParseStruct()
    {
        var fields = new List<StructField>();
        Take('<');
        if (!TryTake('>'))
        {
            do fields.Add(ParseField());
            while (TryTake(','));
            Take('>');
        }

        return new StructType(fields);
    }

    /// <summary>Reads numbers in parentheses; null when there are none and none are needed.</summary>
    private int[]? ParseSizes(int least, int most)
    {
        if (!TryTake('('))
            return least == 0 ? null : throw Error("'('");
        var sizes = new List<int>();
        do
        {
            SkipSpace();
            var start = _position;
            if (_position < _text.Length && _text[_position] == '-')
                _position++;
            while (_position < _text.Length && char.IsAsciiDigit(_text[_position]))
                _position++;
            if (!int.TryParse(_text.AsSpan(start, _position - start), CultureInfo.InvariantCulture, out var size))
                throw Error("a number");
            sizes.Add(size);
        } while (sizes.Count < most && TryTake(','));
        Take(')');
        return [.. sizes];
    }

    private string ParseName()
    {
        SkipSpace();
        if (_position == _text.Length || _text[_position] != '`')
            return ParseWord();
        var name = new StringBuilder();
        for (_position++; _position < _text.Length; _position++)
        {
            if (_text[_position] != '`')
            {
                name.Append(_text[_position]);
            }
            else if (_position + 1 < _text.Length && _text[_position + 1] == '`')
            {
                name.Append('`');
                _position++;
            }
            else
            {
                _position++;
                return name.ToString();
            }
        }

        throw Error("a closing backquote");
    }

    private string ParseWord()
    {
        SkipSpace();
        var start = _position;
        while (_position < _text.Length && (char.IsLetterOrDigit(_text[_position]) || _text[_position] == '_'))
            _position++;
        return _position > start ? _text[start.._position] : throw Error("a name");
    }

    private string ParseString()
    {
        SkipSpace();
        if (_position == _text.Length || _text[_position] is not ('\'' or '"'))
            throw Error("a string");
        var quote = _text[_position++];
        var value = new StringBuilder();
        for (; _position < _text.Length; _position++)
        {
            if (_text[_position] == '\\' && _position + 1 < _text.Length)
            {
                value.Append(
                    _text[++_position] switch
                    {
                        'n' => '\n',
                        't' => '\t',
                        'r' => '\r',
                        var c => c,
                    }
                );
            }
            else if (_text[_position] == quote)
            {
                _position++;
                return value.ToString();
            }
            else
            {
                value.Append(_text[_position]);
            }
        }

        throw Error("a closing quote");
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
            _position++;
    }

    private bool TryTake(char c)
    {
        SkipSpace();
        if (_position == _text.Length || _text[_position] != c)
            return false;
        _position++;
        return true;
    }

    private void Take(char c)
    {
        if (!TryTake(c))
            throw Error($"'{c}'");
    }

    private bool TryTakeWord(string word)
    {
        SkipSpace();
        var end = _position + word.Length;
        if (
            end > _text.Length
            || !_text.AsSpan(_position, word.Length).Equals(word, StringComparison.OrdinalIgnoreCase)
            || (end < _text.Length && (char.IsLetterOrDigit(_text[end]) || _text[end] == '_'))
        )
            return false;
        _position = end;
        return true;
    }

    private void TakeWord(string word)
    {
        if (!TryTakeWord(word))
            throw Error(word.ToUpperInvariant());
    }

    private ArgumentException Error(string expected) =>
        new($"Expected {expected} at character {_position + 1} of the schema \"{_text}\".", "ddl");
}
