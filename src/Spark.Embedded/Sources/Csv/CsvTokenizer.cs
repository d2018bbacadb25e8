using System.Buffers;

namespace Spark.Embedded.Sources.Csv;

/// <summary>
/// Splits a CSV record into values as Spark does. Its parser (univocity) forgives quotes that are not escaped: such a value runs to the next
/// separator and keeps its quotes. The state machine below gives the same values for every input, and is entered only for values that begin
/// with a quote and are not plain inside.
/// </summary>
internal sealed class CsvTokenizer
{
    private const int End = -1;

    private readonly byte[] _separator;
    private readonly byte _quote;
    private readonly byte _escape;
    private readonly byte _escapeOfEscape;
    private readonly bool _trimLeading;
    private readonly bool _trimTrailing;
    private readonly bool _multiLine;
    private readonly byte _lineEnd;
    private readonly int _maxColumns;
    private readonly SearchValues<byte> _quoteStops;

    private Token[] _tokens = new Token[32];
    private byte[] _scratch = new byte[1024];
    private int _scratchLength;

    // The state of the machine: the character before, the character at hand, and where it stands.
    private int _previous;
    private int _current;
    private int _position;
    private int _valueStart;
    private bool _unescaped;

    public CsvTokenizer(CsvOptions options)
    {
        _separator = options.Separator;
        _quote = options.Quote;
        _escape = options.Escape;
        _escapeOfEscape = options.EscapeOfEscape;
        _trimLeading = options.IgnoreLeadingWhiteSpace;
        _trimTrailing = options.IgnoreTrailingWhiteSpace;
        _multiLine = options.MultiLine;
        _lineEnd = options.LineEnd;
        _maxColumns = options.MaxColumns;
        _quoteStops = SearchValues.Create([_quote, _escape, _escapeOfEscape]);
    }

    /// <summary>How many values the last record has.</summary>
    public int Count { get; private set; }

    /// <summary>A value of the record that <see cref="Split"/> was given.</summary>
    public ReadOnlySpan<byte> Value(ReadOnlySpan<byte> text, int index) =>
        _tokens[index] is var token && token.InScratch ? _scratch.AsSpan(token.Start, token.Length) : text.Slice(token.Start, token.Length);

    /// <summary>Whether nothing stood between the separators: no value at all, unlike an empty one in quotes.</summary>
    public bool IsAbsent(int index) => _tokens[index].Kind == TokenKind.Absent;

    /// <summary>Whether it was an empty value in quotes.</summary>
    public bool IsEmptyQuoted(int index) => _tokens[index].Kind == TokenKind.EmptyQuoted;

    /// <summary>Splits the record that begins at <paramref name="text"/> and tells how many bytes it takes, without its line end.</summary>
    /// <param name="text">One line, or in multi-line mode everything up to the end of the file.</param>
    public int Split(ReadOnlySpan<byte> text)
    {
        Count = 0;
        _scratchLength = 0;
        var at = 0;
        while (true)
        {
            if (_trimLeading)
            {
                while (at < text.Length && IsSpace(text[at]) && !IsSeparator(text, at) && text[at] != _quote && !IsLineEnd(text, at))
                    at++;
            }

            if (at >= text.Length || IsLineEnd(text, at))
            {
                Add(new Token(at, 0, TokenKind.Absent));
                return at;
            }

            if (text[at] == _quote && _quote != 0)
            {
                at = QuotedValue(text, at);
            }
            else
            {
                var length = UntilSeparator(text[at..]);
                Unquoted(text, at, length);
                at += length;
            }

            if (at >= text.Length || IsLineEnd(text, at))
                return at;
            at += _separator.Length;
        }
    }

    private void Unquoted(ReadOnlySpan<byte> text, int start, int length)
    {
        if (_trimTrailing)
        {
            while (length > 0 && IsSpace(text[start + length - 1]))
                length--;
        }

        Add(new Token(start, length, length == 0 ? TokenKind.Absent : TokenKind.Value));
    }

    private int UntilSeparator(ReadOnlySpan<byte> text)
    {
        var length =
            _separator.Length == 1
                ? _multiLine
                    ? text.IndexOfAny(_separator[0], _lineEnd)
                    : text.IndexOf(_separator[0])
                : MultiByteSeparator(text);
        return length < 0 ? text.Length : length;
    }

    private int MultiByteSeparator(ReadOnlySpan<byte> text)
    {
        var separator = text.IndexOf(_separator);
        if (!_multiLine)
            return separator;
        var line = text.IndexOf(_lineEnd);
        return separator < 0 || (line >= 0 && line < separator) ? line : separator;
    }

    /// <summary>Reads the value whose quote stands at <paramref name="start"/>; returns where the separator or line end behind it stands.</summary>
    private int QuotedValue(ReadOnlySpan<byte> text, int start)
    {
        // Plain inside, and closed right before a separator or the end: taken as it stands.
        var stop = text[(start + 1)..].IndexOfAny(_quoteStops);
        if (stop >= 0 && text[start + 1 + stop] == _quote)
        {
            var after = start + stop + 2;
            if (after >= text.Length || IsSeparator(text, after) || IsLineEnd(text, after))
            {
                Add(new Token(start + 1, stop, stop == 0 ? TokenKind.EmptyQuoted : TokenKind.Value));
                return after;
            }
        }

        _valueStart = _scratchLength;
        _unescaped = false;
        _previous = 0;
        _current = _quote;
        _position = start;
        var trim = InQuotes(text);
        var length = _scratchLength - _valueStart;
        if (trim && _trimTrailing)
        {
            while (length > 0 && IsSpace(_scratch[_valueStart + length - 1]))
                length--;
        }

        Add(new Token(_valueStart, length, length == 0 ? TokenKind.EmptyQuoted : TokenKind.Value, InScratch: true));
        return Math.Min(_position, text.Length);
    }

    /// <summary>The body of a quoted value. Tells whether the value turned out to be one with stray quotes.</summary>
    private bool InQuotes(ReadOnlySpan<byte> text)
    {
        if (!Advance(text))
            return AtEnd();
        while (true)
        {
            if (_previous == _quote && (IsSpaceOrStop(text) || _current == End))
                break;
            if (_current != _quote && _current != _escape)
            {
                if (_previous == _quote)
                {
                    Append(_quote);
                    Append((byte)_current);
                    return RunToSeparator(text);
                }

                if (_previous == _escape && _escape != 0)
                    Append(_escape);
                var rest = text[_position..];
                var length = rest.IndexOfAny(_quoteStops);
                if (length < 0)
                {
                    Append(rest);
                    _position = text.Length;
                    _current = rest[^1];
                    return false;
                }

                Append(rest[..length]);
                _position += length;
                _previous = _current = text[_position];
                if (!Advance(text))
                    return AtEnd();
            }
            else
            {
                if (!QuoteOrEscape(text))
                    return AtEnd();
                _previous = _current;
                if (!Advance(text))
                    return AtEnd();
                if (_unescaped && IsStop(text))
                    return true;
            }
        }

        // Spaces behind the closing quote are dropped, unless something else comes before the separator.
        if (_current != End && !IsStop(text) && IsSpace((byte)_current))
        {
            var spaces = _position;
            do
            {
                if (!Advance(text) || IsLineEnd(text, _position))
                    return false;
            } while (IsSpace((byte)_current) && !IsSeparator(text, _position));
            if (!IsSeparator(text, _position))
            {
                Append(_quote);
                Append(text[spaces.._position]);
                Append((byte)_current);
                return RunToSeparator(text);
            }
        }

        return false;
    }

    /// <summary>A quote or an escape character inside a value. False when the record ended with it.</summary>
    private bool QuoteOrEscape(ReadOnlySpan<byte> text)
    {
        if (_current == _escape && _previous == _escapeOfEscape && _escapeOfEscape != 0)
        {
            Append(_escape);
            _current = 0;
        }
        else if (_previous == _escape)
        {
            if (_current == _quote)
            {
                Append(_quote);
                _current = 0;
            }
            else
            {
                Append((byte)_previous);
            }
        }
        else if (_current == _quote && _previous == _quote)
        {
            Append(_quote);
        }
        else if (_previous == _quote)
        {
            // A closing quote and then an escape character: up to the separator, escapes count but quotes do not close.
            Append(_quote);
            _previous = _current;
            return BehindQuote(text);
        }

        return true;
    }

    /// <summary>The characters behind a quote that did not close the value, up to the separator. False when the record ended before one.</summary>
    private bool BehindQuote(ReadOnlySpan<byte> text)
    {
        while (!IsStop(text))
        {
            if (_current == _quote || _current == _escape)
            {
                if (!QuoteOrEscape(text))
                    return false;
            }
            else if (_previous == _quote)
            {
                Append(_quote);
                Append((byte)_current);
            }
            else
            {
                Append((byte)_current);
            }

            _previous = _current;
            if (!Advance(text))
                return false;
        }

        return true;
    }

    /// <summary>A stray quote was met: the value gets its opening quote back and runs to the separator.</summary>
    private bool RunToSeparator(ReadOnlySpan<byte> text)
    {
        _unescaped = true;
        Append((byte)0);
        _scratch.AsSpan(_valueStart, _scratchLength - _valueStart - 1).CopyTo(_scratch.AsSpan(_valueStart + 1));
        _scratch[_valueStart] = _quote;
        _position++;
        if (_position < text.Length)
        {
            var length = UntilSeparator(text[_position..]);
            Append(text.Slice(_position, length));
            _position += length;
        }

        return true;
    }

    /// <summary>The record ended inside a quoted value.</summary>
    private bool AtEnd()
    {
        if (_current == _quote && _previous != _quote && !_unescaped)
            Append(_quote);
        return false;
    }

    private bool Advance(ReadOnlySpan<byte> text)
    {
        if (++_position >= text.Length)
            return false;
        _current = text[_position];
        return true;
    }

    private bool IsStop(ReadOnlySpan<byte> text) => IsSeparator(text, _position) || IsLineEnd(text, _position);

    private bool IsSpaceOrStop(ReadOnlySpan<byte> text) => IsSpace((byte)_current) || IsStop(text);

    private bool IsSeparator(ReadOnlySpan<byte> text, int at) =>
        _separator.Length == 1 ? text[at] == _separator[0] : text[at..].StartsWith(_separator);

    private bool IsLineEnd(ReadOnlySpan<byte> text, int at) => _multiLine && text[at] == _lineEnd;

    private static bool IsSpace(byte character) => character <= ' ';

    private void Add(Token token)
    {
        if (Count == _maxColumns)
            throw new InvalidDataException($"A CSV record has more than {_maxColumns} columns (option maxColumns).");
        if (Count == _tokens.Length)
            Array.Resize(ref _tokens, Count * 2);
        _tokens[Count++] = token;
    }

    private void Append(byte character)
    {
        if (_scratchLength == _scratch.Length)
            Array.Resize(ref _scratch, _scratch.Length * 2);
        _scratch[_scratchLength++] = character;
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        while (_scratchLength + text.Length > _scratch.Length)
            Array.Resize(ref _scratch, _scratch.Length * 2);
        text.CopyTo(_scratch.AsSpan(_scratchLength));
        _scratchLength += text.Length;
    }

    private enum TokenKind : byte
    {
        Value,
        Absent,
        EmptyQuoted,
    }

    private readonly record struct Token(int Start, int Length, TokenKind Kind, bool InScratch = false);
}
