using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Spark.Connect;

namespace Spark.Embedded.Parse.Grammar;

// Expressions from the weakest binding to the strongest: OR, AND, NOT, predicates, comparison, | ^ & shifts + * and signs.
internal sealed partial class SqlGrammar
{
    private static readonly Dictionary<string, (int Precedence, string Function)> BinaryOperators = new(StringComparer.OrdinalIgnoreCase)
    {
        ["="] = (1, "=="),
        ["=="] = (1, "=="),
        ["<=>"] = (1, "<=>"),
        ["<>"] = (1, "!="),
        ["!="] = (1, "!="),
        ["<"] = (1, "<"),
        ["<="] = (1, "<="),
        ["!>"] = (1, "<="),
        [">"] = (1, ">"),
        [">="] = (1, ">="),
        ["!<"] = (1, ">="),
        ["|"] = (2, "|"),
        ["^"] = (3, "^"),
        ["&"] = (4, "&"),
        ["<<"] = (5, "<<"),
        [">>"] = (5, ">>"),
        [">>>"] = (5, ">>>"),
        ["+"] = (6, "+"),
        ["-"] = (6, "-"),
        ["||"] = (6, "||"),
        ["*"] = (7, "*"),
        ["/"] = (7, "/"),
        ["%"] = (7, "%"),
        ["DIV"] = (7, "div"),
    };

    /// <summary>An expression that stands alone, with an alias or not.</summary>
    public Expression SingleExpression()
    {
        // Such an expression may become an item of a select list, where a quoted column may be a pattern.
        _inSelectList = true;
        return NamedExpression();
    }

    private Expression Expression() => Chain("OR", "or", () => Chain("AND", "and", Negation));

    /// <summary>
    /// Operands joined by one operator. As in Spark they become a balanced tree, which keeps long chains shallow and shows in the names of
    /// columns: <c>((a AND b) AND (c AND d))</c>.
    /// </summary>
    private Expression Chain(string keyword, string function, Func<Expression> operand)
    {
        var start = _position;
        var first = operand();
        if (!At(keyword) || IsEndOfExpression(Peek()))
            return first;
        var operands = new List<Expression> { first };
        while (At(keyword) && !IsEndOfExpression(Peek()))
        {
            _position++;
            operands.Add(operand());
        }
        return Balance(0, operands.Count - 1);

        Expression Balance(int low, int high)
        {
            if (low == high)
                return operands[low];
            var middle = low + (high - low) / 2;
            return From(start, Call(function, Balance(low, middle), Balance(middle + 1, high)));
        }
    }

    private static bool IsEndOfExpression(Token token) => token.Kind == TokenKind.End || IsAny(token, ",", ")", ";", "]", "|>");

    private Expression Negation()
    {
        var start = _position;
        if ((At("NOT") && !IsEndOfExpression(Peek()) && !IsAny(Peek(), ".", "=", "FROM", "AS")) || At("!"))
        {
            _position++;
            var operand = Negation();
            return From(start, Call("not", operand));
        }
        if (At("EXISTS", "(") && StartsQuery(_position + 2))
        {
            _position += 2;
            var query = Query();
            Expect(")");
            return From(start, Extension(new Subquery { Type = SubqueryExpression.Types.SubqueryType.Exists, Query = query }));
        }
        return Predicate(ValueExpression(), start);
    }

    /// <summary>Arithmetic, bitwise operators and comparison.</summary>
    private Expression ValueExpression(int precedence = 1)
    {
        var start = _position;
        var left = Sign();
        while (BinaryOperator() is { } binary && binary.Precedence >= precedence)
        {
            _position++;
            var right = ValueExpression(binary.Precedence + 1);
            left = From(
                start,
                binary.Function == "!=" ? Call("not", From(start, Call("==", left, right))) : Call(binary.Function, left, right)
            );
        }
        return left;
    }

    private (int Precedence, string Function)? BinaryOperator() =>
        (Current.Kind == TokenKind.Symbol || (At("DIV") && !IsEndOfExpression(Peek())))
        && BinaryOperators.TryGetValue(Current.Text, out var binary)
            ? binary
            : null;

    private Expression Sign()
    {
        var start = _position;
        // A minus before a number belongs to the literal, so that -128Y and -9223372036854775808L exist.
        if ((At("-") && !Peek().IsNumber) || At("+") || At("~"))
        {
            var function = Next().Text;
            var operand = Sign();
            return From(start, Call(function, operand));
        }
        return PrimaryExpression();
    }

    private Expression Predicate(Expression value, int start)
    {
        var not = false;
        var bang = Current;
        if ((At("NOT") || At("!")) && IsAny(Peek(), "BETWEEN", "IN", "LIKE", "ILIKE", "RLIKE", "REGEXP"))
        {
            _position++;
            not = true;
        }
        var kind = _position;
        if (At("IS"))
        {
            if (IsEndOfExpression(Peek()))
                return value;
            _position++;
            return IsPredicate(value, start);
        }
        if (not && bang.Is("!") && !_options.BangEqualsNot)
            throw ErrorBetween(_position - 1, _position - 1, "SYNTAX_DISCONTINUED.BANG_EQUALS_NOT", ("clause", "!"));
        if (!not && Current.Kind == TokenKind.Word && IsEndOfExpression(Peek()))
            return value;

        Expression predicate;
        if (Take("BETWEEN"))
        {
            var lower = ValueExpression();
            Expect("AND");
            predicate = Call("between", value, lower, ValueExpression());
        }
        else if (At("IN", "("))
        {
            _position++;
            if (Peek().Is(")"))
                throw Unexpected();
            predicate = In(value);
        }
        else if (TakeAny("RLIKE", "REGEXP"))
            predicate = Call("rlike", value, ValueExpression());
        else if (TakeAny("LIKE", "ILIKE"))
            return Like(value, start, kind, not);
        else
            return value;

        From(start, predicate);
        return not ? From(start, Call("not", predicate)) : predicate;
    }

    private Expression IsPredicate(Expression value, int start)
    {
        var bang = Current;
        var not = TakeAny("NOT", "!");
        if (bang.Is("!") && !_options.BangEqualsNot)
            throw ErrorBetween(_position - 1, _position - 1, "SYNTAX_DISCONTINUED.BANG_EQUALS_NOT", ("clause", "!"));
        if (Take("NULL"))
            return From(start, Call(not ? "isnotnull" : "isnull", value));
        if (Take("UNKNOWN"))
            return From(start, InternalCall(not ? "isnotunknown" : "isunknown", value));
        if (TakeAny("TRUE", "FALSE"))
        {
            var truth = new Expression.Types.Literal { Boolean = _tokens[_position - 1].Is("TRUE") };
            var same = From(start, Call("<=>", value, new Expression { Literal = truth }));
            return not ? From(start, Call("not", same)) : same;
        }
        if (Take("DISTINCT", "FROM"))
        {
            var same = Call("<=>", value, ValueExpression());
            From(start, same);
            return not ? same : From(start, Call("not", same));
        }
        throw Unexpected();
    }

    private Expression In(Expression value)
    {
        Expect("(");
        if (StartsQuery(_position) && Attempt(Query, () => At(")")) is { } query)
        {
            Expect(")");
            var subquery = new Subquery { Type = SubqueryExpression.Types.SubqueryType.In, Query = query };
            subquery.InValues.AddRange(RowValues(value));
            return Extension(subquery);
        }
        var call = Call("in", value);
        call.UnresolvedFunction.Arguments.AddRange(List(Expression));
        Expect(")");
        return call;
    }

    /// <summary>The values of a row constructor, or the expression alone.</summary>
    private static IEnumerable<Expression> RowValues(Expression value) =>
        value.UnresolvedFunction is { FunctionName: "struct" } row
            ? row.Arguments.Select(argument => argument.Alias?.Expr ?? argument)
            : [value];

    private Expression Like(Expression value, int start, int kind, bool not)
    {
        var function = _tokens[_position - 1].Is("ILIKE") ? "ilike" : "like";
        if (TakeAny("ANY", "SOME", "ALL") && At("("))
        {
            var all = _tokens[_position - 1].Is("ALL");
            if (Peek().Is(")"))
            {
                _position += 2;
                throw Error(kind, "_LEGACY_ERROR_TEMP_0064", ("msg", "Expected something between '(' and ')'."));
            }
            return LikeList(value, start, function, all, not, Parenthesized(Expression));
        }
        var like = Call(function, value, ValueExpression());
        if (Take("ESCAPE"))
        {
            var escape = StringLiteral();
            if (escape.Length != 1)
                throw Error(kind, "INVALID_ESC", ("invalidEscape", "'" + escape + "'"));
            like.UnresolvedFunction.Arguments.Add(Text(escape));
        }
        From(start, like);
        return not ? From(start, Call("not", like)) : like;
    }

    private Expression LikeList(Expression value, int start, string function, bool all, bool not, List<Expression> patterns)
    {
        if (patterns.TrueForAll(pattern => ConstantString(pattern) is not null))
        {
            if (function == "ilike")
            {
                value = From(start, Call("lower", value));
                patterns = patterns.ConvertAll(pattern => Text(ConstantString(pattern)!.ToLowerInvariant()));
            }
            return From(start, InternalCall((not ? "notlike" : "like") + (all ? "all" : "any"), [value, .. patterns]));
        }
        return patterns
            .Select(pattern => From(start, Call(function, value.Clone(), pattern)))
            .Select(like => not ? From(start, Call("not", like)) : like)
            .Aggregate((left, right) => From(start, Call(all ? "and" : "or", left, right)));
    }

    internal static Expression Call(string function, params ReadOnlySpan<Expression> arguments)
    {
        var call = new Expression.Types.UnresolvedFunction { FunctionName = function };
        foreach (var argument in arguments)
            call.Arguments.Add(argument);
        return new Expression { UnresolvedFunction = call };
    }

    /// <summary>A call of something that SQL text cannot name.</summary>
    private static Expression InternalCall(string function, params ReadOnlySpan<Expression> arguments)
    {
        var call = Call(function, arguments);
        call.UnresolvedFunction.IsInternal = true;
        return call;
    }

    private static Expression Text(string value) => new() { Literal = new Expression.Types.Literal { String = value } };

    private static Expression Integer(int value) => new() { Literal = new Expression.Types.Literal { Integer = value } };

    private static Expression Extension(IMessage message) => new() { Extension = Any.Pack(message) };

    private static Relation ExtensionRelation(IMessage message) => new() { Extension = Any.Pack(message) };

    private static Expression Attribute(IEnumerable<string> parts) =>
        new() { UnresolvedAttribute = new Expression.Types.UnresolvedAttribute { UnparsedIdentifier = SqlNames.Join(parts) } };

    /// <summary><c>expression [[AS] name]</c>, or several names for a generator.</summary>
    private Expression NamedExpression()
    {
        var start = _position;
        var expression = Expression();
        // In `SELECT a AS FROM t` the alias is AS.
        if (At("AS") && !(Peek().Is("FROM") && Peek(2).Kind is TokenKind.Word or TokenKind.QuotedIdentifier) && Take("AS"))
        {
            if (Current.Kind == TokenKind.String && Peek().Kind == TokenKind.End)
                throw SyntaxError(Current, ": extra input " + Current.Display);
            if (!At("("))
                return Alias(start, expression, ErrorCapturingIdentifier());
            return Alias(start, expression, [.. IdentifierList()]);
        }
        if (AtIdentifierList())
            return Alias(start, expression, [.. IdentifierList()]);
        return At("AS") || AtImplicitAlias() ? Alias(start, expression, ErrorCapturingIdentifier()) : expression;
    }

    /// <summary><c>(a, b)</c> right after an expression, which names the columns of a generator.</summary>
    private bool AtIdentifierList() => At("(") && Peek().Kind is TokenKind.Word or TokenKind.QuotedIdentifier && IsAny(Peek(2), ",", ")");

    private Expression Alias(int start, Expression expression, params ReadOnlySpan<string> names)
    {
        var alias = new Expression.Types.Alias { Expr = expression };
        foreach (var name in names)
            alias.Name.Add(name);
        return From(start, new Expression { Alias = alias });
    }

    /// <summary><c>expression [ASC | DESC] [NULLS FIRST | LAST]</c>; without NULLS, nulls come first in ascending order and last in descending.</summary>
    private Expression.Types.SortOrder SortItem()
    {
        var child = Expression();
        var descending = Take("DESC");
        if (!descending)
            Take("ASC");
        var nullsFirst = !descending;
        if (Take("NULLS"))
        {
            nullsFirst = Take("FIRST");
            if (!nullsFirst)
                Expect("LAST");
        }
        return new Expression.Types.SortOrder
        {
            Child = child,
            Direction = descending
                ? Spark.Connect.Expression.Types.SortOrder.Types.SortDirection.Descending
                : Spark.Connect.Expression.Types.SortOrder.Types.SortDirection.Ascending,
            NullOrdering = nullsFirst
                ? Spark.Connect.Expression.Types.SortOrder.Types.NullOrdering.SortNullsFirst
                : Spark.Connect.Expression.Types.SortOrder.Types.NullOrdering.SortNullsLast,
        };
    }
}
