using Spark.Embedded.Plan;
using Spark.Embedded.Run;
using Spark.Embedded.Types;

namespace Spark.Embedded.Sources;

/// <summary>The table that files make: the columns in the files, the columns of their folders' names, and <c>_metadata</c>.</summary>
internal abstract class FileTableSource : ITableSource
{
    private readonly object?[][] _partitionValues;

    protected FileTableSource(ISourceContext context, FileListing listing, StructType? userSchema, StructType data)
    {
        Context = context;
        ColumnNames.CheckColumns(data.Fields, context.Names);
        Partitions = PartitionDiscovery.Columns(listing, userSchema, context);
        Data = new StructType([
            .. data.Fields.Where(field => !Partitions.Any(partition => context.Names.Equals(partition.Name, field.Name))),
        ]);
        Schema = new StructType([.. Data.Fields, .. Partitions]);
        Files = listing.Files;
        _partitionValues =
        [
            .. Files.Select(file =>
                file.PartitionValues.Select((text, i) => PartitionDiscovery.Value(text, Partitions[i].Type, context.TimeZone)).ToArray()
            ),
        ];
    }

    public StructType Schema { get; }

    public virtual IReadOnlyList<StructField> MetadataColumns { get; } = [FileMetadata.Column];

    public string Description => Files.Count == 1 ? Files[0].Uri : $"{Files.Count} files";

    /// <summary>The files, by path.</summary>
    public IReadOnlyList<DataFile> Files { get; }

    protected ISourceContext Context { get; }

    /// <summary>The columns in the files.</summary>
    protected StructType Data { get; }

    protected IReadOnlyList<StructField> Partitions { get; }

    public abstract ScanSql ToSql(ScanRequest request);

    /// <summary>The ordinals of the files whose partition values may fulfil the predicates.</summary>
    protected List<int> FilesFor(IReadOnlyList<ScanPredicate> predicates)
    {
        var relevant = predicates
            .Where(predicate => predicate.Column >= Data.Fields.Count && predicate.Column < Schema.Fields.Count)
            .ToList();
        return
        [
            .. Enumerable
                .Range(0, Files.Count)
                .Where(file =>
                    relevant.All(predicate =>
                        PartitionFilter.MayHold(predicate, _partitionValues[file][predicate.Column - Data.Fields.Count])
                    )
                ),
        ];
    }

    /// <summary>A partition column's value for a file.</summary>
    protected object? PartitionValue(int file, int partition) => _partitionValues[file][partition];
}

/// <summary>Files that a <see cref="FileScan"/> reads.</summary>
internal sealed class ScannedFileSource(
    ISourceContext context,
    FileListing listing,
    StructType? userSchema,
    StructType data,
    Func<IReadOnlyList<DataFile>, StructType, IReadOnlyList<int>, IReadOnlyList<FileConstant>, FileScan> scan
) : FileTableSource(context, listing, userSchema, data)
{
    public override ScanSql ToSql(ScanRequest request)
    {
        var files = FilesFor(request.Predicates);
        var numbers = new Dictionary<DataFile, int>(files.Count, ReferenceEqualityComparer.Instance);
        foreach (var file in files)
            numbers[Files[file]] = file;
        var required = request.Columns.Where(column => column < Data.Fields.Count).ToList();
        var constants = request
            .Columns.Where(column => column >= Data.Fields.Count)
            .Select(column =>
                column < Schema.Fields.Count
                    ? new FileConstant(Schema.Fields[column], part => PartitionValue(numbers[part.File], column - Data.Fields.Count))
                    : new FileConstant(FileMetadata.Column, FileMetadata.Value)
            )
            .ToList();
        var sql = Context.Scope.Add(scan([.. files.Select(file => Files[file])], Data, required, constants));
        var alias = Sql.Name(request.Alias);
        return new ScanSql($"{sql} AS {alias}", [.. request.Columns.Select((_, i) => $"{alias}.{RowScanRegistry.ColumnName(i)}")]);
    }
}
