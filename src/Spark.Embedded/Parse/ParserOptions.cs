namespace Spark.Embedded.Parse;

/// <summary>The session settings that change what SQL text means to the parser. The defaults are Spark's.</summary>
public sealed record ParserOptions
{
    public static ParserOptions Default { get; } = new();

    /// <summary><c>spark.sql.session.timeZone</c>: the zone of timestamp literals that name none.</summary>
    public string SessionTimeZone { get; init; } = "UTC";

    /// <summary><c>spark.sql.timestampType</c>: whether TIMESTAMP means TIMESTAMP_NTZ.</summary>
    public bool TimestampIsNtz { get; init; }

    /// <summary><c>spark.sql.ansi.enforceReservedKeywords</c>, which counts only with <c>spark.sql.ansi.enabled</c>.</summary>
    public bool EnforceReservedKeywords { get; init; }

    /// <summary><c>spark.sql.ansi.doubleQuotedIdentifiers</c>, which counts only with <c>spark.sql.ansi.enabled</c>.</summary>
    public bool DoubleQuotedIdentifiers { get; init; }

    /// <summary><c>spark.sql.parser.escapedStringLiterals</c>: backslashes stay in string literals.</summary>
    public bool EscapedStringLiterals { get; init; }

    /// <summary><c>spark.sql.parser.quotedRegexColumnNames</c>: a quoted column in the select list is a regular expression.</summary>
    public bool QuotedRegexColumnNames { get; init; }

    /// <summary><c>spark.sql.legacy.interval.enabled</c>: interval literals are calendar intervals.</summary>
    public bool LegacyIntervals { get; init; }

    /// <summary><c>spark.sql.legacy.setopsPrecedence.enabled</c>: INTERSECT binds no tighter than UNION and EXCEPT.</summary>
    public bool LegacySetOperationPrecedence { get; init; }

    /// <summary><c>spark.sql.legacy.exponentLiteralAsDecimal.enabled</c>: 1e2 is a decimal.</summary>
    public bool ExponentLiteralAsDecimal { get; init; }

    /// <summary><c>spark.sql.legacy.bangEqualsNot</c>: ! is NOT everywhere.</summary>
    public bool BangEqualsNot { get; init; }

    /// <summary><c>spark.sql.legacy.parser.havingWithoutGroupByAsWhere</c>: HAVING without GROUP BY is a WHERE.</summary>
    public bool HavingWithoutGroupByAsWhere { get; init; }

    /// <summary><c>spark.sql.legacy.consecutiveStringLiterals.enabled</c>: two quotes inside a string literal are none.</summary>
    public bool ConsecutiveStringLiterals { get; init; }

    /// <summary><c>spark.sql.ansi.relationPrecedence</c>, with ANSI on: a join binds tighter than the comma.</summary>
    public bool AnsiRelationPrecedence { get; init; }

    /// <summary><c>spark.sql.legacy.viewSchemaBindingMode</c>: views may say WITH SCHEMA.</summary>
    public bool ViewSchemaBindingEnabled { get; init; } = true;

    /// <summary>Reads the settings of a session.</summary>
    /// <param name="config">The value of a key, or null when it is not set.</param>
    public static ParserOptions FromConfig(Func<string, string?> config)
    {
        bool IsOn(string key) => string.Equals(config(key), "true", StringComparison.OrdinalIgnoreCase);
        var ansi = !string.Equals(config("spark.sql.ansi.enabled"), "false", StringComparison.OrdinalIgnoreCase);
        return new ParserOptions
        {
            SessionTimeZone = config("spark.sql.session.timeZone") ?? Default.SessionTimeZone,
            TimestampIsNtz = string.Equals(config("spark.sql.timestampType"), "TIMESTAMP_NTZ", StringComparison.OrdinalIgnoreCase),
            EnforceReservedKeywords = ansi && IsOn("spark.sql.ansi.enforceReservedKeywords"),
            DoubleQuotedIdentifiers = ansi && IsOn("spark.sql.ansi.doubleQuotedIdentifiers"),
            EscapedStringLiterals = IsOn("spark.sql.parser.escapedStringLiterals"),
            QuotedRegexColumnNames = IsOn("spark.sql.parser.quotedRegexColumnNames"),
            LegacyIntervals = IsOn("spark.sql.legacy.interval.enabled"),
            LegacySetOperationPrecedence = IsOn("spark.sql.legacy.setopsPrecedence.enabled"),
            ExponentLiteralAsDecimal = IsOn("spark.sql.legacy.exponentLiteralAsDecimal.enabled"),
            BangEqualsNot = IsOn("spark.sql.legacy.bangEqualsNot"),
            HavingWithoutGroupByAsWhere = IsOn("spark.sql.legacy.parser.havingWithoutGroupByAsWhere"),
            ConsecutiveStringLiterals = IsOn("spark.sql.legacy.consecutiveStringLiterals.enabled"),
            ViewSchemaBindingEnabled = !string.Equals(
                config("spark.sql.legacy.viewSchemaBindingMode"),
                "false",
                StringComparison.OrdinalIgnoreCase
            ),
            AnsiRelationPrecedence = ansi && IsOn("spark.sql.ansi.relationPrecedence"),
        };
    }
}
