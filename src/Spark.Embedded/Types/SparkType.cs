using System.Globalization;

namespace Spark.Embedded.Types;

/// <summary>A type of Spark SQL as the engine reasons about it. Two types are equal when Spark would call them the same type.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-datatypes.html</remarks>
public abstract record SparkType
{
    /// <summary>The type as Spark writes it in schemas and error messages: <c>bigint</c>, <c>array&lt;int&gt;</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The DuckDB type that holds its values.</summary>
    public abstract string DuckDb { get; }

    public sealed override string ToString() => Name;

    public static readonly SparkType Null = new NullType();
    public static readonly SparkType Boolean = new AtomicType("boolean", "BOOLEAN");
    public static readonly SparkType Byte = new IntegralType("tinyint", "TINYINT", 1);
    public static readonly SparkType Short = new IntegralType("smallint", "SMALLINT", 2);
    public static readonly SparkType Integer = new IntegralType("int", "INTEGER", 4);
    public static readonly SparkType Long = new IntegralType("bigint", "BIGINT", 8);
    public static readonly SparkType Float = new FractionalType("float", "FLOAT");
    public static readonly SparkType Double = new FractionalType("double", "DOUBLE");
    public static readonly SparkType String = new StringType();
    public static readonly SparkType Binary = new AtomicType("binary", "BLOB");
    public static readonly SparkType Date = new AtomicType("date", "DATE");

    /// <summary>An instant; it prints in the session's time zone.</summary>
    public static readonly SparkType Timestamp = new AtomicType("timestamp", "TIMESTAMPTZ");

    /// <summary>A wall clock without a zone.</summary>
    public static readonly SparkType TimestampNtz = new AtomicType("timestamp_ntz", "TIMESTAMP");

    /// <summary>Months, days and microseconds kept apart.</summary>
    public static readonly SparkType CalendarInterval = new AtomicType("interval", "INTERVAL");
    public static readonly SparkType Variant = new AtomicType("variant", "JSON");
}

/// <summary>The type of an untyped NULL.</summary>
public sealed record NullType : SparkType
{
    public override string Name => "void";
    public override string DuckDb => "INTEGER";
}

/// <summary>A type without parameters.</summary>
public record AtomicType(string SparkName, string DuckDbName) : SparkType
{
    public override string Name => SparkName;
    public override string DuckDb => DuckDbName;
}

/// <summary>A number that <c>+</c>, <c>-</c> and <c>*</c> apply to.</summary>
public abstract record NumericType : SparkType;

/// <summary>A whole number of <paramref name="Bytes"/> bytes.</summary>
public sealed record IntegralType(string SparkName, string DuckDbName, int Bytes) : NumericType
{
    public override string Name => SparkName;
    public override string DuckDb => DuckDbName;
}

/// <summary>A binary floating-point number.</summary>
public sealed record FractionalType(string SparkName, string DuckDbName) : NumericType
{
    public override string Name => SparkName;
    public override string DuckDb => DuckDbName;
}

/// <summary>A decimal of 1 to 38 digits, <paramref name="Scale"/> of them behind the point.</summary>
public sealed record DecimalType(int Precision, int Scale) : NumericType
{
    public const int MaxPrecision = 38;
    public override string Name => string.Create(CultureInfo.InvariantCulture, $"decimal({Precision},{Scale})");
    public override string DuckDb => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({Precision},{Scale})");
}

/// <summary>Text; <c>char(n)</c> and <c>varchar(n)</c> when a length is set.</summary>
public sealed record StringType(int? Length = null, bool Padded = false, string Collation = "UTF8_BINARY") : SparkType
{
    public override string Name =>
        Length is { } n ? string.Create(CultureInfo.InvariantCulture, $"{(Padded ? "char" : "varchar")}({n})")
        : Collation == "UTF8_BINARY" ? "string"
        : $"string collate {Collation}";

    public override string DuckDb => "VARCHAR";
}

/// <summary>A time of day with <paramref name="Precision"/> digits of a second.</summary>
public sealed record TimeType(int Precision = 6) : SparkType
{
    public override string Name => string.Create(CultureInfo.InvariantCulture, $"time({Precision})");
    public override string DuckDb => "TIME";
}

/// <summary>An interval of years and months, held as months. Fields: 0 year, 1 month.</summary>
public sealed record YearMonthIntervalType(int Start = 0, int End = 1) : SparkType
{
    private static readonly string[] Fields = ["year", "month"];
    public override string Name => Start == End ? $"interval {Fields[Start]}" : $"interval {Fields[Start]} to {Fields[End]}";
    public override string DuckDb => "INTEGER";
}

/// <summary>An interval of days to seconds, held as microseconds. Fields: 0 day, 1 hour, 2 minute, 3 second.</summary>
public sealed record DayTimeIntervalType(int Start = 0, int End = 3) : SparkType
{
    private static readonly string[] Fields = ["day", "hour", "minute", "second"];
    public override string Name => Start == End ? $"interval {Fields[Start]}" : $"interval {Fields[Start]} to {Fields[End]}";
    public override string DuckDb => "BIGINT";
}

/// <summary>A list of values of one type.</summary>
public sealed record ArrayType(SparkType Element, bool ContainsNull = true) : SparkType
{
    public override string Name => $"array<{Element.Name}>";
    public override string DuckDb => $"{Element.DuckDb}[]";
}

/// <summary>Keys of one type to values of another.</summary>
public sealed record MapType(SparkType Key, SparkType Value, bool ValueContainsNull = true) : SparkType
{
    public override string Name => $"map<{Key.Name},{Value.Name}>";
    public override string DuckDb => $"MAP({Key.DuckDb}, {Value.DuckDb})";
}

/// <summary>A field of a struct.</summary>
/// <param name="Metadata">Spark's column metadata as JSON; null for none.</param>
public sealed record StructField(string Name, SparkType Type, bool Nullable = true, string? Metadata = null);

/// <summary>Named fields in order.</summary>
public sealed record StructType(IReadOnlyList<StructField> Fields) : SparkType
{
    public override string Name => $"struct<{string.Join(",", Fields.Select(f => $"{f.Name}:{f.Type.Name}"))}>";

    public override string DuckDb =>
        $"STRUCT({string.Join(", ", Fields.Select(f => $"\"{f.Name.Replace("\"", "\"\"")}\" {f.Type.DuckDb}"))})";

    public bool Equals(StructType? other) => other is not null && Fields.SequenceEqual(other.Fields);

    public override int GetHashCode() => Fields.Aggregate(17, (hash, field) => HashCode.Combine(hash, field));
}
