using Spark.Connect;

namespace Spark.Embedded.Parse.Grammar;

// Function calls: the general form, the forms with keywords of their own, and window specifications.
internal sealed partial class SqlGrammar
{
    private static readonly string[] DatetimeUnits =
    [
        "YEAR",
        "QUARTER",
        "MONTH",
        "WEEK",
        "DAY",
        "DAYOFYEAR",
        "HOUR",
        "MINUTE",
        "SECOND",
        "MILLISECOND",
        "MICROSECOND",
    ];

    /// <summary>A call whose name ends at the token <paramref name="last"/>.</summary>
    private Expression FunctionCall(int last)
    {
        var start = _position;
        if (last == start && Current.Kind == TokenKind.Word && SpecialCall() is { } special)
            return From(start, special);
        _position = start;
        var parts = new List<string>();
        for (; _position <= last; _position += 2)
            parts.Add(Unquoted(Current));
        _position = last + 1;
        return Arguments(start, parts);
    }

    /// <summary>Calls whose arguments are not a plain list; null when the arguments turn out to be one.</summary>
    private Expression? SpecialCall()
    {
        var start = _position;
        var name = Current.Text.ToUpperInvariant();
        switch (name)
        {
            case "TIMESTAMPADD" or "DATEADD" or "DATE_ADD" or "TIMESTAMPDIFF" or "DATEDIFF" or "DATE_DIFF" or "TIMEDIFF":
                return DatetimeUnitCall(name.EndsWith("DIFF", StringComparison.Ordinal) ? "timestampdiff" : "timestampadd");
            case "STRUCT":
                _position += 2;
                var fields = At(")") ? [] : List(NamedExpression);
                Expect(")");
                return Call("struct", [.. fields]);
            case "EXTRACT" when Peek(3).Is("FROM"):
                _position += 2;
                var field = Text(Identifier());
                Expect("FROM");
                var source = ValueExpression();
                Expect(")");
                return Call("extract", field, source);
            case "TRIM":
                return Trim();
            case "SUBSTR" or "SUBSTRING":
                return KeywordArguments("substring", "FROM", "FOR");
            case "OVERLAY":
                return KeywordArguments("overlay", "PLACING", "FROM", "FOR");
            case "POSITION":
                return KeywordArguments("locate", "IN");
            case "FIRST" or "LAST" or "ANY_VALUE":
                _position += 2;
                if (AtAny("DISTINCT", "ALL", ")"))
                    return null;
                var value = Expression();
                if (!Take("IGNORE", "NULLS"))
                    return null;
                Expect(")");
                return WithModifiers(start, Call(_tokens[start].Text, value).UnresolvedFunction, ignoreNulls: true);
            default:
                return null;
        }
    }

    private Expression? DatetimeUnitCall(string function)
    {
        var start = _position;
        _position += 2;
        if (!IsAny(Current, DatetimeUnits) && Current.Kind != TokenKind.String)
            return null;
        var unit = Next();
        if (!Take(","))
            return null;
        var first = ValueExpression();
        if (!Take(","))
            return null;
        var second = ValueExpression();
        Expect(")");
        if (unit.Kind == TokenKind.String)
        {
            throw Error(
                start,
                "INVALID_PARAMETER_VALUE.DATETIME_UNIT",
                ("functionName", SqlNames.Quote([_tokens[start].Text])),
                ("parameter", "`unit`"),
                ("invalidValue", unit.Text)
            );
        }
        return InternalCall(function, Text(unit.Text), first, second);
    }

    /// <summary><c>TRIM([BOTH | LEADING | TRAILING] [characters] FROM text)</c>.</summary>
    private Expression? Trim()
    {
        _position += 2;
        var function = "trim";
        if (AtAny("BOTH", "LEADING", "TRAILING") && !IsAny(Peek(), ")", ","))
            function = Next().Text.ToUpperInvariant() switch
            {
                "LEADING" => "ltrim",
                "TRAILING" => "rtrim",
                _ => "trim",
            };
        Expression? characters = null;
        if (!Take("FROM"))
        {
            if (At(")"))
                return null;
            characters = ValueExpression();
            if (!Take("FROM"))
                return null;
        }
        var text = ValueExpression();
        Expect(")");
        return characters is null ? Call(function, text) : Call(function, characters, text);
    }

    /// <summary>Arguments that keywords separate; the trailing ones may be missing. Null when a comma or a parenthesis follows the first.</summary>
    private Expression? KeywordArguments(string function, params ReadOnlySpan<string> keywords)
    {
        _position += 2;
        if (At(")"))
            return null;
        var first = ValueExpression();
        if (!At(keywords[0]))
            return null;
        var call = Call(function, first);
        foreach (var keyword in keywords)
        {
            if (Take(keyword))
                call.UnresolvedFunction.Arguments.Add(ValueExpression());
        }
        Expect(")");
        return call;
    }

    /// <summary>The parenthesized arguments of a call and the clauses behind it.</summary>
    private Expression Arguments(int start, List<string> name)
    {
        Expect("(");
        var function = new Expression.Types.UnresolvedFunction { FunctionName = name.Count == 1 ? name[0] : SqlNames.Join(name) };
        if (name.Count > 1)
            function.IsUserDefinedFunction = true;
        if (AtAny("DISTINCT", "ALL") && !IsAny(Peek(), ")", ",", "."))
            function.IsDistinct = Next().Is("DISTINCT");
        if (!At(")"))
            function.Arguments.AddRange(List(Argument));
        Expect(")");
        // count(*) counts rows.
        if (
            name is [var only]
            && only.Equals("count", StringComparison.OrdinalIgnoreCase)
            && !function.IsDistinct
            && function.Arguments is [{ UnresolvedStar: { HasUnparsedTarget: false } }]
        )
            function.Arguments[0] = From(start, Integer(1));
        return WithModifiers(start, function);
    }

    /// <summary>A positional or a named argument.</summary>
    private Expression Argument()
    {
        if (Current.Kind is not (TokenKind.Word or TokenKind.QuotedIdentifier) || !Peek().Is("=>"))
            return Expression();
        var start = _position;
        var key = Identifier();
        Expect("=>");
        return From(
            start,
            new Expression
            {
                NamedArgumentExpression = new NamedArgumentExpression { Key = key, Value = Expression() },
            }
        );
    }

    private Expression WithModifiers(int start, Expression.Types.UnresolvedFunction function, bool? ignoreNulls = null)
    {
        var call = new FunctionCall { Function = function };
        if (At("WITHIN", "GROUP"))
        {
            _position += 2;
            Expect("(");
            Expect("ORDER");
            Expect("BY");
            call.WithinGroup.AddRange(List(SortItem));
            Expect(")");
        }
        if (At("FILTER", "(") && Peek(2).Is("WHERE"))
        {
            _position += 3;
            call.Filter = Expression();
            Expect(")");
        }
        if (Take("IGNORE", "NULLS"))
            ignoreNulls = true;
        else if (Take("RESPECT", "NULLS"))
            ignoreNulls = false;
        if (ignoreNulls is { } ignore)
            call.IgnoreNulls = ignore;

        var plain = call.WithinGroup.Count == 0 && call.Filter is null && !call.HasIgnoreNulls;
        var expression = From(start, plain ? new Expression { UnresolvedFunction = function } : Extension(call));
        var isWindow =
            At("OVER")
            && (
                Peek().Is("(")
                || (Peek().Kind is TokenKind.Word or TokenKind.QuotedIdentifier && !(Peek().Is("FROM") && Peek(2).Kind == TokenKind.Word))
            );
        if (!isWindow)
            return expression;
        _position++;
        var window = WindowSpecification();
        window.WindowFunction = expression;
        return From(start, new Expression { Window = window });
    }

    /// <summary>A window in parentheses, or the name of one, whose definition is put in when the WINDOW clause is read.</summary>
    private Expression.Types.Window WindowSpecification()
    {
        var start = _position;
        if (!At("("))
            return WindowReference(start, ErrorCapturingIdentifier());
        if (Peek().Kind is TokenKind.Word or TokenKind.QuotedIdentifier && Peek(2).Is(")"))
        {
            _position++;
            var name = ErrorCapturingIdentifier();
            Expect(")");
            return WindowReference(start, name);
        }
        Expect("(");
        var window = new Expression.Types.Window();
        if (Take("CLUSTER", "BY"))
            window.PartitionSpec.AddRange(List(Expression));
        else
        {
            if (Take("PARTITION", "BY") || Take("DISTRIBUTE", "BY"))
                window.PartitionSpec.AddRange(List(Expression));
            if (Take("ORDER", "BY") || Take("SORT", "BY"))
                window.OrderSpec.AddRange(List(SortItem));
        }
        if (AtAny("RANGE", "ROWS"))
            window.FrameSpec = WindowFrame();
        Expect(")");
        return window;
    }

    private Expression.Types.Window.Types.WindowFrame WindowFrame()
    {
        var frame = new Expression.Types.Window.Types.WindowFrame
        {
            FrameType = Next().Is("ROWS")
                ? Spark.Connect.Expression.Types.Window.Types.WindowFrame.Types.FrameType.Row
                : Spark.Connect.Expression.Types.Window.Types.WindowFrame.Types.FrameType.Range,
        };
        if (Take("BETWEEN"))
        {
            frame.Lower = FrameBound();
            Expect("AND");
            frame.Upper = FrameBound();
        }
        else
        {
            frame.Lower = FrameBound();
            frame.Upper = new() { CurrentRow = true };
        }
        return frame;
    }

    /// <summary>A bound; <c>n PRECEDING</c> is the negative of n, as the protocol has it.</summary>
    private Expression.Types.Window.Types.WindowFrame.Types.FrameBoundary FrameBound()
    {
        var start = _position;
        if (AtAny("UNBOUNDED") && IsAny(Peek(), "PRECEDING", "FOLLOWING"))
        {
            _position += 2;
            return new() { Unbounded = true };
        }
        if (Take("CURRENT", "ROW"))
            return new() { CurrentRow = true };
        var value = Expression();
        if (!TakeAny("PRECEDING", "FOLLOWING"))
            throw Missing("{'FOLLOWING', 'PRECEDING'}");
        if (!IsConstant(value))
            throw Error(start, "_LEGACY_ERROR_TEMP_0064", ("msg", "Frame bound value must be a literal."));
        return new() { Value = _tokens[_position - 1].Is("PRECEDING") ? From(start, Call("-", value)) : value };
    }

    /// <summary>Whether the expression depends on nothing but literals.</summary>
    private static bool IsConstant(Expression expression) =>
        expression.ExprTypeCase switch
        {
            Spark.Connect.Expression.ExprTypeOneofCase.Literal => true,
            Spark.Connect.Expression.ExprTypeOneofCase.Cast => IsConstant(expression.Cast.Expr),
            Spark.Connect.Expression.ExprTypeOneofCase.UnresolvedFunction => expression.UnresolvedFunction.Arguments.All(IsConstant)
                && expression.UnresolvedFunction.FunctionName is "+" or "-" or "*" or "/" or "%" or "div" or "||",
            _ => false,
        };

    private Expression.Types.Window WindowReference(int start, string name)
    {
        var window = new Expression.Types.Window();
        _openWindows.Add(new OpenWindow(window, name, start, _position - 1));
        return window;
    }
}
