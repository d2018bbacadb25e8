using Spark.Connect;

namespace Spark.Embedded.Parse.Grammar;

// The pipe operator: https://spark.apache.org/docs/latest/sql-pipe-syntax.html.
internal sealed partial class SqlGrammar
{
    /// <summary>What stands behind <c>|&gt;</c>, applied to the relation before it.</summary>
    /// <param name="query">The token at which the whole query begins, which errors show.</param>
    private Relation PipeOperator(int query, Relation input)
    {
        var start = _position;
        if (At("SELECT"))
            return From(start, SelectOf(input, isPipe: true));
        if (Take("EXTEND"))
        {
            var star = new Expression { UnresolvedStar = new Expression.Types.UnresolvedStar() };
            var items = SelectList().ConvertAll(item => PipeItem(item, isAggregate: false, "EXTEND"));
            return From(start, Projected(input, [star, .. items]));
        }
        if (Take("SET"))
            return PipeSet(input);
        if (Take("DROP"))
        {
            var star = new Star { Except = { List(() => SqlNames.Join([ErrorCapturingIdentifier()])) } };
            return From(start, Projected(input, [Extension(star)]));
        }
        if (Take("AS"))
            return Aliased(start, input, ErrorCapturingIdentifier(), null);
        if (Take("WHERE"))
        {
            var condition = Expression();
            if (At("WINDOW") && StartsNextClause())
            {
                WindowClause();
                throw Error(query, "NOT_ALLOWED_IN_PIPE_OPERATOR_WHERE.WINDOW_CLAUSE");
            }
            return From(
                start,
                new Relation
                {
                    Filter = new Filter { Input = input, Condition = condition },
                }
            );
        }
        if (At("PIVOT") || At("UNPIVOT"))
            return PipePivot(query, input);
        if (At("TABLESAMPLE"))
            return SampleClause(input);
        if (AtJoin())
            return From(start, JoinRelation(input));
        if (SetOperation() is { } operation)
        {
            _position++;
            var all = SetQuantifier() ?? false;
            return From(start, Combine(input, QueryPrimary(), operation, all));
        }
        if (At("AGGREGATE"))
            return PipeAggregate(query, input);
        // All of these clauses may be missing, and then the operator does nothing.
        var organized = QueryOrganization(input, start, forPipe: true);
        if (_position > start || IsEndOfExpression(Current))
            return organized;
        throw SyntaxError(Current, Peek().Kind == TokenKind.End ? ": extra input " + Current.Display : "");
    }

    private Relation PipePivot(int query, Relation input)
    {
        var pivot = At("PIVOT");
        var relation = pivot ? Pivot(input) : Unpivot(input);
        if (!(pivot ? At("UNPIVOT") : At("PIVOT")))
            return relation;
        _ = pivot ? Unpivot(relation) : Pivot(relation);
        throw Error(query, "NOT_ALLOWED_IN_FROM.UNPIVOT_WITH_PIVOT");
    }

    /// <summary>Wraps an item of a select list, below its alias, so that the resolver can say what the operator does not allow.</summary>
    private static Expression PipeItem(Expression item, bool isAggregate, string clause)
    {
        if (item.Alias is { } alias)
        {
            alias.Expr = Wrap(alias.Expr);
            return item;
        }
        return item.ExprTypeCase == Spark.Connect.Expression.ExprTypeOneofCase.UnresolvedStar ? item : Wrap(item);

        Expression Wrap(Expression child)
        {
            var wrapped = Extension(
                new PipeExpression
                {
                    Child = child,
                    IsAggregate = isAggregate,
                    Clause = clause,
                }
            );
            wrapped.Common = child.Common;
            return wrapped;
        }
    }

    /// <summary><c>|&gt; SET a = 1, b = a + 1</c>: one projection for each, so that the later ones see the earlier.</summary>
    private Relation PipeSet(Relation input)
    {
        var start = _position;
        foreach (
            var (name, value) in List(() =>
            {
                var name = ErrorCapturingIdentifier();
                var nested = At(".");
                while (Take("."))
                    ErrorCapturingIdentifier();
                Expect("=");
                var value = Expression();
                if (nested)
                    throw NotAllowed(
                        start,
                        "SQL pipe syntax |> SET operator with multi-part assignment key (only single-part keys are allowed)"
                    );
                return (name, value);
            })
        )
        {
            var star = new Star();
            star.Replacements.Add(new Star.Types.Replacement { Column = SqlNames.Join([name]), Value = PipeItem(value, false, "SET") });
            input = From(start, Projected(input, [Extension(star)]));
        }
        return input;
    }

    /// <summary><c>|&gt; AGGREGATE aggregates [GROUP BY keys]</c>: the keys come first in the result.</summary>
    private Relation PipeAggregate(int query, Relation input)
    {
        var start = _position;
        Expect("AGGREGATE");
        var items = AtGroupBy() || IsEndOfExpression(Current) ? [] : SelectList();
        if (AtGroupBy())
        {
            _position += 2;
            var grouping = GroupBy(allowNames: true);
            RefusePipeGrouping(query, grouping, items);
            var keys = grouping.Elements.ConvertAll(element => element.Sets[0][0].Expression);
            items = [.. keys.ConvertAll(key => key.Clone()), .. items.ConvertAll(item => PipeItem(item, isAggregate: true, "AGGREGATE"))];
            // The keys are grouped by what they are, not by the names that the result gives them.
            for (var i = 0; i < keys.Count; i++)
                grouping.Elements[i] = new GroupingElement(
                    "",
                    [],
                    [
                        [new GroupingKey(keys[i].Alias?.Expr ?? keys[i], "")],
                    ]
                );
            return From(start, Aggregated(input, grouping, items));
        }
        if (items.Count == 0)
            throw NotAllowed(
                query,
                "The AGGREGATE clause requires a list of aggregate expressions or a list of grouping expressions, or both"
            );
        items = items.ConvertAll(item => PipeItem(item, isAggregate: true, "AGGREGATE"));
        return From(start, Aggregated(input, new Grouping(), items));
    }

    private void RefusePipeGrouping(int query, Grouping grouping, List<Expression> items)
    {
        if (grouping.Elements is [{ Kind: "" } only] && only.Sets[0][0].Text.Equals("ALL", StringComparison.OrdinalIgnoreCase))
            throw Refused("GROUP BY ALL");
        foreach (var element in grouping.Elements)
        {
            if (element.Kind.Length > 0)
                throw Refused(element.Kind == "GROUPING SETS" ? element.Kind : "GROUP BY " + element.Kind);
        }
        foreach (var expression in grouping.Elements.Select(element => element.Sets[0][0].Expression).Concat(items))
            Visit(expression);

        void Visit(Expression expression)
        {
            expression = expression.Alias?.Expr ?? expression;
            if (expression.Window is not null)
                throw Refused(
                    "window functions; please update the query to move the window functions to a subsequent |> SELECT operator instead"
                );
            if (expression.UnresolvedFunction is not { } function)
                return;
            if (function is { Arguments.Count: 1 } && function.FunctionName.ToUpperInvariant() is "GROUPING" or "GROUPING_ID")
                throw Refused(function.FunctionName.ToUpperInvariant());
            foreach (var argument in function.Arguments)
                Visit(argument);
        }

        Exception Refused(string what) =>
            ErrorBetween(query, EndOfQuery(), "UNSUPPORTED_FEATURE.PIPE_OPERATOR_AGGREGATE_UNSUPPORTED_CASE", ("case", what));
    }

    private bool AtGroupBy() => At("GROUP", "BY") && !IsEndOfExpression(Peek(2));

    /// <summary>The last token of the query around the current place.</summary>
    private int EndOfQuery()
    {
        var depth = 0;
        for (var i = _position; ; i++)
        {
            if (_tokens[i].Is("("))
                depth++;
            else if (_tokens[i].Kind == TokenKind.End || _tokens[i].Is(";") || (_tokens[i].Is(")") && --depth < 0))
                return i - 1;
        }
    }
}
