using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Delta;

/// <summary>Rows of a query kept in a temporary table, so that a command may look at them several times and always see the same; dropped at the end.</summary>
internal sealed class MaterializedSource : ITableSource, IDisposable
{
    private readonly DeltaSession _session;
    private readonly int _rowNumber;
    private readonly string _table = $"__delta_{Guid.NewGuid():N}";

    /// <param name="select">A SELECT with as many columns as the schema.</param>
    /// <param name="rowNumber">The name of one more column that numbers the rows; null for none.</param>
    public MaterializedSource(DeltaSession session, string select, StructType schema, string? rowNumber = null)
    {
        _session = session;
        Schema = rowNumber is null ? schema : new StructType([.. schema.Fields, new(rowNumber, SparkType.Long)]);
        var columns = schema.Fields.Select((_, i) => $"c{i}").ToList();
        _rowNumber = rowNumber is null ? -1 : columns.Count;
        session.Connection.Execute($"CREATE TEMP TABLE {_table} AS SELECT * FROM ({select}) AS s({Sql.List(columns)})");
    }

    /// <inheritdoc/>
    public StructType Schema { get; }

    /// <inheritdoc/>
    public IReadOnlyList<StructField> MetadataColumns => [];

    /// <summary>The temporary table.</summary>
    public string Table => _table;

    /// <inheritdoc/>
    public ScanSql ToSql(ScanRequest request) =>
        new(
            $"{_table} AS {request.Alias}",
            [.. request.Columns.Select(ordinal => ordinal == _rowNumber ? $"{request.Alias}.rowid" : $"{request.Alias}.c{ordinal}")]
        );

    public void Dispose() => _session.Connection.Execute($"DROP TABLE IF EXISTS {_table}");
}
