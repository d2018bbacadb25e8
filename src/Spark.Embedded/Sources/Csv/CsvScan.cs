using System.Text;
using Microsoft.Spark;
using Spark.Embedded.Errors;
using Spark.Embedded.Run;
using Spark.Embedded.Types;

namespace Spark.Embedded.Sources.Csv;

/// <summary>Reads CSV files into typed columns, with Spark's answers to every record that does not fit.</summary>
internal sealed class CsvScan : FileScan
{
    private readonly IReadOnlyList<StructField> _schema;
    private readonly IReadOnlyList<int> _required;
    private readonly CsvOptions _options;
    private readonly TimeZoneInfo _zone;
    private readonly StringComparer _names;

    /// <param name="schema">The columns of the files, and possibly the column for corrupt records among them.</param>
    /// <param name="required">Ordinals of the columns that the query needs; with column pruning, the others are not looked at.</param>
    /// <param name="names">How names of a header are compared with the schema's.</param>
    public CsvScan(
        IReadOnlyList<DataFile> files,
        RawFiles raw,
        StructType schema,
        IReadOnlyList<int> required,
        IReadOnlyList<FileConstant> constants,
        CsvOptions options,
        TimeZoneInfo zone,
        StringComparer names
    )
        : base(files, raw, [.. required.Select(i => schema.Fields[i])], constants, byLine: !options.MultiLine)
    {
        _schema = schema.Fields;
        _required = required;
        _options = options;
        _zone = zone;
        _names = names;
    }

    protected override FilePartReader NewReader(IReadOnlyList<int> outputs) => new Reader(this, outputs);

    private sealed class Reader : FilePartReader
    {
        private readonly CsvScan _scan;
        private readonly CsvOptions _options;
        private readonly CsvTokenizer _tokenizer;

        // For every required column that is no corrupt-record column: its token, its output vector (-1 for none) and its conversion.
        private readonly int[] _tokens;
        private readonly int[] _outputs;
        private readonly CsvValueWriter[] _writers;
        private readonly bool[] _validates;
        private readonly int _tokenCount;
        private readonly bool _checkCount;
        private readonly bool _nothingRequired;
        private readonly int _corruptOutput = -1;
        private LineReader? _lines;
        private byte[] _whole = [];
        private SparkException? _failure;
        private int _wholeAt;
        private FilePart _part;
        private bool _headerPending;

        public Reader(CsvScan scan, IReadOnlyList<int> output)
        {
            _scan = scan;
            _options = scan._options;
            _tokenizer = new CsvTokenizer(_options);
            var data = Enumerable.Range(0, scan._schema.Count).Where(i => !IsCorrupt(i)).ToList();
            var required = Enumerable.Range(0, scan._required.Count).Where(i => !IsCorrupt(scan._required[i])).ToList();
            var corrupt = Enumerable.Range(0, scan._required.Count).Where(i => IsCorrupt(scan._required[i])).ToList();
            if (corrupt.Count > 0)
                _corruptOutput = output[corrupt[0]];
            var pruning = _options.ColumnPruning && corrupt.Count == 0;
            _nothingRequired = pruning && required.Count == 0;
            _checkCount = !pruning || required.Count == data.Count;
            _tokenCount = data.Count;
            _tokens = [.. required.Select(i => data.IndexOf(scan._required[i]))];
            _outputs = [.. required.Select(i => output[i])];
            _validates = [.. required.Select(i => scan._schema[scan._required[i]].Type is { DuckDb: not ("VARCHAR" or "BLOB") })];
            _writers = [.. required.Select(i => CsvConverter.For(scan._schema[scan._required[i]], _options, scan._zone))];

            bool IsCorrupt(int ordinal) => scan._schema[ordinal].Name.Equals(_options.CorruptColumn, StringComparison.OrdinalIgnoreCase);
        }

        public override void Open(FilePart part)
        {
            _part = part;
            _headerPending = _options.Header && part.Start == 0;
            _lines?.Dispose();
            _lines = null;
            var stream = _scan.Raw.Open(part.File.Path);
            if (_options.MultiLine)
            {
                _whole = WholeText.Read(stream, part.File.Path, _options.LineSeparator, out _failure);
                _wholeAt = 0;
                return;
            }

            _lines = new LineReader(stream, part.File.Path, _options.LineSeparator, part.Start, part.End);
        }

        public override void Fill(ReadOnlySpan<NativeVector> columns, ref int row)
        {
            while (row < RowScanWorker.Capacity && NextRecord(out var record))
            {
                if (_headerPending)
                {
                    _headerPending = false;
                    CheckHeader(record);
                    continue;
                }

                if (Convert(record, columns, row))
                    row++;
            }
        }

        public override void Dispose() => _lines?.Dispose();

        /// <summary>The next record that is neither blank nor a comment, split into values.</summary>
        private bool NextRecord(out ReadOnlySpan<byte> record)
        {
            while (true)
            {
                if (_options.MultiLine)
                {
                    if (_wholeAt >= _whole.Length)
                    {
                        record = default;
                        return _failure is null ? false : throw _failure;
                    }

                    var rest = _whole.AsSpan(_wholeAt);
                    if (rest[0] == _options.LineEnd)
                    {
                        _wholeAt++;
                        continue;
                    }

                    if (rest[0] == _options.Comment)
                    {
                        var line = rest.IndexOf(_options.LineEnd);
                        _wholeAt = line < 0 ? _whole.Length : _wholeAt + line + 1;
                        continue;
                    }

                    var length = _tokenizer.Split(rest);
                    record = rest[..length];
                    _wholeAt += length + 1;
                    return true;
                }

                if (!_lines!.Next(out record))
                    return false;
                if (
                    record.Length == 0
                    || record[0] == _options.Comment
                    || (record[0] <= ' ' && !record.ContainsAnyExceptInRange((byte)0, (byte)' '))
                )
                    continue;
                if (!_nothingRequired || _headerPending)
                    _tokenizer.Split(record);
                return true;
            }
        }

        private bool Convert(ReadOnlySpan<byte> record, ReadOnlySpan<NativeVector> columns, int row)
        {
            if (_nothingRequired)
                return true;
            var count = _tokenizer.Count;
            var bad = _checkCount && count != _tokenCount;
            for (var i = 0; i < _tokens.Length; i++)
            {
                var token = _tokens[i];
                var value = default(ReadOnlySpan<byte>);
                var isNull = token >= count || _tokenizer.IsAbsent(token);
                if (!isNull)
                {
                    value = _tokenizer.IsEmptyQuoted(token) ? _options.EmptyValue : _tokenizer.Value(record, token);
                    isNull = value.SequenceEqual(_options.NullValue);
                }

                if (_outputs[i] is var output && output < 0)
                {
                    // Nobody reads the column; its values still tell whether the record is a good one.
                    bad |= !isNull && _validates[i] && !_writers[i](value, NativeVector.Discard, 0);
                }
                else if (isNull)
                {
                    columns[output].SetNull(row);
                }
                else if (!_writers[i](value, columns[output], row))
                {
                    columns[output].SetNull(row);
                    bad = true;
                }
            }

            if (!bad)
            {
                if (_corruptOutput >= 0)
                    columns[_corruptOutput].SetNull(row);
                return true;
            }

            switch (_options.Mode)
            {
                case ParseMode.Permissive:
                    if (_corruptOutput >= 0)
                        columns[_corruptOutput].SetBytes(row, record);
                    return true;
                case ParseMode.DropMalformed:
                    // The row is written again by the next record; its nulls must not stay.
                    foreach (var output in _outputs)
                    {
                        if (output >= 0)
                            columns[output].SetValid(row);
                    }

                    return false;
                default:
                    throw FileErrors.Malformed(_part.File.Path, _lines?.Line, record);
            }
        }

        /// <summary>Compares the names of the header with those of the columns that are read, by their places.</summary>
        private void CheckHeader(ReadOnlySpan<byte> record)
        {
            if (_options.EnforceSchema)
                return;
            var header = new string[_tokenizer.Count];
            for (var i = 0; i < header.Length; i++)
                header[i] = Encoding.UTF8.GetString(_tokenizer.Value(record, i));
            var expected = _scan
                ._schema.Where(field => !field.Name.Equals(_options.CorruptColumn, StringComparison.OrdinalIgnoreCase))
                .Select(field => field.Name)
                .ToList();
            var conforms = _checkCount
                ? header.SequenceEqual(expected, _scan._names)
                : _tokens.All(token => token < header.Length && _scan._names.Equals(header[token], expected[token]));
            if (!conforms)
                throw FileErrors.Failed(
                    _part.File.Path,
                    $"CSV header does not conform to the schema.\n Header: {string.Join(", ", header)}\n Schema: {string.Join(", ", expected)}",
                    "Give the schema in the order of the header, or set the option enforceSchema to true to take the columns by their places."
                );
        }
    }
}
