using System.Globalization;
using Spark.Embedded.Parse.Statements;

namespace Spark.Embedded.Parse.Grammar;

// DESCRIBE and SHOW.
internal sealed partial class SqlGrammar
{
    private Statement Describe()
    {
        var start = _position;
        _position++;
        var next = Peek();
        var named = next.Kind is TokenKind.Word or TokenKind.QuotedIdentifier;
        if (At("FUNCTION") && (named || next.Kind is TokenKind.String or TokenKind.Symbol) && !IsAny(next, ".", ";"))
            return DescribeFunction();
        if (IsAny(Current, "NAMESPACE", "DATABASE", "SCHEMA") && named)
        {
            _position++;
            var extended = At("EXTENDED") && Peek().Kind is TokenKind.Word or TokenKind.QuotedIdentifier && Take("EXTENDED");
            return new DescribeNamespaceStatement(IdentifierReference(), extended);
        }
        if (At("HISTORY") && (named || next.Kind == TokenKind.String))
        {
            _position++;
            var table = DeltaTable();
            int? limit = Take("LIMIT") ? int.Parse(Next().Text, CultureInfo.InvariantCulture) : null;
            return new DescribeHistoryStatement(table, limit);
        }
        if (At("DETAIL") && (named || next.Kind == TokenKind.String))
        {
            _position++;
            return new DescribeDetailStatement(DeltaTable());
        }
        if (At("PROCEDURE") && named)
            throw Unsupported("DESCRIBE PROCEDURE");
        var isQuery = At("QUERY") && (StartsQuery(_position + 1) || (next.Is("FROM") && Peek(2).Kind == TokenKind.Word));
        if (isQuery || (StartsQuery(_position) && (!At("TABLE") || IsTableQuery())))
        {
            if (isQuery)
                _position++;
            var (query, sql) = QueryWithText();
            return new DescribeQueryStatement(query, sql);
        }
        return DescribeRelation(start);
    }

    /// <summary>DESCRIBE TABLE t describes t; only DESCRIBE TABLE t UNION ... would be a query.</summary>
    private bool IsTableQuery()
    {
        for (var i = _position + 1; _tokens[i].Kind != TokenKind.End; i++)
        {
            if (IsAny(_tokens[i], "UNION", "INTERSECT", "EXCEPT", "|>"))
                return true;
        }
        return false;
    }

    private Statement DescribeFunction()
    {
        _position++;
        var extended = At("EXTENDED") && Peek().Kind != TokenKind.End && !Peek().Is(";") && Take("EXTENDED");
        if (Current.Kind == TokenKind.String)
            return new DescribeFunctionStatement(SqlParser.ParseMultipartIdentifier(StringLiteral(), _options), extended);
        return Current.Kind == TokenKind.Symbol
            ? new DescribeFunctionStatement([Next().Text], extended)
            : new DescribeFunctionStatement(IdentifierReference(), extended);
    }

    private Statement DescribeRelation(int start)
    {
        if (At("TABLE") && Peek().Kind is TokenKind.Word or TokenKind.QuotedIdentifier)
            _position++;
        var extended = AtAny("EXTENDED", "FORMATTED") && Peek().Kind is TokenKind.Word or TokenKind.QuotedIdentifier;
        if (extended)
            _position++;
        var name = IdentifierReference();
        var partition = PartitionSpec();
        List<string>? column = null;
        var asJson = At("AS", "JSON");
        if (!asJson && AtIdentifier() && !AtAny("AS"))
        {
            column = [ErrorCapturingIdentifier()];
            while (Take("."))
                column.Add(ErrorCapturingIdentifier());
            asJson = At("AS", "JSON");
        }
        if (asJson)
        {
            _position += 2;
            if (!extended)
                throw ParseErrors.At(_text, _tokens[start], "DESCRIBE_JSON_NOT_EXTENDED", ("tableName", string.Join('.', name)));
            if (column is not null)
                throw ParseErrors.At(_text, _tokens[start], "UNSUPPORTED_FEATURE.DESC_TABLE_COLUMN_JSON");
        }
        if (column is not null && partition.Count > 0)
            throw Error(start, "UNSUPPORTED_FEATURE.DESC_TABLE_COLUMN_PARTITION");
        if (partition.Find(value => value.Value is null) is { } open)
            throw Error(start, "INVALID_SQL_SYNTAX.EMPTY_PARTITION_VALUE", ("partKey", SqlNames.Quote([open.Key])));
        return new DescribeTableStatement(name, extended, partition, column, asJson);
    }

    private Statement Show()
    {
        var start = _position;
        Expect("SHOW");
        if (TakeAny("TABLES"))
        {
            var space = InNamespace();
            return new ShowTablesStatement(space, LikePattern());
        }
        if (Take("VIEWS"))
        {
            var space = InNamespace();
            return new ShowViewsStatement(space, LikePattern());
        }
        if (TakeAny("DATABASES", "SCHEMAS", "NAMESPACES"))
        {
            var parent = InNamespace();
            return new ShowNamespacesStatement(parent, LikePattern());
        }
        if (Take("CATALOGS"))
            return new ShowCatalogsStatement(LikePattern());
        if (Take("TABLE", "EXTENDED"))
        {
            var space = InNamespace();
            Expect("LIKE");
            var pattern = StringLiteral();
            return new ShowTableExtendedStatement(space, pattern, CompletePartitionSpec());
        }
        if (Take("TBLPROPERTIES"))
        {
            var table = IdentifierReference();
            if (!Take("("))
                return new ShowTablePropertiesStatement(table, null);
            var key = PropertyKey();
            Expect(")");
            return new ShowTablePropertiesStatement(table, key);
        }
        if (Take("COLUMNS"))
        {
            var table = InNamespace() ?? throw Unexpected();
            return new ShowColumnsStatement(table, InNamespace());
        }
        if (Take("PARTITIONS"))
        {
            var table = IdentifierReference();
            return new ShowPartitionsStatement(table, CompletePartitionSpec());
        }
        if (Take("CREATE", "TABLE"))
        {
            var name = IdentifierReference();
            return new ShowCreateTableStatement(name, Take("AS", "SERDE"));
        }
        if (At("CURRENT") && IsAny(Peek(), "NAMESPACE", "DATABASE", "SCHEMA"))
        {
            _position += 2;
            return new ShowCurrentNamespaceStatement();
        }
        if (At("FUNCTIONS") || Peek().Is("FUNCTIONS"))
            return ShowFunctions(start);
        if (AtAny("GRANT", "ROLE", "ROLES", "PRINCIPALS", "COMPACTIONS", "TRANSACTIONS", "INDEXES", "LOCKS"))
        {
            var what = Next();
            throw Error(start, "INVALID_STATEMENT_OR_CLAUSE", ("operation", "SHOW " + what.Text.ToUpperInvariant()));
        }
        if (At("PROCEDURES"))
            throw Unsupported("SHOW PROCEDURES");
        throw Unexpected();
    }

    private Statement ShowFunctions(int start)
    {
        var (user, system) = (true, true);
        if (!At("FUNCTIONS"))
        {
            var scope = Next();
            (user, system) = scope.Text.ToUpperInvariant() switch
            {
                "ALL" => (true, true),
                "USER" => (true, false),
                "SYSTEM" => (false, true),
                _ => throw Error(start, "INVALID_SQL_SYNTAX.SHOW_FUNCTIONS_INVALID_SCOPE", ("scope", SqlNames.Quote([scope.Text]))),
            };
        }
        Expect("FUNCTIONS");
        var space = InNamespace();
        var like = Take("LIKE");
        if (Current.Kind == TokenKind.String)
            return new ShowFunctionsStatement(user, system, space, StringLiteral());
        if (!AtIdentifier())
            return like ? throw Unexpected() : new ShowFunctionsStatement(user, system, space, null);
        // The older form without quotes: a namespace and a function.
        var name = MultipartIdentifier();
        if (name.Count > 1 && space is not null)
            throw Error(start, "INVALID_SQL_SYNTAX.SHOW_FUNCTIONS_INVALID_PATTERN", ("pattern", SqlNames.Quote(name)));
        return new ShowFunctionsStatement(user, system, name.Count > 1 ? name[..^1] : space, name[^1]);
    }
}
