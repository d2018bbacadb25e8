namespace Spark.Embedded.Errors;

/// <summary>
/// Spark's error conditions that this engine raises: SQLSTATE and message by condition. The texts are those that users of Apache Spark know and
/// search for (https://spark.apache.org/docs/latest/sql-error-conditions.html, Apache License 2.0); <c>&lt;name&gt;</c> stands for a parameter.
/// </summary>
internal static class ErrorConditions
{
    /// <summary>SQLSTATE and message of a condition; nulls for one that the table does not hold.</summary>
    public static (string? SqlState, string? Message) Find(string condition) =>
        condition switch
        {
            "AGGREGATE_FUNCTION_WITH_NONDETERMINISTIC_EXPRESSION" => (
                "42845",
                "Non-deterministic expression <sqlExpr> should not appear in the arguments of an aggregate function."
            ),
            "AMBIGUOUS_ALIAS_IN_NESTED_CTE" => (
                "42KD0",
                "Name <name> is ambiguous in nested CTE.\nPlease set <config> to \"CORRECTED\" so that name defined in inner CTE takes precedence. If set it to \"LEGACY\", outer CTE definitions will take precedence.\nSee '<docroot>/sql-migration-guide.html#query-engine'."
            ),
            "AMBIGUOUS_COLUMN_OR_FIELD" => ("42702", "Column or field <name> is ambiguous and has <n> matches."),
            "AMBIGUOUS_COLUMN_REFERENCE" => (
                "42702",
                "Column <name> is ambiguous. It's because you joined several DataFrame together, and some of these DataFrames are the same.\nThis column points to one of the DataFrames but Spark is unable to figure out which one.\nPlease alias the DataFrames with different names via `DataFrame.alias` before joining them,\nand specify the column using qualified name, e.g. `df.alias(\"a\").join(df.alias(\"b\"), col(\"a.id\") > col(\"b.id\"))`."
            ),
            "AMBIGUOUS_LATERAL_COLUMN_ALIAS" => ("42702", "Lateral column alias <name> is ambiguous and has <n> matches."),
            "AMBIGUOUS_REFERENCE" => ("42704", "Reference <name> is ambiguous, could be: <referenceNames>."),
            "ARITHMETIC_OVERFLOW" => ("22003", "<message>.<alternative> If necessary set <config> to \"false\" to bypass this error."),
            "ASSIGNMENT_ARITY_MISMATCH" => (
                "42802",
                "The number of columns or variables assigned or aliased: <numTarget> does not match the number of source expressions: <numExpr>."
            ),
            "BINARY_ARITHMETIC_OVERFLOW" => (
                "22003",
                "<value1> <symbol> <value2> caused overflow. Use <functionName> to ignore overflow problem and return NULL."
            ),
            "CANNOT_DECODE_URL" => (
                "22546",
                "The provided URL cannot be decoded: <url>. Please ensure that the URL is properly formatted and try again."
            ),
            "CANNOT_LOAD_FUNCTION_CLASS" => (
                "46103",
                "Cannot load class <className> when registering the function <functionName>, please make sure it is on the classpath."
            ),
            "CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE" => (
                "42825",
                "Failed to merge incompatible data types <left> and <right>. Please check the data types of the columns being merged and ensure that they are compatible. If necessary, consider casting the columns to compatible data types before attempting the merge."
            ),
            "CANNOT_MODIFY_CONFIG" => (
                "46110",
                "Cannot modify the value of the Spark config: <key>.\nSee also '<docroot>/sql-migration-guide.html#ddl-statements'."
            ),
            "CANNOT_PARSE_DECIMAL" => (
                "22018",
                "Cannot parse decimal. Please ensure that the input is a valid number with optional decimal point or comma separators."
            ),
            "CANNOT_PARSE_TIME" => (
                "22010",
                "The input string <input> cannot be parsed to a TIME value because it does not match to the datetime format <format>."
            ),
            "CANNOT_PARSE_TIMESTAMP" => ("22007", "<message>. Use <func> to tolerate invalid input string and return NULL instead."),
            "CANNOT_RESOLVE_DATAFRAME_COLUMN" => (
                "42704",
                "Cannot resolve dataframe column <name>. It's probably because of illegal references like `df1.select(df2.col(\"a\"))`."
            ),
            "CANNOT_RESOLVE_STAR_EXPAND" => (
                "42704",
                "Cannot resolve <targetString>.* given input columns <columns>. Please check that the specified table or struct exists and is accessible in the input columns."
            ),
            "CANNOT_UPDATE_FIELD.STRUCT_TYPE" => (
                "0A000",
                "Cannot update <table> field <fieldName> type: Update a struct by updating its fields."
            ),
            "CANNOT_UP_CAST_DATATYPE" => ("42846", "Cannot up cast <expression> from <sourceType> to <targetType>.\n<details>"),
            "CAST_INVALID_INPUT" => (
                "22018",
                "The value <expression> of the type <sourceType> cannot be cast to <targetType> because it is malformed. Correct the value as per the syntax, or change its target type. Use `try_cast` to tolerate malformed input and return NULL instead."
            ),
            "CAST_OVERFLOW" => (
                "22003",
                "The value <value> of the type <sourceType> cannot be cast to <targetType> due to an overflow. Use `try_cast` to tolerate overflow and return NULL instead."
            ),
            "CAST_OVERFLOW_IN_TABLE_INSERT" => (
                "22003",
                "Fail to assign a value of <sourceType> type to the <targetType> type column or variable <columnName> due to an overflow. Use `try_cast` on the input value to tolerate overflow and return NULL instead."
            ),
            "COLLECTION_SIZE_LIMIT_EXCEEDED.FUNCTION" => (
                "54000",
                "Can't create array with <numberOfElements> elements which exceeding the array size limit <maxRoundedArrayLength>, unsuccessful try to create arrays in the function <functionName>."
            ),
            "COLLECTION_SIZE_LIMIT_EXCEEDED.INITIALIZE" => (
                "54000",
                "Can't create array with <numberOfElements> elements which exceeding the array size limit <maxRoundedArrayLength>, cannot initialize an array with specified parameters."
            ),
            "COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER" => (
                "54000",
                "Can't create array with <numberOfElements> elements which exceeding the array size limit <maxRoundedArrayLength>, the value of parameter(s) <parameter> in the function <functionName> is invalid."
            ),
            "FIELD_ALREADY_EXISTS" => ("42710", "Cannot <op> column, because <fieldNames> already exists in <struct>."),
            "INVALID_FIELD_NAME" => ("42000", "Field name <fieldName> is invalid: <path> is not a struct."),
            "NON_PARTITION_COLUMN" => ("42000", "PARTITION clause cannot contain the non-partition column: <columnName>."),
            "UNSUPPORTED_FEATURE.PARTITION_WITH_NESTED_COLUMN_IS_UNSUPPORTED" => (
                "0A000",
                "The feature is not supported: Invalid partitioning: <cols> is missing or is in a map or array."
            ),
            "COLUMN_ALREADY_EXISTS" => (
                "42711",
                "The column <columnName> already exists. Choose another name or rename the existing column."
            ),
            "COLUMN_NOT_FOUND" => (
                "42703",
                "The column <colName> cannot be found. Verify the spelling and correctness of the column name according to the SQL config <caseSensitiveConfig>."
            ),
            "CONVERSION_INVALID_INPUT" => (
                "22018",
                "The value <str> (<fmt>) cannot be converted to <targetType> because it is malformed. Correct the value as per the syntax, or change its format. Use <suggestion> to tolerate malformed input and return NULL instead."
            ),
            "CREATE_TABLE_COLUMN_DESCRIPTOR_DUPLICATE" => (
                "42710",
                "CREATE TABLE column <columnName> specifies descriptor \"<optionName>\" more than once, which is invalid."
            ),
            "CYCLIC_FUNCTION_REFERENCE" => ("42887", "Cyclic function reference detected: <path>."),
            "DATATYPE_MISMATCH.ARRAY_FUNCTION_DIFF_TYPES" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: Input to <functionName> should have been <dataType> followed by a value with same element type, but it's [<leftType>, <rightType>]."
            ),
            "DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: the left and right operands of the binary operator have incompatible types (<left> and <right>)."
            ),
            "DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: the binary operator requires the input type <inputType>, not <actualDataType>."
            ),
            "DATATYPE_MISMATCH.CANNOT_DROP_ALL_FIELDS" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: Cannot drop all fields in struct."
            ),
            "DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: cannot cast <srcType> to <targetType>."
            ),
            "DATATYPE_MISMATCH.CAST_WITH_CONF_SUGGESTION" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: cannot cast <srcType> to <targetType> with ANSI mode on.\nIf you have to cast <srcType> to <targetType>, you can set <config> as <configVal>."
            ),
            "DATATYPE_MISMATCH.CAST_WITH_FUNC_SUGGESTION" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: cannot cast <srcType> to <targetType>.\nTo convert values from <srcType> to <targetType>, you can use the functions <functionNames> instead."
            ),
            "DATATYPE_MISMATCH.CREATE_NAMED_STRUCT_WITHOUT_FOLDABLE_STRING" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: Only foldable `STRING` expressions are allowed to appear at odd position, but they are <inputExprs>."
            ),
            "DATATYPE_MISMATCH.DATA_DIFF_TYPES" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: Input to <functionName> should all be the same type, but it's <dataType>."
            ),
            "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: Filter expression <filter> of type <type> is not a boolean."
            ),
            "DATATYPE_MISMATCH.INPUT_SIZE_NOT_ONE" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: Length of <exprName> should be 1."
            ),
            "DATATYPE_MISMATCH.INVALID_ARG_VALUE" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: The <inputName> value must to be a <requireType> literal of <validValues>, but got <inputValue>."
            ),
            "DATATYPE_MISMATCH.INVALID_MAP_KEY_TYPE" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: The key of map cannot be/contain <keyType>."
            ),
            "DATATYPE_MISMATCH.INVALID_ORDERING_TYPE" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: The <functionName> does not support ordering on type <dataType>."
            ),
            "DATATYPE_MISMATCH.IN_SUBQUERY_DATA_TYPE_MISMATCH" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: The data type of one or more elements in the left hand side of an IN subquery is not compatible with the data type of the output of the subquery. Mismatched columns: [<mismatchedColumns>], left side: [<leftType>], right side: [<rightType>]."
            ),
            "DATATYPE_MISMATCH.IN_SUBQUERY_LENGTH_MISMATCH" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: The number of columns in the left hand side of an IN subquery does not match the number of columns in the output of subquery. Left hand side columns(length: <leftLength>): [<leftColumns>], right hand side columns(length: <rightLength>): [<rightColumns>]."
            ),
            "DATATYPE_MISMATCH.MAP_FUNCTION_DIFF_TYPES" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: Input to <functionName> should have been <dataType> followed by a value with same key type, but it's [<leftType>, <rightType>]."
            ),
            "DATATYPE_MISMATCH.MAP_ZIP_WITH_DIFF_TYPES" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: Input to the <functionName> should have been two maps with compatible key types, but it's [<leftType>, <rightType>]."
            ),
            "DATATYPE_MISMATCH.NON_FOLDABLE_INPUT" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: the input <inputName> should be a foldable <inputType> expression; however, got <inputExpr>."
            ),
            "DATATYPE_MISMATCH.NON_STRING_TYPE" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: all arguments of the function <funcName> must be strings."
            ),
            "DATATYPE_MISMATCH.RANGE_FRAME_INVALID_TYPE" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: The data type <orderSpecType> used in the order specification does not support the data type <valueBoundaryType> which is used in the range frame."
            ),
            "DATATYPE_MISMATCH.RANGE_FRAME_MULTI_ORDER" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: A range window frame with value boundaries cannot be used in a window specification with multiple order by expressions: <orderSpec>."
            ),
            "DATATYPE_MISMATCH.RANGE_FRAME_WITHOUT_ORDER" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: A range window frame cannot be used in an unordered window specification."
            ),
            "DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_INVALID_BOUND" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: Window frame upper bound <upper> does not follow the lower bound <lower>."
            ),
            "DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_UNACCEPTED_TYPE" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: The data type of the <location> bound <exprType> does not match the expected data type <expectedType>."
            ),
            "DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_WRONG_COMPARISON" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: The lower bound of a window frame must be <comparison> to the upper bound."
            ),
            "DATATYPE_MISMATCH.TYPE_CHECK_FAILURE_WITH_HINT" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: <msg><hint>."
            ),
            "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: The <paramIndex> parameter requires the <requiredType> type, however <inputSql> has the type <inputType>."
            ),
            "DATATYPE_MISMATCH.UNEXPECTED_NULL" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: The <exprName> must not be null."
            ),
            "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: The <exprName> must be between <valueRange> (current value = <currentValue>)."
            ),
            "DATATYPE_MISMATCH.WRONG_NUM_ARG_TYPES" => (
                "42K09",
                "Cannot resolve <sqlExpr> due to data type mismatch: The expression requires <expectedNum> argument types but the actual number is <actualNum>."
            ),
            "DATA_SOURCE_NOT_FOUND" => (
                "42K02",
                "Failed to find the data source: <provider>. Make sure the provider name is correct and the package is properly registered and compatible with your Spark version."
            ),
            "DATA_SOURCE_TABLE_SCHEMA_MISMATCH" => (
                "42K03",
                "The schema of the data source table does not match the expected schema. If you are using the DataFrameReader.schema API or creating a table, avoid specifying the schema.\nData Source schema: <dsSchema>\nExpected schema: <expectedSchema>"
            ),
            "DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION" => ("22023", "<rangeMessage>. "),
            "DATETIME_FIELD_OUT_OF_BOUNDS.WITH_SUGGESTION" => (
                "22023",
                "<rangeMessage>. If necessary set <ansiConfig> to \"false\" to bypass this error."
            ),
            "DATETIME_OVERFLOW" => ("22008", "Datetime operation overflow: <operation>."),
            "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION" => ("22003", "Decimal precision <precision> exceeds max precision <maxPrecision>."),
            "DESCRIBE_JSON_NOT_EXTENDED" => (
                "0A000",
                "DESCRIBE TABLE ... AS JSON only supported when [EXTENDED|FORMATTED] is specified.\nFor example: DESCRIBE EXTENDED <tableName> AS JSON is supported but DESCRIBE <tableName> AS JSON is not."
            ),
            "DISTINCT_WINDOW_FUNCTION_UNSUPPORTED" => ("0A000", "Distinct window functions are not supported: <windowExpr>."),
            "DIVIDE_BY_ZERO" => (
                "22012",
                "Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead. If necessary set <config> to \"false\" to bypass this error."
            ),
            "DUPLICATED_MAP_KEY" => (
                "23505",
                "Duplicate map key <key> was found, please check the input data.\nIf you want to remove the duplicated keys, you can set <mapKeyDedupPolicy> to \"LAST_WIN\" so that the key inserted at last takes precedence."
            ),
            "DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.BOTH_POSITIONAL_AND_NAMED" => (
                "4274K",
                "Call to routine <routineName> is invalid because it includes multiple argument assignments to the same parameter name <parameterName>. A positional argument and named argument both referred to the same parameter. Please remove the named argument referring to this parameter."
            ),
            "DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.DOUBLE_NAMED_ARGUMENT_REFERENCE" => (
                "4274K",
                "Call to routine <routineName> is invalid because it includes multiple argument assignments to the same parameter name <parameterName>. More than one named argument referred to the same parameter. Please assign a value only once."
            ),
            "DUPLICATE_ROUTINE_PARAMETER_NAMES" => (
                "42734",
                "Found duplicate name(s) in the parameter list of the user-defined routine <routineName>: <names>."
            ),
            "DUPLICATE_ROUTINE_RETURNS_COLUMNS" => (
                "42711",
                "Found duplicate column(s) in the RETURNS clause column list of the user-defined routine <routineName>: <columns>."
            ),
            "EXCEPT_OVERLAPPING_COLUMNS" => (
                "42702",
                "Columns in an EXCEPT list must be distinct and non-overlapping, but got (<columns>)."
            ),
            "EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE" => ("42809", "'<operation>' expects a table but <viewName> is a view. "),
            "EXPRESSION_DECODING_FAILED" => ("42846", "Failed to decode a row to a value of the expressions: <expressions>."),
            "FAILED_READ_FILE.FILE_NOT_EXIST" => (
                "KD001",
                "Encountered error while reading file <path>. File does not exist. It is possible the underlying files have been updated.\nYou can explicitly invalidate the cache in Spark by running 'REFRESH TABLE tableName' command in SQL or by recreating the Dataset/DataFrame involved."
            ),
            "FAILED_READ_FILE.NO_HINT" => ("KD001", "Encountered error while reading file <path>. "),
            "FAILED_READ_FILE.UNSUPPORTED_FILE_SYSTEM" => (
                "KD001",
                "Encountered error while reading file <path>. The file system <fileSystemClass> hasn't implemented <method>."
            ),
            "FEATURE_NOT_ENABLED" => (
                "56038",
                "The feature <featureName> is not enabled. Consider setting the config <configKey> to <configValue> to enable this capability."
            ),
            "FIELD_NOT_FOUND" => ("42704", "No such struct field <fieldName> in <fields>."),
            "FORBIDDEN_OPERATION" => ("42809", "The operation <statement> is not allowed on the <objectType>: <objectName>."),
            "GROUP_BY_AGGREGATE" => ("42903", "Aggregate functions are not allowed in GROUP BY, but found <sqlExpr>."),
            "GROUP_BY_POS_AGGREGATE" => (
                "42903",
                "GROUP BY <index> refers to an expression <aggExpr> that contains an aggregate function. Aggregate functions are not allowed in GROUP BY."
            ),
            "GROUP_BY_POS_OUT_OF_RANGE" => ("42805", "GROUP BY position <index> is not in select list (valid range is [1, <size>])."),
            "GROUP_EXPRESSION_TYPE_IS_NOT_ORDERABLE" => (
                "42822",
                "The expression <sqlExpr> cannot be used as a grouping expression because its data type <dataType> is not an orderable data type."
            ),
            "ILLEGAL_DAY_OF_WEEK" => ("22009", "Illegal input for day of week: <string>."),
            "ILLEGAL_STATE_STORE_VALUE.EMPTY_LIST_VALUE" => (
                "42601",
                "Illegal value provided to the State Store Cannot write empty list values to State Store for StateName <stateName>."
            ),
            "INCOMPARABLE_PIVOT_COLUMN" => ("42818", "Invalid pivot column <columnName>. Pivot columns must be comparable."),
            "INCOMPATIBLE_COLUMN_TYPE" => (
                "42825",
                "<operator> can only be performed on tables with compatible column types. The <columnOrdinalNumber> column of the <tableOrdinalNumber> table is <dataType1> type which is not compatible with <dataType2> at the same column of the first table.<hint>."
            ),
            "INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_FIND_DATA" => (
                "KD000",
                "Cannot write incompatible data for the table <tableName>: Cannot find data for the output column <colName>."
            ),
            "INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_SAFELY_CAST" => (
                "KD000",
                "Cannot write incompatible data for the table <tableName>: Cannot safely cast <colName> <srcType> to <targetType>."
            ),
            "INCOMPATIBLE_DATA_FOR_TABLE.EXTRA_COLUMNS" => (
                "KD000",
                "Cannot write incompatible data for the table <tableName>: Cannot write extra columns <extraColumns>."
            ),
            "INCOMPATIBLE_JOIN_TYPES" => ("42613", "The join types <joinType1> and <joinType2> are incompatible."),
            "INCOMPATIBLE_VIEW_SCHEMA_CHANGE" => (
                "51024",
                "The SQL query of view <viewName> has an incompatible schema change and column <colName> cannot be resolved. Expected <expectedNum> columns named <colName> but got <actualCols>.\nPlease try to re-create the view by running: <suggestion>."
            ),
            "INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION" => (
                "42K0B",
                "You may get a different result due to the upgrading to Spark >= 3.0:\nFail to recognize <pattern> pattern in the DateTimeFormatter.\n1) You can set <config> to \"LEGACY\" to restore the behavior before Spark 3.0.\n2) You can form a valid datetime pattern with the guide from '<docroot>/sql-ref-datetime-pattern.html'."
            ),
            "INDETERMINATE_COLLATION" => (
                "42P22",
                "Could not determine which collation to use for string operation. Use COLLATE clause to set the collation explicitly."
            ),
            "INDETERMINATE_COLLATION_IN_EXPRESSION" => (
                "42P22",
                "Data type of <expr> has indeterminate collation. Use COLLATE clause to set the collation explicitly."
            ),
            "INSERT_COLUMN_ARITY_MISMATCH.NOT_ENOUGH_DATA_COLUMNS" => (
                "21S01",
                "Cannot write to <tableName>, the reason is not enough data columns:\nTable columns: <tableColumns>.\nData columns: <dataColumns>."
            ),
            "INSERT_COLUMN_ARITY_MISMATCH.TOO_MANY_DATA_COLUMNS" => (
                "21S01",
                "Cannot write to <tableName>, the reason is too many data columns:\nTable columns: <tableColumns>.\nData columns: <dataColumns>."
            ),
            "INTERNAL_ERROR" => ("XX000", "<message>"),
            "INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION" => (
                "22015",
                "Integer overflow while operating with intervals. Try devising appropriate values for the interval parameters."
            ),
            "INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION" => (
                "22015",
                "Integer overflow while operating with intervals. Use <functionName> to tolerate overflow and return NULL instead."
            ),
            "INTERVAL_DIVIDED_BY_ZERO" => (
                "22012",
                "Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead."
            ),
            "INVALID_ARRAY_INDEX" => (
                "22003",
                "The index <indexValue> is out of bounds. The array has <arraySize> elements. Use the SQL function `get()` to tolerate accessing element at invalid index and return NULL instead."
            ),
            "INVALID_ARRAY_INDEX_IN_ELEMENT_AT" => (
                "22003",
                "The index <indexValue> is out of bounds. The array has <arraySize> elements. Use `try_element_at` to tolerate accessing element at invalid index and return NULL instead."
            ),
            "INVALID_BITMAP_POSITION" => (
                "22003",
                "The 0-indexed bitmap position <bitPosition> is out of bounds. The bitmap has <bitmapNumBits> bits (<bitmapNumBytes> bytes)."
            ),
            "INVALID_COLUMN_OR_FIELD_DATA_TYPE" => (
                "42000",
                "Column or field <name> is of type <type> while it's required to be <expectedType>."
            ),
            "INVALID_CONF_VALUE.TIME_ZONE" => (
                "22022",
                "The value '<confValue>' in the config \"<confName>\" is invalid. Cannot resolve the given timezone."
            ),
            "INVALID_DATETIME_PATTERN.WITH_SUGGESTION" => (
                "22007",
                "Unrecognized datetime pattern: <pattern>. You can form a valid datetime pattern with the guide from '<docroot>/sql-ref-datetime-pattern.html'."
            ),
            "INVALID_EMPTY_LOCATION" => ("42K05", "The location name cannot be empty string, but `<location>` was given."),
            "INVALID_EXTRACT_BASE_FIELD_TYPE" => (
                "42000",
                "Can't extract a value from <base>. Need a complex type [STRUCT, ARRAY, MAP] but got <other>."
            ),
            "INVALID_EXTRACT_FIELD" => ("42601", "Cannot extract <field> from <expr>."),
            "INVALID_EXTRACT_FIELD_TYPE" => ("42000", "Field name should be a non-null string literal, but it's <extraction>."),
            "INVALID_FORMAT.CONT_THOUSANDS_SEPS" => (
                "42601",
                "The format is invalid: <format>. Thousands separators (, or G) must have digits in between them in the number format."
            ),
            "INVALID_FORMAT.MISMATCH_INPUT" => (
                "42601",
                "The format is invalid: <format>. The input <inputType> <input> does not match the format."
            ),
            "INVALID_FORMAT.THOUSANDS_SEPS_MUST_BEFORE_DEC" => (
                "42601",
                "The format is invalid: <format>. Thousands separators (, or G) may not appear after the decimal point in the number format."
            ),
            "INVALID_FRACTION_OF_SECOND" => (
                "22023",
                "Valid range for seconds is [0, 60] (inclusive), but the provided value is <secAndMicros>. To avoid this error, use `try_make_timestamp`, which returns NULL on error.\nIf you do not want to use the session default timestamp version of this function, use `try_make_timestamp_ntz` or `try_make_timestamp_ltz`."
            ),
            "INVALID_HANDLE.OPERATION_NOT_FOUND" => ("HY000", "The handle <handle> is invalid. Operation not found."),
            "INVALID_IDENTIFIER" => (
                "42602",
                "The unquoted identifier <ident> is invalid and must be back quoted as: `<ident>`.\nUnquoted identifiers can only contain ASCII letters ('a' - 'z', 'A' - 'Z'), digits ('0' - '9'), and underbar ('_').\nUnquoted identifiers must also not start with a digit.\nDifferent data sources and meta stores may impose additional restrictions on valid identifiers."
            ),
            "INVALID_INDEX_OF_ZERO" => (
                "22003",
                "The index 0 is invalid. An index shall be either < 0 or > 0 (the first element has index 1)."
            ),
            "INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE" => (
                "42000",
                "Invalid inline table. Cannot evaluate the expression <expr> in inline table definition."
            ),
            "INVALID_INLINE_TABLE.FAILED_SQL_EXPRESSION_EVALUATION" => (
                "42000",
                "Invalid inline table. Failed to evaluate the SQL expression <sqlExpr>. Please check your syntax and ensure all required tables and columns are available."
            ),
            "INVALID_INLINE_TABLE.INCOMPATIBLE_TYPES_IN_INLINE_TABLE" => (
                "42000",
                "Invalid inline table. Found incompatible types in the column <colName> for inline table."
            ),
            "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH" => (
                "42000",
                "Invalid inline table. Inline table expected <expectedNumCols> columns but found <actualNumCols> columns in row <rowIndex>."
            ),
            "INVALID_INTERVAL_FORMAT.INTERVAL_PARSING" => (
                "22006",
                "Error parsing '<input>' to interval. Please ensure that the value provided is in a valid format for defining an interval. You can reference the documentation for the correct format. Error parsing interval <interval> string."
            ),
            "INVALID_INTERVAL_FORMAT.INVALID_UNIT" => (
                "22006",
                "Error parsing '<input>' to interval. Please ensure that the value provided is in a valid format for defining an interval. You can reference the documentation for the correct format. Invalid unit <unit>."
            ),
            "INVALID_INTERVAL_FORMAT.TIMEZONE_INTERVAL_OUT_OF_RANGE" => (
                "22006",
                "Error parsing '<input>' to interval. Please ensure that the value provided is in a valid format for defining an interval. You can reference the documentation for the correct format. The interval value must be in the range of [-18, +18] hours with second precision."
            ),
            "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING" => (
                "22006",
                "Error parsing '<input>' to interval. Please ensure that the value provided is in a valid format for defining an interval. You can reference the documentation for the correct format. Interval string does not match <intervalStr> format of <supportedFormat> when cast to <typeName>: <input>."
            ),
            "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING_WITH_NOTICE" => (
                "22006",
                "Error parsing '<input>' to interval. Please ensure that the value provided is in a valid format for defining an interval. You can reference the documentation for the correct format. Interval string does not match <intervalStr> format of <supportedFormat> when cast to <typeName>: <input>. Set \"spark.sql.legacy.fromDayTimeString.enabled\" to \"true\" to restore the behavior before Spark 3.0."
            ),
            "INVALID_INTERVAL_FORMAT.UNSUPPORTED_FROM_TO_EXPRESSION" => (
                "22006",
                "Error parsing '<input>' to interval. Please ensure that the value provided is in a valid format for defining an interval. You can reference the documentation for the correct format. Cannot support (interval '<input>' <from> to <to>) expression."
            ),
            "INVALID_JSON_ROOT_FIELD" => ("22032", "Cannot convert JSON root field to target Spark type."),
            "INVALID_JSON_SCHEMA_MAP_TYPE" => ("22032", "Input schema <jsonSchema> can only contain STRING as a key type for a MAP."),
            "INVALID_LAMBDA_FUNCTION_CALL.DUPLICATE_ARG_NAMES" => (
                "42K0D",
                "Invalid lambda function call. The lambda function has duplicate arguments <args>. Please, consider to rename the argument names or set <caseSensitiveConfig> to \"true\"."
            ),
            "INVALID_LAMBDA_FUNCTION_CALL.NON_HIGHER_ORDER_FUNCTION" => (
                "42K0D",
                "Invalid lambda function call. A lambda function should only be used in a higher order function. However, its class is <class>, which is not a higher order function."
            ),
            "INVALID_LAMBDA_FUNCTION_CALL.NUM_ARGS_MISMATCH" => (
                "42K0D",
                "Invalid lambda function call. A higher order function expects <expectedNumArgs> arguments, but got <actualNumArgs>."
            ),
            "INVALID_LAMBDA_FUNCTION_CALL.PARAMETER_DOES_NOT_ACCEPT_LAMBDA_FUNCTION" => (
                "42K0D",
                "Invalid lambda function call. You passed a lambda function to a parameter that does not accept it. Please check if lambda function argument is in the correct position."
            ),
            "INVALID_LIMIT_LIKE_EXPRESSION.DATA_TYPE" => (
                "42K0E",
                "The limit like expression <expr> is invalid. The <name> expression must be integer type, but got <dataType>."
            ),
            "INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE" => (
                "42K0E",
                "The limit like expression <expr> is invalid. The <name> expression must be equal to or greater than 0, but got <v>."
            ),
            "INVALID_LIMIT_LIKE_EXPRESSION.IS_NULL" => (
                "42K0E",
                "The limit like expression <expr> is invalid. The evaluated <name> expression must not be null."
            ),
            "INVALID_LIMIT_LIKE_EXPRESSION.IS_UNFOLDABLE" => (
                "42K0E",
                "The limit like expression <expr> is invalid. The <name> expression must evaluate to a constant value."
            ),
            "INVALID_NAME_IN_USE_COMMAND" => ("42000", "Invalid name '<name>' in <command> command. Reason: <reason>"),
            "INVALID_NON_DETERMINISTIC_EXPRESSIONS" => (
                "42K0E",
                "The operator expects a deterministic expression, but the actual expression is <sqlExprs>."
            ),
            "INVALID_NUMERIC_LITERAL_RANGE" => (
                "22003",
                "Numeric literal <rawStrippedQualifier> is outside the valid range for <typeName> with minimum value of <minValue> and maximum value of <maxValue>. Please adjust the value accordingly."
            ),
            "INVALID_OBSERVED_METRICS.MISSING_NAME" => (
                "42K0E",
                "Invalid observed metrics. The observed metrics should be named: <operator>."
            ),
            "INVALID_TIMEZONE" => (
                "22009",
                "The timezone: <timeZone> is invalid. The timezone must be either a region-based zone ID or a zone offset."
            ),
            "INVALID_PARAMETER_VALUE.BIT_POSITION_RANGE" => (
                "22023",
                "The value of parameter(s) <parameter> in <functionName> is invalid: expects an integer value in [0, <upper>), but got <invalidValue>."
            ),
            "INVALID_PARAMETER_VALUE.BOOLEAN" => (
                "22023",
                "The value of parameter(s) <parameter> in <functionName> is invalid: expects a boolean literal, but got <invalidValue>."
            ),
            "INVALID_PARAMETER_VALUE.CHARSET" => (
                "22023",
                "The value of parameter(s) <parameter> in <functionName> is invalid: expects one of the <charsets>, but got <charset>."
            ),
            "INVALID_PARAMETER_VALUE.DATETIME_UNIT" => (
                "22023",
                "The value of parameter(s) <parameter> in <functionName> is invalid: expects one of the units without quotes YEAR, QUARTER, MONTH, WEEK, DAY, DAYOFYEAR, HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, but got the string literal <invalidValue>."
            ),
            "INVALID_PARAMETER_VALUE.DOUBLE" => (
                "22023",
                "The value of parameter(s) <parameter> in <functionName> is invalid: expects an double literal, but got <invalidValue>."
            ),
            "INVALID_PARAMETER_VALUE.DTYPE" => (
                "22023",
                "The value of parameter(s) <parameter> in <functionName> is invalid: Unsupported dtype: <invalidValue>. Valid values: float64, float32."
            ),
            "INVALID_PARAMETER_VALUE.EXTENSION" => (
                "22023",
                "The value of parameter(s) <parameter> in <functionName> is invalid: Invalid extension: <invalidValue>. Extension is limited to exactly 3 letters (e.g. csv, tsv, etc...)"
            ),
            "INVALID_PARAMETER_VALUE.INTEGER" => (
                "22023",
                "The value of parameter(s) <parameter> in <functionName> is invalid: expects an integer literal, but got <invalidValue>."
            ),
            "INVALID_PARAMETER_VALUE.LENGTH" => (
                "22023",
                "The value of parameter(s) <parameter> in <functionName> is invalid: Expects `length` greater than or equal to 0, but got <length>."
            ),
            "INVALID_PARAMETER_VALUE.LONG" => (
                "22023",
                "The value of parameter(s) <parameter> in <functionName> is invalid: expects a long literal, but got <invalidValue>."
            ),
            "INVALID_PARAMETER_VALUE.NULL" => (
                "22023",
                "The value of parameter(s) <parameter> in <functionName> is invalid: expects a non-NULL value."
            ),
            "INVALID_PARAMETER_VALUE.PATTERN" => ("22023", "The value of parameter(s) <parameter> in <functionName> is invalid: <value>."),
            "INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX" => (
                "22023",
                "The value of parameter(s) <parameter> in <functionName> is invalid: Expects group index between 0 and <groupCount>, but got <groupIndex>."
            ),
            "INVALID_PARAMETER_VALUE.START" => (
                "22023",
                "The value of parameter(s) <parameter> in <functionName> is invalid: Expects a positive or a negative value for `start`, but got 0."
            ),
            "INVALID_PARAMETER_VALUE.ZERO_INDEX" => (
                "22023",
                "The value of parameter(s) <parameter> in <functionName> is invalid: expects %1$, %2$ and so on, but got %0$."
            ),
            "INVALID_RECURSIVE_CTE" => (
                "42836",
                "Invalid recursive definition found. Recursive queries must contain an UNION or an UNION ALL statement with 2 children. The first child needs to be the anchor term without any recursive references. Any top level inner CTE must not contain self references."
            ),
            "INVALID_RECURSIVE_REFERENCE.PLACE" => (
                "42836",
                "Invalid recursive reference found inside WITH RECURSIVE clause. Recursive references cannot be used on the right side of left outer/semi/anti joins, on the left side of right outer joins, in full outer joins, in aggregates, window functions or sorts"
            ),
            "INVALID_REGEXP_REPLACE" => (
                "22023",
                "Could not perform regexp_replace for source = \"<source>\", pattern = \"<pattern>\", replacement = \"<replacement>\" and position = <position>."
            ),
            "INVALID_SAVE_MODE" => (
                "42000",
                "The specified save mode <mode> is invalid. Valid save modes include \"append\", \"overwrite\", \"ignore\", \"error\", \"errorifexists\", and \"default\"."
            ),
            "INVALID_SCHEMA.NON_STRUCT_TYPE" => (
                "42K07",
                "The input schema <inputSchema> is not a valid schema string. The input expression should be evaluated to struct type, but got <dataType>."
            ),
            "INVALID_SQL_FUNCTION_DATA_ACCESS" => (
                "42K0E",
                "Cannot create a SQL function with CONTAINS SQL that accesses a table/view or a SQL function that reads SQL data. Please use READS SQL DATA instead."
            ),
            "INVALID_SQL_SYNTAX.CREATE_FUNC_WITH_COLUMN_CONSTRAINTS" => (
                "42000",
                "Invalid SQL syntax: CREATE FUNCTION with constraints on parameters is not allowed."
            ),
            "INVALID_SQL_SYNTAX.CREATE_FUNC_WITH_GENERATED_COLUMNS_AS_PARAMETERS" => (
                "42000",
                "Invalid SQL syntax: CREATE FUNCTION with generated columns as parameters is not allowed."
            ),
            "INVALID_SQL_SYNTAX.EMPTY_PARTITION_VALUE" => ("42000", "Invalid SQL syntax: Partition key <partKey> must set value."),
            "INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX" => (
                "42000",
                "Invalid SQL syntax: The function <prettyName> does not support <syntax>."
            ),
            "INVALID_SUBQUERY_EXPRESSION.SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN" => (
                "42823",
                "Invalid subquery: Scalar subquery must return only one column, but got <number>."
            ),
            "INVALID_TEMP_OBJ_REFERENCE" => (
                "42K0F",
                "Cannot create the persistent object <objName> of the type <obj> because it references to the temporary object <tempObjName> of the type <tempObj>. Please make the temporary object <tempObjName> persistent, or make the persistent object <objName> temporary."
            ),
            "INVALID_TYPED_LITERAL" => ("42604", "The value of the typed literal <valueType> is invalid: <value>."),
            "INVALID_URL" => ("22P02", "The url is invalid: <url>. Use `try_parse_url` to tolerate invalid URL and return NULL instead."),
            "INVALID_USAGE_OF_STAR_OR_REGEX" => ("42000", "Invalid usage of <elem> in <prettyName>."),
            "INVALID_UTF8_STRING" => ("22029", "Invalid UTF8 byte sequence found in string: <str>."),
            "INVALID_VARIANT_CAST" => (
                "22023",
                "The variant value `<value>` cannot be cast into `<dataType>`. Please use `try_variant_get` instead."
            ),
            "INVALID_WHERE_CONDITION" => (
                "42903",
                "The WHERE condition <condition> contains invalid expressions: <expressionList>.\nRewrite the query to avoid window functions, aggregate functions, and generator functions in the WHERE clause."
            ),
            "INVALID_WINDOW_SPEC_FOR_AGGREGATION_FUNC" => ("42601", "Cannot specify ORDER BY or a window frame for <aggFunc>."),
            "INVALID_WITHIN_GROUP_EXPRESSION.DISTINCT_UNSUPPORTED" => (
                "42K0K",
                "Invalid function <funcName> with WITHIN GROUP. The function does not support DISTINCT with WITHIN GROUP."
            ),
            "INVALID_WITHIN_GROUP_EXPRESSION.MISMATCH_WITH_DISTINCT_INPUT" => (
                "42K0K",
                "Invalid function <funcName> with WITHIN GROUP. The function is invoked with DISTINCT and WITHIN GROUP but expressions <funcArg> and <orderingExpr> do not match. The WITHIN GROUP ordering expression must be picked from the function inputs."
            ),
            "INVALID_WITHIN_GROUP_EXPRESSION.WITHIN_GROUP_MISSING" => (
                "42K0K",
                "Invalid function <funcName> with WITHIN GROUP. WITHIN GROUP is required for the function."
            ),
            "INVALID_WITHIN_GROUP_EXPRESSION.WRONG_NUM_ORDERINGS" => (
                "42K0K",
                "Invalid function <funcName> with WITHIN GROUP. The function requires <expectedNum> orderings in WITHIN GROUP but got <actualNum>."
            ),
            "JOIN_CONDITION_IS_NOT_BOOLEAN_TYPE" => (
                "42K0E",
                "The join condition <joinCondition> has the invalid type <conditionType>, expected \"BOOLEAN\"."
            ),
            "MALFORMED_CHARACTER_CODING" => ("22000", "Invalid value found when performing <function> with <charset>"),
            "MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION" => (
                "22023",
                "Malformed records are detected in record parsing: <badRecord>.\nParse Mode: <failFastMode>. To process malformed records as null result, try setting the option 'mode' as 'PERMISSIVE'. "
            ),
            "MERGE_CARDINALITY_VIOLATION" => (
                "23K01",
                "The ON search condition of the MERGE statement matched a single row from the target table with multiple rows of the source table.\nThis could result in the target row being operated on more than once with an update or delete operation and is not allowed."
            ),
            "MISSING_AGGREGATION" => (
                "42803",
                "The non-aggregating expression <expression> is based on columns which are not participating in the GROUP BY clause.\nAdd the columns or the expression to the GROUP BY, aggregate the expression, or use <expressionAnyValue> if you do not care which of the values within a group is returned."
            ),
            "MISSING_ATTRIBUTES.RESOLVED_ATTRIBUTE_MISSING_FROM_INPUT" => (
                "XX000",
                "Resolved attribute(s) <missingAttributes> missing from <input> in operator <operator>. "
            ),
            "MISSING_GROUP_BY" => (
                "42803",
                "The query does not include a GROUP BY clause. Add GROUP BY or turn it into the window functions using OVER clauses."
            ),
            "MISSING_WINDOW_SPECIFICATION" => (
                "42P20",
                "Window specification is not defined in the WINDOW clause for <windowName>. For more information about WINDOW clauses, please refer to '<docroot>/sql-ref-syntax-qry-select-window.html'."
            ),
            "MULTIPLE_QUERY_RESULT_CLAUSES_WITH_PIPE_OPERATORS" => (
                "42000",
                "<clause1> and <clause2> cannot coexist in the same SQL pipe operator using '|>'. Please separate the multiple result clauses into separate pipe operators and then retry the query again."
            ),
            "MULTI_ALIAS_WITHOUT_GENERATOR" => (
                "42K0E",
                "Multi part aliasing (<names>) is not supported with <expr> as it is not a generator function."
            ),
            "NAMED_PARAMETERS_NOT_SUPPORTED" => (
                "4274K",
                "Named parameters are not supported for function <functionName>; please retry the query with positional arguments to the function call instead."
            ),
            "NESTED_AGGREGATE_FUNCTION" => (
                "42607",
                "It is not allowed to use an aggregate function in the argument of another aggregate function. Please use the inner aggregate function in a sub-query."
            ),
            "NON_FOLDABLE_ARGUMENT" => (
                "42K08",
                "The function <funcName> requires the parameter <paramName> to be a foldable expression of the type <paramType>, but the actual argument is a non-foldable."
            ),
            "NON_LITERAL_PIVOT_VALUES" => ("42K08", "Literal expressions required for pivot values, found <expression>."),
            "NOT_ALLOWED_IN_FROM.UNPIVOT_WITH_PIVOT" => ("42601", "Not allowed in the FROM clause: UNPIVOT together with PIVOT."),
            "NOT_ALLOWED_IN_PIPE_OPERATOR_WHERE.WINDOW_CLAUSE" => ("42601", "Not allowed in the pipe WHERE clause: WINDOW clause."),
            "NOT_A_SCALAR_FUNCTION" => (
                "42887",
                "<functionName> appears as a scalar expression here, but the function was defined as a table function. Please update the query to move the function call into the FROM clause, or redefine <functionName> as a scalar function instead."
            ),
            "NOT_A_TABLE_FUNCTION" => (
                "42887",
                "<functionName> appears as a table function here, but the function was defined as a scalar function. Please update the query to move the function call outside the FROM clause, or redefine <functionName> as a table function instead."
            ),
            "NOT_NULL_ASSERT_VIOLATION" => (
                "42000",
                "NULL value appeared in non-nullable field: <walkedTypePath>If the schema is inferred from a Scala tuple/case class, or a Java bean, please try to use scala.Option[_] or other nullable types (such as java.lang.Integer instead of int/scala.Int)."
            ),
            "NOT_SUPPORTED_CHANGE_COLUMN" => (
                "0A000",
                "ALTER TABLE ALTER/CHANGE COLUMN is not supported for changing <table>'s column <originName> with type <originType> to <newName> with type <newType>."
            ),
            "NULLABLE_COLUMN_OR_FIELD" => ("42000", "Column or field <name> is nullable while it's required to be non-nullable."),
            "NULL_MAP_KEY" => ("2200E", "Cannot use null as map key."),
            "NUMERIC_VALUE_OUT_OF_RANGE.WITHOUT_SUGGESTION" => (
                "22003",
                " The <roundedValue> rounded half up from <originalValue> cannot be represented as Decimal(<precision>, <scale>)."
            ),
            "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION" => (
                "22003",
                " <value> cannot be represented as Decimal(<precision>, <scale>). If necessary set <config> to \"false\" to bypass this error, and return NULL instead."
            ),
            "NUM_COLUMNS_MISMATCH" => (
                "42826",
                "<operator> can only be performed on inputs with the same number of columns, but the first input has <firstNumColumns> columns and the <invalidOrdinalNum> input has <invalidNumColumns> columns."
            ),
            "NUM_TABLE_VALUE_ALIASES_MISMATCH" => (
                "42826",
                "Number of given aliases does not match number of output columns.\nFunction name: <funcName>; number of aliases: <aliasesNum>; number of output columns: <outColsNum>."
            ),
            "OPERATION_CANCELED" => ("HY008", "Operation has been canceled."),
            "ORDER_BY_POS_OUT_OF_RANGE" => ("42805", "ORDER BY position <index> is not in select list (valid range is [1, <size>])."),
            "PARTITIONS_NOT_FOUND" => (
                "428FT",
                "The partition(s) <partitionList> cannot be found in table <tableName>.\nVerify the partition specification and table name.\nTo tolerate the error on drop use ALTER TABLE … DROP IF EXISTS PARTITION."
            ),
            "PATH_ALREADY_EXISTS" => (
                "42K04",
                "Path <outputPath> already exists. Set mode as \"overwrite\" to overwrite the existing path."
            ),
            "PATH_NOT_FOUND" => ("42K03", "Path does not exist: <path>."),
            "PIPE_OPERATOR_AGGREGATE_EXPRESSION_CONTAINS_NO_AGGREGATE_FUNCTION" => (
                "0A000",
                "Non-grouping expression <expr> is provided as an argument to the |> AGGREGATE pipe operator but does not contain any aggregate function; please update it to include an aggregate function and then retry the query again."
            ),
            "PIPE_OPERATOR_CONTAINS_AGGREGATE_FUNCTION" => (
                "0A000",
                "Aggregate function <expr> is not allowed when using the pipe operator |> <clause> clause; please use the pipe operator |> AGGREGATE clause instead."
            ),
            "PIVOT_VALUE_DATA_TYPE_MISMATCH" => (
                "42K09",
                "Invalid pivot value '<value>': value data type <valueType> does not match pivot column data type <pivotType>."
            ),
            "RECURSION_LEVEL_LIMIT_EXCEEDED" => (
                "42836",
                "Recursion level limit <levelLimit> reached but query has not exhausted, try increasing it like 'WITH RECURSIVE t(col) MAX RECURSION LEVEL 200'."
            ),
            "RECURSION_ROW_LIMIT_EXCEEDED" => (
                "42836",
                "Recursion row limit <rowLimit> reached but query has not exhausted, try setting a larger LIMIT value when querying the CTE relation."
            ),
            "REMAINDER_BY_ZERO" => (
                "22012",
                "Remainder by zero. Use `try_mod` to tolerate divisor being 0 and return NULL instead. If necessary set <config> to \"false\" to bypass this error."
            ),
            "REQUIRED_PARAMETER_NOT_FOUND" => (
                "4274K",
                "Cannot invoke routine <routineName> because the parameter named <parameterName> is required, but the routine call did not supply a value. Please update the routine call to supply an argument value (either positionally at index <index> or by name) and retry the query again."
            ),
            "ROUTINE_ALREADY_EXISTS" => (
                "42723",
                "Cannot create the <newRoutineType> <routineName> because a <existingRoutineType> of that name already exists.\nChoose a different name, drop or replace the existing <existingRoutineType>, or add the IF NOT EXISTS clause to tolerate a pre-existing <newRoutineType>."
            ),
            "ROUTINE_NOT_FOUND" => (
                "42883",
                "The routine <routineName> cannot be found. Verify the spelling and correctness of the schema and catalog.\nIf you did not qualify the name with a schema and catalog, verify the current_schema() output, or qualify the name with the correct schema and catalog.\nTo tolerate the error on drop use DROP ... IF EXISTS."
            ),
            "ROW_SUBQUERY_TOO_MANY_ROWS" => ("21000", "More than one row returned by a subquery used as a row."),
            "ROW_VALUE_IS_NULL" => ("22023", "Found NULL in a row at the index <index>, expected a non-NULL value."),
            "SCALAR_SUBQUERY_TOO_MANY_ROWS" => ("21000", "More than one row returned by a subquery used as an expression."),
            "SCHEMA_ALREADY_EXISTS" => (
                "42P06",
                "Cannot create schema <schemaName> because it already exists.\nChoose a different name, drop the existing schema, or add the IF NOT EXISTS clause to tolerate pre-existing schema."
            ),
            "SCHEMA_NOT_EMPTY" => (
                "2BP01",
                "Cannot drop a schema <schemaName> because it contains objects.\nUse DROP SCHEMA ... CASCADE to drop the schema and all its objects."
            ),
            "SCHEMA_NOT_FOUND" => (
                "42704",
                "The schema <schemaName> cannot be found. Verify the spelling and correctness of the schema and catalog.\nIf you did not qualify the name with a catalog, verify the current_schema() output, or qualify the name with the correct catalog.\nTo tolerate the error on drop use DROP SCHEMA IF EXISTS."
            ),
            "SECOND_FUNCTION_ARGUMENT_NOT_INTEGER" => ("22023", "The second argument of <functionName> function needs to be an integer."),
            "SPARK_JOB_CANCELLED" => ("XXKDA", "Job <jobId> cancelled <reason>"),
            "STAR_GROUP_BY_POS" => ("0A000", "Star (*) is not allowed in a select list when GROUP BY an ordinal position is used."),
            "TABLE_OR_VIEW_ALREADY_EXISTS" => (
                "42P07",
                "Cannot create table or view <relationName> because it already exists.\nChoose a different name, drop or replace the existing object, or add the IF NOT EXISTS clause to tolerate pre-existing objects."
            ),
            "TABLE_OR_VIEW_NOT_FOUND" => (
                "42P01",
                "The table or view <relationName> cannot be found. Verify the spelling and correctness of the schema and catalog.\nIf you did not qualify the name with a schema, verify the current_schema() output, or qualify the name with the correct schema and catalog.\nTo tolerate the error on drop use DROP VIEW IF EXISTS or DROP TABLE IF EXISTS."
            ),
            "TABLE_VALUED_FUNCTION_TOO_MANY_TABLE_ARGUMENTS" => (
                "54023",
                "There are too many table arguments for table-valued function.\nIt allows one table argument, but got: <num>.\nIf you want to allow it, please set \"spark.sql.allowMultipleTableArguments.enabled\" to \"true\""
            ),
            "TEMP_TABLE_OR_VIEW_ALREADY_EXISTS" => (
                "42P07",
                "Cannot create the temporary view <relationName> because it already exists.\nChoose a different name, drop or replace the existing view."
            ),
            "TEMP_VIEW_NAME_TOO_MANY_NAME_PARTS" => (
                "428EK",
                "CREATE TEMPORARY VIEW or the corresponding Dataset APIs only accept single-part view names, but got: <actualName>."
            ),
            "TRANSPOSE_EXCEED_ROW_LIMIT" => (
                "54006",
                "Number of rows exceeds the allowed limit of <maxValues> for TRANSPOSE. If this was intended, set <config> to at least the current row count."
            ),
            "TRANSPOSE_INVALID_INDEX_COLUMN" => ("42804", "Invalid index column for TRANSPOSE because: <reason>"),
            "TRANSPOSE_NO_LEAST_COMMON_TYPE" => (
                "42K09",
                "Transpose requires non-index columns to share a least common type, but <dt1> and <dt2> do not."
            ),
            "UDTF_ALIAS_NUMBER_MISMATCH" => (
                "42802",
                "The number of aliases supplied in the AS clause does not match the number of columns output by the UDTF.\nExpected <aliasesSize> aliases, but got <aliasesNames>.\nPlease ensure that the number of aliases provided matches the number of columns output by the UDTF."
            ),
            "UNABLE_TO_INFER_SCHEMA" => ("42KD9", "Unable to infer schema for <format>. It must be specified manually."),
            "UNBOUND_SQL_PARAMETER" => (
                "42P02",
                "Found the unbound parameter: <name>. Please, fix `args` and provide a mapping of the parameter to either a SQL literal or collection constructor functions such as `map()`, `array()`, `struct()`."
            ),
            "UNEXPECTED_INPUT_TYPE" => (
                "42K09",
                "Parameter <paramIndex> of function <functionName> requires the <requiredType> type, however <inputSql> has the type <inputType>."
            ),
            "UNEXPECTED_POSITIONAL_ARGUMENT" => (
                "4274K",
                "Cannot invoke routine <routineName> because it contains positional argument(s) following the named argument assigned to <parameterName>; please rearrange them so the positional arguments come first and then retry the query again."
            ),
            "UNION_NOT_SUPPORTED_IN_RECURSIVE_CTE" => (
                "42836",
                "The UNION operator is not yet supported within recursive common table expressions (WITH clauses that refer to themselves, directly or indirectly). Please use UNION ALL instead."
            ),
            "UNPIVOT_REQUIRES_ATTRIBUTES" => (
                "42K0A",
                "UNPIVOT requires all given <given> expressions to be columns when no <empty> expressions are given. These are not columns: [<expressions>]."
            ),
            "UNPIVOT_REQUIRES_VALUE_COLUMNS" => (
                "42K0A",
                "At least one value column needs to be specified for UNPIVOT, all columns specified as ids."
            ),
            "UNPIVOT_VALUE_DATA_TYPE_MISMATCH" => (
                "42K09",
                "Unpivot value columns must share a least common type, some types do not: [<types>]."
            ),
            "UNPIVOT_VALUE_SIZE_MISMATCH" => (
                "428C4",
                "All unpivot value columns must have the same size as there are value column names (<names>)."
            ),
            "UNRECOGNIZED_PARAMETER_NAME" => (
                "4274K",
                "Cannot invoke routine <routineName> because the routine call included a named argument reference for the argument named <argumentName>, but this routine does not include any signature containing an argument with this name. Did you mean one of the following? [<proposal>]."
            ),
            "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION" => (
                "42703",
                "A column, variable, or function parameter with name <objectName> cannot be resolved. "
            ),
            "UNRESOLVED_COLUMN.WITH_SUGGESTION" => (
                "42703",
                "A column, variable, or function parameter with name <objectName> cannot be resolved. Did you mean one of the following? [<proposal>]."
            ),
            "UNRESOLVED_FIELD.WITHOUT_SUGGESTION" => (
                "42703",
                "A field with name <fieldName> cannot be resolved with the struct-type column <columnPath>. "
            ),
            "UNRESOLVED_FIELD.WITH_SUGGESTION" => (
                "42703",
                "A field with name <fieldName> cannot be resolved with the struct-type column <columnPath>. Did you mean one of the following? [<proposal>]."
            ),
            "UNRESOLVED_MAP_KEY.WITH_SUGGESTION" => (
                "42703",
                "Cannot resolve column <objectName> as a map key. If the key is a string literal, add the single quotes '' around it. Otherwise did you mean one of the following column(s)? [<proposal>]."
            ),
            "UNRESOLVED_ROUTINE" => ("42883", "Cannot resolve routine <routineName> on search path <searchPath>."),
            "UNRESOLVED_USING_COLUMN_FOR_JOIN" => (
                "42703",
                "USING column <colName> cannot be resolved on the <side> side of the join. The <side>-side columns: [<suggestion>]."
            ),
            "UNRESOLVED_VARIABLE" => ("42883", "Cannot resolve variable <variableName> on search path <searchPath>."),
            "UNSUPPORTED_CHAR_OR_VARCHAR_AS_STRING" => (
                "0A000",
                "The char/varchar type can't be used in the table schema.\nIf you want Spark treat them as string type as same as Spark 3.0 and earlier, please set \"spark.sql.legacy.charVarcharAsString\" to \"true\"."
            ),
            "UNSUPPORTED_DATATYPE" => ("0A000", "Unsupported data type <typeName>."),
            "UNSUPPORTED_EXPR_FOR_OPERATOR" => (
                "42K0E",
                "A query operator contains one or more unsupported expressions.\nConsider to rewrite it to avoid window functions, aggregate functions, and generator functions in the WHERE clause.\nInvalid expressions: [<invalidExprSqls>]"
            ),
            "UNSUPPORTED_EXPR_FOR_WINDOW" => ("42P20", "Expression <sqlExpr> not supported within a window function."),
            "UNSUPPORTED_FEATURE.COMBINATION_QUERY_RESULT_CLAUSES" => (
                "0A000",
                "The feature is not supported: Combination of ORDER BY/SORT BY/DISTRIBUTE BY/CLUSTER BY."
            ),
            "UNSUPPORTED_FEATURE.DESC_TABLE_COLUMN_JSON" => (
                "0A000",
                "The feature is not supported: DESC TABLE COLUMN AS JSON not supported for individual columns."
            ),
            "UNSUPPORTED_FEATURE.LATERAL_JOIN_USING" => ("0A000", "The feature is not supported: JOIN USING with LATERAL correlation."),
            "UNSUPPORTED_FEATURE.PIPE_OPERATOR_AGGREGATE_UNSUPPORTED_CASE" => (
                "0A000",
                "The feature is not supported: The SQL pipe operator syntax with aggregation (using |> AGGREGATE) does not support <case>."
            ),
            "UNSUPPORTED_FEATURE.SET_OPERATION_ON_MAP_TYPE" => (
                "0A000",
                "The feature is not supported: Cannot have MAP type columns in DataFrame which calls set operations (INTERSECT, EXCEPT, etc.), but the type of column <colName> is <dataType>."
            ),
            "UNSUPPORTED_FEATURE.TABLE_OPERATION" => (
                "0A000",
                "The feature is not supported: Table <tableName> does not support <operation>. Please check the current catalog and namespace to make sure the qualified table name is expected, and also check the catalog implementation which is configured by \"spark.sql.catalog\"."
            ),
            "UNSUPPORTED_GENERATOR.MULTI_GENERATOR" => (
                "42K0E",
                "The generator is not supported: only one generator allowed per SELECT clause but found <num>: <generators>."
            ),
            "UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS" => (
                "42K0E",
                "The generator is not supported: nested in expressions <expression>."
            ),
            "UNSUPPORTED_GENERATOR.NOT_GENERATOR" => (
                "42K0E",
                "The generator is not supported: <functionName> is expected to be a generator. However, its class is <classCanonicalName>, which is not a generator."
            ),
            "UNSUPPORTED_GENERATOR.OUTSIDE_SELECT" => (
                "42K0E",
                "The generator is not supported: outside the SELECT clause, found: <plan>."
            ),
            "UNSUPPORTED_GROUPING_EXPRESSION" => ("42K0E", "grouping()/grouping_id() can only be used with GroupingSets/Cube/Rollup."),
            "UNSUPPORTED_JOIN_TYPE" => ("0A000", "Unsupported join type '<typ>'. Supported join types include: <supported>."),
            "UNSUPPORTED_OVERWRITE.TABLE" => (
                "42902",
                "Can't overwrite the target that is also being read from. The target table is <table>."
            ),
            "UNSUPPORTED_SAVE_MODE.EXISTENT_PATH" => ("0A000", "The save mode <saveMode> is not supported for: an existent path."),
            "UNSUPPORTED_SQL_UDF_USAGE" => ("0A000", "Using SQL function <functionName> in <nodeName> is not supported."),
            "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.ACCESSING_OUTER_QUERY_COLUMN_IS_NOT_ALLOWED" => (
                "0A000",
                "Unsupported subquery expression: Accessing outer query column is not allowed in this location:\n<treeNode>"
            ),
            "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.AGGREGATE_FUNCTION_MIXED_OUTER_LOCAL_REFERENCES" => (
                "0A000",
                "Unsupported subquery expression: Found an aggregate function in a correlated predicate that has both outer and local references, which is not supported: <function>."
            ),
            "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.CORRELATED_REFERENCE" => (
                "0A000",
                "Unsupported subquery expression: Expressions referencing the outer query are not supported outside of WHERE/HAVING clauses: <sqlExprs>."
            ),
            "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.LATERAL_JOIN_CONDITION_NON_DETERMINISTIC" => (
                "0A000",
                "Unsupported subquery expression: Lateral join condition cannot be non-deterministic: <condition>."
            ),
            "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.NON_CORRELATED_COLUMNS_IN_GROUP_BY" => (
                "0A000",
                "Unsupported subquery expression: A GROUP BY clause in a scalar correlated subquery cannot contain non-correlated columns: <value>."
            ),
            "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.NON_DETERMINISTIC_LATERAL_SUBQUERIES" => (
                "0A000",
                "Unsupported subquery expression: Non-deterministic lateral subqueries are not supported when joining with outer relations that produce more than one row:\n<treeNode>"
            ),
            "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.UNSUPPORTED_CORRELATED_REFERENCE_DATA_TYPE" => (
                "0A000",
                "Unsupported subquery expression: Correlated column reference '<expr>' cannot be <dataType> type."
            ),
            "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.UNSUPPORTED_CORRELATED_SCALAR_SUBQUERY" => (
                "0A000",
                "Unsupported subquery expression: Correlated scalar subqueries can only be used in filters, aggregations, projections, and UPDATE/MERGE/DELETE commands:\n<treeNode>"
            ),
            "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.UNSUPPORTED_IN_EXISTS_SUBQUERY" => (
                "0A000",
                "Unsupported subquery expression: IN/EXISTS predicate subqueries can only be used in filters, joins, aggregations, window functions, projections, and UPDATE/MERGE/DELETE commands:\n<treeNode>"
            ),
            "UNSUPPORTED_TYPED_LITERAL" => (
                "0A000",
                "Literals of the type <unsupportedType> are not supported. Supported types are <supportedTypes>."
            ),
            "USER_DEFINED_FUNCTIONS.CANNOT_CONTAIN_COMPLEX_FUNCTIONS" => (
                "42601",
                "User defined function is invalid: SQL scalar function cannot contain aggregate/window/generate functions: <queryText>"
            ),
            "USER_DEFINED_FUNCTIONS.NOT_A_VALID_DEFAULT_EXPRESSION" => (
                "42601",
                "User defined function is invalid: The DEFAULT expression of `<functionName>`.`<parameterName>` is not supported because it contains a subquery."
            ),
            "USER_DEFINED_FUNCTIONS.NOT_A_VALID_DEFAULT_PARAMETER_POSITION" => (
                "42601",
                "User defined function is invalid: In routine `<functionName>` parameter `<parameterName>` with DEFAULT must not be followed by parameter `<nextParameterName>` without DEFAULT."
            ),
            "USER_DEFINED_FUNCTIONS.NOT_NULL_ON_FUNCTION_PARAMETERS" => (
                "42601",
                "User defined function is invalid: Cannot specify NOT NULL on function parameters: <input>"
            ),
            "USER_DEFINED_FUNCTIONS.RETURN_COLUMN_COUNT_MISMATCH" => (
                "42601",
                "User defined function is invalid: The number of columns produced by the RETURN clause (num: `<outputSize>`) does not match the number of column names specified by the RETURNS clause (num: `<returnParamSize>`) of <name>."
            ),
            "USER_RAISED_EXCEPTION" => ("P0001", "<errorMessage>"),
            "VARIABLE_ALREADY_EXISTS" => (
                "42723",
                "Cannot create the variable <variableName> because it already exists.\nChoose a different name, or drop or replace the existing variable."
            ),
            "VARIABLE_NOT_FOUND" => (
                "42883",
                "The variable <variableName> cannot be found. Verify the spelling and correctness of the schema and catalog.\nIf you did not qualify the name with a schema and catalog, verify the current_schema() output, or qualify the name with the correct schema and catalog.\nTo tolerate the error on drop use DROP VARIABLE IF EXISTS."
            ),
            "VIEW_NOT_FOUND" => (
                "42P01",
                "The view <relationName> cannot be found. Verify the spelling and correctness of the schema and catalog.\nIf you did not qualify the name with a schema, verify the current_schema() output, or qualify the name with the correct schema and catalog.\nTo tolerate the error on drop use DROP VIEW IF EXISTS."
            ),
            "WINDOW_FUNCTION_AND_FRAME_MISMATCH" => (
                "42K0E",
                "<funcName> function can only be evaluated in an ordered row-based window frame with a single offset: <windowExpr>."
            ),
            "WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE" => ("42601", "Window function <funcName> requires an OVER clause."),
            "WRONG_COMMAND_FOR_OBJECT_TYPE" => (
                "42809",
                "The operation <operation> requires a <requiredType>. But <objectName> is a <foundType>. Use <alternative> instead."
            ),
            "WRONG_NUM_ARGS.WITHOUT_SUGGESTION" => (
                "42605",
                "The <functionName> requires <expectedNum> parameters but the actual number is <actualNum>. Please, refer to '<docroot>/sql-ref-functions.html' for a fix."
            ),
            "WRONG_NUM_ARGS.WITH_SUGGESTION" => (
                "42605",
                "The <functionName> requires <expectedNum> parameters but the actual number is <actualNum>. If you have to call this function with <legacyNum> parameters, set the legacy configuration <legacyConfKey> to <legacyConfValue>."
            ),
            _ => (null, null),
        };
}
