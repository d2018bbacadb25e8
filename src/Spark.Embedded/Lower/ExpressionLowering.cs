using System.Globalization;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using SortKey = Spark.Embedded.Plan.SortKey;

namespace Spark.Embedded.Lower;

/// <summary>Typed expressions to DuckDB SQL, over the columns of one SELECT and of those around it.</summary>
internal sealed class ExpressionLowering(QueryLowering query, IReadOnlyDictionary<long, BlockColumn> columns, ExpressionLowering? outer)
{
    /// <summary>The expression as SQL that can stand as an operand.</summary>
    public string Lower(Expr expression)
    {
        switch (expression)
        {
            case AttributeReference column:
                return Find(column.Id)
                    ?? throw SparkErrors.Analysis(
                        "MISSING_ATTRIBUTES.RESOLVED_ATTRIBUTE_MISSING_FROM_INPUT",
                        ("missingAttributes", SparkErrors.Quote(column.Name)),
                        ("input", ""),
                        ("operator", ""),
                        ("operation", "")
                    );
            case Literal literal:
                return SqlText.Constant(literal);
            case Cast { Child: Literal constant } cast when CastLowering.Constant(constant, cast.Type) is { } sql:
                return sql;
            case Cast cast:
                return CastLowering.Sql(Lower(cast.Child), cast.Child.Type, cast.Type, cast.Mode, query.Zone, query.Natives);
            case Call call:
                return Call(call, null);
            case LambdaVariable variable:
                return Name(variable);
            case LambdaFunction lambda:
                return $"lambda {string.Join(", ", lambda.Parameters.Select(Name))}: {Lower(lambda.Body)}";
            case WindowExpression window:
                return Call(window.Function, Over(window));
            case ScalarSubquery subquery:
                return $"({query.Subquery(subquery.Plan, this)})";
            case ExistsSubquery subquery:
                return $"(EXISTS ({query.Subquery(subquery.Plan, this)}))";
            case InSubquery membership:
                return In(membership);
            default:
                throw SparkErrors.Unsupported($"the expression {expression.GetType().Name} here");
        }
    }

    /// <summary>A sort key with its direction and the place of its nulls.</summary>
    public string Lower(SortKey key) => $"{Lower(key.Child)}{(key.Ascending ? "" : " DESC")} NULLS {(key.NullsFirst ? "FIRST" : "LAST")}";

    private static string Name(LambdaVariable variable) => string.Create(CultureInfo.InvariantCulture, $"l{variable.Id}");

    private string? Find(long id) => columns.TryGetValue(id, out var column) ? column.Sql : outer?.Find(id);

    private string Call(Call call, string? over)
    {
        var arguments = new string[call.Function.Arguments.Count];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = Lower(call.Function.Arguments[i]);
        return call.Function.ToSql(
            new SqlArguments(arguments, call.Filter is null ? null : Lower(call.Filter), over, call.Distinct) { Natives = query.Natives }
        );
    }

    private string Over(WindowExpression window)
    {
        var parts = new List<string>(3);
        if (window.Partition.Count > 0)
            parts.Add($"PARTITION BY {string.Join(", ", window.Partition.Select(Lower))}");
        if (window.Order.Count > 0)
            parts.Add($"ORDER BY {string.Join(", ", window.Order.Select(Lower))}");
        var flags = window.Function.Function.Definition.Flags;
        if (window.Frame is { } frame && !flags.HasFlag(FunctionFlags.IgnoresFrame))
            parts.Add(
                $"{(frame.IsRows ? "ROWS" : "RANGE")} BETWEEN {Bound(frame.Lower, window, "PRECEDING")} AND {Bound(frame.Upper, window, "FOLLOWING")}"
            );
        else if (window.Frame is null && window.Order.Count > 0 && flags.HasFlag(FunctionFlags.WritesFrame))
            parts.Add("RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW");
        return $"OVER ({string.Join(" ", parts)})";
    }

    private string Bound(FrameBound bound, WindowExpression window, string direction)
    {
        if (bound.Unbounded)
            return $"UNBOUNDED {direction}";
        if (bound.Offset is not { } offset)
            return "CURRENT ROW";
        var negative = IsNegative(offset);
        var sql = Lower(offset);
        if (negative)
            sql = $"(-{sql})";
        if (!window.Frame!.IsRows)
        {
            sql = offset.Type switch
            {
                YearMonthIntervalType => $"to_months({sql})",
                DayTimeIntervalType => $"to_microseconds({sql})",
                IntegralType when window.Order[0].Child.Type == SparkType.Date => $"to_days({sql})",
                _ => sql,
            };
        }

        return $"{sql} {(negative ? "PRECEDING" : "FOLLOWING")}";
    }

    private static bool IsNegative(Expr offset) =>
        offset switch
        {
            Literal { Value: int n } => n < 0,
            Literal { Value: long n } => n < 0,
            Literal { Value: short n } => n < 0,
            Literal { Value: sbyte n } => n < 0,
            Literal { Value: double n } => n < 0,
            Literal { Value: float n } => n < 0,
            Literal { Value: decimal n } => n < 0,
            Literal { Value: System.Numerics.BigInteger n } => n.Sign < 0,
            Cast cast => IsNegative(cast.Child),
            Call { Function: { Definition.Name: "negative" or "-", Arguments: [_] } } => true,
            _ => false,
        };

    private string In(InSubquery membership)
    {
        if (membership.Values.Count == 1)
            return $"({Lower(membership.Values[0])} IN ({query.Subquery(membership.Plan, this)}))";

        // A row is among the rows when all values are equal, and unknown when only nulls stand against it.
        var values = membership.Values.Select(Lower).ToList();
        var alias = query.NewAlias();
        var (sql, names) = query.NamedSubquery(membership.Plan, this);
        var equal = string.Join(" AND ", values.Select((value, i) => $"{value} = {alias}.{names[i]}"));
        var possible = string.Join(
            " AND ",
            values.Select((value, i) => $"({value} = {alias}.{names[i]} OR {value} IS NULL OR {alias}.{names[i]} IS NULL)")
        );
        return $"CASE WHEN EXISTS (SELECT 1 FROM ({sql}) AS {alias} WHERE {equal}) THEN true "
            + $"WHEN EXISTS (SELECT 1 FROM ({sql}) AS {alias} WHERE {possible}) THEN NULL ELSE false END";
    }
}
