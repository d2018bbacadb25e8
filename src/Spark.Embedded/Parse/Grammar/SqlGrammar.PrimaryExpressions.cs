using Spark.Connect;

namespace Spark.Embedded.Parse.Grammar;

// Operands: columns, literals, parentheses, CASE, CAST, lambdas, and what may stand behind an operand.
internal sealed partial class SqlGrammar
{
    private static readonly string[] QueryStarts = ["SELECT", "WITH", "VALUES", "TABLE", "FROM", "MAP", "REDUCE"];

    /// <summary>The parameters of the lambda functions around the current place, innermost last.</summary>
    private readonly List<string> _lambdaParameters = [];

    private Expression PrimaryExpression()
    {
        var start = _position;
        var expression = Operand();
        while (true)
        {
            if (Take("::"))
                expression = From(
                    start,
                    new Expression
                    {
                        Cast = new Expression.Types.Cast { Expr = expression, Type = CastType() },
                    }
                );
            else if (At("COLLATE") && !IsEndOfExpression(Peek()))
            {
                _position++;
                expression = From(start, Call("collate", expression, Text(SqlNames.Join(MultipartIdentifier()))));
            }
            else if (At("["))
            {
                _position++;
                var index = ValueExpression();
                if (Current.Kind == TokenKind.End)
                    throw Missing("']'");
                Expect("]");
                expression = From(
                    start,
                    new Expression
                    {
                        UnresolvedExtractValue = new() { Child = expression, Extraction = index },
                    }
                );
            }
            else if (At(".") && !Peek().Is("*"))
            {
                _position++;
                expression = Dereference(start, expression);
            }
            else if (At(":"))
                expression = SemiStructuredExtract(start, expression);
            else
                return expression;
        }
    }

    private Expression Dereference(int start, Expression value)
    {
        var name = Current;
        var parts = AtIdentifierLiteral() ? IdentifierLiteral() : [Identifier()];
        if (value.UnresolvedAttribute is { } attribute)
        {
            if (IsRegex(name))
                return From(start, Regex(name, attribute.UnparsedIdentifier + "."));
            attribute.UnparsedIdentifier += "." + SqlNames.Join(parts);
            return From(start, value);
        }
        if (value.UnresolvedNamedLambdaVariable is { } variable)
        {
            variable.NameParts.AddRange(parts);
            return From(start, value);
        }
        return parts.Aggregate(
            value,
            (child, part) =>
                From(
                    start,
                    new Expression
                    {
                        UnresolvedExtractValue = new() { Child = child, Extraction = Text(part) },
                    }
                )
        );
    }

    /// <summary>With <see cref="ParserOptions.QuotedRegexColumnNames"/>, a quoted column that is more than a name is a pattern.</summary>
    private bool IsRegex(Token token) =>
        _options.QuotedRegexColumnNames
        && _inSelectList
        && token.Kind == TokenKind.QuotedIdentifier
        && NameOf(token).Any(c => !char.IsLetterOrDigit(c) && c != '_');

    private Expression Regex(Token token, string qualifier = "") =>
        new() { UnresolvedRegex = new Expression.Types.UnresolvedRegex { ColName = qualifier + token.Text } };

    /// <summary><c>value:a.b[0]['c']</c>: the path reads out of a variant or JSON text. Its last name becomes the column's name.</summary>
    private Expression SemiStructuredExtract(int start, Expression value)
    {
        Expect(":");
        var path = new System.Text.StringBuilder("$");
        string? lastName = null;
        var first = true;
        while (first || At(".") || At("["))
        {
            if (Take("["))
            {
                if (Current.Kind == TokenKind.Integer)
                    path.Append('[').Append(Next().Text).Append(']');
                else
                {
                    lastName = Current.Kind == TokenKind.String ? StringLiteral() : Identifier();
                    path.Append("['").Append(lastName).Append("']");
                }
                Expect("]");
            }
            else
            {
                if (!first)
                    Expect(".");
                lastName = Identifier();
                path.Append('.').Append(SqlNames.Join([lastName]));
            }
            first = false;
        }
        var extract = From(start, InternalCall("semi_structured_extract", value, Text(path.ToString())));
        return lastName is null ? extract : Alias(start, extract, lastName);
    }

    private Expression Operand()
    {
        var start = _position;
        var token = Current;
        if (token.Kind == TokenKind.String || token.IsNumber || (token.Is("-") && Peek().IsNumber))
            return From(start, Constant());
        if (token.Is("?") || (token.Is(":") && Peek().Kind is TokenKind.Word or TokenKind.QuotedIdentifier))
            return Parameter();
        if (token.Is("("))
            return Parentheses();
        if (token.Is("*"))
        {
            _position++;
            return From(start, StarExpression(null));
        }
        if (token.Kind == TokenKind.Word)
            return KeywordOperand() ?? NameOperand();
        return token.Kind == TokenKind.QuotedIdentifier ? NameOperand() : throw Unexpected();
    }

    /// <summary>What begins with a keyword that is more than a name here; null when it is a name.</summary>
    private Expression? KeywordOperand()
    {
        var start = _position;
        var next = Peek();
        if (next.Kind == TokenKind.String && !At("CASE") && !At("DISTINCT"))
            return From(start, AtIntervalWithUnit() ? IntervalLiteral() : TypedLiteral());
        switch (Current.Text.ToUpperInvariant())
        {
            case "NULL" or "TRUE" or "FALSE" when !next.Is("(") && !next.Is("."):
                return From(start, Constant());
            case "INTERVAL" when AtIntervalWithUnit():
                return From(start, IntervalLiteral());
            case "CASE" when !IsEndOfExpression(next) && !next.Is("."):
                return From(start, Case());
            case "CAST" or "TRY_CAST" when next.Is("("):
                return From(start, Cast());
            case "IDENTIFIER" when next.Is("(") && !AtIdentifierLiteral():
                return IdentifierOperand();
        }
        if (next.Is("->"))
            return Lambda();
        return null;
    }

    /// <summary>A column, a qualified star, or a function call.</summary>
    private Expression NameOperand()
    {
        var start = _position;
        var last = _position;
        if (!AtIdentifierLiteral())
        {
            while (_tokens[last + 1].Is(".") && _tokens[last + 2].Kind is TokenKind.Word or TokenKind.QuotedIdentifier)
                last += 2;
            if (_tokens[last + 1].Is("("))
                return FunctionCall(last);
            if (_tokens[last + 1].Is(".") && _tokens[last + 2].Is("*"))
            {
                var target = new List<string>();
                for (; _position <= last; _position += 2)
                    target.Add(Unquoted(Current));
                _position++;
                return From(start, StarExpression(target));
            }
        }
        var name = Current;
        if (IsRegex(name))
        {
            _position++;
            return From(start, Regex(name));
        }
        var parts = AtIdentifierLiteral() ? IdentifierLiteral() : [Identifier()];
        if (At("("))
            return Arguments(start, parts);
        if (parts.Count == 1 && _lambdaParameters.Exists(parameter => parameter.Equals(parts[0], StringComparison.OrdinalIgnoreCase)))
        {
            var variable = new Expression.Types.UnresolvedNamedLambdaVariable { NameParts = { parts } };
            return From(start, new Expression { UnresolvedNamedLambdaVariable = variable });
        }
        return From(start, Attribute(parts));
    }

    private Expression StarExpression(List<string>? target)
    {
        var qualifier = target is null ? null : SqlNames.Join(target);
        if (!At("EXCEPT", "(") || QueryStarts.Any(Peek(2).Is) || Peek(2).Is("("))
        {
            var star = new Expression.Types.UnresolvedStar();
            if (qualifier is not null)
                star.UnparsedTarget = qualifier + ".*";
            return new Expression { UnresolvedStar = star };
        }
        _position++;
        var except = new Star();
        if (qualifier is not null)
            except.Target = qualifier;
        except.Except.AddRange(Parenthesized(MultipartIdentifier).Select(SqlNames.Join));
        return Extension(except);
    }

    /// <summary>A subquery, a lambda of several parameters, a row, or an expression in parentheses.</summary>
    private Expression Parentheses()
    {
        var start = _position;
        if (AtLambdaParameters())
            return Lambda();
        if (StartsQuery(_position + 1))
        {
            _position++;
            if (Attempt(Query, () => At(")")) is { } query)
            {
                Expect(")");
                return From(start, Extension(new Subquery { Type = SubqueryExpression.Types.SubqueryType.Scalar, Query = query }));
            }
            _position = start;
        }
        Expect("(");
        var items = List(NamedExpression);
        Expect(")");
        if (items.Count > 1)
            return From(start, Call("struct", [.. items]));
        if (items[0].ExprTypeCase == Spark.Connect.Expression.ExprTypeOneofCase.Alias && !IsSemiStructured(items[0]))
            throw SyntaxError(_tokens[_position - 2]);
        return items[0];
    }

    private static bool IsSemiStructured(Expression alias) =>
        alias.Alias.Expr.UnresolvedFunction is { FunctionName: "semi_structured_extract", IsInternal: true };

    /// <summary>Whether a query may begin at the token: its keyword, behind any number of opening parentheses.</summary>
    private bool StartsQuery(int index)
    {
        while (_tokens[index].Is("("))
            index++;
        if (!IsAny(_tokens[index], QueryStarts))
            return false;
        var next = _tokens[Math.Min(index + 1, _tokens.Count - 1)];
        return !IsEndOfExpression(next)
            && !IsAny(next, ".", "=", "->")
            && (_tokens[index].Is("SELECT") || _tokens[index].Is("VALUES") || _tokens[index].Is("FROM") || !next.Is("("));
    }

    private bool AtLambdaParameters()
    {
        if (!At("("))
            return false;
        var index = _position + 1;
        while (_tokens[index].Kind is TokenKind.Word or TokenKind.QuotedIdentifier && _tokens[index + 1].Is(","))
            index += 2;
        return index > _position + 1
            && _tokens[index].Kind is TokenKind.Word or TokenKind.QuotedIdentifier
            && _tokens[index + 1].Is(")")
            && _tokens[Math.Min(index + 2, _tokens.Count - 1)].Is("->");
    }

    private Expression Lambda()
    {
        var start = _position;
        var names = At("(") ? Parenthesized(() => Identifier()) : [Identifier()];
        Expect("->");
        _lambdaParameters.AddRange(names);
        var body = Expression();
        _lambdaParameters.RemoveRange(_lambdaParameters.Count - names.Count, names.Count);
        var lambda = new Expression.Types.LambdaFunction { Function = body };
        foreach (var name in names)
            lambda.Arguments.Add(new Expression.Types.UnresolvedNamedLambdaVariable { NameParts = { name } });
        return From(start, new Expression { LambdaFunction = lambda });
    }

    private Expression Case()
    {
        Expect("CASE");
        var value = At("WHEN") ? null : Expression();
        var call = Call("when");
        var arguments = call.UnresolvedFunction.Arguments;
        do
        {
            var start = _position;
            Expect("WHEN");
            var condition = Expression();
            arguments.Add(value is null ? condition : From(start, Call("==", value.Clone(), condition)));
            Expect("THEN");
            arguments.Add(Expression());
        } while (At("WHEN"));
        if (Take("ELSE"))
            arguments.Add(Expression());
        Expect("END");
        return call;
    }

    private Expression Cast()
    {
        var attempt = Next().Is("TRY_CAST");
        Expect("(");
        var cast = new Expression.Types.Cast { Expr = Expression() };
        Expect("AS");
        cast.Type = CastType();
        Expect(")");
        if (attempt)
            cast.EvalMode = Spark.Connect.Expression.Types.Cast.Types.EvalMode.Try;
        return new Expression { Cast = cast };
    }

    private Expression IdentifierOperand()
    {
        var start = _position;
        var name = IdentifierClause();
        if (ConstantString(name) is { } constant)
        {
            var parts = SqlParser.ParseMultipartIdentifier(constant, _options);
            return At("(") ? Arguments(start, parts) : From(start, Attribute(parts));
        }
        if (!At("("))
            return From(start, Extension(new IdentifierColumn { Name = name }));
        var call = Arguments(start, [""]);
        return call.UnresolvedFunction is { } function
            ? From(start, Extension(new IdentifierFunction { Name = name, Function = function }))
            : throw NotAllowed(start, "modifiers of a function that IDENTIFIER() names");
    }

    /// <summary>The value that was given for a parameter marker.</summary>
    private Expression Parameter()
    {
        var start = _position;
        string name;
        if (Take("?"))
        {
            var index = _tokens.Take(start).Count(token => token.Is("?"));
            if (index < _parameters.Positional.Count)
                return _parameters.Positional[index].Clone();
            name = "_" + _tokens[start].Start;
        }
        else
        {
            Expect(":");
            name = Identifier();
            if (_parameters.Named.TryGetValue(name, out var value))
                return value.Clone();
        }
        throw Error(start, "UNBOUND_SQL_PARAMETER", ("name", name));
    }
}
