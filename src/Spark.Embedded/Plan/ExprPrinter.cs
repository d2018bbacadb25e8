using System.Globalization;
using Spark.Embedded.Types;

namespace Spark.Embedded.Plan;

/// <summary>Expressions as Spark prints them in generated column names and in error messages: <c>(a + 1)</c>, <c>CAST(a AS INT)</c>.</summary>
public static class ExprPrinter
{
    /// <summary>The text of an expression. Implicit casts do not show.</summary>
    public static string Print(Expr expression) =>
        expression switch
        {
            AttributeReference column => column.Name,
            Literal literal => Literal(literal),
            Cast { Explicit: true } cast =>
                $"{(cast.Mode == EvalMode.Try ? "TRY_CAST" : "CAST")}({Print(cast.Child)} AS {TypeText.Sql(cast.Type)})",
            Cast cast => Print(cast.Child),
            Call call => Call(call, null),
            LambdaVariable variable => $"namedlambdavariable()",
            LambdaFunction lambda =>
                $"lambdafunction({string.Join(", ", [Print(lambda.Body), .. lambda.Parameters.Select(p => "namedlambdavariable()")])})",
            WindowExpression window => Window(window),
            ScalarSubquery subquery => $"scalarsubquery({Outer(subquery.Plan)})",
            ExistsSubquery subquery => $"exists({Outer(subquery.Plan)})",
            InSubquery membership =>
                $"({(membership.Values.Count == 1 ? Print(membership.Values[0]) : $"named_struct({string.Join(", ", membership.Values.Select(Print))})")} IN (listquery()))",
            GroupingBits bits => bits.Text,
            _ => expression.ToString(),
        };

    /// <summary>The columns of the query around it that a subquery uses, as often as it does.</summary>
    private static string Outer(LogicalPlan plan) => string.Join(", ", References.FreeColumns(plan).Select(column => column.Name));

    /// <summary>A constant as SQL would write it, strings bare.</summary>
    private static string Literal(Literal literal)
    {
        if (literal.Value is null)
            return "NULL";
        if (literal.Text is { } text)
            return text;
        return literal.Type switch
        {
            StringType => (string)literal.Value,
            DecimalType d => ValueText.Decimal(ValueText.Unscaled(literal.Value, d.Scale), d.Scale),
            YearMonthIntervalType i => ValueText.YearMonthInterval((int)literal.Value, i),
            DayTimeIntervalType i => ValueText.DayTimeInterval((long)literal.Value, i),
            TimeType => $"TIME '{ValueText.Time((long)literal.Value)}'",
            _ when literal.Type == SparkType.Boolean => (bool)literal.Value ? "true" : "false",
            _ when literal.Type == SparkType.Double => ValueText.Double((double)literal.Value),
            _ when literal.Type == SparkType.Float => ValueText.Float((float)literal.Value),
            _ when literal.Type == SparkType.Date => $"DATE '{ValueText.Date((int)literal.Value)}'",
            _ when literal.Type == SparkType.TimestampNtz => $"TIMESTAMP_NTZ '{ValueText.Timestamp((long)literal.Value)}'",
            _ when literal.Type == SparkType.Timestamp => $"TIMESTAMP '{ValueText.Timestamp((long)literal.Value)}'",
            _ when literal.Type == SparkType.Binary => $"X'{Convert.ToHexString((byte[])literal.Value)}'",
            _ => Convert.ToString(literal.Value, CultureInfo.InvariantCulture) ?? "NULL",
        };
    }

    private static string Call(Call call, IReadOnlyList<string>? printed)
    {
        var arguments = printed ?? [.. call.Function.Arguments.Select(Print)];
        if (call.Distinct && arguments.Count > 0)
            arguments = ["DISTINCT " + arguments[0], .. arguments.Skip(1)];
        var text = call.Function.Print?.Invoke(arguments) ?? $"{call.Function.Definition.Name}({string.Join(", ", arguments)})";
        return call.Filter is null ? text : $"{text} FILTER (WHERE {Print(call.Filter)})";
    }

    /// <summary>A sort key: <c>a ASC NULLS FIRST</c>.</summary>
    public static string Print(SortKey key) =>
        $"{Print(key.Child)} {(key.Ascending ? "ASC" : "DESC")} NULLS {(key.NullsFirst ? "FIRST" : "LAST")}";

    private static string Window(WindowExpression window)
    {
        var parts = new List<string>(3);
        if (window.Partition.Count > 0)
            parts.Add("PARTITION BY " + string.Join(", ", window.Partition.Select(Print)));
        if (window.Order.Count > 0)
            parts.Add("ORDER BY " + string.Join(", ", window.Order.Select(Print)));
        parts.Add(Frame(window));
        return $"{Call(window.Function, null)} OVER ({string.Join(" ", parts)})";
    }

    private static string Frame(WindowExpression window)
    {
        // A shift is a frame of one row.
        if (
            window.Function.Function.Definition.Name is var shift
            && shift is "lag" or "lead"
            && window.Function.Function.Arguments[1] is Literal { Value: int by }
        )
        {
            var at = (shift == "lag" ? -by : by).ToString(CultureInfo.InvariantCulture);
            return $"ROWS BETWEEN {at} FOLLOWING AND {at} FOLLOWING";
        }

        var frame = window.Frame ?? DefaultFrame(window);
        return $"{(frame.IsRows ? "ROWS" : "RANGE")} BETWEEN {Bound(frame.Lower, true)} AND {Bound(frame.Upper, false)}";
    }

    /// <summary>The frame that a window has when none is written.</summary>
    private static WindowFrame DefaultFrame(WindowExpression window) =>
        window.Function.Function is { Definition.Name: "lag" or "lead", Arguments: [_, var offset, ..] } function
            ? OffsetFrame(function.Definition.Name, offset)
        : window.Function.Function.Definition.Flags.HasFlag(FunctionFlags.RowsToCurrent)
            ? new WindowFrame(true, FrameBound.Limitless, FrameBound.CurrentRow)
        : window.Order.Count > 0 ? new WindowFrame(false, FrameBound.Limitless, FrameBound.CurrentRow)
        : new WindowFrame(true, FrameBound.Limitless, FrameBound.Limitless);

    /// <summary>The frame of the one row that <c>lag</c> and <c>lead</c> look at.</summary>
    private static WindowFrame OffsetFrame(string name, Expr offset)
    {
        var rows = ConstantFolding.Integer(offset) ?? 1;
        var bound = new FrameBound(new Literal($"{(name == "lag" ? -rows : rows)}", SparkType.String), false);
        return new WindowFrame(true, bound, bound);
    }

    private static string Bound(FrameBound bound, bool lower)
    {
        if (bound.Unbounded)
            return lower ? "UNBOUNDED PRECEDING" : "UNBOUNDED FOLLOWING";
        if (bound.Offset is null)
            return "CURRENT ROW";
        if (bound.Offset is not Literal { Value: int or long or short or sbyte } literal)
            return $"{Print(bound.Offset)} FOLLOWING";
        var rows = Convert.ToInt64(literal.Value, CultureInfo.InvariantCulture);
        return rows < 0 ? $"{-rows} PRECEDING" : $"{rows} FOLLOWING";
    }
}
