using System.Text;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Lower;

/// <summary>The conditions of a query that a source can be told of.</summary>
internal static class ScanPredicates
{
    /// <summary>The conditions that must all hold for a condition to hold.</summary>
    public static IEnumerable<Expr> Conjuncts(Expr condition)
    {
        if (condition is not Call { Function: { Definition.Name: "and", Arguments: [var left, var right] } })
            return [condition];
        return Conjuncts(left).Concat(Conjuncts(right));
    }

    /// <summary>Those of the conditions that compare a column of the scan with constants.</summary>
    public static List<ScanPredicate> Of(IReadOnlyList<Expr> conditions, Scan scan)
    {
        var predicates = new List<ScanPredicate>();
        foreach (var condition in conditions)
        {
            if (condition is Call call)
                Add(call, scan, predicates);
        }

        return predicates;
    }

    private static void Add(Call call, Scan scan, List<ScanPredicate> predicates)
    {
        var arguments = call.Function.Arguments;
        switch (call.Function.Definition.Name)
        {
            case "isnull" when Ordinal(arguments[0], scan) is { } column:
                predicates.Add(new ScanPredicate(column, ScanComparison.IsNull, []));
                break;
            case "isnotnull" when Ordinal(arguments[0], scan) is { } column:
                predicates.Add(new ScanPredicate(column, ScanComparison.IsNotNull, []));
                break;
            case "not"
                when arguments[0] is Call { Function: { Definition.Name: "isnull", Arguments: [var tested] } }
                    && Ordinal(tested, scan) is { } column:
                predicates.Add(new ScanPredicate(column, ScanComparison.IsNotNull, []));
                break;
            case "in" when Ordinal(arguments[0], scan) is { } column:
                var values = arguments.Skip(1).Select(Constant).ToList();
                if (values.All(value => value is { Value: not null } && value.Type == arguments[0].Type))
                    predicates.Add(new ScanPredicate(column, ScanComparison.In, values!));
                break;
            case "between" when Ordinal(arguments[0], scan) is { } column:
                Compare(column, ScanComparison.GreaterThanOrEqual, arguments[0], arguments[1], predicates);
                if (Ordinal(arguments[2], scan) == column)
                    Compare(column, ScanComparison.LessThanOrEqual, arguments[2], arguments[3], predicates);
                break;
            case "startswith" when Ordinal(arguments[0], scan) is { } column:
                Compare(column, ScanComparison.StartsWith, arguments[0], arguments[1], predicates);
                break;
            case "like" when arguments.Count == 2 && Ordinal(arguments[0], scan) is { } column:
                // What a pattern begins with before anything that stands for other text.
                if (Constant(arguments[1]) is { Value: string pattern } && pattern.AsSpan().IndexOfAny("%_\\") is > 0 and var end)
                    predicates.Add(new ScanPredicate(column, ScanComparison.StartsWith, [new Literal(pattern[..end], SparkType.String)]));
                break;
            case "==" or "<=>" or "<" or "<=" or ">" or ">=":
                if (Ordinal(arguments[0], scan) is { } left)
                    Compare(left, Comparison(call.Function.Definition.Name, swapped: false), arguments[0], arguments[1], predicates);
                else if (Ordinal(arguments[1], scan) is { } right)
                    Compare(right, Comparison(call.Function.Definition.Name, swapped: true), arguments[1], arguments[0], predicates);
                break;
        }
    }

    private static void Compare(int column, ScanComparison comparison, Expr own, Expr other, List<ScanPredicate> predicates)
    {
        if (
            Constant(other) is { } value
            && value.Type == own.Type
            && (value.Value is not null || comparison == ScanComparison.NullSafeEqual)
        )
            predicates.Add(new ScanPredicate(column, comparison, [value]));
    }

    private static ScanComparison Comparison(string name, bool swapped) =>
        name switch
        {
            "==" => ScanComparison.Equal,
            "<=>" => ScanComparison.NullSafeEqual,
            "<" => swapped ? ScanComparison.GreaterThan : ScanComparison.LessThan,
            "<=" => swapped ? ScanComparison.GreaterThanOrEqual : ScanComparison.LessThanOrEqual,
            ">" => swapped ? ScanComparison.LessThan : ScanComparison.GreaterThan,
            _ => swapped ? ScanComparison.LessThanOrEqual : ScanComparison.GreaterThanOrEqual,
        };

    private static int? Ordinal(Expr expression, Scan scan)
    {
        if (expression is not AttributeReference column)
            return null;
        for (var i = 0; i < scan.Source.Schema.Fields.Count; i++)
        {
            if (scan.Columns[i].Id == column.Id)
                return i;
        }

        return null;
    }

    /// <summary>A constant, seen through the casts that type coercion put around it.</summary>
    private static Literal? Constant(Expr expression) =>
        expression switch
        {
            Literal literal => literal,
            Cast { Child: Literal { Value: { } value } } cast => Converted(value, cast.Type),
            _ => null,
        };

    private static Literal? Converted(object value, SparkType type)
    {
        try
        {
            return (value, type) switch
            {
                (sbyte or short or int or long, IntegralType { Bytes: 8 }) => new Literal(
                    Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture),
                    type
                ),
                (sbyte or short or int or long, IntegralType { Bytes: 4 }) => new Literal(
                    Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture),
                    type
                ),
                (string text, AtomicType) when type == SparkType.Date && DateTimeText.TryDate(Encoding.UTF8.GetBytes(text), out var days) =>
                    new Literal(days, type),
                _ => null,
            };
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
