using System.Text.Json;
using System.Text.RegularExpressions;
using DuckDB.NET.Native;
using Microsoft.Spark;
using Spark.Embedded.Errors;

namespace Spark.Embedded.Run;

/// <summary>DuckDB's errors as Spark's: nobody outside the engine sees a DuckDB error.</summary>
internal static partial class DuckDbErrors
{
    /// <summary>The kind of an error that comes as text alone: <c>Parser Error: ...</c>.</summary>
    internal static DuckDBErrorType TypeOf(string message)
    {
        var colon = message.IndexOf(" Error: ", StringComparison.Ordinal);
        return (colon < 0 ? "" : message[..colon]) switch
        {
            "Out of Range" => DuckDBErrorType.OutOfRange,
            "Conversion" => DuckDBErrorType.Conversion,
            "Parser" => DuckDBErrorType.Parser,
            "Binder" => DuckDBErrorType.Binder,
            "Catalog" => DuckDBErrorType.Catalog,
            "IO" => DuckDBErrorType.Io,
            "Invalid Input" => DuckDBErrorType.InvalidInput,
            "Not implemented" => DuckDBErrorType.NotImplemented,
            "Out of Memory" => DuckDBErrorType.OutOfMemory,
            "Constraint" => DuckDBErrorType.Constraint,
            "Permission" => DuckDBErrorType.Permission,
            "INTERRUPT" => DuckDBErrorType.Interrupt,
            "Missing Extension" => DuckDBErrorType.MissingExtension,
            _ => DuckDBErrorType.Internal,
        };
    }

    /// <summary>Spark's error for one of DuckDB's.</summary>
    internal static SparkException ToSpark(DuckDbException error)
    {
        if (Envelope(error.Message) is { } raised)
            return raised;
        if (error.Type != DuckDBErrorType.Interrupt && error.Sql is { } sql && ParquetDamage.Find(sql, MayBeDamage(error)) is { } damage)
            return damage;
        var text = Text(error.Message);
        switch (error.Type)
        {
            case DuckDBErrorType.Interrupt:
                return SparkErrors.Runtime("OPERATION_CANCELED", [("operationId", "")], "HY008");
            case DuckDBErrorType.Conversion:
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
            case DuckDBErrorType.OutOfRange or DuckDBErrorType.Decimal:
                return new SparkArithmeticException($"[ARITHMETIC_OVERFLOW] {text} SQLSTATE: 22003")
                {
                    ErrorClass = "ARITHMETIC_OVERFLOW",
                    SqlState = "22003",
                    MessageParameters = Parameters(text),
                };
            case DuckDBErrorType.DivideByZero:
                return SparkErrors.Runtime("DIVIDE_BY_ZERO", [("config", "\"spark.sql.ansi.enabled\"")]);
            case DuckDBErrorType.OutOfMemory:
                return Other<SparkException>(
                    "UNABLE_TO_ACQUIRE_MEMORY",
                    "53200",
                    $"The query needs more memory than spark.embedded.memory allows, and the spill folder could not take the rest: {text}. Raise the limit or free disk space"
                );
            case DuckDBErrorType.Io or DuckDBErrorType.Permission:
                return Other<SparkException>(
                    "FAILED_READ_FILE.NO_HINT",
                    "KD001",
                    $"Encountered an error while reading or writing a file: {text}"
                );
            case DuckDBErrorType.InvalidInput when text.Contains("More than one row returned by a subquery", StringComparison.Ordinal):
                return SparkErrors.Runtime("SCALAR_SUBQUERY_TOO_MANY_ROWS", [], "21000");
            case DuckDBErrorType.NotImplemented:
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

    /// <summary>Whether an error can come of a damaged file, and not of a value or of the query.</summary>
    private static bool MayBeDamage(DuckDbException error) =>
        error.Type switch
        {
            DuckDBErrorType.InvalidInput => !error.Message.Contains("More than one row returned by a subquery", StringComparison.Ordinal),
            DuckDBErrorType.Io
            or DuckDBErrorType.Permission
            or DuckDBErrorType.Invalid
            or DuckDBErrorType.InvalidType
            or DuckDBErrorType.Internal
            or DuckDBErrorType.Fatal
            or DuckDBErrorType.Serialization
            or DuckDBErrorType.NotImplemented
            or DuckDBErrorType.ObjectSize => true,
            _ => false,
        };

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
            var condition = json.RootElement.GetProperty("errorClass").GetString() ?? "INTERNAL_ERROR";
            return json.RootElement.TryGetProperty("message", out var text)
                ? SparkErrors.Raised(condition, text.GetString()!, parameters, state)
                : SparkErrors.Runtime(condition, parameters, state);
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
