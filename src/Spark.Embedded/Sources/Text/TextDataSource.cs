using System.Text;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Run;
using Spark.Embedded.Types;

namespace Spark.Embedded.Sources.Text;

/// <summary>The data source <c>text</c>: one row a line, or with <c>wholetext</c> one a file.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-data-sources-text.html</remarks>
internal sealed class TextDataSource : DataSource
{
    public override string Name => "text";

    public override ITableSource Open(ReadRequest request)
    {
        var separator = request.Options["lineSep"] is { Length: > 0 } text ? Encoding.UTF8.GetBytes(text) : null;
        var whole = request.Options.Flag("wholetext");
        var raw = new RawFiles(request.Options, request.Context);
        var schema = request.Schema ?? new StructType([new("value", SparkType.String)]);
        return new ScannedFileSource(
            request.Context,
            FileListing.Find(request.Paths, request.Options),
            request.Schema,
            schema,
            (files, data, required, constants) =>
                new TextScan(files, raw, [.. required.Select(i => data.Fields[i])], constants, separator, whole)
        );
    }

    public override void Write(WriteRequest request) => new TextFileWriter(request.Options).Write(request);

    private sealed class TextScan(
        IReadOnlyList<DataFile> files,
        RawFiles raw,
        IReadOnlyList<StructField> data,
        IReadOnlyList<FileConstant> constants,
        byte[]? separator,
        bool whole
    ) : FileScan(files, raw, data, constants, byLine: !whole)
    {
        protected override FilePartReader NewReader(IReadOnlyList<int> outputs) =>
            new Reader(Raw, separator, whole, outputs.Count > 0 ? outputs[0] : -1);
    }

    private sealed class Reader(RawFiles raw, byte[]? separator, bool whole, int output) : FilePartReader
    {
        private LineReader? _lines;
        private byte[]? _whole;

        public override void Open(FilePart part)
        {
            _lines?.Dispose();
            _lines = null;
            _whole = null;
            var stream = raw.Open(part.File.Path);
            if (whole)
            {
                _whole = WholeText.Read(stream, part.File.Path, out var failure);
                if (failure is not null)
                    throw failure;
                return;
            }

            _lines = new LineReader(stream, part.File.Path, separator, part.Start, part.End);
        }

        public override void Fill(ReadOnlySpan<NativeVector> columns, ref int row)
        {
            if (whole)
            {
                if (_whole is null || row == RowScanWorker.Capacity)
                    return;
                if (output >= 0)
                    columns[output].SetBytes(row, _whole);
                _whole = null;
                row++;
                return;
            }

            while (row < RowScanWorker.Capacity && _lines!.Next(out var line))
            {
                if (output >= 0)
                    columns[output].SetBytes(row, line);
                row++;
            }
        }

        public override void Dispose() => _lines?.Dispose();
    }

    private sealed class TextFileWriter(SourceOptions options) : RowFileWriter
    {
        private readonly byte[] _lineSeparator = Encoding.UTF8.GetBytes(options.Text("lineSep", "\n"));

        protected override string Extension => "txt";

        protected override void Check(IReadOnlyList<StructField> columns)
        {
            if (columns.Count != 1)
                throw new Microsoft.Spark.AnalysisException(
                    $"Text data source supports only a single column, and you have {columns.Count} columns."
                );
            if (columns[0].Type is not StringType)
                throw SparkErrors.Analysis(
                    "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE",
                    ("columnName", SparkErrors.Identifier(columns[0].Name)),
                    ("columnType", TypeText.Quoted(columns[0].Type)),
                    ("format", "Text")
                );
        }

        protected override void WriteRow(Stream output, IReadOnlyList<StructField> columns, object?[] values)
        {
            if (values[0] is string text)
                output.Write(Encoding.UTF8.GetBytes(text));
            output.Write(_lineSeparator);
        }
    }
}
