using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Spark.Sql;
using Spectre.Console;

namespace Spark.Jobs.CommandLine;

/// <summary>Prints the rows of a query.</summary>
internal static class RowOutput
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The printer of a format.</summary>
    /// <exception cref="UsageException">There is no such format.</exception>
    public static Action<TextWriter, DataFrame> Of(string format) =>
        format switch
        {
            "table" => WriteTable,
            "csv" => WriteCsv,
            "json" => WriteJson,
            _ => throw new UsageException($"There is no format '{format}'; use table, csv or json."),
        };

    private static void WriteTable(TextWriter output, DataFrame rows)
    {
        var table = TableOutput.Grid([.. rows.Columns()]);
        foreach (var row in rows.Collect())
            table.AddRow([.. row.Values.Select(value => Markup.Escape(Text(value) ?? "null"))]);
        TableOutput.Console(output).Write(table);
    }

    /// <summary>As RFC 4180 has it, with a header; null is empty.</summary>
    private static void WriteCsv(TextWriter output, DataFrame rows)
    {
        output.WriteLine(string.Join(",", rows.Columns().Select(Quoted)));
        foreach (var row in rows.ToLocalIterator())
            output.WriteLine(string.Join(",", row.Values.Select(value => Quoted(Text(value) ?? ""))));
        output.Flush();
    }

    /// <summary>An array of objects, one on a line. Decimals keep all their digits.</summary>
    private static void WriteJson(TextWriter output, DataFrame rows)
    {
        string[] columns = [.. rows.Columns()];
        var first = true;
        output.Write('[');
        foreach (var row in rows.ToLocalIterator())
        {
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer, JsonOptions))
                WriteObject(json, columns, row.Values);
            output.Write(first ? "\n" : ",\n");
            output.Write(Encoding.UTF8.GetString(buffer.ToArray()));
            first = false;
        }

        output.WriteLine(first ? "]" : "\n]");
        output.Flush();
    }

    private static void WriteObject(Utf8JsonWriter json, IReadOnlyList<string> names, object?[] values)
    {
        json.WriteStartObject();
        for (var i = 0; i < values.Length; i++)
        {
            json.WritePropertyName(names[i]);
            WriteValue(json, values[i]);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case sbyte or short or int or long or decimal:
                json.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case float or double when double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)):
                json.WriteRawValue(((IFormattable)value).ToString("R", CultureInfo.InvariantCulture));
                break;
            case Row row:
                WriteObject(json, [.. row.Schema.Fields.Select(field => field.Name)], row.Values);
                break;
            case IDictionary map:
                json.WriteStartObject();
                foreach (DictionaryEntry entry in map)
                {
                    json.WritePropertyName(Text(entry.Key) ?? "null");
                    WriteValue(json, entry.Value);
                }

                json.WriteEndObject();
                break;
            case IEnumerable list and not string and not byte[]:
                json.WriteStartArray();
                foreach (var item in list)
                    WriteValue(json, item);
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(Text(value));
                break;
        }
    }

    private static string? Text(object? value) =>
        value switch
        {
            null => null,
            bool flag => flag ? "true" : "false",
            byte[] bytes => Convert.ToHexString(bytes),
            Row row => $"{{{string.Join(", ", row.Values.Select(item => Text(item) ?? "null"))}}}",
            IDictionary map =>
                $"{{{string.Join(", ", map.Keys.Cast<object>().Select(key => $"{Text(key)} -> {Text(map[key]) ?? "null"}"))}}}",
            IEnumerable list and not string => $"[{string.Join(", ", list.Cast<object?>().Select(item => Text(item) ?? "null"))}]",
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };

    private static string Quoted(string value) =>
        value.AsSpan().IndexOfAny("\",\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
