using Spark.Connect;
using Spark.Embedded.Parse.Statements;

namespace Spark.Embedded.Parse.Grammar;

// CREATE VIEW and CREATE FUNCTION.
internal sealed partial class SqlGrammar
{
    private Statement CreateView()
    {
        var start = _position;
        Expect("CREATE");
        var replace = Take("OR", "REPLACE");
        var global = Take("GLOBAL");
        var temporary = TakeTemporary();
        Expect("VIEW");
        var ifNotExists = IfNotExists();
        var name = IdentifierReference();
        var kind =
            !temporary ? ViewKind.Persisted
            : global ? ViewKind.GlobalTemporary
            : ViewKind.Temporary;
        if (temporary && _tokens[At("(") ? ClosingParenthesis() + 1 : _position].Is("USING"))
            return TempViewUsing(name, global, replace);

        List<ViewColumn> columns = [];
        if (At("("))
            columns = Parenthesized(() => new ViewColumn(Identifier(), At("COMMENT") ? CommentClause() : null));
        string? comment = null,
            collation = null,
            bindingText = null;
        ViewSchemaBinding? binding = null;
        Dictionary<string, string>? properties = null;
        while (true)
        {
            if (At("COMMENT"))
                comment = Once(start, comment, "COMMENT", CommentClause);
            else if (At("WITH", "SCHEMA"))
                bindingText = Once(start, bindingText, "WITH SCHEMA", () => (binding = SchemaBinding()).ToString()!);
            else if (Take("DEFAULT", "COLLATION"))
                collation = Once(start, collation, "DEFAULT COLLATION", () => Identifier());
            else if (At("TBLPROPERTIES"))
                properties = Once(start, properties, "TBLPROPERTIES", () => Clause("TBLPROPERTIES", PropertyList));
            else if (At("PARTITIONED", "ON"))
                throw Error(start, "INVALID_STATEMENT_OR_CLAUSE", ("operation", "CREATE VIEW ... PARTITIONED ON"));
            else
                break;
        }
        Expect("AS");
        var (query, sql) = QueryWithText();
        if (ifNotExists && replace)
            throw Error(start, "_LEGACY_ERROR_TEMP_0052");
        if (temporary && properties is { Count: > 0 })
            throw NotAllowed(start, "TBLPROPERTIES can't coexist with CREATE TEMPORARY VIEW");
        if (temporary && binding is not null)
            throw Error(start, "UNSUPPORTED_FEATURE.TEMPORARY_VIEW_WITH_SCHEMA_BINDING_MODE");
        if (temporary && ifNotExists)
            throw Error(start, "_LEGACY_ERROR_TEMP_0053");
        if (temporary && name.Count > 1)
            throw Error(start, "TEMP_VIEW_NAME_TOO_MANY_NAME_PARTS", ("actualName", SqlNames.Quote(name)));
        return new CreateViewStatement(
            name,
            kind,
            replace,
            ifNotExists,
            columns,
            comment,
            collation,
            properties ?? [],
            binding,
            query,
            sql
        );
    }

    private CreateTempViewUsingStatement TempViewUsing(List<string> name, bool global, bool replace)
    {
        DataType? schema = null;
        if (Take("("))
        {
            schema = TableSchema();
            Expect(")");
        }
        Expect("USING");
        var provider = string.Join('.', MultipartIdentifier());
        return new CreateTempViewUsingStatement(
            name,
            global,
            replace,
            schema,
            provider,
            At("OPTIONS", "(") && Take("OPTIONS") ? PropertyList() : []
        );
    }

    /// <summary>The token that closes the parenthesis at the current one; the last but one when none does.</summary>
    private int ClosingParenthesis()
    {
        var depth = 0;
        for (var i = _position; i < _tokens.Count - 1; i++)
        {
            if (_tokens[i].Is("("))
                depth++;
            else if (_tokens[i].Is(")") && --depth == 0)
                return i;
        }
        return _tokens.Count - 2;
    }

    private ViewSchemaBinding SchemaBinding()
    {
        var start = _position;
        Expect("WITH");
        Expect("SCHEMA");
        var typed = Take("TYPE");
        if (!AtAny("BINDING", "COMPENSATION", "EVOLUTION") || (typed && !At("EVOLUTION")))
            throw Unexpected();
        var binding = typed ? ViewSchemaBinding.TypeEvolution : Enum.Parse<ViewSchemaBinding>(Current.Text, ignoreCase: true);
        _position++;
        return _options.ViewSchemaBindingEnabled
            ? binding
            : throw Error(
                start,
                "FEATURE_NOT_ENABLED",
                ("featureName", "VIEW ... WITH SCHEMA ..."),
                ("configKey", "spark.sql.legacy.viewSchemaBindingMode"),
                ("configValue", "true")
            );
    }

    private Statement CreateFunction()
    {
        var start = _position;
        Expect("CREATE");
        var replace = Take("OR", "REPLACE");
        var temporary = TakeTemporary();
        Expect("FUNCTION");
        var ifNotExists = IfNotExists();
        var name = IdentifierReference();
        if (!At("("))
            return JvmFunction(start, name, temporary, replace, ifNotExists);

        Expect("(");
        var parameters = At(")") ? [] : List(() => ColumnDefinition("CREATE"));
        Expect(")");
        DataType? type = null;
        var returnsTable = false;
        if (At("RETURNS") && !Peek().Is("NULL"))
        {
            _position++;
            returnsTable = At("TABLE", "(") || (At("TABLE") && !Peek().Is("RETURN"));
            if (Take("TABLE"))
            {
                returnsTable = true;
                if (Take("("))
                {
                    type = TableSchema();
                    Expect(")");
                }
            }
            else
                type = DataType();
        }
        var (comment, deterministic) = RoutineCharacteristics();
        Expect("RETURN");
        var bodyStart = _position;
        Relation? query = null;
        Expression? body = null;
        if (StartsQuery(_position) && Attempt(Query, () => Current.Kind == TokenKind.End || At(";")) is { } parsed)
            query = parsed;
        else
            body = Expression();
        var sql = TextFrom(bodyStart);

        if (parameters.Exists(parameter => parameter.Generated is not null || parameter.Identity is not null))
            throw Error(start, "INVALID_SQL_SYNTAX.CREATE_FUNC_WITH_GENERATED_COLUMNS_AS_PARAMETERS");
        if (parameters.Exists(parameter => parameter.Constraints.Count > 0))
            throw Error(start, "INVALID_SQL_SYNTAX.CREATE_FUNC_WITH_COLUMN_CONSTRAINTS");
        RefuseFunction(start, name, temporary, replace, ifNotExists);
        return new CreateSqlFunctionStatement(
            name,
            temporary,
            replace,
            ifNotExists,
            parameters,
            type,
            returnsTable,
            body,
            query,
            sql,
            comment,
            deterministic
        );
    }

    private Statement JvmFunction(int start, List<string> name, bool temporary, bool replace, bool ifNotExists)
    {
        Expect("AS");
        var className = StringLiteral();
        if (Take("USING"))
        {
            List(() =>
            {
                Identifier();
                return StringLiteral();
            });
        }
        RefuseFunction(start, name, temporary, replace, ifNotExists);
        return new CreateFunctionStatement(name, temporary, replace, ifNotExists, className);
    }

    private void RefuseFunction(int start, List<string> name, bool temporary, bool replace, bool ifNotExists)
    {
        if (ifNotExists && replace)
            throw Error(start, "INVALID_SQL_SYNTAX.CREATE_ROUTINE_WITH_IF_NOT_EXISTS_AND_REPLACE");
        if (!temporary)
            return;
        if (ifNotExists)
            throw Error(start, "INVALID_SQL_SYNTAX.CREATE_TEMP_FUNC_WITH_IF_NOT_EXISTS");
        if (name.Count > 2)
        {
            throw Error(
                start,
                "INVALID_SQL_SYNTAX.MULTI_PART_NAME",
                ("statement", "CREATE TEMPORARY FUNCTION"),
                ("name", SqlNames.Quote(name))
            );
        }
        if (name.Count == 2)
            throw Error(start, "INVALID_SQL_SYNTAX.CREATE_TEMP_FUNC_WITH_DATABASE", ("database", SqlNames.Quote([name[0]])));
    }

    /// <summary>What is said of a function besides its body; only the comment and determinism mean anything here.</summary>
    private (string? Comment, bool? Deterministic) RoutineCharacteristics()
    {
        string? comment = null;
        bool? deterministic = null;
        while (true)
        {
            if (At("COMMENT"))
                comment = CommentClause();
            else if (Take("DETERMINISTIC"))
                deterministic = true;
            else if (Take("NOT", "DETERMINISTIC"))
                deterministic = false;
            else if (At("LANGUAGE"))
            {
                if (!Peek().Is("SQL"))
                    throw Unsupported("A function in the language " + Peek().Text);
                _position += 2;
            }
            else if (Take("SPECIFIC"))
                ErrorCapturingIdentifier();
            else if (Take("NO", "SQL") || Take("CONTAINS", "SQL") || Take("SQL", "SECURITY"))
            {
                if (_tokens[_position - 1].Is("SECURITY") && !TakeAny("INVOKER", "DEFINER"))
                    throw Unexpected();
            }
            else if (AtAny("READS", "MODIFIES") && Peek().Is("SQL"))
            {
                _position += 2;
                Expect("DATA");
            }
            else if (At("RETURNS", "NULL") || At("CALLED", "ON"))
            {
                _position += At("CALLED") ? 1 : 2;
                Expect("ON");
                Expect("NULL");
                Expect("INPUT");
            }
            else
                return (comment, deterministic);
        }
    }
}
