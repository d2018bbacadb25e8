using System.Buffers;
using System.Text;

namespace Spark.Embedded.Sources.Json;

/// <summary>What Spark's JSON reader takes beyond RFC 8259, by the names of its options.</summary>
internal sealed record JsonLeniency
{
    public bool SingleQuotes { get; init; } = true;

    public bool NonNumericNumbers { get; init; } = true;

    public bool UnquotedFieldNames { get; init; }

    public bool NumericLeadingZeros { get; init; }

    public bool BackslashEscapingAnyCharacter { get; init; }

    public bool UnquotedControlChars { get; init; }

    public bool Comments { get; init; }
}

/// <summary>
/// Rewrites the first JSON value of a text, leniently read, as strict JSON. What follows the value is not looked at, as in Spark. NaN and the infinities become
/// numbers that no file holds (<see cref="NotANumber"/>).
/// </summary>
internal ref struct LenientJson
{
    /// <summary>How deep values may be nested; as in Spark.</summary>
    public const int MaxDepth = 1000;

    private static readonly (string Word, string Number, double Value)[] Words =
    [
        ("NaN", "0e999999991", double.NaN),
        ("Infinity", "1e999999991", double.PositiveInfinity),
        ("+Infinity", "1e999999992", double.PositiveInfinity),
        ("+INF", "1e999999993", double.PositiveInfinity),
        ("-Infinity", "-1e999999991", double.NegativeInfinity),
        ("-INF", "-1e999999992", double.NegativeInfinity),
    ];

    private readonly ReadOnlySpan<byte> _text;
    private readonly JsonLeniency _leniency;
    private readonly ArrayBufferWriter<byte> _output;
    private int _at;

    private LenientJson(ReadOnlySpan<byte> text, JsonLeniency leniency)
    {
        _text = text;
        _leniency = leniency;
        _output = new ArrayBufferWriter<byte>(text.Length + 16);
    }

    /// <summary>The first value as strict JSON; null when there is none.</summary>
    public static byte[]? Rewrite(ReadOnlySpan<byte> text, JsonLeniency leniency)
    {
        var reader = new LenientJson(text, leniency);
        return reader.Value(0) ? reader._output.WrittenSpan.ToArray() : null;
    }

    /// <summary>The value that a number of the rewritten text stands for; false for a plain number.</summary>
    public static bool NotANumber(string number, out double value)
    {
        foreach (var (_, text, meant) in Words)
        {
            if (text == number)
            {
                value = meant;
                return true;
            }
        }

        value = 0;
        return false;
    }

    /// <summary>Rewritten text with NaN and the infinities as the file spells them.</summary>
    public static string Spell(string text)
    {
        if (!text.Contains("e99999999", StringComparison.Ordinal))
            return text;
        foreach (var (word, number, _) in Words.Reverse())
            text = text.Replace(number, word, StringComparison.Ordinal);
        return text;
    }

    private bool Value(int depth)
    {
        if (depth > MaxDepth || !SkipBlanks())
            return false;
        return _text[_at] switch
        {
            (byte)'{' => Members(depth),
            (byte)'[' => Items(depth),
            (byte)'"' => Quoted(),
            (byte)'\'' when _leniency.SingleQuotes => Quoted(),
            _ => Bare(),
        };
    }

    private bool Members(int depth)
    {
        Copy();
        for (var first = true; SkipBlanks(); first = false)
        {
            if (first && _text[_at] == '}')
                return Copy();
            var isQuoted = _text[_at] == '"' || (_text[_at] == '\'' && _leniency.SingleQuotes);
            if (!(isQuoted ? Quoted() : UnquotedName()) || !SkipBlanks() || _text[_at] != ':')
                return false;
            Copy();
            if (!Value(depth + 1) || !SkipBlanks() || _text[_at] is not ((byte)',' or (byte)'}'))
                return false;
            if (_text[_at] == '}')
                return Copy();
            Copy();
        }

        return false;
    }

    private bool Items(int depth)
    {
        Copy();
        for (var first = true; SkipBlanks(); first = false)
        {
            if (first && _text[_at] == ']')
                return Copy();
            if (!Value(depth + 1) || !SkipBlanks() || _text[_at] is not ((byte)',' or (byte)']'))
                return false;
            if (_text[_at] == ']')
                return Copy();
            Copy();
        }

        return false;
    }

    private bool Quoted()
    {
        var quote = _text[_at++];
        Write((byte)'"');
        while (_at < _text.Length)
        {
            var character = _text[_at++];
            if (character == quote)
            {
                Write((byte)'"');
                return true;
            }

            if (character == '\\')
            {
                if (!Escape())
                    return false;
            }
            else if (character == '"')
            {
                _output.Write("\\\""u8);
            }
            else if (character >= ' ')
            {
                Write(character);
            }
            else if (_leniency.UnquotedControlChars)
            {
                Control(character);
            }
            else
            {
                return false;
            }
        }

        return false;
    }

    private bool Escape()
    {
        if (_at == _text.Length)
            return false;
        var character = _text[_at++];
        switch (character)
        {
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                Write((byte)'\\');
                Write(character);
                return true;
            case (byte)'u':
                if (!Hexadecimal(_at, out var code))
                    return false;
                if (!char.IsSurrogate((char)code))
                {
                    _output.Write(_text.Slice(_at - 2, 6));
                    _at += 4;
                }
                else if (
                    char.IsHighSurrogate((char)code)
                    && _text[(_at + 4)..].StartsWith("\\u"u8)
                    && Hexadecimal(_at + 6, out var low)
                    && char.IsLowSurrogate((char)low)
                )
                {
                    _output.Write(_text.Slice(_at - 2, 12));
                    _at += 10;
                }
                else
                {
                    // Half a character; Java's encoder makes it a question mark.
                    Write((byte)'?');
                    _at += 4;
                }

                return true;
            case (byte)'\'' when _leniency.SingleQuotes:
                Write(character);
                return true;
            default:
                if (!_leniency.BackslashEscapingAnyCharacter)
                    return false;
                if (character < ' ')
                    Control(character);
                else
                    Write(character);
                return true;
        }
    }

    private readonly bool Hexadecimal(int at, out int code)
    {
        code = 0;
        if (at + 4 > _text.Length)
            return false;
        foreach (var digit in _text.Slice(at, 4))
        {
            if (!char.IsAsciiHexDigit((char)digit))
                return false;
            code = code * 16 + Convert.ToInt32(((char)digit).ToString(), 16);
        }

        return true;
    }

    private bool UnquotedName()
    {
        var length = _text[_at..].IndexOfAny(" \t\r\n:,{}[]\"'\\"u8);
        if (!_leniency.UnquotedFieldNames || length <= 0 || char.IsAsciiDigit((char)_text[_at]))
            return false;
        Write((byte)'"');
        _output.Write(_text.Slice(_at, length));
        Write((byte)'"');
        _at += length;
        return true;
    }

    /// <summary>true, false, null, a number, or a word that stands for one.</summary>
    private bool Bare()
    {
        var length = _text[_at..].IndexOfAny(" \t\r\n:,{}[]\"'/"u8) is var end && end < 0 ? _text.Length - _at : end;
        var word = _text.Slice(_at, length);
        _at += length;
        if (word.SequenceEqual("true"u8) || word.SequenceEqual("false"u8) || word.SequenceEqual("null"u8))
        {
            _output.Write(word);
            return true;
        }

        if (_leniency.NonNumericNumbers)
        {
            var text = Encoding.UTF8.GetString(word);
            foreach (var (name, number, _) in Words)
            {
                if (name == text)
                {
                    _output.Write(Encoding.UTF8.GetBytes(number));
                    return true;
                }
            }
        }

        return Number(word);
    }

    private readonly bool Number(ReadOnlySpan<byte> word)
    {
        var at = 0;
        if (at < word.Length && word[at] == '-')
            at++;
        var digits = Digits(word, ref at);
        if (digits == 0)
            return false;
        if (digits > 1 && word[at - digits] == '0')
        {
            if (!_leniency.NumericLeadingZeros)
                return false;
            _output.Write(word[..(at - digits)]);
            var significant = word[(at - digits)..at].TrimStart((byte)'0');
            _output.Write(significant.IsEmpty ? "0"u8 : significant);
        }
        else
        {
            _output.Write(word[..at]);
        }

        var rest = at;
        if (at < word.Length && word[at] == '.')
        {
            at++;
            if (Digits(word, ref at) == 0)
                return false;
        }

        if (at < word.Length && word[at] is (byte)'e' or (byte)'E')
        {
            at++;
            if (at < word.Length && word[at] is (byte)'-' or (byte)'+')
                at++;
            if (Digits(word, ref at) == 0)
                return false;
        }

        _output.Write(word[rest..at]);
        return at == word.Length;
    }

    private static int Digits(ReadOnlySpan<byte> word, ref int at)
    {
        var from = at;
        while (at < word.Length && char.IsAsciiDigit((char)word[at]))
            at++;
        return at - from;
    }

    /// <summary>Goes to the next character that is no blank and, where they are allowed, no comment; false at the end.</summary>
    private bool SkipBlanks()
    {
        while (_at < _text.Length)
        {
            if (_text[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                _at++;
                continue;
            }

            if (!_leniency.Comments || _text[_at] != '/')
                return true;
            var rest = _text[_at..];
            var end =
                rest.StartsWith("//"u8) ? rest.IndexOf((byte)'\n') + 1
                : rest.StartsWith("/*"u8) ? rest[2..].IndexOf("*/"u8) + 4
                : 0;
            if (end is 0 or 3)
                return false;
            _at += end;
        }

        return false;
    }

    private void Control(byte character) => _output.Write(Encoding.UTF8.GetBytes($"\\u00{character:X2}"));

    private bool Copy()
    {
        Write(_text[_at++]);
        return true;
    }

    private readonly void Write(byte character)
    {
        _output.GetSpan(1)[0] = character;
        _output.Advance(1);
    }
}
