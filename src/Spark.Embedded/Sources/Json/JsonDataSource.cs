using System.Text;
using System.Text.Json;
using Microsoft.Spark;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Run;
using Spark.Embedded.Sources.Csv;
using Spark.Embedded.Types;

namespace Spark.Embedded.Sources.Json;

/// <summary>The data source <c>json</c>: an object a line, or with <c>multiLine</c> an object or a list of them a file.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-data-sources-json.html</remarks>
internal sealed class JsonDataSource : DataSource
{
    public override string Name => "json";

    public override ITableSource Open(ReadRequest request)
    {
        var options = new JsonOptions(request.Options, request.Context);
        var listing = FileListing.Find(request.Paths, request.Options);
        var schema = request.Schema;
        if (schema is null)
        {
            if (listing.Files.Count == 0)
                throw SparkErrors.Analysis("UNABLE_TO_INFER_SCHEMA", ("format", "JSON"));
            schema = JsonSchema.Infer(listing.Files, options);
        }

        schema = new StructType([.. schema.Fields.Select(field => field with { Nullable = true })]);
        return new ScannedFileSource(
            request.Context,
            listing,
            request.Schema,
            schema,
            (files, data, required, constants) => new JsonScan(files, [.. required.Select(i => data.Fields[i])], constants, options)
        );
    }

    public override void Write(WriteRequest request) =>
        new JsonFileWriter(request.Options, request.Statement.Session.TimeZone).Write(request);
}

/// <summary>The options of the JSON source.</summary>
internal sealed class JsonOptions
{
    public JsonOptions(SourceOptions options, SourceContext context)
    {
        MultiLine = options.Flag("multiLine");
        PrimitivesAsString = options.Flag("primitivesAsString");
        PrefersDecimal = options.Flag("prefersDecimal");
        DropFieldIfAllNull = options.Flag("dropFieldIfAllNull");
        CorruptColumn = options["columnNameOfCorruptRecord"] ?? context.Config("spark.sql.columnNameOfCorruptRecord") ?? "_corrupt_record";
        LineSeparator = options["lineSep"] is { Length: > 0 } separator ? Encoding.UTF8.GetBytes(separator) : null;
        Charset =
            options.First("encoding", "charset") is { } charset && !charset.Equals("UTF-8", StringComparison.OrdinalIgnoreCase)
                ? Charsets.Find(charset)
                : null;
        Zone = Zones.Find(options.Text("timeZone", context.TimeZone));
        DateFormat = options["dateFormat"] is { } date ? TimePattern.Parse(date) : null;
        TimestampFormat = options["timestampFormat"] is { } timestamp ? TimePattern.Parse(timestamp) : null;
        Reader = new JsonDocumentOptions
        {
            CommentHandling = options.Flag("allowComments") ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
            MaxDepth = 1000,
        };
        foreach (
            var name in (ReadOnlySpan<string>)
                ["allowUnquotedFieldNames", "allowNumericLeadingZeros", "allowBackslashEscapingAnyCharacter", "allowUnquotedControlChars"]
        )
        {
            if (options.Flag(name))
                throw SparkErrors.Unsupported($"the JSON option {name}");
        }

        Mode = options.Text("mode", "PERMISSIVE").ToUpperInvariant() switch
        {
            "DROPMALFORMED" => ParseMode.DropMalformed,
            "FAILFAST" => ParseMode.FailFast,
            _ => ParseMode.Permissive,
        };
    }

    public bool MultiLine { get; }

    public bool PrimitivesAsString { get; }

    public bool PrefersDecimal { get; }

    public bool DropFieldIfAllNull { get; }

    public string CorruptColumn { get; }

    public byte[]? LineSeparator { get; }

    public Encoding? Charset { get; }

    public TimeZoneInfo Zone { get; }

    public TimePattern? DateFormat { get; }

    public TimePattern? TimestampFormat { get; }

    public JsonDocumentOptions Reader { get; }

    public ParseMode Mode { get; }
}

/// <summary>Reads JSON files into typed columns.</summary>
internal sealed class JsonScan : FileScan
{
    private readonly IReadOnlyList<StructField> _data;
    private readonly JsonOptions _options;

    public JsonScan(
        IReadOnlyList<DataFile> files,
        IReadOnlyList<StructField> data,
        IReadOnlyList<FileConstant> constants,
        JsonOptions options
    )
        : base(files, data, constants, file => !options.MultiLine && TextFile.CanSplit(file.Path, options.Charset))
    {
        _data = data;
        _options = options;
    }

    protected override FilePartReader NewReader(IReadOnlyList<int> outputs) => new Reader(_data, outputs, _options);

    /// <summary>The records of a part of a file, each with its text; an error instead of the record when it is no JSON.</summary>
    internal static IEnumerable<(byte[] Text, JsonElement? Record)> Records(FilePart part, JsonOptions options)
    {
        var stream = TextFile.Open(part.File.Path, options.Charset);
        if (options.MultiLine)
        {
            var text = WholeText.Read(stream, [(byte)'\n']);
            if (Parse(text, options) is not { } document)
                yield return (text, null);
            else if (document.ValueKind == JsonValueKind.Array)
                foreach (var item in document.EnumerateArray())
                    yield return (text, item);
            else
                yield return (text, document);
            yield break;
        }

        using var lines = new LineReader(stream, options.LineSeparator, part.Start, part.End);
        while (Next(lines) is { } line)
            yield return (line, Parse(line, options));
    }

    private static byte[]? Next(LineReader lines)
    {
        while (lines.Next(out var line))
        {
            if (line.ContainsAnyExceptInRange((byte)0, (byte)' '))
                return line.ToArray();
        }

        return null;
    }

    private static JsonElement? Parse(byte[] text, JsonOptions options)
    {
        try
        {
            var document = JsonDocument.Parse(text, options.Reader);
            return document.RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed class Reader(IReadOnlyList<StructField> data, IReadOnlyList<int> outputs, JsonOptions options) : FilePartReader
    {
        private readonly JsonConverter _converter = new(options);
        private readonly object?[] _values = new object?[data.Count];
        private readonly int _corrupt = data.ToList()
            .FindIndex(field => field.Name.Equals(options.CorruptColumn, StringComparison.OrdinalIgnoreCase));
        private IEnumerator<(byte[] Text, JsonElement? Record)>? _records;

        public override void Open(FilePart part)
        {
            _records?.Dispose();
            _records = Records(part, options).GetEnumerator();
        }

        public override int Fill(ReadOnlySpan<NativeVector> columns, int from)
        {
            while (from < RowScanWorker.Capacity && _records!.MoveNext())
            {
                var (text, record) = _records.Current;
                if (record is { ValueKind: JsonValueKind.Array } list && !options.MultiLine)
                {
                    // A line that is a list is a row for each of its objects; more than fit a vector is beyond what a line should hold.
                    if (list.GetArrayLength() > RowScanWorker.Capacity - from)
                        throw SparkErrors.Unsupported("JSON lines that are long lists", "Use multiLine for files that hold one list.");
                    foreach (var item in list.EnumerateArray())
                        from += Row(columns, from, text, item) ? 1 : 0;
                }
                else if (Row(columns, from, text, record))
                {
                    from++;
                }
            }

            return from;
        }

        public override void Dispose() => _records?.Dispose();

        private bool Row(ReadOnlySpan<NativeVector> columns, int row, byte[] text, JsonElement? record)
        {
            Array.Clear(_values);
            var good = record is { ValueKind: JsonValueKind.Object } && _converter.Fields(record.Value, data, _values);
            if (!good)
            {
                if (options.Mode == ParseMode.DropMalformed)
                    return false;
                if (options.Mode == ParseMode.FailFast)
                {
                    var bad = Encoding.UTF8.GetString(text);
                    throw new SparkException(
                        $"[MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION] Malformed records are detected in record parsing: {bad}.\n"
                            + "Parse Mode: FAILFAST. To process malformed records as null result, try setting the option 'mode' as 'PERMISSIVE'. SQLSTATE: 22023"
                    )
                    {
                        ErrorClass = "MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION",
                        SqlState = "22023",
                        MessageParameters = new Dictionary<string, string> { ["badRecord"] = bad, ["failFastMode"] = "FAILFAST" },
                    };
                }
            }

            if (_corrupt >= 0)
                _values[_corrupt] = good ? null : Encoding.UTF8.GetString(text);
            for (var i = 0; i < data.Count; i++)
            {
                if (outputs[i] >= 0)
                    columns[outputs[i]].SetValue(row, _values[i]);
            }

            return true;
        }
    }
}
