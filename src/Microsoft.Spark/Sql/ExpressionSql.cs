using System.Globalization;
using Microsoft.Spark.Sql.Types;
using ExprCase = global::Spark.Connect.Expression.ExprTypeOneofCase;
using FrameBoundary = global::Spark.Connect.Expression.Types.Window.Types.WindowFrame.Types.FrameBoundary;
using FrameType = global::Spark.Connect.Expression.Types.Window.Types.WindowFrame.Types.FrameType;
using Literal = global::Spark.Connect.Expression.Types.Literal;
using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <summary>Writes expressions as Spark SQL.</summary>
/// <param name="forReading">Whether people will read the text, so that what SQL cannot say is no error.</param>
/// <param name="qualify">The name of the DataFrame that a column belongs to, by its plan's id; null when it needs none.</param>
internal sealed class ExpressionSql(bool forReading = false, Func<long, string?>? qualify = null)
{
    private static readonly HashSet<string> Infix =
    [
        "==",
        "<=>",
        "<",
        ">",
        "<=",
        ">=",
        "+",
        "-",
        "*",
        "/",
        "%",
        "and",
        "or",
        "|",
        "&",
        "^",
        "like",
        "ilike",
        "rlike",
    ];

    /// <summary>The expression as SQL.</summary>
    /// <exception cref="SparkUnsupportedOperationException">SQL cannot say it.</exception>
    public string Render(Proto.Expression expression) =>
        expression.ExprTypeCase switch
        {
            ExprCase.Literal => Render(expression.Literal),
            ExprCase.UnresolvedAttribute => Attribute(expression.UnresolvedAttribute),
            ExprCase.UnresolvedFunction => Function(expression.UnresolvedFunction),
            ExprCase.ExpressionString => forReading
                ? expression.ExpressionString.Expression
                : $"({expression.ExpressionString.Expression})",
            ExprCase.UnresolvedStar => expression.UnresolvedStar.HasUnparsedTarget ? expression.UnresolvedStar.UnparsedTarget : "*",
            ExprCase.Alias =>
                $"{Render(expression.Alias.Expr)} AS {string.Join(", ", expression.Alias.Name.Select(SqlIdentifier.QuoteIfNeeded))}",
            ExprCase.Cast => Cast(expression.Cast),
            ExprCase.SortOrder => SortOrder(expression.SortOrder),
            ExprCase.LambdaFunction => Lambda(expression.LambdaFunction),
            ExprCase.Window => Window(expression.Window),
            ExprCase.UnresolvedExtractValue => Extract(expression.UnresolvedExtractValue),
            ExprCase.UnresolvedNamedLambdaVariable => string.Join(".", expression.UnresolvedNamedLambdaVariable.NameParts),
            ExprCase.CallFunction => $"{expression.CallFunction.FunctionName}({List(expression.CallFunction.Arguments)})",
            ExprCase.NamedArgumentExpression =>
                $"{expression.NamedArgumentExpression.Key} => {Render(expression.NamedArgumentExpression.Value)}",
            var kind => forReading
                ? expression.ToString()
                : throw new SparkUnsupportedOperationException(
                    $"A column of kind {kind} cannot be written in SQL, which this operation needs; use Functions.Expr with SQL text."
                ),
        };

    private string List(IEnumerable<Proto.Expression> expressions) => string.Join(", ", expressions.Select(Render));

    private string Attribute(Proto.Expression.Types.UnresolvedAttribute attribute) =>
        attribute.HasPlanId && qualify?.Invoke(attribute.PlanId) is { } owner
            ? $"{SqlIdentifier.Quote(owner)}.{attribute.UnparsedIdentifier}"
            : attribute.UnparsedIdentifier;

    private string Function(Proto.Expression.Types.UnresolvedFunction function)
    {
        var name = function.FunctionName;
        var arguments = function.Arguments;
        if (arguments.Count == 2 && Infix.Contains(name))
            return $"({Render(arguments[0])} {(name == "==" ? "=" : name.ToUpperInvariant())} {Render(arguments[1])})";
        return name switch
        {
            "not" or "!" when arguments is [{ UnresolvedFunction: { FunctionName: "==", Arguments: [var left, var right] } }] =>
                $"(NOT ({Render(left)} = {Render(right)}))",
            "not" or "!" when arguments.Count == 1 => $"(NOT {Render(arguments[0])})",
            "negative" when arguments.Count == 1 => $"(- {Render(arguments[0])})",
            "~" when arguments.Count == 1 => $"(~ {Render(arguments[0])})",
            "isNull" when arguments.Count == 1 => $"({Render(arguments[0])} IS NULL)",
            "isNotNull" when arguments.Count == 1 => $"({Render(arguments[0])} IS NOT NULL)",
            "in" when arguments.Count > 1 => $"({Render(arguments[0])} IN ({List(arguments.Skip(1))}))",
            "in" => "false",
            "when" => Cases(arguments),
            _ => $"{name}({(function.IsDistinct ? "DISTINCT " : "")}{List(arguments)})",
        };
    }

    private string Cases(IReadOnlyList<Proto.Expression> branches)
    {
        var sql = "CASE";
        for (var i = 0; i + 1 < branches.Count; i += 2)
            sql += $" WHEN {Render(branches[i])} THEN {Render(branches[i + 1])}";
        return branches.Count % 2 == 0 ? sql + " END" : $"{sql} ELSE {Render(branches[^1])} END";
    }

    private string Cast(Proto.Expression.Types.Cast cast)
    {
        var function = cast.EvalMode == Proto.Expression.Types.Cast.Types.EvalMode.Try ? "TRY_CAST" : "CAST";
        var type = cast.Type is { } proto ? DataType.FromProto(proto).Sql : cast.TypeStr.ToUpperInvariant();
        return $"{function}({Render(cast.Expr)} AS {type})";
    }

    private string SortOrder(Proto.Expression.Types.SortOrder order)
    {
        var direction = order.Direction == Proto.Expression.Types.SortOrder.Types.SortDirection.Descending ? "DESC" : "ASC";
        var nulls = order.NullOrdering == Proto.Expression.Types.SortOrder.Types.NullOrdering.SortNullsLast ? "LAST" : "FIRST";
        return $"{Render(order.Child)} {direction} NULLS {nulls}";
    }

    private string Lambda(Proto.Expression.Types.LambdaFunction lambda) =>
        $"({string.Join(", ", lambda.Arguments.Select(argument => string.Join(".", argument.NameParts)))}) -> {Render(lambda.Function)}";

    private string Extract(Proto.Expression.Types.UnresolvedExtractValue extract) =>
        extract.Extraction.Literal is { LiteralTypeCase: Literal.LiteralTypeOneofCase.String } key
        && extract.Child.ExprTypeCase is ExprCase.UnresolvedAttribute or ExprCase.UnresolvedExtractValue
        && forReading
            ? $"{Render(extract.Child)}[{key.String}]"
            : $"{Render(extract.Child)}[{Render(extract.Extraction)}]";

    private string Window(Proto.Expression.Types.Window window)
    {
        var parts = new List<string>();
        if (window.PartitionSpec.Count > 0)
            parts.Add($"PARTITION BY {List(window.PartitionSpec)}");
        if (window.OrderSpec.Count > 0)
            parts.Add($"ORDER BY {string.Join(", ", window.OrderSpec.Select(SortOrder))}");
        if (window.FrameSpec is { } frame)
        {
            parts.Add(
                $"{(frame.FrameType == FrameType.Row ? "ROWS" : "RANGE")} BETWEEN {Bound(frame.Lower, "PRECEDING")} AND {Bound(frame.Upper, "FOLLOWING")}"
            );
        }

        return $"{Render(window.WindowFunction)} OVER ({string.Join(" ", parts)})";
    }

    private string Bound(FrameBoundary boundary, string direction)
    {
        if (boundary.BoundaryCase == FrameBoundary.BoundaryOneofCase.CurrentRow)
            return "CURRENT ROW";
        if (boundary.BoundaryCase == FrameBoundary.BoundaryOneofCase.Unbounded)
            return $"UNBOUNDED {direction}";
        var offset = boundary.Value.Literal switch
        {
            { LiteralTypeCase: Literal.LiteralTypeOneofCase.Integer } literal => literal.Integer,
            { LiteralTypeCase: Literal.LiteralTypeOneofCase.Long } literal => literal.Long,
            _ => (long?)null,
        };
        return offset is { } number
            ? $"{Math.Abs(number)} {(number < 0 ? "PRECEDING" : "FOLLOWING")}"
            : $"{Render(boundary.Value)} {direction}";
    }

    private string Render(Literal literal)
    {
        switch (literal.LiteralTypeCase)
        {
            case Literal.LiteralTypeOneofCase.Null:
                return "NULL";
            case Literal.LiteralTypeOneofCase.Boolean:
                return literal.Boolean ? "true" : "false";
            case Literal.LiteralTypeOneofCase.Byte:
                return Number(literal.Byte, "Y");
            case Literal.LiteralTypeOneofCase.Short:
                return Number(literal.Short, "S");
            case Literal.LiteralTypeOneofCase.Integer:
                return Number(literal.Integer, "");
            case Literal.LiteralTypeOneofCase.Long:
                return Number(literal.Long, "L");
            case Literal.LiteralTypeOneofCase.Float:
                return Floating(literal.Float, literal.Float.ToString("R", CultureInfo.InvariantCulture), "F", "FLOAT");
            case Literal.LiteralTypeOneofCase.Double:
                return Floating(literal.Double, literal.Double.ToString("R", CultureInfo.InvariantCulture), "D", "DOUBLE");
            case Literal.LiteralTypeOneofCase.Decimal:
                return forReading
                    ? literal.Decimal.Value
                    : $"CAST('{literal.Decimal.Value}' AS DECIMAL({literal.Decimal.Precision},{literal.Decimal.Scale}))";
            case Literal.LiteralTypeOneofCase.String:
                return forReading ? literal.String : Quote(literal.String);
            case Literal.LiteralTypeOneofCase.Binary:
                return $"X'{Convert.ToHexString(literal.Binary.Span)}'";
            case Literal.LiteralTypeOneofCase.Date:
                return $"DATE '{new Date(Date.FromDaysSinceEpoch(literal.Date))}'";
            case Literal.LiteralTypeOneofCase.Timestamp:
                return $"TIMESTAMP '{Timestamp.FromMicrosecondsSinceEpoch(literal.Timestamp, DateTimeKind.Utc).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}Z'";
            case Literal.LiteralTypeOneofCase.TimestampNtz:
                return $"TIMESTAMP_NTZ '{Timestamp.FromMicrosecondsSinceEpoch(literal.TimestampNtz, DateTimeKind.Unspecified).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}'";
            case Literal.LiteralTypeOneofCase.DayTimeInterval:
                return DayTimeInterval(literal.DayTimeInterval);
            case Literal.LiteralTypeOneofCase.Array:
                return $"array({string.Join(", ", literal.Array.Elements.Select(Render))})";
            case Literal.LiteralTypeOneofCase.Map:
                return $"map({string.Join(", ", literal.Map.Keys.Zip(literal.Map.Values, (key, value) => $"{Render(key)}, {Render(value)}"))})";
            default:
                return forReading
                    ? literal.ToString()
                    : throw new SparkUnsupportedOperationException(
                        $"A literal of kind {literal.LiteralTypeCase} cannot be written in SQL, which this operation needs."
                    );
        }
    }

    private string Number(long value, string suffix) => value.ToString(CultureInfo.InvariantCulture) + (forReading ? "" : suffix);

    private string Floating(double value, string text, string suffix, string type) =>
        double.IsFinite(value)
            ? OptionText.Of(value) is var plain && forReading
                ? plain
                : text + suffix
            : $"CAST('{(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity")}' AS {type})";

    private static string DayTimeInterval(long microseconds)
    {
        var magnitude = (ulong)Math.Abs((decimal)microseconds);
        var (seconds, micros) = Math.DivRem(magnitude, 1_000_000UL);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"INTERVAL '{(microseconds < 0 ? "-" : "")}{seconds / 86_400} {seconds / 3_600 % 24:00}:{seconds / 60 % 60:00}:{seconds % 60:00}.{micros:000000}' DAY TO SECOND"
        );
    }

    /// <summary>Text as a literal of SQL.</summary>
    internal static string Quote(string text) => $"'{text.Replace("\\", "\\\\").Replace("'", "\\'")}'";
}
