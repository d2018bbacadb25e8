namespace Spark.Connect.Columnar;

/// <summary>The physical layouts of a column, those of Apache Arrow that Spark's results use.</summary>
/// <remarks>https://arrow.apache.org/docs/format/Columnar.html</remarks>
public enum ColumnKind
{
    /// <summary>No buffers; every value is null.</summary>
    Null,

    /// <summary>One bit per value, least significant first.</summary>
    Boolean,
    Int8,
    Int16,
    Int32,
    Int64,
    Float32,
    Float64,

    /// <summary>Sixteen bytes per value, little-endian two's complement, scaled by <see cref="ColumnType.Scale"/>.</summary>
    Decimal128,

    /// <summary>UTF-8 text behind 32-bit offsets.</summary>
    Utf8,

    /// <summary>UTF-8 text behind 64-bit offsets.</summary>
    LargeUtf8,

    /// <summary>Bytes behind 32-bit offsets.</summary>
    Binary,

    /// <summary>Bytes behind 64-bit offsets.</summary>
    LargeBinary,

    /// <summary>Days since 1970-01-01, 32 bits.</summary>
    Date32,

    /// <summary>Nanoseconds since midnight, 64 bits.</summary>
    Time64Nanos,

    /// <summary>Microseconds since 1970-01-01T00:00:00, 64 bits; an instant when <see cref="ColumnType.TimeZone"/> is set, a wall clock otherwise.</summary>
    TimestampMicros,

    /// <summary>Months, 32 bits.</summary>
    IntervalMonths,

    /// <summary>Microseconds, 64 bits.</summary>
    DurationMicros,

    /// <summary>Sixteen bytes per value: months (int32), days (int32), nanoseconds (int64); Spark's calendar interval.</summary>
    IntervalMonthDayNano,

    /// <summary>One child; 32-bit offsets.</summary>
    List,

    /// <summary>One child per field; no offsets.</summary>
    Struct,

    /// <summary>One child, a struct of key and value; 32-bit offsets.</summary>
    Map,
}

/// <summary>A named field of a batch or of a nested column.</summary>
/// <param name="Name">The name, which need not be unique.</param>
/// <param name="Type">The physical type.</param>
/// <param name="Nullable">Whether a null may stand in it.</param>
/// <param name="Metadata">Arrow's key-value metadata; null for none.</param>
public sealed record ColumnField(string Name, ColumnType Type, bool Nullable = true, IReadOnlyDictionary<string, string>? Metadata = null);

/// <summary>The physical type of a column. The logical type, which Spark's <see cref="DataType"/> tells, may say more.</summary>
public sealed record ColumnType(ColumnKind Kind)
{
    /// <summary>Digits of a decimal.</summary>
    public int Precision { get; init; }

    /// <summary>Digits after the point of a decimal.</summary>
    public int Scale { get; init; }

    /// <summary>The zone of an instant, by default UTC; null for a wall clock.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The element of a list, the fields of a struct, or the entry struct of a map.</summary>
    public IReadOnlyList<ColumnField> Children { get; init; } = [];

    public static readonly ColumnType Boolean = new(ColumnKind.Boolean);
    public static readonly ColumnType Int32 = new(ColumnKind.Int32);
    public static readonly ColumnType Int64 = new(ColumnKind.Int64);
    public static readonly ColumnType Float64 = new(ColumnKind.Float64);
    public static readonly ColumnType Utf8 = new(ColumnKind.Utf8);

    /// <summary>The width of a value in bytes for the fixed-width kinds, 0 for the others (booleans take a bit).</summary>
    public int ByteWidth =>
        Kind switch
        {
            ColumnKind.Int8 => 1,
            ColumnKind.Int16 => 2,
            ColumnKind.Int32 or ColumnKind.Float32 or ColumnKind.Date32 or ColumnKind.IntervalMonths => 4,
            ColumnKind.Int64 or ColumnKind.Float64 or ColumnKind.TimestampMicros or ColumnKind.DurationMicros or ColumnKind.Time64Nanos =>
                8,
            ColumnKind.Decimal128 or ColumnKind.IntervalMonthDayNano => 16,
            _ => 0,
        };
}
