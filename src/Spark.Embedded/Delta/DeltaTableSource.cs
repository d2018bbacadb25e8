using System.Globalization;
using System.Numerics;
using Delta.Log;
using Spark.Embedded.Plan;
using SparkTypes = Spark.Embedded.Types;

namespace Spark.Embedded.Delta;

/// <summary>A snapshot of a Delta table as a source of a query.</summary>
internal sealed class DeltaTableSource : ITableSource
{
    private static readonly SparkTypes.StructField FileMetadata = new(
        "_metadata",
        new SparkTypes.StructType([
            new("file_path", SparkTypes.SparkType.String, false),
            new("file_name", SparkTypes.SparkType.String, false),
            new("file_size", SparkTypes.SparkType.Long, false),
            new("file_modification_time", SparkTypes.SparkType.Timestamp, false),
        ]),
        false
    );

    private readonly Func<FilePredicate, IReadOnlyList<AddFile>> _files;
    private readonly List<FilePredicate> _read = [];
    private readonly bool _byStatistics = true;
    private readonly bool _rowIds;
    private readonly IReadOnlyDictionary<string, int>? _numbers;

    private readonly ILogStore _store;
    private readonly TableMetadata _metadata;
    private readonly ColumnMappingMode _mapping;

    /// <summary>All files of a snapshot, skipped by predicates.</summary>
    /// <param name="byStatistics">Whether files are skipped by their statistics, and not by partition values alone.</param>
    public DeltaTableSource(Snapshot snapshot, bool byStatistics = true)
        : this(snapshot.Log.Store, snapshot.Metadata, snapshot.ColumnMappingMode, predicate => [.. snapshot.FilesMatching(predicate)])
    {
        Snapshot = snapshot;
        _byStatistics = byStatistics;
    }

    /// <param name="files">The files that may hold rows for which the predicate is true.</param>
    /// <param name="rowIds">Whether the schema ends with <see cref="DeltaScan.FileNumber"/> and <see cref="DeltaScan.RowNumber"/>.</param>
    /// <param name="numbers">The number of each file by its key; null for its position among those of the last scan.</param>
    public DeltaTableSource(
        ILogStore store,
        TableMetadata metadata,
        ColumnMappingMode mapping,
        Func<FilePredicate, IReadOnlyList<AddFile>> files,
        bool rowIds = false,
        IReadOnlyDictionary<string, int>? numbers = null
    )
    {
        _store = store;
        _metadata = metadata;
        _mapping = mapping;
        _files = files;
        _rowIds = rowIds;
        _numbers = numbers;
        var columns = DeltaSchemas.ToSpark(metadata.Schema);
        Schema = !rowIds
            ? columns
            : new SparkTypes.StructType([
                .. columns.Fields,
                new(DeltaScan.FileNumber, SparkTypes.SparkType.Long),
                new(DeltaScan.RowNumber, SparkTypes.SparkType.Long),
            ]);
    }

    /// <summary>The table's state that is read; null for files that no version has yet.</summary>
    public Snapshot? Snapshot { get; }

    /// <summary>Whether the state was asked for by version or time.</summary>
    public bool IsTimeTravel { get; init; }

    /// <summary>What was read: a predicate for each scan, which every row satisfies that the scan needs.</summary>
    public IReadOnlyList<FilePredicate> Read => _read;

    /// <summary>The files that the last scan reads, by their number; null before there was one.</summary>
    public IReadOnlyList<AddFile>? ScannedFiles { get; private set; }

    /// <inheritdoc/>
    public SparkTypes.StructType Schema { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SparkTypes.StructField> MetadataColumns => [FileMetadata];

    /// <inheritdoc/>
    public string Description => $"delta {_store.Root}";

    /// <inheritdoc/>
    public ScanSql ToSql(ScanRequest request)
    {
        var predicate = FilePredicate.Always;
        foreach (var condition in request.Predicates)
        {
            var translated = Translate(condition);
            if (_byStatistics || translated.IsOnPartitions(_metadata))
                predicate &= translated;
        }

        _read.Add(predicate);
        ScannedFiles = _files(predicate);
        var columns = _metadata.Schema.Fields;
        var wanted = request.Columns.Where(ordinal => ordinal < columns.Count).Select(ordinal => columns[ordinal]).ToList();
        var rowIds = _rowIds && request.Columns.Any(ordinal => ordinal >= columns.Count && ordinal < Schema.Fields.Count);
        var metadata = request.Columns.Any(ordinal => ordinal >= Schema.Fields.Count);
        var sql = new DeltaScan(_store, _metadata, _mapping, ScannedFiles, _numbers).ToSql(
            wanted,
            rowIds,
            metadata ? [(FileMetadata.Name, MetadataSql)] : null
        );
        return new ScanSql(
            $"({sql}) AS {request.Alias}",
            [
                .. request.Columns.Select(ordinal =>
                    $"{request.Alias}.{Sql.Name(ordinal < Schema.Fields.Count ? Schema.Fields[ordinal].Name : FileMetadata.Name)}"
                ),
            ]
        );
    }

    private string MetadataSql(IReadOnlyList<AddFile> files)
    {
        var root = _store.Root;
        return DeltaScan.PerFile(
            [
                .. files.Select(file =>
                {
                    var path = FilePath.IsAbsolute(file.Path) ? file.Path : "file:" + FilePath.Encode(root) + "/" + file.Path;
                    return $"{{'file_path': {Sql.Text(path)}, 'file_name': {Sql.Text(path[(path.LastIndexOf('/') + 1)..])}, "
                        + string.Create(
                            CultureInfo.InvariantCulture,
                            $"'file_size': {file.Size}, 'file_modification_time': make_timestamptz({file.ModificationTime * 1000})}}"
                        );
                }),
            ],
            FileMetadata.Type.DuckDb
        );
    }

    /// <summary>A condition as far as files can be skipped by it.</summary>
    private FilePredicate Translate(ScanPredicate condition)
    {
        if (condition.Column >= _metadata.Schema.Fields.Count)
            return FilePredicate.Always;
        string[] column = [_metadata.Schema.Fields[condition.Column].Name];
        switch (condition.Comparison)
        {
            case ScanComparison.IsNull:
                return new FilePredicate.IsNull(column);
            case ScanComparison.IsNotNull:
                return new FilePredicate.IsNotNull(column);
            case ScanComparison.NullSafeEqual when condition.Values[0].Value is null:
                return new FilePredicate.IsNull(column);
        }

        var values = new List<IComparable>(condition.Values.Count);
        foreach (var literal in condition.Values)
        {
            // A value without a normal form says nothing.
            if (Normal(literal) is not { } value)
                return FilePredicate.Always;
            values.Add(value);
        }

        return condition.Comparison switch
        {
            ScanComparison.Equal or ScanComparison.NullSafeEqual => new FilePredicate.Comparison(
                column,
                ComparisonOperator.Equal,
                values[0]
            ),
            ScanComparison.LessThan => new FilePredicate.Comparison(column, ComparisonOperator.Less, values[0]),
            ScanComparison.LessThanOrEqual => new FilePredicate.Comparison(column, ComparisonOperator.LessOrEqual, values[0]),
            ScanComparison.GreaterThan => new FilePredicate.Comparison(column, ComparisonOperator.Greater, values[0]),
            ScanComparison.GreaterThanOrEqual => new FilePredicate.Comparison(column, ComparisonOperator.GreaterOrEqual, values[0]),
            ScanComparison.In => new FilePredicate.In(column, values),
            ScanComparison.StartsWith when values[0] is string prefix => new FilePredicate.StartsWith(column, prefix),
            _ => FilePredicate.Always,
        };
    }

    private static IComparable? Normal(Literal literal) =>
        literal.Value switch
        {
            sbyte or short or int or long => Convert.ToInt64(literal.Value, CultureInfo.InvariantCulture),
            float value => float.IsNaN(value) ? null : (double)value,
            double value => double.IsNaN(value) ? null : value,
            string or bool or decimal => (IComparable)literal.Value,
            BigInteger => null,
            _ => null,
        };
}
