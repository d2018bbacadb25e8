using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;

namespace Delta.Sql;

/// <summary>Describes a Delta table to create or replace.</summary>
/// <remarks>https://docs.delta.io/latest/delta-batch.html#create-a-table</remarks>
public sealed class DeltaTableBuilder
{
    private readonly SparkSession _spark;
    private readonly string _statement;
    private readonly List<string> _columns = [];
    private readonly Dictionary<string, string> _properties = [];
    private string? _name;
    private string? _location;
    private string? _comment;
    private string[] _partitioning = [];
    private string[] _clustering = [];

    internal DeltaTableBuilder(SparkSession spark, string statement) => (_spark, _statement) = (spark, statement);

    /// <summary>The table's name in the catalog.</summary>
    public DeltaTableBuilder TableName(string identifier)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(identifier);
        _name = identifier;
        return this;
    }

    /// <summary>The folder of the table's files.</summary>
    public DeltaTableBuilder Location(string location)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(location);
        _location = location;
        return this;
    }

    /// <summary>A comment on the table.</summary>
    public DeltaTableBuilder Comment(string comment)
    {
        _comment = comment;
        return this;
    }

    /// <summary>Adds a column.</summary>
    public DeltaTableBuilder AddColumn(string colName, string dataType, bool nullable = true) =>
        AddColumn(new DeltaColumnBuilder(colName).DataType(dataType).Nullable(nullable));

    /// <summary>Adds a column.</summary>
    public DeltaTableBuilder AddColumn(string colName, DataType dataType, bool nullable = true) =>
        AddColumn(new DeltaColumnBuilder(colName).DataType(dataType).Nullable(nullable));

    /// <summary>Adds a column.</summary>
    public DeltaTableBuilder AddColumn(DeltaColumnBuilder column)
    {
        _columns.Add(column.ToSql());
        return this;
    }

    /// <summary>Adds the columns of a schema.</summary>
    public DeltaTableBuilder AddColumns(StructType schema)
    {
        _columns.AddRange(schema.Fields.Select(field => field.ToDdl()));
        return this;
    }

    /// <summary>The columns that the table is partitioned by.</summary>
    public DeltaTableBuilder PartitionedBy(params string[] colNames)
    {
        _partitioning = colNames;
        return this;
    }

    /// <summary>The columns that the table's files are clustered by.</summary>
    public DeltaTableBuilder ClusterBy(params string[] colNames)
    {
        _clustering = colNames;
        return this;
    }

    /// <summary>A property of the table.</summary>
    public DeltaTableBuilder Property(string key, string value)
    {
        _properties[key] = value;
        return this;
    }

    /// <summary>Creates or replaces the table.</summary>
    /// <exception cref="InvalidOperationException">It has neither a name nor a location.</exception>
    public DeltaTable Execute()
    {
        _spark.Sql(ToSql());
        return _name is not null ? DeltaTable.ForName(_spark, _name) : DeltaTable.ForPath(_spark, _location!);
    }

    internal string ToSql()
    {
        if (_name is null && _location is null)
            throw new InvalidOperationException("A table needs a name or a location.");
        var sql = $"{_statement} {_name ?? TableReference.OfPath(_location!).Identifier}";
        if (_columns.Count > 0)
            sql += $" ({string.Join(", ", _columns)})";
        sql += " USING delta";
        if (_partitioning.Length > 0)
            sql += $" PARTITIONED BY ({string.Join(", ", _partitioning.Select(SqlIdentifier.Quote))})";
        if (_clustering.Length > 0)
            sql += $" CLUSTER BY ({string.Join(", ", _clustering.Select(Assignments.QuoteName))})";
        if (_name is not null && _location is not null)
            sql += $" LOCATION {ExpressionSql.Quote(_location)}";
        if (_comment is not null)
            sql += $" COMMENT {ExpressionSql.Quote(_comment)}";
        if (_properties.Count > 0)
            sql +=
                $" TBLPROPERTIES ({string.Join(", ", _properties.Select(p => $"{ExpressionSql.Quote(p.Key)} = {ExpressionSql.Quote(p.Value)}"))})";
        return sql;
    }
}
