using Spark.Embedded.Parse.Statements;

namespace Spark.Embedded.Parse.Grammar;

// ALTER: tables, views, namespaces.
internal sealed partial class SqlGrammar
{
    private Statement Alter()
    {
        var start = _position;
        Expect("ALTER");
        if (TakeNamespace())
            return AlterNamespace();
        if (At("INDEX"))
            throw Unsupported("ALTER INDEX");
        var isView = Take("VIEW");
        if (!isView)
            Expect("TABLE");
        var name = IdentifierReference();
        var partition = At("PARTITION", "(") ? PartitionSpec() : [];
        if (partition.Count > 0 && Take("RENAME", "TO"))
            return new RenamePartitionStatement(name, partition, PartitionSpec(optional: false));
        if (Take("RENAME", "TO"))
            return new RenameTableStatement(name, MultipartIdentifier(), isView);
        if (Take("SET"))
            return AlterSet(name, isView, partition);
        if (Take("UNSET"))
        {
            Expect("TBLPROPERTIES");
            var ifExists = IfExists();
            return new UnsetTablePropertiesStatement(name, isView, ifExists, PropertyKeys());
        }
        if (Take("ADD"))
            return AlterAdd(name);
        if (Take("DROP"))
            return AlterDrop(name);
        if (isView)
            return AlterView(name);
        if (Take("RENAME", "COLUMN"))
        {
            var column = MultipartIdentifier();
            Expect("TO");
            return new RenameColumnStatement(name, column, ErrorCapturingIdentifier());
        }
        if (AtAny("ALTER", "CHANGE"))
            return AlterColumns(start, name);
        if (Take("REPLACE", "COLUMNS"))
            return new ReplaceColumnsStatement(name, Parenthesized(() => ColumnDefinition("REPLACE")));
        if (Take("RECOVER", "PARTITIONS"))
            return new RepairTableStatement(name, true, false);
        if (At("CLUSTER", "BY"))
        {
            if (!Peek(2).Is("NONE"))
                return new AlterClusterByStatement(name, ClusterBy());
            _position += 3;
            return new AlterClusterByStatement(name, []);
        }
        if (Take("DEFAULT", "COLLATION"))
            return new AlterTableCollationStatement(name, Identifier());
        throw Unexpected();
    }

    private Statement AlterNamespace()
    {
        var name = IdentifierReference();
        if (Take("UNSET"))
        {
            if (!TakeAny("DBPROPERTIES", "PROPERTIES"))
                throw Unexpected();
            return new UnsetNamespacePropertiesStatement(name, PropertyKeys());
        }
        if (Take("DEFAULT", "COLLATION"))
            return new SetNamespaceCollationStatement(name, Identifier());
        Expect("SET");
        if (At("LOCATION"))
            return new SetNamespaceLocationStatement(name, LocationClause());
        return TakeAny("DBPROPERTIES", "PROPERTIES") ? new SetNamespacePropertiesStatement(name, PropertyList()) : throw Unexpected();
    }

    private List<string> PropertyKeys()
    {
        var start = _position;
        var properties = Properties();
        var valued = properties.Where(property => property.Value is not null).Select(property => property.Key).ToList();
        return valued.Count == 0
            ? properties.ConvertAll(property => property.Key)
            : throw NotAllowed(start, $"Values should not be specified for key(s): [{string.Join(',', valued)}]");
    }

    private Statement AlterSet(List<string> name, bool isView, List<PartitionValue> partition)
    {
        if (Take("TBLPROPERTIES"))
            return new SetTablePropertiesStatement(name, isView, PropertyList());
        if (At("LOCATION"))
            return new SetTableLocationStatement(name, partition, LocationClause());
        if (Take("SERDEPROPERTIES"))
            return new SetTableSerdeStatement(name, partition, null, PropertyList());
        Expect("SERDE");
        var serde = StringLiteral();
        return new SetTableSerdeStatement(name, partition, serde, Take("WITH", "SERDEPROPERTIES") ? PropertyList() : []);
    }

    private Statement AlterAdd(List<string> name)
    {
        if (TakeAny("COLUMN", "COLUMNS"))
        {
            var columns = At("(") ? Parenthesized(() => ColumnDefinition("ADD")) : List(() => ColumnDefinition("ADD"));
            return new AddColumnsStatement(name, columns);
        }
        if (At("IF") || At("PARTITION"))
        {
            var ifNotExists = IfNotExists();
            var partitions = new List<PartitionLocation>();
            do
            {
                var partition = CompletePartitionSpec(optional: false);
                partitions.Add(new PartitionLocation(partition, At("LOCATION") ? LocationClause() : null));
            } while (At("PARTITION"));
            return new AddPartitionsStatement(name, ifNotExists, partitions);
        }
        return TableConstraint() is { } constraint ? new AddConstraintStatement(name, constraint) : throw Unexpected();
    }

    private Statement AlterDrop(List<string> name)
    {
        if (TakeAny("COLUMN", "COLUMNS"))
        {
            var ifExists = IfExists();
            var columns = At("(")
                ? Parenthesized<IReadOnlyList<string>>(MultipartIdentifier)
                : List<IReadOnlyList<string>>(MultipartIdentifier);
            return new DropColumnsStatement(name, ifExists, columns);
        }
        if (Take("CONSTRAINT"))
        {
            var ifExists = IfExists();
            var constraint = Identifier();
            var cascade = Take("CASCADE");
            if (!cascade)
                Take("RESTRICT");
            return new DropConstraintStatement(name, constraint, ifExists, cascade);
        }
        if (Take("FEATURE"))
        {
            var feature = Current.Kind == TokenKind.String ? StringLiteral() : Identifier();
            return new DropFeatureStatement(name, feature, Take("TRUNCATE", "HISTORY"));
        }
        var exists = IfExists();
        var partitions = List<IReadOnlyList<PartitionValue>>(() => CompletePartitionSpec(optional: false));
        return new DropPartitionsStatement(name, exists, partitions, Take("PURGE"));
    }

    private Statement AlterView(List<string> name)
    {
        if (At("WITH", "SCHEMA"))
            return new AlterViewSchemaBindingStatement(name, SchemaBinding());
        Take("AS");
        var (query, sql) = QueryWithText();
        return new AlterViewQueryStatement(name, query, sql);
    }

    private Statement AlterColumns(int start, List<string> name)
    {
        var isChange = Next().Is("CHANGE");
        if (At("COLUMN") && !AtAny("TYPE"))
            Take("COLUMN");
        return new AlterColumnsStatement(name, List(() => ColumnChange(start, name, isChange)));
    }

    private ColumnChange ColumnChange(int start, List<string> table, bool isChange)
    {
        var column = MultipartIdentifier();
        var change = new ColumnChange(column);
        if (Take("TYPE"))
            return change with { Type = DataType() };
        if (At("COMMENT"))
            return change with { Comment = CommentClause() };
        if (AtAny("FIRST", "AFTER"))
            return change with { Position = Position() };
        if (Take("SYNC", "IDENTITY"))
            return change with { SyncIdentity = true };
        if (AtAny("SET", "DROP"))
        {
            var set = Next().Is("SET");
            if (Take("DEFAULT"))
                return set ? change with { Default = ExpressionWithText() } : change with { DropDefault = true };
            if (!TakeAny("NOT", "!"))
                throw Unexpected("NOT");
            Expect("NULL");
            return change with { Nullable = !set };
        }
        if (!isChange || Current.Kind != TokenKind.Word)
        {
            var what = isChange ? "CHANGE" : "ALTER";
            throw NotAllowed(start, $"ALTER TABLE table {what} COLUMN requires a TYPE, a SET/DROP, a COMMENT, or a FIRST/AFTER");
        }
        // Hive's form repeats the name: CHANGE COLUMN a a INT COMMENT 'text' FIRST.
        var renamed = ErrorCapturingIdentifier();
        if (!renamed.Equals(column[^1], StringComparison.OrdinalIgnoreCase))
            throw NotAllowed(start, "Renaming column is not supported in Hive-style ALTER COLUMN, please run RENAME COLUMN instead");
        var definition = ColumnOf(column, "ALTER");
        return change with
        {
            Type = definition.Type,
            Comment = definition.Comment,
            Position = definition.Position,
            Nullable = definition.Nullable ? null : throw NotAllowed(start, "NOT NULL is not supported in Hive-style ALTER COLUMN"),
        };
    }
}
