using System.Globalization;
using System.Text;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions;

/// <summary>A number of JSON, as it was written.</summary>
internal sealed record JsonNumber(string Text)
{
    public bool IsInteger => Text.AsSpan().IndexOfAny('.', 'e', 'E') < 0;

    /// <summary>As Spark writes it again: whole numbers as they are, others as a double.</summary>
    public string Normal => IsInteger ? Text : ValueText.Double(double.Parse(Text, CultureInfo.InvariantCulture));
}

/// <summary>
/// JSON as Spark reads it, which lets strings stand in single quotes. Values are null, bool, string, <see cref="JsonNumber"/>,
/// <c>List&lt;object?&gt;</c> and <c>List&lt;KeyValuePair&lt;string, object?&gt;&gt;</c>, whose keys may repeat.
/// </summary>
internal ref struct JsonTree
{
    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private JsonTree(string text)
    {
        _text = text;
        _at = 0;
    }

    /// <summary>Reads a text that is one JSON value; false when it is none.</summary>
    public static bool TryParse(string text, out object? value)
    {
        var reader = new JsonTree(text);
        return reader.Value(out value, 0) && reader.AtEnd();
    }

    /// <summary>Writes a value without spaces.</summary>
    public static string Write(object? value)
    {
        var json = new StringBuilder();
        Write(json, value);
        return json.ToString();
    }

    /// <summary>Writes a string in quotes.</summary>
    public static void WriteString(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (var c in text)
        {
            switch (c)
            {
                case '"':
                    json.Append("\\\"");
                    break;
                case '\\':
                    json.Append(@"\\");
                    break;
                case '\n':
                    json.Append(@"\n");
                    break;
                case '\r':
                    json.Append(@"\r");
                    break;
                case '\t':
                    json.Append(@"\t");
                    break;
                case '\b':
                    json.Append(@"\b");
                    break;
                case '\f':
                    json.Append(@"\f");
                    break;
                case < ' ':
                    json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
                    break;
                default:
                    json.Append(c);
                    break;
            }
        }

        json.Append('"');
    }

    private static void Write(StringBuilder json, object? value)
    {
        switch (value)
        {
            case null:
                json.Append("null");
                break;
            case bool b:
                json.Append(b ? "true" : "false");
                break;
            case string text:
                WriteString(json, text);
                break;
            case JsonNumber number:
                json.Append(number.Normal);
                break;
            case List<object?> items:
                json.Append('[');
                for (var i = 0; i < items.Count; i++)
                {
                    if (i > 0)
                        json.Append(',');
                    Write(json, items[i]);
                }

                json.Append(']');
                break;
            case List<KeyValuePair<string, object?>> fields:
                json.Append('{');
                for (var i = 0; i < fields.Count; i++)
                {
                    if (i > 0)
                        json.Append(',');
                    WriteString(json, fields[i].Key);
                    json.Append(':');
                    Write(json, fields[i].Value);
                }

                json.Append('}');
                break;
        }
    }

    private bool AtEnd()
    {
        Space();
        return _at == _text.Length;
    }

    private void Space()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\r')
            _at++;
    }

    private bool Take(char c)
    {
        Space();
        if (_at >= _text.Length || _text[_at] != c)
            return false;
        _at++;
        return true;
    }

    private bool Value(out object? value, int depth)
    {
        value = null;
        Space();
        if (_at >= _text.Length || depth > 1000)
            return false;
        switch (_text[_at])
        {
            case '{':
                _at++;
                var fields = new List<KeyValuePair<string, object?>>();
                value = fields;
                if (Take('}'))
                    return true;
                do
                {
                    Space();
                    if (!Quoted(out var key) || !Take(':') || !Value(out var field, depth + 1))
                        return false;
                    fields.Add(new(key, field));
                } while (Take(','));
                return Take('}');
            case '[':
                _at++;
                var items = new List<object?>();
                value = items;
                if (Take(']'))
                    return true;
                do
                {
                    if (!Value(out var item, depth + 1))
                        return false;
                    items.Add(item);
                } while (Take(','));
                return Take(']');
            case '"' or '\'':
                var read = Quoted(out var text);
                value = text;
                return read;
            case 't':
                value = true;
                return Word("true");
            case 'f':
                value = false;
                return Word("false");
            case 'n':
                return Word("null");
            default:
                var begin = _at;
                if (_text[_at] == '-')
                    _at++;
                var digits = Digits();
                if (digits == 0 || (digits > 1 && _text[_at - digits] == '0'))
                    return false;
                if (_at < _text.Length && _text[_at] == '.')
                {
                    _at++;
                    if (Digits() == 0)
                        return false;
                }

                if (_at < _text.Length && _text[_at] is 'e' or 'E')
                {
                    _at++;
                    if (_at < _text.Length && _text[_at] is '+' or '-')
                        _at++;
                    if (Digits() == 0)
                        return false;
                }

                value = new JsonNumber(_text[begin.._at].ToString());
                return true;
        }
    }

    private int Digits()
    {
        var begin = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            _at++;
        return _at - begin;
    }

    private bool Word(string word)
    {
        if (!_text[_at..].StartsWith(word))
            return false;
        _at += word.Length;
        return true;
    }

    private bool Quoted(out string value)
    {
        value = "";
        if (_at >= _text.Length || _text[_at] is not ('"' or '\''))
            return false;
        var quote = _text[_at++];
        var plain = _text[_at..].IndexOfAny(quote, '\\');
        if (plain >= 0 && _text[_at + plain] == quote)
        {
            value = _text.Slice(_at, plain).ToString();
            _at += plain + 1;
            return value.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0;
        }

        var text = new StringBuilder();
        while (_at < _text.Length && _text[_at] != quote)
        {
            var c = _text[_at++];
            if (c < ' ')
                return false;
            if (c != '\\')
            {
                text.Append(c);
                continue;
            }

            if (_at >= _text.Length)
                return false;
            switch (_text[_at++])
            {
                case 'n':
                    text.Append('\n');
                    break;
                case 't':
                    text.Append('\t');
                    break;
                case 'r':
                    text.Append('\r');
                    break;
                case 'b':
                    text.Append('\b');
                    break;
                case 'f':
                    text.Append('\f');
                    break;
                case 'u'
                    when _at + 4 <= _text.Length
                        && int.TryParse(_text.Slice(_at, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var unit):
                    text.Append((char)unit);
                    _at += 4;
                    break;
                case var same and ('"' or '\\' or '/' or '\''):
                    text.Append(same);
                    break;
                default:
                    return false;
            }
        }

        value = text.ToString();
        return _at++ < _text.Length;
    }
}
