using System.Globalization;
using Microsoft.Spark;
using Spark.Connect;
using JoinType = Spark.Connect.Join.Types.JoinType;

namespace Spark.Embedded.Parse.Grammar;

// FROM: tables, subqueries, joins, table functions, samples, time travel, LATERAL VIEW, PIVOT and UNPIVOT.
internal sealed partial class SqlGrammar
{
    private Relation FromClause()
    {
        var start = _position;
        Expect("FROM");
        Relation? from = null;
        do
        {
            var item = _position;
            var lateral = At("LATERAL") && !Peek().Is("VIEW") && Take("LATERAL");
            var right = RelationPrimary(out var canBeLateral);
            if (lateral && !canBeLateral)
                throw Error(item, "INVALID_SQL_SYNTAX.LATERAL_WITHOUT_SUBQUERY_OR_TABLE_VALUED_FUNC");
            if (from is null)
                from = RelationExtensions(right, item);
            else if (lateral)
                from = RelationExtensions(LateralJoined(from, right, JoinType.Inner), item);
            else if (_options.AnsiRelationPrecedence)
                from = Joined(from, RelationExtensions(right, item), JoinType.Inner);
            else
                // The comma binds as tightly as JOIN: `a, b JOIN c` joins c to both.
                from = RelationExtensions(Joined(from, right, JoinType.Inner), item);
        } while (Take(","));

        var views = 0;
        for (; At("LATERAL", "VIEW"); views++)
            from = LateralView(from);
        if (At("PIVOT", "("))
        {
            from = Pivot(from);
            if (At("UNPIVOT"))
            {
                Unpivot(from);
                throw Error(start, "NOT_ALLOWED_IN_FROM.UNPIVOT_WITH_PIVOT");
            }
            if (views > 0)
                throw Error(start, "NOT_ALLOWED_IN_FROM.LATERAL_WITH_PIVOT");
        }
        else if (At("UNPIVOT") && StartsNextClause())
        {
            from = Unpivot(from);
            if (views > 0)
                throw Error(start, "NOT_ALLOWED_IN_FROM.LATERAL_WITH_UNPIVOT");
        }
        return from;
    }

    private static Relation Joined(Relation left, Relation right, JoinType type) =>
        new()
        {
            Join = new Join
            {
                Left = left,
                Right = right,
                JoinType = type,
            },
        };

    private static Relation LateralJoined(Relation left, Relation right, JoinType type) =>
        new()
        {
            LateralJoin = new LateralJoin
            {
                Left = left,
                Right = right,
                JoinType = type,
            },
        };

    /// <summary>A relation with the joins and pivots behind it.</summary>
    private Relation Relation()
    {
        var start = _position;
        if (Take("LATERAL"))
            throw Error(start, "INVALID_SQL_SYNTAX.LATERAL_WITHOUT_SUBQUERY_OR_TABLE_VALUED_FUNC");
        return RelationExtensions(RelationPrimary(out _), start);
    }

    private Relation RelationExtensions(Relation relation, int start)
    {
        while (true)
        {
            if (AtJoin())
                relation = From(start, JoinRelation(relation));
            else if (At("PIVOT", "("))
            {
                // The pivot of the FROM clause itself is read there, where its combinations are checked.
                relation = Pivot(relation);
                if (At("UNPIVOT") && StartsNextClause())
                {
                    Unpivot(relation);
                    throw Error(start, "NOT_ALLOWED_IN_FROM.UNPIVOT_WITH_PIVOT");
                }
            }
            else if (At("UNPIVOT") && StartsNextClause())
                relation = Unpivot(relation);
            else
                return relation;
        }
    }

    private bool AtJoin() =>
        At("JOIN")
        || (At("NATURAL") && !IsEndOfExpression(Peek()))
        || (AtAny("INNER", "CROSS", "LEFT", "RIGHT", "FULL", "SEMI", "ANTI") && !IsEndOfExpression(Peek()));

    private JoinType ReadJoinType()
    {
        if (Take("CROSS"))
            return JoinType.Cross;
        if (Take("INNER"))
            return JoinType.Inner;
        if (Take("RIGHT"))
        {
            Take("OUTER");
            return JoinType.RightOuter;
        }
        if (Take("FULL"))
        {
            Take("OUTER");
            return JoinType.FullOuter;
        }
        var left = Take("LEFT");
        if (Take("SEMI"))
            return JoinType.LeftSemi;
        if (Take("ANTI"))
            return JoinType.LeftAnti;
        if (!left)
            return JoinType.Inner;
        Take("OUTER");
        return JoinType.LeftOuter;
    }

    private Relation JoinRelation(Relation left)
    {
        var start = _position;
        var natural = Take("NATURAL");
        var type = ReadJoinType();
        if (!Take("JOIN"))
            throw Missing("'JOIN'");
        var lateral = At("LATERAL") && Take("LATERAL");
        var right = RelationPrimary(out var canBeLateral);
        if (lateral && !canBeLateral)
            throw Error(start + 1, "INVALID_SQL_SYNTAX.LATERAL_WITHOUT_SUBQUERY_OR_TABLE_VALUED_FUNC");
        if (natural)
        {
            if (lateral)
                throw Error(start, "INCOMPATIBLE_JOIN_TYPES", ("joinType1", "LATERAL"), ("joinType2", "NATURAL"));
            if (type == JoinType.Cross)
                throw Error(start, "INCOMPATIBLE_JOIN_TYPES", ("joinType1", "NATURAL"), ("joinType2", "CROSS"));
            return ExtensionRelation(
                new NaturalJoin
                {
                    Left = left,
                    Right = right,
                    JoinType = type,
                }
            );
        }
        Expression? condition = null;
        List<string> columns = [];
        if (Take("ON"))
            condition = Expression();
        else if (At("USING", "("))
        {
            _position++;
            columns = IdentifierList();
            if (lateral)
                throw Error(start, "UNSUPPORTED_FEATURE.LATERAL_JOIN_USING");
        }
        if (lateral)
        {
            if (type is not (JoinType.Inner or JoinType.Cross or JoinType.LeftOuter))
                throw Error(start, "INVALID_LATERAL_JOIN_TYPE", ("joinType", SqlOf(type)));
            var join = LateralJoined(left, right, type);
            join.LateralJoin.JoinCondition = condition;
            return join;
        }
        var joined = Joined(left, right, type);
        joined.Join.JoinCondition = condition;
        joined.Join.UsingColumns.AddRange(columns);
        return joined;
    }

    private static string SqlOf(JoinType type) =>
        type switch
        {
            JoinType.RightOuter => "RIGHT OUTER",
            JoinType.FullOuter => "FULL OUTER",
            JoinType.LeftSemi => "LEFT SEMI",
            JoinType.LeftAnti => "LEFT ANTI",
            _ => type.ToString().ToUpperInvariant(),
        };

    /// <param name="canBeLateral">Whether LATERAL may stand before it: a subquery or a table function.</param>
    private Relation RelationPrimary(out bool canBeLateral)
    {
        var start = _position;
        canBeLateral = false;
        if (At("VALUES") && !IsEndOfExpression(Peek()) && !IsAny(Peek(), ".", "AS", "JOIN"))
            return InlineTable();
        if (At("STREAM") && (Peek().Is("(") || Peek().Kind is TokenKind.Word or TokenKind.QuotedIdentifier) && !Peek().Is("AS"))
            return Stream(start);
        if (At("("))
            return ParenthesizedRelation(out canBeLateral);
        if (AtTableFunction())
        {
            canBeLateral = true;
            return TableFunction();
        }
        return NamedTable();
    }

    private Relation ParenthesizedRelation(out bool isQuery)
    {
        var start = _position;
        Relation? inner = null;
        isQuery = false;
        if (StartsQuery(_position + 1))
        {
            _position++;
            inner = Attempt(Query, () => At(")"));
            isQuery = inner is not null;
            if (!isQuery)
                _position = start;
        }
        if (inner is null)
        {
            Expect("(");
            inner = StartsQuery(_position) && !At("(") ? Query() : Relation();
        }
        if (Current.Kind == TokenKind.End)
            throw Missing("')'");
        Expect(")");
        inner = Watermark(Sample(inner));
        var (alias, columns) = TableAlias();
        return Aliased(start, inner, alias, columns);
    }

    private Relation NamedTable()
    {
        var start = _position;
        var relation = TableReference(start, withOptions: true);
        relation = Watermark(Sample(relation));
        var (alias, columns) = TableAlias();
        return Aliased(start, relation, alias, columns);
    }

    /// <summary>A table by name, or by <c>IDENTIFIER(expression)</c>, in the version that <c>VERSION AS OF</c> names.</summary>
    private Relation TableReference(int start, bool withOptions = false)
    {
        Relation relation;
        if (At("IDENTIFIER", "(") && !AtIdentifierLiteral())
        {
            var name = IdentifierClause();
            relation = ConstantString(name) is { } constant
                ? Table(SqlParser.ParseMultipartIdentifier(constant, _options))
                : ExtensionRelation(new IdentifierRelation { Name = name });
        }
        else
            relation = Table(MultipartIdentifier());
        relation = From(start, relation);
        if (!withOptions)
            return relation;

        var travel = TemporalClause();
        if (At("WITH", "("))
        {
            _position++;
            var options = PropertyList();
            if (relation.Read is { } read)
                read.NamedTable.Options.Add(options);
            else
                throw NotAllowed(start, "options of a table that IDENTIFIER() names");
        }
        if (travel is null)
            return relation;
        travel.Input = relation;
        return From(start, ExtensionRelation(travel));
    }

    private static Relation Table(List<string> name) =>
        new() { Read = new Read { NamedTable = new Read.Types.NamedTable { UnparsedIdentifier = SqlNames.Join(name) } } };

    /// <summary><c>[FOR] VERSION | TIMESTAMP AS OF ...</c>; null when there is none.</summary>
    private TimeTravel? TemporalClause()
    {
        var offset = At("FOR") ? 1 : 0;
        if (
            !IsAny(Peek(offset), "VERSION", "SYSTEM_VERSION", "TIMESTAMP", "SYSTEM_TIME")
            || !Peek(offset + 1).Is("AS")
            || !Peek(offset + 2).Is("OF")
        )
            return null;
        var byVersion = IsAny(Peek(offset), "VERSION", "SYSTEM_VERSION");
        _position += offset + 3;
        if (!byVersion)
            return new TimeTravel { Timestamp = ValueExpression() };
        return new TimeTravel { Version = Current.Kind == TokenKind.Integer ? Next().Text : StringLiteral() };
    }

    private (string? Alias, List<string>? Columns) TableAlias()
    {
        string alias;
        if (At("AS") && !IsEndOfExpression(Peek()))
        {
            _position++;
            alias = ErrorCapturingIdentifier(strict: true);
        }
        else if (AtTableAlias())
            alias = ErrorCapturingIdentifier(strict: true);
        else
            return (null, null);
        return (alias, At("(") ? IdentifierList() : null);
    }

    private Relation Aliased(int start, Relation relation, string? alias, List<string>? columns)
    {
        if (alias is null)
            return relation;
        if (columns is not null)
            relation = From(start, ExtensionRelation(new ColumnAliases { Input = relation, Names = { columns } }));
        return From(
            start,
            new Relation
            {
                SubqueryAlias = new SubqueryAlias { Input = relation, Alias = alias },
            }
        );
    }

    private bool AtTableFunction()
    {
        if (Current.Kind is not (TokenKind.Word or TokenKind.QuotedIdentifier) || AtIdentifierLiteral() || At("IDENTIFIER", "("))
            return false;
        var index = _position;
        while (_tokens[index + 1].Is(".") && _tokens[index + 2].Kind is TokenKind.Word or TokenKind.QuotedIdentifier)
            index += 2;
        return _tokens[index + 1].Is("(");
    }

    private Relation TableFunction()
    {
        var start = _position;
        var name = MultipartIdentifier();
        Expect("(");
        var function = new UnresolvedTableValuedFunction { FunctionName = name[^1] };
        if (!At(")"))
            function.Arguments.AddRange(List(TableFunctionArgument));
        Expect(")");
        if (name.Count > 1)
            throw Error(start, "INVALID_SQL_SYNTAX.INVALID_TABLE_VALUED_FUNC_NAME", ("funcName", SqlNames.Quote(name)));
        var relation = Watermark(From(start, new Relation { UnresolvedTableValuedFunction = function }));
        var (alias, columns) = TableAlias();
        return Aliased(start, relation, alias, columns);
    }

    private Expression TableFunctionArgument()
    {
        var start = _position;
        if (At("TABLE") && !IsEndOfExpression(Peek()))
            return TableArgument();
        if (Peek().Is("=>") && Peek(2).Is("TABLE"))
        {
            var key = Identifier();
            Expect("=>");
            return From(
                start,
                new Expression
                {
                    NamedArgumentExpression = new NamedArgumentExpression { Key = key, Value = TableArgument() },
                }
            );
        }
        return Argument();
    }

    /// <summary><c>TABLE (query) [PARTITION BY ... | WITH SINGLE PARTITION] [ORDER BY ...]</c></summary>
    private Expression TableArgument()
    {
        var start = _position;
        Expect("TABLE");
        if (!At("("))
        {
            var argument = MultipartIdentifier();
            throw Error(
                start,
                "INVALID_SQL_SYNTAX.INVALID_TABLE_FUNCTION_IDENTIFIER_ARGUMENT_MISSING_PARENTHESES",
                ("argumentName", SqlNames.Quote([string.Join('.', argument)]))
            );
        }
        Expect("(");
        var query = StartsQuery(_position) ? Query() : TableReference(_position);
        Expect(")");
        var options = new SubqueryExpression.Types.TableArgOptions();
        if (At("WITH", "SINGLE"))
        {
            _position += 2;
            Expect("PARTITION");
            options.WithSinglePartition = true;
        }
        else if (Take("PARTITION", "BY") || Take("DISTRIBUTE", "BY"))
            options.PartitionSpec.AddRange(At("(") ? Parenthesized(Expression) : [Expression()]);
        if (Take("ORDER", "BY") || Take("SORT", "BY"))
            options.OrderSpec.AddRange(At("(") ? Parenthesized(SortItem) : [SortItem()]);
        return From(
            start,
            Extension(
                new Subquery
                {
                    Type = SubqueryExpression.Types.SubqueryType.TableArg,
                    Query = query,
                    TableArgOptions = options,
                }
            )
        );
    }

    private Relation Stream(int start)
    {
        Expect("STREAM");
        var parenthesized = Take("(");
        var relation = Table(MultipartIdentifier());
        if (parenthesized)
            Expect(")");
        relation.Read.IsStreaming = true;
        relation = Watermark(From(start, relation));
        var (alias, columns) = TableAlias();
        return Aliased(start, relation, alias, columns);
    }

    /// <summary><c>WATERMARK column DELAY OF interval</c>.</summary>
    private Relation Watermark(Relation input)
    {
        if (!At("WATERMARK") || IsEndOfExpression(Peek()) || IsAny(Peek(), "AS", "JOIN"))
            return input;
        var start = _position;
        Expect("WATERMARK");
        var column = NamedExpression();
        Expect("DELAY");
        Expect("OF");
        var delayStart = _position + 1;
        IntervalLiteral();
        if (column.UnresolvedAttribute is not { } attribute)
            throw new SparkUnsupportedOperationException(
                "WATERMARK of an expression is not supported on the embedded engine; name a column."
            );
        var delay = _text[_tokens[delayStart].Start..(_tokens[_position - 1].Stop + 1)].Replace("'", "");
        var watermark = new WithWatermark
        {
            Input = input,
            EventTime = attribute.UnparsedIdentifier,
            DelayThreshold = delay,
        };
        return From(start, new Relation { WithWatermark = watermark });
    }

    private Relation Sample(Relation input) => At("TABLESAMPLE", "(") ? SampleClause(input) : input;

    private Relation SampleClause(Relation input)
    {
        var start = _position;
        Expect("TABLESAMPLE");
        Expect("(");
        if (Take(")"))
            throw Error(start, "_LEGACY_ERROR_TEMP_0014");
        var method = _position;
        double fraction;
        Expression? rows = null;
        (string Class, string Parameter, string Value)? error = null;
        if (At("BUCKET") && Peek(2).Is("OUT"))
        {
            _position++;
            var numerator = IntegerValue();
            _position++;
            Expect("OF");
            fraction = numerator / (double)IntegerValue();
            if (Take("ON"))
            {
                var isFunction = Peek().Is("(") || Peek().Is(".");
                while (!At(")") && Current.Kind != TokenKind.End)
                    _position += At("(") ? 2 : 1;
                error = ("_LEGACY_ERROR_TEMP_0015", "msg", "BUCKET x OUT OF y ON " + (isFunction ? "function" : "colname"));
            }
        }
        else if (At("-") ? Peek(2).Is("PERCENT") : Peek().Is("PERCENT"))
        {
            var sign = Take("-") ? -1 : 1;
            fraction = sign * double.Parse(Next().Text, CultureInfo.InvariantCulture) / 100;
            _position++;
        }
        else
        {
            var bytes = Expression();
            if (!Take("ROWS"))
            {
                var text = TextFrom(method);
                var isLength = text.Length > 1 && "bBkKmMgG".Contains(text[^1]) && text[..^1].All(char.IsAsciiDigit);
                error = isLength ? ("_LEGACY_ERROR_TEMP_0015", "msg", "byteLengthLiteral") : ("_LEGACY_ERROR_TEMP_0016", "bytesStr", text);
            }
            rows = bytes;
            fraction = 1;
        }
        Expect(")");
        long? seed = null;
        if (At("REPEATABLE", "("))
        {
            _position += 2;
            seed = IntegerValue();
            Expect(")");
        }
        if (error is { } refused)
            throw Error(start, refused.Class, (refused.Parameter, refused.Value));
        if (rows is not null)
            return From(start, Limited(input, rows));
        if (fraction is < -1e-6 or > 1 + 1e-6)
        {
            var shown = fraction.ToString(fraction % 1 == 0 ? "0.0" : "R", CultureInfo.InvariantCulture);
            throw Error(start, "_LEGACY_ERROR_TEMP_0064", ("msg", $"Sampling fraction ({shown}) must be on interval [0, 1]"));
        }
        var sample = new Sample
        {
            Input = input,
            LowerBound = 0,
            UpperBound = fraction,
            WithReplacement = false,
        };
        if (seed is { } fixedSeed)
            sample.Seed = fixedSeed;
        return From(start, new Relation { Sample = sample });
    }

    /// <summary><c>LATERAL VIEW [OUTER] function(arguments) table [[AS] columns]</c></summary>
    private Relation LateralView(Relation input)
    {
        var start = _position;
        _position += 2;
        var view = new LateralView { Input = input, Outer = At("OUTER") && !Peek().Is("(") && Take("OUTER") };
        view.FunctionName = SqlNames.Join(MultipartIdentifier());
        Expect("(");
        if (!At(")"))
            view.Arguments.AddRange(List(Expression));
        Expect(")");
        view.TableAlias = Identifier().ToLowerInvariant();
        if (Take("AS") || AtImplicitAlias())
            view.ColumnAliases.AddRange(List(() => Identifier()));
        return From(start, ExtensionRelation(view));
    }

    /// <summary><c>PIVOT (aggregates FOR columns IN (values))</c></summary>
    private Relation Pivot(Relation input)
    {
        var start = _position;
        Expect("PIVOT");
        Expect("(");
        var pivot = new PivotClause { Input = input };
        pivot.Aggregates.AddRange(List(NamedExpression));
        Expect("FOR");
        pivot.Columns.AddRange(At("(") ? Parenthesized(PivotColumn) : [PivotColumn()]);
        Expect("IN");
        pivot.Values.AddRange(Parenthesized(NamedExpression));
        Expect(")");
        return From(start, ExtensionRelation(pivot));
    }

    private Expression PivotColumn()
    {
        var start = _position;
        return From(start, Attribute([ErrorCapturingIdentifier()]));
    }

    /// <summary><c>UNPIVOT [INCLUDE | EXCLUDE NULLS] (values FOR name IN (columns [AS alias], ...)) [[AS] alias]</c></summary>
    private Relation Unpivot(Relation input)
    {
        var start = _position;
        Expect("UNPIVOT");
        var unpivot = new UnpivotClause { Input = input };
        if (TakeAny("INCLUDE", "EXCLUDE"))
        {
            unpivot.IncludeNulls = _tokens[_position - 1].Is("INCLUDE");
            Expect("NULLS");
        }
        Expect("(");
        var several = At("(");
        unpivot.ValueColumnNames.AddRange(several ? Parenthesized(() => Identifier()) : [Identifier()]);
        Expect("FOR");
        unpivot.NameColumnName = Identifier();
        Expect("IN");
        unpivot.Sets.AddRange(
            Parenthesized(() =>
            {
                var set = new UnpivotClause.Types.ColumnSet();
                set.Columns.AddRange(several ? Parenthesized(UnpivotColumn) : [UnpivotColumn()]);
                if (Take("AS") || AtImplicitAlias())
                    set.Alias = ErrorCapturingIdentifier();
                return set;
            })
        );
        Expect(")");
        var relation = From(start, ExtensionRelation(unpivot));
        var alias = At("AS") || AtTableAlias() ? (Take("AS"), ErrorCapturingIdentifier()).Item2 : null;
        return Aliased(start, relation, alias, null);
    }

    private Expression UnpivotColumn()
    {
        var start = _position;
        return From(start, Attribute(MultipartIdentifier()));
    }
}
