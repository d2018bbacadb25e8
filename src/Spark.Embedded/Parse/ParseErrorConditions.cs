namespace Spark.Embedded.Parse;

internal static partial class ParseErrors
{
    /// <summary>SQLSTATE and message of an error class; a name in angle brackets is a parameter.</summary>
    private static (string? SqlState, string Template) Condition(string errorClass) =>
        errorClass switch
        {
            "PARSE_SYNTAX_ERROR" => ("42601", "Syntax error at or near <error><hint>."),
            "PARSE_EMPTY_STATEMENT" => ("42617", "Syntax error, unexpected empty statement."),
            "UNCLOSED_BRACKETED_COMMENT" => ("42601", "Found an unclosed bracketed comment. Please, append */ at the end of the comment."),
            "INVALID_IDENTIFIER" => ("42602", "The unquoted identifier <ident> is invalid and must be back quoted as: `<ident>`."),
            "IDENTIFIER_TOO_MANY_NAME_PARTS" => ("42601", "<identifier> has more than <limit> name parts."),
            "NOT_A_CONSTANT_STRING.NOT_CONSTANT" => ("42601", "The expression <expr> of the clause <name> must be a constant string."),
            "UNBOUND_SQL_PARAMETER" => (
                "42P02",
                "Found the unbound parameter: <name>. Provide a value for it in the arguments of the query."
            ),

            "INVALID_TYPED_LITERAL" => ("42604", "The value of the typed literal <valueType> is invalid: <value>."),
            "UNSUPPORTED_TYPED_LITERAL" => (
                "0A000",
                "Literals of the type <unsupportedType> are not supported. Supported types are <supportedTypes>."
            ),
            "INVALID_NUMERIC_LITERAL_RANGE" => (
                "22003",
                "Numeric literal <rawStrippedQualifier> is outside the valid range for <typeName>: <minValue> to <maxValue>."
            ),
            "INVALID_ESC" => ("42604", "Found an invalid escape string: <invalidEscape>. It must contain only one character."),
            "INVALID_PARAMETER_VALUE.DATETIME_UNIT" => (
                "22023",
                "The parameter <parameter> of <functionName> is a unit without quotes, such as DAY, but got <invalidValue>."
            ),
            "UNSUPPORTED_DATATYPE" => ("0A000", "Unsupported data type <typeName>."),
            "DATATYPE_MISSING_SIZE" => ("42K01", "DataType <type> requires a length parameter, for example <type>(10)."),
            "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION" => ("22003", "Decimal precision <precision> exceeds max precision <maxPrecision>."),
            "INCOMPLETE_TYPE_DEFINITION.ARRAY" => ("42K01", "The definition of the ARRAY type is incomplete: give an element type."),
            "INCOMPLETE_TYPE_DEFINITION.MAP" => ("42K01", "The definition of the MAP type is incomplete: give a key and a value type."),
            "INCOMPLETE_TYPE_DEFINITION.STRUCT" => ("42K01", "The definition of the STRUCT type is incomplete: give at least one field."),

            "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING" or "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING_WITH_NOTICE" => (
                "22006",
                "Interval string '<input>' does not match <intervalStr> format of <supportedFormat> when cast to <typeName>."
            ),
            "INVALID_INTERVAL_FORMAT.INTERVAL_PARSING" => ("22006", "Error parsing '<input>' as a <interval> interval."),
            "INVALID_INTERVAL_FORMAT.ARITHMETIC_EXCEPTION" => ("22006", "The interval '<input>' is too large."),
            "INVALID_INTERVAL_FORMAT.UNSUPPORTED_FROM_TO_EXPRESSION" => (
                "22006",
                "Cannot support (interval '<input>' <from> to <to>) expression."
            ),
            "INVALID_INTERVAL_FORMAT.TIMEZONE_INTERVAL_OUT_OF_RANGE" => (
                "22006",
                "The interval '<input>' of a time zone must be in the range of [-18, +18] hours with second precision."
            ),
            "_LEGACY_ERROR_TEMP_0024" => (null, "Can only have a single from-to unit in the interval literal syntax."),
            "_LEGACY_ERROR_TEMP_0026" => (null, "Can only use numbers in the interval value part, but got invalid value: <value>."),
            "_LEGACY_ERROR_TEMP_0027" => (null, "The value of from-to unit must be a string."),
            "_LEGACY_ERROR_TEMP_0029" => (null, "Cannot mix year-month and day-time fields: <literal>."),
            "_LEGACY_ERROR_TEMP_0045" => (null, "Invalid time zone displacement value."),

            "_LEGACY_ERROR_TEMP_0014" => (null, "TABLESAMPLE does not accept empty inputs."),
            "_LEGACY_ERROR_TEMP_0015" => (null, "TABLESAMPLE(<msg>) is not supported."),
            "_LEGACY_ERROR_TEMP_0016" => (null, "<bytesStr> is not a valid byte length: write digits and one of B, K, M, G."),
            "_LEGACY_ERROR_TEMP_0035" => (null, "Operation not allowed: <message>."),
            "_LEGACY_ERROR_TEMP_0051" => (null, "Empty set in <element> grouping sets is not supported."),
            "_LEGACY_ERROR_TEMP_0056" => (null, "Invalid time travel spec: <reason>."),
            "_LEGACY_ERROR_TEMP_0062" or "_LEGACY_ERROR_TEMP_0063" or "_LEGACY_ERROR_TEMP_0064" => (null, "<msg>."),

            "NOT_ALLOWED_IN_FROM.UNPIVOT_WITH_PIVOT" => ("42601", "Not allowed in the FROM clause: UNPIVOT together with PIVOT."),
            "NOT_ALLOWED_IN_FROM.LATERAL_WITH_PIVOT" => ("42601", "Not allowed in the FROM clause: LATERAL together with PIVOT."),
            "NOT_ALLOWED_IN_FROM.LATERAL_WITH_UNPIVOT" => ("42601", "Not allowed in the FROM clause: LATERAL together with UNPIVOT."),
            "NOT_ALLOWED_IN_PIPE_OPERATOR_WHERE.WINDOW_CLAUSE" => ("42601", "Not allowed in the pipe WHERE clause: WINDOW clause."),
            "UNSUPPORTED_FEATURE.PIPE_OPERATOR_AGGREGATE_UNSUPPORTED_CASE" => ("0A000", "|> AGGREGATE does not support <case>."),
            "UNSUPPORTED_FEATURE.COMBINATION_QUERY_RESULT_CLAUSES" => (
                "0A000",
                "The feature is not supported: Combination of ORDER BY/SORT BY/DISTRIBUTE BY/CLUSTER BY."
            ),
            "UNSUPPORTED_FEATURE.CLAUSE_WITH_PIPE_OPERATORS" => ("0A000", "The operator |> does not support <clauses>."),
            "MULTIPLE_QUERY_RESULT_CLAUSES_WITH_PIPE_OPERATORS" => (
                "42000",
                "<clause1> and <clause2> cannot coexist in the same SQL pipe operator using '|>'. Write one operator for each."
            ),
            "INCOMPATIBLE_JOIN_TYPES" => ("42613", "The join types <joinType1> and <joinType2> are incompatible."),
            "INVALID_LATERAL_JOIN_TYPE" => (
                "42613",
                "The <joinType> JOIN with LATERAL correlation is not allowed. Use an INNER or LEFT OUTER JOIN."
            ),
            "UNSUPPORTED_FEATURE.LATERAL_JOIN_USING" => ("0A000", "The feature is not supported: JOIN USING with LATERAL correlation."),
            "INVALID_SQL_SYNTAX.LATERAL_WITHOUT_SUBQUERY_OR_TABLE_VALUED_FUNC" => (
                "42000",
                "Invalid SQL syntax: LATERAL can only be used with subquery and table-valued functions."
            ),
            "INVALID_SQL_SYNTAX.REPETITIVE_WINDOW_DEFINITION" => (
                "42000",
                "Invalid SQL syntax: The definition of window <windowName> is repetitive."
            ),
            "INVALID_SQL_SYNTAX.INVALID_WINDOW_REFERENCE" => (
                "42000",
                "Invalid SQL syntax: Window reference <windowName> is not a window specification."
            ),
            "INVALID_SQL_SYNTAX.UNRESOLVED_WINDOW_REFERENCE" => (
                "42000",
                "Invalid SQL syntax: Cannot resolve window reference <windowName>."
            ),
            "INVALID_SQL_SYNTAX.UNSUPPORTED_FUNC_NAME" => ("42000", "Invalid SQL syntax: Unsupported function name <funcName>."),
            "INVALID_SQL_SYNTAX.INVALID_TABLE_VALUED_FUNC_NAME" => (
                "42000",
                "Invalid SQL syntax: Table valued function cannot specify database name: <funcName>."
            ),
            "INVALID_SQL_SYNTAX.INVALID_TABLE_FUNCTION_IDENTIFIER_ARGUMENT_MISSING_PARENTHESES" => (
                "42000",
                "Invalid SQL syntax: The TABLE argument <argumentName> needs parentheses around it."
            ),
            "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH" => (
                "42000",
                "Inline table expected <expectedNumCols> columns but found <actualNumCols> columns in row <rowIndex>."
            ),
            "DUPLICATED_CTE_NAMES" => ("42602", "CTE definition can't have duplicate names: <duplicateNames>."),
            "SYNTAX_DISCONTINUED.BANG_EQUALS_NOT" => ("42601", "<clause> stands for NOT as a prefix only. Write NOT here."),

            _ => StatementCondition(errorClass),
        };

    private static (string? SqlState, string Template) StatementCondition(string errorClass) =>
        errorClass switch
        {
            "INVALID_STATEMENT_OR_CLAUSE" => ("42601", "The statement or clause: <operation> is not valid."),
            "COLUMN_ALIASES_NOT_ALLOWED" => ("42601", "Column aliases are not allowed in <op>."),
            "DUPLICATE_KEY" => ("23505", "Found duplicate keys <keyColumn>."),
            "DUPLICATE_CLAUSES" => ("42614", "Found duplicate clauses: <clauseName>. Please, remove one of them."),
            "MERGE_WITHOUT_WHEN" => ("42601", "There must be at least one WHEN clause in a MERGE statement."),
            "NON_LAST_MATCHED_CLAUSE_OMIT_CONDITION" => (
                "42613",
                "Only the last MATCHED clause of a MERGE statement can omit the condition."
            ),
            "NON_LAST_NOT_MATCHED_BY_TARGET_CLAUSE_OMIT_CONDITION" => (
                "42613",
                "Only the last NOT MATCHED [BY TARGET] clause of a MERGE statement can omit the condition."
            ),
            "NON_LAST_NOT_MATCHED_BY_SOURCE_CLAUSE_OMIT_CONDITION" => (
                "42613",
                "Only the last NOT MATCHED BY SOURCE clause of a MERGE statement can omit the condition."
            ),
            "_LEGACY_ERROR_TEMP_0006" => (null, "The number of inserted values cannot match the fields."),
            "INVALID_SQL_SYNTAX.EMPTY_PARTITION_VALUE" => ("42000", "Invalid SQL syntax: Partition key <partKey> must set value."),
            "REF_DEFAULT_VALUE_IS_NOT_ALLOWED_IN_PARTITION" => ("42601", "DEFAULT is not allowed within the PARTITION clause."),
            "EXEC_IMMEDIATE_DUPLICATE_ARGUMENT_ALIASES" => ("42701", "The USING clause names more than one argument <aliases>."),

            "DESCRIBE_JSON_NOT_EXTENDED" => ("0A000", "AS JSON needs EXTENDED: write DESCRIBE EXTENDED <tableName> AS JSON."),
            "UNSUPPORTED_FEATURE.DESC_TABLE_COLUMN_JSON" => ("0A000", "The feature is not supported: DESC TABLE COLUMN AS JSON."),
            "UNSUPPORTED_FEATURE.DESC_TABLE_COLUMN_PARTITION" => (
                "0A000",
                "The feature is not supported: DESC TABLE COLUMN for a specific partition."
            ),
            "INVALID_SET_SYNTAX" => (
                "42000",
                "Expected format is 'SET', 'SET key', or 'SET key=value'. Quote special characters with backquotes."
            ),
            "INVALID_PROPERTY_KEY" => ("42602", "<key> is an invalid property key, please use quotes, e.g. SET <key>=<value>."),
            "INVALID_PROPERTY_VALUE" => ("42602", "<value> is an invalid property value, please use quotes, e.g. SET <key>=<value>"),
            "INVALID_RESET_COMMAND_FORMAT" => (
                "42000",
                "Expected format is 'RESET' or 'RESET key'. Quote special characters with backquotes."
            ),
            "INVALID_SQL_SYNTAX.SHOW_FUNCTIONS_INVALID_SCOPE" => ("42000", "Invalid SQL syntax: SHOW <scope> FUNCTIONS not supported."),
            "INVALID_SQL_SYNTAX.SHOW_FUNCTIONS_INVALID_PATTERN" => (
                "42000",
                "Invalid SQL syntax: Invalid pattern in SHOW FUNCTIONS: <pattern>. It must be a string literal."
            ),
            "INVALID_SQL_SYNTAX.ANALYZE_TABLE_UNEXPECTED_NOSCAN" => ("42000", "Invalid SQL syntax: <ctx> must be either NOSCAN or empty."),

            "TEMP_VIEW_NAME_TOO_MANY_NAME_PARTS" => ("428EK", "The name of a temporary view has one part, but got: <actualName>."),
            "_LEGACY_ERROR_TEMP_0046" => (null, "CREATE TEMPORARY TABLE without a provider is not allowed."),
            "_LEGACY_ERROR_TEMP_0052" => (null, "CREATE VIEW with both IF NOT EXISTS and REPLACE is not allowed."),
            "_LEGACY_ERROR_TEMP_0053" => (null, "It is not allowed to define a TEMPORARY view with IF NOT EXISTS."),
            "INVALID_SQL_SYNTAX.CREATE_TEMP_TABLE_USING_PROVIDER" => (
                "42000",
                "Invalid SQL syntax: CREATE TEMPORARY TABLE ... USING ... is deprecated. Use CREATE TEMPORARY VIEW instead."
            ),
            "UNSUPPORTED_FEATURE.TEMPORARY_VIEW_WITH_SCHEMA_BINDING_MODE" => (
                "0A000",
                "Temporary views cannot have the WITH SCHEMA clause."
            ),
            "FEATURE_NOT_ENABLED" => (
                "56038",
                "The feature <featureName> is not enabled. Set the config <configKey> to <configValue> to enable it."
            ),
            "INVALID_SQL_SYNTAX.CREATE_ROUTINE_WITH_IF_NOT_EXISTS_AND_REPLACE" => (
                "42000",
                "Invalid SQL syntax: Cannot create a routine with both IF NOT EXISTS and REPLACE specified."
            ),
            "INVALID_SQL_SYNTAX.CREATE_FUNC_WITH_GENERATED_COLUMNS_AS_PARAMETERS" => (
                "42000",
                "Invalid SQL syntax: CREATE FUNCTION with generated columns as parameters is not allowed."
            ),
            "INVALID_SQL_SYNTAX.CREATE_FUNC_WITH_COLUMN_CONSTRAINTS" => (
                "42000",
                "Invalid SQL syntax: CREATE FUNCTION with constraints on parameters is not allowed."
            ),
            "INVALID_SQL_SYNTAX.CREATE_TEMP_FUNC_WITH_IF_NOT_EXISTS" => (
                "42000",
                "Invalid SQL syntax: CREATE TEMPORARY FUNCTION with IF NOT EXISTS is not allowed."
            ),
            "INVALID_SQL_SYNTAX.CREATE_TEMP_FUNC_WITH_DATABASE" => (
                "42000",
                "Invalid SQL syntax: CREATE TEMPORARY FUNCTION with specifying a database(<database>) is not allowed."
            ),
            "INVALID_SQL_SYNTAX.MULTI_PART_NAME" => (
                "42000",
                "Invalid SQL syntax: <statement> with multiple part name(<name>) is not allowed."
            ),
            "INVALID_SQL_SYNTAX.UNSUPPORTED_SQL_STATEMENT" => ("42000", "Invalid SQL syntax: Unsupported SQL statement: <sqlText>."),
            "CREATE_TABLE_COLUMN_DESCRIPTOR_DUPLICATE" => (
                "42710",
                "CREATE TABLE column <columnName> specifies descriptor \"<optionName>\" more than once, which is invalid."
            ),
            "ALTER_TABLE_COLUMN_DESCRIPTOR_DUPLICATE" => (
                "42710",
                "ALTER TABLE <type> column <columnName> specifies descriptor \"<optionName>\" more than once, which is invalid."
            ),
            "SPECIFY_CLUSTER_BY_WITH_PARTITIONED_BY_IS_NOT_ALLOWED" => ("42908", "Cannot specify both CLUSTER BY and PARTITIONED BY."),
            "SPECIFY_CLUSTER_BY_WITH_BUCKETING_IS_NOT_ALLOWED" => (
                "42908",
                "Cannot specify both CLUSTER BY and CLUSTERED BY INTO BUCKETS."
            ),
            "MULTIPLE_PRIMARY_KEYS" => ("42P16", "Multiple primary keys are defined: <columns>. A table has one at most."),
            "INVALID_CONSTRAINT_CHARACTERISTICS" => (
                "42613",
                "Constraint characteristics [<characteristics>] are duplicated or in conflict."
            ),
            "IDENTITY_COLUMNS_UNSUPPORTED_DATA_TYPE" => ("428H2", "DataType <dataType> is not supported for IDENTITY columns."),
            "IDENTITY_COLUMNS_ILLEGAL_STEP" => ("42611", "IDENTITY column step cannot be 0."),
            "IDENTITY_COLUMNS_DUPLICATED_SEQUENCE_GENERATOR_OPTION" => (
                "42601",
                "Duplicated IDENTITY column sequence generator option: <sequenceGeneratorOption>."
            ),
            "_LEGACY_ERROR_TEMP_0032" => (
                null,
                "Duplicated table paths found: '<pathOne>' and '<pathTwo>'. Give LOCATION or the option 'path', not both."
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(errorClass), errorClass, "No message is known for this error class."),
        };
}
