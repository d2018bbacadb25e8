using System.Text;
using Microsoft.Spark;

namespace Spark.Embedded.Errors;

/// <summary>Makes Spark's typed errors: condition, SQLSTATE, message and parameters as Spark has them.</summary>
public static class SparkErrors
{
    /// <summary>A query that cannot be resolved.</summary>
    public static AnalysisException Analysis(string condition, params IReadOnlyList<(string Name, string Value)> parameters)
    {
        var (message, state, values) = Describe(condition, null, parameters);
        return new AnalysisException(message)
        {
            ErrorClass = condition,
            SqlState = state,
            MessageParameters = values,
        };
    }

    /// <summary>Text that is not Spark SQL.</summary>
    public static ParseException Parse(string condition, params IReadOnlyList<(string Name, string Value)> parameters)
    {
        var (message, state, values) = Describe(condition, null, parameters);
        return new ParseException(message)
        {
            ErrorClass = condition,
            SqlState = state,
            MessageParameters = values,
        };
    }

    /// <summary>An error while a query runs, in the exception type that Spark throws for the condition.</summary>
    /// <param name="sqlState">The SQLSTATE, for conditions outside the table; null to look it up.</param>
    public static SparkException Runtime(string condition, IReadOnlyList<(string Name, string Value)> parameters, string? sqlState = null)
    {
        var (message, state, values) = Describe(condition, sqlState, parameters);
        return OfCondition(condition, message, state, values);
    }

    /// <summary>An error with a message of its own, in the exception type that Spark throws for the condition.</summary>
    public static SparkException Raised(
        string condition,
        string message,
        IReadOnlyList<(string Name, string Value)> parameters,
        string? sqlState
    ) => OfCondition(condition, message, sqlState, parameters.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal));

    private static SparkException OfCondition(string condition, string message, string? state, Dictionary<string, string> values)
    {
        var main = condition.IndexOf('.') is var dot and > 0 ? condition[..dot] : condition;
        return main switch
        {
            "ARITHMETIC_OVERFLOW"
            or "BINARY_ARITHMETIC_OVERFLOW"
            or "CAST_OVERFLOW"
            or "DIVIDE_BY_ZERO"
            or "REMAINDER_BY_ZERO"
            or "INTERVAL_ARITHMETIC_OVERFLOW"
            or "INTERVAL_DIVIDED_BY_ZERO"
            or "NUMERIC_VALUE_OUT_OF_RANGE"
            or "DATETIME_OVERFLOW"
            or "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION"
            or "CAST_OVERFLOW_IN_TABLE_INSERT" => new SparkArithmeticException(message)
            {
                ErrorClass = condition,
                SqlState = state,
                MessageParameters = values,
            },
            "INVALID_ARRAY_INDEX" or "INVALID_ARRAY_INDEX_IN_ELEMENT_AT" or "INVALID_BITMAP_POSITION" =>
                new SparkArrayIndexOutOfBoundsException(message)
                {
                    ErrorClass = condition,
                    SqlState = state,
                    MessageParameters = values,
                },
            "CAST_INVALID_INPUT" when IsNumber(values) => new SparkNumberFormatException(message)
            {
                ErrorClass = condition,
                SqlState = state,
                MessageParameters = values,
            },
            "CAST_INVALID_INPUT" when !values.GetValueOrDefault("targetType", "").Contains("BOOLEAN", StringComparison.Ordinal) =>
                new SparkDateTimeException(message)
                {
                    ErrorClass = condition,
                    SqlState = state,
                    MessageParameters = values,
                },
            "CANNOT_PARSE_TIMESTAMP" or "DATETIME_FIELD_OUT_OF_BOUNDS" or "INVALID_TIMEZONE" or "INVALID_FRACTION_OF_SECOND" =>
                new SparkDateTimeException(message)
                {
                    ErrorClass = condition,
                    SqlState = state,
                    MessageParameters = values,
                },
            "INCONSISTENT_BEHAVIOR_CROSS_VERSION" => new SparkUpgradeException(message)
            {
                ErrorClass = condition,
                SqlState = state,
                MessageParameters = values,
            },
            "CONVERSION_INVALID_INPUT"
            or "INVALID_PARAMETER_VALUE"
            or "ILLEGAL_DAY_OF_WEEK"
            or "MALFORMED_CHARACTER_CODING"
            or "INVALID_UTF8_STRING" => new SparkIllegalArgumentException(message)
            {
                ErrorClass = condition,
                SqlState = state,
                MessageParameters = values,
            },
            "FAILED_READ_FILE" => new SparkException(message)
            {
                ErrorClass = condition,
                SqlState = state,
                MessageParameters = values,
            },
            _ => new SparkRuntimeException(message)
            {
                ErrorClass = condition,
                SqlState = state,
                MessageParameters = values,
            },
        };
    }

    /// <summary>Something that Spark can do and this engine cannot.</summary>
    /// <param name="what">The function, relation or option, as a user knows it.</param>
    /// <param name="instead">What to do about it; null for the general advice.</param>
    public static SparkUnsupportedOperationException Unsupported(string what, string? instead = null) =>
        new($"The embedded engine does not support {what}. {instead ?? "Run the job on Spark (--engine spark) or write it differently."}")
        {
            ErrorClass = "UNSUPPORTED_FEATURE.EMBEDDED_ENGINE",
            SqlState = "0A000",
            MessageParameters = new Dictionary<string, string> { ["feature"] = what },
        };

    /// <summary>An argument of a type that the function does not take.</summary>
    /// <param name="call">The call as Spark prints it.</param>
    /// <param name="ordinal">The argument, from 1.</param>
    /// <param name="required">The types it takes, as messages name them.</param>
    /// <param name="input">The argument as Spark prints it.</param>
    /// <param name="actual">The type of the argument, as messages name it.</param>
    public static AnalysisException UnexpectedInputType(string call, int ordinal, string required, string input, string actual) =>
        Analysis(
            "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
            ("sqlExpr", Quote(call)),
            ("paramIndex", Ordinal(ordinal)),
            ("requiredType", required),
            ("inputSql", Quote(input)),
            ("inputType", actual)
        );

    /// <summary>A call with too many or too few arguments.</summary>
    public static AnalysisException WrongNumberOfArguments(string function, string expected, int actual) =>
        Analysis(
            "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
            ("functionName", Identifier(function)),
            ("expectedNum", expected),
            ("actualNum", actual.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("docroot", "https://spark.apache.org/docs/latest")
        );

    /// <summary>An expression in an error message: in double quotes.</summary>
    public static string Quote(string text) => $"\"{text}\"";

    /// <summary>A name in an error message: every part in backticks.</summary>
    public static string Identifier(params IReadOnlyList<string> parts) =>
        string.Join(".", parts.Select(part => $"`{part.Replace("`", "``", StringComparison.Ordinal)}`"));

    /// <summary>The position of an argument in an error message.</summary>
    public static string Ordinal(int position) =>
        position switch
        {
            1 => "first",
            2 => "second",
            3 => "third",
            4 => "fourth",
            5 => "fifth",
            6 => "sixth",
            7 => "seventh",
            8 => "eighth",
            9 => "ninth",
            10 => "tenth",
            _ => position.ToString(System.Globalization.CultureInfo.InvariantCulture) + "th",
        };

    private static bool IsNumber(Dictionary<string, string> values)
    {
        var target = values.GetValueOrDefault("targetType", "").Trim('"');
        return target is "TINYINT" or "SMALLINT" or "INT" or "BIGINT" or "FLOAT" or "DOUBLE"
            || target.StartsWith("DECIMAL", StringComparison.Ordinal);
    }

    private static (string Message, string? State, Dictionary<string, string> Values) Describe(
        string condition,
        string? sqlState,
        IReadOnlyList<(string Name, string Value)> parameters
    )
    {
        var values = new Dictionary<string, string>(parameters.Count, StringComparer.Ordinal);
        foreach (var (name, value) in parameters)
            values[name] = value;
        var (state, template) = ErrorConditions.Find(condition);
        state = sqlState ?? state;
        var text = new StringBuilder("[").Append(condition).Append("] ");
        if (template is null)
            text.AppendJoin(", ", values.Select(pair => $"{pair.Key}: {pair.Value}"));
        else
            Fill(text, template, values);
        if (text[^1] is not ('.' or ' '))
            text.Append('.');
        if (state is not null)
            text.Append(" SQLSTATE: ").Append(state);
        return (text.ToString(), state, values);
    }

    private static void Fill(StringBuilder text, string template, Dictionary<string, string> values)
    {
        var at = 0;
        while (template.IndexOf('<', at) is var open and >= 0 && template.IndexOf('>', open) is var close and >= 0)
        {
            text.Append(template, at, open - at);
            text.Append(values.TryGetValue(template[(open + 1)..close], out var value) ? value : template[open..(close + 1)]);
            at = close + 1;
        }

        text.Append(template, at, template.Length - at);
    }
}
