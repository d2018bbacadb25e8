using System.Text;
using Spark.Embedded.Errors;
using Spark.Embedded.Run;
using Spark.Embedded.Types;

namespace Spark.Embedded.Sources.Csv;

/// <summary>Writes CSV as Spark does: quotes only where they are needed, <c>""</c> for empty text, nothing for null.</summary>
internal sealed class CsvFileWriter : RowFileWriter
{
    private readonly string _separator;
    private readonly char _quote;
    private readonly char _escape;
    private readonly bool _escapeQuotes;
    private readonly bool _quoteAll;
    private readonly bool _header;
    private readonly bool _trimLeading;
    private readonly bool _trimTrailing;
    private readonly string _nullValue;
    private readonly string _emptyValue;
    private readonly string _lineSeparator;
    private readonly char? _comment;
    private readonly TimePattern _date;
    private readonly TimePattern _timestamp;
    private readonly TimePattern _timestampNtz;
    private readonly TimeZoneInfo _zone;

    public CsvFileWriter(SourceOptions options, string timeZone)
    {
        _separator = Encoding.UTF8.GetString(new CsvOptions(options).Separator);
        _quote = options.Character("quote", '"');
        _escape = options.Character("escape", '\\');
        _escapeQuotes = options.Flag("escapeQuotes", true);
        _quoteAll = options.Flag("quoteAll");
        _header = options.Flag("header");
        _trimLeading = options.Flag("ignoreLeadingWhiteSpace", true);
        _trimTrailing = options.Flag("ignoreTrailingWhiteSpace", true);
        _nullValue = options.Text("nullValue", "");
        _emptyValue = options.Text("emptyValue", "\"\"");
        _lineSeparator = options.Text("lineSep", "\n");
        _comment = options["comment"] is { Length: 1 } comment ? comment[0] : null;
        Charset = options.First("encoding", "charset");
        _date = TimePattern.Parse(options.Text("dateFormat", "yyyy-MM-dd"));
        _timestamp = TimePattern.Parse(options.Text("timestampFormat", "yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]"));
        _timestampNtz = TimePattern.Parse(options.Text("timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss[.SSS]"));
        _zone = Zones.Find(options.Text("timeZone", timeZone));
    }

    protected override string Extension => "csv";

    protected override bool RefusesRepeatedNames => false;

    protected override void Check(IReadOnlyList<StructField> columns)
    {
        if (
            columns.FirstOrDefault(column =>
                column.Type is ArrayType or MapType or StructType or NullType
                || column.Type == SparkType.Variant
                || column.Type == SparkType.CalendarInterval
            ) is
            { } wrong
        )
            throw SparkErrors.Analysis(
                "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE",
                ("columnName", SparkErrors.Identifier(wrong.Name)),
                ("columnType", TypeText.Quoted(wrong.Type)),
                ("format", "CSV")
            );
    }

    protected override void WriteHeader(Stream output, IReadOnlyList<StructField> columns)
    {
        if (_header)
            Line(output, columns.Select(column => (string?)column.Name));
    }

    protected override void WriteRow(Stream output, IReadOnlyList<StructField> columns, object?[] values) =>
        Line(output, values.Select((value, i) => value is null ? null : Text(value, columns[i].Type)));

    private string Text(object value, SparkType type) =>
        value switch
        {
            int days when type == SparkType.Date => _date.Format(days * 86_400_000_000L, TimeZoneInfo.Utc),
            long micros when type == SparkType.Timestamp => _timestamp.Format(micros, _zone),
            long micros when type == SparkType.TimestampNtz => _timestampNtz.Format(micros, TimeZoneInfo.Utc),
            _ => ShowText.Plain(value, type, _zone),
        };

    private void Line(Stream output, IEnumerable<string?> values)
    {
        var line = new StringBuilder();
        var first = true;
        foreach (var value in values)
        {
            if (!first)
                line.Append(_separator);
            Append(line, value, first);
            first = false;
        }

        // As in Spark, a row of one null leaves no line.
        if (line.Length == 0)
            return;
        line.Append(_lineSeparator);
        output.Write(Encoding.UTF8.GetBytes(line.ToString()));
    }

    private void Append(StringBuilder line, string? value, bool first)
    {
        if (value is null)
        {
            line.Append(_nullValue);
            return;
        }

        if (_trimLeading)
            value = value.TrimStart(Spaces);
        if (_trimTrailing)
            value = value.TrimEnd(Spaces);
        if (value.Length == 0)
        {
            line.Append(_emptyValue);
            return;
        }

        var hasQuote = value.Contains(_quote);
        if (
            !_quoteAll
            && !(hasQuote && _escapeQuotes)
            && !value.Contains(_separator, StringComparison.Ordinal)
            && value.AsSpan().IndexOfAny('\n', '\r') < 0
            && !(first && value[0] == _comment)
            && value[0] != _quote
        )
        {
            line.Append(value);
            return;
        }

        line.Append(_quote);
        foreach (var character in value)
        {
            if (character == _quote || (character == _escape && hasQuote))
                line.Append(_escape);
            line.Append(character);
        }

        line.Append(_quote);
    }

    private static readonly char[] Spaces = [.. Enumerable.Range(0, 33).Select(code => (char)code)];
}
