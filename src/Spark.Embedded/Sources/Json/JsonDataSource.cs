using System.Text;
using System.Text.Json;
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
        var raw = new RawFiles(request.Options, request.Context, options.Charset, "JSONOptionsInRead");
        var listing = FileListing.Find(request.Paths, request.Options);
        var schema = request.Schema;
        if (schema is null)
        {
            if (listing.Files.Count == 0)
                throw SparkErrors.Analysis("UNABLE_TO_INFER_SCHEMA", ("format", "JSON"));
            schema = JsonSchema.Infer(listing.Files, raw, options);
        }

        schema = new StructType([.. schema.Fields.Select(field => field with { Nullable = true })]);
        return new ScannedFileSource(
            request.Context,
            listing,
            request.Schema,
            schema,
            (files, data, required, constants) => new JsonScan(files, raw, [.. required.Select(i => data.Fields[i])], constants, options)
        );
    }

    public override void Write(WriteRequest request) => new JsonFileWriter(request.Options, request.Context.TimeZone).Write(request);
}

/// <summary>The options of the JSON source.</summary>
internal sealed class JsonOptions
{
    public JsonOptions(SourceOptions options, ISourceContext context)
    {
        MultiLine = options.Flag("multiLine");
        PrimitivesAsString = options.Flag("primitivesAsString");
        PrefersDecimal = options.Flag("prefersDecimal");
        DropFieldIfAllNull = options.Flag("dropFieldIfAllNull");
        CorruptColumn = options["columnNameOfCorruptRecord"] ?? context.Config("spark.sql.columnNameOfCorruptRecord") ?? "_corrupt_record";
        LineSeparator = options["lineSep"] is { Length: > 0 } separator ? Encoding.UTF8.GetBytes(separator) : null;
        Charset = options.First("encoding", "charset");
        Zone = Zones.Find(options.Text("timeZone", context.TimeZone));
        DateFormat = options["dateFormat"] is { } date ? TimePattern.Parse(date) : null;
        TimestampFormat = options["timestampFormat"] is { } timestamp ? TimePattern.Parse(timestamp) : null;
        Reader = new JsonDocumentOptions
        {
            CommentHandling = options.Flag("allowComments") ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
            MaxDepth = LenientJson.MaxDepth,
        };
        Leniency = new JsonLeniency
        {
            SingleQuotes = options.Flag("allowSingleQuotes", true),
            NonNumericNumbers = options.Flag("allowNonNumericNumbers", true),
            UnquotedFieldNames = options.Flag("allowUnquotedFieldNames"),
            NumericLeadingZeros = options.Flag("allowNumericLeadingZeros"),
            BackslashEscapingAnyCharacter = options.Flag("allowBackslashEscapingAnyCharacter"),
            UnquotedControlChars = options.Flag("allowUnquotedControlChars"),
            Comments = options.Flag("allowComments"),
        };
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

    /// <summary>The name of the character set; null when the user gave none.</summary>
    public string? Charset { get; }

    public TimeZoneInfo Zone { get; }

    public TimePattern? DateFormat { get; }

    public TimePattern? TimestampFormat { get; }

    public JsonDocumentOptions Reader { get; }

    public JsonLeniency Leniency { get; }

    public ParseMode Mode { get; }
}

/// <summary>Reads JSON files into typed columns.</summary>
internal sealed class JsonScan : FileScan
{
    private readonly IReadOnlyList<StructField> _data;
    private readonly JsonOptions _options;

    public JsonScan(
        IReadOnlyList<DataFile> files,
        RawFiles raw,
        IReadOnlyList<StructField> data,
        IReadOnlyList<FileConstant> constants,
        JsonOptions options
    )
        : base(files, raw, data, constants, byLine: !options.MultiLine)
    {
        _data = data;
        _options = options;
    }

    protected override FilePartReader NewReader(IReadOnlyList<int> outputs) => new Reader(Raw, _data, outputs, _options);

    /// <summary>The records of a part of a file, each with its text and the line it stands on; null instead of a record that is no JSON.</summary>
    internal static IEnumerable<JsonRecord> Records(FilePart part, RawFiles raw, JsonOptions options)
    {
        var stream = raw.Open(part.File.Path);
        if (options.MultiLine)
        {
            var text = WholeText.Read(stream, part.File.Path, [(byte)'\n'], out var failure);
            if (failure is not null)
                throw failure;
            if (text.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)' '))
                yield return new JsonRecord(text, null, Parse(text, options));
            yield break;
        }

        using var lines = new LineReader(stream, part.File.Path, options.LineSeparator, part.Start, part.End);
        while (Next(lines) is { } line)
            yield return new JsonRecord(line, lines.Line, Parse(line, options));
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
        // Halves of surrogate pairs pass the parser and fail later.
        var isPlain = text.AsSpan().IndexOf("\\ud"u8) < 0 && text.AsSpan().IndexOf("\\uD"u8) < 0;
        if (isPlain && TryParse(text, options, out var element))
            return element;
        return LenientJson.Rewrite(text, options.Leniency) is { } strict && TryParse(strict, options, out element) ? element : null;
    }

    private static bool TryParse(byte[] text, JsonOptions options, out JsonElement element)
    {
        try
        {
            element = JsonDocument.Parse(text, options.Reader).RootElement;
            return true;
        }
        catch (JsonException)
        {
            element = default;
            return false;
        }
    }

    private sealed class Reader(RawFiles raw, IReadOnlyList<StructField> data, IReadOnlyList<int> outputs, JsonOptions options)
        : FilePartReader
    {
        private readonly JsonConverter _converter = new(options);
        private readonly object?[] _values = new object?[data.Count];
        private readonly int _corrupt = data.ToList()
            .FindIndex(field => field.Name.Equals(options.CorruptColumn, StringComparison.OrdinalIgnoreCase));
        private IEnumerator<JsonRecord>? _records;
        private FilePart _part;

        // The rows of a list that did not fit the vectors.
        private JsonElement.ArrayEnumerator _items;
        private bool _inList;

        public override void Open(FilePart part)
        {
            _records?.Dispose();
            _part = part;
            _inList = false;
            _records = Records(part, raw, options).GetEnumerator();
        }

        public override void Fill(ReadOnlySpan<NativeVector> columns, ref int row)
        {
            while (row < RowScanWorker.Capacity)
            {
                if (_inList)
                {
                    if (!_items.MoveNext())
                        _inList = false;
                    else if (Row(columns, row, _records!.Current, _items.Current))
                        row++;
                    continue;
                }

                if (!_records!.MoveNext())
                    return;
                if (_records.Current.Items is { } items)
                {
                    _items = items;
                    _inList = true;
                }
                else if (Row(columns, row, _records.Current, _records.Current.Value))
                {
                    row++;
                }
            }
        }

        public override void Dispose() => _records?.Dispose();

        private bool Row(ReadOnlySpan<NativeVector> columns, int row, JsonRecord record, JsonElement? value)
        {
            Array.Clear(_values);
            var good = value is { ValueKind: JsonValueKind.Object } && _converter.Fields(value.Value, data, _values);
            if (!good)
            {
                if (options.Mode == ParseMode.DropMalformed)
                    return false;
                if (options.Mode == ParseMode.FailFast)
                    throw FileErrors.Malformed(_part.File.Path, record.Line, record.Text);
            }

            if (_corrupt >= 0)
                _values[_corrupt] = good ? null : Encoding.UTF8.GetString(record.Text);
            for (var i = 0; i < data.Count; i++)
            {
                if (outputs[i] >= 0)
                    columns[outputs[i]].SetValue(row, _values[i]);
            }

            return true;
        }
    }
}

/// <summary>What stands on a line of a JSON file, or in a whole file.</summary>
/// <param name="Text">The text as it stands.</param>
/// <param name="Line">The line, from 1; null when it is not known.</param>
/// <param name="Value">The value; null when it is no JSON.</param>
internal readonly record struct JsonRecord(byte[] Text, long? Line, JsonElement? Value)
{
    /// <summary>The rows of a list of objects; null when it is something else.</summary>
    public JsonElement.ArrayEnumerator? Items =>
        Value is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object)
            ? list.EnumerateArray()
            : null;
}
