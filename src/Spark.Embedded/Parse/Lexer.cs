using System.Globalization;

namespace Spark.Embedded.Parse;

/// <summary>
/// Cuts SQL text into tokens by the rules of Spark's lexer: the longest match wins, keywords are words, comments nest, and a number that
/// runs into letters is an identifier (<c>2012q1</c>).
/// </summary>
internal sealed class Lexer(string text, bool doubleQuotedIdentifiers)
{
    private static readonly string[] Symbols =
    [
        ">>>",
        "<=>",
        "<<",
        ">>",
        "<=",
        ">=",
        "<>",
        "!=",
        "!>",
        "!<",
        "==",
        "||",
        "|>",
        "::",
        "->",
        "=>",
        "*/",
        ";",
        "(",
        ")",
        ",",
        ".",
        "[",
        "]",
        "!",
        "=",
        "<",
        ">",
        "+",
        "-",
        "*",
        "/",
        "%",
        "~",
        "&",
        "|",
        "^",
        ":",
        "?",
    ];

    private readonly List<Token> _tokens = new(text.Length / 4 + 4);
    private int _position;
    private int _line = 1;
    private int _lineStart;

    /// <summary>Where a bracketed comment opens that never closes; null when all close.</summary>
    public Token? UnclosedComment { get; private set; }

    /// <summary>All tokens; the last one is <see cref="TokenKind.End"/>.</summary>
    public List<Token> Tokenize()
    {
        while (_position < text.Length)
        {
            var c = text[_position];
            if (c == '\n')
            {
                _position++;
                StartLine();
            }
            else if (char.IsWhiteSpace(c) || c == '\uFEFF')
                _position++;
            else if (c == '-' && Peek(1) == '-')
                SkipLineComment();
            else if (c == '/' && Peek(1) == '*' && Peek(2) != '+')
                SkipBracketedComment();
            else
                Next(c);
        }
        Add(TokenKind.End, text.Length);
        return _tokens;
    }

    private void Next(char c)
    {
        if (c == '/' && Peek(1) == '*')
            Add(TokenKind.Symbol, _position + 3);
        else if (c == '\'' || (c is 'r' or 'R' && Peek(1) is '\'' or '"') || c == '"')
            Quoted(c);
        else if (c == '`')
            Backquoted();
        else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1))))
            Number();
        else if (IsWordPart(c))
            Word();
        else
            Symbol();
    }

    private char Peek(int ahead) => _position + ahead < text.Length ? text[_position + ahead] : '\0';

    private char At(int index) => index < text.Length ? text[index] : '\0';

    private static bool IsWordPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || (c > 127 && char.IsLetter(c));

    private void StartLine()
    {
        _line++;
        _lineStart = _position;
    }

    private void Add(TokenKind kind, int end)
    {
        var start = _position;
        _tokens.Add(new Token(kind, text[start..end], start, end - 1, _line, start - _lineStart));
        Advance(end);
    }

    /// <summary>Moves on to <paramref name="end"/> and counts the lines on the way.</summary>
    private void Advance(int end)
    {
        for (; _position < end; _position++)
        {
            if (text[_position] == '\n')
            {
                _line++;
                _lineStart = _position + 1;
            }
        }
    }

    private void SkipLineComment()
    {
        while (_position < text.Length && text[_position] is not ('\n' or '\r'))
        {
            // A backslash before the line's end continues the comment.
            if (text[_position] == '\\' && Peek(1) == '\n')
                Advance(_position + 2);
            else
                _position++;
        }
    }

    private void SkipBracketedComment()
    {
        var open = new Token(TokenKind.Symbol, "/*", _position, _position + 1, _line, _position - _lineStart);
        var depth = 0;
        var index = _position;
        while (index < text.Length)
        {
            if (text[index] == '/' && At(index + 1) == '*' && At(index + 2) != '+')
            {
                depth++;
                index += 2;
            }
            else if (text[index] == '*' && At(index + 1) == '/')
            {
                depth--;
                index += 2;
                if (depth == 0)
                    break;
            }
            else
                index++;
        }
        if (depth > 0)
            UnclosedComment ??= open;
        Advance(index);
    }

    private void Quoted(char c)
    {
        var raw = c is 'r' or 'R';
        var quote = raw ? Peek(1) : c;
        var index = _position + (raw ? 2 : 1);
        while (index < text.Length)
        {
            if (!raw && text[index] == '\\')
                index += 2;
            else if (text[index] != quote)
                index++;
            else if (!raw && At(index + 1) == quote)
                index += 2;
            else
            {
                Add(quote == '"' && !raw && doubleQuotedIdentifiers ? TokenKind.QuotedIdentifier : TokenKind.String, index + 1);
                return;
            }
        }
        // Unclosed: the quote itself is what nobody expects; a raw string's letter is a word before it.
        if (raw)
            Word();
        else
            Add(TokenKind.Unrecognized, _position + 1);
    }

    private void Backquoted()
    {
        for (var index = _position + 1; index < text.Length; index++)
        {
            if (text[index] != '`')
                continue;
            if (At(index + 1) == '`')
            {
                index++;
                continue;
            }
            Add(TokenKind.QuotedIdentifier, index + 1);
            return;
        }
        Add(TokenKind.Unrecognized, _position + 1);
    }

    private void Word()
    {
        var index = _position;
        while (index < text.Length && IsWordPart(text[index]))
            index++;
        // A path such as s3://bucket/x is one identifier, so that it can be refused as one.
        if (At(index) == ':' && At(index + 1) == '/' && At(index + 2) == '/' && IsUriPart(At(index + 3)))
        {
            index += 3;
            while (index < text.Length && IsUriPart(text[index]))
                index++;
        }
        Add(TokenKind.Word, index);
    }

    private static bool IsUriPart(char c) => IsWordPart(c) || c is '/' or '-' or '.' or '?' or '=' or '&' or '#' or '%';

    private void Symbol()
    {
        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(text, _position, symbol, 0, symbol.Length) == 0)
            {
                Add(TokenKind.Symbol, _position + symbol.Length);
                return;
            }
        }
        Add(TokenKind.Unrecognized, _position + (char.IsHighSurrogate(text[_position]) && _position + 1 < text.Length ? 2 : 1));
    }

    private void Number()
    {
        var whole = SkipDigits(_position);
        var wordEnd = whole;
        while (wordEnd < text.Length && IsWordPart(text[wordEnd]))
            wordEnd++;

        var (kind, end) = Match(whole);
        if (At(whole) == '.')
        {
            var fraction = Match(SkipDigits(whole + 1));
            // A fraction that runs into letters is none: `1.a` is 1, dot, a.
            if (!IsAsciiWordPart(At(fraction.End)))
                (kind, end) = fraction.Kind == TokenKind.Integer ? (TokenKind.Decimal, fraction.End) : fraction;
        }
        if (whole == _position && end == whole)
        {
            Add(TokenKind.Symbol, _position + 1);
            return;
        }
        if (wordEnd > end)
            Word();
        else
            Add(kind, end);
    }

    private static bool IsAsciiWordPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private int SkipDigits(int index)
    {
        while (char.IsAsciiDigit(At(index)))
            index++;
        return index;
    }

    /// <summary>The kind and the end of the number whose digits end at <paramref name="digits"/>: an exponent and a suffix may follow.</summary>
    private (TokenKind Kind, int End) Match(int digits)
    {
        var end = digits;
        var kind = TokenKind.Integer;
        if (At(end) is 'e' or 'E')
        {
            var exponent = At(end + 1) is '+' or '-' ? end + 2 : end + 1;
            if (char.IsAsciiDigit(At(exponent)))
            {
                end = SkipDigits(exponent);
                kind = TokenKind.Exponent;
            }
        }
        var integral = kind == TokenKind.Integer && text.AsSpan(_position, digits - _position).IndexOf('.') < 0;
        return char.ToUpper(At(end), CultureInfo.InvariantCulture) switch
        {
            'B' when At(end + 1) is 'd' or 'D' => (TokenKind.BigDecimal, end + 2),
            'D' => (TokenKind.Double, end + 1),
            'F' => (TokenKind.Float, end + 1),
            'L' when integral => (TokenKind.BigInt, end + 1),
            'S' when integral => (TokenKind.SmallInt, end + 1),
            'Y' when integral => (TokenKind.TinyInt, end + 1),
            _ => (kind, end),
        };
    }
}
