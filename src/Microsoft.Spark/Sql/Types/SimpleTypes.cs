using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql.Types;

/// <summary>A type without parts.</summary>
public abstract class AtomicType : DataType;

/// <summary>A number.</summary>
public abstract class NumericType : AtomicType;

/// <summary>A whole number.</summary>
public abstract class IntegralType : NumericType;

/// <summary>A number with a fraction.</summary>
public abstract class FractionalType : NumericType;

/// <summary>The type of a column that is always null.</summary>
public sealed class NullType : DataType
{
    public override string TypeName => "null";

    public override string CatalogString => "void";

    internal override Proto.DataType ToProto() => new() { Null = new() };

    internal override void WriteJson(System.Text.Json.Utf8JsonWriter writer) => writer.WriteStringValue("void");
}

/// <summary>Text, in UTF-8.</summary>
/// <param name="collation">The collation, such as <c>UNICODE_CI</c>; null for the default, which compares bytes.</param>
public sealed class StringType(string? collation = null) : AtomicType
{
    public StringType()
        : this(null) { }

    /// <summary>The collation; null for the default one.</summary>
    public string? Collation { get; } = collation is "" or "UTF8_BINARY" ? null : collation;

    public override string TypeName => "string";

    public override string SimpleString => Collation is null ? "string" : $"string collate {Collation}";

    public override string CatalogString => SimpleString;

    internal override Proto.DataType ToProto() => new() { String = new() { Collation = Collation ?? "" } };

    internal override void WriteJson(System.Text.Json.Utf8JsonWriter writer) => writer.WriteStringValue(SimpleString);
}

/// <summary>Text of exactly <see cref="Length"/> characters, padded with spaces.</summary>
public sealed class CharType(int length) : AtomicType
{
    /// <summary>Characters.</summary>
    public int Length { get; } = length;

    public override string TypeName => $"char({Length})";

    public override string CatalogString => TypeName;

    internal override Proto.DataType ToProto() => new() { Char = new() { Length = Length } };
}

/// <summary>Text of at most <see cref="Length"/> characters.</summary>
public sealed class VarcharType(int length) : AtomicType
{
    /// <summary>Characters.</summary>
    public int Length { get; } = length;

    public override string TypeName => $"varchar({Length})";

    internal override Proto.DataType ToProto() => new() { VarChar = new() { Length = Length } };
}

/// <summary>Bytes.</summary>
public sealed class BinaryType : AtomicType
{
    public override string TypeName => "binary";

    internal override Proto.DataType ToProto() => new() { Binary = new() };
}

/// <summary>True or false.</summary>
public sealed class BooleanType : AtomicType
{
    public override string TypeName => "boolean";

    internal override Proto.DataType ToProto() => new() { Boolean = new() };
}

/// <summary>A day of the proleptic Gregorian calendar.</summary>
public sealed class DateType : AtomicType
{
    public override string TypeName => "date";

    internal override Proto.DataType ToProto() => new() { Date = new() };
}

/// <summary>An instant, to the microsecond; shown in the session's time zone.</summary>
public sealed class TimestampType : AtomicType
{
    public override string TypeName => "timestamp";

    internal override Proto.DataType ToProto() => new() { Timestamp = new() };
}

/// <summary>A date and a time of day without a zone, to the microsecond.</summary>
public sealed class TimestampNTZType : AtomicType
{
    public override string TypeName => "timestamp_ntz";

    internal override Proto.DataType ToProto() => new() { TimestampNtz = new() };
}

/// <summary>A time of day without a date or a zone.</summary>
/// <param name="precision">Digits of the fraction of a second, 0 to 6.</param>
public sealed class TimeType(int precision = 6) : AtomicType
{
    /// <summary>Digits of the fraction of a second, 0 to 6.</summary>
    public int Precision { get; } =
        precision is >= 0 and <= 6
            ? precision
            : throw new ArgumentOutOfRangeException(nameof(precision), precision, "A time has 0 to 6 digits after the second.");

    public override string TypeName => $"time({Precision})";

    internal override Proto.DataType ToProto() => new() { Time = new() { Precision = Precision } };
}

/// <summary>A floating-point number of 64 bits.</summary>
public sealed class DoubleType : FractionalType
{
    public override string TypeName => "double";

    internal override Proto.DataType ToProto() => new() { Double = new() };
}

/// <summary>A floating-point number of 32 bits.</summary>
public sealed class FloatType : FractionalType
{
    public override string TypeName => "float";

    internal override Proto.DataType ToProto() => new() { Float = new() };
}

/// <summary>A whole number of 8 bits, with a sign.</summary>
public sealed class ByteType : IntegralType
{
    public override string TypeName => "byte";

    public override string CatalogString => "tinyint";

    internal override Proto.DataType ToProto() => new() { Byte = new() };
}

/// <summary>A whole number of 16 bits.</summary>
public sealed class ShortType : IntegralType
{
    public override string TypeName => "short";

    public override string CatalogString => "smallint";

    internal override Proto.DataType ToProto() => new() { Short = new() };
}

/// <summary>A whole number of 32 bits.</summary>
public sealed class IntegerType : IntegralType
{
    public override string TypeName => "integer";

    public override string CatalogString => "int";

    internal override Proto.DataType ToProto() => new() { Integer = new() };
}

/// <summary>A whole number of 64 bits.</summary>
public sealed class LongType : IntegralType
{
    public override string TypeName => "long";

    public override string CatalogString => "bigint";

    internal override Proto.DataType ToProto() => new() { Long = new() };
}

/// <summary>A decimal number of up to 38 digits.</summary>
public sealed class DecimalType : FractionalType
{
    /// <summary>The most digits that a decimal can have.</summary>
    public const int MaxPrecision = 38;

    /// <summary>Makes the type.</summary>
    /// <param name="precision">Digits in all, 1 to 38.</param>
    /// <param name="scale">Digits after the point, at most <paramref name="precision"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of digits that no decimal has.</exception>
    public DecimalType(int precision = 10, int scale = 0)
    {
        if (precision is < 1 or > MaxPrecision)
            throw new ArgumentOutOfRangeException(nameof(precision), precision, $"A decimal has 1 to {MaxPrecision} digits.");
        if (scale > precision)
            throw new ArgumentOutOfRangeException(
                nameof(scale),
                scale,
                $"A decimal of {precision} digits cannot have {scale} after the point."
            );
        Precision = precision;
        Scale = scale;
    }

    /// <summary>Digits in all.</summary>
    public int Precision { get; }

    /// <summary>Digits after the point.</summary>
    public int Scale { get; }

    public override string TypeName => "decimal";

    public override string SimpleString => $"decimal({Precision},{Scale})";

    public override string CatalogString => SimpleString;

    internal override Proto.DataType ToProto() =>
        new()
        {
            Decimal = new() { Precision = Precision, Scale = Scale },
        };

    internal override void WriteJson(System.Text.Json.Utf8JsonWriter writer) => writer.WriteStringValue(SimpleString);
}

/// <summary>Months, days and microseconds, each with its own sign: the type of <c>INTERVAL</c> literals that mix units.</summary>
public sealed class CalendarIntervalType : DataType
{
    public override string TypeName => "interval";

    internal override Proto.DataType ToProto() => new() { CalendarInterval = new() };
}

/// <summary>A semi-structured value, as <c>parse_json</c> makes it.</summary>
public sealed class VariantType : AtomicType
{
    public override string TypeName => "variant";

    internal override Proto.DataType ToProto() => new() { Variant = new() };
}
