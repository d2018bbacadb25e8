using System.Text;
using Spark.Embedded.Errors;

namespace Spark.Embedded.Sources.Csv;

/// <summary>What happens to a record that does not fit the schema.</summary>
internal enum ParseMode
{
    /// <summary>What can be read is kept, the rest is null, and the raw record goes to the column for corrupt records.</summary>
    Permissive,
    DropMalformed,
    FailFast,
}

/// <summary>The options of the CSV source, with Spark's names and defaults.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-data-sources-csv.html</remarks>
internal sealed class CsvOptions
{
    public CsvOptions(SourceOptions options, string? corruptColumn = null)
    {
        Separator = Encoding.UTF8.GetBytes(Unescape(options.First("sep", "delimiter") ?? ","));
        Quote = Byte("quote", options.Character("quote", '"'));
        Escape = Byte("escape", options.Character("escape", '\\'));
        EscapeOfEscape =
            options["charToEscapeQuoteEscaping"] is { Length: > 0 }
                ? Byte("charToEscapeQuoteEscaping", options.Character("charToEscapeQuoteEscaping", '\0'))
            : Quote == Escape ? (byte)0
            : Escape;
        Comment = options["comment"] is { Length: 1 } comment ? Byte("comment", comment[0]) : null;
        Header = options.Flag("header");
        InferSchema = options.Flag("inferSchema");
        IgnoreLeadingWhiteSpace = options.Flag("ignoreLeadingWhiteSpace");
        IgnoreTrailingWhiteSpace = options.Flag("ignoreTrailingWhiteSpace");
        NullValue = Encoding.UTF8.GetBytes(options.Text("nullValue", ""));
        EmptyValue = Encoding.UTF8.GetBytes(options.Text("emptyValue", ""));
        NanValue = Encoding.UTF8.GetBytes(options.Text("nanValue", "NaN"));
        PositiveInf = Encoding.UTF8.GetBytes(options.Text("positiveInf", "Inf"));
        NegativeInf = Encoding.UTF8.GetBytes(options.Text("negativeInf", "-Inf"));
        MultiLine = options.Flag("multiLine");
        EnforceSchema = options.Flag("enforceSchema", true);
        PreferDate = options.Flag("preferDate", true);
        MaxColumns = options.Number("maxColumns", 20480);
        CorruptColumn = options["columnNameOfCorruptRecord"] ?? corruptColumn ?? "_corrupt_record";
        ColumnPruning = options.Flag("columnPruning", !MultiLine);
        DateFormat = options["dateFormat"];
        TimestampFormat = options["timestampFormat"];
        TimestampNtzFormat = options["timestampNTZFormat"];
        LineSeparator = options["lineSep"] switch
        {
            null => null,
            { Length: 1 or 2 } text => Encoding.UTF8.GetBytes(text),
            var text => throw SourceOptions.Wrong("lineSep", text, "one character (or two, for CR LF)"),
        };
        LineEnd = LineSeparator is [var end] ? end : (byte)'\n';
        Charset = options.First("encoding", "charset");
        if (options["unescapedQuoteHandling"] is { } handling && !handling.Equals("STOP_AT_DELIMITER", StringComparison.OrdinalIgnoreCase))
            throw SparkErrors.Unsupported($"the CSV option unescapedQuoteHandling={handling}");
        if (options["locale"] is { } locale && locale is not ("en-US" or "en_US" or "en"))
            throw SparkErrors.Unsupported($"the CSV option locale={locale}");
        Mode = options.Text("mode", "PERMISSIVE").ToUpperInvariant() switch
        {
            "DROPMALFORMED" => ParseMode.DropMalformed,
            "FAILFAST" => ParseMode.FailFast,
            // Spark warns of an unknown mode and takes this one.
            _ => ParseMode.Permissive,
        };
    }

    /// <summary>One byte, or several for a separator of several characters or a character beyond ASCII.</summary>
    public byte[] Separator { get; }

    /// <summary>0 for none.</summary>
    public byte Quote { get; }

    public byte Escape { get; }

    /// <summary>Escapes the escape character itself; 0 for none.</summary>
    public byte EscapeOfEscape { get; }

    public byte? Comment { get; }

    public bool Header { get; }

    public bool InferSchema { get; }

    public bool IgnoreLeadingWhiteSpace { get; }

    public bool IgnoreTrailingWhiteSpace { get; }

    public byte[] NullValue { get; }

    /// <summary>What an empty quoted value reads as.</summary>
    public byte[] EmptyValue { get; }

    public byte[] NanValue { get; }

    public byte[] PositiveInf { get; }

    public byte[] NegativeInf { get; }

    public bool MultiLine { get; }

    public bool EnforceSchema { get; }

    public bool PreferDate { get; }

    public int MaxColumns { get; }

    public string CorruptColumn { get; }

    /// <summary>Whether columns that are not asked for are not looked at, and a wrong number of them is then not seen.</summary>
    public bool ColumnPruning { get; }

    public string? DateFormat { get; }

    public string? TimestampFormat { get; }

    public string? TimestampNtzFormat { get; }

    /// <summary>Null for LF, CR LF and CR alike.</summary>
    public byte[]? LineSeparator { get; }

    /// <summary>What ends a line of a file that was read as a whole.</summary>
    public byte LineEnd { get; }

    /// <summary>The name of the character set; null when the user gave none.</summary>
    public string? Charset { get; }

    public ParseMode Mode { get; }

    private static byte Byte(string name, char value) =>
        value < 128 ? (byte)value : throw SparkErrors.Unsupported($"the CSV option {name}={value}: a character beyond ASCII");

    /// <summary>A separator may be written <c>\t</c>, <c>\\</c> or <c>\u0001</c>.</summary>
    private static string Unescape(string text)
    {
        if (text.Length == 0)
            throw SourceOptions.Wrong("sep", text, "at least one character");
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || text.Length == 1)
            {
                result.Append(text[i]);
                continue;
            }

            if (++i == text.Length)
                throw SourceOptions.Wrong("sep", text, "a character behind its backslash");
            switch (text[i])
            {
                case 't':
                    result.Append('\t');
                    break;
                case 'r':
                    result.Append('\r');
                    break;
                case 'b':
                    result.Append('\b');
                    break;
                case 'f':
                    result.Append('\f');
                    break;
                case '"' or '\'' or '\\':
                    result.Append(text[i]);
                    break;
                case 'u' when text[i..] == "u0000":
                    result.Append('\0');
                    i += 4;
                    break;
                default:
                    throw SourceOptions.Wrong("sep", text, @"\t, \r, \b, \f, \"", \' or \\ as escapes");
            }
        }

        return result.ToString();
    }
}
