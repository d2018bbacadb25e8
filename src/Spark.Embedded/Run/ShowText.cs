using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using Spark.Embedded.Types;

namespace Spark.Embedded.Run;

/// <summary>Rows as <c>show()</c> prints them.</summary>
internal static class ShowText
{
    /// <summary>A table of text, or one line a value.</summary>
    /// <param name="rows">The cells, one row more than are shown when there are more.</param>
    /// <param name="truncate">Longest cell in characters; 0 for any length.</param>
    public static string Table(IReadOnlyList<string> names, IReadOnlyList<string[]> rows, int shown, int truncate, bool vertical)
    {
        var hasMore = rows.Count > shown;
        var cells = rows.Take(shown).Select(row => row.Select(cell => Cut(cell, truncate)).ToArray()).ToList();
        var header = names.Select(name => Cut(Escape(name), truncate)).ToArray();
        var text = new StringBuilder();
        if (vertical)
        {
            Vertical(header, cells, text);
        }
        else
        {
            var widths = header.Select((name, i) => Math.Max(3, cells.Select(row => Width(row[i])).Append(Width(name)).Max())).ToArray();
            var rule = $"+{string.Join("+", widths.Select(width => new string('-', width)))}+\n";
            text.Append(rule);
            Line(header);
            text.Append(rule);
            foreach (var row in cells)
                Line(row);
            text.Append(rule);

            void Line(string[] line)
            {
                text.Append('|');
                for (var i = 0; i < line.Length; i++)
                {
                    // Cells that may be cut stand at the right, whole ones at the left.
                    var fill = new string(' ', widths[i] - Width(line[i]));
                    text.Append(truncate > 0 ? fill + line[i] : line[i] + fill).Append('|');
                }

                text.Append('\n');
            }
        }

        if (vertical && cells.Count == 0)
            text.Append("(0 rows)\n");
        else if (hasMore)
            text.Append(CultureInfo.InvariantCulture, $"only showing top {shown} {(shown == 1 ? "row" : "rows")}\n");
        return text.ToString();
    }

    /// <summary>The same as an HTML table, for notebooks.</summary>
    public static string Html(IReadOnlyList<string> names, IReadOnlyList<string[]> rows, int shown, int truncate)
    {
        var text = new StringBuilder("<table border='1'>\n");
        Line(names.Select(Escape), "th");
        foreach (var row in rows.Take(shown))
            Line(row.Select(cell => Cut(cell, truncate)), "td");
        text.Append("</table>\n");
        if (rows.Count > shown)
            text.Append(CultureInfo.InvariantCulture, $"only showing top {shown} {(shown == 1 ? "row" : "rows")}\n");
        return text.ToString();

        void Line(IEnumerable<string> cells, string tag) =>
            text.Append("<tr>").AppendJoin("", cells.Select(cell => $"<{tag}>{WebUtility.HtmlEncode(cell)}</{tag}>")).Append("</tr>\n");
    }

    /// <summary>A value as it stands in a cell.</summary>
    public static string Cell(object? value, SparkType type, TimeZoneInfo zone) =>
        value switch
        {
            null => "NULL",
            byte[] bytes => $"[{string.Join(" ", bytes.Select(b => b.ToString("X2", CultureInfo.InvariantCulture)))}]",
            string text when type is not AtomicType => Escape(text),
            _ => Escape(Text(value, type, zone)),
        };

    /// <summary>A value as a cast to string prints it, with nothing escaped.</summary>
    public static string Plain(object? value, SparkType type, TimeZoneInfo zone) => Text(value, type, zone);

    /// <summary>A value as a cast to string prints it; within nested values too.</summary>
    private static string Text(object? value, SparkType type, TimeZoneInfo zone)
    {
        switch (value, type)
        {
            case (null, _):
                return "NULL";
            case (bool flag, _):
                return flag ? "true" : "false";
            case (double number, _):
                return ValueText.Double(number);
            case (float number, _):
                return ValueText.Float(number);
            case (BigInteger unscaled, DecimalType d):
                return ValueText.Decimal(unscaled, d.Scale);
            case (int months, YearMonthIntervalType interval):
                return ValueText.YearMonthInterval(months, interval);
            case (long micros, DayTimeIntervalType interval):
                return ValueText.DayTimeInterval(micros, interval);
            case (long micros, TimeType):
                return ValueText.Time(micros);
            case (byte[] bytes, _):
                return Cell(bytes, type, zone);
            case ((int months, int days, long micros), _):
                return CalendarInterval(months, days, micros);
            case (object?[] items, ArrayType array):
                return $"[{string.Join(", ", items.Select(item => Text(item, array.Element, zone)))}]";
            case (object?[] fields, StructType structure):
                return $"{{{string.Join(", ", fields.Select((field, i) => Text(field, structure.Fields[i].Type, zone)))}}}";
            case (KeyValuePair<object, object?>[] pairs, MapType map):
                return $"{{{string.Join(", ", pairs.Select(pair => $"{Text(pair.Key, map.Key, zone)} -> {Text(pair.Value, map.Value, zone)}"))}}}";
            case (int days, _) when type == SparkType.Date:
                return ValueText.Date(days);
            case (long micros, _) when type == SparkType.Timestamp:
                return ValueText.Timestamp(Zones.ToLocal(micros, zone));
            case (long micros, _) when type == SparkType.TimestampNtz:
                return ValueText.Timestamp(micros);
            default:
                return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }
    }

    /// <summary><c>1 years 2 months 3 days 4 hours 5 minutes 6.5 seconds</c>.</summary>
    private static string CalendarInterval(int months, int days, long micros)
    {
        var parts = new List<string>();
        Add(months / 12, "years");
        Add(months % 12, "months");
        Add(days, "days");
        Add(micros / 3_600_000_000, "hours");
        Add(micros / 60_000_000 % 60, "minutes");
        var seconds = micros % 60_000_000;
        if (seconds != 0)
            parts.Add($"{new decimal(seconds) / 1_000_000m:0.######} seconds");
        return parts.Count == 0 ? "0 seconds" : string.Join(" ", parts);

        void Add(long count, string unit)
        {
            if (count != 0)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {unit}"));
        }
    }

    private static void Vertical(string[] header, List<string[]> rows, StringBuilder text)
    {
        var nameWidth = header.Select(Width).DefaultIfEmpty(0).Max();
        nameWidth = Math.Max(3, nameWidth);
        var valueWidth = Math.Max(3, rows.SelectMany(row => row).Select(Width).DefaultIfEmpty(0).Max());
        for (var i = 0; i < rows.Count; i++)
        {
            var title = $"-RECORD {i}";
            text.Append(title.PadRight(nameWidth + valueWidth + 5, '-')).Append('\n');
            for (var column = 0; column < header.Length; column++)
            {
                text.Append(' ')
                    .Append(header[column])
                    .Append(' ', nameWidth - Width(header[column]))
                    .Append(" | ")
                    .Append(rows[i][column])
                    .Append(' ', valueWidth - Width(rows[i][column]))
                    .Append(" \n");
            }
        }
    }

    private static string Cut(string cell, int truncate) =>
        truncate <= 0 || cell.Length <= truncate ? cell
        : truncate < 4 ? cell[..truncate]
        : cell[..(truncate - 3)] + "...";

    /// <summary>Line ends and their like, made visible.</summary>
    private static string Escape(string text) =>
        text.AsSpan().IndexOfAny("\n\r\t\f\b\u000B\a") < 0
            ? text
            : text.Replace("\n", "\\n", StringComparison.Ordinal)
                .Replace("\r", "\\r", StringComparison.Ordinal)
                .Replace("\t", "\\t", StringComparison.Ordinal)
                .Replace("\f", "\\f", StringComparison.Ordinal)
                .Replace("\b", "\\b", StringComparison.Ordinal)
                .Replace("\u000B", "\\v", StringComparison.Ordinal)
                .Replace("\a", "\\a", StringComparison.Ordinal);

    /// <summary>Columns that the text takes in a terminal: two for a full-width character.</summary>
    private static int Width(string text)
    {
        var width = 0;
        foreach (var character in text)
        {
            width += character
                is >= '\u1100'
                    and <= '\u115F'
                    or >= '\u2E80'
                    and <= '\u303E'
                    or >= '\u3041'
                    and <= '\u33FF'
                    or >= '\u3400'
                    and <= '\u4DBF'
                    or >= '\u4E00'
                    and <= '\u9FFF'
                    or >= '\uA000'
                    and <= '\uA4CF'
                    or >= '\uAC00'
                    and <= '\uD7A3'
                    or >= '\uF900'
                    and <= '\uFAFF'
                    or >= '\uFE30'
                    and <= '\uFE6F'
                    or >= '\uFF00'
                    and <= '\uFF60'
                    or >= '\uFFE0'
                    and <= '\uFFE6'
                ? 2
                : 1;
        }

        return width;
    }
}
