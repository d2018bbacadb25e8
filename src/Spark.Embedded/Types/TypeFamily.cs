namespace Spark.Embedded.Types;

/// <summary>What a parameter of a function takes: one type, any type of a kind, or one of several.</summary>
/// <param name="Name">As error messages print it: <c>"NUMERIC"</c>, <c>"INT"</c>.</param>
/// <param name="Accepts">Whether a value of a type is taken as it is.</param>
/// <param name="Default">The type that an untyped NULL becomes, and a string for the families that take one; null for none.</param>
public sealed record TypeFamily(string Name, Func<SparkType, bool> Accepts, SparkType? Default)
{
    /// <summary>The families of a choice, in order of preference; empty when this is none.</summary>
    public IReadOnlyList<TypeFamily> Alternatives { get; private init; } = [];

    /// <summary>The type, when this takes exactly one.</summary>
    public SparkType? Exact { get; private init; }

    public static readonly TypeFamily Any = new("\"ANY\"", static _ => true, SparkType.Null);
    public static readonly TypeFamily Numeric = new("\"NUMERIC\"", static t => t is NumericType, SparkType.Double);
    public static readonly TypeFamily Integral = new("\"INTEGRAL\"", static t => t is IntegralType, SparkType.Integer);
    public static readonly TypeFamily Fractional = new("\"FRACTIONAL\"", static t => t is FractionalType or DecimalType, SparkType.Double);
    public static readonly TypeFamily Decimal = new("\"DECIMAL\"", static t => t is DecimalType, new DecimalType(38, 18));
    public static readonly TypeFamily String = new("\"STRING\"", static t => t is StringType, SparkType.String)
    {
        Exact = SparkType.String,
    };
    public static readonly TypeFamily AnyTimestamp = new(
        "(\"TIMESTAMP\" or \"TIMESTAMP WITHOUT TIME ZONE\")",
        static t => t == SparkType.Timestamp || t == SparkType.TimestampNtz,
        SparkType.Timestamp
    );
    public static readonly TypeFamily AnyInterval = new(
        "(\"INTERVAL DAY TO SECOND\" or \"INTERVAL YEAR TO MONTH\" or \"INTERVAL\")",
        static t => t is YearMonthIntervalType or DayTimeIntervalType || t == SparkType.CalendarInterval,
        SparkType.CalendarInterval
    );
    public static readonly TypeFamily Array = new("\"ARRAY\"", static t => t is ArrayType, new ArrayType(SparkType.Null));
    public static readonly TypeFamily Map = new("\"MAP\"", static t => t is MapType, new MapType(SparkType.Null, SparkType.Null));
    public static readonly TypeFamily Struct = new("\"STRUCT\"", static t => t is StructType, new StructType([]));

    /// <summary>Exactly one type.</summary>
    public static TypeFamily Of(SparkType type) =>
        type == SparkType.String ? String : new($"\"{TypeText.Sql(type)}\"", t => TypeCoercion.SameType(t, type), type) { Exact = type };

    /// <summary>One of several, the first that fits.</summary>
    public static TypeFamily OneOf(params IReadOnlyList<TypeFamily> families) =>
        new($"({string.Join(" or ", families.Select(f => f.Name))})", type => families.Any(f => f.Accepts(type)), families[0].Default)
        {
            Alternatives = families,
        };
}
