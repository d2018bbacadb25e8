using Spark.Connect;

namespace Spark.Embedded.Parse.Grammar;

// Names: identifiers, multipart identifiers, aliases, the IDENTIFIER clause.
internal sealed partial class SqlGrammar
{
    /// <summary>Keywords that cannot be table aliases, because a join or a set operation would be cut short.</summary>
    private static readonly string[] StrictNonReserved =
    [
        "ANTI",
        "CROSS",
        "EXCEPT",
        "FULL",
        "INNER",
        "INTERSECT",
        "JOIN",
        "LATERAL",
        "LEFT",
        "NATURAL",
        "ON",
        "RIGHT",
        "SEMI",
        "MINUS",
        "UNION",
        "USING",
    ];

    /// <summary>Keywords that are no identifiers at all under <see cref="ParserOptions.EnforceReservedKeywords"/>.</summary>
    private static readonly Lazy<HashSet<string>> Reserved = new(() =>
        new HashSet<string>(
            (
                "ALL AND ANY AS AUTHORIZATION BOTH CALL CASE CAST CHECK COLLATE COLLATION COLUMN CONSTRAINT CREATE CROSS CURRENT_DATE CURRENT_TIME "
                + "CURRENT_TIMESTAMP CURRENT_USER DISTINCT ELSE END ESCAPE EXCEPT EXECUTE FALSE FETCH FILTER FOR FOREIGN FROM FULL GRANT GROUP "
                + "HAVING IN INNER INTERSECT INTO IS JOIN LATERAL LEADING LEFT NATURAL NOT NULL OFFSET ON ONLY OR ORDER OUTER OVERLAPS "
                + "PRIMARY RECURSIVE REFERENCES RIGHT SELECT SESSION_USER SOME SQL TABLE THEN TIME TO TRAILING UNION UNIQUE UNKNOWN USER "
                + "USING WHEN WHERE WITH WITHIN"
            ).Split(' '),
            StringComparer.OrdinalIgnoreCase
        )
    );

    /// <summary>
    /// Words that end an expression or a table rather than name it, when more text follows. Each is tested together with what follows, so
    /// that <c>SELECT 1 limit</c> still is a column named limit.
    /// </summary>
    private bool StartsNextClause()
    {
        var next = Peek();
        var nothingFollows = next.Kind == TokenKind.End || IsAny(next, ",", ")", ";", "|>");
        return Current.Text.ToUpperInvariant() switch
        {
            "GROUP" or "ORDER" or "CLUSTER" or "DISTRIBUTE" or "SORT" => next.Is("BY"),
            "LATERAL" => next.Is("VIEW") || next.Is("("),
            "WINDOW" => next.Kind is TokenKind.Word or TokenKind.QuotedIdentifier && Peek(2).Is("AS"),
            "WITH" => IsAny(next, "ROLLUP", "CUBE", "SCHEMA", "ORDINALITY", "("),
            "GROUPING" => next.Is("SETS"),
            "TABLESAMPLE" or "PIVOT" => next.Is("("),
            "UNPIVOT" => IsAny(next, "(", "INCLUDE", "EXCLUDE"),
            "NULLS" => IsAny(next, "FIRST", "LAST"),
            "ASC" or "DESC" => true,
            "AS"
            or "AND"
            or "OR"
            or "FROM"
            or "WHERE"
            or "HAVING"
            or "LIMIT"
            or "OFFSET"
            or "UNION"
            or "INTERSECT"
            or "EXCEPT"
            or "MINUS"
            or "THEN"
            or "WHEN"
            or "ELSE"
            or "IN"
            or "IS"
            or "LIKE"
            or "ILIKE"
            or "RLIKE"
            or "REGEXP"
            or "BETWEEN"
            or "NOT"
            or "ESCAPE"
            or "COLLATE"
            or "DIV"
            or "FOR"
            or "USING"
            or "ON"
            or "JOIN"
            or "CROSS"
            or "INNER"
            or "NATURAL"
            or "SET"
            or "SELECT"
            or "INSERT"
            or "WATERMARK"
            or "PRECEDING"
            or "FOLLOWING"
            or "ROWS"
            or "PERCENT"
            or "REPEATABLE"
            or "PLACING"
            or "DO"
            or "BUCKET" => !nothingFollows,
            "RANGE" => IsAny(next, "BETWEEN", "UNBOUNDED", "CURRENT"),
            "END" => true,
            "LEFT" or "RIGHT" or "FULL" or "SEMI" or "ANTI" => IsAny(next, "JOIN", "OUTER", "SEMI", "ANTI"),
            _ => false,
        };
    }

    private bool AtIdentifier() => Current.Kind == TokenKind.QuotedIdentifier || (Current.Kind == TokenKind.Word && !IsReserved(Current));

    private bool IsReserved(Token token) => _options.EnforceReservedKeywords && Reserved.Value.Contains(token.Text);

    private bool AtStrictIdentifier() => AtIdentifier() && !(Current.Kind == TokenKind.Word && IsAny(Current, StrictNonReserved));

    /// <summary>An alias without AS: a name that does not start the next clause.</summary>
    private bool AtImplicitAlias() => Current.Kind == TokenKind.QuotedIdentifier || (AtIdentifier() && !StartsNextClause());

    private bool AtTableAlias() => AtStrictIdentifier() && (Current.Kind == TokenKind.QuotedIdentifier || !StartsNextClause());

    /// <summary>One identifier; <c>a-b</c> without quotes is refused by name.</summary>
    private string Identifier(bool strict = false)
    {
        if (AtIdentifierLiteral())
            return SingleName(IdentifierLiteral());
        if (strict ? !AtStrictIdentifier() : !AtIdentifier())
            throw Unexpected();
        return Unquoted(Next());
    }

    private string NameOf(Token token) =>
        token.Kind == TokenKind.QuotedIdentifier
            ? token.Text[1..^1].Replace(token.Text[0] == '`' ? "``" : "\"\"", token.Text[..1])
            : token.Text;

    private string Unquoted(Token token)
    {
        if (token.Kind == TokenKind.Word && token.Text.AsSpan().ContainsAnyExcept(PlainCharacters))
            throw ParseErrors.At(_text, token, "INVALID_IDENTIFIER", ("ident", token.Text));
        return NameOf(token);
    }

    private static readonly System.Buffers.SearchValues<char> PlainCharacters = System.Buffers.SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
    );

    /// <summary>An identifier where no expression can follow, so that <c>test-table</c> is an unquoted name and not a subtraction.</summary>
    private string ErrorCapturingIdentifier(bool strict = false)
    {
        var start = _position;
        var name = Identifier(strict);
        if (At("-") && Peek().Kind is TokenKind.Word or TokenKind.QuotedIdentifier && Current.Start == _tokens[_position - 1].Stop + 1)
        {
            while (At("-") && Peek().Kind is TokenKind.Word or TokenKind.QuotedIdentifier)
                _position += 2;
            throw ParseErrors.At(_text, _tokens[start + 1], "INVALID_IDENTIFIER", ("ident", TextFrom(start)));
        }
        return name;
    }

    /// <summary><c>a.b.c</c>.</summary>
    public List<string> MultipartIdentifier()
    {
        var parts = new List<string>();
        do
        {
            if (AtIdentifierLiteral())
                parts.AddRange(IdentifierLiteral());
            else
                parts.Add(ErrorCapturingIdentifier());
        } while (Take("."));
        return parts;
    }

    /// <summary><c>IDENTIFIER('a.b')</c>, which is the name itself.</summary>
    private bool AtIdentifierLiteral() =>
        At("IDENTIFIER", "(") && Peek(2).Kind == TokenKind.String && (Peek(3).Is(")") || Peek(3).Kind == TokenKind.String);

    private List<string> IdentifierLiteral()
    {
        _position += 2;
        var text = StringLiteral();
        Expect(")");
        return SqlParser.ParseMultipartIdentifier(text, _options);
    }

    private string SingleName(List<string> parts) =>
        parts.Count == 1
            ? parts[0]
            : throw Error(_position - 1, "IDENTIFIER_TOO_MANY_NAME_PARTS", ("identifier", SqlNames.Quote(parts)), ("limit", "1"));

    /// <summary>A name, or <c>IDENTIFIER(expression)</c> whose expression is a constant string once parameters are put in.</summary>
    private List<string> IdentifierReference()
    {
        if (!At("IDENTIFIER", "("))
            return MultipartIdentifier();
        if (AtIdentifierLiteral())
            return MultipartIdentifier();
        var start = _position;
        var expression = IdentifierClause();
        return ConstantString(expression) is { } name
            ? SqlParser.ParseMultipartIdentifier(name, _options)
            : throw Error(start, "NOT_A_CONSTANT_STRING.NOT_CONSTANT", ("name", "IDENTIFIER"), ("expr", "\"" + TextFrom(start) + "\""));
    }

    /// <summary>The expression of <c>IDENTIFIER(expression)</c>.</summary>
    private Expression IdentifierClause()
    {
        Expect("IDENTIFIER");
        Expect("(");
        var expression = Expression();
        Expect(")");
        return expression;
    }

    /// <summary>The value of a string literal, or of literals joined by <c>||</c>; null for anything else.</summary>
    private static string? ConstantString(Expression expression)
    {
        if (expression.Literal is { LiteralTypeCase: Spark.Connect.Expression.Types.Literal.LiteralTypeOneofCase.String } literal)
            return literal.String;
        if (expression.UnresolvedFunction is not { FunctionName: "||" or "concat" } concat)
            return null;
        var parts = concat.Arguments.Select(ConstantString).ToList();
        return parts.Contains(null) ? null : string.Concat(parts);
    }

    /// <summary><c>(a, b)</c>.</summary>
    private List<string> IdentifierList() => Parenthesized(() => ErrorCapturingIdentifier());
}
