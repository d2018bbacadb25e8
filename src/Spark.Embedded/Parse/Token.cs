namespace Spark.Embedded.Parse;

internal enum TokenKind : byte
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A keyword or an unquoted identifier: which of the two depends on the place.</summary>
    Word,

    /// <summary><c>`a`</c>, and <c>"a"</c> when double quotes make identifiers.</summary>
    QuotedIdentifier,

    String,
    Integer,
    BigInt,
    SmallInt,
    TinyInt,
    Decimal,
    Exponent,
    Float,
    Double,
    BigDecimal,
    Symbol,

    /// <summary>A character that starts nothing.</summary>
    Unrecognized,
}

/// <summary>A piece of SQL text.</summary>
/// <param name="Text">As written, quotes and suffixes included.</param>
/// <param name="Start">Index of the first character, from 0.</param>
/// <param name="Stop">Index of the last character.</param>
/// <param name="Line">Line of the first character, from 1.</param>
/// <param name="Column">Column of the first character, from 0.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Start, int Stop, int Line, int Column)
{
    /// <summary>Whether it is the keyword (given in upper case) or the symbol.</summary>
    public bool Is(string keywordOrSymbol) =>
        Kind is TokenKind.Word or TokenKind.Symbol
        && Text.Length == keywordOrSymbol.Length
        && Text.Equals(keywordOrSymbol, StringComparison.OrdinalIgnoreCase);

    public bool IsNumber => Kind is >= TokenKind.Integer and <= TokenKind.BigDecimal;

    /// <summary>How Spark's syntax errors name the token.</summary>
    public string Display =>
        Kind == TokenKind.End ? "end of input" : "'" + Text.Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t") + "'";
}
