using Spark.Connect;

namespace Spark.Embedded.Parse.Grammar;

// Queries: WITH, set operations, ORDER BY and its relatives, LIMIT and OFFSET.
internal sealed partial class SqlGrammar
{
    public Relation Query()
    {
        var start = _position;
        var with = At("WITH") ? CommonTableExpressions() : null;
        var query = QueryOrganization(QueryTerm(0), _position, forPipe: false);
        if (with is null)
            return query;
        with.Input = query;
        return From(start, ExtensionRelation(with));
    }

    /// <summary><c>WITH [RECURSIVE] name [(columns)] [MAX RECURSION LEVEL n] [AS] (query), ...</c></summary>
    private With CommonTableExpressions()
    {
        var start = _position;
        Expect("WITH");
        var with = new With
        {
            Recursive = At("RECURSIVE") && Peek().Kind is TokenKind.Word or TokenKind.QuotedIdentifier && !Peek().Is("AS"),
        };
        if (with.Recursive)
            _position++;
        var limited = false;
        with.Expressions.AddRange(
            List(() =>
            {
                var expression = new CommonTableExpression { Name = ErrorCapturingIdentifier() };
                if (At("(") && !StartsQuery(_position + 1))
                    expression.ColumnNames.AddRange(IdentifierList());
                if (At("MAX", "RECURSION"))
                {
                    _position += 2;
                    Expect("LEVEL");
                    expression.MaxRecursionLevel = IntegerValue();
                    limited = true;
                }
                Take("AS");
                Expect("(");
                expression.Query = Query();
                Expect(")");
                return expression;
            })
        );
        var duplicates = with
            .Expressions.GroupBy(e => e.Name)
            .Where(group => group.Count() > 1)
            .Select(group => SqlNames.Quote([group.Key]));
        if (duplicates.Any())
            throw Error(start, "DUPLICATED_CTE_NAMES", ("duplicateNames", string.Join(", ", duplicates)));
        if (limited && !with.Recursive)
        {
            throw ErrorBetween(
                start,
                EndOfQuery(),
                "_LEGACY_ERROR_TEMP_0035",
                ("message", "Cannot specify MAX RECURSION LEVEL when the CTE is not marked as RECURSIVE")
            );
        }
        return with;
    }

    /// <summary>Set operations and pipes. INTERSECT binds tighter (2) than UNION, EXCEPT and MINUS (1), and the pipe weakest (0).</summary>
    private Relation QueryTerm(int precedence)
    {
        var start = _position;
        var left = QueryPrimary();
        while (true)
        {
            var operation = SetOperation();
            var tight = operation == SetOperationType.Intersect && !_options.LegacySetOperationPrecedence ? 2 : 1;
            if (operation is { } type && tight >= precedence)
            {
                _position++;
                var all = SetQuantifier() ?? false;
                left = From(start, Combine(left, QueryTerm(tight + 1), type, all));
            }
            else if (precedence == 0 && Take("|>"))
                left = PipeOperator(start, left);
            else
                return left;
        }
    }

    private enum SetOperationType
    {
        Intersect,
        Union,
        Except,
    }

    private SetOperationType? SetOperation()
    {
        if (IsEndOfExpression(Peek()))
            return null;
        return At("INTERSECT") ? SetOperationType.Intersect
            : At("UNION") ? SetOperationType.Union
            : AtAny("EXCEPT", "MINUS") ? SetOperationType.Except
            : null;
    }

    /// <summary>True for ALL, false for DISTINCT, null when neither is written.</summary>
    private bool? SetQuantifier() =>
        Take("ALL") ? true
        : Take("DISTINCT") ? false
        : null;

    private static Relation Combine(Relation left, Relation right, SetOperationType type, bool all) =>
        new()
        {
            SetOp = new SetOperation
            {
                LeftInput = left,
                RightInput = right,
                SetOpType = type switch
                {
                    SetOperationType.Intersect => Spark.Connect.SetOperation.Types.SetOpType.Intersect,
                    SetOperationType.Union => Spark.Connect.SetOperation.Types.SetOpType.Union,
                    _ => Spark.Connect.SetOperation.Types.SetOpType.Except,
                },
                IsAll = all,
            },
        };

    private Relation QueryPrimary()
    {
        var start = _position;
        if (Take("("))
        {
            var query = Query();
            Expect(")");
            return query;
        }
        if (At("SELECT") || IsTransform())
            return From(start, Select());
        if (At("FROM"))
            return From(start, FromStatement());
        if (At("VALUES"))
            return InlineTable();
        if (At("TABLE") && !IsEndOfExpression(Peek()))
        {
            _position++;
            return TableReference(start);
        }
        throw Unexpected();
    }

    /// <summary><c>FROM t SELECT a [SELECT b ...]</c>: every SELECT reads the same relation, and their rows are put together.</summary>
    private Relation FromStatement()
    {
        var from = FromClause();
        Relation? union = null;
        while (At("SELECT"))
        {
            var organized = QueryOrganization(SelectOf(from.Clone()), _position, forPipe: false);
            union = union is null ? organized : Combine(union, organized, SetOperationType.Union, all: true);
        }
        return union ?? from;
    }

    /// <summary>What may follow a query: how its rows are ordered and distributed, and how many of them count.</summary>
    private Relation QueryOrganization(Relation query, int start, bool forPipe)
    {
        var input = query;
        var order = TakeList("ORDER", SortItem);
        var cluster = TakeList("CLUSTER", Expression);
        var distribute = TakeList("DISTRIBUTE", Expression);
        var sort = TakeList("SORT", SortItem);
        var clause =
            order is not null ? "ORDER BY"
            : cluster is not null ? "CLUSTER BY"
            : distribute is not null ? "DISTRIBUTE BY"
            : sort is not null ? "SORT BY"
            : null;
        var combined =
            (order is not null && (cluster ?? distribute ?? (object?)sort) is not null)
            || (cluster is not null && (distribute ?? (object?)sort) is not null);
        var windows = At("WINDOW") && StartsNextClause() ? WindowClause() : null;
        var (limitStart, limit) = (_position, (Expression?)null);
        if (At("LIMIT") && !IsEndOfExpression(Peek()))
        {
            _position++;
            limit = At("ALL") && (IsEndOfExpression(Peek()) || Peek().Is("OFFSET")) ? null : Expression();
            if (limit is null)
                Take("ALL");
        }
        var offset = At("OFFSET") && !IsEndOfExpression(Peek()) && Take("OFFSET") ? Expression() : null;

        if (combined)
            throw Error(start, "UNSUPPORTED_FEATURE.COMBINATION_QUERY_RESULT_CLAUSES");
        if (order is not null)
            query = Sorted(query, order, isGlobal: true);
        if ((cluster ?? distribute) is { } keys)
            query = new Relation
            {
                RepartitionByExpression = new RepartitionByExpression { Input = query, PartitionExprs = { keys } },
            };
        if (cluster is not null)
            query = Sorted(query, cluster.ConvertAll(Ascending), isGlobal: false);
        if (sort is not null)
            query = Sorted(query, sort, isGlobal: false);
        if (windows is not null)
        {
            if (forPipe)
                throw Error(start, "UNSUPPORTED_FEATURE.CLAUSE_WITH_PIPE_OPERATORS", ("clauses", "the WINDOW clause"));
            DefineWindows(windows);
        }
        if (offset is not null)
        {
            if (forPipe && clause is not null)
                throw TwoClauses(clause, "OFFSET");
            query = offset.Literal is { HasInteger: true } rows
                ? new Relation
                {
                    Offset = new Offset { Input = query, Offset_ = rows.Integer },
                }
                : ExtensionRelation(new OffsetExpression { Input = query, Offset = offset });
        }
        if (limit is not null)
        {
            if (forPipe && clause is not null)
                throw TwoClauses(clause, "LIMIT");
            query = Limited(query, limit);
        }
        return ReferenceEquals(query, input) ? query : From(start, query);

        Exception TwoClauses(string first, string second) =>
            Error(start, "MULTIPLE_QUERY_RESULT_CLAUSES_WITH_PIPE_OPERATORS", ("clause1", first), ("clause2", second));
    }

    private List<T>? TakeList<T>(string clause, Func<T> item) => Take(clause, "BY") ? List(item) : null;

    private static Relation Sorted(Relation input, List<Expression.Types.SortOrder> order, bool isGlobal) =>
        new()
        {
            Sort = new Sort
            {
                Input = input,
                Order = { order },
                IsGlobal = isGlobal,
            },
        };

    private static Expression.Types.SortOrder Ascending(Expression child) =>
        new()
        {
            Child = child.Clone(),
            Direction = Spark.Connect.Expression.Types.SortOrder.Types.SortDirection.Ascending,
            NullOrdering = Spark.Connect.Expression.Types.SortOrder.Types.NullOrdering.SortNullsFirst,
        };

    private static Relation Limited(Relation input, Expression limit) =>
        limit.Literal is { HasInteger: true } rows
            ? new Relation
            {
                Limit = new Limit { Input = input, Limit_ = rows.Integer },
            }
            : ExtensionRelation(new LimitExpression { Input = input, Limit = limit });

    /// <summary><c>VALUES (1, 2), (3, 4) [AS t (a, b)]</c>.</summary>
    private Relation InlineTable()
    {
        var start = _position;
        Expect("VALUES");
        var table = new InlineTable();
        foreach (var row in List(Expression))
            table.Rows.Add(new InlineTable.Types.Row { Values = { RowValues(row) } });
        var relation = From(start, ExtensionRelation(table));
        var (alias, columns) = TableAlias();
        var expected = columns?.Count ?? table.Rows[0].Values.Count;
        for (var i = 0; i < table.Rows.Count; i++)
        {
            if (table.Rows[i].Values.Count != expected)
            {
                throw Error(
                    start,
                    "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH",
                    ("rowIndex", $"{i}"),
                    ("expectedNumCols", $"{expected}"),
                    ("actualNumCols", $"{table.Rows[i].Values.Count}")
                );
            }
        }
        return Aliased(start, relation, alias, columns);
    }
}
