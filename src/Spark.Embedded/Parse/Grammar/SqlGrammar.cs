using Microsoft.Spark;
using Spark.Connect;

namespace Spark.Embedded.Parse.Grammar;

/// <summary>
/// Spark SQL's grammar as a recursive descent over the tokens of one text; each file holds one family of rules. Nearly every keyword may
/// also be an identifier, so a keyword is recognized by its place and by what follows it.
/// </summary>
internal sealed partial class SqlGrammar
{
    private readonly string _text;
    private readonly ParserOptions _options;
    private readonly ParameterValues _parameters;
    private readonly List<Token> _tokens;
    private int _position;

    public SqlGrammar(string text, ParserOptions options, ParameterValues? parameters = null)
    {
        _text = text;
        _options = options;
        _parameters = parameters ?? ParameterValues.None;
        var lexer = new Lexer(text, options.DoubleQuotedIdentifiers);
        _tokens = lexer.Tokenize();
        if (lexer.UnclosedComment is { } comment)
            throw ParseErrors.At(text, comment, "UNCLOSED_BRACKETED_COMMENT");
    }

    private Token Current => _tokens[_position];

    private Token Peek(int ahead = 1) => _tokens[Math.Min(_position + ahead, _tokens.Count - 1)];

    private bool At(string keywordOrSymbol) => Current.Is(keywordOrSymbol);

    private bool At(string first, string second) => Current.Is(first) && Peek().Is(second);

    private bool AtAny(params ReadOnlySpan<string> keywordsOrSymbols) => IsAny(Current, keywordsOrSymbols);

    private static bool IsAny(Token token, params ReadOnlySpan<string> keywordsOrSymbols)
    {
        if (token.Kind is not (TokenKind.Word or TokenKind.Symbol))
            return false;
        foreach (var candidate in keywordsOrSymbols)
        {
            if (token.Is(candidate))
                return true;
        }
        return false;
    }

    private bool Take(string keywordOrSymbol)
    {
        if (!Current.Is(keywordOrSymbol))
            return false;
        _position++;
        return true;
    }

    /// <summary>Takes both or none.</summary>
    private bool Take(string first, string second)
    {
        if (!At(first, second))
            return false;
        _position += 2;
        return true;
    }

    private bool TakeAny(params ReadOnlySpan<string> keywordsOrSymbols)
    {
        if (!AtAny(keywordsOrSymbols))
            return false;
        _position++;
        return true;
    }

    private Token Next() => _tokens[_position++];

    private void Expect(string keywordOrSymbol)
    {
        if (!Take(keywordOrSymbol))
            throw Unexpected(keywordOrSymbol);
    }

    /// <summary>A list of at least one, separated by commas.</summary>
    private List<T> List<T>(Func<T> item)
    {
        var items = new List<T> { item() };
        while (Take(","))
            items.Add(item());
        return items;
    }

    /// <summary>A list of at least one in parentheses.</summary>
    private List<T> Parenthesized<T>(Func<T> item)
    {
        Expect("(");
        var items = List(item);
        Expect(")");
        return items;
    }

    /// <summary>Takes the semicolons at the end of a statement and makes sure that nothing follows.</summary>
    public void ExpectEnd(bool allowSemicolons = false)
    {
        var end = _position;
        while (allowSemicolons && Take(";")) { }
        if (Current.Kind == TokenKind.End)
            return;
        var extra = _position > end || Peek().Kind == TokenKind.End || (allowSemicolons && Peek().Is(";"));
        throw SyntaxError(Current, extra ? ": extra input " + Current.Display : "");
    }

    /// <summary>A syntax error at the current token, with the hint that ANTLR's recovery gives when one token is too many or missing.</summary>
    private ParseException Unexpected(string? expected = null)
    {
        var hint = expected is not null && Current.Kind != TokenKind.End && Peek().Is(expected) ? ": extra input " + Current.Display : "";
        return SyntaxError(Current, hint);
    }

    /// <summary>A syntax error where exactly one token is missing.</summary>
    private ParseException Missing(string expected) => SyntaxError(Current, ": missing " + expected);

    private ParseException SyntaxError(Token token, string hint = "") =>
        string.IsNullOrWhiteSpace(_text)
            ? ParseErrors.At(_text, token, "PARSE_EMPTY_STATEMENT")
            : ParseErrors.At(_text, token, "PARSE_SYNTAX_ERROR", ("error", token.Display), ("hint", hint));

    /// <summary>An error about the text from the token at <paramref name="start"/> to the last token that was taken.</summary>
    private ParseException Error(int start, string errorClass, params ReadOnlySpan<(string Name, string Value)> parameters) =>
        ErrorBetween(start, Math.Max(start, _position - 1), errorClass, parameters);

    private ParseException ErrorBetween(
        int start,
        int last,
        string errorClass,
        params ReadOnlySpan<(string Name, string Value)> parameters
    ) => ParseErrors.Between(_text, _tokens[start], _tokens[last].Stop, errorClass, parameters);

    private ParseException NotAllowed(int start, string message) => Error(start, "_LEGACY_ERROR_TEMP_0035", ("message", message));

    /// <summary>The text from the token at <paramref name="start"/> to the last token that was taken, as written.</summary>
    private string TextFrom(int start) => _text[_tokens[start].Start..(_tokens[Math.Max(start, _position - 1)].Stop + 1)];

    /// <summary>The position in the text of what began at the token <paramref name="start"/> and ends before the current one.</summary>
    private Origin OriginFrom(int start)
    {
        var first = _tokens[start];
        return new Origin
        {
            JvmOrigin = new JvmOrigin
            {
                Line = first.Line,
                StartPosition = first.Column,
                StartIndex = first.Start,
                StopIndex = _tokens[Math.Max(start, _position - 1)].Stop,
            },
        };
    }

    private Expression From(int start, Expression expression)
    {
        expression.Common = new ExpressionCommon { Origin = OriginFrom(start) };
        return expression;
    }

    private Relation From(int start, Relation relation)
    {
        relation.Common = new RelationCommon { Origin = OriginFrom(start) };
        return relation;
    }

    /// <summary>Tries a rule and goes back to where it began when it does not fit or the text goes on in another way.</summary>
    private T? Attempt<T>(Func<T> rule, Func<bool> follows)
        where T : class
    {
        var start = _position;
        try
        {
            var result = rule();
            if (follows())
                return result;
        }
        catch (ParseException error) when (error.ErrorClass == "PARSE_SYNTAX_ERROR") { }
        _position = start;
        return null;
    }
}
