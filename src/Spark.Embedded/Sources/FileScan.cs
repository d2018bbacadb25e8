using Spark.Embedded.Run;
using Spark.Embedded.Types;

namespace Spark.Embedded.Sources;

/// <summary>A part of a file that one thread reads.</summary>
/// <param name="File">The file.</param>
/// <param name="Start">First byte.</param>
/// <param name="End">Behind the last byte; <see cref="long.MaxValue"/> for the end of the file.</param>
internal readonly record struct FilePart(DataFile File, long Start, long End);

/// <summary>A column whose value is one for a whole part of a file: a partition value, or metadata.</summary>
internal sealed record FileConstant(StructField Field, Func<FilePart, object?> Value);

/// <summary>Reads the files of a format written in C#, shared out among the threads.</summary>
internal abstract class FileScan : RowScan
{
    /// <summary>The least that is worth a thread of its own, in bytes.</summary>
    private const long PartSize = 8 << 20;

    private readonly List<FilePart> _parts = [];
    private readonly IReadOnlyList<FileConstant> _constants;
    private readonly int _dataColumns;

    /// <param name="data">The columns that the readers fill.</param>
    /// <param name="constants">The columns behind them.</param>
    protected FileScan(
        IReadOnlyList<DataFile> files,
        IReadOnlyList<StructField> data,
        IReadOnlyList<FileConstant> constants,
        Func<DataFile, bool> canSplit
    )
    {
        _constants = constants;
        _dataColumns = data.Count;
        Columns = [.. data, .. constants.Select(constant => constant.Field)];
        EstimatedRows = files.Sum(file => file.Size) / 40 + 1;
        foreach (var file in files)
        {
            var step = canSplit(file) ? PartSize : long.MaxValue;
            var start = 0L;
            while (step < file.Size - start)
            {
                _parts.Add(new FilePart(file, start, start + step));
                start += step;
            }

            _parts.Add(new FilePart(file, start, long.MaxValue));
        }
    }

    public override IReadOnlyList<StructField> Columns { get; }

    public override long? EstimatedRows { get; }

    public override RowScanRun Start(IReadOnlyList<int> columns) => new Run(this, columns);

    /// <summary>Makes what one thread reads with.</summary>
    /// <param name="outputs">For every data column, the output vector that takes it; -1 when nobody reads it.</param>
    protected abstract FilePartReader NewReader(IReadOnlyList<int> outputs);

    private sealed class Run(FileScan scan, IReadOnlyList<int> columns) : RowScanRun
    {
        private int _next = -1;

        public FileScan Scan => scan;

        public IReadOnlyList<int> Columns => columns;

        public override int MaxWorkers => scan._parts.Count;

        public override RowScanWorker NewWorker()
        {
            var outputs = new int[scan._dataColumns];
            Array.Fill(outputs, -1);
            for (var i = 0; i < columns.Count; i++)
            {
                if (columns[i] >= 0 && columns[i] < outputs.Length)
                    outputs[columns[i]] = i;
            }

            return new Worker(this, scan.NewReader(outputs));
        }

        public FilePart? NextPart() =>
            Interlocked.Increment(ref _next) is var index && index < scan._parts.Count ? scan._parts[index] : null;
    }

    private sealed class Worker(Run run, FilePartReader reader) : RowScanWorker
    {
        private readonly object?[] _values = new object?[run.Columns.Count];
        private bool _open;

        public override int Fill(ReadOnlySpan<NativeVector> columns)
        {
            var rows = 0;
            while (rows < Capacity)
            {
                if (!_open)
                {
                    if (run.NextPart() is not { } part)
                        break;
                    Open(part);
                }

                var from = rows;
                rows = reader.Fill(columns, from);
                FillConstants(columns, from, rows);
                _open = rows == Capacity;
            }

            return rows;
        }

        public override void Dispose() => reader.Dispose();

        private void Open(FilePart part)
        {
            reader.Open(part);
            _open = true;
            for (var i = 0; i < _values.Length; i++)
            {
                if (run.Columns[i] >= run.Scan._dataColumns)
                    _values[i] = run.Scan._constants[run.Columns[i] - run.Scan._dataColumns].Value(part);
            }
        }

        private void FillConstants(ReadOnlySpan<NativeVector> columns, int from, int to)
        {
            for (var i = 0; i < _values.Length; i++)
            {
                if (run.Columns[i] < run.Scan._dataColumns)
                    continue;
                for (var row = from; row < to; row++)
                    columns[i].SetValue(row, _values[i]);
            }
        }
    }
}

/// <summary>Reads one part of a file after another.</summary>
internal abstract class FilePartReader : IDisposable
{
    /// <summary>Begins a part; the one before is read to its end.</summary>
    public abstract void Open(FilePart part);

    /// <summary>Writes rows from row <paramref name="from"/> on, until the vectors are full or the part ends, and tells the row behind the last.</summary>
    public abstract int Fill(ReadOnlySpan<NativeVector> columns, int from);

    public abstract void Dispose();
}
