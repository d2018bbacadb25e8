using System.Globalization;
using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;

namespace Delta.Sql;

/// <summary>Describes a column of a Delta table to create.</summary>
public sealed class DeltaColumnBuilder
{
    private readonly string _name;
    private string? _type;
    private string? _comment;
    private string? _generated;
    private bool _nullable = true;

    internal DeltaColumnBuilder(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _name = name;
    }

    /// <summary>The type in SQL.</summary>
    public DeltaColumnBuilder DataType(string dataType)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dataType);
        _type = dataType;
        return this;
    }

    /// <summary>The type.</summary>
    public DeltaColumnBuilder DataType(DataType dataType) => DataType(dataType.Sql);

    /// <summary>Whether a value may be null.</summary>
    public DeltaColumnBuilder Nullable(bool nullable)
    {
        _nullable = nullable;
        return this;
    }

    /// <summary>A comment on the column.</summary>
    public DeltaColumnBuilder Comment(string comment)
    {
        _comment = comment;
        return this;
    }

    /// <summary>The expression, in SQL, that every value comes from.</summary>
    public DeltaColumnBuilder GeneratedAlwaysAs(string expr)
    {
        _generated = $"GENERATED ALWAYS AS ({expr})";
        return this;
    }

    /// <summary>Values are numbered by the table, always.</summary>
    public DeltaColumnBuilder GeneratedAlwaysAsIdentity(long start = 1, long step = 1) => Identity("ALWAYS", start, step);

    /// <summary>Values are numbered by the table, unless a row brings its own.</summary>
    public DeltaColumnBuilder GeneratedByDefaultAsIdentity(long start = 1, long step = 1) => Identity("BY DEFAULT", start, step);

    internal string ToSql()
    {
        var sql = $"{SqlIdentifier.Quote(_name)} {_type ?? throw new InvalidOperationException($"The column '{_name}' has no type.")}";
        if (_generated is not null)
            sql += $" {_generated}";
        if (!_nullable)
            sql += " NOT NULL";
        return _comment is null ? sql : $"{sql} COMMENT {ExpressionSql.Quote(_comment)}";
    }

    private DeltaColumnBuilder Identity(string when, long start, long step)
    {
        _generated = string.Create(CultureInfo.InvariantCulture, $"GENERATED {when} AS IDENTITY (START WITH {start} INCREMENT BY {step})");
        return this;
    }
}
