using Microsoft.Spark;
using Spark.Connect;
using Spark.Embedded.Parse.Statements;

namespace Spark.Embedded.Parse.Grammar;

// Which statement it is, and the statements about the session: namespaces in use, variables, cache, EXPLAIN.
internal sealed partial class SqlGrammar
{
    public Statement Statement()
    {
        var start = _position;
        // SET and RESET read raw text, so no token can be wrong in them.
        var statement = StatementBody();
        return statement with { Text = _text[_tokens[start].Start..] };
    }

    private Statement StatementBody()
    {
        if (At("WITH"))
            return WithStatement();
        if (Current.Kind != TokenKind.Word)
            return new QueryStatement(Query());
        var next = Peek();
        switch (Current.Text.ToUpperInvariant())
        {
            case "FROM":
                return FromOrInsert();
            case "INSERT":
                return Insert();
            case "DELETE" when !IsEndOfExpression(next):
                return Delete();
            case "UPDATE":
                return Update();
            case "MERGE":
                return Merge();
            case "CREATE":
                return Create();
            case "REPLACE" when next.Is("TABLE"):
                return CreateTable(CreateMode.Replace);
            case "DROP":
                return Drop();
            case "ALTER":
                return Alter();
            case "TRUNCATE":
                return Truncate();
            case "DESC" or "DESCRIBE":
                return Describe();
            case "SHOW":
                return Show();
            case "USE":
                return Use();
            case "SET":
                return Set();
            case "RESET":
                return Reset();
            case "CACHE":
                return Cache();
            case "UNCACHE":
                _position++;
                Expect("TABLE");
                var ifCached = IfExists();
                return new UncacheTableStatement(IdentifierReference(), ifCached);
            case "CLEAR":
                _position++;
                Expect("CACHE");
                return new ClearCacheStatement();
            case "REFRESH":
                return Refresh();
            case "EXPLAIN":
                return Explain();
            case "ANALYZE":
                return Analyze();
            case "MSCK" or "REPAIR":
                return Repair();
            case "COMMENT":
                return Comment();
            case "DECLARE":
                return Declare();
            case "EXECUTE":
                return ExecuteImmediate();
            case "OPTIMIZE" when !IsEndOfExpression(next):
                return Optimize();
            case "VACUUM" when !IsEndOfExpression(next):
                return Vacuum();
            case "RESTORE":
                return Restore();
            case "CONVERT" when next.Is("TO"):
                return ConvertToDelta();
            case "GENERATE":
                return Generate();
            case "REORG":
                return Reorg();
            case "GRANT" or "REVOKE" or "COMMIT" or "ROLLBACK" or "DFS":
                throw NotAStatement(1);
            case "EXPORT" or "IMPORT" or "LOCK" or "UNLOCK" or "START" when IsAny(next, "TABLE", "DATABASE", "TRANSACTION"):
                throw NotAStatement(2);
            case "BEGIN":
                throw Unsupported("SQL scripting (BEGIN ... END)");
            case "CALL":
                throw Unsupported("CALL");
            case "LOAD" when next.Is("DATA"):
                throw Unsupported("LOAD DATA");
            case "ADD" or "LIST" when IsAny(next, "JAR", "JARS", "FILE", "FILES", "ARCHIVE", "ARCHIVES"):
                throw Unsupported($"{Current.Text.ToUpperInvariant()} {next.Text.ToUpperInvariant()}");
            default:
                return new QueryStatement(Query());
        }
    }

    private static SparkUnsupportedOperationException Unsupported(string what) =>
        new($"{what} is not supported on the embedded engine. Run it on Spark.");

    /// <summary>A statement of Hive that Spark knows by its first keywords and refuses.</summary>
    private ParseException NotAStatement(int keywords)
    {
        var operation = string.Join(' ', _tokens.Skip(_position).Take(keywords).Select(token => token.Text.ToUpperInvariant()));
        return ErrorBetween(_position, _tokens.Count - 2, "INVALID_STATEMENT_OR_CLAUSE", ("operation", operation));
    }

    /// <summary>WITH before a query, or before a statement that changes data.</summary>
    private Statement WithStatement()
    {
        var start = _position;
        var with = CommonTableExpressions();
        if (AtAny("DELETE", "UPDATE", "MERGE"))
            throw Unsupported("WITH before " + Current.Text.ToUpperInvariant());
        if (!At("INSERT") && !At("FROM"))
        {
            _position = start;
            return new QueryStatement(Query());
        }
        return (At("FROM") ? FromOrInsert() : Insert()) switch
        {
            QueryStatement query => query with { Query = Wrap(query.Query) },
            InsertIntoStatement insert => insert with { Query = Wrap(insert.Query) },
            InsertOverwriteDirectoryStatement insert => insert with { Query = Wrap(insert.Query) },
            MultiInsertStatement inserts => new MultiInsertStatement([
                .. inserts.Inserts.Select(insert => insert with { Query = Wrap(insert.Query) }),
            ]),
            var other => other,
        };

        Relation Wrap(Relation query)
        {
            var copy = with.Clone();
            copy.Input = query;
            return From(start, ExtensionRelation(copy));
        }
    }

    private bool IfExists()
    {
        if (!At("IF", "EXISTS"))
            return false;
        _position += 2;
        return true;
    }

    private bool IfNotExists()
    {
        if (!At("IF") || !IsAny(Peek(), "NOT", "!") || !Peek(2).Is("EXISTS"))
            return false;
        _position += 3;
        return true;
    }

    private bool TakeTemporary() => TakeAny("TEMPORARY", "TEMP");

    private bool TakeNamespace() => TakeAny("NAMESPACE", "DATABASE", "SCHEMA");

    /// <summary>A query together with its text.</summary>
    private (Relation Query, string Sql) QueryWithText()
    {
        var start = _position;
        var query = Query();
        return (query, TextFrom(start));
    }

    private SqlExpression ExpressionWithText()
    {
        var start = _position;
        var expression = Expression();
        return new SqlExpression(expression, TextFrom(start));
    }

    /// <summary><c>(FROM | IN) name</c>; null when it is not there.</summary>
    private List<string>? InNamespace() => TakeAny("FROM", "IN") ? IdentifierReference() : null;

    /// <summary><c>[LIKE] 'pattern'</c>; null when it is not there.</summary>
    private string? LikePattern() => Take("LIKE") || Current.Kind == TokenKind.String ? StringLiteral() : null;

    /// <summary><c>PARTITION (key = value, ...)</c>; empty when it is not there.</summary>
    private List<PartitionValue> PartitionSpec(bool optional = true)
    {
        var start = _position;
        if (optional && !At("PARTITION", "("))
            return [];
        Expect("PARTITION");
        var values = Parenthesized(() =>
        {
            var key = Identifier();
            if (!Take("="))
                return new PartitionValue(key, null);
            if (Take("DEFAULT"))
                throw Error(start, "REF_DEFAULT_VALUE_IS_NOT_ALLOWED_IN_PARTITION");
            return new PartitionValue(key, Operand());
        });
        if (values.GroupBy(value => value.Key).FirstOrDefault(group => group.Count() > 1) is { } duplicate)
            throw Error(start, "DUPLICATE_KEY", ("keyColumn", SqlNames.Quote([duplicate.Key])));
        return values;
    }

    /// <summary>A PARTITION clause whose keys all have values.</summary>
    private List<PartitionValue> CompletePartitionSpec(bool optional = true)
    {
        var start = _position;
        var values = PartitionSpec(optional);
        if (values.Find(value => value.Value is null) is { } open)
            throw Error(start, "INVALID_SQL_SYNTAX.EMPTY_PARTITION_VALUE", ("partKey", SqlNames.Quote([open.Key])));
        return values;
    }

    private Statement Explain()
    {
        Expect("EXPLAIN");
        var mode = ExplainMode.Simple;
        if (AtAny("EXTENDED", "CODEGEN", "COST", "FORMATTED") && Enum.TryParse(Current.Text, ignoreCase: true, out mode))
            _position++;
        else if (At("LOGICAL"))
            throw Error(_position - 1, "INVALID_STATEMENT_OR_CLAUSE", ("operation", "EXPLAIN LOGICAL"));
        return new ExplainStatement(mode, Statement());
    }

    private Statement Use()
    {
        Expect("USE");
        var isNamespace = IsAny(Current, "NAMESPACE", "DATABASE", "SCHEMA") && Peek().Kind is not (TokenKind.End or TokenKind.Symbol);
        if (isNamespace)
            _position++;
        return new UseStatement(IdentifierReference(), isNamespace);
    }

    private Statement Cache()
    {
        var start = _position;
        Expect("CACHE");
        var lazy = Take("LAZY");
        Expect("TABLE");
        var name = IdentifierReference();
        var options = At("OPTIONS", "(") && Take("OPTIONS") ? PropertyList() : [];
        if (!Take("AS") && !StartsQuery(_position))
            return new CacheTableStatement(name, lazy, options, null, null);
        var (query, sql) = QueryWithText();
        if (name.Count > 1)
        {
            var quoted = SqlNames.Join(name.Take(name.Count - 1));
            throw NotAllowed(
                start,
                $"It is not allowed to add catalog/namespace prefix {quoted} to the table name in CACHE TABLE AS SELECT"
            );
        }
        return new CacheTableStatement(name, lazy, options, query, sql);
    }

    private Statement Refresh()
    {
        Expect("REFRESH");
        if (Take("TABLE"))
            return new RefreshTableStatement(IdentifierReference());
        if (At("FUNCTION") && Peek().Kind is TokenKind.Word or TokenKind.QuotedIdentifier)
        {
            _position++;
            return new RefreshFunctionStatement(IdentifierReference());
        }
        if (Current.Kind == TokenKind.String)
            return new RefreshResourceStatement(StringLiteral());
        var start = _position;
        var path = RawText();
        if (path.Length == 0)
        {
            throw Error(
                start - 1,
                "_LEGACY_ERROR_TEMP_0064",
                ("msg", "Resource paths cannot be empty in REFRESH statements. Use / to match everything")
            );
        }
        if (path.Any(char.IsWhiteSpace))
        {
            throw Error(
                start - 1,
                "_LEGACY_ERROR_TEMP_0064",
                ("msg", "REFRESH statements cannot contain ' ', '\\n', '\\r', '\\t' inside unquoted resource paths")
            );
        }
        return new RefreshResourceStatement(path);
    }

    /// <summary>What is left of the text, without the semicolons at its end. No token is left after it.</summary>
    private string RawText()
    {
        var raw = _text[_tokens[_position].Start..].Trim().TrimEnd(';').Trim();
        _position = _tokens.Count - 1;
        return raw;
    }

    private Statement Declare()
    {
        Expect("DECLARE");
        var replace = Take("OR", "REPLACE");
        if (AtAny("VARIABLE", "VAR") && Peek().Kind is TokenKind.Word or TokenKind.QuotedIdentifier)
            _position++;
        var names = List<IReadOnlyList<string>>(IdentifierReference);
        var type = AtAny("DEFAULT", "=", ";") || Current.Kind == TokenKind.End ? null : DataType();
        var value = TakeAny("DEFAULT", "=") ? ExpressionWithText() : null;
        return new DeclareVariableStatement(names, replace, type, value?.Expression, value?.Sql);
    }

    private Statement ExecuteImmediate()
    {
        var start = _position;
        Expect("EXECUTE");
        Expect("IMMEDIATE");
        var query = Expression();
        var into = Take("INTO") ? List<IReadOnlyList<string>>(MultipartIdentifier) : [];
        List<Expression> arguments = [];
        if (Take("USING"))
            arguments =
                Attempt(() => Parenthesized(NamedExpression), () => Current.Kind == TokenKind.End || At(";")) ?? List(NamedExpression);
        var aliases = arguments.Where(argument => argument.Alias is not null).Select(argument => argument.Alias.Name[0]).ToList();
        if (aliases.GroupBy(alias => alias, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } duplicate)
            throw Error(start, "EXEC_IMMEDIATE_DUPLICATE_ARGUMENT_ALIASES", ("aliases", SqlNames.Quote([duplicate.Key])));
        return new ExecuteImmediateStatement(query, into, arguments);
    }

    private Statement Analyze()
    {
        var start = _position;
        Expect("ANALYZE");
        if (Take("TABLES"))
        {
            var space = InNamespace();
            Expect("COMPUTE");
            Expect("STATISTICS");
            return new AnalyzeStatement(space ?? [], true, [], NoScan(start), null);
        }
        Expect("TABLE");
        var name = IdentifierReference();
        var partition = PartitionSpec();
        Expect("COMPUTE");
        Expect("STATISTICS");
        if (At("FOR", "ALL"))
        {
            _position += 2;
            Expect("COLUMNS");
            return new AnalyzeStatement(name, false, partition, false, []);
        }
        if (Take("FOR"))
        {
            Expect("COLUMNS");
            return new AnalyzeStatement(name, false, partition, false, List(() => ErrorCapturingIdentifier()));
        }
        return new AnalyzeStatement(name, false, partition, NoScan(start), null);
    }

    private bool NoScan(int start)
    {
        if (Current.Kind != TokenKind.Word)
            return false;
        if (Take("NOSCAN"))
            return true;
        var word = Next();
        throw Error(start, "INVALID_SQL_SYNTAX.ANALYZE_TABLE_UNEXPECTED_NOSCAN", ("ctx", word.Text.ToUpperInvariant()));
    }

    private Statement Repair()
    {
        Take("MSCK");
        Expect("REPAIR");
        Expect("TABLE");
        var name = IdentifierReference();
        if (!AtAny("ADD", "DROP", "SYNC"))
            return new RepairTableStatement(name, true, false);
        var option = Next();
        Expect("PARTITIONS");
        return new RepairTableStatement(name, !option.Is("DROP"), !option.Is("ADD"));
    }

    private Statement Comment()
    {
        Expect("COMMENT");
        Expect("ON");
        var isNamespace = TakeNamespace();
        if (!isNamespace)
            Expect("TABLE");
        var name = IdentifierReference();
        Expect("IS");
        return new CommentOnStatement(name, isNamespace, Take("NULL") ? null : StringLiteral());
    }

    private Statement Truncate()
    {
        Expect("TRUNCATE");
        if (!Take("TABLE"))
            throw Missing("'TABLE'");
        return new TruncateTableStatement(IdentifierReference(), CompletePartitionSpec());
    }
}
