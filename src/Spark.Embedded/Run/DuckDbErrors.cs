using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Spark;
using Spark.Embedded.Errors;

namespace Spark.Embedded.Run;

/// <summary>DuckDB's errors as Spark's: nobody outside the engine sees a DuckDB error.</summary>
internal static partial class DuckDbErrors
{
    /// <summary>The kind of an error that comes as text alone: <c>Parser Error: ...</c>.</summary>
    internal static DuckDbErrorType TypeOf(string message)
    {
        var colon = message.IndexOf(" Error: ", StringComparison.Ordinal);
        return (colon < 0 ? "" : message[..colon]) switch
        {
            "Out of Range" => DuckDbErrorType.OutOfRange,
            "Conversion" => DuckDbErrorType.Conversion,
            "Parser" => DuckDbErrorType.Parser,
            "Binder" => DuckDbErrorType.Binder,
            "Catalog" => DuckDbErrorType.Catalog,
            "IO" => DuckDbErrorType.IO,
            "Invalid Input" => DuckDbErrorType.InvalidInput,
            "Not implemented" => DuckDbErrorType.NotImplemented,
            "Out of Memory" => DuckDbErrorType.OutOfMemory,
            "Constraint" => DuckDbErrorType.Constraint,
            "Permission" => DuckDbErrorType.Permission,
            "INTERRUPT" => DuckDbErrorType.Interrupt,
            "Missing Extension" => DuckDbErrorType.MissingExtension,
            _ => DuckDbErrorType.Internal,
        };
    }

    /// <summary>Spark's error for one of DuckDB's.</summary>
    internal static SparkException ToSpark(DuckDbException error)
    {
        if (Envelope(error.Message) is { } raised)
            return raised;
        var text = Text(error.Message);
        switch (error.Type)
        {
            case DuckDbErrorType.Interrupt:
                return SparkErrors.Runtime("OPERATION_CANCELED", [("operationId", "")], "HY008");
            case DuckDbErrorType.Conversion:
                return ConversionError().Match(text) is { Success: true } match
                    ? SparkErrors.Runtime(
                        "CAST_INVALID_INPUT",
                        [
                            ("expression", $"'{match.Groups["value"].Value}'"),
                            ("sourceType", "\"STRING\""),
                            ("targetType", $"\"{match.Groups["type"].Value}\""),
                        ]
                    )
                    : Other<SparkRuntimeException>("CAST_INVALID_INPUT", "22018", text);
            case DuckDbErrorType.OutOfRange or DuckDbErrorType.Decimal:
                return new SparkArithmeticException($"[ARITHMETIC_OVERFLOW] {text} SQLSTATE: 22003")
                {
                    ErrorClass = "ARITHMETIC_OVERFLOW",
                    SqlState = "22003",
                    MessageParameters = Parameters(text),
                };
            case DuckDbErrorType.DivideByZero:
                return SparkErrors.Runtime("DIVIDE_BY_ZERO", [("config", "\"spark.sql.ansi.enabled\"")]);
            case DuckDbErrorType.OutOfMemory:
                return Other<SparkException>(
                    "UNABLE_TO_ACQUIRE_MEMORY",
                    "53200",
                    $"The query needs more memory than spark.embedded.memory allows, and the spill folder could not take the rest: {text}. Raise the limit or free disk space"
                );
            case DuckDbErrorType.IO or DuckDbErrorType.Permission:
                return Other<SparkException>(
                    "FAILED_READ_FILE.NO_HINT",
                    "KD001",
                    $"Encountered an error while reading or writing a file: {text}"
                );
            case DuckDbErrorType.InvalidInput when text.Contains("More than one row returned by a subquery", StringComparison.Ordinal):
                return SparkErrors.Runtime("SCALAR_SUBQUERY_TOO_MANY_ROWS", [], "21000");
            case DuckDbErrorType.NotImplemented:
                return SparkErrors.Unsupported($"this query ({text})");
            default:
                return new SparkRuntimeException(
                    $"[INTERNAL_ERROR] The embedded engine's own SQL failed, which is an error in the engine, not in the query: {text} SQLSTATE: XX000",
                    error
                )
                {
                    ErrorClass = "INTERNAL_ERROR",
                    SqlState = "XX000",
                    MessageParameters = Parameters(error.Sql is null ? text : $"{text}\n{error.Sql}"),
                };
        }
    }

    /// <summary>The error that a query raised on purpose; see <see cref="RuntimeError"/>.</summary>
    private static SparkException? Envelope(string message)
    {
        var start = message.IndexOf("{\"errorClass\":", StringComparison.Ordinal);
        if (start < 0)
            return null;
        try
        {
            var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(message[start..]));
            using var json = JsonDocument.ParseValue(ref reader);
            var parameters = json.RootElement.TryGetProperty("parameters", out var values)
                ? values
                    .EnumerateObject()
                    .Select(p => (p.Name, p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString()! : p.Value.GetRawText()))
                    .ToList()
                : [];
            var state = json.RootElement.TryGetProperty("sqlState", out var sqlState) ? sqlState.GetString() : null;
            return SparkErrors.Runtime(json.RootElement.GetProperty("errorClass").GetString() ?? "INTERNAL_ERROR", parameters, state);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static SparkException Other<T>(string condition, string state, string text)
        where T : SparkException
    {
        var message = $"[{condition}] {text} SQLSTATE: {state}";
        return typeof(T) == typeof(SparkRuntimeException)
            ? new SparkRuntimeException(message)
            {
                ErrorClass = condition,
                SqlState = state,
                MessageParameters = Parameters(text),
            }
            : new SparkException(message)
            {
                ErrorClass = condition,
                SqlState = state,
                MessageParameters = Parameters(text),
            };
    }

    private static Dictionary<string, string> Parameters(string text) => new() { ["message"] = text };

    /// <summary>The message without DuckDB's name of the kind and without its excerpt of the generated SQL.</summary>
    private static string Text(string message)
    {
        var colon = message.IndexOf(" Error: ", StringComparison.Ordinal);
        var text = colon is >= 0 and < 30 ? message[(colon + 8)..] : message;
        foreach (var end in (ReadOnlySpan<string>)["\n\nLINE ", "\n\nStack Trace:"])
        {
            if (text.IndexOf(end, StringComparison.Ordinal) is var at and >= 0)
                text = text[..at];
        }

        return text.TrimEnd('.', '\n', ' ');
    }

    [GeneratedRegex("^Could not convert string '(?<value>.*)' to (?<type>[A-Z0-9(), ]+)", RegexOptions.Singleline)]
    private static partial Regex ConversionError();
}
