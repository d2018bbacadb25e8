using System.Runtime.ExceptionServices;
using Microsoft.Spark;
using Spark.Embedded.Errors;
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

    /// <param name="raw">How the files are opened, and what is overlooked.</param>
    /// <param name="data">The columns that the readers fill.</param>
    /// <param name="constants">The columns behind them.</param>
    protected FileScan(
        IReadOnlyList<DataFile> files,
        RawFiles raw,
        IReadOnlyList<StructField> data,
        IReadOnlyList<FileConstant> constants,
        bool byLine
    )
    {
        Raw = raw;
        _constants = constants;
        _dataColumns = data.Count;
        Columns = [.. data, .. constants.Select(constant => constant.Field)];
        EstimatedRows = files.Sum(file => file.Size) / 40 + 1;
        foreach (var file in files)
        {
            // As in Spark, a file that was empty when the files were listed is not opened.
            if (file.Size == 0)
                continue;
            var step = byLine && file.Size > PartSize && raw.CanSplit(file) ? PartSize : long.MaxValue;
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

    /// <summary>How the files are opened.</summary>
    protected RawFiles Raw { get; }

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
        private FilePart _part;
        private bool _open;

        public override int Fill(ReadOnlySpan<NativeVector> columns)
        {
            var rows = 0;
            while (rows < Capacity)
            {
                var isNew = !_open;
                if (isNew)
                {
                    if (run.NextPart() is not { } part)
                        break;
                    _part = part;
                    FindConstants();
                }

                var from = rows;
                _open = Read(columns, isNew, ref rows);
                FillConstants(columns, from, rows);
            }

            return rows;
        }

        public override void Dispose() => reader.Dispose();

        /// <summary>Reads on in the part; false when nothing more is to be had of it.</summary>
        private bool Read(ReadOnlySpan<NativeVector> columns, bool isNew, ref int rows)
        {
            try
            {
                if (isNew)
                    reader.Open(_part);
                reader.Fill(columns, ref rows);
                return rows == Capacity;
            }
            catch (Exception exception)
                when (exception is SparkException or IOException or InvalidDataException or UnauthorizedAccessException)
            {
                var error = FileErrors.From(exception, _part.File.Path);
                if (run.Scan.Raw.Overlooks(error))
                    return false;
                if (ReferenceEquals(error, exception))
                    ExceptionDispatchInfo.Throw(exception);
                throw error;
            }
        }

        private void FindConstants()
        {
            for (var i = 0; i < _values.Length; i++)
            {
                if (run.Columns[i] >= run.Scan._dataColumns)
                    _values[i] = run.Scan._constants[run.Columns[i] - run.Scan._dataColumns].Value(_part);
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

    /// <summary>Writes rows until the vectors are full or the part ends.</summary>
    /// <param name="row">The row to begin with; afterwards, also after an error, the row behind the last.</param>
    public abstract void Fill(ReadOnlySpan<NativeVector> columns, ref int row);

    public abstract void Dispose();
}
