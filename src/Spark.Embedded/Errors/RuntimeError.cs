using System.Text;
using System.Text.Json;
using Microsoft.Spark;

namespace Spark.Embedded.Errors;

/// <summary>
/// An error of Spark that is raised while DuckDB runs. It passes through DuckDB as the text of an error, a JSON envelope
/// <c>{"errorClass": ..., "sqlState": ..., "parameters": {...}}</c>, which the executor turns back into a typed exception.
/// </summary>
public static class RuntimeError
{
    /// <summary>A DuckDB expression that raises the error when it is evaluated.</summary>
    /// <param name="errorClass">The error class, such as <c>DIVIDE_BY_ZERO</c>.</param>
    /// <param name="parameters">The message parameters; each value is DuckDB SQL that gives text.</param>
    public static string Sql(string errorClass, params IReadOnlyList<(string Name, string Sql)> parameters)
    {
        var sql = new StringBuilder("error('{\"errorClass\":\"").Append(errorClass).Append('"');
        if (parameters.Count == 0)
            return sql.Append("}')").ToString();
        sql.Append(",\"parameters\":{");
        for (var i = 0; i < parameters.Count; i++)
        {
            sql.Append(i == 0 ? "" : ",")
                .Append('"')
                .Append(parameters[i].Name)
                .Append("\":' || ")
                .Append("coalesce(CAST(to_json(CAST(")
                .Append(parameters[i].Sql)
                .Append(" AS VARCHAR)) AS VARCHAR), 'null') || '");
        }

        return sql.Append("}}')").ToString();
    }

    /// <summary>SQL in which every error that <see cref="Sql"/> made is NULL instead: DuckDB's TRY does not take volatile functions, and error() is one.</summary>
    public static string Silence(string sql)
    {
        while (sql.IndexOf("error('{", StringComparison.Ordinal) is var start and >= 0)
        {
            var depth = 0;
            var quoted = false;
            var end = start;
            do
            {
                var c = sql[end++];
                quoted ^= c == '\'';
                depth +=
                    quoted ? 0
                    : c == '(' ? 1
                    : c == ')' ? -1
                    : 0;
            } while (depth > 0 || sql[end - 1] != ')');
            sql = string.Concat(sql.AsSpan(0, start), "NULL", sql.AsSpan(end));
        }

        return sql;
    }

    /// <summary>The envelope of an exception that C# code threw inside DuckDB, with its message.</summary>
    public static string Envelope(SparkException exception)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("errorClass", exception.ErrorClass);
            // The other messages are made of the condition's template and the parameters.
            if (exception.ErrorClass is null || exception.Message.StartsWith('['))
                json.WriteString("message", exception.Message);
            if (exception.SqlState is { } state)
                json.WriteString("sqlState", state);
            json.WriteStartObject("parameters");
            foreach (var (name, value) in exception.MessageParameters)
                json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
