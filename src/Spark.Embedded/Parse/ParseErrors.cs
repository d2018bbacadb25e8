using System.Text;
using Microsoft.Spark;

namespace Spark.Embedded.Parse;

/// <summary>
/// Spark's errors about SQL text: class, SQLSTATE and message of https://spark.apache.org/docs/latest/sql-error-conditions.html, followed by
/// the text with the place marked.
/// </summary>
internal static partial class ParseErrors
{
    /// <summary>An error at a token, as the grammar reports them: the place is a line and a column.</summary>
    public static ParseException At(
        string text,
        Token token,
        string errorClass,
        params ReadOnlySpan<(string Name, string Value)> parameters
    )
    {
        var message = new StringBuilder().Append('\n').Append(Message(errorClass, parameters));
        message.Append(" (line ").Append(token.Line).Append(", pos ").Append(token.Column).Append(")\n\n== SQL ==\n");
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            message.Append(lines[i]).Append('\n');
            if (i == token.Line - 1)
                message.Append('-', token.Column).Append("^^^\n");
        }
        return Create(message, errorClass, parameters, []);
    }

    /// <summary>An error about a piece of the text, which becomes its query context.</summary>
    public static ParseException Between(
        string text,
        Token first,
        int stop,
        string errorClass,
        params ReadOnlySpan<(string Name, string Value)> parameters
    )
    {
        var fragment = text[first.Start..(stop + 1)];
        var message = new StringBuilder().Append('\n').Append(Message(errorClass, parameters));
        message.Append("\n== SQL (line ").Append(first.Line).Append(", position ").Append(first.Column + 1).Append(") ==\n");
        var lineStart = first.Start - first.Column;
        foreach (var line in text[lineStart..].Split('\n'))
        {
            if (lineStart > stop)
                break;
            var from = Math.Max(first.Start - lineStart, 0);
            var to = Math.Min(stop - lineStart, line.Length - 1);
            message.Append(line).Append('\n').Append(' ', from).Append('^', Math.Max(to - from + 1, 0)).Append('\n');
            lineStart += line.Length + 1;
        }
        return Create(message, errorClass, parameters, [new QueryContext("", "", first.Start, stop, fragment)]);
    }

    private static ParseException Create(
        StringBuilder message,
        string errorClass,
        ReadOnlySpan<(string Name, string Value)> parameters,
        IReadOnlyList<QueryContext> context
    )
    {
        var byName = new Dictionary<string, string>();
        foreach (var (name, value) in parameters)
            byName[name] = value;
        return new ParseException(message.ToString())
        {
            ErrorClass = errorClass,
            SqlState = Condition(errorClass).SqlState,
            MessageParameters = byName,
            QueryContext = context,
        };
    }

    private static string Message(string errorClass, ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var (sqlState, template) = Condition(errorClass);
        var text = new StringBuilder(template);
        foreach (var (name, value) in parameters)
            text.Replace("<" + name + ">", value);
        // Spark keeps its oldest messages without a class of their own.
        if (errorClass.StartsWith("_LEGACY_", StringComparison.Ordinal))
            return text.ToString();
        text.Insert(0, "[" + errorClass + "] ");
        return sqlState is null ? text.ToString() : text.Append(" SQLSTATE: ").Append(sqlState).ToString();
    }
}
