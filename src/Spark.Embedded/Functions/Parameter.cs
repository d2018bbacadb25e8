using System.Globalization;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions;

/// <summary>What a function asks of one argument.</summary>
/// <param name="Family">The types it takes; others are cast to them where Spark does so implicitly.</param>
internal sealed record Parameter(TypeFamily Family)
{
    /// <summary>The value of an argument that is left out; null for a required argument.</summary>
    public Literal? Default { get; private init; }

    /// <summary>Whether any number of further arguments follows, from none.</summary>
    public bool Repeats { get; private init; }

    /// <summary>Whether the argument must be a constant.</summary>
    public bool Constant { get; private init; }

    public static readonly Parameter Text = new(TypeFamily.String);
    public static readonly Parameter Flag = To(SparkType.Boolean);
    public static readonly Parameter Int = To(SparkType.Integer);
    public static readonly Parameter Long = To(SparkType.Long);
    public static readonly Parameter Real = To(SparkType.Double);
    public static readonly Parameter Binary = To(SparkType.Binary);
    public static readonly Parameter Date = To(SparkType.Date);
    public static readonly Parameter Timestamp = To(SparkType.Timestamp);
    public static readonly Parameter TimestampNtz = To(SparkType.TimestampNtz);
    public static readonly Parameter Time = new(new TypeFamily("\"TIME\"", type => type is TimeType, new TimeType()));
    public static readonly Parameter AnyTimestamp = new(TypeFamily.AnyTimestamp);
    public static readonly Parameter Any = new(TypeFamily.Any);
    public static readonly Parameter Numeric = new(TypeFamily.Numeric);
    public static readonly Parameter Integral = new(TypeFamily.Integral);
    public static readonly Parameter TextOrBinary = AnyOf(Text, Binary);
    public static readonly Parameter AnyArray = new(TypeFamily.Array);
    public static readonly Parameter AnyMap = new(TypeFamily.Map);
    public static readonly Parameter AnyStruct = new(TypeFamily.Struct);
    public static readonly Parameter Variant = new(new TypeFamily("\"VARIANT\"", type => type == SparkType.Variant, SparkType.Variant));

    /// <summary>What Spark casts implicitly to a type.</summary>
    public static Parameter To(SparkType target) => new(TypeFamily.Of(target));

    /// <summary>The first of several parameters that takes the argument as it is, else the first that casts it.</summary>
    public static Parameter AnyOf(params Parameter[] choices) => new(TypeFamily.OneOf([.. choices.Select(c => c.Family)]));

    /// <summary>Any type for which a condition holds, with no cast.</summary>
    public static Parameter Where(string name, Func<SparkType, bool> accepts) =>
        new(new TypeFamily($"\"{name}\"", type => type is NullType || accepts(type), SparkType.Null));

    /// <summary>The same, optional: an argument left out is <paramref name="value"/>.</summary>
    public Parameter Or(string value) => this with { Default = new Literal(value, SparkType.String) };

    public Parameter Or(int value) => this with { Default = new Literal(value, SparkType.Integer) };

    public Parameter Or(bool value) => this with { Default = new Literal(value, SparkType.Boolean) };

    /// <summary>The same, optional: an argument left out is NULL.</summary>
    public Parameter OrNull() => this with { Default = new Literal(null, Family.Default ?? SparkType.Null) };

    /// <summary>The same, any number of times from none.</summary>
    public Parameter Repeated() => this with { Repeats = true };

    /// <summary>The same, which must be a constant.</summary>
    public Parameter Foldable() => this with { Constant = true };

    /// <summary>Checks the arguments of a call against parameters, fills in defaults and casts.</summary>
    public static IReadOnlyList<Expr> Match(FunctionCall call, IReadOnlyList<Parameter> parameters)
    {
        var required = parameters.Count(p => p.Default is null && !p.Repeats);
        var repeats = parameters.Count > 0 && parameters[^1].Repeats;
        var given = call.Arguments.Count;
        if (given < required || (given > parameters.Count && !repeats))
        {
            throw SparkErrors.WrongNumberOfArguments(
                call.Name,
                repeats ? $"> {Number(required - 1)}"
                    : required == parameters.Count ? Number(required)
                    : $"[{string.Join(", ", Enumerable.Range(required, parameters.Count - required + 1).Select(Number))}]",
                given
            );
        }

        var matched = new Expr[Math.Max(given, repeats ? parameters.Count - 1 : parameters.Count)];
        for (var i = 0; i < matched.Length; i++)
        {
            var parameter = parameters[Math.Min(i, parameters.Count - 1)];
            matched[i] = i < given ? parameter.Match(call, i) : parameter.Default!;
        }

        return matched;

        static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
    }

    private Expr Match(FunctionCall call, int index)
    {
        var argument = call.Arguments[index];
        if (argument is UnresolvedLambda)
            return argument;
        var matched =
            ImplicitTypeCasts.ImplicitCast(argument, Family, call.Mode) ?? throw BindError.UnexpectedInputType(call, index, Family.Name);
        if (Constant && !argument.IsConstant())
            throw BindError.NonFoldable(call, index, Family.Name);
        return matched;
    }
}

internal static class ConstantArguments
{
    /// <summary>The value of a constant that is written out, through implicit casts of text; null when it is none or null.</summary>
    public static object? Constant(this Expr expression) =>
        expression switch
        {
            Literal literal => literal.Value,
            Cast { Child: Literal { Value: { } value } } cast => (value, cast.Type) switch
            {
                (string, StringType) => value,
                (IConvertible and not string and not bool, IntegralType { Bytes: 4 }) => Convert.ToInt32(
                    value,
                    CultureInfo.InvariantCulture
                ),
                (IConvertible and not string and not bool, IntegralType { Bytes: 8 }) => Convert.ToInt64(
                    value,
                    CultureInfo.InvariantCulture
                ),
                (IConvertible and not string and not bool, FractionalType) => Convert.ToDouble(value, CultureInfo.InvariantCulture),
                (string text, FractionalType) when double.TryParse(text, CultureInfo.InvariantCulture, out var number) => number,
                (string text, IntegralType { Bytes: 4 }) when int.TryParse(text, CultureInfo.InvariantCulture, out var number) => number,
                _ => null,
            },
            _ => null,
        };
}
