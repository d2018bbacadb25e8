using System.Globalization;
using Spark.Connect;
using Spark.Embedded.Parse.Statements;

namespace Spark.Embedded.Parse.Grammar;

// CREATE and DROP: tables with their columns, constraints and clauses; namespaces.
internal sealed partial class SqlGrammar
{
    private Statement Create()
    {
        var start = _position;
        var next = _position + 1;
        var replace = _tokens[next].Is("OR") && _tokens[Math.Min(next + 1, _tokens.Count - 1)].Is("REPLACE");
        if (replace)
            next += 2;
        var scope = next;
        while (IsAny(_tokens[scope], "GLOBAL", "TEMPORARY", "TEMP", "EXTERNAL"))
            scope++;
        switch (_tokens[scope].Text.ToUpperInvariant())
        {
            case "TABLE" when replace:
                _position = next;
                return CreateTable(CreateMode.CreateOrReplace);
            case "TABLE":
                _position = next;
                return CreateTable(CreateMode.Create);
            case "VIEW":
                return CreateView();
            case "FUNCTION":
                return CreateFunction();
            case "NAMESPACE" or "DATABASE" or "SCHEMA" when !replace:
                _position = scope;
                return CreateNamespace();
            case "MATERIALIZED" or "STREAMING" or "FLOW":
                throw Unsupported("CREATE " + _tokens[scope].Text.ToUpperInvariant() + " (a pipeline)");
            case "INDEX":
                throw Unsupported("CREATE INDEX");
            case "ROLE" or "MACRO":
                _position = scope + 1;
                throw Error(start, "INVALID_STATEMENT_OR_CLAUSE", ("operation", TextFrom(start).ToUpperInvariant()));
        }
        _position = scope;
        throw Unexpected();
    }

    private Statement Drop()
    {
        var start = _position;
        Expect("DROP");
        if (Take("TABLE"))
        {
            var ifExists = IfExists();
            return new DropTableStatement(IdentifierReference(), ifExists, Take("PURGE"));
        }
        if (Take("VIEW"))
        {
            var ifExists = IfExists();
            return new DropViewStatement(IdentifierReference(), ifExists);
        }
        if (TakeNamespace())
        {
            var ifExists = IfExists();
            var name = IdentifierReference();
            var cascade = Take("CASCADE");
            if (!cascade)
                Take("RESTRICT");
            return new DropNamespaceStatement(name, ifExists, cascade);
        }
        var temporary = TakeTemporary();
        if (Take("FUNCTION"))
        {
            var ifExists = IfExists();
            var name = IdentifierReference();
            return temporary && name.Count > 1
                ? throw Error(
                    start,
                    "INVALID_SQL_SYNTAX.MULTI_PART_NAME",
                    ("statement", "DROP TEMPORARY FUNCTION"),
                    ("name", SqlNames.Quote(name))
                )
                : new DropFunctionStatement(name, temporary, ifExists);
        }
        if (temporary && TakeAny("VARIABLE", "VAR"))
        {
            var ifExists = IfExists();
            return new DropVariableStatement(IdentifierReference(), ifExists);
        }
        if (At("INDEX"))
            throw Unsupported("DROP INDEX");
        throw Unexpected();
    }

    private Statement CreateNamespace()
    {
        var start = _position - 1;
        TakeNamespace();
        var ifNotExists = IfNotExists();
        var name = IdentifierReference();
        string? comment = null,
            location = null;
        Dictionary<string, string> properties = [];
        while (true)
        {
            if (At("COMMENT"))
                comment = Once(start, comment, "COMMENT", CommentClause);
            else if (At("LOCATION"))
                location = Once(start, location, "LOCATION", LocationClause);
            else if (At("DEFAULT", "COLLATION"))
            {
                _position += 2;
                Identifier();
            }
            else if (At("WITH") && IsAny(Peek(), "DBPROPERTIES", "PROPERTIES"))
            {
                _position += 2;
                properties = PropertyList();
            }
            else
                return new CreateNamespaceStatement(name, ifNotExists, comment, location, properties);
        }
    }

    private string CommentClause()
    {
        Expect("COMMENT");
        return StringLiteral();
    }

    private string LocationClause()
    {
        Expect("LOCATION");
        return StringLiteral();
    }

    /// <summary>A clause that may be written once.</summary>
    private T Once<T>(int start, T? before, string clause, Func<T> read)
        where T : class
    {
        var value = read();
        return before is null ? value : throw Error(start, "DUPLICATE_CLAUSES", ("clauseName", clause));
    }

    /// <summary>Begins at REPLACE, TEMPORARY, EXTERNAL or TABLE.</summary>
    private Statement CreateTable(CreateMode mode)
    {
        var start = 0;
        Take("REPLACE");
        var temporary = TakeTemporary();
        var external = Take("EXTERNAL");
        Expect("TABLE");
        if (IfNotExists())
            mode = CreateMode.CreateIfNotExists;
        var name = IdentifierReference();
        if (Take("LIKE"))
            return CreateTableLike(name, mode == CreateMode.CreateIfNotExists);
        if (At("SHALLOW", "CLONE"))
            return Clone(name, mode);

        List<ColumnDefinition> columns = [];
        List<TableConstraint> constraints = [];
        if (At("(") && !StartsQuery(_position))
        {
            foreach (
                var element in Parenthesized<object>(() => TableConstraint() is { } constraint ? constraint : ColumnDefinition("CREATE"))
            )
            {
                if (element is ColumnDefinition column)
                    columns.Add(column);
                else
                    constraints.Add((TableConstraint)element);
            }
        }
        var primaryKeys = constraints
            .Concat(columns.SelectMany(column => column.Constraints))
            .OfType<UniqueConstraint>()
            .Where(c => c.IsPrimaryKey);
        if (primaryKeys.Count() > 1)
        {
            throw Error(
                start,
                "MULTIPLE_PRIMARY_KEYS",
                ("columns", string.Join(", ", primaryKeys.Select(key => "(" + string.Join(", ", key.Columns) + ")")))
            );
        }
        var provider = Take("USING") ? string.Join('.', MultipartIdentifier()) : null;
        var clauses = TableClauses(start);
        var query = Take("AS") || StartsQuery(_position) ? Query() : null;
        if (temporary)
        {
            throw query is not null
                ? NotAllowed(start, "CREATE TEMPORARY TABLE ... AS ..., use CREATE TEMPORARY VIEW instead")
                : Error(start, provider is null ? "_LEGACY_ERROR_TEMP_0046" : "INVALID_SQL_SYNTAX.CREATE_TEMP_TABLE_USING_PROVIDER");
        }
        if (query is not null && columns.Count > 0)
            throw NotAllowed(start, "Schema may not be specified in a Create Table As Select (CTAS) statement");
        if (external && clauses.Location is null)
            throw NotAllowed(start, "CREATE EXTERNAL TABLE must be accompanied by LOCATION");
        return new CreateTableStatement(name, mode, external, columns, constraints, provider, clauses, query);
    }

    private Statement CreateTableLike(List<string> name, bool ifNotExists)
    {
        var source = MultipartIdentifier();
        string? provider = null,
            location = null;
        Dictionary<string, string> properties = [];
        while (true)
        {
            if (Take("USING"))
                provider = string.Join('.', MultipartIdentifier());
            else if (At("LOCATION"))
                location = LocationClause();
            else if (Take("TBLPROPERTIES"))
                properties = PropertyList();
            else if (Take("STORED", "AS"))
                provider = Identifier();
            else if (At("ROW", "FORMAT"))
                throw Unsupported("ROW FORMAT");
            else
                return new CreateTableLikeStatement(name, source, ifNotExists, provider, location, properties);
        }
    }

    private TableClauses TableClauses(int start)
    {
        List<PartitionField>? partitioning = null;
        List<IReadOnlyList<string>>? clusterBy = null;
        BucketSpec? buckets = null;
        Dictionary<string, string>? options = null,
            properties = null;
        string? location = null,
            comment = null,
            collation = null,
            storedAs = null;
        while (true)
        {
            if (At("OPTIONS", "("))
                options = Once(start, options, "OPTIONS", () => Clause("OPTIONS", PropertyList));
            else if (Take("PARTITIONED", "BY"))
                partitioning = Once(start, partitioning, "PARTITIONED BY", () => Parenthesized(PartitionField));
            else if (At("CLUSTER", "BY"))
                clusterBy = Once(start, clusterBy, "CLUSTER BY", ClusterBy);
            else if (Take("CLUSTERED", "BY"))
                buckets = Once(start, buckets, "CLUSTERED BY", Buckets);
            else if (At("LOCATION"))
                location = Once(start, location, "LOCATION", LocationClause);
            else if (At("COMMENT"))
                comment = Once(start, comment, "COMMENT", CommentClause);
            else if (Take("DEFAULT", "COLLATION"))
                collation = Once(start, collation, "DEFAULT COLLATION", () => Identifier());
            else if (At("TBLPROPERTIES"))
                properties = Once(start, properties, "TBLPROPERTIES", () => Clause("TBLPROPERTIES", PropertyList));
            else if (Take("STORED", "AS"))
                storedAs = Once(start, storedAs, "STORED AS/BY", () => At("INPUTFORMAT") ? throw Unsupported("INPUTFORMAT") : Identifier());
            else if (At("STORED", "BY"))
                throw Unsupported("STORED BY");
            else if (At("ROW", "FORMAT"))
                throw Unsupported("ROW FORMAT");
            else if (At("SKEWED", "BY"))
                throw Unsupported("SKEWED BY");
            else
                break;
        }
        if (clusterBy is not null && partitioning is not null)
            throw Error(start, "SPECIFY_CLUSTER_BY_WITH_PARTITIONED_BY_IS_NOT_ALLOWED");
        if (clusterBy is not null && buckets is not null)
            throw Error(start, "SPECIFY_CLUSTER_BY_WITH_BUCKETING_IS_NOT_ALLOWED");
        var path = options?.FirstOrDefault(option => option.Key.Equals("path", StringComparison.OrdinalIgnoreCase)).Value;
        if (path is not null && location is not null)
            throw Error(start, "_LEGACY_ERROR_TEMP_0032", ("pathOne", path), ("pathTwo", location));
        return new TableClauses(
            partitioning ?? [],
            clusterBy ?? [],
            buckets,
            options ?? [],
            properties ?? [],
            location ?? path,
            comment,
            collation,
            storedAs
        );
    }

    private T Clause<T>(string keyword, Func<T> body)
    {
        Expect(keyword);
        return body();
    }

    private List<IReadOnlyList<string>> ClusterBy()
    {
        _position += 2;
        return Parenthesized<IReadOnlyList<string>>(MultipartIdentifier);
    }

    private BucketSpec Buckets()
    {
        var columns = IdentifierList();
        List<string> sort = [];
        if (Take("SORTED", "BY"))
        {
            sort = Parenthesized(() =>
            {
                var column = ErrorCapturingIdentifier();
                if (!TakeAny("ASC") && At("DESC"))
                    throw NotAllowed(_position, "Column ordering must be ASC, was 'DESC'");
                return column;
            });
        }
        Expect("INTO");
        var count = IntegerValue();
        Expect("BUCKETS");
        return new BucketSpec(columns, sort, count);
    }

    /// <summary>A column, a column's definition, or a transform.</summary>
    private PartitionField PartitionField()
    {
        if (Peek().Is("("))
        {
            var transform = Identifier().ToLowerInvariant();
            List<string> column = [];
            List<Expression> constants = [];
            foreach (var argument in Parenthesized(() => Expression()))
            {
                if (argument.UnresolvedAttribute is { } attribute && column.Count == 0)
                    column = SqlParser.ParseMultipartIdentifier(attribute.UnparsedIdentifier, _options);
                else
                    constants.Add(argument);
            }
            return new PartitionField(column, null, transform, constants);
        }
        var name = MultipartIdentifier();
        return AtAny(",", ")") ? new PartitionField(name, null, null, []) : new PartitionField(name, ColumnOf(name, "CREATE"), null, []);
    }

    /// <summary><c>name type options</c>.</summary>
    /// <param name="statement">CREATE, ADD or REPLACE, which errors name.</param>
    private ColumnDefinition ColumnDefinition(string statement) =>
        ColumnOf(statement == "CREATE" ? [ErrorCapturingIdentifier()] : MultipartIdentifier(), statement);

    private ColumnDefinition ColumnOf(List<string> name, string statement)
    {
        var start = _position - 1;
        var column = new ColumnDefinition(name, DataType());
        var constraints = new List<TableConstraint>();
        while (true)
        {
            if (AtAny("NOT", "!") && Peek().Is("NULL"))
            {
                Refuse(!column.Nullable, "NOT NULL");
                _position += 2;
                column = column with { Nullable = false };
            }
            else if (At("DEFAULT") && !Peek().Is("COLLATION"))
            {
                Refuse(column.Default is not null, "DEFAULT");
                _position++;
                column = column with { Default = ExpressionWithText() };
            }
            else if (At("COMMENT"))
            {
                Refuse(column.Comment is not null, "COMMENT");
                column = column with { Comment = CommentClause() };
            }
            else if (At("GENERATED"))
            {
                Refuse(column.Generated is not null || column.Identity is not null, "GENERATED ALWAYS AS");
                column = Generated(column);
            }
            else if (statement != "CREATE" && AtAny("FIRST", "AFTER"))
            {
                Refuse(column.Position is not null, "FIRST|AFTER");
                column = column with { Position = Position() };
            }
            else if (ColumnConstraint(name[^1]) is { } constraint)
                constraints.Add(constraint);
            else
                return column with { Constraints = constraints };
        }

        void Refuse(bool repeated, string option)
        {
            if (!repeated)
                return;
            throw statement == "CREATE"
                ? Error(start, "CREATE_TABLE_COLUMN_DESCRIPTOR_DUPLICATE", ("columnName", name[0]), ("optionName", option))
                : Error(
                    start,
                    "ALTER_TABLE_COLUMN_DESCRIPTOR_DUPLICATE",
                    ("type", statement),
                    ("columnName", name[0]),
                    ("optionName", option)
                );
        }
    }

    private ColumnPosition Position() =>
        Take("FIRST") ? new ColumnPosition(null) : Clause("AFTER", () => new ColumnPosition(ErrorCapturingIdentifier()));

    private ColumnDefinition Generated(ColumnDefinition column)
    {
        var start = _position;
        Expect("GENERATED");
        var byDefault = Take("BY", "DEFAULT");
        if (!byDefault)
            Expect("ALWAYS");
        Expect("AS");
        if (!byDefault && Take("("))
        {
            var expression = ExpressionWithText();
            Expect(")");
            return column with { Generated = expression };
        }
        Expect("IDENTITY");
        long? first = null,
            step = null;
        if (Take("("))
        {
            while (!Take(")"))
            {
                var option = Next();
                var isStart = option.Is("START");
                Expect(isStart ? "WITH" : "BY");
                if (!isStart && !option.Is("INCREMENT"))
                    throw SyntaxError(option);
                if ((isStart ? first : step) is not null)
                {
                    throw Error(
                        start,
                        "IDENTITY_COLUMNS_DUPLICATED_SEQUENCE_GENERATOR_OPTION",
                        ("sequenceGeneratorOption", isStart ? "START" : "STEP")
                    );
                }
                var number = (Take("-") ? "-" : "") + Next().Text.TrimEnd('L', 'l');
                if (isStart)
                    first = long.Parse(number, CultureInfo.InvariantCulture);
                else
                    step = long.Parse(number, CultureInfo.InvariantCulture);
            }
        }
        if (step == 0)
            throw Error(start, "IDENTITY_COLUMNS_ILLEGAL_STEP");
        if (column.Type.KindCase != Spark.Connect.DataType.KindOneofCase.Long)
        {
            throw Error(
                start,
                "IDENTITY_COLUMNS_UNSUPPORTED_DATA_TYPE",
                ("dataType", $"\"{column.Type.KindCase.ToString().ToUpperInvariant()}\"")
            );
        }
        return column with { Identity = new IdentityColumn(byDefault, first ?? 1, step ?? 1) };
    }

    /// <summary>A constraint among the columns of a table; null when a column begins here.</summary>
    private TableConstraint? TableConstraint()
    {
        if (!At("CONSTRAINT") && !At("CHECK", "(") && !At("PRIMARY", "KEY") && !At("UNIQUE", "(") && !At("FOREIGN", "KEY"))
            return null;
        if (At("CONSTRAINT") && !IsAny(Peek(2), "CHECK", "PRIMARY", "UNIQUE", "FOREIGN"))
            return null;
        var name = Take("CONSTRAINT") ? ErrorCapturingIdentifier() : null;
        if (At("CHECK"))
            return Check(name);
        if (Take("FOREIGN", "KEY"))
        {
            var columns = IdentifierList();
            Expect("REFERENCES");
            return References(name, columns);
        }
        var isPrimary = Take("PRIMARY", "KEY");
        if (!isPrimary)
            Expect("UNIQUE");
        var keys = IdentifierList();
        var (enforced, rely) = ConstraintCharacteristics();
        return new UniqueConstraint(name, isPrimary, keys, enforced, rely);
    }

    /// <summary>A constraint behind a column's type; null when none begins here.</summary>
    private TableConstraint? ColumnConstraint(string column)
    {
        if (!AtAny("CONSTRAINT", "CHECK", "PRIMARY", "UNIQUE", "REFERENCES"))
            return null;
        var name = Take("CONSTRAINT") ? ErrorCapturingIdentifier() : null;
        if (At("CHECK"))
            return Check(name);
        if (Take("REFERENCES"))
            return References(name, [column]);
        var isPrimary = Take("PRIMARY", "KEY");
        if (!isPrimary)
            Expect("UNIQUE");
        var (enforced, rely) = ConstraintCharacteristics();
        return new UniqueConstraint(name, isPrimary, [column], enforced, rely);
    }

    private CheckConstraint Check(string? name)
    {
        Expect("CHECK");
        Expect("(");
        var condition = ExpressionWithText();
        Expect(")");
        var (enforced, rely) = ConstraintCharacteristics();
        return new CheckConstraint(name, condition, enforced, rely);
    }

    private ForeignKeyConstraint References(string? name, List<string> columns)
    {
        var parent = MultipartIdentifier();
        var parentColumns = At("(") ? IdentifierList() : [];
        var (enforced, rely) = ConstraintCharacteristics();
        return new ForeignKeyConstraint(name, columns, parent, parentColumns, enforced, rely);
    }

    private (bool? Enforced, bool? Rely) ConstraintCharacteristics()
    {
        var start = _position;
        bool? enforced = null,
            rely = null;
        while (At("ENFORCED") || At("NOT", "ENFORCED") || AtAny("RELY", "NORELY"))
        {
            if (AtAny("RELY", "NORELY"))
            {
                if (rely is not null)
                    throw Repeated();
                rely = Next().Is("RELY");
            }
            else
            {
                if (enforced is not null)
                    throw Repeated();
                enforced = !Take("NOT");
                Expect("ENFORCED");
            }
        }
        return (enforced, rely);

        Exception Repeated() => Error(start, "INVALID_CONSTRAINT_CHARACTERISTICS", ("characteristics", Next().Text.ToUpperInvariant()));
    }
}
